"""The environment -> what the relay is told. Read only where the process starts."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Names are those of the environment, in upper case."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    kafka_bootstrap_servers: str = "127.0.0.1:29092"
    redis_host: str = "127.0.0.1"
    redis_port: Annotated[int, Field(ge=1, le=65_535)] = 6379
    relay_name: Annotated[str, Field(min_length=1, max_length=128)] = "relay"
    """What its status is kept under; a second relay needs another."""
    relay_keep_minutes: Annotated[int, Field(ge=10, le=1440)] = 10
    """How far the logs reach back, at least: Kafka keeps a day, so no further than that."""
    metrics_host: str = "127.0.0.1"
    metrics_port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    """Where Prometheus finds `/metrics`; nowhere without a port."""
    ready_file: Path | None = None
    """Made when Redis first holds all that Kafka has of this time."""

    @property
    def keep(self) -> timedelta:
        """How far the logs reach back, at least."""
        return timedelta(minutes=self.relay_keep_minutes)
