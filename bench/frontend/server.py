"""The recording -> the shipped pages and the bench's own, over HTTP and graphql-transport-ws."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Final

import orjson
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket, WebSocketDisconnect

from bench.frontend.answers import ANSWERS, GREETINGS
from bench.frontend.build import BUILT_PAGES
from bench.frontend.listings import Json
from bench.frontend.recording import UPDATES_A_SECOND, Recording, Update
from cli.supervisor.ports import free_port
from graphql_api.pages import BUILT

_NAMED: Final = re.compile(r"subscription (\w+)")


class Feed:
    """The updates as they fall due, to one page at a time."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.newest: Json = {}
        self.sent = 0
        self._runs = asyncio.Event()
        self._runs.set()

    def pause(self) -> None:
        """Send no more for now."""
        self._runs.clear()

    def resume(self) -> None:
        """Send on, from where it stopped."""
        self._runs.set()

    async def events(self) -> AsyncIterator[Update]:
        """100 a second; who was held up gets what is due at once."""
        clock = asyncio.get_running_loop().time
        started, self.sent = clock(), 0
        for update in self.recording.updates():
            if not self._runs.is_set():
                await self._runs.wait()
                started = clock() - self.sent / UPDATES_A_SECOND
            await asyncio.sleep(max(0, started + self.sent / UPDATES_A_SECOND - clock()))
            self.sent += 1
            self.newest = update.data["metrics"]["window"] if _is_open(update) else self.newest
            yield update


def _is_open(update: Update) -> bool:
    return "metrics" in update.data and not update.data["metrics"]["window"]["isFinal"]


class _Socket:
    """One page's socket."""

    def __init__(self, socket: WebSocket, feed: Feed) -> None:
        self._socket = socket
        self._feed = feed
        self._ids: dict[str, str] = {}

    async def serve(self) -> None:
        await self._socket.accept("graphql-transport-ws")
        feeding = asyncio.create_task(self._send_updates())
        with suppress(WebSocketDisconnect):
            while True:
                await self._on(orjson.loads(await self._socket.receive_text()))
        feeding.cancel()

    async def _on(self, message: Json) -> None:
        if message["type"] == "connection_init":
            await self._send({"type": "connection_ack"})
        elif message["type"] == "ping":
            await self._send({"type": "pong"})
        elif message["type"] == "subscribe":
            (name,) = _NAMED.findall(message["payload"]["query"])
            self._ids[name] = message["id"]
            if name in GREETINGS:
                await self._next(message["id"], GREETINGS[name](self._feed.recording))

    async def _send_updates(self) -> None:
        with suppress(WebSocketDisconnect, RuntimeError):
            while "FollowMinutes" not in self._ids:  # noqa: ASYNC110 - it comes once a page
                await asyncio.sleep(0.01)
            async for update in self._feed.events():
                if update.operation in self._ids:
                    await self._next(self._ids[update.operation], update.data)

    async def _next(self, identity: str, data: Json) -> None:
        await self._send({"id": identity, "type": "next", "payload": {"data": data}})

    async def _send(self, message: Json) -> None:
        await self._socket.send_text(orjson.dumps(message).decode())


def _app(feed: Feed, dashboard: Path) -> Starlette:
    async def ask(request: Request) -> Response:
        asked = await request.json()
        data = ANSWERS[asked["operationName"]](feed.recording)
        return Response(orjson.dumps({"data": data}), media_type="application/json")

    async def follow(socket: WebSocket) -> None:
        await _Socket(socket, feed).serve()

    async def page(_: Request) -> FileResponse:
        return FileResponse(dashboard / "index.html")

    routes = [
        Route("/graphql", ask, methods=["POST"]),
        WebSocketRoute("/graphql", follow),
        Route("/streams/{_}", page),
        Mount("/assets", StaticFiles(directory=dashboard / "assets")),
        Mount("/bench", StaticFiles(directory=BUILT_PAGES)),
    ]
    return Starlette(routes=routes, middleware=[Middleware(GZipMiddleware)])


@asynccontextmanager
async def serving(dashboard: Path = BUILT) -> AsyncIterator[tuple[str, Feed]]:
    """Where the pages are, and what feeds them, until the block ends."""
    feed, port = Feed(Recording(int(time.time()))), free_port()
    config = uvicorn.Config(_app(feed, dashboard), port=port, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    task = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn sets no event
        await asyncio.sleep(0.02)
    yield f"http://127.0.0.1:{port}", feed
    server.should_exit = server.force_exit = True
    await task
