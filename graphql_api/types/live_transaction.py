"""A stream's newest transactions, as they come."""

from collections.abc import AsyncGenerator
from datetime import datetime
from functools import partial

import strawberry

from contracts.feeds import Cursor
from graphql_api.bounds import checked_count
from graphql_api.queries.transactions import TransactionRow
from graphql_api.types.arguments import First, Info, StreamId
from graphql_api.types.described import subscription
from graphql_api.types.live import EventKind, LiveEvent, Shared
from graphql_api.types.paging import PAGE_DEFAULT
from graphql_api.types.reread import reread
from graphql_api.types.transaction import Transaction


@strawberry.type(description="The newest transactions of a stream.")
class TransactionsEvent(LiveEvent):
    """A list, whole. Its cursor is of the stream's metrics, and nothing takes it."""

    kind: EventKind = strawberry.field(description="An UPDATE is as whole as a SNAPSHOT.")
    transactions: list[Transaction] = strawberry.field(description="The newest first.")
    shared: Shared = None

    @classmethod
    def of(
        cls,
        first: int,
        kind: EventKind,
        cursor: Cursor,
        emitted_at: datetime,
        rows: list[TransactionRow],
        shared: object,
    ) -> "TransactionsEvent":
        """The first so many of them, as a client sees them."""
        transactions = [Transaction.of(row) for row in rows[:first]]
        return cls(
            cursor=cursor,
            emitted_at=emitted_at,
            kind=kind,
            transactions=transactions,
            shared=shared,
        )


@strawberry.type
class TransactionSubscription:
    """The field of Subscription that gives transactions."""

    @subscription
    async def transactions(
        self, info: Info, stream_id: StreamId, first: First = PAGE_DEFAULT
    ) -> AsyncGenerator[TransactionsEvent, None]:
        """The stream's newest transactions, whenever one joins them; at most 50.

        Older ones are pages of `Stream.transactions`. A client that is slow gets the newest list
        only. An unknown stream is an error with the code NOT_FOUND.
        """
        of = partial(TransactionsEvent.of, checked_count("first", first, PAGE_DEFAULT))
        return await reread(info.context, stream_id, info.context.resources.transactions, of)
