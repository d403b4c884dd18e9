"""`chat_summary_minute` -> who wrote most."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Double, Subquery, cast, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import chat_summary_minute, chatters
from graphql_api.queries.spans import Span, spans_table, within


@dataclass(frozen=True, slots=True)
class ChatterRow:
    """A chatter's place in a span. `share` is their part of all its messages, from 0 to 1."""

    rank: int
    login: str
    display_name: str
    message_count: int
    share: float
    subscriber_months: int | None
    is_first_time: bool


def _ranked(spans: Sequence[Span]) -> Subquery:
    asked, minute = spans_table(spans), chat_summary_minute.c
    messages = func.sum(minute.message_count)
    newest_first = aggregate_order_by(minute.subscriber_months, minute.timestamp.desc())
    order = (messages.desc(), minute.username.collate("C"))
    return (
        select(
            asked.c.i,
            minute.username,
            cast(messages, BigInteger).label("message_count"),
            cast(messages / func.sum(messages).over(partition_by=asked.c.i), Double).label("share"),
            func.array_agg(newest_first)[1].label("subscriber_months"),
            func.bool_or(minute.is_first_time).label("is_first_time"),
            func.row_number().over(partition_by=asked.c.i, order_by=order).label("rank"),
        )
        .join_from(asked, chat_summary_minute, within(asked, chat_summary_minute))
        .group_by(asked.c.i, minute.username)
        .subquery("ranked")
    )


async def top_chatters_by_span(
    connection: AsyncConnection, spans: Sequence[Span], first: int
) -> list[list[ChatterRow]]:
    """The `first` busiest chatters of each span, the busiest first; equals in order of login.

    Subscriber months are those of the chatter's newest minute in the span.
    """
    ranked = _ranked(spans)
    rows = await connection.execute(
        select(
            ranked.c.i,
            ranked.c.rank,
            ranked.c.username,
            func.coalesce(chatters.c.display_name, ranked.c.username),
            ranked.c.message_count,
            ranked.c.share,
            ranked.c.subscriber_months,
            ranked.c.is_first_time,
        )
        .join_from(ranked, chatters, chatters.c.login == ranked.c.username, isouter=True)
        .where(ranked.c.rank <= first)
        .order_by(ranked.c.i, ranked.c.rank)
    )
    tops: list[list[ChatterRow]] = [[] for _ in spans]
    for i, *row in rows:
        tops[i - 1].append(ChatterRow(*row))
    return tops
