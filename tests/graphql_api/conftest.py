"""A schema over a fresh database, and the whole application over real servers."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, Protocol

import orjson
import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.types import Receive, Scope, Send

from db.engine import Database, make_engine
from graphql_api.app import create_app
from graphql_api.resources import Resources, opened
from graphql_api.schema import schema
from tests.graphql_api.pipeline import Pipeline
from tests.graphql_api.rows import Row, a_stream

NOWHERE = ("127.0.0.1", 1)
"""A port that nothing listens on."""

Store = Callable[..., Awaitable[None]]


class Ask(Protocol):
    async def __call__(self, query: str, **variables: Any) -> Any: ...


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(database)
    yield engine
    await engine.dispose()


@pytest.fixture
def store(engine: AsyncEngine) -> Store:
    """Writes rows to their tables, each batch in one transaction."""

    async def store(*rows: Row) -> None:
        async with engine.begin() as connection:
            for row in rows:
                await connection.execute(row.table.insert().values(row.values))

    return store


@pytest.fixture
async def pipeline(
    engine: AsyncEngine, valkey: tuple[str, int], store: Store
) -> AsyncIterator[Pipeline]:
    """Stands for the job and the relay; the stream `xqc` is tracked."""
    await store(a_stream())
    pipeline = Pipeline(engine, valkey)
    yield pipeline
    await pipeline.close()


@pytest.fixture
async def resources(engine: AsyncEngine, valkey: tuple[str, int]) -> AsyncIterator[Resources]:
    """Real PostgreSQL and Valkey, and no Kafka."""
    async with opened(engine, valkey, kafka="127.0.0.1:1") as resources:
        yield resources


@pytest.fixture
def ask(resources: Resources) -> Ask:
    """The data of an answer that has no errors."""

    async def ask(query: str, **variables: Any) -> Any:
        result = await schema.execute(query, variables, context_value={"resources": resources})
        assert result.errors is None, result.errors
        # As it is sent: an answer that was kept is JSON already.
        return orjson.loads(orjson.dumps(result.data))

    return ask


@pytest.fixture
def refused(resources: Resources) -> Ask:
    """The message and the code of the only error."""

    async def refused(query: str, **variables: Any) -> Any:
        result = await schema.execute(query, variables, context_value={"resources": resources})
        (error,) = result.errors or []
        return error.message, (error.extensions or {})["code"]

    return refused


@pytest.fixture
def statements(engine: AsyncEngine) -> list[str]:
    """Every statement that the engine sends, from now on."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    return sent


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[AsyncClient]:
    """A client of the running application."""
    async with app.router.lifespan_context(app) as state:

        async def with_state(scope: Scope, receive: Receive, send: Send) -> None:
            await app({**scope, "state": dict(state or {})}, receive, send)

        transport = ASGITransport(with_state, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://api") as client:
            yield client


@pytest.fixture
async def client(database: Database, valkey: tuple[str, int]) -> AsyncIterator[AsyncClient]:
    """The whole application, over HTTP; without Kafka."""
    app = create_app(
        database=database, valkey=valkey, kafka="127.0.0.1:1", cors_origins=["http://page"]
    )
    async with serving(app) as client:
        yield client
