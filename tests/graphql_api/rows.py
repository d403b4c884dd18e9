"""Builders of stored rows. Each takes what the test is about, and fills in the rest."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import Table

from db import tables

NOON: Final = datetime(2024, 1, 6, 12, tzinfo=UTC)
"""The time that the tests' stories start at."""


def minute_at(minutes: float) -> datetime:
    """So many minutes after noon."""
    return NOON + timedelta(minutes=minutes)


@dataclass(frozen=True)
class Row:
    """A row, and the table it belongs to."""

    table: Table
    values: Mapping[str, Any]


def a_stream(stream_id: str = "xqc", **values: Any) -> Row:
    """A channel that is live."""
    defaults = {"channel": stream_id, "live": True, "last_seen_at": NOON}
    return Row(tables.streams, {"stream_id": stream_id, **defaults, **values})


def a_minute(at: float = 0, stream_id: str = "xqc", **values: Any) -> Row:
    """A final minute, `at` minutes after noon, in which nothing was observed but time."""
    defaults: dict[str, Any] = {
        "event_count": values.get("message_count", 0),
        "message_count": 0,
        "chat_rate": float(values.get("message_count", 0)),
        "unique_chatters": 0,
        "transaction_count": 0,
        "revenue": 0,
        "emote_count": 0,
        "first_time_chatters": 0,
        "positive_messages": 0,
        "negative_messages": 0,
        "is_final": True,
        "revision": 1,
        "watermark": minute_at(at + 1),
    }
    key = {"stream_id": stream_id, "timestamp": minute_at(at)}
    return Row(tables.stream_minute, {**key, **defaults, **values})


def a_chatter_minute(
    username: str, messages: int = 1, at: float = 0, stream_id: str = "xqc", **values: Any
) -> Row:
    """What one chatter wrote in a minute."""
    key = {"stream_id": stream_id, "timestamp": minute_at(at), "username": username}
    defaults = {
        "message_count": messages,
        "emote_count": 0,
        "sentiment_score": 0.0,
        "is_first_time": False,
    }
    return Row(tables.chat_summary_minute, {**key, **defaults, **values})


def a_chatter(login: str, display_name: str) -> Row:
    """How a chatter writes their name."""
    return Row(tables.chatters, {"login": login, "display_name": display_name, "seen_at": NOON})


def an_emote(emote: str, emote_id: str, provider: str = "twitch") -> Row:
    """An emote's own id."""
    values = {"emote": emote, "provider": provider, "emote_id": emote_id, "seen_at": NOON}
    return Row(tables.emotes, values)


def an_emote_minute(
    emote: str, uses: int, at: float = 0, stream_id: str = "xqc", provider: str = "twitch"
) -> Row:
    """How often an emote was used in a minute."""
    key = {"stream_id": stream_id, "timestamp": minute_at(at), "emote": emote}
    counts = {"provider": provider, "usage_count": uses, "chatter_count": 1}
    return Row(tables.emote_minute, {**key, **counts})


def a_chatter_emote_minute(
    username: str, emote: str, uses: int = 1, at: float = 0, stream_id: str = "xqc"
) -> Row:
    """How often one chatter used an emote in a minute."""
    key = {"stream_id": stream_id, "timestamp": minute_at(at), "username": username}
    return Row(tables.chatter_emote_minute, {**key, "emote": emote, "usage_count": uses})


def a_transaction(event_id: str, at: float = 0, stream_id: str = "xqc", **values: Any) -> Row:
    """A cheer of 100 bits."""
    defaults = {
        "timestamp": minute_at(at),
        "username": "ada",
        "display_name": "Ada",
        "recipient": None,
        "kind": "bits",
        "quantity": 100,
        "tier": None,
        "amount": 1,
        "currency": "USD",
    }
    key = {"stream_id": stream_id, "event_id": event_id}
    return Row(tables.transactions, {**key, **defaults, **values})


def a_moment(moment_id: str, at: float = 0, stream_id: str = "xqc", **values: Any) -> Row:
    """A closed chat spike."""
    defaults = {
        "timestamp": minute_at(at),
        "moment_type": "chat_spike",
        "description": "Chat went wild.",
        "severity": "medium",
        "status": "closed",
        "started_at": minute_at(at),
        "peaked_at": minute_at(at + 0.5),
        "ended_at": minute_at(at + 1),
        "metadata": {
            "score": 4.5,
            "baseline": 20.0,
            "observed": 90.0,
            "contributors": {"emotes": [], "chatters": [], "terms": []},
            "sample_messages": [],
            "cause": None,
        },
        "revision": 1,
    }
    key = {"moment_id": moment_id, "stream_id": stream_id}
    return Row(tables.moments, {**key, **defaults, **values})


def a_batch(
    batch_id: int = 0,
    *,
    ends: Mapping[str, int] | None = None,
    checkpoint_id: str = "first",
    **values: Any,
) -> Row:
    """A committed batch that read each topic's one partition up to its end."""
    late, duplicates, dead = (values.pop(name, 0) for name in ("late", "duplicates", "dead"))
    defaults = {
        "committed_at": minute_at(batch_id),
        "offsets": {topic: {"0": [0, end]} for topic, end in (ends or {}).items()},
        "watermark": minute_at(batch_id),
        "counts": {"late": late, "duplicates": duplicates, "dead": dead},
        "outbox": [],
    }
    key = {"checkpoint_id": checkpoint_id, "batch_id": batch_id}
    return Row(tables.batch_ledger, {**key, **defaults, **values})
