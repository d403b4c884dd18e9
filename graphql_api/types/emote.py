"""Which emotes are used most."""

import strawberry

from graphql_api.bounds import checked_count
from graphql_api.context import Context
from graphql_api.queries.emotes import EmoteRow
from graphql_api.ranges import Range, checked_range
from graphql_api.types.arguments import First, From, Info, StreamId, To
from graphql_api.types.described import field


@strawberry.type(description="An emote's place among those of a stream over a range.")
class EmoteUsage:
    """One line of the leaderboard."""

    emote: str = strawberry.field(description="The emote's code, as it is written in chat.")
    provider: str = strawberry.field(description="Who offers the emote, such as `twitch`.")
    image_url: str | None = strawberry.field(
        description="A picture of it for a dark background; null where none is known."
    )
    usage_count: int = strawberry.field(description="Uses in the range, each one counted.")
    chatter_count: int = strawberry.field(
        description="Different chatters who used it in the range, each counted once."
    )
    rank: int = strawberry.field(
        description="1 is the most uses; equal counts stand in the order of code and provider."
    )

    @classmethod
    def of(cls, row: EmoteRow) -> "EmoteUsage":
        """The row, as a client sees it."""
        return cls(
            emote=row.emote,
            provider=row.provider,
            image_url=_image_url(row),
            usage_count=row.usage_count,
            chatter_count=row.chatter_count,
            rank=row.rank,
        )


def _image_url(row: EmoteRow) -> str | None:
    if row.provider != "twitch" or row.emote_id is None:
        return None
    return f"https://static-cdn.jtvnw.net/emoticons/v2/{row.emote_id}/default/dark/2.0"


async def top_emotes_of(
    context: Context, stream_id: str, asked: Range, first: int | None
) -> list[EmoteUsage]:
    """The stream's leaderboard."""
    count = checked_count("first", first, 10)
    top = await context.top(stream_id, asked)
    rows = await context.load.top_emotes.load(top) if top else []
    return [EmoteUsage.of(row) for row in rows[:count]]


@strawberry.type
class EmoteQuery:
    """The field of Query that gives emotes."""

    @field
    async def top_emotes(
        self,
        info: Info,
        stream_id: StreamId,
        from_: From = None,
        to: To = None,
        first: First = 10,
    ) -> list[EmoteUsage]:
        """Which emotes were used most, the most used first. Empty for an unknown stream."""
        return await top_emotes_of(info.context, stream_id, checked_range(from_, to), first)
