"""What was said in one minute of one stream, read again from Kafka when a moment fires."""

import json
from datetime import UTC, datetime, timedelta
from typing import Final

from pyspark.sql import Row, SparkSession
from pyspark.sql import functions as F

from contracts.events import ChatMessage
from contracts.topics import CHAT
from insight.explain import Said
from spark.transforms.parse import parse_records

MAX_MESSAGES: Final = 20_000
"""A minute of the largest chats has fewer; what is beyond is not looked at."""


class MessageReader:
    """Reads the messages of a minute by the offsets where its batches lie."""

    def __init__(self, spark: SparkSession, bootstrap_servers: str) -> None:
        self._spark = spark
        self._bootstrap_servers = bootstrap_servers

    def read(
        self, stream_id: str, minute: datetime, offsets: dict[int, tuple[int, int]]
    ) -> list[Said]:
        """The stream's messages of that minute, each once, in the order of their time.

        What the broker no longer has is missing from the answer.
        """
        if not offsets:
            return []
        event = F.col("event")
        of_minute = event["occurred_at"].between(
            F.lit(minute), F.lit(minute + timedelta(minutes=1) - timedelta(microseconds=1))
        )
        records = (
            self._spark.read.format("kafka")
            .option("kafka.bootstrap.servers", self._bootstrap_servers)
            .option("assign", json.dumps({CHAT: list(offsets)}))
            .option("startingOffsets", _offsets_json(offsets, 0))
            .option("endingOffsets", _offsets_json(offsets, 1))
            .option("failOnDataLoss", "false")
            .load()
        )
        rows = (
            parse_records(records, ChatMessage)
            .filter(F.col("reason").isNull() & (event["stream_id"] == stream_id) & of_minute)
            .select("event.*", F.unix_micros(event["occurred_at"]).alias("micros"))
            .dropDuplicates(["event_id"])
            .orderBy("micros", "event_id")
            .limit(MAX_MESSAGES)
            .select("event_id", "login", "display_name", "text", "micros", "emotes.code")
            .collect()
        )
        return [_said(row) for row in rows]


def _offsets_json(offsets: dict[int, tuple[int, int]], index: int) -> str:
    return json.dumps({CHAT: {str(p): ends[index] for p, ends in offsets.items()}})


def _said(row: Row) -> Said:
    return Said(
        event_id=row["event_id"],
        login=row["login"],
        display_name=row["display_name"],
        text=row["text"],
        occurred_at=datetime.fromtimestamp(0, UTC) + timedelta(microseconds=row["micros"]),
        emotes=frozenset(row["code"] or ()),
    )
