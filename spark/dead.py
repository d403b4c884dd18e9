"""Unreadable records, read again from Kafka in a batch that has some."""

import base64
from collections.abc import Mapping
from datetime import UTC, datetime

import pyarrow as pa
from pyspark.sql import Column, Row, SparkSession
from pyspark.sql import functions as F
from pyspark.sql.pandas.functions import arrow_udf

from contracts.events import DeadLetter, to_json
from contracts.topics import DEAD_LETTER, DEAD_LETTER_OF_JOB
from spark.publish import Letter
from spark.read import Offsets, read_range
from spark.transforms.parse import parse_all


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
        columns = records.select("partition", "offset", "value", _reason(topic).alias("reason"))
        return columns.filter(F.col("reason").isNotNull()).collect()


def _reason(topic: str) -> Column:
    @arrow_udf("string")  # type: ignore[call-overload, untyped-decorator] # the stubs know only the form without type hints
    def read(values: pa.Array, broker_times: pa.Array) -> pa.Array:
        return pa.array([one.reason for one in parse_all(topic, values, broker_times)], pa.string())

    reason: Column = read("value", "timestamp")
    return reason


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
