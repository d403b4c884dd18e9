"""What stood out, and why."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, cast

import strawberry

from graphql_api.bounds import checked_first, is_storable
from graphql_api.context import Context
from graphql_api.queries.connect import connected
from graphql_api.queries.moments import MomentPage, MomentRow, moment_by_id, moments_of_all
from graphql_api.queries.pages import Page
from graphql_api.queries.spans import MINUTE, newest_minute
from graphql_api.ranges import Range, checked_range
from graphql_api.types.arguments import After, First, From, Info, To
from graphql_api.types.contributors import Contributors, SampleMessage
from graphql_api.types.described import enum_value, field
from graphql_api.types.paging import Connection, connection_of, from_cursor, read_time, to_cursor

if TYPE_CHECKING:
    from graphql_api.types.stream import Stream

_CURSOR = "moments"


@strawberry.enum(description="What kind of thing stood out.")
class MomentType(Enum):
    """The detectors' kinds."""

    CHAT_SPIKE = enum_value("chat_spike", "Far more messages a minute than before.")
    VIEWER_DROP = enum_value("viewer_drop", "Far fewer viewers than before.")


@strawberry.enum(description="How much a moment stands out, from the least to the most.")
class Severity(Enum):
    """In rising order."""

    LOW = enum_value("low", "A score below 4.")
    MEDIUM = enum_value("medium", "A score from 4 to below 6.")
    HIGH = enum_value("high", "A score from 6 to below 10.")
    CRITICAL = enum_value("critical", "A score of 10 or more.")


@strawberry.enum(description="Whether a moment may still change.")
class MomentStatus(Enum):
    """Open or closed."""

    OPEN = enum_value("open", "It goes on: its values may still change.")
    CLOSED = enum_value("closed", "It is over.")


@strawberry.type(description="Something that stood out in a stream, with what explains it.")
class Moment:
    """The newest revision of a moment."""

    id: strawberry.ID = strawberry.field(description="The moment's own id.")
    stream_id: strawberry.ID = strawberry.field(description="The stream's id.")
    timestamp: datetime = strawberry.field(description="The start of the window that fired.")
    type: MomentType = strawberry.field(description="What kind of thing it is.")
    severity: Severity = strawberry.field(description="How much it stands out.")
    status: MomentStatus = strawberry.field(description="Whether it may still change.")
    score: float = strawberry.field(
        description="How far `observed` lies from `baseline`, in standard deviations."
    )
    baseline: float = strawberry.field(
        description="What was usual before: messages/min of a spike, viewers of a drop."
    )
    observed: float = strawberry.field(
        description="What was seen at the peak, in the unit of `baseline`."
    )
    started_at: datetime = strawberry.field(description="When it began.")
    peaked_at: datetime = strawberry.field(description="When it was strongest.")
    ended_at: datetime | None = strawberry.field(
        description="When it was over; null while it is open."
    )
    description: str = strawberry.field(description="What happened, in one sentence.")
    contributors: Contributors = strawberry.field(description="What it is made of.")
    sample_messages: list[SampleMessage] = strawberry.field(
        description="A few of its messages; empty where there were none."
    )
    cause: str | None = strawberry.field(
        description="What brought it about, such as a raid; null where that is not known."
    )

    @field
    async def stream(
        self, info: Info
    ) -> Annotated["Stream", strawberry.lazy("graphql_api.types.stream")] | None:
        """The stream it happened in; null when it is not listed any more."""
        # Stream's fields are StreamRow's, read by name, so the row itself is the value.
        return cast("Stream | None", await info.context.load.stream.load(self.stream_id))

    @classmethod
    def of(cls, row: MomentRow) -> "Moment":
        """The row, as a client sees it."""
        why = row.metadata
        return cls(
            id=strawberry.ID(row.moment_id),
            stream_id=strawberry.ID(row.stream_id),
            timestamp=row.timestamp,
            type=MomentType(row.moment_type),
            severity=Severity(row.severity),
            status=MomentStatus(row.status),
            score=why["score"],
            baseline=why["baseline"],
            observed=why["observed"],
            started_at=row.started_at,
            peaked_at=row.peaked_at,
            ended_at=row.ended_at,
            description=row.description,
            contributors=Contributors.of(why.get("contributors") or {}),
            sample_messages=[SampleMessage.of(one) for one in why.get("sample_messages") or []],
            cause=why.get("cause"),
        )


Types = Annotated[
    list[MomentType] | None,
    strawberry.argument(description="Only these kinds. Null is all of them."),
]
MinSeverity = Annotated[
    Severity | None,
    strawberry.argument(description="Only this severity and above. Null is all of them."),
]


def severities_from(least: Severity | None) -> tuple[str, ...] | None:
    """This severity and those above; null is all of them."""
    severities = [severity.value for severity in Severity]
    return least and tuple(severities[severities.index(least.value) :])


def moment_page(
    types: list[MomentType] | None,
    min_severity: Severity | None,
    first: int | None,
    after: str | None,
) -> MomentPage:
    """Which page of which moments these arguments ask for."""
    return MomentPage(
        first=checked_first(first, 20),
        after=from_cursor(_CURSOR, after, read_time) if after is not None else None,
        types=None if types is None else tuple(sorted({kind.value for kind in types})),
        severities=severities_from(min_severity),
    )


def _connection(page: Page[MomentRow], after: str | None) -> Connection[Moment]:
    nodes = [
        (to_cursor(_CURSOR, row.timestamp, row.moment_id), Moment.of(row)) for row in page.rows
    ]
    return connection_of(nodes, has_next=page.has_next, after=after)


async def moments_of_stream(
    context: Context, stream_id: str, asked: Range, page: MomentPage, after: str | None
) -> Connection[Moment]:
    """A page of one stream's moments."""
    span = await context.span(stream_id, asked)
    if span is None:
        return _connection(Page([], has_next=False), after)
    return _connection(await context.load.moments.load((span, page)), after)


async def _moments_of_all(
    context: Context, asked: Range, page: MomentPage, after: str | None
) -> Connection[Moment]:
    async with connected(context.resources.engine) as connection:
        newest = await newest_minute(connection)
        stretch = asked.around(newest and newest + MINUTE)
        if stretch is None:
            return _connection(Page([], has_next=False), after)
        return _connection(await moments_of_all(connection, *stretch, page), after)


@strawberry.type
class MomentQuery:
    """The fields of Query that give moments."""

    @field
    async def moments(
        self,
        info: Info,
        stream_id: Annotated[
            strawberry.ID | None,
            strawberry.argument(description="Only this stream's. Null is all streams."),
        ] = None,
        types: Types = None,
        min_severity: MinSeverity = None,
        from_: From = None,
        to: To = None,
        first: First = 20,
        after: After = None,
    ) -> Connection[Moment]:
        """What stood out, the newest first: in one stream, or in all.

        Moments belong to a range by their timestamp. Empty for an unknown stream.
        """
        page = moment_page(types, min_severity, first, after)
        asked = checked_range(from_, to)
        if stream_id is None:
            return await _moments_of_all(info.context, asked, page, after)
        return await moments_of_stream(info.context, stream_id, asked, page, after)

    @field
    async def moment(
        self,
        info: Info,
        id: Annotated[  # noqa: A002 - the argument's name in the schema
            strawberry.ID, strawberry.argument(description="The moment's own id.")
        ],
    ) -> Moment | None:
        """One moment by its id; null when there is none."""
        if not is_storable(id):
            return None
        async with connected(info.context.resources.engine) as connection:
            row = await moment_by_id(connection, id)
        return Moment.of(row) if row else None
