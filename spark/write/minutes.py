"""The minutes of streams: merged last, for they count what the other tables hold."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from psycopg import Cursor

from contracts.derived import StreamMinute
from contracts.metrics import METRICS, Metric, Number

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


SLUGS: Final = tuple(metric.slug for metric in METRICS)


def merge_minutes(cursor: Cursor, watermark: datetime | None) -> list[StreamMinute]:
    """Merge the temporary table's minutes; those that it changed, as they are now."""
    cursor.execute(_MERGE, {"watermark": watermark})
    return list(read_minutes(cursor))


def finalise_minutes(cursor: Cursor, watermark: datetime | None) -> list[StreamMinute]:
    """Mark every minute that ended at or before the watermark; the newly final, oldest first.

    A closed minute's chat rate is its messages: the elapsed seconds no longer scale it.
    """
    if watermark is None:
        return []
    cursor.execute(_FINALISE, {"watermark": watermark})
    return sorted(read_minutes(cursor), key=lambda minute: (minute.timestamp, minute.stream_id))


def read_minutes(cursor: Cursor) -> Iterator[StreamMinute]:
    """The rows of MINUTE_COLUMNS that the cursor holds."""
    for stream_id, timestamp, is_final, revision, watermark, *values in cursor:
        yield StreamMinute(
            stream_id=stream_id,
            timestamp=timestamp,
            is_final=is_final,
            revision=revision,
            watermark=watermark,
            metrics=dict(zip(SLUGS, values, strict=True)),
        )


def _column(metric: Metric) -> str:
    return f"{metric.slug}::float8" if metric.number is Number.MONEY else metric.slug


MINUTE_COLUMNS: Final = ", ".join(
    ["stream_id, timestamp, is_final, revision, watermark", *map(_column, METRICS)]
)
"""What `read_minutes` reads of `stream_minute`."""

_MERGE: Final = """
INSERT INTO stream_minute
    (stream_id, timestamp, event_count, is_final, revision, watermark, {slugs})
SELECT i.stream_id, i.minute, i.event_count, false, 1, %(watermark)s, {values}
FROM incoming i WHERE i.grain = 'stream'
ON CONFLICT (stream_id, timestamp) DO UPDATE SET event_count = excluded.event_count,
    revision = stream_minute.revision + 1, watermark = excluded.watermark, {updates}
RETURNING {columns}
""".format(
    slugs=", ".join(SLUGS),
    values=", ".join(STORED_METRICS.get(slug, f"i.{slug}") for slug in SLUGS),
    updates=", ".join(f"{slug} = excluded.{slug}" for slug in SLUGS),
    columns=MINUTE_COLUMNS,
)

_FINALISE: Final = f"""
UPDATE stream_minute SET is_final = true, revision = revision + 1,
    chat_rate = message_count, watermark = %(watermark)s
WHERE NOT is_final AND timestamp <= %(watermark)s - interval '1 minute'
RETURNING {MINUTE_COLUMNS}
"""  # noqa: S608 - the registry's columns
