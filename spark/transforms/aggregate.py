"""Events -> the values of every window, at every grain, from one stateful aggregation.

An event is exploded to the grains that it counts for; one aggregation groups them by stream,
1-minute window, grain, key and detail. What a key and a detail are, by grain:

| grain          | key              | detail                                 |
|----------------|------------------|----------------------------------------|
| stream         | -                | -                                      |
| bucket         | 5-second slot    | -                                      |
| chatter        | login            | -                                      |
| chatter_name   | login            | display name, where not the login      |
| emote          | code             | provider                               |
| emote_image    | code             | provider/id                            |
| chatter_emote  | login            | code                                   |
| viewer         | event id         | -                                      |
| transaction    | event id         | JSON of the transaction                |
| meta           | event id         | JSON of the change                     |

Group keys carry all text: an aggregate of text would leave Spark's hash aggregation.
"""

from typing import Final

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from contracts.events import TICK_STREAM
from contracts.topics import STREAM_META, TRANSACTIONS, VIEWER
from insight.sentiment import NEUTRAL_BAND
from spark.transforms.events import MONEY_SCALE
from spark.transforms.sentiment import SENTIMENT_SCALE

WINDOW: Final = "1 minute"
BUCKET_SECONDS: Final = 5

_GRAINS: Final = "array<struct<name:string,key:string,detail:string,emote_uses:bigint>>"


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
    exploded = events.withColumn("grain", F.explode(_grains()))
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


def _grains() -> Column:
    """The grains of one event, each with the emote uses that it counts there."""
    always = F.array(_grain(F.lit("stream"), uses=F.col("emote_uses")))
    nothing = F.array().cast(_GRAINS)
    is_message = F.col("is_message") == 1
    has_other_name = is_message & (F.col("display_name") != F.col("login"))
    row = _row_name()
    return F.concat(
        always,
        F.when(is_message, _chat_grains()).otherwise(nothing),
        F.when(has_other_name, F.array(_name_grain())).otherwise(nothing),
        F.when(F.size("emotes") > 0, _emote_grains()).otherwise(nothing),
        F.when(row.isNotNull(), F.array(_row_grain(row))).otherwise(nothing),
    )


def _grain(
    name: Column,
    key: Column | None = None,
    detail: Column | None = None,
    uses: Column | None = None,
) -> Column:
    no_text, no_uses = F.lit(None).cast("string"), F.lit(0).cast("bigint")
    return F.struct(
        name.alias("name"),
        (no_text if key is None else key).alias("key"),
        (no_text if detail is None else detail).alias("detail"),
        (no_uses if uses is None else uses).alias("emote_uses"),
    )


def _chat_grains() -> Column:
    slot = F.floor(F.unix_seconds("occurred_at") / BUCKET_SECONDS) * BUCKET_SECONDS
    return F.array(
        _grain(F.lit("bucket"), slot.cast("string"), uses=F.col("emote_uses")),
        _grain(F.lit("chatter"), F.col("login"), uses=F.col("emote_uses")),
    )


def _name_grain() -> Column:
    return _grain(F.lit("chatter_name"), F.col("login"), F.col("display_name"))


def _emote_grains() -> Column:
    def of_emote(e: Column) -> Column:
        image = F.concat_ws("/", e["provider"], e["emote_id"])
        return F.array(
            _grain(F.lit("emote"), e["code"], e["provider"], e["uses"]),
            _grain(F.lit("emote_image"), e["code"], image),
            _grain(F.lit("chatter_emote"), F.col("login"), e["code"], e["uses"]),
        )

    return F.flatten(F.transform("emotes", of_emote))


def _row_name() -> Column:
    """The grain of an event that is stored as it is, one row each; null for the others."""
    names = {VIEWER: "viewer", TRANSACTIONS: "transaction", STREAM_META: "meta"}
    named = F.lit(None).cast("string")
    for topic, name in names.items():
        named = F.when(F.col("topic") == topic, F.lit(name)).otherwise(named)
    return F.when(F.col("stream_id") != TICK_STREAM, named)


def _row_grain(name: Column) -> Column:
    return _grain(name, F.col("event_id"), F.col("detail"))
