"""What was said in a minute, read again from Kafka when a moment fires."""

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from pyspark.sql import DataFrame, Row, SparkSession, Window
from pyspark.sql import functions as F

from contracts.events import ChatMessage
from contracts.topics import CHAT
from insight.explain import Said
from spark.moments import MinuteKey
from spark.read import read_range
from spark.transforms.parse import parse_records

MAX_MESSAGES: Final = 20_000
"""A minute of the largest chats has fewer; what is beyond is not looked at."""


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
        for row in self._select(minutes, offsets).toLocalIterator():
            said[row["stream_id"], row["minute"].astimezone(UTC)].append(_said(row))
        return said

    def _select(
        self, minutes: Collection[MinuteKey], offsets: Mapping[int, tuple[int, int]]
    ) -> DataFrame:
        event = F.col("event")
        wanted = self._spark.createDataFrame(sorted(minutes), "stream_id string, minute timestamp")
        messages = (
            parse_records(
                read_range(self._spark, self._bootstrap_servers, {CHAT: offsets}), ChatMessage
            )
            .filter(F.col("reason").isNull())
            .select("event.*", F.date_trunc("minute", event["occurred_at"]).alias("minute"))
            .dropDuplicates(["stream_id", "event_id"])
        )
        place = Window.partitionBy("stream_id", "minute").orderBy("occurred_at", "event_id")
        return (
            messages.join(F.broadcast(wanted), ["stream_id", "minute"])
            .withColumn("place", F.row_number().over(place))
            .filter(F.col("place") <= MAX_MESSAGES)
            .withColumn("micros", F.unix_micros("occurred_at"))
            .orderBy("micros", "event_id")
            .select(*_SAID_COLUMNS, "stream_id", "minute", "emotes.code")
        )


_SAID_COLUMNS: Final = ("event_id", "login", "display_name", "text", "micros")


def _said(row: Row) -> Said:
    return Said(
        event_id=row["event_id"],
        login=row["login"],
        display_name=row["display_name"],
        text=row["text"],
        occurred_at=datetime.fromtimestamp(0, UTC) + timedelta(microseconds=row["micros"]),
        emotes=frozenset(row["code"] or ()),
    )
