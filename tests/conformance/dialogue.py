"""What the suite says to a server, and how it listens."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

import orjson
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from tests.live_client import PROTOCOL, Payload, Socket, opened

STREAM: Final = '{ stream(id: "xqc") { id } }'
STREAM_DATA: Final = {"stream": {"id": "xqc"}}
METRICS: Final = 'subscription { metrics(streamId: "xqc") { ... on LiveEvent { cursor } } }'
SECONDS: Final = 20


@asynccontextmanager
async def silent(url: str, **options: Any) -> AsyncIterator[Socket]:  # noqa: ANN401 - `connect` has them
    """A socket on which nothing was said yet."""
    options = {"subprotocols": [PROTOCOL], "compression": None, **options}
    async with connect(url, **options) as connection:
        yield Socket(connection)


@asynccontextmanager
async def acknowledged(url: str) -> AsyncIterator[Socket]:
    """A socket that is ready for operations, with an end to all waiting."""
    async with asyncio.timeout(SECONDS), opened(url) as socket:
        yield socket


async def code_of_close(socket: Socket) -> int | None:
    """The code with which the server closes; what it says before is passed over."""
    async with asyncio.timeout(SECONDS):
        try:
            while True:
                await socket.receive()
        except ConnectionClosed:
            return socket.connection.close_code


async def say(socket: Socket, words: object) -> None:
    """Send a text or bytes as they are, anything else as JSON."""
    data = words if isinstance(words, str | bytes) else orjson.dumps(words).decode()
    await socket.connection.send(data)


async def messages_until_pong(socket: Socket) -> list[Payload]:
    """What the server says before it answers a ping: all that was under way."""
    await socket.send({"type": "ping"})
    said = []
    while (message := await socket.receive())["type"] != "pong":
        said.append(message)
    return said


async def is_well(socket: Socket) -> bool:
    """Whether the socket still serves operations."""
    await socket.begin(STREAM, operation="still there?")
    answers = [answer["data"] async for answer in socket.events("still there?")]
    return answers == [STREAM_DATA]
