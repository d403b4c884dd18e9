"""The environment -> what the API process is told. Read once, where the process starts."""

from typing import Annotated

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings
from strawberry.http.websocket_origin import normalize_allowed_origins

from db.engine import Database

Port = Annotated[int, Field(ge=1, le=65_535)]


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

    postgres_host: str = "127.0.0.1"
    postgres_port: Port = 5432
    postgres_db: str = "telemetra"
    postgres_user: str = "telemetra_user"
    postgres_password: SecretStr

    redis_host: str = "127.0.0.1"
    redis_port: Port = 6379

    kafka_bootstrap_servers: str = "127.0.0.1:29092"

    @field_validator("cors_origins")
    @classmethod
    def _are_origins(cls, text: str) -> str:
        normalize_allowed_origins(_origins_in(text))
        return text

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
