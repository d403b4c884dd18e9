"""A batch's rows -> the tables that hold them, a statement a table.

All rows of a batch are copied into one temporary table and merged from there. Values are absolute,
so merging twice changes nothing.
"""

from typing import Final, LiteralString

from psycopg import Connection, Cursor

from contracts.metrics import METRICS
from spark.write.minutes import STORED_METRICS

WRITER_LOCK: Final = 7_281_002
"""The advisory lock of the one job that writes."""

_SPARK_METRICS: Final = [m.slug for m in METRICS if m.slug not in STORED_METRICS]

INCOMING_COLUMNS: Final = (
    *("minute", "stream_id", "grain", "key", "detail", "last_at"),
    *("event_count", "subscriber_months", *_SPARK_METRICS),
)
"""The columns of a batch's rows, in the order of the temporary table."""


def prepare_connection(connection: Connection) -> bool:
    """Take the writer's lock and make the temporary table; False where another job has the lock."""
    locked = connection.execute("SELECT pg_try_advisory_lock(%s)", [WRITER_LOCK]).fetchone()
    if locked is None or not locked[0]:
        return False
    numbers = ", ".join(f"{slug} double precision" for slug in _SPARK_METRICS)
    connection.execute(
        "CREATE TEMPORARY TABLE incoming (minute timestamptz, stream_id text, grain text, key text,"
        " detail text, last_at timestamptz, event_count bigint, subscriber_months bigint,"
        f" {numbers}) ON COMMIT DELETE ROWS"
    )
    return True


def copy_rows(cursor: Cursor, csv: memoryview) -> None:
    """Copy the batch's rows, as CSV in the order of INCOMING_COLUMNS, into the temporary table.

    Rows of a minute that is final are dropped: under a new checkpoint Spark counts it again.
    """
    with cursor.copy("COPY incoming FROM STDIN (FORMAT csv)") as copy:
        copy.write(csv)
    cursor.execute(
        "DELETE FROM incoming i USING stream_minute m WHERE m.is_final"
        " AND m.stream_id = i.stream_id AND m.timestamp = i.minute"
    )


def merge_rows(cursor: Cursor) -> None:
    """Merge the temporary table into every table but `stream_minute`, which counts what is here."""
    for statement in MERGES:
        cursor.execute(statement)


