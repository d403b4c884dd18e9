"""`moments` -> pages of them, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Select, select, true
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.events import TICK_STREAM
from db.tables import moments
from graphql_api.queries.pages import Cut, Page, page_of
from graphql_api.queries.spans import Span, spans_table, within


@dataclass(frozen=True, slots=True)
class MomentRow:
    """The newest revision of a moment, as its table has it."""

    moment_id: str
    timestamp: datetime
    stream_id: str
    moment_type: str
    description: str
    severity: str
    status: str
    started_at: datetime
    peaked_at: datetime
    ended_at: datetime | None
    metadata: dict[str, Any]


@dataclass(frozen=True, slots=True)
class MomentPage:
    """Which page of which moments: null types or severities are all of them.

    A moment's place is its timestamp and id.
    """

    cut: Cut
    types: tuple[str, ...] | None = None
    severities: tuple[str, ...] | None = None


_COLUMNS: Final = [moments.c[field.name] for field in fields(MomentRow)]
_PLACE: Final = (moments.c.timestamp, moments.c.moment_id)


def _asked(page: MomentPage) -> Select[tuple[Any, ...]]:
    statement = select(*_COLUMNS).where(moments.c.stream_id != TICK_STREAM)
    if page.types is not None:
        statement = statement.where(moments.c.moment_type.in_(page.types))
    if page.severities is not None:
        statement = statement.where(moments.c.severity.in_(page.severities))
    return page.cut.of(statement, _PLACE, falls=True)


async def moments_by_span(
    connection: AsyncConnection, spans: Sequence[Span], asked: MomentPage
) -> list[Page[MomentRow]]:
    """A page of the moments of each span, the newest first."""
    table = spans_table(spans)
    page = _asked(asked).where(within(table, moments)).lateral("page")
    rows = await connection.execute(
        select(table.c.i, page)
        .join_from(table, page, true())
        .order_by(table.c.i, *asked.cut.order((page.c.timestamp, page.c.moment_id), falls=True))
    )
    found: list[list[MomentRow]] = [[] for _ in spans]
    for i, *row in rows:
        found[i - 1].append(MomentRow(*row))
    return [page_of(rows_of_span, asked.cut) for rows_of_span in found]


async def moments_of_all(
    connection: AsyncConnection, start: datetime, end: datetime, asked: MomentPage
) -> Page[MomentRow]:
    """A page of the moments of all streams from `start` up to, not including, `end`."""
    rows = await connection.execute(
        _asked(asked).where(moments.c.timestamp >= start, moments.c.timestamp < end)
    )
    return page_of([MomentRow(*row) for row in rows], asked.cut)


async def moment_by_id(connection: AsyncConnection, moment_id: str) -> MomentRow | None:
    """The moment with this id; null when there is none."""
    rows = await connection.execute(
        select(*_COLUMNS).where(
            moments.c.moment_id == moment_id, moments.c.stream_id != TICK_STREAM
        )
    )
    row = rows.one_or_none()
    return MomentRow(*row) if row else None
