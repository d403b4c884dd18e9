"""What stood out, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import strawberry

from graphql_api.bounds import is_storable
from graphql_api.context import Context
from graphql_api.queries.connect import connected
from graphql_api.queries.moments import MomentPage, MomentRow, moment_by_id, moments_of_all
from graphql_api.queries.pages import Page
from graphql_api.queries.spans import MINUTE, newest_minute
from graphql_api.ranges import LAST_HOUR, Range, Stretch, checked_range
from graphql_api.types.arguments import AFTER, Before, First, From, Info, Last, To
from graphql_api.types.contributors import Contributors, SampleMessage
from graphql_api.types.described import argument, enum_value, field
from graphql_api.types.paging import (
    PAGE_DEFAULT,
    Connection,
    Paging,
    connection_of,
    read_text,
    read_time,
    to_cursor,
)

if TYPE_CHECKING:
    from graphql_api.types.stream import Stream

_CURSOR: Final = ("moments", read_time, read_text, read_time, read_time)
"""A moment's place, and the range that was walked through when its cursor was given."""


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
            score=float(why["score"]),
            baseline=float(why["baseline"]),
            observed=float(why["observed"]),
            started_at=row.started_at,
            peaked_at=row.peaked_at,
            ended_at=row.ended_at,
            description=row.description,
            contributors=Contributors.of(why.get("contributors") or {}),
            sample_messages=[SampleMessage.of(one) for one in why.get("sample_messages") or []],
            cause=why.get("cause"),
        )


Types = Annotated[
    list[MomentType] | None, argument("Only these kinds. Null is all of them, [] is none.")
]
MinSeverity = Annotated[
    Severity | None, argument("Only this severity and above. Null is all of them.")
]


def _page_fits(arguments: Mapping[str, Any]) -> None:
    Paging.of(arguments).cut(*_CURSOR)


MomentsAfter = Annotated[
    str | None,
    argument(f"{AFTER} The range of its page is kept where none is given.", check=_page_fits),
]


def severities_from(least: Severity | None) -> tuple[str, ...] | None:
    """This severity and those above; null is all of them."""
    severities = [severity.value for severity in Severity]
    return least and tuple(severities[severities.index(least.value) :])


@dataclass(frozen=True, slots=True)
class MomentsAsked:
    """Which page of which moments, and in which range."""

    page: MomentPage
    within: Range

    @classmethod
    def of(
        cls,
        types: list[MomentType] | None,
        min_severity: Severity | None,
        within: Range,
        paging: Paging,
    ) -> "MomentsAsked":
        """What these arguments mean: without a range of their own, that of the cursor's page."""
        cut = paging.cut(*_CURSOR)
        place = cut.after or cut.before
        page = MomentPage(
            cut=replace(
                cut, after=cut.after and cut.after[:2], before=cut.before and cut.before[:2]
            ),
            types=None if types is None else tuple(sorted({kind.value for kind in types})),
            severities=severities_from(min_severity),
        )
        return cls(page, Range(*place[2:]) if place and within == LAST_HOUR else within)


_NONE: Final[Page[MomentRow]] = Page([])


def _connection(page: Page[MomentRow], stretch: Stretch) -> Connection[Moment]:
    return connection_of(
        page,
        [
            (to_cursor(_CURSOR[0], row.timestamp, row.moment_id, *stretch), Moment.of(row))
            for row in page.rows
        ],
    )


async def moments_of_stream(
    context: Context, stream_id: str, asked: MomentsAsked
) -> Connection[Moment]:
    """A page of one stream's moments."""
    span = await context.span(stream_id, asked.within)
    if span is None:
        return connection_of(_NONE, [])
    page = await context.load.moments.load((span, asked.page))
    return _connection(page, (span.start, span.end))


async def _moments_of_all(context: Context, asked: MomentsAsked) -> Connection[Moment]:
    async with connected(context.resources.engine) as connection:
        newest = None if asked.within.end else await newest_minute(connection)
        stretch = asked.within.around(newest and newest + MINUTE)
        if stretch is None:
            return connection_of(_NONE, [])
        return _connection(await moments_of_all(connection, *stretch, asked.page), stretch)


@strawberry.type
class MomentQuery:
    """The fields of Query that give moments."""

    @field
    async def moments(
        self,
        info: Info,
        stream_id: Annotated[
            strawberry.ID | None,
            argument("Only this stream's, by its id. Null is all streams."),
        ] = None,
        types: Types = None,
        min_severity: MinSeverity = None,
        from_: From = None,
        to: To = None,
        first: First = PAGE_DEFAULT,
        after: MomentsAfter = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Moment]:
        """What stood out, the newest first: in one stream, or in all.

        Moments belong to a range by their timestamp. Empty for an unknown stream.
        """
        paging = Paging(first, after, last, before)
        asked = MomentsAsked.of(types, min_severity, checked_range(from_, to), paging)
        if stream_id is None:
            return await _moments_of_all(info.context, asked)
        return await moments_of_stream(info.context, stream_id, asked)

    @field
    async def moment(
        self,
        info: Info,
        id: Annotated[strawberry.ID, argument("The moment's own id.")],  # noqa: A002 - the schema's
    ) -> Moment | None:
        """One moment by its id; null when there is none."""
        if not is_storable(id):
            return None
        async with connected(info.context.resources.engine) as connection:
            row = await moment_by_id(connection, id)
        return Moment.of(row) if row else None
