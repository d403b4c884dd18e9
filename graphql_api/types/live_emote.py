"""A stream's emotes, as their use changes."""

from collections.abc import AsyncGenerator
from datetime import datetime
from functools import partial

import strawberry

from contracts.feeds import Cursor
from graphql_api.bounds import checked_count
from graphql_api.queries.emotes import EmoteRow
from graphql_api.types.arguments import First, Info, StreamId
from graphql_api.types.described import subscription
from graphql_api.types.emote import EmoteUsage
from graphql_api.types.live import EventKind, LiveEvent, Shared
from graphql_api.types.reread import reread


@strawberry.type(description="Which emotes are used most in the stream's last hour.")
class TopEmotesEvent(LiveEvent):
    """A leaderboard, whole. Its cursor is of the stream's metrics, and nothing takes it."""

    kind: EventKind = strawberry.field(description="An UPDATE is as whole as a SNAPSHOT.")
    emotes: list[EmoteUsage] = strawberry.field(description="The most used first.")
    shared: Shared = None

    @classmethod
    def of(
        cls,
        first: int,
        kind: EventKind,
        cursor: Cursor,
        emitted_at: datetime,
        rows: list[EmoteRow],
        shared: object,
    ) -> "TopEmotesEvent":
        """The first so many of the leaderboard, as a client sees it."""
        emotes = [EmoteUsage.of(row) for row in rows[:first]]
        return cls(cursor=cursor, emitted_at=emitted_at, kind=kind, emotes=emotes, shared=shared)


@strawberry.type
class EmoteSubscription:
    """The field of Subscription that gives emotes."""

    @subscription
    async def top_emotes(
        self, info: Info, stream_id: StreamId, first: First = 10
    ) -> AsyncGenerator[TopEmotesEvent, None]:
        """Which emotes were used most in the stream's last hour, whenever that changes; at most 50.

        A client that is slow gets the newest only. An unknown stream is an error with the code
        NOT_FOUND.
        """
        of = partial(TopEmotesEvent.of, checked_count("first", first, 10))
        return await reread(info.context, stream_id, info.context.resources.top_emotes, of)
