"""One Spark session for all tests of the room, and the job on a checkpoint of its own."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from cli.project import JARS
from cli.runtime.java import find_java_home
from db.engine import Database
from spark.batch import BatchReport
from spark.job import Job
from spark.session import Place, start_session
from spark.settings import Settings


@pytest.fixture(scope="session")
def spark_session() -> Iterator[SparkSession]:
    os.environ["JAVA_HOME"] = str(find_java_home())
    os.environ["PYSPARK_PYTHON"] = sys.executable
    session = start_session(
        place=Place("local[4]"), driver_memory="1g", jars_dir=JARS / "spark", ui_port=None
    )
    yield session
    session.stop()


class RunningJob:
    """The job, its batches driven by the test."""

    def __init__(self, job: Job, reports: list[BatchReport]) -> None:
        self.reports = reports
        self._query = job.start()

    def catch_up(self) -> None:
        """Return when all that is in Kafka has been written."""
        self._query.processAllAvailable()


JobOn = Callable[[Path], AbstractContextManager[RunningJob]]


@pytest.fixture
def job_on(spark_session: SparkSession, kafka: str, database: Database) -> JobOn:
    """Runs the job on a checkpoint until the block ends."""

    @contextmanager
    def run(checkpoint: Path) -> Iterator[RunningJob]:
        reports: list[BatchReport] = []
        job = Job(spark_session, _settings(kafka, database, checkpoint), [reports.append])
        try:
            yield RunningJob(job, reports)
        finally:
            job.stop()

    return run


def _settings(kafka: str, database: Database, checkpoint: Path) -> Settings:
    return Settings(
        kafka_bootstrap_servers=kafka,
        postgres_host=database.host,
        postgres_port=database.port,
        postgres_db=database.name,
        postgres_user=database.user,
        postgres_password=database.password,
        checkpoint_dir=checkpoint,
        spark_jars_dir=JARS / "spark",
        spark_trigger="0 seconds",
    )
