"""Unreadable records, read again from Kafka in a batch that has some."""

import base64
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Final

import pyarrow as pa
from pyspark.sql import Row, SparkSession

from contracts.events import DeadLetter, to_json
from contracts.topics import DEAD_LETTER, DEAD_LETTER_OF_JOB
from spark.publish import Letter
from spark.read import Offsets, read_range
from spark.transforms.parse import parse_batch

_SCHEMA: Final = "partition int, offset bigint, reason string, value binary"


class DeadReader:
    """Reads what a batch could not: why, where it lies, and its bytes."""

    def __init__(self, spark: SparkSession, bootstrap_servers: str) -> None:
        self._spark = spark
        self._bootstrap_servers = bootstrap_servers

    def read(self, offsets: Offsets) -> list[Letter]:
        """A dead letter for each unreadable record at these offsets."""
        return [
            _letter(topic, row)
            for topic, partitions in offsets.items()
            for row in self._rows(topic, partitions)
        ]

    def _rows(self, topic: str, partitions: Mapping[int, tuple[int, int]]) -> list[Row]:
        records = read_range(self._spark, self._bootstrap_servers, {topic: partitions})
        columns = records.select("partition", "offset", "value", "timestamp")
        return columns.mapInArrow(partial(_unreadable, topic), _SCHEMA).collect()


def _unreadable(topic: str, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for records in batches:
        reasons = pa.array([parsed.reason for parsed in parse_batch(topic, records)], pa.string())
        with_reason = records.drop_columns(["timestamp"]).append_column("reason", reasons)
        table = with_reason.select(["partition", "offset", "reason", "value"])
        yield table.filter(reasons.is_valid())


def _letter(topic: str, row: Row) -> Letter:
    letter = DeadLetter(
        reason=row["reason"],
        raw_base64=base64.b64encode(row["value"] or b"").decode(),
        topic=topic,
        partition=row["partition"],
        offset=row["offset"],
        failed_at=datetime.now(UTC),
    )
    return Letter(DEAD_LETTER, DEAD_LETTER_OF_JOB, topic, to_json(letter).decode())
