"""What the tables must hold, counted again from the events in plain Python."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import psycopg
from psycopg.rows import dict_row

from contracts.events import ChatMessage, Event, Tick, Transaction, ViewerSample
from db.engine import Database
from insight.sentiment import NEUTRAL_BAND, score_sentiment

Rows = dict[tuple[Any, ...], dict[str, Any]]

KEYS: Final = {
    "stream_minute": ("stream_id", "timestamp"),
    "stream_bucket": ("stream_id", "timestamp"),
    "chat_summary_minute": ("stream_id", "timestamp", "username"),
    "chatter_emote_minute": ("stream_id", "timestamp", "username", "emote"),
    "emote_minute": ("stream_id", "timestamp", "emote", "provider"),
    "viewer_timeseries": ("stream_id", "event_id"),
    "transactions": ("stream_id", "event_id"),
}
RUN_SPECIFIC: Final = ("revision", "watermark")
"""Columns that tell how a run went, not what was counted."""


def read_tables(database: Database, tables: Iterable[str] = KEYS) -> dict[str, Rows]:
    """The rows of each table by key, without the columns that tell how the run went."""
    with psycopg.connect(database.conninfo, row_factory=dict_row) as connection:
        return {name: _read(connection, name) for name in tables}


def differences(got: dict[str, Rows], expected: dict[str, Rows]) -> list[tuple[object, ...]]:
    """Where two sets of tables differ: table, key, and for a row in both the column and values."""
    return [
        (name, key, *difference)
        for name in sorted(got.keys() | expected.keys())
        for key in got[name].keys() | expected[name].keys()
        for difference in _row_differences(got[name].get(key), expected[name].get(key))
    ]


def _row_differences(
    got: dict[str, Any] | None, expected: dict[str, Any] | None
) -> list[tuple[object, ...]]:
    if got is None or expected is None:
        return [("only expected",)] if got is None else [("only got",)]
    return [
        (column, got.get(column), expected.get(column))
        for column in got.keys() | expected.keys()
        if got.get(column) != expected.get(column)
    ]


def without_ticks(tables: dict[str, Rows]) -> dict[str, Rows]:
    """The tables without the rows of the tick stream."""
    return {
        name: {key: row for key, row in rows.items() if key[0] != "*"}
        for name, rows in tables.items()
    }


def _read(connection: psycopg.Connection[dict[str, Any]], name: str) -> Rows:
    rows = connection.execute(f"SELECT * FROM {name}").fetchall()  # noqa: S608 - a name of KEYS
    return {
        tuple(row[key] for key in KEYS[name]): {
            column: value for column, value in row.items() if column not in RUN_SPECIFIC
        }
        for row in rows
    }


def recount(events: Iterable[Event | Tick], *, final_before: datetime) -> dict[str, Rows]:
    """The tables of these events, each once; minutes that end at or before the time are final."""
    by_minute: dict[tuple[str, datetime], list[Event | Tick]] = defaultdict(list)
    for event in events:
        by_minute[event.stream_id, _floor(event.occurred_at, 60)].append(event)
    tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for (stream_id, minute), members in by_minute.items():
        of_minute = {"stream_id": stream_id, "timestamp": minute}
        is_final = minute + timedelta(minutes=1) <= final_before
        tables["stream_minute"].append(of_minute | _minute(members) | {"is_final": is_final})
        said = [event for event in members if isinstance(event, ChatMessage)]
        tables["chat_summary_minute"] += [of_minute | row for row in _chatters(said)]
        tables["chatter_emote_minute"] += [of_minute | row for row in _chatter_emotes(said)]
        tables["emote_minute"] += [of_minute | row for row in _emotes(said)]
        tables["stream_bucket"] += [{"stream_id": stream_id} | row for row in _buckets(said)]
        tables["viewer_timeseries"] += [_sample(e) for e in members if isinstance(e, ViewerSample)]
        tables["transactions"] += [_bought(e) for e in members if isinstance(e, Transaction)]
    return {
        name: {tuple(row[key] for key in KEYS[name]): row for row in tables[name]} for name in KEYS
    }


def _floor(at: datetime, seconds: int) -> datetime:
    return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)


def _minute(members: list[Event | Tick]) -> dict[str, Any]:
    said = [event for event in members if isinstance(event, ChatMessage)]
    samples = [event for event in members if isinstance(event, ViewerSample)]
    bought = [event for event in members if isinstance(event, Transaction)]
    counts = [sample.viewer_count for sample in samples]
    newest = max(samples, key=lambda sample: sample.occurred_at, default=None)
    return {
        "event_count": len(members),
        "message_count": len(said),
        "chat_rate": float(len(said)),
        "unique_chatters": len({message.login for message in said}),
        "viewer_count": sum(counts) / len(counts) if counts else None,
        "viewer_last": newest.viewer_count if newest else None,
        "viewer_peak": max(counts, default=None),
        "transaction_count": len(bought),
        "revenue": sum((_dollars(event.amount) or Decimal(0) for event in bought), Decimal(0)),
        "sentiment_score": _sentiment(said),
        **_labels(said),
        "emote_count": sum(len(message.emotes) for message in said),
        "first_time_chatters": sum(message.is_first_message for message in said),
    }


def _dollars(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(round(amount * 10_000)) / 10_000


def _sentiment(said: list[ChatMessage]) -> float | None:
    millionths = sum(round(score_sentiment(message.text) * 1_000_000) for message in said)
    return millionths / len(said) / 1_000_000 if said else None


def _labels(said: list[ChatMessage]) -> dict[str, int]:
    scores = [score_sentiment(message.text) for message in said]
    return {
        "positive_messages": sum(score > NEUTRAL_BAND for score in scores),
        "negative_messages": sum(score < -NEUTRAL_BAND for score in scores),
    }


def _chatters(said: list[ChatMessage]) -> list[dict[str, Any]]:
    by_login: dict[str, list[ChatMessage]] = defaultdict(list)
    for message in said:
        by_login[message.login].append(message)
    return [{"username": login} | _chatter(own) for login, own in by_login.items()]


def _chatter(own: list[ChatMessage]) -> dict[str, Any]:
    emotes = Counter(emote.code for message in own for emote in message.emotes)
    months = [m.subscriber_months for m in own if m.subscriber_months is not None]
    return {
        "message_count": len(own),
        "emote_count": emotes.total(),
        "emote": min(emotes, key=lambda code: (-emotes[code], code), default=None),
        "sentiment_score": _sentiment(own),
        "subscriber_months": max(months, default=None),
        "is_first_time": any(message.is_first_message for message in own),
    }


def _chatter_emotes(said: list[ChatMessage]) -> list[dict[str, Any]]:
    uses = Counter((m.login, emote.code) for m in said for emote in m.emotes)
    return [{"username": u, "emote": e, "usage_count": n} for (u, e), n in uses.items()]


def _emotes(said: list[ChatMessage]) -> list[dict[str, Any]]:
    uses = Counter((emote.code, emote.provider) for m in said for emote in m.emotes)
    chatters: dict[str, set[str]] = defaultdict(set)
    for message in said:
        for emote in message.emotes:
            chatters[emote.code].add(message.login)
    return [
        {"emote": e, "provider": p, "usage_count": n, "chatter_count": len(chatters[e])}
        for (e, p), n in uses.items()
    ]


def _buckets(said: list[ChatMessage]) -> list[dict[str, Any]]:
    by_slot: dict[datetime, list[ChatMessage]] = defaultdict(list)
    for message in said:
        by_slot[_floor(message.occurred_at, 5)].append(message)
    return [
        {
            "timestamp": slot,
            "message_count": len(own),
            "emote_count": sum(len(message.emotes) for message in own),
            "sentiment_score": _sentiment(own),
        }
        for slot, own in by_slot.items()
    ]


def _sample(event: ViewerSample) -> dict[str, Any]:
    return {
        "stream_id": event.stream_id,
        "event_id": event.event_id,
        "timestamp": event.occurred_at,
        "viewer_count": event.viewer_count,
    }


def _bought(event: Transaction) -> dict[str, Any]:
    return {
        "stream_id": event.stream_id,
        "event_id": event.event_id,
        "timestamp": event.occurred_at,
        "username": event.login,
        "display_name": event.display_name,
        "recipient": event.recipient_login,
        "kind": event.kind.value,
        "quantity": event.quantity,
        "tier": event.tier,
        "amount": _dollars(event.amount),
        "currency": None if event.amount is None else "USD",
    }
