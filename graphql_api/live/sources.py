"""What can be followed: a feed, and how its newest row is read from the tables."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Generic

from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.feeds import FeedKind, feed_name
from graphql_api.bounds import is_stream_id
from graphql_api.errors import NotFoundError
from graphql_api.live.records import Row
from graphql_api.queries.chatters import ChatterRow
from graphql_api.queries.moments import MomentRow
from graphql_api.queries.snapshots import (
    StreamNowRow,
    newest_moment,
    newest_windows,
    streams_now,
    top_of_last_hour,
)
from graphql_api.queries.streams import stream_by_id
from graphql_api.queries.windows import Window


@dataclass(frozen=True, slots=True)
class Source(Generic[Row]):
    """A feed of one stream, or of all where `stream_id` is null.

    `read` gives the newest row that passes the filter, null when there is none. `keeps` is the
    filter for the records that follow; null keeps all.
    """

    kind: FeedKind
    stream_id: str | None
    read: Callable[[AsyncConnection], Awaitable[Row | None]]
    keeps: Callable[[Row], bool] | None = None

    @property
    def feed(self) -> str:
        """The feed's name."""
        return feed_name(self.kind, self.stream_id) if self.stream_id else feed_name(self.kind)

    async def check(self, connection: AsyncConnection) -> None:
        """Look whether the stream is there.

        Raises:
            NotFoundError: it is not.
        """
        if self.stream_id and not await stream_by_id(connection, [self.stream_id]):
            raise not_found(self.stream_id)


def not_found(stream_id: str) -> NotFoundError:
    """What is said of a stream that is not tracked."""
    return NotFoundError(f"no stream {stream_id!r} is tracked")


def _checked(stream_id: str) -> str:
    if not is_stream_id(stream_id):
        raise not_found(stream_id)
    return stream_id


def metrics_source(stream_id: str) -> Source[Window]:
    """A stream's minutes.

    Raises:
        NotFoundError: no stream can have this id.
    """
    known = _checked(stream_id)

    async def read(connection: AsyncConnection) -> Window | None:
        return (await newest_windows(connection, [known])).get(known)

    return Source(FeedKind.METRICS, known, read)


def moments_source(
    stream_id: str | None, severities: Sequence[str] | None = None
) -> Source[MomentRow]:
    """A stream's moments, or those of all; null severities are all of them.

    Raises:
        NotFoundError: no stream can have this id.
    """
    known = None if stream_id is None else _checked(stream_id)

    async def read(connection: AsyncConnection) -> MomentRow | None:
        return await newest_moment(connection, known, severities)

    def keeps(row: MomentRow) -> bool:
        return severities is None or row.severity in severities

    return Source(FeedKind.MOMENTS, known, read, keeps)


def chatters_source(stream_id: str) -> Source[list[ChatterRow]]:
    """A stream's leaderboard.

    Raises:
        NotFoundError: no stream can have this id.
    """
    known = _checked(stream_id)

    async def read(connection: AsyncConnection) -> list[ChatterRow] | None:
        return await top_of_last_hour(connection, known)

    return Source(FeedKind.CHATTERS, known, read)


def streams_source() -> Source[list[StreamNowRow]]:
    """All streams: at first every one, then those that changed."""
    return Source(FeedKind.STREAMS, None, streams_now)
