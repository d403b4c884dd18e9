"""A client of GraphQL subscriptions over graphql-transport-ws, for tests and benches.

async with subscribe("ws://127.0.0.1:8000/graphql", query, {"id": "xqc"}) as events:
    async for payload in events:
        payload["data"]
"""

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager
from typing import Any, Final

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PROTOCOL: Final = Subprotocol("graphql-transport-ws")

Payload = dict[str, Any]
"""What one event holds: `data`, and `errors` where there are any."""


class RefusedError(Exception):
    """The operation was refused; `errors` are GraphQL's."""

    def __init__(self, errors: list[Payload]) -> None:
        super().__init__(errors)
        self.errors = errors

    @property
    def codes(self) -> list[str]:
        """The `extensions.code` of each error."""
        return [error["extensions"]["code"] for error in self.errors]


class Socket:
    """One socket, which may carry many operations."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def send(self, message: Mapping[str, Any]) -> None:
        """Send one message."""
        await self.connection.send(orjson.dumps(message).decode())

    async def receive(self) -> Payload:
        """The next message.

        Raises:
            ConnectionClosed: by `websockets`: there is none.
        """
        message: Payload = orjson.loads(await self.connection.recv())
        return message

    async def begin(
        self, query: str, variables: Mapping[str, Any] | None = None, operation: str = "1"
    ) -> None:
        """Begin an operation."""
        payload = {"query": query, "variables": dict(variables or {})}
        await self.send({"type": "subscribe", "id": operation, "payload": payload})

    async def events(self, operation: str = "1") -> AsyncGenerator[Payload, None]:
        """What the operation gives, until it is complete. Nobody else may receive meanwhile.

        Raises:
            RefusedError: it was refused.
            ConnectionClosed: by `websockets`: the socket is gone.
        """
        while True:
            message = await self.receive()
            if message.get("id") != operation:
                continue
            if message["type"] == "error":
                raise RefusedError(message["payload"])
            if message["type"] == "complete":
                return
            yield message["payload"]


@asynccontextmanager
async def opened(url: str, **options: Any) -> AsyncIterator[Socket]:  # noqa: ANN401
    """A socket that the server has acknowledged; `options` go to `websockets.connect`."""
    options = {"subprotocols": [PROTOCOL], "compression": None, "max_size": 2**24, **options}
    async with connect(url, **options) as connection:
        socket = Socket(connection)
        await socket.send({"type": "connection_init"})
        acknowledged = await socket.receive()
        if acknowledged["type"] != "connection_ack":
            raise RuntimeError(f"the server began with {acknowledged}")
        yield socket


@asynccontextmanager
async def subscribe(
    url: str,
    query: str,
    variables: Mapping[str, Any] | None = None,
    **options: Any,  # noqa: ANN401 - as `websockets` takes them
) -> AsyncIterator[AsyncGenerator[Payload, None]]:
    """The events of one subscription on a socket of its own; the url is `ws://host/graphql`."""
    async with opened(url, **options) as socket:
        await socket.begin(query, variables)
        async with aclosing(socket.events()) as events:
            yield events
