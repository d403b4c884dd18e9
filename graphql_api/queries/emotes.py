"""`emote_minute` and `chatter_emote_minute` -> which emotes were used most, and by how many."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Subquery, cast, func, select
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import TableValuedAlias

from db.tables import chatter_emote_minute, emote_minute, emotes
from graphql_api.queries.spans import Span, spans_table, within


@dataclass(frozen=True, slots=True)
class EmoteRow:
    """An emote's place in a span. `emote_id` is its provider's own id, null where unknown."""

    rank: int
    emote: str
    provider: str
    usage_count: int
    chatter_count: int
    emote_id: str | None


def _ranked(asked: TableValuedAlias, first: int) -> Subquery:
    minute = emote_minute.c
    uses = func.sum(minute.usage_count)
    order = (uses.desc(), minute.emote.collate("C"), minute.provider.collate("C"))
    ranked = (
        select(
            asked.c.i,
            minute.emote,
            minute.provider,
            cast(uses, BigInteger).label("usage_count"),
            func.row_number().over(partition_by=asked.c.i, order_by=order).label("rank"),
        )
        .join_from(asked, emote_minute, within(asked, emote_minute))
        .group_by(asked.c.i, minute.emote, minute.provider)
        .subquery("ranked")
    )
    return select(ranked).where(ranked.c.rank <= first).subquery("top")


def _users(asked: TableValuedAlias) -> Subquery:
    # A minute's chatter_count cannot be added up: who used it in two minutes is one chatter.
    minute = chatter_emote_minute.c
    return (
        select(asked.c.i, minute.emote, func.count(minute.username.distinct()).label("chatters"))
        .join_from(asked, chatter_emote_minute, within(asked, chatter_emote_minute))
        .group_by(asked.c.i, minute.emote)
        .subquery("users")
    )


async def top_emotes_by_span(
    connection: AsyncConnection, spans: Sequence[Span], first: int
) -> list[list[EmoteRow]]:
    """The `first` most used emotes of each span, the most used first; equals in order of name."""
    asked = spans_table(spans)
    top, users = _ranked(asked, first), _users(spans_table(spans))
    used = (users.c.i == top.c.i) & (users.c.emote == top.c.emote)
    known = (emotes.c.emote == top.c.emote) & (emotes.c.provider == top.c.provider)
    rows = await connection.execute(
        select(
            top.c.i,
            top.c.rank,
            top.c.emote,
            top.c.provider,
            top.c.usage_count,
            func.coalesce(users.c.chatters, 0),
            emotes.c.emote_id,
        )
        .select_from(
            top.join(users, used, isouter=True).join(emotes, known, isouter=True),
        )
        .order_by(top.c.i, top.c.rank)
    )
    tops: list[list[EmoteRow]] = [[] for _ in spans]
    for i, *row in rows:
        tops[i - 1].append(EmoteRow(*row))
    return tops
