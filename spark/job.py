"""The streaming job: wires Kafka, the transforms and the writer together."""

import logging
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Event
from typing import Final

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql.streaming.query import StreamingQuery

from contracts.topics import EVENT_TOPICS
from spark.batch import BatchReport, BatchWriter
from spark.dead import DeadReader
from spark.progress import checkpoint_id, read_dropped
from spark.publish import Publisher
from spark.read import read_topic
from spark.samples import MessageReader
from spark.settings import Settings
from spark.transforms.pipeline import transform_records

log = logging.getLogger(__name__)

QUERY_NAME: Final = "telemetra"


class Job:
    """One streaming query and what it writes with, from start to stop."""

    def __init__(
        self,
        spark: SparkSession,
        settings: Settings,
        on_batch: Sequence[Callable[[BatchReport], None]],
    ) -> None:
        self._spark = spark
        self._settings = settings
        self._on_batch = on_batch
        self._publisher = Publisher(settings.kafka_bootstrap_servers)
        self._query: StreamingQuery | None = None
        self._is_started = Event()
        self._writer: BatchWriter | None = None

    def start(self) -> StreamingQuery:
        """Start the query; its first batch waits for the writer's lock."""
        servers = self._settings.kafka_bootstrap_servers
        records = {topic: read_topic(self._spark, servers, topic) for topic in EVENT_TOPICS}
        self._query = (
            transform_records(records)
            .writeStream.queryName(QUERY_NAME)
            .outputMode("update")
            .option("checkpointLocation", str(self._settings.checkpoint_dir))
            .trigger(processingTime=self._settings.spark_trigger)
            .foreachBatch(self._write_batch)
            .start()
        )
        self._is_started.set()
        return self._query

    def stop(self) -> None:
        """End the query, wherever it is: what was not committed is done again at the next start."""
        if self._query is not None:
            self._query.stop()
        if self._writer is not None:
            self._writer.close()
        self._publisher.close()

    def _write_batch(self, frame: DataFrame, batch_id: int) -> None:
        # Spark may call this before `start` has returned the query.
        self._is_started.wait()
        if self._writer is None:
            self._writer = self._make_writer()
            self._writer.start()
        report = self._writer.write(frame, batch_id)
        for notify in self._on_batch:
            notify(report)

    def _make_writer(self) -> BatchWriter:
        query = self._query
        if query is None:
            raise RuntimeError("the query has not been started")
        checkpoint = self._settings.checkpoint_dir
        servers = self._settings.kafka_bootstrap_servers
        return BatchWriter(
            conninfo=self._settings.database.conninfo,
            checkpoint=checkpoint,
            checkpoint_id=checkpoint_id(checkpoint),
            publisher=self._publisher,
            look_up_messages=MessageReader(self._spark, servers).read,
            look_up_dead=DeadReader(self._spark, servers).read,
            dropped_of_batch=lambda: read_dropped(query),
            reach_point=_fault_point(self._settings.fault_point),
        )


def _fault_point(setting: str | None) -> Callable[[str, int], None]:
    """Tests of recovery kill the process at `POINT@BATCH`, such as `committed@3`."""

    def reach(point: str, batch_id: int) -> None:
        if setting == f"{point}@{batch_id}":
            os.kill(os.getpid(), signal.SIGKILL)

    return reach


def mark_ready(path: Path | None) -> Callable[[BatchReport], None]:
    """Touch the file at the first batch that has rows, or that goes on after earlier ones.

    A job that goes on may find nothing new: what is stored is all there is.
    """

    def on_batch(report: BatchReport) -> None:
        if path is not None and (report.rows or report.batch_id > 0):
            path.touch()

    return on_batch
