"""Kafka topics -> DataFrames of raw records."""

import json
from collections.abc import Mapping
from typing import Final

from pyspark.sql import DataFrame, SparkSession

Offsets = Mapping[str, Mapping[int, tuple[int, int]]]
"""By topic and partition, the offsets from the first up to, not including, the end."""

RECORDS_A_TASK: Final = 20_000


def read_topic(spark: SparkSession, bootstrap_servers: str, topic: str) -> DataFrame:
    """The unbounded records of a topic, from its oldest, in the Kafka source's own columns.

    Records that the broker deleted before they were read do not stop the job: they are missing from
    the accounting, whose residual says so.
    """
    return (
        spark.readStream.format("kafka")
        .option("kafka.bootstrap.servers", bootstrap_servers)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .option("failOnDataLoss", "false")
        # A backlog is read by several tasks at once; a usual batch is far from it.
        .option("maxRecordsPerPartition", str(RECORDS_A_TASK))
        # A quiet topic answers at once instead of holding the batch for half a second.
        .option("kafka.fetch.max.wait.ms", "10")
        .load()
    )


def read_range(spark: SparkSession, bootstrap_servers: str, offsets: Offsets) -> DataFrame:
    """The records at these offsets, once more; those that the broker no longer has are missing."""

    def json_of(index: int) -> str:
        return json.dumps(
            {
                topic: {str(partition): ends[index] for partition, ends in partitions.items()}
                for topic, partitions in offsets.items()
            }
        )

    return (
        spark.read.format("kafka")
        .option("kafka.bootstrap.servers", bootstrap_servers)
        .option("assign", json.dumps({topic: list(ends) for topic, ends in offsets.items()}))
        .option("startingOffsets", json_of(0))
        .option("endingOffsets", json_of(1))
        .option("failOnDataLoss", "false")
        .load()
    )
