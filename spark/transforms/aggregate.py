"""Events -> the values of every window, at every grain, from one stateful aggregation.

An event is exploded to the grains that it counts for; one aggregation groups them by stream,
1-minute window, grain, key and detail.
"""

from typing import Final

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from insight.sentiment import NEUTRAL_BAND
from spark.transforms.grains import MONEY_SCALE, SENTIMENT_SCALE

WINDOW: Final = "1 minute"


def drop_duplicates(events: DataFrame) -> DataFrame:
    """Streaming events -> each once: one seen again within the watermark's delay is dropped.

    So is one that lies before the watermark. Spark counts both as metrics of the operator.
    """
    return events.dropDuplicatesWithinWatermark(["topic", "stream_id", "event_id"])


def aggregate_events(events: DataFrame) -> DataFrame:
    """Events of all topics, each once -> the values of every window at every grain.

    In update mode the rows are those that a batch changed, with absolute values: each holds the
    whole of its window so far. `last_at` is the newest event's time; the metrics are those of
    `metric_columns`.
    """
    exploded = events.withColumn("grain", F.explode("grains"))
    grouped = exploded.groupBy(
        F.window("occurred_at", WINDOW),
        "stream_id",
        F.col("grain.name").alias("grain"),
        F.col("grain.key").alias("key"),
        F.col("grain.detail").alias("detail"),
    )
    return grouped.agg(*_sums()).select(
        F.col("window.start").alias("minute"),
        "stream_id",
        "grain",
        "key",
        "detail",
        "last_at",
        "event_count",
        "subscriber_months",
        *(column.alias(slug) for slug, column in metric_columns().items()),
    )


def _sums() -> list[Column]:
    band = round(NEUTRAL_BAND * SENTIMENT_SCALE)
    sampled_at = F.when(F.col("viewer_count").isNotNull(), F.col("occurred_at"))
    return [
        F.max("occurred_at").alias("last_at"),
        F.count("*").alias("event_count"),
        F.max("subscriber_months").alias("subscriber_months"),
        F.sum("is_message").alias("messages"),
        F.sum("is_first_message").alias("first_messages"),
        F.sum("sentiment").alias("sentiment"),
        F.count_if(F.col("sentiment") > band).alias("positive"),
        F.count_if(F.col("sentiment") < -band).alias("negative"),
        F.sum("grain.emote_uses").alias("emote_uses"),
        F.sum("viewer_count").alias("viewers"),
        F.count("viewer_count").alias("viewer_samples"),
        F.max("viewer_count").alias("viewer_peak"),
        F.max_by("viewer_count", sampled_at).alias("viewer_last"),
        F.sum("is_transaction").alias("transactions"),
        F.sum("amount").alias("amount"),
    ]


def metric_columns() -> dict[str, Column]:
    """The metrics that Spark computes, by slug, from the sums.

    `chat_rate` and `unique_chatters` need what is stored and are computed there.
    """
    return {
        "message_count": F.col("messages"),
        "viewer_count": F.col("viewers") / F.col("viewer_samples"),
        "viewer_last": F.col("viewer_last"),
        "viewer_peak": F.col("viewer_peak"),
        "transaction_count": F.col("transactions"),
        "revenue": F.coalesce(F.col("amount"), F.lit(0)) / MONEY_SCALE,
        "sentiment_score": F.col("sentiment") / F.col("messages") / SENTIMENT_SCALE,
        "positive_messages": F.col("positive"),
        "negative_messages": F.col("negative"),
        "emote_count": F.col("emote_uses"),
        "first_time_chatters": F.col("first_messages"),
    }
