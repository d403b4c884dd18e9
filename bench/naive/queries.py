"""Kafka -> one DataFrame a table, as the first README describes them."""

from typing import Final

from pyspark.sql import Column, DataFrame, SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

from contracts.topics import CHAT, STREAM_META, TRANSACTIONS, VIEWER
from insight.sentiment import score_sentiment

WATERMARK: Final = "10 seconds"
WINDOW: Final = "1 minute"

_SCHEMAS: Final = {
    CHAT: (
        "stream_id string, occurred_at timestamp, login string, text string,"
        " emotes array<struct<code: string>>"
    ),
    VIEWER: "stream_id string, occurred_at timestamp, viewer_count bigint",
    TRANSACTIONS: (
        "event_id string, stream_id string, occurred_at timestamp, login string, kind string,"
        " quantity bigint, amount double"
    ),
    STREAM_META: (
        "stream_id string, occurred_at timestamp, title string, category string, live boolean"
    ),
}


def read_events(spark: SparkSession, servers: str, topic: str) -> DataFrame:
    """The events of a topic, from its oldest, without the ticks."""
    records = (
        spark.readStream.format("kafka")
        .option("kafka.bootstrap.servers", servers)
        .option("subscribe", topic)
        .option("startingOffsets", "earliest")
        .load()
    )
    event = F.from_json(F.col("value").cast("string"), _SCHEMAS[topic]).alias("event")
    events = records.select(event).select("event.*").filter(F.col("stream_id") != "*")
    return events.withWatermark("occurred_at", WATERMARK)


def summarise_chat(chat: DataFrame) -> DataFrame:
    """Messages -> `chat_summary_minute`, scored message by message in Python."""
    score = F.udf(score_sentiment, T.DoubleType())
    scored = chat.withColumn("sentiment", score("text"))
    emote = F.when(F.size("emotes") > 0, F.col("emotes")[0]["code"])
    window = F.window("occurred_at", WINDOW)
    return (
        scored.groupBy(window, "stream_id", F.col("login").alias("username"))
        .agg(
            F.count("*").alias("message_count"),
            F.mode(emote).alias("emote"),
            F.avg("sentiment").alias("sentiment_score"),
        )
        .select(
            "stream_id",
            F.col("window.start").alias("timestamp"),
            "username",
            "message_count",
            "emote",
            "sentiment_score",
        )
    )


def measure_streams(chat: DataFrame, viewer: DataFrame, transactions: DataFrame) -> DataFrame:
    """Events of three topics -> `stream_minute`: messages, mean viewers and transactions."""
    nothing, unseen = F.lit(0).cast("bigint"), F.lit(None).cast("bigint")

    def shaped(events: DataFrame, said: Column, viewers: Column, bought: Column) -> DataFrame:
        return events.select(
            "stream_id",
            "occurred_at",
            said.alias("said"),
            viewers.alias("viewers"),
            bought.alias("bought"),
        )

    one = F.lit(1).cast("bigint")
    events = (
        shaped(chat, one, unseen, nothing)
        .unionByName(shaped(viewer, nothing, F.col("viewer_count"), nothing))
        .unionByName(shaped(transactions, nothing, unseen, one))
    )
    counted = events.groupBy(F.window("occurred_at", WINDOW), "stream_id").agg(
        F.sum("said").alias("message_count"),
        F.avg("viewers").alias("viewer_count"),
        F.sum("bought").alias("transaction_count"),
    )
    return counted.select(
        "stream_id",
        F.col("window.start").alias("timestamp"),
        "message_count",
        "viewer_count",
        "transaction_count",
    )


def sample_viewers(viewer: DataFrame) -> DataFrame:
    """Samples -> `viewer_timeseries`, a row each."""
    return viewer.select("stream_id", F.col("occurred_at").alias("timestamp"), "viewer_count")


def list_transactions(transactions: DataFrame) -> DataFrame:
    """Transactions -> `transactions`, a row each."""
    return transactions.select(
        "event_id",
        "stream_id",
        F.col("occurred_at").alias("timestamp"),
        F.col("login").alias("username"),
        "kind",
        "quantity",
        "amount",
    )


def describe_streams(meta: DataFrame) -> DataFrame:
    """Changes -> `streams`: of each stream in a batch the newest that says something."""
    said = meta.filter(F.col("title").isNotNull() | F.col("live").isNotNull())
    return said.select("stream_id", "occurred_at", "title", "category", "live")
