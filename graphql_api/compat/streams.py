"""`GET /streams` and what lies below: the same query functions as GraphQL's."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from fastapi import APIRouter, Depends, Request, Response
from pydantic import TypeAdapter

from contracts.feeds import FeedKind, feed_name
from contracts.metrics import METRIC_BY_SLUG
from graphql_api.compat.answers import Mark, answer, next_page, not_modified
from graphql_api.compat.metered import MeteredRoute
from graphql_api.compat.openapi import OF_ROWS, OF_STREAM
from graphql_api.compat.parameters import (
    After,
    Asked,
    In,
    Known,
    Limit,
    OlderPage,
    Only,
    Page,
)
from graphql_api.compat.rows import MinuteOut, MomentOut, StreamOut, minute_values
from graphql_api.context import Context
from graphql_api.queries.connect import connected
from graphql_api.queries.feeds import feed_top
from graphql_api.queries.moments import MomentPage, MomentRow
from graphql_api.queries.pages import Cut
from graphql_api.queries.spans import MINUTE, Span
from graphql_api.queries.streams import Order, streams_page
from graphql_api.queries.windows import Folding, Window, start_of_newest
from graphql_api.ranges import LAST_HOUR, Range
from graphql_api.types.paging import from_cursor, read_text, read_time, to_cursor

_STREAMS: Final = TypeAdapter(list[StreamOut])
_MINUTES: Final = TypeAdapter(list[MinuteOut])
_MOMENTS: Final = TypeAdapter(list[MomentOut])
_SHAPE: Final = (*MinuteOut.model_fields, *MomentOut.model_fields)

streams = APIRouter(
    prefix="/streams", tags=["streams"], responses=OF_ROWS, route_class=MeteredRoute
)
_OF_RANGE: Final = Depends(Only("from", "to", "limit", "before"))

_STREAM_PLACE: Final = "streams"
_STREAM_PARTS: Final = (float, read_text)
_MINUTE_PLACE: Final = "minutes"
_MOMENT_PLACE: Final = "moments"
_MOMENT_PARTS: Final = (read_time, read_text)


@streams.get("", response_model=list[StreamOut], dependencies=[Depends(Only("limit", "after"))])
async def get_streams(
    request: Request, context: In, limit: Limit = 100, after: After = None
) -> Response:
    """The tracked channels, the most viewers first."""
    place = None if after is None else from_cursor("after", _STREAM_PLACE, after, _STREAM_PARTS)
    async with connected(context.resources.engine) as connection:
        page = await streams_page(connection, Order.VIEWERS, cut=Cut(limit, place))
    body = _json(_STREAMS, [ranked.stream for ranked in page.rows])
    link = None
    if page.has_next:
        last = page.rows[-1]
        link = next_page(
            request, {"after": to_cursor(_STREAM_PLACE, last.rank, last.stream.stream_id)}
        )
    return answer(request, body, Mark.of(body, link), link)


@streams.get(
    "/{stream_id}/metrics",
    response_model=list[MinuteOut],
    responses=OF_STREAM,
    dependencies=[_OF_RANGE],
)
async def get_metrics(
    request: Request, context: In, stream_id: Known, asked: Asked, page: Page
) -> Response:
    """The newest minutes of a stream, in rising order."""
    mark = await _mark(context, stream_id, asked, FeedKind.METRICS)
    if mark and mark.is_known_to(request):
        return not_modified(mark)
    span = await context.span(stream_id, asked)
    windows, older = await _minutes(context, span, page) if span else ([], None)
    body = _json(_MINUTES, [minute_values(stream_id, window) for window in windows])
    return _page(request, body, mark, span, older)


@streams.get(
    "/{stream_id}/moments",
    response_model=list[MomentOut],
    responses=OF_STREAM,
    dependencies=[_OF_RANGE],
)
async def get_moments(
    request: Request, context: In, stream_id: Known, asked: Asked, page: Page
) -> Response:
    """What stood out in a stream: the newest moments, in rising order."""
    # The newest minute says where the last hour ends.
    mark = await _mark(context, stream_id, asked, FeedKind.METRICS, FeedKind.MOMENTS)
    if mark and mark.is_known_to(request):
        return not_modified(mark)
    span = await context.span(stream_id, asked)
    moments, older = await _moments(context, span, page) if span else ([], None)
    return _page(request, _json(_MOMENTS, moments), mark, span, older)


def _json(rows: TypeAdapter[Any], found: Sequence[object]) -> bytes:
    return rows.dump_json(rows.validate_python(found, from_attributes=True))


async def _mark(context: Context, stream_id: str, asked: Range, *kinds: FeedKind) -> Mark | None:
    """The mark of an answer about a stream's last hour, read before its rows; else null.

    Each change of these rows has a number in the stream's feeds. Rows that are older can also be
    dropped, of which no feed tells.
    """
    if asked != LAST_HOUR:
        return None
    async with connected(context.resources.engine) as connection:
        tops = [await feed_top(connection, feed_name(kind, stream_id)) for kind in kinds]
    return None if None in tops else Mark.of(_SHAPE, *tops)


async def _minutes(
    context: Context, span: Span, page: OlderPage
) -> tuple[list[Window], str | None]:
    """The minutes of a page, and the cursor of the page before it, if there is one."""
    if page.before is not None:
        (before,) = from_cursor("before", _MINUTE_PLACE, page.before, (read_time,))
        span = replace(span, end=min(span.end, before))
    async with connected(context.resources.engine) as connection:
        start = await start_of_newest(connection, span, page.limit + 1)
    asked = (replace(span, start=start), Folding(MINUTE, tuple(METRIC_BY_SLUG)))
    windows = await context.load.windows.load(asked)
    kept = windows[-page.limit :]
    older = to_cursor(_MINUTE_PLACE, kept[0].timestamp) if len(kept) < len(windows) else None
    return kept, older


async def _moments(
    context: Context, span: Span, page: OlderPage
) -> tuple[list[MomentRow], str | None]:
    """The moments of a page, and the cursor of the page before it, if there is one."""
    place = page.before and from_cursor("before", _MOMENT_PLACE, page.before, _MOMENT_PARTS)
    found = await context.load.moments.load((span, MomentPage(Cut(page.limit, place or None))))
    rising = found.rows[::-1]
    if not found.has_next:
        return rising, None
    return rising, to_cursor(_MOMENT_PLACE, rising[0].timestamp, rising[0].moment_id)


def _page(
    request: Request, body: bytes, mark: Mark | None, span: Span | None, older: str | None
) -> Response:
    link = None
    if span and older:
        link = next_page(request, {"before": older}, (span.start, span.end))
    return answer(request, body, mark or Mark.of(body, link), link)
