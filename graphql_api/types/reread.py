"""What has no feed of its own: read again whenever the stream's minutes change."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from datetime import datetime

from contracts.feeds import Cursor
from graphql_api.context import Context
from graphql_api.errors import ApiError
from graphql_api.joint import Rounds
from graphql_api.live.follow import Wish
from graphql_api.live.records import Row
from graphql_api.live.sources import metrics_source
from graphql_api.queries.snapshots import Listing
from graphql_api.types.live import Event, EventKind, Parts, followed


async def reread(
    context: Context,
    stream_id: str,
    listings: Rounds[str, Listing[Row]],
    event: Parts[list[Row], Event],
) -> AsyncGenerator[Event, None]:
    """An event of the stream's listing at first, and then whenever it has become another.

    A batch's rows are committed before its minutes are told of: what is read then has them.

    Raises:
        ApiError: there is nothing to follow, or it cannot be followed now.
    """

    def told(
        kind: EventKind, cursor: Cursor, emitted_at: datetime, _: object, __: object
    ) -> tuple[EventKind, Cursor, datetime]:
        return kind, cursor, emitted_at

    changes = await followed(context, Wish(metrics_source(stream_id), is_whole=True), told)

    async def events() -> AsyncGenerator[Event, None]:
        given: list[Row] | None = None
        async with aclosing(changes):
            async for kind, cursor, emitted_at in changes:
                listing = await _listing(listings, stream_id)
                if listing is not None and listing.rows != given:
                    given = listing.rows
                    # Who is told the same listing at another place is not told the same.
                    shared = (listing, kind, cursor, emitted_at)
                    yield event(kind, cursor, emitted_at, given, shared)

    return events()


async def _listing(listings: Rounds[str, Listing[Row]], stream_id: str) -> Listing[Row] | None:
    try:
        return (await listings.ask([stream_id])).get(stream_id)
    except ApiError:
        return None  # The next change may bring it.
