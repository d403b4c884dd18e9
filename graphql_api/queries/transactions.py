"""`transactions` -> pages of what was bought and given, the newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Column, Double, Text, cast, func, literal, select, true
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import transactions
from graphql_api.queries.pages import Cut, Page, page_of


@dataclass(frozen=True, slots=True)
class TransactionRow:
    """One transaction; `amount` in its currency, null where none was stated."""

    event_id: str
    timestamp: datetime
    username: str | None
    display_name: str | None
    recipient: str | None
    kind: str
    quantity: int
    tier: str | None
    amount: float | None
    currency: str | None


async def transactions_by_stream_id(
    connection: AsyncConnection, stream_ids: Sequence[str], cut: Cut
) -> list[Page[TransactionRow]]:
    """A page of each stream's transactions, the newest first; equals in falling order of id.

    A transaction's place is its time and event id.
    """
    streams = (
        func.unnest(literal(list(stream_ids), ARRAY(Text)))
        .table_valued(Column("stream_id", Text), with_ordinality="i", name="streams")
        .render_derived()
    )
    own = transactions.c
    of_stream = select(transactions).where(own.stream_id == streams.c.stream_id)
    page = cut.of(of_stream, (own.timestamp, own.event_id), falls=True).lateral("page")
    columns = [
        cast(page.c.amount, Double) if name == "amount" else page.c[name]
        for name in TransactionRow.__dataclass_fields__
    ]
    rows = await connection.execute(
        select(streams.c.i, *columns)
        .join_from(streams, page, true())
        .order_by(streams.c.i, *cut.order((page.c.timestamp, page.c.event_id), falls=True))
    )
    found: list[list[TransactionRow]] = [[] for _ in stream_ids]
    for i, *row in rows:
        found[i - 1].append(TransactionRow(*row))
    return [page_of(rows_of_stream, cut) for rows_of_stream in found]
