"""An operation's results -> server-sent events, by graphql-sse's mode of distinct connections."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from typing import Final

import orjson
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send
from strawberry.types import ExecutionResult

from graphql_api.http_answer import GRAPHQL_JSON, answered, body_of, is_refused
from graphql_api.place import Place

EVENTS: Final = "text/event-stream"
HEARTBEAT: Final = b":\n\n"
COMPLETE: Final = b"event: complete\ndata:\n\n"

STATUS_SECONDS: Final = 1.0
"""How long the response waits for the first result, whose error it can still say by a status."""

_HEADERS: Final = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-cache, no-transform"),
    (b"vary", b"Accept"),
    (b"x-accel-buffering", b"no"),  # nginx would hold events back
]

Results = AsyncGenerator[ExecutionResult, None]


async def streamed(results: Results, place: Place, heartbeat_seconds: float) -> Response:
    """The response: a stream, or what is wrong where that is known at once."""
    stream = EventStream(results, place, heartbeat_seconds)
    try:
        refused = await stream.refused()
    except BaseException:
        await stream.close()
        raise
    if refused is None:
        return stream
    await stream.close()
    return answered(refused, GRAPHQL_JSON)


class EventStream(Response):
    """One client's operation, which ends when the client goes.

    No more than one result waits: the next is asked for when the connection has taken it.
    """

    def __init__(self, results: Results, place: Place, heartbeat_seconds: float) -> None:
        super().__init__(media_type=EVENTS)
        self._results = results
        self._place = place
        self._heartbeat_seconds = heartbeat_seconds
        self._awaited = asyncio.create_task(self._next())

    async def refused(self) -> ExecutionResult | None:
        """The first result, if it says within a second that there will be no others."""
        await asyncio.wait({self._awaited}, timeout=STATUS_SECONDS)
        result = self._awaited.result() if self._awaited.done() else None
        return result if result is not None and is_refused(result) else None

    async def close(self) -> None:
        """End the operation."""
        self._awaited.cancel()
        await asyncio.gather(self._awaited, return_exceptions=True)
        await self._results.aclose()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Send what comes, until it ends or the client goes."""
        sending = asyncio.create_task(self._send(send))
        leaving = asyncio.create_task(_until_gone(receive))
        try:
            await asyncio.wait({sending, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (sending, leaving):
                task.cancel()
            await asyncio.gather(sending, leaving, return_exceptions=True)
            await self.close()
        with suppress(asyncio.CancelledError):
            sending.result()

    async def _send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
        while True:
            done, _ = await asyncio.wait({self._awaited}, timeout=self._heartbeat_seconds)
            if not done:
                await send(_part(HEARTBEAT))
                continue
            result = self._awaited.result()
            if result is None:
                break
            await send(_part(self._event(result)))
            self._awaited = asyncio.create_task(self._next())
        await send(_part(COMPLETE, is_last=True))

    async def _next(self) -> ExecutionResult | None:
        return await anext(self._results, None)

    def _event(self, result: ExecutionResult) -> bytes:
        cursor = self._place.cursor
        name = b"" if cursor is None else b"id: %b\n" % str(cursor).encode()
        return b"event: next\n%bdata: %b\n\n" % (name, orjson.dumps(body_of(result)))


def _part(body: bytes, *, is_last: bool = False) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": not is_last}


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
