"""Typed events of the four topics -> one shape that can be unioned, deduplicated and counted."""

from typing import Final

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F

from contracts.topics import CHAT, STREAM_META, TRANSACTIONS, VIEWER, WATERMARK_DELAY_SECONDS
from spark.transforms.sentiment import score_text

MONEY_SCALE: Final = 10_000
"""Amounts are summed in hundredths of a cent, so that sums are exact in any order."""

_EMOTE_USES: Final = "array<struct<code:string,provider:string,emote_id:string,uses:bigint>>"


def _nothing() -> dict[str, Column]:
    """What an event contributes to a column that its topic knows nothing of."""
    return {
        "login": F.lit(None).cast("string"),
        "display_name": F.lit(None).cast("string"),
        "subscriber_months": F.lit(None).cast("bigint"),
        "is_message": F.lit(0).cast("bigint"),
        "is_first_message": F.lit(0).cast("bigint"),
        "sentiment": F.lit(None).cast("bigint"),
        "emotes": F.lit(None).cast(_EMOTE_USES),
        "emote_uses": F.lit(0).cast("bigint"),
        "viewer_count": F.lit(None).cast("bigint"),
        "is_transaction": F.lit(0).cast("bigint"),
        "amount": F.lit(None).cast("bigint"),
        "detail": F.lit(None).cast("string"),
    }


def shape_events(parsed: DataFrame, topic: str) -> DataFrame:
    """The readable records of a topic, with a watermark: envelope and columns of `_nothing`.

    Unreadable records are gone before the watermark sees them. A tick is not a message.
    """
    columns = _nothing() | _PAYLOAD_COLUMNS[topic]()
    readable = parsed.filter(F.col("reason").isNull()).select("topic", "event.*")
    return readable.select(
        "topic",
        "stream_id",
        "event_id",
        "occurred_at",
        *(column.alias(name) for name, column in columns.items()),
    ).withWatermark("occurred_at", f"{WATERMARK_DELAY_SECONDS} seconds")


def _is_payload() -> Column:
    return F.col("stream_id") != "*"


def _chat_columns() -> dict[str, Column]:
    return {
        "login": F.col("login"),
        "display_name": F.col("display_name"),
        "subscriber_months": F.col("subscriber_months"),
        "is_message": _is_payload().cast("bigint"),
        "is_first_message": F.coalesce(F.col("is_first_message").cast("bigint"), F.lit(0)),
        "sentiment": score_text(F.col("text")),
        # Lambdas over arrays are interpreted, which is slow: only where there is something in them.
        "emotes": F.when(F.size("emotes") > 0, _count_emotes(F.col("emotes"))),
        "emote_uses": F.greatest(F.size("emotes"), F.lit(0)).cast("bigint"),
    }


def _count_emotes(emotes: Column) -> Column:
    """The emotes of a message, each once, with its uses; null for a message without any."""
    names = F.transform(emotes, lambda e: F.struct(e["code"].alias("code"), _provider(e)))
    return F.transform(
        F.array_distinct(names),
        lambda name: F.struct(
            name["code"].alias("code"),
            name["provider"].alias("provider"),
            F.filter(emotes, lambda e: e["code"] == name["code"])[0]["emote_id"].alias("emote_id"),
            F.size(F.filter(names, lambda n: n == name)).cast("bigint").alias("uses"),
        ),
    )


def _provider(emote: Column) -> Column:
    return F.coalesce(emote["provider"], F.lit("twitch")).alias("provider")


def _viewer_columns() -> dict[str, Column]:
    return {"viewer_count": F.col("viewer_count")}


def _transaction_columns() -> dict[str, Column]:
    fields = ("kind", "quantity", "tier", "amount", "login", "display_name", "recipient_login")
    return {
        "is_transaction": _is_payload().cast("bigint"),
        "amount": F.round(F.col("amount") * MONEY_SCALE).cast("bigint"),
        "detail": F.when(_is_payload(), F.to_json(F.struct(*fields))),
    }


def _meta_columns() -> dict[str, Column]:
    fields = ("live", "title", "category", "language", "started_at")
    # Spark's own format would cut the time to milliseconds.
    options = {"timestampFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX"}
    return {"detail": F.when(_is_payload(), F.to_json(F.struct(*fields), options))}


_PAYLOAD_COLUMNS: Final = {
    CHAT: _chat_columns,
    VIEWER: _viewer_columns,
    TRANSACTIONS: _transaction_columns,
    STREAM_META: _meta_columns,
}
