"""What the streaming job is told by its environment."""

from pathlib import Path

from pydantic_settings import BaseSettings

from db.engine import Database
from spark.session import Place


class Settings(BaseSettings):
    """Read once, where the process starts."""

    kafka_bootstrap_servers: str = "127.0.0.1:29092"
    postgres_host: str = "127.0.0.1"
    postgres_port: int = 5432
    postgres_db: str = "telemetra"
    postgres_user: str = "telemetra_user"
    postgres_password: str = ""
    checkpoint_dir: Path
    spark_jars_dir: Path
    spark_master: str = "local[4]"
    spark_driver_memory: str = "1g"
    spark_driver_host: str = "127.0.0.1"
    spark_driver_bind: str = "127.0.0.1"
    spark_executor_memory: str = "1g"
    spark_trigger: str = "200 milliseconds"
    spark_ui: bool = False
    spark_ui_port: int = 8080
    metrics_host: str = "127.0.0.1"
    metrics_port: int | None = None
    ready_file: Path | None = None
    fault_point: str | None = None

    @property
    def place(self) -> Place:
        """Where the work is done."""
        return Place(
            self.spark_master,
            self.spark_driver_host,
            self.spark_driver_bind,
            self.spark_executor_memory,
        )

    @property
    def database(self) -> Database:
        """Where the tables are."""
        return Database(
            self.postgres_host,
            self.postgres_port,
            self.postgres_db,
            self.postgres_user,
            self.postgres_password,
        )
