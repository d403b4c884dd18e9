"""A connection that lasts -> one that ends soon after its key was revoked."""

import asyncio
import random
from contextlib import suppress
from typing import Final

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Send

from graphql_api.errors import ApiError
from graphql_api.resources import resources_of

AGAIN_SECONDS: Final = 5.0
"""After how long it is looked up again whether a key is good, give or take half of it."""

_FAREWELL: Final[dict[str, Message]] = {
    "http": {"type": "http.response.body", "body": b"", "more_body": False},
    "websocket": {"type": "websocket.close", "code": 4401, "reason": "this API key was revoked"},
}


async def serve_until_revoked(
    app: ASGIApp, connection: HTTPConnection, receive: Receive, send: Send
) -> None:
    """Serve it; once its key is revoked, the application hears that the client has gone."""
    client = _Client(connection, receive)
    try:
        await app(connection.scope, client.receive, send)
    finally:
        client.close()
    if client.is_revoked:
        # It may have gone in earnest meanwhile.
        with suppress(OSError, RuntimeError):
            await send(_FAREWELL[connection.scope["type"]])


class _Client:
    """What the client sends, as long as its key is good."""

    def __init__(self, connection: HTTPConnection, receive: Receive) -> None:
        self.is_revoked = False
        self._connection = connection
        self._receive = receive
        self._coming: asyncio.Future[Message] | None = None
        self._due = _soon()

    async def receive(self) -> Message:
        """The next message."""
        self._coming = coming = self._coming or asyncio.ensure_future(self._receive())
        while not await self._has_come(coming):
            if await self._is_over():
                self.is_revoked = True
                return {"type": f"{self._connection.scope['type']}.disconnect", "code": 4401}
        self._coming = None
        return coming.result()

    def close(self) -> None:
        """Nobody waits for it any more."""
        if self._coming is not None:
            self._coming.cancel()

    async def _has_come(self, coming: asyncio.Future[Message]) -> bool:
        """Whether it came before the next look at the key, which nobody can put off by talking."""
        seconds = self._due - asyncio.get_running_loop().time()
        if seconds > 0:
            await asyncio.wait({coming}, timeout=seconds)
            return coming.done()
        self._due = _soon()
        return False

    async def _is_over(self) -> bool:
        """Whether the key was revoked; while the database cannot say, it was not."""
        key: str | None = getattr(self._connection.state, "key", None)
        keys = resources_of(self._connection).keys
        if keys is None or key is None:
            return False
        try:
            return await keys.client(key) is None
        except ApiError:
            return False


def _soon() -> float:
    """When to look again: not for all of a key at once."""
    seconds = AGAIN_SECONDS * random.uniform(0.5, 1.5)  # noqa: S311 - it keeps no secret
    return asyncio.get_running_loop().time() + seconds
