"""The peer's streaming job: five queries in one session, each with a JDBC sink."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from pyspark.sql import DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.streaming.query import StreamingQuery

from bench.naive.queries import (
    describe_streams,
    list_transactions,
    measure_streams,
    read_events,
    sample_viewers,
    summarise_chat,
)
from bench.naive.tables import (
    CHAT_SUMMARY,
    STREAM_MINUTE,
    STREAMS,
    TRANSACTIONS,
    VIEWER_TIMESERIES,
    Merged,
    merge,
)
from contracts.topics import CHAT, STREAM_META, VIEWER
from contracts.topics import TRANSACTIONS as TRANSACTIONS_TOPIC
from db.engine import Database

Write = Callable[[DataFrame, int], None]

ROWS_A_ROUND_TRIP: Final = 5_000


class NaiveJob:
    """The queries of one checkpoint and one database, from start to stop."""

    def __init__(
        self, spark: SparkSession, kafka: str, database: Database, checkpoint: Path
    ) -> None:
        self._spark = spark
        self._kafka = kafka
        self._database = database
        self._checkpoint = checkpoint
        self._queries: list[StreamingQuery] = []

    def start(self) -> None:
        """Start every query; each begins its next batch as soon as the last one is written."""
        self._start(CHAT_SUMMARY.name, summarise_chat(self._read(CHAT)), self._merge(CHAT_SUMMARY))
        measured = measure_streams(
            self._read(CHAT), self._read(VIEWER), self._read(TRANSACTIONS_TOPIC)
        )
        self._start(STREAM_MINUTE.name, measured, self._merge(STREAM_MINUTE))
        self._start(
            VIEWER_TIMESERIES, sample_viewers(self._read(VIEWER)), self._append(VIEWER_TIMESERIES)
        )
        bought = list_transactions(self._read(TRANSACTIONS_TOPIC))
        self._start(TRANSACTIONS, bought, self._append(TRANSACTIONS))
        self._start(STREAMS.name, describe_streams(self._read(STREAM_META)), self._merge_streams)

    def catch_up(self) -> None:
        """Return when all that is in Kafka has been written."""
        for query in self._queries:
            query.processAllAvailable()

    def wait(self, seconds: int) -> bool:
        """Whether a query has ended within these seconds.

        Raises:
            StreamingQueryException: It failed.
        """
        return bool(self._spark.streams.awaitAnyTermination(seconds))

    def stop(self) -> None:
        """End every query, wherever it is."""
        for query in self._queries:
            query.stop()

    def _read(self, topic: str) -> DataFrame:
        return read_events(self._spark, self._kafka, topic)

    def _start(self, name: str, rows: DataFrame, write: Write) -> None:
        query = (
            rows.writeStream.queryName(name)
            .outputMode("update")
            .option("checkpointLocation", str(self._checkpoint / name))
            .foreachBatch(write)
            .start()
        )
        self._queries.append(query)

    def _append(self, table: str) -> Write:
        return lambda batch, _batch_id: self._write(batch, table, mode="append")

    def _merge(self, merged: Merged) -> Write:
        def write(batch: DataFrame, _batch_id: int) -> None:
            self._write(batch, merged.stage, mode="overwrite")
            merge(self._database, merged)

        return write

    def _merge_streams(self, batch: DataFrame, batch_id: int) -> None:
        # Two rows of one key cannot be merged at once: the newest of the batch is taken.
        names = STREAMS.values
        newest = batch.groupBy("stream_id").agg(
            *(F.max_by(name, "occurred_at").alias(name) for name in names)
        )
        self._merge(STREAMS)(newest, batch_id)

    def _write(self, batch: DataFrame, table: str, *, mode: str) -> None:
        at = self._database
        address = f"jdbc:postgresql://{at.host}:{at.port}/{at.name}?reWriteBatchedInserts=true"
        (
            batch.write.format("jdbc")
            .option("url", address)
            .option("driver", "org.postgresql.Driver")
            .option("dbtable", table)
            .option("user", at.user)
            .option("password", at.password)
            .option("batchsize", ROWS_A_ROUND_TRIP)
            .option("truncate", "true")
            .mode(mode)
            .save()
        )
