"""A client of subscriptions: one operation on a socket of its own."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PROTOCOL: Final = Subprotocol("graphql-transport-ws")
_OPERATION: Final = "1"

Variables = Mapping[str, object]
Data = dict[str, Any]


class SubscriptionError(Exception):
    """The server ended the operation with errors; they are the argument."""


class Subscription:
    """The events of one operation, until the server completes it."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def __aiter__(self) -> "Subscription":
        return self

    async def __anext__(self) -> Data:
        """The data of the next event, the operation's one field taken off.

        Raises:
            SubscriptionError: The operation failed.
            ConnectionClosed: The socket was closed or cut.
        """
        while True:
            message = json.loads(await self._socket.recv())
            match message["type"]:
                case "next":
                    return _field_of(message["payload"])
                case "error":
                    raise SubscriptionError(message["payload"])
                case "complete":
                    raise StopAsyncIteration
                case "ping":
                    await self._socket.send(json.dumps({"type": "pong"}))


def _field_of(payload: Data) -> Data:
    if payload.get("errors"):
        raise SubscriptionError(payload["errors"])
    (event,) = payload["data"].values()
    return dict(event)


@asynccontextmanager
async def subscribe(
    url: str, query: str, variables: Variables | None = None
) -> AsyncIterator[Subscription]:
    """The operation, begun; the socket is closed when the block ends.

    Raises:
        OSError: The server is not there.
        WebSocketException: It refused the socket.
    """
    async with connect(
        url, subprotocols=[PROTOCOL], compression=None, ping_interval=None, max_queue=None
    ) as socket:
        await socket.send(json.dumps({"type": "connection_init"}))
        acknowledged = json.loads(await socket.recv())
        if acknowledged["type"] != "connection_ack":
            raise SubscriptionError(acknowledged)
        operation = {"query": query, "variables": dict(variables or {})}
        await socket.send(json.dumps({"type": "subscribe", "id": _OPERATION, "payload": operation}))
        yield Subscription(socket)


def socket_url(port: int) -> str:
    """Where the API of this machine takes sockets."""
    return f"ws://127.0.0.1:{port}/graphql"
