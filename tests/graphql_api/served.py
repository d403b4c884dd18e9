"""The application behind the real server, in the test's own process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import uvicorn

from db.engine import Database
from graphql_api.app import create_app
from graphql_api.http_connection import BoundedHttp
from graphql_api.resources import Resources
from graphql_api.sockets import MESSAGE_MAXIMUM_BYTES, BoundedSocket, listening_socket

PAGE = "http://page"
"""The origin that may open sockets."""


@dataclass(frozen=True)
class Api:
    """Where it listens, and what it holds."""

    port: int
    resources: Resources
    server: uvicorn.Server

    @property
    def graphql(self) -> str:
        return f"ws://127.0.0.1:{self.port}/graphql"

    @property
    def http(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def live(self, stream_id: str = "xqc", query: str = "") -> str:
        return f"ws://127.0.0.1:{self.port}/live/{stream_id}{query}"


@asynccontextmanager
async def served(
    database: Database,
    valkey: tuple[str, int],
    *,
    stall_seconds: float = 30,
    ping_seconds: float = 20,
    **options: Any,
) -> AsyncIterator[Api]:
    """The API, until the end of the block; without Kafka."""
    app = create_app(
        database=database, valkey=valkey, kafka="127.0.0.1:1", cors_origins=[PAGE], **options
    )
    config = uvicorn.Config(
        app,
        http=BoundedHttp.giving_up_after(stall_seconds),
        ws=BoundedSocket.giving_up_after(stall_seconds),
        ws_max_size=MESSAGE_MAXIMUM_BYTES,
        ws_ping_interval=ping_seconds,
        ws_per_message_deflate=False,
        log_config=None,
        timeout_graceful_shutdown=3,
    )
    listening = listening_socket("127.0.0.1", 0)
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:
            assert not serving.done()
            await asyncio.sleep(0.01)
        port = listening.getsockname()[1]
        yield Api(port, server.lifespan.state["resources"], server)
    finally:
        server.should_exit = True
        await serving
