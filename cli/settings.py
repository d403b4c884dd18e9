"""`.env` and the environment -> what the local stack is told."""

import os
from pathlib import Path
from typing import Annotated, Final

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from cli.project import ROOT, SPARK_JARS, SetupError
from db.engine import Database

ENV_FILE: Final = ROOT / ".env"
LOOPBACK: Final = "127.0.0.1"
MEASURED: Final = ("api", "relay", "producer", "spark")
"""The services that have `/metrics`: at METRICS_PORT, and the ports after it."""

Port = Annotated[int, Field(ge=1, le=65535)]
Folder = Annotated[Path, AfterValidator(lambda path: (ROOT / path.expanduser()).resolve())]
"""A folder; a relative one lies in the checkout."""


class Settings(BaseSettings):
    """What the command itself must know; the environment wins over `.env`.

    Whatever else stands in `.env` is passed on to the processes, each of which has settings of its
    own. `.env.example` lists and explains them all.
    """

    model_config = SettingsConfigDict(
        env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    data_dir: Folder = Field(default=Path(".data"), validate_default=True)
    pg_bin: Path | None = None
    api_host: str = LOOPBACK
    api_port: Port = 8000
    kafka_port: Port = 29092
    kafka_bootstrap_servers: str | None = None
    kafka_log_retention_hours: Annotated[int, Field(ge=1)] = 24
    kafka_replication: Annotated[int, Field(ge=1)] = 1
    retention_days: Annotated[int, Field(ge=1, le=36_500)] = 90
    postgres_host: str = LOOPBACK
    postgres_port: Port = 5432
    postgres_db: str = "telemetra"
    postgres_user: str = "telemetra_user"
    postgres_password: SecretStr = SecretStr("telemetra_local")
    redis_port: Port = 6379
    spark_ui: bool = False
    spark_ui_port: Port = 8080
    metrics_host: str = LOOPBACK
    metrics_port: Annotated[int, Field(ge=1, le=65_532)] | None = None

    @property
    def kafka_address(self) -> str:
        """The brokers, as a client's bootstrap servers: the local one unless others are named."""
        return self.kafka_bootstrap_servers or f"{LOOPBACK}:{self.kafka_port}"

    @property
    def database(self) -> Database:
        """Where PostgreSQL listens, and as whom we go in."""
        password = self.postgres_password.get_secret_value()
        return Database(
            self.postgres_host, self.postgres_port, self.postgres_db, self.postgres_user, password
        )

    @property
    def metrics_ports(self) -> dict[str, int]:
        """Where each process has its `/metrics`, by service; empty without METRICS_PORT."""
        first = self.metrics_port
        return {} if first is None else {name: first + n for n, name in enumerate(MEASURED)}

    @property
    def ports(self) -> dict[str, int]:
        """The ports that the stack listens on, by the name that sets each."""
        named = {
            "API_PORT": self.api_port,
            "KAFKA_PORT": self.kafka_port,
            "POSTGRES_PORT": self.postgres_port,
            "REDIS_PORT": self.redis_port,
        }
        if self.spark_ui:
            named["SPARK_UI_PORT"] = self.spark_ui_port
        metrics = self.metrics_ports.values()
        return named | {f"METRICS_PORT + {n}": port for n, port in enumerate(metrics)}

    @property
    def process_environment(self) -> dict[str, str]:
        """What `.env` adds to the environment, and what follows from these settings."""
        in_file = dotenv_values(ENV_FILE).items()
        return {name: value for name, value in in_file if value and name not in os.environ} | {
            "DATA_DIR": str(self.data_dir),
            "CHECKPOINT_DIR": str(self.data_dir / "checkpoint"),
            "KAFKA_BOOTSTRAP_SERVERS": self.kafka_address,
            "POSTGRES_HOST": LOOPBACK,
            "POSTGRES_PORT": str(self.postgres_port),
            "POSTGRES_DB": self.postgres_db,
            "POSTGRES_USER": self.postgres_user,
            "POSTGRES_PASSWORD": self.postgres_password.get_secret_value(),
            "REDIS_HOST": LOOPBACK,
            "REDIS_PORT": str(self.redis_port),
            "API_HOST": self.api_host,
            "API_PORT": str(self.api_port),
            "SPARK_JARS_DIR": str(SPARK_JARS),
        }


def load_settings() -> Settings:
    """The settings of this call.

    Raises:
        SetupError: Names each setting that cannot be, and why.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = [
            f"{str(one['loc'][0]).upper()} is {one['input']!r}: {one['msg']}"
            for one in error.errors()
        ]
        raise SetupError("; ".join(wrong)) from error
