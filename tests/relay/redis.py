"""What a relay leaves in Redis, and what it tells those who listen."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import orjson
from redis.asyncio import Redis

from contracts.redis_names import LOG_RECORD, feed_channel, log_key, relay_status_key
from contracts.relay import RelayStatus
from tests.cli.processes import until
from tests.relay.records import EPOCH, FEED

Valkey = tuple[str, int]


def a_client(valkey: Valkey) -> Redis:
    return Redis(host=valkey[0], port=valkey[1])


async def read_log(redis: Redis, feed: str = FEED, epoch: str = EPOCH) -> list[int]:
    """The seqs in a feed's log; each entry is the record of its id."""
    entries = await entries_of(redis, feed, epoch)
    ids = [int(name.removesuffix(b"-0")) for name, _ in entries]
    records = [orjson.loads(fields[LOG_RECORD.encode()]) for _, fields in entries]
    assert [record["seq"] for record in records] == ids
    return ids


async def entries_of(
    redis: Redis, feed: str = FEED, epoch: str = EPOCH
) -> list[tuple[bytes, dict[bytes, bytes]]]:
    """The entries of a feed's log: id and fields."""
    entries = await redis.xrange(log_key(feed, epoch))
    return cast(list[tuple[bytes, dict[bytes, bytes]]], entries)


async def until_log(redis: Redis, *seqs: int, feed: str = FEED, epoch: str = EPOCH) -> None:
    """Wait until the feed's log holds just these."""

    async def holds() -> bool:
        return await read_log(redis, feed, epoch) == list(seqs)

    await until(holds)


async def status_of(redis: Redis, relay: str) -> RelayStatus | None:
    told = await redis.get(relay_status_key(relay))
    return RelayStatus.model_validate_json(told) if told else None


class Heard:
    """The seqs that were published on a feed's channel, in order."""

    def __init__(self) -> None:
        self.seqs: list[int] = []


@asynccontextmanager
async def listening(redis: Redis, feed: str = FEED) -> AsyncIterator[Heard]:
    heard = Heard()

    async def listen() -> None:
        async for message in listener.listen():
            if message["type"] == "message":
                heard.seqs.append(orjson.loads(message["data"])["seq"])

    async with redis.pubsub() as listener:
        await listener.subscribe(feed_channel(feed))
        await listener.get_message(timeout=60)  # it is subscribed only now
        task = asyncio.create_task(listen())
        try:
            yield heard
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
