"""Who writes most."""

import strawberry

from graphql_api.bounds import checked_count
from graphql_api.context import Context
from graphql_api.queries.chatters import ChatterRow
from graphql_api.ranges import Range, checked_range
from graphql_api.types.arguments import First, From, Info, StreamId, To
from graphql_api.types.described import field


@strawberry.type(description="A chatter's place among those of a stream over a range.")
class Chatter:
    """One line of the leaderboard."""

    login: strawberry.ID = strawberry.field(description="The chatter's login, in lower case.")
    display_name: str = strawberry.field(
        description="The name as they write it; the login where it is not known."
    )
    message_count: int = strawberry.field(description="Messages sent in the range.")
    share: float = strawberry.field(
        description="Their part of all messages of the range, from 0 to 1."
    )
    subscriber_months: int | None = strawberry.field(
        description="Months subscribed, as of their newest minute; null when not subscribed."
    )
    is_first_time: bool = strawberry.field(
        description="Whether Twitch marked a message of the range as their first in the channel."
    )
    rank: int = strawberry.field(
        description="1 is the most messages; equal counts stand in the order of login."
    )

    @classmethod
    def of(cls, row: ChatterRow) -> "Chatter":
        """The row, as a client sees it."""
        return cls(
            login=strawberry.ID(row.login),
            display_name=row.display_name,
            message_count=row.message_count,
            share=row.share,
            subscriber_months=row.subscriber_months,
            is_first_time=row.is_first_time,
            rank=row.rank,
        )


async def top_chatters_of(
    context: Context, stream_id: str, asked: Range, first: int | None
) -> list[Chatter]:
    """The stream's leaderboard."""
    count = checked_count("first", first, 10)
    top = await context.top(stream_id, asked)
    rows = await context.load.top_chatters.load(top) if top else []
    return [Chatter.of(row) for row in rows[:count]]


@strawberry.type
class ChatterQuery:
    """The field of Query that gives chatters."""

    @field
    async def top_chatters(
        self,
        info: Info,
        stream_id: StreamId,
        from_: From = None,
        to: To = None,
        first: First = 10,
    ) -> list[Chatter]:
        """Who sent the most messages, the busiest first. Empty for an unknown stream."""
        return await top_chatters_of(info.context, stream_id, checked_range(from_, to), first)
