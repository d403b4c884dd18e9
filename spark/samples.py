"""What was said in a minute, read again from Kafka when a moment fires."""

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC
from functools import partial
from typing import Final

import pyarrow as pa
from pyspark.sql import DataFrame, Row, SparkSession, Window
from pyspark.sql import functions as F

from contracts.events import ChatMessage
from contracts.topics import CHAT
from insight.explain import Said
from spark.moments import MinuteKey
from spark.read import read_range
from spark.transforms.parse import parse_batch

MAX_MESSAGES: Final = 20_000
"""A minute of the largest chats has fewer; what is beyond is not looked at."""

_SCHEMA: Final = (
    "stream_id string, minute timestamp, occurred_at timestamp, event_id string, login string,"
    " display_name string, text string, codes array<string>"
)
_TIME: Final = pa.timestamp("us", tz="UTC")
_TYPES: Final = (
    *(pa.string(), _TIME, _TIME, pa.string(), pa.string()),
    *(pa.string(), pa.string(), pa.list_(pa.string())),
)
_COLUMNS: Final = [column.split()[0] for column in _SCHEMA.split(", ")]


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
            records.select("value", "timestamp")
            .mapInArrow(partial(_said_in, minutes), _SCHEMA)
            .dropDuplicates(["stream_id", "event_id"])
            .withColumn("place", F.row_number().over(place))
            .filter(F.col("place") <= MAX_MESSAGES)
            .orderBy("occurred_at", "event_id")
        )


def _said_in(
    minutes: frozenset[MinuteKey], batches: Iterator[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    for records in batches:
        rows = [
            _columns(parsed.event)
            for parsed in parse_batch(CHAT, records)
            if isinstance(parsed.event, ChatMessage) and _minute(parsed.event) in minutes
        ]
        columns = list(zip(*rows, strict=True)) or [()] * len(_TYPES)
        arrays = [pa.array(column, kind) for column, kind in zip(columns, _TYPES, strict=True)]
        yield pa.RecordBatch.from_arrays(arrays, names=_COLUMNS)


def _minute(message: ChatMessage) -> MinuteKey:
    at = message.occurred_at.astimezone(UTC)
    return message.stream_id, at.replace(second=0, microsecond=0)


def _columns(message: ChatMessage) -> tuple[object, ...]:
    return (
        *_minute(message),
        message.occurred_at,
        message.event_id,
        message.login,
        message.display_name,
        message.text,
        [emote.code for emote in message.emotes],
    )


def _said(row: Row) -> Said:
    return Said(
        event_id=row["event_id"],
        login=row["login"],
        display_name=row["display_name"],
        text=row["text"],
        occurred_at=row["occurred_at"].astimezone(UTC),
        emotes=frozenset(row["codes"]),
    )
