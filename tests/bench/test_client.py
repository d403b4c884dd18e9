"""The client and the follower, against a server that says what the test wants."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from bench.client import PROTOCOL, SubscriptionError, socket_url, subscribe
from bench.follower import Follower, stopped
from bench.histories import Followed
from contracts.feeds import Cursor, FeedKind

EPOCH = "0123456789abcdef"
Talk = Callable[[ServerConnection, dict[str, Any]], Awaitable[None]]


@asynccontextmanager
async def a_server(talk: Talk) -> AsyncIterator[int]:
    """The port of a server that acknowledges, takes one operation and lets `talk` answer it."""

    async def handle(socket: ServerConnection) -> None:
        assert json.loads(await socket.recv()) == {"type": "connection_init"}
        await socket.send(json.dumps({"type": "connection_ack"}))
        await talk(socket, json.loads(await socket.recv())["payload"])

    async with serve(handle, "127.0.0.1", 0, subprotocols=[PROTOCOL]) as server:
        yield next(iter(server.sockets)).getsockname()[1]


async def say(socket: ServerConnection, message_type: str, payload: object = None) -> None:
    await socket.send(json.dumps({"id": "1", "type": message_type, "payload": payload}))


def a_minute(seq: int, kind: str = "UPDATE") -> dict[str, Any]:
    return {
        "__typename": "MetricsUpdate",
        "cursor": f"{EPOCH}.{seq}",
        "emittedAt": "2024-01-06T12:00:00+00:00",
        "kind": kind,
        "window": {"timestamp": "2024-01-06T12:00:00+00:00", "revision": seq},
    }


async def events_of(port: int) -> list[dict[str, Any]]:
    async with subscribe(socket_url(port), "subscription { x }", {"n": 1}) as events:
        return [event async for event in events]


async def test_events_come_until_the_server_completes() -> None:
    async def talk(socket: ServerConnection, operation: dict[str, Any]) -> None:
        assert operation == {"query": "subscription { x }", "variables": {"n": 1}}
        await say(socket, "next", {"data": {"x": {"n": 1}}})
        await say(socket, "ping")
        assert json.loads(await socket.recv())["type"] == "pong"
        await say(socket, "next", {"data": {"x": {"n": 2}}})
        await say(socket, "complete")

    async with a_server(talk) as port:
        assert await events_of(port) == [{"n": 1}, {"n": 2}]


@pytest.mark.parametrize(
    ("message_type", "payload"),
    [
        ("error", [{"message": "NOT_FOUND"}]),
        ("next", {"data": None, "errors": [{"message": "NOT_FOUND"}]}),
    ],
)
async def test_an_error_is_raised(message_type: str, payload: object) -> None:
    async def talk(socket: ServerConnection, _operation: dict[str, Any]) -> None:
        await say(socket, message_type, payload)
        await socket.wait_closed()

    async with a_server(talk) as port:
        with pytest.raises(SubscriptionError, match="NOT_FOUND"):
            await events_of(port)


async def test_a_follower_comes_back_with_its_last_cursor() -> None:
    asked: list[object] = []

    async def talk(socket: ServerConnection, operation: dict[str, Any]) -> None:
        asked.append(operation["variables"]["after"])
        if len(asked) == 1:
            await say(socket, "next", {"data": {"metrics": a_minute(3, "SNAPSHOT")}})
            await say(socket, "next", {"data": {"metrics": a_minute(4)}})
            socket.transport.abort()
        else:
            await say(socket, "next", {"data": {"metrics": a_minute(5)}})
            await socket.wait_closed()

    async with a_server(talk) as port:
        follower = Follower(Followed(FeedKind.METRICS, "xqc"), port)
        task = asyncio.create_task(follower.follow())
        async with asyncio.timeout(10):
            while len(follower.deliveries) < 3:
                await asyncio.sleep(0.01)
        await stopped(task)
    assert asked == [None, f"{EPOCH}.4"]
    assert [one.cursor.seq for one in follower.deliveries] == [3, 4, 5]
    assert [one.kind for one in follower.deliveries] == ["SNAPSHOT", "UPDATE", "UPDATE"]
    assert follower.deliveries[-1].says == ("2024-01-06T12:00:00", 5)
    assert (follower.connections, follower.position) == (2, Cursor(EPOCH, 5))
