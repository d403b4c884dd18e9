"""`GET /streams` and what lies below: the same query functions as GraphQL's."""

from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, HTTPException, Path, Query, status

from contracts.metrics import METRIC_BY_SLUG
from graphql_api.bounds import is_stream_id
from graphql_api.compat.errors import Problem
from graphql_api.compat.rows import MinuteOut, MomentOut, StreamOut, minute_values
from graphql_api.context import Context
from graphql_api.queries.connect import connected
from graphql_api.queries.moments import MomentPage, MomentRow
from graphql_api.queries.spans import MINUTE, Span
from graphql_api.queries.streams import Order, StreamRow, streams_page
from graphql_api.queries.windows import Folding, Window, start_of_newest
from graphql_api.ranges import Range, checked_range
from graphql_api.resources import Resources, resources_of

AWAY: Final[dict[int | str, dict[str, Any]]] = {
    503: {"model": Problem, "description": "the database does not answer"}
}
UNKNOWN: Final[dict[int | str, dict[str, Any]]] = {
    404: {"model": Problem, "description": "no such stream"}
}

Limit = Annotated[
    int, Query(ge=1, le=1000, description="How many rows at most; the newest are kept.")
]

streams = APIRouter(prefix="/streams", tags=["streams"], responses=AWAY)


def _context(resources: Annotated[Resources, Depends(resources_of)]) -> Context:
    return Context(resources)


def _range(
    from_: Annotated[
        datetime | None,
        Query(alias="from", description="The start, inclusive; an hour before `to` if absent."),
    ] = None,
    to: Annotated[
        datetime | None,
        Query(description="The end, exclusive; the end of the stream's newest data if absent."),
    ] = None,
) -> Range:
    return checked_range(from_, to)


In = Annotated[Context, Depends(_context)]
Asked = Annotated[Range, Depends(_range)]


async def _known(
    context: In, stream_id: Annotated[str, Path(description="The channel's login, such as `xqc`.")]
) -> str:
    if is_stream_id(stream_id) and await context.load.stream.load(stream_id):
        return stream_id
    raise HTTPException(status.HTTP_404_NOT_FOUND, f"no stream {stream_id!r} is tracked")


Known = Annotated[str, Depends(_known)]


@streams.get("", response_model=list[StreamOut])
async def get_streams(context: In, limit: Limit = 100) -> list[StreamRow]:
    """The tracked channels, the most viewers first."""
    async with connected(context.resources.engine) as connection:
        page = await streams_page(connection, Order.VIEWERS, first=limit)
    return [ranked.stream for ranked in page.rows]


@streams.get("/{stream_id}/metrics", response_model=list[MinuteOut], responses=UNKNOWN)
async def get_metrics(
    context: In, stream_id: Known, asked: Asked, limit: Limit = 100
) -> list[dict[str, Any]]:
    """A stream's minutes, the oldest first."""
    span = await context.span(stream_id, asked)
    windows = await _newest_minutes(context, span, limit) if span else []
    return [minute_values(stream_id, window) for window in windows]


@streams.get("/{stream_id}/moments", response_model=list[MomentOut], responses=UNKNOWN)
async def get_moments(
    context: In, stream_id: Known, asked: Asked, limit: Limit = 100
) -> list[MomentRow]:
    """What stood out in a stream, the oldest first."""
    span = await context.span(stream_id, asked)
    if span is None:
        return []
    page = await context.load.moments.load((span, MomentPage(first=limit)))
    return page.rows[::-1]


async def _newest_minutes(context: Context, span: Span, limit: int) -> list[Window]:
    async with connected(context.resources.engine) as connection:
        start = await start_of_newest(connection, span, limit)
    newest = Span(span.stream_id, start, span.end)
    return await context.load.windows.load((newest, Folding(MINUTE, tuple(METRIC_BY_SLUG))))
