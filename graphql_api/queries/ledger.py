"""`batch_ledger` and `stream_minute` -> what the streaming job has done with its events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import BigInteger, RowMapping, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from db.tables import batch_ledger, stream_minute
from graphql_api.queries.connect import connected
from graphql_api.queries.spans import newest_minute

Offsets = Mapping[str, Mapping[int, int]]
"""The offset after the last record, by topic and partition."""

_QUIET: Final = timedelta(hours=1)
"""A batch that counted an event is looked for among those of so long before the last one."""


@dataclass(frozen=True, slots=True)
class Published:
    """The newest event of a batch, and when what the batch changed was in Kafka."""

    newest_event_at: datetime
    published_at: datetime


@dataclass(frozen=True, slots=True)
class LedgerSide:
    """What PostgreSQL knows, at one instant, about where every event went.

    `published` is the last published batch that counted an event, ticks aside; null where none of
    the last hour did. `unpublished_batches` are committed, and their updates not known to be in
    Kafka. `replaced_at` is when the first batch of the newest checkpoint came in, if there was an
    older checkpoint: counts of the two overlap.
    """

    aggregated: int
    late: int
    duplicates: int
    dead: int
    batch_ends: Offsets
    watermark: datetime | None
    last_batch_at: datetime | None
    newest_window_at: datetime | None
    published: Published | None
    unpublished_batches: int
    replaced_at: datetime | None


async def ledger_side(engine: AsyncEngine) -> LedgerSide:
    """The ledger's side of the accounting, read in one snapshot.

    Read Kafka's end offsets after this: what a batch has read is then never beyond them.
    """
    async with connected(engine) as connection:
        await connection.execution_options(isolation_level="REPEATABLE READ")
        counts = await _sums_of_counts(connection)
        last = await _last_batch(connection)
        return LedgerSide(
            aggregated=await _aggregated(connection),
            late=counts["late"],
            duplicates=counts["duplicates"],
            dead=counts["dead"],
            batch_ends=_ends(last["offsets"]) if last else {},
            watermark=last["watermark"] if last else None,
            last_batch_at=last["committed_at"] if last else None,
            newest_window_at=await newest_minute(connection),
            published=await _published(connection, last["committed_at"]) if last else None,
            unpublished_batches=await _unpublished(connection),
            replaced_at=await _replaced_at(connection),
        )


async def newest_batch(connection: AsyncConnection) -> tuple[str, int] | None:
    """The batch that was committed last; null before the first."""
    found = await connection.execute(
        select(batch_ledger.c.checkpoint_id, batch_ledger.c.batch_id)
        .order_by(batch_ledger.c.committed_at.desc())
        .limit(1)
    )
    newest = found.one_or_none()
    return None if newest is None else (newest.checkpoint_id, newest.batch_id)


async def _sums_of_counts(connection: AsyncConnection) -> RowMapping:
    counts = batch_ledger.c.counts
    sums = [
        func.coalesce(cast(func.sum(counts[name].as_integer()), BigInteger), 0).label(name)
        for name in ("late", "duplicates", "dead")
    ]
    return (await connection.execute(select(*sums))).mappings().one()


async def _aggregated(connection: AsyncConnection) -> int:
    total = await connection.scalar(select(cast(func.sum(stream_minute.c.event_count), BigInteger)))
    return total or 0


async def _last_batch(connection: AsyncConnection) -> RowMapping | None:
    ledger = batch_ledger.c
    rows = await connection.execute(
        select(ledger.committed_at, ledger.offsets, ledger.watermark)
        .order_by(ledger.committed_at.desc(), ledger.batch_id.desc())
        .limit(1)
    )
    return rows.mappings().one_or_none()


async def _published(connection: AsyncConnection, last: datetime) -> Published | None:
    ledger = batch_ledger.c
    rows = await connection.execute(
        select(ledger.newest_event_at, ledger.published_at)
        .where(
            ledger.committed_at > last - _QUIET,
            ledger.newest_event_at.is_not(None),
            ledger.published_at.is_not(None),
        )
        .order_by(ledger.committed_at.desc())
        .limit(1)
    )
    found = rows.one_or_none()
    return Published(*found) if found else None


async def _unpublished(connection: AsyncConnection) -> int:
    count = select(func.count()).where(batch_ledger.c.published_at.is_(None))
    return await connection.scalar(count) or 0


async def _replaced_at(connection: AsyncConnection) -> datetime | None:
    started_at = func.min(batch_ledger.c.committed_at)
    rows = await connection.scalars(
        select(started_at).group_by(batch_ledger.c.checkpoint_id).order_by(started_at.desc())
    )
    newest, *older = [*rows, None]
    return newest if len(older) > 1 else None


def _ends(offsets: Mapping[str, Mapping[str, tuple[int, int]]]) -> Offsets:
    return {
        topic: {int(partition): end for partition, (_, end) in ranges.items()}
        for topic, ranges in offsets.items()
    }
