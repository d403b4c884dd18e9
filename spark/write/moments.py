"""What the detectors remember, and what they found."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from psycopg import Cursor
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from contracts.derived import Moment


def load_detector_states(cursor: Cursor, stream_ids: Iterable[str]) -> dict[str, Any]:
    """The stored state of each stream's detector; a stream without one is absent."""
    cursor.execute(
        "SELECT stream_id, state FROM detector_state WHERE stream_id = ANY(%s)", [list(stream_ids)]
    )
    return dict(cursor.fetchall())


def save_detector_states(cursor: Cursor, states: Mapping[str, Any]) -> None:
    """Store each stream's state beside the minutes that it has seen."""
    cursor.executemany(
        "INSERT INTO detector_state (stream_id, state) VALUES (%s, %s)"
        " ON CONFLICT (stream_id) DO UPDATE SET state = excluded.state",
        [(stream_id, Jsonb(state)) for stream_id, state in states.items()],
    )


def offsets_of_minutes(
    cursor: Cursor, topic: str, minutes: list[datetime]
) -> dict[int, tuple[int, int]]:
    """By partition, the offsets `[first, end)` of every batch that may hold the minutes' events."""
    cursor.execute(
        "SELECT p.key::int, min((p.value->>0)::bigint), max((p.value->>1)::bigint)"
        " FROM batch_ledger, jsonb_each(offsets->%(topic)s) p"
        " WHERE EXISTS (SELECT FROM unnest(%(minutes)s::timestamptz[]) minute"
        " WHERE minute BETWEEN first_minute AND last_minute) GROUP BY 1",
        {"topic": topic, "minutes": minutes},
    )
    return {partition: (first, end) for partition, first, end in cursor}


def top_of_minute(
    cursor: Cursor, stream_id: str, minute: datetime, *, first: int = 5
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The minute's most used emotes and busiest chatters, ties by name."""
    at = [stream_id, minute, first]
    emotes = cursor.connection.cursor(row_factory=dict_row).execute(
        "SELECT emote, usage_count FROM emote_minute WHERE stream_id = %s AND timestamp = %s"
        " ORDER BY usage_count DESC, emote LIMIT %s",
        at,
    )
    chatters = cursor.connection.cursor(row_factory=dict_row).execute(
        "SELECT username AS login, message_count FROM chat_summary_minute"
        " WHERE stream_id = %s AND timestamp = %s ORDER BY message_count DESC, username LIMIT %s",
        at,
    )
    return emotes.fetchall(), chatters.fetchall()


def save_moment(cursor: Cursor, moment: Moment) -> None:
    """Store a moment's newest revision."""
    cursor.execute(
        "INSERT INTO moments (moment_id, stream_id, timestamp, moment_type, description, severity,"
        " status, started_at, peaked_at, ended_at, metadata, revision) VALUES (%(moment_id)s,"
        " %(stream_id)s, %(timestamp)s, %(moment_type)s, %(description)s, %(severity)s, %(status)s,"
        " %(started_at)s, %(peaked_at)s, %(ended_at)s, %(metadata)s, %(revision)s)"
        " ON CONFLICT DO NOTHING",
        {**moment.model_dump(), "metadata": Jsonb(moment.metadata)},
    )
