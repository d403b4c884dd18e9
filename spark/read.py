"""Kafka topics -> DataFrames of raw records."""

from pyspark.sql import DataFrame, SparkSession


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
        # A quiet topic answers at once instead of holding the batch for half a second.
        .option("kafka.fetch.max.wait.ms", "10")
        .load()
    )
