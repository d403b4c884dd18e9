"""The environment -> what the API process is told. Read once, where the process starts."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings
from strawberry.http.websocket_origin import normalize_allowed_origins

from db.engine import Database
from graphql_api.guard.limits import LOCAL, PRODUCTION, Limits

Port = Annotated[int, Field(ge=1, le=65_535)]


class Profile(StrEnum):
    """Where this runs."""

    LOCAL = "local"
    PRODUCTION = "production"


class ApiAuth(StrEnum):
    """Who may ask."""

    OFF = "off"
    KEYS = "keys"


class Settings(BaseSettings):
    """Each field is an environment variable, in upper case."""

    api_host: str = "127.0.0.1"
    api_port: Port = 8000
    cors_origins: str = "http://localhost:3000"
    """The pages that may call the API from a browser, with commas between; `*` for all."""

    live_stall_seconds: Annotated[float, Field(gt=0)] = 30
    """How long a socket may take nothing of what it is sent before it is given up."""

    live_heartbeat_seconds: Annotated[float, Field(gt=0)] = 15
    """How often `WS /live/{stream_id}` says that it is there."""

    telemetra_profile: Profile = Profile.LOCAL
    """`production` tells nobody the schema, has tighter limits, and lets in only who has a key."""

    api_auth: ApiAuth = ApiAuth.OFF
    """`keys`: only who has an API key may ask. `telemetra key create` makes one."""

    postgres_host: str = "127.0.0.1"
    postgres_port: Port = 5432
    postgres_db: str = "telemetra"
    postgres_user: str = "telemetra_user"
    postgres_password: SecretStr

    redis_host: str = "127.0.0.1"
    redis_port: Port = 6379

    kafka_bootstrap_servers: str = "127.0.0.1:29092"

    metrics_host: str = "127.0.0.1"
    metrics_port: Port | None = None
    """Where Prometheus finds `/metrics`; nowhere without a port."""

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, text: str) -> str:
        normalize_allowed_origins(_origins_in(text))
        return text

    @model_validator(mode="after")
    def _is_safe_in_production(self) -> Self:
        if self.telemetra_profile is Profile.PRODUCTION:
            if self.api_auth is not ApiAuth.KEYS:
                raise ValueError("the production profile wants API_AUTH=keys")
            if "*" in self.origins:
                raise ValueError("the production profile wants CORS_ORIGINS that are named, not *")
        return self

    @property
    def is_production(self) -> bool:
        """Whether strangers may reach this."""
        return self.telemetra_profile is Profile.PRODUCTION

    @property
    def limits(self) -> Limits:
        """What each client may ask for."""
        return PRODUCTION if self.is_production else LOCAL

    @property
    def database(self) -> Database:
        """PostgreSQL's address."""
        return Database(
            self.postgres_host,
            self.postgres_port,
            self.postgres_db,
            self.postgres_user,
            self.postgres_password.get_secret_value(),
        )

    @property
    def origins(self) -> list[str]:
        """The origins of `cors_origins`."""
        return _origins_in(self.cors_origins)


def _origins_in(text: str) -> list[str]:
    return [origin.strip() for origin in text.split(",") if origin.strip()]
