"""Records -> typed events or a reason, by the schema and bounds of the contract's classes."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pyspark.sql import SparkSession
from pyspark.sql import functions as F

from contracts.events import (
    EVENT_BY_TOPIC,
    Badge,
    ChatMessage,
    Event,
    Tick,
    TransactionKind,
    to_json,
)
from spark.transforms.parse import parse_records
from tests.events import (
    NOON,
    a_chat_message,
    a_stream_meta,
    a_transaction,
    a_viewer_sample,
    an_emote,
)

RECORD = (
    "key binary, value binary, topic string, partition int, offset long, timestamp timestamp_ntz"
)
MICROSECONDS = {"timestampFormat": "yyyy-MM-dd'T'HH:mm:ss.SSSSSSXXX"}
GOOD = to_json(a_chat_message(text="hello", emotes=[an_emote()]))

FULL_EVENTS: dict[str, Event] = {
    "chat": a_chat_message(
        NOON + timedelta(microseconds=123_456),
        badges=[Badge(name="subscriber", version="12")],
        subscriber_months=12,
        is_first_message=True,
        reply_to="another",
        emotes=[an_emote()],
        bits=5,
        text="naïve 🎉 \\u0000 \n",
    ),
    "viewer": a_viewer_sample(),
    "transactions": a_transaction(
        kind=TransactionKind.GIFT,
        tier="1000",
        display_name="Ann",
        recipient_login="bob",
    ),
    "stream_meta": a_stream_meta(
        category="Chess", language="en", started_at=NOON, raid_from="bob", raid_viewers=9
    ),
}


def parse(
    spark: SparkSession, event_class: type[Event], *values: bytes | None
) -> list[dict[str, Any]]:
    rows = [
        (None, value, "chat", 0, i, NOON.replace(tzinfo=None)) for i, value in enumerate(values)
    ]
    parsed = parse_records(spark.createDataFrame(rows, RECORD), event_class)
    json_rows = parsed.select("reason", F.to_json("event", MICROSECONDS).alias("event")).collect()
    return [{"reason": r["reason"], "event": json.loads(r["event"] or "{}")} for r in json_rows]


@pytest.mark.parametrize("topic", sorted(EVENT_BY_TOPIC))
def test_no_field_of_an_event_is_lost_on_its_way_through_spark(
    spark_session: SparkSession, topic: str
) -> None:
    event = FULL_EVENTS[topic]
    (row,) = parse(spark_session, type(event), to_json(event))
    assert row["reason"] is None
    ours = event.model_dump(mode="json")
    assert None not in ours.values()
    times = {"occurred_at", "received_at", "started_at"} & ours.keys()
    for name in times:
        assert datetime.fromisoformat(row["event"].pop(name)) == datetime.fromisoformat(
            ours.pop(name)
        )
    assert row["event"] == ours


def test_a_tick_is_readable_on_every_topic(spark_session: SparkSession) -> None:
    tick = to_json(Tick(event_id="tick", occurred_at=NOON, received_at=NOON))
    for event_class in EVENT_BY_TOPIC.values():
        (row,) = parse(spark_session, event_class, tick)
        assert (row["reason"], row["event"]["stream_id"]) == (None, "*")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "the record has no value"),
        (b"\xff\xfe", "the value is not UTF-8"),
        (b"{", "the value is not JSON of the payload's types"),
        (b"[1]", "the value is not JSON of the payload's types"),
        (b"{}", "event_id is missing"),
        (GOOD[:-5], "the value is not JSON of the payload's types"),
        (GOOD.replace(b"hello", rb"he\u0000llo"), "the value holds a NUL character"),
        (GOOD.replace(b'"schema_version":1', b'"schema_version":2'), "schema_version is not 1"),
        (GOOD.replace(b'"xqc"', b'"Xqc"'), "stream_id does not match ^[a-z0-9_]{1,25}$"),
        (GOOD.replace(b'"login":"ann"', b'"login":""'), "login is shorter than 1"),
        (GOOD.replace(b'"ann"', b'"' + b"a" * 129 + b'"'), "login is longer than 128 characters"),
        (GOOD.replace(b'"bits":0', b'"bits":-1'), "bits is below 0"),
        (
            GOOD.replace(b'"bits":0', b'"bits":"many"'),
            "the value is not JSON of the payload's types",
        ),
        (GOOD.replace(b'"start":0', b'"start":-1'), "emotes has an unreadable item"),
        (
            GOOD.replace(b'"received_at":"2024', b'"received_at":"0001'),
            "received_at is not between 2000 and 2100",
        ),
        (
            GOOD.replace(b'"occurred_at":"2024', b'"occurred_at":"2099'),
            "occurred_at lies over 60 s after the broker's time",
        ),
    ],
)
def test_an_unreadable_record_has_its_reason(
    spark_session: SparkSession, value: bytes | None, reason: str
) -> None:
    (row,) = parse(spark_session, ChatMessage, value)
    assert row["reason"] == reason


def test_what_a_person_typed_as_an_escape_is_no_nul(spark_session: SparkSession) -> None:
    (row,) = parse(spark_session, ChatMessage, GOOD.replace(b"hello", rb"he\\u0000llo"))
    assert (row["reason"], row["event"]["text"]) == (None, r"he\u0000llo")


def test_an_event_of_exactly_the_allowance_is_readable(spark_session: SparkSession) -> None:
    soon = datetime(2024, 1, 6, 12, 1, tzinfo=UTC)
    on_time, too_new = (
        to_json(a_chat_message(at)) for at in (soon, soon + timedelta(microseconds=1))
    )
    rows = parse(spark_session, ChatMessage, on_time, too_new)
    assert [row["reason"] is None for row in rows] == [True, False]
