"""The two arms, each in a process of its own that stays warm between its passes.

A process is told a pass as a line of JSON on its standard input and answers with one: the seconds
from the start of the queries until the tables held every event.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from time import monotonic, sleep
from typing import Any, Final, Protocol

import psycopg
from pyspark.sql import SparkSession

from bench.naive.job import NaiveJob
from bench.servers import Servers
from contracts.topics import CHAT, TRANSACTIONS, VIEWER
from db.engine import Database
from spark.job import Job
from spark.session import start_session
from spark.settings import Settings

ARMS: Final = ("shipped", "naive")
LOOK_SECONDS: Final = 0.1
LONGEST_PASS_SECONDS: Final = 900


@dataclass(frozen=True, slots=True)
class Pass:
    """One pass over the backlog: into this database, under this checkpoint, these events."""

    database: str
    checkpoint: str
    messages: int
    samples: int
    transactions: int

    @classmethod
    def over(cls, counts: Mapping[str, int], database: str, checkpoint: Path) -> "Pass":
        """A pass over so many events by topic."""
        return cls(database, str(checkpoint), counts[CHAT], counts[VIEWER], counts[TRANSACTIONS])


@dataclass(frozen=True, slots=True)
class Taken:
    """How long a pass took: until all was in the tables, and until the job had nothing to do."""

    committed_seconds: float
    idle_seconds: float


@dataclass(frozen=True, slots=True)
class Arm:
    """An arm's process."""

    name: str
    process: subprocess.Popen[str]

    def run(self, told: Pass) -> Taken:
        """Make a pass; returns when the job has nothing more to do.

        Raises:
            RuntimeError: The process ended.
        """
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("the process has no pipes")
        self.process.stdin.write(json.dumps(asdict(told)) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("{"):
                return Taken(**json.loads(line))
        raise RuntimeError(f"the {self.name} arm ended with code {self.process.wait()}")


@contextmanager
def started(name: str, servers: Servers, jars: Path, log: Path) -> Iterator[Arm]:
    """The process of an arm, until the block ends."""
    environment = servers.environment | {
        "SPARK_JARS_DIR": str(jars),
        "SPARK_TRIGGER": "0 seconds",
        "CHECKPOINT_DIR": str(servers.folder),
    }
    with (
        log.open("w") as errors,
        subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-m", "bench.catchup.arms", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            env=environment,
        ) as process,
    ):
        yield Arm(name, process)


class _Job(Protocol):
    def start(self) -> object: ...
    def stop(self) -> None: ...


def _work(name: str) -> None:
    settings = Settings()
    spark = start_session(
        place=settings.place,
        driver_memory=settings.spark_driver_memory,
        jars_dir=settings.spark_jars_dir,
        ui_port=None,
    )
    for line in sys.stdin:
        told = Pass(**json.loads(line))
        taken = _pass(name, spark, settings, told)
        sys.stdout.write(json.dumps(asdict(taken)) + "\n")
        sys.stdout.flush()
    spark.stop()


def _pass(name: str, spark: SparkSession, settings: Settings, told: Pass) -> Taken:
    database = replace(settings.database, name=told.database)
    job = _job(name, spark, settings, told, database)
    began = monotonic()
    job.start()
    try:
        _until_committed(database, (told.messages, told.messages, told.samples, told.transactions))
        committed = monotonic() - began
        for query in spark.streams.active:
            query.processAllAvailable()
        return Taken(committed, monotonic() - began)
    finally:
        job.stop()


def _job(
    name: str, spark: SparkSession, settings: Settings, told: Pass, database: Database
) -> _Job:
    checkpoint = Path(told.checkpoint)
    if name == "naive":
        return NaiveJob(spark, settings.kafka_bootstrap_servers, database, checkpoint)
    update: dict[str, Any] = {"postgres_db": told.database, "checkpoint_dir": checkpoint}
    return Job(spark, settings.model_copy(update=update), [])


_STORED: Final = """
SELECT coalesce((SELECT sum(message_count) FROM chat_summary_minute), 0),
       coalesce((SELECT sum(message_count) FROM stream_minute WHERE stream_id <> '*'), 0),
       (SELECT count(*) FROM viewer_timeseries),
       (SELECT count(*) FROM transactions)
"""


def _until_committed(database: Database, expected: tuple[int, ...]) -> None:
    deadline = monotonic() + LONGEST_PASS_SECONDS
    with psycopg.connect(database.conninfo, autocommit=True) as connection:
        while (stored := connection.execute(_STORED).fetchone()) != expected:
            if monotonic() > deadline:
                raise TimeoutError(f"expected {expected}, the tables hold {stored}")
            sleep(LOOK_SECONDS)


if __name__ == "__main__":
    _work(sys.argv[1])
