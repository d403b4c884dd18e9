"""`feeds` -> how far a feed has come."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from contracts.feeds import Cursor
from db.tables import feeds


async def feed_top(connection: AsyncConnection, feed: str) -> Cursor | None:
    """The feed's epoch and newest number; null when nothing was written to it yet."""
    rows = await connection.execute(select(feeds.c.epoch, feeds.c.seq).where(feeds.c.feed == feed))
    row = rows.one_or_none()
    return Cursor(row.epoch, row.seq) if row else None
