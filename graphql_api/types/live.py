"""What all live events share: their kinds, cursors and gaps, and how one is followed."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from enum import Enum
from typing import Annotated, TypeVar

import strawberry

from contracts.feeds import Cursor
from graphql_api.context import Context
from graphql_api.live import ring
from graphql_api.live.follow import Gap, Snapshot, Update, Wish, follow
from graphql_api.live.records import Row
from graphql_api.types.described import enum_value

Event = TypeVar("Event")

Shared = strawberry.Private[object | None]
"""What the event was made from, and all of it: who has an equal one is given an equal answer."""


@strawberry.enum(description="Whether an event tells how things stand, or what changed.")
class EventKind(Enum):
    """The two kinds of events."""

    SNAPSHOT = enum_value("snapshot", "How things stand: first, and after a gap that needs it.")
    UPDATE = enum_value("update", "The next change.")


@strawberry.enum(description="Why updates are missing.")
class GapReason(Enum):
    """The values of `live.follow.GapReason`."""

    EXPIRED = enum_value(
        "expired", "The log does not reach back to the cursor any more. A SNAPSHOT follows."
    )
    SLOW_CLIENT = enum_value(
        "slow_client", "Updates came faster than they were taken. What follows goes on from `to`."
    )
    NEW_EPOCH = enum_value(
        "new_epoch", "The data was reset: older cursors mean nothing. A SNAPSHOT follows."
    )


@strawberry.enum(description="What is done for a client that takes updates too slowly.")
class SlowClient(Enum):
    """The values of `live.ring.SlowClient`."""

    LATEST = enum_value(
        "latest",
        "Of what waits, only the newest of each window or moment is kept; a final one always.",
    )
    BUFFER = enum_value(
        "buffer", "Up to 1000 updates wait; then all are dropped, and a GapNotice says so."
    )
    DISCONNECT = enum_value(
        "disconnect", "Up to 1000 updates wait; then the operation ends with code SLOW_CLIENT."
    )


@strawberry.interface(description="What every live event has.")
class LiveEvent:
    """A place and a time."""

    cursor: Cursor = strawberry.field(
        description="Just behind this event: resume `after` it. It is of this subscription's feed."
    )
    emitted_at: datetime = strawberry.field(
        description="When the update was committed, the snapshot read or the gap noticed."
    )


@strawberry.type(description="Updates are missing: they will not be given any more.")
class GapNotice(LiveEvent):
    """No gap is silent."""

    reason: GapReason = strawberry.field(description="Why they are missing.")
    from_: Cursor | None = strawberry.field(
        name="from", description="The last event before the gap; null when there was none."
    )
    to: Cursor = strawberry.field(description="The end of the gap; the same as `cursor`.")
    missed: int | None = strawberry.field(
        description=(
            "How many updates of the feed lie in it, those too that a filter leaves out. Null "
            "where the numbers of two epochs cannot be compared."
        )
    )

    @classmethod
    def of(cls, gap: Gap) -> "GapNotice":
        """The gap, as a client sees it."""
        return cls(
            cursor=gap.end,
            emitted_at=gap.noticed_at,
            reason=GapReason(gap.reason.value),
            from_=gap.start,
            to=gap.end,
            missed=gap.missed,
        )


Resume = Annotated[
    Cursor | None,
    strawberry.argument(
        description=(
            "The cursor of the last event that was given: what was missed since is replayed, and "
            "there is no SNAPSHOT. Null begins with one."
        )
    ),
]
OnSlow = Annotated[
    SlowClient | None,
    strawberry.argument(
        description="What is done when updates are taken too slowly. Null is the default."
    ),
]


def policy_of(on_slow: SlowClient | None, default: SlowClient) -> ring.SlowClient:
    """The policy that is meant."""
    return ring.SlowClient((on_slow or default).value)


Parts = Callable[[EventKind, Cursor, datetime, Row, object], Event]
"""An event of this kind, at this cursor and time, from this row, which is shared through this."""


async def followed(
    context: Context,
    wish: Wish[Row],
    event: Parts[Row, Event],
    of_gap: Callable[[Gap], Event] | None = None,
) -> AsyncGenerator[Event, None]:
    """The events of a subscription. Without `of_gap` a gap is not told: a snapshot follows it.

    Where `after` is not given, it is where the transport says that the client was.

    Raises:
        ApiError: there is nothing to follow, or it cannot be followed now.
    """
    resumed = replace(wish, after=wish.after or context.place.after)
    items = follow(context.resources.feeds, resumed)
    # What goes wrong until then is the operation's error, and no event's.
    await anext(items)

    async def events() -> AsyncGenerator[Event, None]:
        async with aclosing(items):
            async for item in items:
                if isinstance(item, Update):
                    record = item.record
                    yield event(
                        EventKind.UPDATE, record.cursor, record.emitted_at, record.row, record
                    )
                elif isinstance(item, Snapshot):
                    yield event(EventKind.SNAPSHOT, item.cursor, item.read_at, item.row, None)
                elif isinstance(item, Gap) and of_gap is not None:
                    yield of_gap(item)

    return events()
