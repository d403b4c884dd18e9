"""A channel, with all that is known of it by nesting."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, cast

import strawberry

from graphql_api.bounds import is_stream_id
from graphql_api.queries.connect import connected
from graphql_api.queries.pages import Cut
from graphql_api.queries.streams import Order, RankedStream, streams_page
from graphql_api.ranges import checked_range
from graphql_api.types.arguments import AFTER, Before, First, From, Info, Last, StreamId, To
from graphql_api.types.chatter import Chatter, top_chatters_of
from graphql_api.types.described import argument, enum_value, field
from graphql_api.types.emote import EmoteUsage, top_emotes_of
from graphql_api.types.metric import (
    MetricsAsked,
    MetricSeries,
    MetricWindow,
    StepOrAuto,
    StepOrMinute,
    metrics_of,
    series_of,
)
from graphql_api.types.moment import (
    MinSeverity,
    Moment,
    MomentsAfter,
    MomentsAsked,
    Types,
    moments_of_stream,
)
from graphql_api.types.paging import (
    PAGE_DEFAULT,
    Connection,
    Paging,
    connection_of,
    read_text,
    to_cursor,
)
from graphql_api.types.step import Step
from graphql_api.types.transaction import Transaction, TransactionsAfter, transactions_of


@strawberry.type
class StreamFacts:
    """A StreamRow, whose fields are read by name."""

    stream_id: strawberry.ID = strawberry.field(
        name="id", description="The channel's login in lower case, such as `xqc`."
    )
    channel: str = strawberry.field(description="The channel's name.")
    title: str | None = strawberry.field(description="The stream's title; null when not known.")
    category: str | None = strawberry.field(
        description="What is streamed, such as a game; null when not known."
    )
    language: str | None = strawberry.field(
        description="The language as Twitch names it, such as `en`; null when not known."
    )
    live: bool | None = strawberry.field(
        description="Whether the channel is online, as last heard. Null: never heard, only chat is."
    )
    started_at: datetime | None = strawberry.field(
        description="When it last went online; null when not known."
    )
    last_seen_at: datetime = strawberry.field(description="When its newest event happened.")


@strawberry.type(description="A tracked channel.")
class Stream(StreamFacts):
    """A channel with all that is known of it; any of these may be the StreamRow itself."""

    @field
    async def metrics(
        self, info: Info, from_: From = None, to: To = None, step: StepOrMinute = Step.MINUTE
    ) -> list[MetricWindow]:
        """Its windows in the order of time; only those in which something was observed."""
        return await metrics_of(info.context, self.stream_id, checked_range(from_, to), step)

    @field
    async def series(
        self,
        info: Info,
        metrics: MetricsAsked,
        from_: From = None,
        to: To = None,
        step: StepOrAuto = Step.AUTO,
    ) -> list[MetricSeries]:
        """Its metrics in columns, ready to draw: one series a metric."""
        span = await info.context.span(self.stream_id, checked_range(from_, to))
        return await series_of(info.context, span, metrics, step) if span else []

    @field
    async def moments(
        self,
        info: Info,
        types: Types = None,
        min_severity: MinSeverity = None,
        from_: From = None,
        to: To = None,
        first: First = PAGE_DEFAULT,
        after: MomentsAfter = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Moment]:
        """What stood out in it, the newest first."""
        paging = Paging(first, after, last, before)
        asked = MomentsAsked.of(types, min_severity, checked_range(from_, to), paging)
        return await moments_of_stream(info.context, self.stream_id, asked)

    @field
    async def top_chatters(
        self, info: Info, from_: From = None, to: To = None, first: First = 10
    ) -> list[Chatter]:
        """Who sent the most messages in it, the busiest first."""
        asked = checked_range(from_, to)
        return await top_chatters_of(info.context, self.stream_id, asked, first)

    @field
    async def top_emotes(
        self, info: Info, from_: From = None, to: To = None, first: First = 10
    ) -> list[EmoteUsage]:
        """Which emotes were used most in it, the most used first."""
        asked = checked_range(from_, to)
        return await top_emotes_of(info.context, self.stream_id, asked, first)

    @field
    async def transactions(
        self,
        info: Info,
        first: First = PAGE_DEFAULT,
        after: TransactionsAfter = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[Transaction]:
        """All that was bought and given in it, the newest first."""
        paging = Paging(first, after, last, before)
        return await transactions_of(info.context, self.stream_id, paging)


@strawberry.enum(
    description=(
        "By what streams are ordered, the highest first. Values are those of a stream's newest "
        "final minute; streams without a value come last, and equals stand in the order of id."
    )
)
class StreamOrder(Enum):
    """The values of `queries.streams.Order`."""

    VIEWERS = enum_value("viewers", "Mean viewers of that minute.")
    CHAT_RATE = enum_value("chat_rate", "Messages in that minute.")
    SENTIMENT = enum_value("sentiment", "Mean sentiment of that minute, the most positive first.")
    MOMENTS = enum_value("moments", "How many moments the last 24 h of the stream's own data hold.")
    GROWTH = enum_value("growth", "Viewers of that minute less those of the minute an hour before.")
    NAME = enum_value("name", "The id, from a to z.")


def _order_of(asked: StreamOrder | None) -> Order:
    return Order((asked or StreamOrder.VIEWERS).value)


def _cut(order: Order, paging: Paging) -> Cut:
    return paging.cut(order.value, float, read_text)


def _page_fits(arguments: Mapping[str, Any]) -> None:
    _cut(_order_of(arguments.get("orderBy")), Paging.of(arguments))


StreamsAfter = Annotated[str | None, argument(AFTER, check=_page_fits)]


@strawberry.type
class StreamQuery:
    """The fields of Query that give streams."""

    @field
    async def streams(
        self,
        info: Info,
        first: First = PAGE_DEFAULT,
        after: StreamsAfter = None,
        last: Last = None,
        before: Before = None,
        live: Annotated[
            bool | None,
            argument("Only those online, or only those offline, as last heard. Null is all."),
        ] = None,
        order_by: Annotated[
            StreamOrder | None, argument("By what they are ordered. Null is the default.")
        ] = StreamOrder.VIEWERS,
    ) -> Connection[Stream]:
        """The tracked channels.

        A cursor keeps its place when channels are added; as values move on, a channel may move
        across it.
        """
        order = _order_of(order_by)
        cut = _cut(order, Paging(first, after, last, before))
        async with connected(info.context.resources.engine) as connection:
            page = await streams_page(connection, order, cut, live=live)
        return connection_of(page, [_node(order, ranked) for ranked in page.rows])

    @field
    async def stream(
        self,
        info: Info,
        id: StreamId,  # noqa: A002 - the argument's name in the schema
    ) -> Stream | None:
        """One channel by its id; null when it is not tracked."""
        row = await info.context.load.stream.load(id) if is_stream_id(id) else None
        return cast("Stream | None", row)


def _node(order: Order, ranked: RankedStream) -> tuple[str, Stream]:
    cursor = to_cursor(order.value, ranked.rank, ranked.stream.stream_id)
    return cursor, cast("Stream", ranked.stream)