MERGES: Final[tuple[LiteralString, ...]] = (
    """
    INSERT INTO chatters (login, display_name, seen_at)
    SELECT DISTINCT ON (key) key, detail, last_at FROM incoming WHERE grain = 'chatter_name'
    ORDER BY key, last_at DESC, detail
    ON CONFLICT (login) DO UPDATE
    SET display_name = excluded.display_name, seen_at = excluded.seen_at
    WHERE excluded.seen_at > chatters.seen_at
    """,
    """
    INSERT INTO emotes (emote, provider, emote_id, seen_at)
    SELECT DISTINCT ON (key, split_part(detail, '/', 1))
        key, split_part(detail, '/', 1), substr(detail, strpos(detail, '/') + 1), last_at
    FROM incoming WHERE grain = 'emote_image'
    ORDER BY key, split_part(detail, '/', 1), last_at DESC, detail
    ON CONFLICT (emote, provider) DO UPDATE
    SET emote_id = excluded.emote_id, seen_at = excluded.seen_at
    WHERE excluded.seen_at > emotes.seen_at
    """,
    """
    INSERT INTO chatter_emote_minute (stream_id, timestamp, username, emote, usage_count)
    SELECT stream_id, minute, key, detail, emote_count FROM incoming WHERE grain = 'chatter_emote'
    ON CONFLICT (stream_id, timestamp, username, emote) DO UPDATE
    SET usage_count = excluded.usage_count
    """,
    """
    INSERT INTO emote_minute (stream_id, timestamp, emote, provider, usage_count, chatter_count)
    SELECT i.stream_id, i.minute, i.key, i.detail, i.emote_count, coalesce(n.chatters, 0)
    FROM incoming i LEFT JOIN (
        -- A minute's rows are read once, not once for each of its emotes.
        SELECT c.stream_id, c.timestamp, c.emote, count(*) AS chatters
        FROM (SELECT DISTINCT stream_id, minute FROM incoming WHERE grain = 'emote') changed
        JOIN chatter_emote_minute c ON c.stream_id = changed.stream_id AND c.timestamp = minute
        GROUP BY c.stream_id, c.timestamp, c.emote
    ) n ON n.stream_id = i.stream_id AND n.timestamp = i.minute AND n.emote = i.key
    WHERE i.grain = 'emote'
    ON CONFLICT (stream_id, timestamp, emote, provider) DO UPDATE
    SET usage_count = excluded.usage_count, chatter_count = excluded.chatter_count
    """,
    """
    INSERT INTO chat_summary_minute (stream_id, timestamp, username, message_count, emote_count,
        emote, sentiment_score, subscriber_months, is_first_time)
    SELECT i.stream_id, i.minute, i.key, i.message_count, i.emote_count,
        (SELECT c.emote FROM chatter_emote_minute c WHERE c.stream_id = i.stream_id
            AND c.timestamp = i.minute AND c.username = i.key
            ORDER BY c.usage_count DESC, c.emote LIMIT 1),
        i.sentiment_score, i.subscriber_months, i.first_time_chatters > 0
    FROM incoming i WHERE i.grain = 'chatter'
    ON CONFLICT (stream_id, timestamp, username) DO UPDATE
    SET message_count = excluded.message_count, emote_count = excluded.emote_count,
        emote = excluded.emote, sentiment_score = excluded.sentiment_score,
        subscriber_months = excluded.subscriber_months, is_first_time = excluded.is_first_time
    """,
    """
    INSERT INTO stream_bucket (stream_id, timestamp, message_count, emote_count, sentiment_score)
    SELECT stream_id, to_timestamp(key::bigint), message_count, emote_count, sentiment_score
    FROM incoming WHERE grain = 'bucket'
    ON CONFLICT (stream_id, timestamp) DO UPDATE SET message_count = excluded.message_count,
        emote_count = excluded.emote_count, sentiment_score = excluded.sentiment_score
    """,
    """
    INSERT INTO viewer_timeseries (stream_id, event_id, timestamp, viewer_count)
    SELECT stream_id, key, last_at, viewer_last FROM incoming WHERE grain = 'viewer'
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO transactions (stream_id, event_id, timestamp, username, display_name, recipient,
        kind, quantity, tier, amount, currency)
    SELECT stream_id, key, last_at, d->>'login', d->>'display_name', d->>'recipient_login',
        d->>'kind', (d->>'quantity')::bigint, d->>'tier', (d->>'amount')::numeric,
        CASE WHEN d->>'amount' IS NOT NULL THEN 'USD' END
    FROM (SELECT *, detail::jsonb AS d FROM incoming WHERE grain = 'transaction') i
    ON CONFLICT DO NOTHING
    """,
    """
    INSERT INTO streams (stream_id, channel, last_seen_at)
    SELECT stream_id, stream_id, max(last_at) FROM incoming
    WHERE grain = 'stream' AND stream_id <> '*' GROUP BY stream_id
    ON CONFLICT (stream_id) DO UPDATE
    SET last_seen_at = greatest(streams.last_seen_at, excluded.last_seen_at)
    """,
    """
    UPDATE streams s SET meta_at = n.meta_at, live = coalesce(n.live, s.live),
        title = coalesce(n.title, s.title), category = coalesce(n.category, s.category),
        language = coalesce(n.language, s.language),
        started_at = coalesce(n.started_at, s.started_at)
    FROM (
        SELECT i.stream_id, max(last_at) AS meta_at,
            (array_agg((d->>'live')::boolean ORDER BY last_at DESC, key)
                FILTER (WHERE d->>'live' IS NOT NULL))[1] AS live,
            (array_agg(d->>'title' ORDER BY last_at DESC, key)
                FILTER (WHERE d->>'title' IS NOT NULL))[1] AS title,
            (array_agg(d->>'category' ORDER BY last_at DESC, key)
                FILTER (WHERE d->>'category' IS NOT NULL))[1] AS category,
            (array_agg(d->>'language' ORDER BY last_at DESC, key)
                FILTER (WHERE d->>'language' IS NOT NULL))[1] AS language,
            (array_agg((d->>'started_at')::timestamptz ORDER BY last_at DESC, key)
                FILTER (WHERE d->>'started_at' IS NOT NULL))[1] AS started_at
        FROM (SELECT *, detail::jsonb AS d FROM incoming WHERE grain = 'meta') i
        JOIN streams known USING (stream_id)
        WHERE known.meta_at IS NULL OR i.last_at > known.meta_at
        GROUP BY i.stream_id
    ) n WHERE s.stream_id = n.stream_id
    """,
)
