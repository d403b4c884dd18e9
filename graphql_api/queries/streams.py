"""`streams`, with the newest values of each -> the list of channels in a chosen order."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Double, cast, func, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.elements import ColumnElement

from contracts.events import TICK_STREAM
from db.tables import moments, stream_minute, streams
from graphql_api.queries.pages import Cut, Page, page_of
from graphql_api.queries.spans import HOUR, MINUTE


class Order(StrEnum):
    """By what the list of streams is ordered."""

    VIEWERS = "viewers"
    CHAT_RATE = "chat_rate"
    SENTIMENT = "sentiment"
    MOMENTS = "moments"
    GROWTH = "growth"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class StreamRow:
    """A tracked channel, as its table has it."""

    stream_id: str
    channel: str
    title: str | None
    category: str | None
    language: str | None
    live: bool | None
    started_at: datetime | None
    last_seen_at: datetime


@dataclass(frozen=True, slots=True)
class RankedStream:
    """A stream and its place: streams go from the lowest to the highest `rank`, then by id."""

    rank: float
    stream: StreamRow


_COLUMNS: Final = [streams.c[field.name] for field in fields(StreamRow)]
_DAY: Final = timedelta(days=1)


def _of_newest(column: str, before: timedelta = timedelta()) -> ColumnElement[Any]:
    """A value of the stream's newest final minute, or of the minute that lies `before` it."""
    final, minute = stream_minute.alias().c, stream_minute.alias().c
    newest = (
        select(final.timestamp)
        .where(final.stream_id == streams.c.stream_id, final.is_final)
        .order_by(final.timestamp.desc())
        .limit(1)
        .scalar_subquery()
    )
    return (
        select(minute[column])
        .where(minute.stream_id == streams.c.stream_id, minute.timestamp == newest - before)
        .scalar_subquery()
    )


def _moments_of_newest_day() -> ColumnElement[Any]:
    minute = stream_minute.c
    newest = (
        select(func.max(minute.timestamp))
        .where(minute.stream_id == streams.c.stream_id)
        .scalar_subquery()
    )
    return (
        select(func.count())
        .where(
            moments.c.stream_id == streams.c.stream_id,
            moments.c.timestamp >= newest + MINUTE - _DAY,
        )
        .scalar_subquery()
    )


def _rank(order: Order) -> ColumnElement[float]:
    match order:
        case Order.VIEWERS:
            value = _of_newest("viewer_count")
        case Order.CHAT_RATE:
            value = _of_newest("chat_rate")
        case Order.SENTIMENT:
            value = _of_newest("sentiment_score")
        case Order.GROWTH:
            value = _of_newest("viewer_count") - _of_newest("viewer_count", before=HOUR)
        case Order.MOMENTS:
            value = _moments_of_newest_day()
        case Order.NAME:
            return literal(0.0, Double)
    # The highest value first, and what was never observed last.
    return func.coalesce(-cast(value, Double), literal(float("inf"), Double))


async def streams_page(
    connection: AsyncConnection,
    order: Order,
    cut: Cut,
    *,
    live: bool | None = None,
) -> Page[RankedStream]:
    """A page of the streams in this order; `live` keeps those that are, or are not, live.

    A stream's place is its rank and id.
    """
    listed = select(*_COLUMNS, _rank(order).label("rank")).where(streams.c.stream_id != TICK_STREAM)
    if live is not None:
        listed = listed.where(streams.c.live == live)
    ranked = listed.subquery("ranked")
    place = (ranked.c.rank, ranked.c.stream_id.collate("C"))
    statement = select(ranked.c.rank, *(ranked.c[column.name] for column in _COLUMNS))
    rows = await connection.execute(cut.of(statement, place))
    return page_of([RankedStream(rank, StreamRow(*row)) for rank, *row in rows], cut)


async def stream_by_id(
    connection: AsyncConnection, stream_ids: Sequence[str]
) -> dict[str, StreamRow]:
    """These streams by their id; an unknown one is absent."""
    rows = await connection.execute(select(*_COLUMNS).where(streams.c.stream_id.in_(stream_ids)))
    return {row.stream_id: StreamRow(*row) for row in rows}


async def all_stream_ids(connection: AsyncConnection) -> list[str]:
    """The ids of all tracked channels, in order."""
    rows = await connection.scalars(
        select(streams.c.stream_id)
        .where(streams.c.stream_id != TICK_STREAM)
        .order_by(streams.c.stream_id)
    )
    return list(rows)
