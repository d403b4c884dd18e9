"""A stream's leaderboard, as it changes."""

from collections.abc import AsyncGenerator
from datetime import datetime
from functools import partial

import strawberry

from contracts.feeds import Cursor
from graphql_api.bounds import checked_count
from graphql_api.live.follow import Wish
from graphql_api.live.sources import chatters_source
from graphql_api.queries.chatters import ChatterRow
from graphql_api.types.arguments import First, Info, StreamId
from graphql_api.types.chatter import Chatter
from graphql_api.types.described import subscription
from graphql_api.types.live import EventKind, LiveEvent, Shared, followed


@strawberry.type(description="Who writes most in the stream's last hour.")
class TopChattersEvent(LiveEvent):
    """A leaderboard, whole."""

    kind: EventKind = strawberry.field(description="An UPDATE is as whole as a SNAPSHOT.")
    chatters: list[Chatter] = strawberry.field(description="The busiest first.")
    shared: Shared = None

    @classmethod
    def of(
        cls,
        first: int,
        kind: EventKind,
        cursor: Cursor,
        emitted_at: datetime,
        rows: list[ChatterRow],
        shared: object,
    ) -> "TopChattersEvent":
        """The first so many of the leaderboard, as a client sees it."""
        chatters = [Chatter.of(row) for row in rows[:first]]
        return cls(
            cursor=cursor, emitted_at=emitted_at, kind=kind, chatters=chatters, shared=shared
        )


@strawberry.type
class ChatterSubscription:
    """The field of Subscription that gives chatters."""

    @subscription
    async def top_chatters(
        self, info: Info, stream_id: StreamId, first: First = 10
    ) -> AsyncGenerator[TopChattersEvent, None]:
        """Who sent the most messages in the stream's last hour, whenever that changes; at most 50.

        A client that is slow gets the newest only. An unknown stream is an error with the code
        NOT_FOUND.
        """
        count = checked_count("first", first, 10)
        wish = Wish(chatters_source(stream_id), is_whole=True)
        return await followed(info.context, wish, partial(TopChattersEvent.of, count))
