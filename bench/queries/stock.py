"""`python -m bench.queries.stock PORT`: the peer, the same resolvers as Strawberry serves them.

The types, resolvers, DataLoaders and SQL are the API's own, behind Strawberry's own router and
executor with default settings: no guard, no caches of documents or answers, standard JSON.
"""

import logging
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Final

import strawberry
import uvicorn
from fastapi import FastAPI
from strawberry.fastapi import GraphQLRouter
from strawberry.schema.config import StrawberryConfig

from db.engine import make_engine
from graphql_api.cache import Cache
from graphql_api.context import FreshContext
from graphql_api.hot_answers import HotAnswers
from graphql_api.resources import Resources, opened
from graphql_api.schema import Query
from graphql_api.settings import Settings
from graphql_api.types.scalars import SCALARS

_NOWHERE: Final = ("127.0.0.1", 1)


def app(settings: Settings) -> FastAPI:
    """The application over PostgreSQL alone."""
    held: dict[str, Resources] = {}

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        engine = make_engine(settings.database)
        async with opened(engine, (settings.redis_host, settings.redis_port), "") as resources:
            uncached = HotAnswers(Cache(*_NOWHERE))
            held["resources"] = replace(resources, hot_answers=uncached)
            yield

    async def context() -> dict[str, Resources]:
        return held

    schema = strawberry.Schema(
        query=Query, config=StrawberryConfig(scalar_map=SCALARS), extensions=[FreshContext]
    )
    served = FastAPI(lifespan=lifespan)
    served.include_router(GraphQLRouter(schema, context_getter=context), prefix="/graphql")
    return served


if __name__ == "__main__":
    # It says again and again that its Valkey is nowhere.
    logging.getLogger("graphql_api.cache").setLevel(logging.ERROR)
    uvicorn.run(
        app(Settings()),
        host="127.0.0.1",
        port=int(sys.argv[1]),
        access_log=False,
        log_level="error",
    )
