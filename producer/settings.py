"""The environment -> what the producer needs to know. Read only where the process starts."""

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Names are those of the environment, in upper case."""

    model_config = SettingsConfigDict(extra="ignore", frozen=True)

    kafka_bootstrap_servers: str = "127.0.0.1:29092"
    mock_channels: str = "xqc,shroud,pokimane,ninja,summit1g"
    producer_interval: Annotated[float, Field(gt=0)] = 1.0
    """Seconds between two viewer samples of a simulated channel."""
    simulator_seed: int = 1
    data_dir: Path = Path(".data")
    """The simulator writes the truth of what it planted to `simulator/truth.jsonl` in here."""
    metrics_host: str = "127.0.0.1"
    metrics_port: Annotated[int, Field(ge=1, le=65_535)] | None = None
    """Where Prometheus finds `/metrics`; nowhere without a port."""
    ready_file: Path | None = None
    """Made when the first records are acknowledged."""
