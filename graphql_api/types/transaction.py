"""What was bought and given."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Annotated, Any, Final

import strawberry

from graphql_api.context import Context
from graphql_api.queries.transactions import TransactionRow
from graphql_api.types.arguments import AFTER
from graphql_api.types.described import argument, enum_value
from graphql_api.types.paging import (
    Connection,
    Paging,
    connection_of,
    read_text,
    read_time,
    to_cursor,
)

_CURSOR: Final = ("transactions", read_time, read_text)


@strawberry.enum(description="What was bought or given.")
class TransactionKind(Enum):
    """The kinds of `contracts.events.TransactionKind`."""

    BITS = enum_value("bits", "A cheer; its quantity is in bits.")
    SUB = enum_value("sub", "A first subscription; its quantity is in months, so 1.")
    RESUB = enum_value("resub", "A subscription went on; its quantity is all months so far.")
    GIFT = enum_value("gift", "A subscription for another; its quantity is the months given.")
    UPGRADE = enum_value(
        "upgrade", "A gifted or Prime subscription becomes a paid one; its quantity is 1."
    )
    CHARITY = enum_value("charity", "A donation to a charity; its quantity is 1.")


@strawberry.type(description="Bits, a subscription, a gift or a donation.")
class Transaction:
    """One transaction."""

    id: strawberry.ID = strawberry.field(description="Twitch's id of it, unique in its stream.")
    timestamp: datetime = strawberry.field(description="When it happened.")
    kind: TransactionKind = strawberry.field(description="What it is.")
    login: str | None = strawberry.field(
        description="Who paid, by login; null for an anonymous giver."
    )
    display_name: str | None = strawberry.field(
        description="Who paid, as they write it; null for an anonymous giver."
    )
    recipient: str | None = strawberry.field(
        description="Who was given it, by login; null when it is for the channel itself."
    )
    quantity: int = strawberry.field(description="How much, in the kind's own unit.")
    tier: str | None = strawberry.field(
        description="Twitch's plan: `1000`, `2000`, `3000` or `Prime`; null where there is none."
    )
    amount: float | None = strawberry.field(
        description="Its worth in `currency`; null where Twitch states none."
    )
    currency: str | None = strawberry.field(description="`USD`; null where there is no amount.")

    @classmethod
    def of(cls, row: TransactionRow) -> "Transaction":
        """The row, as a client sees it."""
        return cls(
            id=strawberry.ID(row.event_id),
            timestamp=row.timestamp,
            kind=TransactionKind(row.kind),
            login=row.username,
            display_name=row.display_name,
            recipient=row.recipient,
            quantity=row.quantity,
            tier=row.tier,
            amount=row.amount,
            currency=row.currency,
        )


def _page_fits(arguments: Mapping[str, Any]) -> None:
    Paging.of(arguments).cut(*_CURSOR)


TransactionsAfter = Annotated[str | None, argument(AFTER, check=_page_fits)]


async def transactions_of(
    context: Context, stream_id: str, paging: Paging
) -> Connection[Transaction]:
    """A page of the stream's transactions."""
    page = await context.load.transactions.load((stream_id, paging.cut(*_CURSOR)))
    return connection_of(
        page,
        [
            (to_cursor(_CURSOR[0], row.timestamp, row.event_id), Transaction.of(row))
            for row in page.rows
        ],
    )
