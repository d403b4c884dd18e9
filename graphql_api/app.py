"""The application: GraphQL and REST over what the process holds."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from db.engine import Database, make_engine
from graphql_api.compat.errors import add_error_handlers
from graphql_api.compat.health import health
from graphql_api.compat.http import EXPOSED_HEADERS, add_http
from graphql_api.compat.live import live_router
from graphql_api.compat.openapi import describe_problems
from graphql_api.compat.streams import streams
from graphql_api.graphql_http import GraphQL
from graphql_api.leaderboards import keep_leaderboards
from graphql_api.resources import State, opened
from graphql_api.schema import schema


def create_app(
    *,
    database: Database,
    valkey: tuple[str, int],
    kafka: str,
    cors_origins: Sequence[str] = (),
    heartbeat_seconds: float = 15,
) -> FastAPI:
    """The application over these servers, each of which may come up later, or go.

    `valkey` is host and port, `kafka` a list of bootstrap servers with commas between. Pages of
    the `cors_origins` may call it. `WS /live` says each `heartbeat_seconds` that it is there.
    """

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[State]:
        async with opened(make_engine(database), valkey, kafka) as resources:
            leaderboards = asyncio.create_task(keep_leaderboards(resources))
            try:
                yield {"resources": resources}
            finally:
                leaderboards.cancel()
                await asyncio.gather(leaderboards, return_exceptions=True)

    app = FastAPI(title="Telemetra", lifespan=lifespan)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=cors_origins,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=EXPOSED_HEADERS,
    )
    add_http(app)
    app.include_router(GraphQL(schema, cors_origins), prefix="/graphql", include_in_schema=False)
    app.include_router(health)
    app.include_router(streams)
    app.include_router(live_router(cors_origins, heartbeat_seconds))
    add_error_handlers(app)
    describe_problems(app)
    return app
