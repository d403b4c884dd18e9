"""The newest rows of what a feed tells of, for those who begin to follow it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from typing import Final, Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from contracts.events import TICK_STREAM
from contracts.metrics import METRIC_BY_SLUG
from db.tables import moments, streams
from graphql_api.queries.chatters import ChatterRow, top_chatters_by_span
from graphql_api.queries.connect import connected
from graphql_api.queries.emotes import EmoteRow, top_emotes_by_span
from graphql_api.queries.moments import MomentRow
from graphql_api.queries.pages import Cut
from graphql_api.queries.spans import HOUR, MINUTE, Span, newest_by_stream_id
from graphql_api.queries.streams import StreamRow
from graphql_api.queries.transactions import TransactionRow, transactions_by_stream_id
from graphql_api.queries.windows import Folding, Window, windows_by_span

Row = TypeVar("Row")

TOP_LENGTH: Final = 50
"""As long as a leaderboard's record."""


@dataclass(frozen=True, slots=True, eq=False)
class Listing(Generic[Row]):
    """Rows that were read at once, and are shared by all who asked for them."""

    rows: list[Row]


@dataclass(frozen=True, slots=True)
class StreamNowRow:
    """A stream and its newest minute; null where it has none."""

    stream: StreamRow
    window: Window | None


@asynccontextmanager
async def at_one_instant(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection on which everything that is read was true at once.

    Raises:
        ApiError: as `connected`.
    """
    async with connected(engine) as connection:
        await connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


async def newest_windows(
    connection: AsyncConnection, stream_ids: Sequence[str]
) -> dict[str, Window]:
    """The newest minute of each of these streams, all metrics; a stream without one is absent."""
    newest = await newest_by_stream_id(connection, stream_ids)
    spans = [Span(stream_id, at.minute, at.end) for stream_id, at in newest.items()]
    folding = Folding(MINUTE, tuple(METRIC_BY_SLUG))
    found = await windows_by_span(connection, spans, folding)
    return {span.stream_id: windows[0] for span, windows in zip(spans, found, strict=True)}


async def newest_moment(
    connection: AsyncConnection, stream_id: str | None, severities: Sequence[str] | None
) -> MomentRow | None:
    """The newest moment of this stream, or of all; null severities are all of them."""
    of = moments.c
    statement = select(*(of[field.name] for field in fields(MomentRow))).where(
        of.stream_id != TICK_STREAM if stream_id is None else of.stream_id == stream_id
    )
    if severities is not None:
        statement = statement.where(of.severity.in_(severities))
    rows = await connection.execute(
        statement.order_by(of.timestamp.desc(), of.moment_id.desc()).limit(1)
    )
    row = rows.one_or_none()
    return MomentRow(*row) if row else None


async def top_of_last_hour(connection: AsyncConnection, stream_id: str) -> list[ChatterRow] | None:
    """The leaderboard of the hour that ends with the stream's newest minute; null without one."""
    newest = (await newest_by_stream_id(connection, [stream_id])).get(stream_id)
    if newest is None:
        return None
    span = Span(stream_id, newest.end - HOUR, newest.end)
    return (await top_chatters_by_span(connection, [span], TOP_LENGTH))[0]


async def top_emotes_now(
    engine: AsyncEngine, stream_ids: Sequence[str]
) -> dict[str, Listing[EmoteRow]]:
    """The most used emotes of each stream's last hour, at most 50; without minutes it is absent.

    Raises:
        ApiError: as `connected`.
    """
    async with at_one_instant(engine) as connection:
        newest = await newest_by_stream_id(connection, stream_ids)
        spans = [Span(stream_id, at.end - HOUR, at.end) for stream_id, at in newest.items()]
        tops = await top_emotes_by_span(connection, spans, TOP_LENGTH)
    return {span.stream_id: Listing(top) for span, top in zip(spans, tops, strict=True)}


async def transactions_now(
    engine: AsyncEngine, stream_ids: Sequence[str]
) -> dict[str, Listing[TransactionRow]]:
    """The newest transactions of each stream, at most 50, the newest first.

    Raises:
        ApiError: as `connected`.
    """
    async with connected(engine) as connection:
        pages = await transactions_by_stream_id(connection, stream_ids, Cut(TOP_LENGTH))
    return {
        stream_id: Listing(page.rows) for stream_id, page in zip(stream_ids, pages, strict=True)
    }


async def streams_now(connection: AsyncConnection) -> list[StreamNowRow]:
    """Every stream with its newest minute, in the order of id."""
    columns = [streams.c[field.name] for field in fields(StreamRow)]
    rows = await connection.execute(
        select(*columns).where(streams.c.stream_id != TICK_STREAM).order_by(streams.c.stream_id)
    )
    found = [StreamRow(*row) for row in rows]
    windows = await newest_windows(connection, [stream.stream_id for stream in found])
    return [StreamNowRow(stream, windows.get(stream.stream_id)) for stream in found]
