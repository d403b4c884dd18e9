"""A stream's minutes, as they change."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Annotated

import strawberry

from contracts.feeds import Cursor
from graphql_api.live.follow import Wish
from graphql_api.live.sources import metrics_source
from graphql_api.queries.spans import MINUTE
from graphql_api.queries.windows import Window
from graphql_api.types.arguments import Info, StreamId
from graphql_api.types.described import subscription
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
from graphql_api.types.metric import MetricWindow


@strawberry.type(description="A minute of a stream, as it is now.")
class MetricsUpdate(LiveEvent):
    """A window; of two with the same timestamp the higher revision is newer."""

    kind: EventKind = strawberry.field(description="SNAPSHOT is the newest minute.")
    window: MetricWindow = strawberry.field(description="The minute.")
    shared: Shared = None

    @classmethod
    def of(
        cls, kind: EventKind, cursor: Cursor, emitted_at: datetime, row: Window, shared: object
    ) -> "MetricsUpdate":
        """The minute, as a client sees it."""
        window = MetricWindow.of(row, MINUTE)
        return cls(cursor=cursor, emitted_at=emitted_at, kind=kind, window=window, shared=shared)


MetricsEvent = Annotated[
    MetricsUpdate | GapNotice,
    strawberry.union("MetricsEvent", description="A minute, or word of those that are missing."),
]


@strawberry.type
class MetricSubscription:
    """The field of Subscription that gives metrics."""

    @subscription
    async def metrics(
        self,
        info: Info,
        stream_id: StreamId,
        after: Resume = None,
        on_slow: OnSlow = SlowClient.LATEST,
    ) -> AsyncGenerator[MetricsEvent, None]:
        """A stream's minutes: the newest, and then each change of any, in order and once.

        An unknown stream is an error with the code NOT_FOUND.
        """
        policy = policy_of(on_slow, SlowClient.LATEST)
        wish = Wish(metrics_source(stream_id), after, policy)
        return await followed(info.context, wish, MetricsUpdate.of, GapNotice.of)
