"""What is left of a socket's operations when they are over: nothing."""

import asyncio
import inspect
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

import pytest

from db.engine import Database
from tests.graphql_api.pipeline import Pipeline
from tests.graphql_api.served import Api, served
from tests.live_client import Socket, opened

SUBSCRIPTIONS: Final = {
    "metrics": 'subscription { metrics(streamId: "xqc") { ... on LiveEvent { cursor } } }',
    "moments": "subscription { moments { ... on LiveEvent { cursor } } }",
    "leaderboard": 'subscription { topChatters(streamId: "xqc") { cursor } }',
    "streams": "subscription { streams { cursor } }",
    "pipeline": "subscription { pipeline { cursor } }",
}


@pytest.fixture
async def api(database: Database, valkey: tuple[str, int]) -> AsyncIterator[Api]:
    async with served(database, valkey) as api:
        yield api


async def _closes(socket: Socket) -> None:
    await socket.connection.close()


async def _vanishes(socket: Socket) -> None:
    socket.connection.transport.abort()


async def _completes(socket: Socket) -> None:
    for name in SUBSCRIPTIONS:
        await socket.send({"type": "complete", "id": name})


async def _talks_junk(socket: Socket) -> None:
    await socket.connection.send("junk")


async def _stays(look: Callable[[], Any]) -> Any:
    """What is seen when nothing of it is left, or what is still there after a while."""
    seen: Any = None
    for _ in range(500):
        seen = look()
        if inspect.isawaitable(seen):
            seen = await seen
        if not seen:
            break
        await asyncio.sleep(0.01)
    return seen


ENDS: Final = {
    "the client closes": _closes,
    "the client vanishes": _vanishes,
    "the client has enough": _completes,
    "the server closes": _talks_junk,
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
async def test_nothing_is_left_of_what_is_over(
    api: Api, pipeline: Pipeline, end: Callable[[Socket], Awaitable[None]]
) -> None:
    await pipeline.minute(0)
    await pipeline.moment("m1", 0)
    await pipeline.chatters(2, 1)
    before = asyncio.all_tasks()
    for _ in range(3):
        await _follow(api, pipeline, end)

    assert await _stays(lambda: asyncio.all_tasks() - before) == set()
    assert await _stays(pipeline.redis.pubsub_channels) == []


async def _follow(api: Api, pipeline: Pipeline, end: Callable[[Socket], Awaitable[None]]) -> None:
    """Follow all there is until each has begun, and end it so; then nobody follows anything."""
    counters = api.resources.counters
    async with opened(api.graphql) as socket:
        for name, query in SUBSCRIPTIONS.items():
            await socket.begin(query, operation=name)
        begun = set[str]()
        while begun != set(SUBSCRIPTIONS):
            begun.add((await socket.receive())["id"])
        assert len(await pipeline.redis.pubsub_channels()) == 4
        await end(socket)
        assert await _stays(lambda: counters.subscriptions) == 0
    assert await _stays(lambda: counters.sockets) == 0
