"""`.env` and the environment -> the settings of the local stack."""

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from cli.project import ROOT, SPARK_JARS
from db.engine import Database

Port = Annotated[int, Field(ge=1, le=65535)]
Folder = Annotated[Path, AfterValidator(lambda path: (ROOT / path.expanduser()).resolve())]
"""A folder; a relative one lies in the checkout."""


class Settings(BaseSettings):
    """What a person may set; `.env.example` explains each. The environment wins over `.env`."""

    model_config = SettingsConfigDict(env_file=ROOT / ".env", extra="ignore", frozen=True)

    data_dir: Folder = Field(default=Path(".data"), validate_default=True)
    pg_bin: Path | None = None

    api_host: str = "127.0.0.1"
    api_port: Port = 8000
    cors_origins: str = "http://localhost:3000"

    kafka_port: Port = 29092
    kafka_log_retention_hours: Annotated[int, Field(ge=1)] = 24

    postgres_port: Port = 5432
    postgres_db: str = "telemetra"
    postgres_user: str = "telemetra_user"
    postgres_password: SecretStr = SecretStr("telemetra_local")

    redis_port: Port = 6379

    spark_master: str = "local[2]"
    spark_driver_memory: str = "1g"
    spark_ui: str = "off"
    spark_ui_port: Port = 8080

    mock_channels: str = "xqc,shroud,pokimane,ninja,summit1g"
    producer_interval: Annotated[float, Field(gt=0)] = 1.0
    simulator_seed: int = 1

    @property
    def kafka_address(self) -> str:
        """The broker as a client's bootstrap servers."""
        return f"127.0.0.1:{self.kafka_port}"

    @property
    def database(self) -> Database:
        """Where the local PostgreSQL listens."""
        return Database(
            host="127.0.0.1",
            port=self.postgres_port,
            name=self.postgres_db,
            user=self.postgres_user,
            password=self.postgres_password.get_secret_value(),
        )

    def process_environment(self) -> dict[str, str]:
        """What the processes of the stack read, by the names that each one's settings use."""
        return {
            "DATA_DIR": str(self.data_dir),
            "KAFKA_BOOTSTRAP_SERVERS": self.kafka_address,
            "POSTGRES_HOST": "127.0.0.1",
            "POSTGRES_PORT": str(self.postgres_port),
            "POSTGRES_DB": self.postgres_db,
            "POSTGRES_USER": self.postgres_user,
            "POSTGRES_PASSWORD": self.postgres_password.get_secret_value(),
            "REDIS_HOST": "127.0.0.1",
            "REDIS_PORT": str(self.redis_port),
            "API_HOST": self.api_host,
            "API_PORT": str(self.api_port),
            "CORS_ORIGINS": self.cors_origins,
            "CHECKPOINT_DIR": str(self.data_dir / "checkpoint"),
            "SPARK_JARS_DIR": str(SPARK_JARS),
            "SPARK_MASTER": self.spark_master,
            "SPARK_DRIVER_MEMORY": self.spark_driver_memory,
            "SPARK_UI": self.spark_ui,
            "SPARK_UI_PORT": str(self.spark_ui_port),
            "MOCK_CHANNELS": self.mock_channels,
            "PRODUCER_INTERVAL": str(self.producer_interval),
            "SIMULATOR_SEED": str(self.simulator_seed),
        }
