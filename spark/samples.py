"""What was said in a minute, read again from Kafka when a moment fires."""

from collections.abc import Collection, Mapping
from datetime import UTC
from typing import Final

import pyarrow as pa
from pyspark.sql import Column, DataFrame, Row, SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql.pandas.functions import arrow_udf

from contracts.events import ChatMessage
from contracts.topics import CHAT
from insight.explain import Said
from spark.moments import MinuteKey
from spark.read import read_range
from spark.transforms.parse import Parsed, parse_all

MAX_MESSAGES: Final = 20_000
"""A minute of the largest chats has fewer; what is beyond is not looked at."""

_MESSAGE: Final = (
    "stream_id string, minute timestamp, occurred_at timestamp, event_id string, login string,"
    " display_name string, text string, codes array<string>"
)
_TIME: Final = pa.timestamp("us", tz="UTC")
_TYPE: Final = pa.struct(
    {
        "stream_id": pa.string(),
        "minute": _TIME,
        "occurred_at": _TIME,
        "event_id": pa.string(),
        "login": pa.string(),
        "display_name": pa.string(),
        "text": pa.string(),
        "codes": pa.list_(pa.string()),
    }
)


class MessageReader:
    """Reads the messages of minutes by the offsets where their batches lie."""

    def __init__(self, spark: SparkSession, bootstrap_servers: str) -> None:
        self._spark = spark
        self._bootstrap_servers = bootstrap_servers

    def read(
        self, minutes: Collection[MinuteKey], offsets: Mapping[int, tuple[int, int]]
    ) -> dict[MinuteKey, list[Said]]:
        """What was said in each minute, each message once, in the order of their time.

        One pass over the offsets `[first, end)` of `chat` serves all the minutes. What the broker
        no longer has is missing from the answer.
        """
        said: dict[MinuteKey, list[Said]] = {minute: [] for minute in minutes}
        if not offsets:
            return said
        for row in self._select(frozenset(minutes), offsets).toLocalIterator():
            said[row["stream_id"], row["minute"].astimezone(UTC)].append(_said(row))
        return said

    def _select(
        self, minutes: frozenset[MinuteKey], offsets: Mapping[int, tuple[int, int]]
    ) -> DataFrame:
        records = read_range(self._spark, self._bootstrap_servers, {CHAT: offsets})
        place = Window.partitionBy("stream_id", "minute").orderBy("occurred_at", "event_id")
        return (
            records.select(_message(minutes).alias("message"))
            .filter(F.col("message").isNotNull())
            .select("message.*")
            .dropDuplicates(["stream_id", "event_id"])
            .withColumn("place", F.row_number().over(place))
            .filter(F.col("place") <= MAX_MESSAGES)
            .orderBy("occurred_at", "event_id")
        )


def _message(minutes: frozenset[MinuteKey]) -> Column:
    """The message that a record holds; null where it is none, or not of these minutes."""

    @arrow_udf(_MESSAGE)  # type: ignore[call-overload, untyped-decorator] # the stubs know only the form without type hints
    def read(values: pa.Array, broker_times: pa.Array) -> pa.Array:
        parsed = parse_all(CHAT, values, broker_times)
        return pa.array([_columns(one, minutes) for one in parsed], _TYPE)

    message: Column = read("value", "timestamp")
    return message


def _columns(parsed: Parsed, minutes: frozenset[MinuteKey]) -> dict[str, object] | None:
    message = parsed.event
    if not isinstance(message, ChatMessage):
        return None
    minute = message.occurred_at.astimezone(UTC).replace(second=0, microsecond=0)
    if (message.stream_id, minute) not in minutes:
        return None
    fields = {"stream_id", "occurred_at", "event_id", "login", "display_name", "text"}
    codes = [emote.code for emote in message.emotes]
    return message.model_dump(include=fields) | {"minute": minute, "codes": codes}


def _said(row: Row) -> Said:
    return Said(
        event_id=row["event_id"],
        login=row["login"],
        display_name=row["display_name"],
        text=row["text"],
        occurred_at=row["occurred_at"].astimezone(UTC),
        emotes=frozenset(row["codes"]),
    )
