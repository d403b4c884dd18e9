"""Unreadable records, read again from Kafka in a batch that has some."""

from collections.abc import Mapping
from datetime import UTC, datetime

from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

from contracts.events import EVENT_BY_TOPIC, DeadLetter, to_json
from contracts.topics import DEAD_LETTER, DEAD_LETTER_OF_JOB
from spark.publish import Letter
from spark.read import Offsets, read_range
from spark.transforms.parse import parse_records


class DeadReader:
    """Reads what a batch could not: why, where it lies, and its bytes."""

    def __init__(self, spark: SparkSession, bootstrap_servers: str) -> None:
        self._spark = spark
        self._bootstrap_servers = bootstrap_servers

    def read(self, offsets: Offsets) -> list[Letter]:
        """A dead letter for each unreadable record at these offsets."""
        return [
            _letter(row)
            for topic, partitions in offsets.items()
            for row in self._rows(topic, partitions)
        ]

    def _rows(self, topic: str, partitions: Mapping[int, tuple[int, int]]) -> list[Row]:
        records = read_range(self._spark, self._bootstrap_servers, {topic: partitions})
        return (
            parse_records(records, EVENT_BY_TOPIC[topic])
            .filter(F.col("reason").isNotNull())
            .withColumn("raw", F.base64(F.coalesce("value", F.lit(b""))))
            .select("topic", "partition", "offset", "reason", "raw")
            .collect()
        )


def _letter(row: Row) -> Letter:
    letter = DeadLetter(
        reason=row["reason"],
        raw_base64=row["raw"],
        topic=row["topic"],
        partition=row["partition"],
        offset=row["offset"],
        failed_at=datetime.now(UTC),
    )
    return Letter(DEAD_LETTER, DEAD_LETTER_OF_JOB, row["topic"], to_json(letter).decode())
