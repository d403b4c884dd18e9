"""What the feeds tell beside minutes and moments, and the numbers that they count by."""

import secrets
from collections.abc import Collection, Mapping
from typing import Final

from psycopg import Cursor
from psycopg.rows import dict_row

from contracts.derived import StreamMinute, StreamNow, TopChatter, TopChatters
from contracts.feeds import Cursor as Place
from spark.write.minutes import MINUTE_COLUMNS, read_minutes

LEADERBOARD_LENGTH: Final = 50


def take_numbers(cursor: Cursor, counts: Mapping[str, int]) -> dict[str, Place]:
    """So many numbers of each feed; the place just before the first of them.

    A feed that is not there yet begins, with an epoch of its own.
    """
    cursor.execute(
        "INSERT INTO feeds (feed, epoch, seq)"
        " SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[])"
        " ON CONFLICT (feed) DO UPDATE SET seq = feeds.seq + excluded.seq"
        " RETURNING feed, epoch, seq",
        [list(counts), [secrets.token_hex(8) for _ in counts], list(counts.values())],
    )
    return {feed: Place(epoch, top - counts[feed]) for feed, epoch, top in cursor}


def all_stream_ids(cursor: Cursor) -> list[str]:
    """Every stream that was ever heard of."""
    cursor.execute("SELECT stream_id FROM streams")
    return [stream_id for (stream_id,) in cursor]


def read_streams(cursor: Cursor, stream_ids: Collection[str]) -> list[StreamNow]:
    """The streams as they are now, each with its newest minute, in the order of their ids."""
    asked = {"stream_ids": list(stream_ids)}
    cursor.execute(_NEWEST_MINUTES, asked)
    newest: dict[str, StreamMinute] = {minute.stream_id: minute for minute in read_minutes(cursor)}
    streams = cursor.connection.cursor(row_factory=dict_row).execute(_STREAMS, asked)
    return [StreamNow(**stream, minute=newest.get(stream["stream_id"])) for stream in streams]


def read_leaderboard(cursor: Cursor, stream_id: str) -> TopChatters | None:
    """The busiest chatters of the stream's last hour; None for a stream without a minute."""
    cursor.execute(
        "SELECT max(timestamp) + interval '1 minute' - interval '1 hour',"
        " max(timestamp) + interval '1 minute' FROM stream_minute WHERE stream_id = %s",
        [stream_id],
    )
    start, end = cursor.fetchone() or (None, None)
    if start is None:
        return None
    span = {"stream_id": stream_id, "start": start, "end": end, "length": LEADERBOARD_LENGTH}
    rows = cursor.connection.cursor(row_factory=dict_row).execute(_LEADERBOARD, span)
    chatters = [TopChatter(**row) for row in rows]
    return TopChatters(stream_id=stream_id, start=start, end=end, chatters=chatters)


_NEWEST_MINUTES: Final = f"""
SELECT m.* FROM unnest(%(stream_ids)s::text[]) asked, LATERAL (
    SELECT {MINUTE_COLUMNS} FROM stream_minute
    WHERE stream_minute.stream_id = asked ORDER BY timestamp DESC LIMIT 1
) m
"""  # noqa: S608 - the registry's columns

_STREAMS: Final = """
SELECT stream_id, channel, title, category, language, live, started_at, last_seen_at
FROM streams WHERE stream_id = ANY(%(stream_ids)s) ORDER BY stream_id
"""

# Totals of a whole hour first; what else is told, only of those who are on the board.
_LEADERBOARD: Final = """
WITH totals AS (
    SELECT username, sum(message_count) AS messages, sum(sum(message_count)) OVER () AS all_messages
    FROM chat_summary_minute
    WHERE stream_id = %(stream_id)s AND timestamp >= %(start)s AND timestamp < %(end)s
    GROUP BY username ORDER BY messages DESC, username COLLATE "C" LIMIT %(length)s
)
SELECT row_number() OVER (ORDER BY messages DESC, username COLLATE "C") AS rank,
    username AS login, coalesce(display_name, username) AS display_name,
    messages::bigint AS message_count, (messages / all_messages)::float8 AS share,
    subscriber_months, is_first_time
FROM totals LEFT JOIN chatters ON login = username, LATERAL (
    SELECT (array_agg(m.subscriber_months ORDER BY timestamp DESC))[1] AS subscriber_months,
        bool_or(m.is_first_time) AS is_first_time
    -- By minute, as the key is (stream_id, timestamp, username).
    FROM generate_series(%(start)s, %(end)s - interval '1 minute', interval '1 minute') at
    JOIN chat_summary_minute m ON m.stream_id = %(stream_id)s AND m.timestamp = at
        AND m.username = totals.username
) detail
ORDER BY rank
"""
