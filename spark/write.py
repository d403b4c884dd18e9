"""One batch -> PostgreSQL: every statement of the batch's transaction.

All rows of a batch are copied into one temporary table and merged from there, a statement a table.
Values are absolute, so merging twice changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final, LiteralString

from psycopg import Connection, Cursor
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from contracts.metrics import METRICS
from spark.progress import BatchRange

WRITER_LOCK: Final = 7_281_002
"""The advisory lock of the one job that writes."""

STORED_METRICS: Final = {
    "chat_rate": (
        "60.0 * i.message_count / greatest(1, least(60,"
        " extract(epoch FROM (SELECT max(last_at) FROM incoming) - i.minute)))"
    ),
    "unique_chatters": (
        "(SELECT count(*) FROM chat_summary_minute c"
        " WHERE c.stream_id = i.stream_id AND c.timestamp = i.minute)"
    ),
}
"""The metrics that need what is stored, as SQL over the incoming row `i`."""

_SPARK_METRICS: Final = [m.slug for m in METRICS if m.slug not in STORED_METRICS]

INCOMING_COLUMNS: Final = (
    *("minute", "stream_id", "grain", "key", "detail", "last_at"),
    *("event_count", "subscriber_months", *_SPARK_METRICS),
)
"""The columns of a batch's rows, in the order of the temporary table."""


@dataclass(frozen=True, slots=True)
class BatchKey:
    """Names a batch for ever: batch ids begin again at 0 under a new checkpoint."""

    checkpoint_id: str
    batch_id: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Events of a batch that were not aggregated, by why."""

    late: int
    duplicates: int
    dead: int


@dataclass(frozen=True, slots=True)
class FinalMinute:
    """A minute that has just become final."""

    stream_id: str
    timestamp: datetime
    message_count: int
    viewer_count: float | None


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


def open_batch(
    cursor: Cursor, key: BatchKey, reach: BatchRange, counts: Counts, minutes: list[datetime]
) -> bool:
    """Enter the batch in the ledger; False where it is already in, and nothing is to be written."""
    cursor.execute(
        "INSERT INTO batch_ledger (checkpoint_id, batch_id, committed_at, offsets, watermark,"
        " counts, first_minute, last_minute, outbox)"
        " VALUES (%s, %s, clock_timestamp(), %s, %s, %s, %s, %s, '[]') ON CONFLICT DO NOTHING",
        [
            *(key.checkpoint_id, key.batch_id, Jsonb(reach.offsets), reach.watermark),
            *(Jsonb(asdict(counts)), min(minutes, default=None), max(minutes, default=None)),
        ],
    )
    return cursor.rowcount == 1


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


def merge_rows(cursor: Cursor, watermark: datetime | None) -> None:
    """Merge the temporary table into every table that it holds rows for."""
    for statement in MERGES:
        cursor.execute(statement)
    cursor.execute(_MERGE_STREAM_MINUTE, {"watermark": watermark})


def finalise_minutes(cursor: Cursor, watermark: datetime | None) -> list[FinalMinute]:
    """Mark every minute that ended at or before the watermark; the newly final, oldest first.

    A closed minute's chat rate is its messages: the elapsed seconds no longer scale it.
    """
    if watermark is None:
        return []
    cursor.execute(
        "UPDATE stream_minute SET is_final = true, revision = revision + 1,"
        " chat_rate = message_count, watermark = %(watermark)s"
        " WHERE NOT is_final AND timestamp <= %(watermark)s - interval '1 minute'"
        " RETURNING stream_id, timestamp, message_count, viewer_count",
        {"watermark": watermark},
    )
    minutes = [FinalMinute(*row) for row in cursor]
    return sorted(minutes, key=lambda minute: (minute.timestamp, minute.stream_id))


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


def save_moment(cursor: Cursor, moment: Mapping[str, Any]) -> None:
    """Store a moment's newest revision."""
    cursor.execute(
        "INSERT INTO moments (moment_id, stream_id, timestamp, moment_type, description, severity,"
        " status, started_at, peaked_at, ended_at, metadata, revision) VALUES (%(moment_id)s,"
        " %(stream_id)s, %(timestamp)s, %(moment_type)s, %(description)s, %(severity)s, %(status)s,"
        " %(started_at)s, %(peaked_at)s, %(ended_at)s, %(metadata)s, 1) ON CONFLICT DO NOTHING",
        {**moment, "metadata": Jsonb(moment["metadata"])},
    )


def save_outbox(cursor: Cursor, key: BatchKey, letters: Iterable[tuple[object, ...]]) -> None:
    """Keep with the batch what is to be published once it is committed."""
    cursor.execute(
        "UPDATE batch_ledger SET outbox = %s WHERE checkpoint_id = %s AND batch_id = %s",
        [Jsonb([list(letter) for letter in letters]), key.checkpoint_id, key.batch_id],
    )


def unpublished_outboxes(cursor: Cursor) -> list[tuple[BatchKey, list[list[Any]]]]:
    """What was committed and perhaps not published, in the order of the commits."""
    cursor.execute(
        "SELECT checkpoint_id, batch_id, outbox FROM batch_ledger WHERE published_at IS NULL"
        " ORDER BY committed_at, batch_id"
    )
    return [(BatchKey(row[0], row[1]), row[2]) for row in cursor]


def mark_published(cursor: Cursor, key: BatchKey) -> None:
    """Say that the batch's outbox is in Kafka; the outbox is no longer needed."""
    cursor.execute(
        "UPDATE batch_ledger SET published_at = clock_timestamp(), outbox = '[]'"
        " WHERE checkpoint_id = %s AND batch_id = %s",
        [key.checkpoint_id, key.batch_id],
    )


_MERGE_STREAM_MINUTE: Final = """
INSERT INTO stream_minute
    (stream_id, timestamp, event_count, is_final, revision, watermark, {slugs})
SELECT i.stream_id, i.minute, i.event_count, false, 1, %(watermark)s, {values}
FROM incoming i WHERE i.grain = 'stream'
ON CONFLICT (stream_id, timestamp) DO UPDATE SET event_count = excluded.event_count,
    revision = stream_minute.revision + 1, watermark = excluded.watermark, {updates}
""".format(
    slugs=", ".join(metric.slug for metric in METRICS),
    values=", ".join(STORED_METRICS.get(m.slug, f"i.{m.slug}") for m in METRICS),
    updates=", ".join(f"{metric.slug} = excluded.{metric.slug}" for metric in METRICS),
)

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
    SELECT i.stream_id, i.minute, i.key, i.detail, i.emote_count,
        (SELECT count(*) FROM chatter_emote_minute c WHERE c.stream_id = i.stream_id
            AND c.timestamp = i.minute AND c.emote = i.key)
    FROM incoming i WHERE i.grain = 'emote'
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
