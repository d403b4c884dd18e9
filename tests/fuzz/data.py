"""What the fuzzed API has stored: two streams with an hour and a half of everything."""

import asyncio
from collections.abc import Iterator
from typing import Final

from db.engine import Database, make_engine
from tests.graphql_api.rows import (
    Row,
    a_batch,
    a_chatter,
    a_chatter_emote_minute,
    a_chatter_minute,
    a_minute,
    a_moment,
    a_stream,
    a_transaction,
    an_emote_minute,
)

STREAM_IDS: Final = ("xqc", "shroud")
MINUTES: Final = 90


def moment_id(stream_id: str, at: int) -> str:
    """The id of the moment so many minutes after noon."""
    return f"{stream_id}-ü-{at}"


def _rows() -> Iterator[Row]:
    yield a_batch()
    for stream_id in STREAM_IDS:
        yield a_stream(stream_id, title="Grüße 👋\u2028", started_at=None)
        for at in range(MINUTES):
            yield a_minute(at, stream_id, message_count=at, viewer_count=at / 3 if at % 4 else None)
            yield a_chatter_minute("ada", at + 1, at, stream_id)
        for at in range(0, MINUTES, 5):
            yield a_moment(moment_id(stream_id, at), at, stream_id)
            yield a_transaction(f"{stream_id}-{at}", at, stream_id)
        for n in range(30):
            last = MINUTES - 1
            yield a_chatter_minute(f"chatter{n}", n + 1, last, stream_id)
            yield an_emote_minute(f"Emote{n}", n + 1, last, stream_id)
            yield a_chatter_emote_minute(f"chatter{n}", f"Emote{n}", n + 1, last, stream_id)
    yield a_chatter("ada", "Ada ✨")


async def _store(database: Database) -> None:
    engine = make_engine(database)
    async with engine.begin() as connection:
        for row in _rows():
            await connection.execute(row.table.insert().values(row.values))
    await engine.dispose()


def store(database: Database) -> None:
    """Write all of it."""
    asyncio.run(_store(database))
