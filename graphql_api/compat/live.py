"""`WS /live/{stream_id}`: a stream's minutes and moments over one socket, in REST's rows."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import orjson
from fastapi import APIRouter, WebSocket, WebSocketDisconnect, status

from contracts.feeds import Cursor
from graphql_api.compat.errors import ProblemResponse, a_problem, problem
from graphql_api.compat.rows import minute_row, moment_row
from graphql_api.errors import ApiError, BadInputError
from graphql_api.live.follow import Gap, Item, Snapshot, Started, Wish, follow
from graphql_api.live.ring import SlowClient
from graphql_api.live.sources import Source, metrics_source, moments_source
from graphql_api.origins import Origins
from graphql_api.resources import Resources, resources_of

Items = AsyncGenerator[Started | Item[Any], None]


@dataclass(frozen=True, slots=True)
class _Channel:
    """One of the two feeds that a socket carries: `type` is that of its messages."""

    name: str
    type: str
    source: Callable[[str], Source[Any]]
    on_slow: SlowClient
    row: Callable[[str, Any], Mapping[str, Any]]


_CHANNELS: Final = (
    _Channel("metrics", "metrics", metrics_source, SlowClient.LATEST, minute_row),
    _Channel("moments", "moment", moments_source, SlowClient.BUFFER, moment_row),
)


def live_router(allowed_origins: Sequence[str], heartbeat_seconds: float) -> APIRouter:
    """The route, for pages of these origins."""
    router, origins = APIRouter(), Origins(allowed_origins)

    @router.websocket("/live/{stream_id}")
    async def live(socket: WebSocket, stream_id: str) -> None:
        if not origins.allow(socket.headers):
            detail = "pages of this origin may not open a socket"
            refusal = a_problem(socket, status.HTTP_403_FORBIDDEN, "FORBIDDEN", detail)
            await socket.send_denial_response(ProblemResponse(refusal))
            return
        async with AsyncExitStack() as stack:
            try:
                followed = [await _begin(stack, socket, stream_id, each) for each in _CHANNELS]
            except ApiError as error:
                await socket.send_denial_response(problem(socket, error))
                return
            await _Carrier(socket, stream_id, heartbeat_seconds).carry(followed)

    return router


async def _begin(
    stack: AsyncExitStack, socket: WebSocket, stream_id: str, channel: _Channel
) -> tuple[_Channel, Items]:
    """Follow one feed.

    Raises:
        ApiError: there is nothing to follow, or it cannot be followed now.
    """
    after = _cursor(f"after_{channel.name}", socket.query_params.get(f"after_{channel.name}"))
    wish = Wish(channel.source(stream_id), after, channel.on_slow)
    items = await stack.enter_async_context(aclosing(follow(resources_of(socket).feeds, wish)))
    await anext(items)
    return channel, items


def _cursor(name: str, text: str | None) -> Cursor | None:
    try:
        return None if text is None else Cursor.parse(text)
    except ValueError as error:
        raise BadInputError(f"{name} is {error}") from error


class _Carrier:
    """One client's socket."""

    def __init__(self, socket: WebSocket, stream_id: str, heartbeat_seconds: float) -> None:
        self._socket = socket
        self._stream_id = stream_id
        self._heartbeat_seconds = heartbeat_seconds
        self._resources: Resources = resources_of(socket)

    async def carry(self, followed: Sequence[tuple[_Channel, Items]]) -> None:
        """Accept the socket, and send what comes until the client is gone."""
        await self._socket.accept()
        counters = self._resources.counters
        counters.sockets += 1
        tasks = [asyncio.create_task(self._send_items(*each)) for each in followed]
        tasks += [asyncio.create_task(work()) for work in (self._beat, self._listen)]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            counters.sockets -= 1
            for task in tasks:
                task.cancel()
            ends = await asyncio.gather(*tasks, return_exceptions=True)
        for end in ends:
            # A RuntimeError is Starlette's word for a socket that was closed meanwhile.
            if isinstance(end, Exception) and not isinstance(
                end, WebSocketDisconnect | RuntimeError
            ):
                raise end

    async def _listen(self) -> None:
        """Until the client goes; whatever it says means nothing here."""
        while (await self._socket.receive())["type"] != "websocket.disconnect":
            pass

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._heartbeat_seconds)
            await self._send("heartbeat", None, {"sent_at": datetime.now(UTC)})

    async def _send_items(self, channel: _Channel, items: Items) -> None:
        async for item in items:
            if isinstance(item, Gap):
                await self._send("gap", item.end, _gap(channel, item))
            elif isinstance(item, Snapshot):
                row = channel.row(self._stream_id, item.row)
                await self._send("snapshot", item.cursor, {channel.type: row})
            elif not isinstance(item, Started):
                record = item.record
                key = (channel.type, record)
                data = self._resources.memo.get(key) or self._resources.memo.put(
                    key, channel.row(self._stream_id, record.row)
                )
                await self._send(channel.type, record.cursor, data)

    async def _send(self, type_: str, cursor: Cursor | None, data: object) -> None:
        message = {
            "type": type_,
            "stream_id": self._stream_id,
            "cursor": None if cursor is None else str(cursor),
            "data": data,
        }
        await self._socket.send_text(orjson.dumps(message, option=orjson.OPT_UTC_Z).decode())


def _gap(channel: _Channel, gap: Gap) -> dict[str, Any]:
    return {
        "feed": channel.name,
        "reason": gap.reason.value,
        "from": None if gap.start is None else str(gap.start),
        "to": str(gap.end),
        "missed": gap.missed,
    }
