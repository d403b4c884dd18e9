"""The application: GraphQL and REST over what the process holds."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import BaseRoute

from db.engine import Database, make_engine
from graphql_api.compat.errors import add_error_handlers, problem
from graphql_api.compat.health import health
from graphql_api.compat.http import EXPOSED_HEADERS, add_http
from graphql_api.compat.live import live_router
from graphql_api.compat.openapi import describe_problems
from graphql_api.compat.streams import streams
from graphql_api.errors import ApiError
from graphql_api.graphql_http import PATH, GraphQL
from graphql_api.guard.door import Door
from graphql_api.guard.limits import LOCAL, Limits
from graphql_api.http_accept import preferred
from graphql_api.http_answer import GRAPHQL_JSON, PLAIN_JSON, turned_away
from graphql_api.http_request import RefusedError
from graphql_api.leaderboards import keep_leaderboards
from graphql_api.pages import PAGES, Pages
from graphql_api.resources import Resources, State, opened
from graphql_api.schema import schema
from graphql_api.security_headers import SecurityHeaders


def create_app(  # noqa: PLR0913 - each server, and each choice of how to serve
    *,
    database: Database,
    valkey: tuple[str, int],
    kafka: str,
    cors_origins: Sequence[str] = (),
    heartbeat_seconds: float = 15,
    pages: Pages = PAGES,
    limits: Limits = LOCAL,
    are_keys_wanted: bool = False,
) -> FastAPI:
    """The application over these servers, each of which may come up later, or go.

    `valkey` is host and port, `kafka` a list of bootstrap servers with commas between. Pages of
    the `cors_origins` may call it. `WS /live` and event streams say each `heartbeat_seconds` that
    they are there. The `limits` hold for each client; where they tell no schema, there is no
    playground, and no `/docs`.
    """

    def opening() -> AbstractAsyncContextManager[Resources]:
        engine = make_engine(database)
        return opened(engine, valkey, kafka, limits, are_keys_wanted=are_keys_wanted)

    app = FastAPI(title="Telemetra", lifespan=_holding(opening), docs_url=None, redoc_url=None)
    dashboard = pages.dashboard_router()
    _add_middleware(app, cors_origins, [*health.routes, *dashboard.routes])
    playground = pages.playground if limits.is_schema_told else None
    graphql = GraphQL(schema, cors_origins, playground, heartbeat_seconds)
    app.include_router(graphql, include_in_schema=False)
    app.include_router(dashboard)
    if limits.is_schema_told:
        app.include_router(pages.docs_router())
    app.include_router(health)
    app.include_router(streams)
    app.include_router(live_router(cors_origins, heartbeat_seconds))
    app.router.default = pages.nowhere(app.router.default)
    add_error_handlers(app)
    describe_problems(app)
    return app


def _holding(
    opening: Callable[[], AbstractAsyncContextManager[Resources]],
) -> Callable[[FastAPI], AbstractAsyncContextManager[State]]:
    """The lifespan of an application that holds these, and keeps the leaderboards meanwhile."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[State]:
        async with opening() as resources:
            leaderboards = asyncio.create_task(keep_leaderboards(resources))
            try:
                yield {"resources": resources}
            finally:
                leaderboards.cancel()
                await asyncio.gather(leaderboards, return_exceptions=True)

    return lifespan


def _refusal(connection: HTTPConnection, error: ApiError) -> Response:
    """What is answered to who is not let in, in the shape of what was asked for."""
    if connection.url.path != PATH:
        return problem(connection, error)
    offered = [PLAIN_JSON, GRAPHQL_JSON]
    media_type = preferred(connection.headers.get("accept"), offered) or GRAPHQL_JSON
    return turned_away(RefusedError(error.status, str(error), error.code), media_type)


def _add_middleware(
    app: FastAPI, cors_origins: Sequence[str], open_routes: Sequence[BaseRoute]
) -> None:
    """What every request passes; what is added last is passed first."""
    app.add_middleware(Door, refuse=_refusal, open_routes=open_routes)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=cors_origins,
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=EXPOSED_HEADERS,
    )
    add_http(app)
    app.add_middleware(SecurityHeaders)
