"""Moments, as they happen."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated

import strawberry

from contracts.feeds import Cursor
from graphql_api.live.follow import Wish
from graphql_api.live.sources import moments_source
from graphql_api.queries.moments import MomentRow
from graphql_api.types.arguments import Info
from graphql_api.types.described import argument, subscription
from graphql_api.types.live import (
    EventKind,
    GapNotice,
    LiveEvent,
    OnSlow,
    Resume,
    Shared,
    SlowClient,
    followed,
    policy_of,
)
from graphql_api.types.moment import MinSeverity, Moment, severities_from


@strawberry.type(description="A moment, as it is now.")
class MomentUpdate(LiveEvent):
    """A revision of a moment."""

    kind: EventKind = strawberry.field(description="SNAPSHOT is the newest moment.")
    moment: Moment = strawberry.field(description="The moment.")
    shared: Shared = None

    @classmethod
    def of(
        cls, kind: EventKind, cursor: Cursor, emitted_at: datetime, row: MomentRow, shared: object
    ) -> "MomentUpdate":
        """The moment, as a client sees it."""
        moment = Moment.of(row)
        return cls(cursor=cursor, emitted_at=emitted_at, kind=kind, moment=moment, shared=shared)


MomentsEvent = Annotated[
    MomentUpdate | GapNotice,
    strawberry.union("MomentsEvent", description="A moment, or word of those that are missing."),
]


@strawberry.type
class MomentSubscription:
    """The field of Subscription that gives moments."""

    @subscription
    async def moments(
        self,
        info: Info,
        stream_id: Annotated[
            strawberry.ID | None,
            argument("Only this stream's, by its id. Null is all streams."),
        ] = None,
        min_severity: MinSeverity = None,
        after: Resume = None,
        on_slow: OnSlow = SlowClient.BUFFER,
    ) -> AsyncGenerator[MomentsEvent, None]:
        """What stands out: the newest moment, if there is one, and then each as it happens.

        The feed of one stream and that of all have cursors of their own. A filter leaves out
        numbers, which is no gap. An unknown stream is an error with the code NOT_FOUND.
        """
        policy = policy_of(on_slow, SlowClient.BUFFER)
        wish = Wish(moments_source(stream_id, severities_from(min_severity)), after, policy)
        return await followed(info.context, wish, MomentUpdate.of, GapNotice.of)
