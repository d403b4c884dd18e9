"""Builders of events, and the way they get into Kafka."""

from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final

from aiokafka import AIOKafkaProducer

from contracts.events import (
    ChatMessage,
    Emote,
    Event,
    Payload,
    StreamMeta,
    Tick,
    Transaction,
    TransactionKind,
    ViewerSample,
    to_json,
)
from contracts.topics import CHAT, EVENT_TOPICS, STREAM_META, TRANSACTIONS, VIEWER

NOON: Final = datetime(2024, 1, 6, 12, 0, tzinfo=UTC)
_ids = count()

Record = tuple[str, bytes, bytes]
"""Topic, key, value."""


def an_envelope(at: datetime = NOON, stream_id: str = "xqc", **over: object) -> dict[str, Any]:
    envelope = {"stream_id": stream_id, "occurred_at": at, "received_at": at}
    return envelope | {"event_id": f"event-{next(_ids)}"} | over


def a_chat_message(at: datetime = NOON, login: str = "ann", **over: object) -> ChatMessage:
    values = {"text": "hello", "chatter_id": "1", "login": login, "display_name": login}
    return ChatMessage(**an_envelope(at) | values | over)


def an_emote(code: str = "Kappa", emote_id: str = "25", start: int = 0) -> Emote:
    return Emote(code=code, emote_id=emote_id, start=start, end=start + len(code) - 1)


def a_viewer_sample(at: datetime = NOON, viewer_count: int = 100, **over: object) -> ViewerSample:
    return ViewerSample(**an_envelope(at) | {"viewer_count": viewer_count} | over)


def a_transaction(at: datetime = NOON, **over: object) -> Transaction:
    bits = {"kind": TransactionKind.BITS, "quantity": 100, "amount": 1.0, "login": "ann"}
    return Transaction(**an_envelope(at) | bits | over)


def a_stream_meta(at: datetime = NOON, **over: object) -> StreamMeta:
    return StreamMeta(**an_envelope(at) | {"live": True, "title": "A title"} | over)


TOPIC_OF: Final[dict[type[Event], str]] = {
    ChatMessage: CHAT,
    ViewerSample: VIEWER,
    Transaction: TRANSACTIONS,
    StreamMeta: STREAM_META,
}


def a_record(event: Event) -> Record:
    return TOPIC_OF[type(event)], event.stream_id.encode(), to_json(event)


def ticks(at: datetime) -> list[Record]:
    """A tick on each typed topic."""
    name = f"tick-{at.isoformat()}"
    tick: Payload = Tick(event_id=name, occurred_at=at, received_at=at)
    return [(topic, b"*", to_json(tick)) for topic in EVENT_TOPICS]


async def send(bootstrap_servers: str, records: Iterable[Record]) -> None:
    """Send the records in their order; return when all are acknowledged."""
    async with AIOKafkaProducer(bootstrap_servers=bootstrap_servers, acks="all") as producer:
        for topic, key, value in records:
            await producer.send(topic, value, key=key)
        await producer.flush()
