"""All streams, as they change."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Final

import strawberry

from contracts.feeds import Cursor
from graphql_api.live import ring
from graphql_api.live.follow import Wish
from graphql_api.live.sources import streams_source
from graphql_api.queries.snapshots import StreamNowRow
from graphql_api.queries.spans import MINUTE
from graphql_api.types.arguments import Info
from graphql_api.types.described import subscription
from graphql_api.types.live import EventKind, LiveEvent, Shared, followed
from graphql_api.types.metric import MetricWindow
from graphql_api.types.stream import StreamFacts

UPDATES_MAXIMUM: Final = 100
"""How many updates wait for a slow client, before a snapshot takes their place."""


@strawberry.type(description="A stream as it is now.")
class StreamNow(StreamFacts):
    """A stream, and its newest minute."""

    window: MetricWindow | None = strawberry.field(
        description="Its newest minute, of which the higher revision is newer; null without one."
    )

    @classmethod
    def of(cls, row: StreamNowRow) -> "StreamNow":
        """The row, as a client sees it."""
        stream = row.stream
        return cls(
            stream_id=strawberry.ID(stream.stream_id),
            channel=stream.channel,
            title=stream.title,
            category=stream.category,
            language=stream.language,
            live=stream.live,
            started_at=stream.started_at,
            last_seen_at=stream.last_seen_at,
            window=MetricWindow.of(row.window, MINUTE) if row.window else None,
        )


@strawberry.type(description="Streams as they are now.")
class StreamsEvent(LiveEvent):
    """All streams, or those that changed."""

    kind: EventKind = strawberry.field(
        description="A SNAPSHOT has all streams, an UPDATE those that changed."
    )
    streams: list[StreamNow] = strawberry.field(
        description="In a SNAPSHOT in the order of id. An UPDATE has at most 200; more follow."
    )
    shared: Shared = None

    @classmethod
    def of(
        cls,
        kind: EventKind,
        cursor: Cursor,
        emitted_at: datetime,
        rows: list[StreamNowRow],
        shared: object,
    ) -> "StreamsEvent":
        """The streams, as a client sees them."""
        streams = [StreamNow.of(row) for row in rows]
        return cls(cursor=cursor, emitted_at=emitted_at, kind=kind, streams=streams, shared=shared)


@strawberry.type
class StreamSubscription:
    """The field of Subscription that gives streams."""

    @subscription
    async def streams(self, info: Info) -> AsyncGenerator[StreamsEvent, None]:
        """The now of every stream, for an overview: all of them, and then those that change.

        A SNAPSHOT comes again in place of updates that cannot be given.
        """
        wish = Wish(
            streams_source(),
            on_slow=ring.SlowClient.BUFFER,
            capacity=UPDATES_MAXIMUM,
            is_whole=True,
        )
        return await followed(info.context, wish, StreamsEvent.of)
