"""Which batches are in, and what of them is still to be published."""

from collections.abc import Iterable
from dataclasses import asdict, astuple, dataclass
from datetime import datetime
from typing import Any

from psycopg import Cursor
from psycopg.types.json import Jsonb

from spark.progress import BatchRange


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
class Times:
    """The minutes that a batch's rows lie in, and its newest event, ticks aside.

    Null for a batch that changed no window, or counted no event.
    """

    first_minute: datetime | None
    last_minute: datetime | None
    newest_event_at: datetime | None


def open_batch(
    cursor: Cursor, key: BatchKey, reach: BatchRange, counts: Counts, times: Times
) -> bool:
    """Enter the batch in the ledger; False where it is already in, and nothing is to be written."""
    cursor.execute(
        "INSERT INTO batch_ledger (checkpoint_id, batch_id, committed_at, offsets, watermark,"
        " counts, first_minute, last_minute, newest_event_at, outbox)"
        " VALUES (%s, %s, clock_timestamp(), %s, %s, %s, %s, %s, %s, '[]') ON CONFLICT DO NOTHING",
        [
            *(key.checkpoint_id, key.batch_id, Jsonb(reach.offsets), reach.watermark),
            *(Jsonb(asdict(counts)), *astuple(times)),
        ],
    )
    return cursor.rowcount == 1


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
