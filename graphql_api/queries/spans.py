"""Which stretch of which stream is asked for, as rows that every other query joins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    FromClause,
    Text,
    and_,
    cast,
    func,
    literal,
    select,
    true,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.sql import TableValuedAlias
from sqlalchemy.sql.elements import ColumnElement

from contracts.events import TICK_STREAM
from db.tables import stream_minute
from graphql_api.queries.connect import connected

HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one stream: windows that start at or after `start` and before `end`."""

    stream_id: str
    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Newest:
    """A stream's newest minute, and a number that grows with every change of its last hour."""

    minute: datetime
    version: int

    @property
    def end(self) -> datetime:
        """Where the newest minute ends."""
        return self.minute + MINUTE


def spans_table(spans: Sequence[Span]) -> TableValuedAlias:
    """The spans as a table `(stream_id, start, stop, i)`; `i` counts from 1."""
    return (
        func.unnest(
            literal([span.stream_id for span in spans], ARRAY(Text)),
            literal([span.start for span in spans], ARRAY(DateTime(timezone=True))),
            literal([span.end for span in spans], ARRAY(DateTime(timezone=True))),
        )
        .table_valued(
            Column("stream_id", Text),
            Column("start", DateTime(timezone=True)),
            Column("stop", DateTime(timezone=True)),
            with_ordinality="i",
            name="spans",
        )
        .render_derived()
    )


def within(spans: TableValuedAlias, rows: FromClause) -> ColumnElement[bool]:
    """Whether a row, which has a `stream_id` and a `timestamp`, lies in a span."""
    return and_(
        rows.c.stream_id == spans.c.stream_id,
        rows.c.timestamp >= spans.c.start,
        rows.c.timestamp < spans.c.stop,
    )


async def newest_by_stream_id(
    connection: AsyncConnection, stream_ids: Sequence[str]
) -> dict[str, Newest]:
    """The newest minute of each of these streams; a stream without one is absent."""
    asked = (
        func.unnest(literal(list(stream_ids), ARRAY(Text)))
        .table_valued(Column("stream_id", Text), name="asked")
        .render_derived()
    )
    minute = stream_minute.c
    newest = (
        select(func.max(minute.timestamp).label("minute"))
        .where(minute.stream_id == asked.c.stream_id)
        .lateral("newest")
    )
    version = (
        select(cast(func.sum(minute.revision), BigInteger).label("version"))
        .where(
            minute.stream_id == asked.c.stream_id,
            minute.timestamp > newest.c.minute - HOUR,
            minute.timestamp <= newest.c.minute,
        )
        .lateral("version")
    )
    rows = await connection.execute(
        select(asked.c.stream_id, newest.c.minute, version.c.version)
        .select_from(asked.join(newest, true()).join(version, true()))
        .where(newest.c.minute.is_not(None))
    )
    return {stream_id: Newest(minute, version) for stream_id, minute, version in rows}


async def newest_minutes(engine: AsyncEngine, stream_ids: Sequence[str]) -> dict[str, Newest]:
    """As `newest_by_stream_id`, on a connection of its own."""
    async with connected(engine) as connection:
        return await newest_by_stream_id(connection, stream_ids)


async def newest_minute(connection: AsyncConnection) -> datetime | None:
    """The newest minute of any stream but the ticks'; null before the first."""
    minute = stream_minute.c
    return await connection.scalar(
        select(minute.timestamp)
        .where(minute.stream_id != TICK_STREAM)
        .order_by(minute.timestamp.desc())
        .limit(1)
    )
