"""Records -> typed events or a reason, by the contract's own classes."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events import (
    EVENT_BY_TOPIC,
    Badge,
    ChatMessage,
    Event,
    Tick,
    TransactionKind,
    to_json,
)
from spark.transforms.parse import parse
from tests.events import (
    NOON,
    a_chat_message,
    a_stream_meta,
    a_transaction,
    a_viewer_sample,
    an_emote,
)

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


@pytest.mark.parametrize("topic", sorted(EVENT_BY_TOPIC))
def test_no_field_of_an_event_is_lost_on_its_way(topic: str) -> None:
    event = FULL_EVENTS[topic]
    assert None not in event.model_dump().values()
    assert parse(type(event), to_json(event), NOON) == (event, None)


def test_a_tick_is_readable_on_every_topic() -> None:
    tick = Tick(event_id="tick", occurred_at=NOON, received_at=NOON)
    for event_class in EVENT_BY_TOPIC.values():
        assert parse(event_class, to_json(tick), NOON) == (tick, None)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "the record has no value"),
        (b"\xff\xfe", "the value is not UTF-8"),
        (b"{", "the value is not JSON: EOF while parsing an object at line 1 column 1"),
        (b"[1]", "the value: Input should be an object"),
        (b"{}", "event_id is missing"),
        (GOOD.replace(b"hello", b"he\xffllo"), "the value is not UTF-8"),
        (GOOD.replace(b"hello", rb"\ud800"), "the value is not JSON: unexpected end of hex escape"),
        (GOOD.replace(b"hello", rb"he\u0000llo"), "the value holds a NUL character"),
        (
            GOOD.replace(b'"schema_version":1', b'"schema_version":2'),
            "schema_version: Input should be 1",
        ),
        (
            GOOD.replace(b'"xqc"', b'"Xqc"'),
            "stream_id: String should match pattern '^[a-z0-9_]{1,25}$'",
        ),
        (
            GOOD.replace(b'"login":"ann"', b'"login":""'),
            "login: String should have at least 1 character",
        ),
        (
            GOOD.replace(b'"ann"', b'"' + b"a" * 129 + b'"'),
            "login: String should have at most 128 characters",
        ),
        (
            GOOD.replace(b'"bits":0', b'"bits":-1'),
            "bits: Input should be greater than or equal to 0",
        ),
        (
            GOOD.replace(b'"bits":0', b'"bits":"5"'),
            "bits: Input should be a valid integer",
        ),
        (
            GOOD.replace(b'"start":0', b'"start":-1'),
            "emotes.0.start: Input should be greater than or equal to 0",
        ),
        (
            GOOD.replace(b'"received_at":"2024', b'"received_at":"1999'),
            "received_at: Input should be greater than or equal to 2000-01-01T00:00:00Z",
        ),
        (
            GOOD.replace(b'"occurred_at":"2024', b'"occurred_at":"2099'),
            "occurred_at lies over 60 s after the broker's time",
        ),
    ],
)
def test_an_unreadable_record_has_its_reason(value: bytes | None, reason: str) -> None:
    event, why = parse(ChatMessage, value, NOON)
    assert event is None
    assert why is not None
    assert why.startswith(reason)


@given(st.binary() | st.text().map(str.encode))
def test_whatever_a_record_holds_it_has_an_event_or_a_reason(value: bytes) -> None:
    event, reason = parse(ChatMessage, value, NOON)
    assert (event is None) != (reason is None)


def test_what_a_person_typed_as_an_escape_is_no_nul() -> None:
    event, _ = parse(ChatMessage, GOOD.replace(b"hello", rb"he\\u0000llo"), NOON)
    assert isinstance(event, ChatMessage)
    assert event.text == r"he\u0000llo"


def test_an_event_of_exactly_the_allowance_is_readable() -> None:
    soon = datetime(2024, 1, 6, 12, 1, tzinfo=UTC)
    on_time, too_new = (
        parse(ChatMessage, to_json(a_chat_message(at)), NOON)
        for at in (soon, soon + timedelta(microseconds=1))
    )
    assert (on_time.reason is None, too_new.reason is None) == (True, False)
