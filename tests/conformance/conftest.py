"""The two servers that are held to the protocol."""

import asyncio
import logging
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis

from db.engine import Database, make_engine
from tests.conftest import a_database
from tests.graphql_api.pipeline import Pipeline
from tests.graphql_api.rows import a_stream
from tests.graphql_api.served import served


@asynccontextmanager
async def changing(database: Database, valkey: tuple[str, int]) -> AsyncIterator[None]:
    """The stream `xqc` is tracked, and its newest minute changes until the block ends."""
    engine, stream = make_engine(database), a_stream()
    async with engine.begin() as connection:
        await connection.execute(stream.table.insert().values(stream.values))
    pipeline = Pipeline(engine, valkey)
    await pipeline.minute(0)
    changes = asyncio.create_task(_change_for_ever(pipeline))
    try:
        yield
    finally:
        changes.cancel()
        await asyncio.gather(changes, return_exceptions=True)
        await pipeline.close()
        await engine.dispose()


async def _change_for_ever(pipeline: Pipeline) -> None:
    while True:
        await asyncio.sleep(0.01)
        await pipeline.minute(0)


@pytest.fixture(scope="module")
async def our_server(
    postgres_server: Database, valkey_server: tuple[str, int]
) -> AsyncIterator[str]:
    """Our server, for all tests of a module: it must take all that they do to it."""
    async with Redis(host=valkey_server[0], port=valkey_server[1]) as client:
        await client.flushall()
    with a_database(postgres_server) as database:
        async with (
            changing(database, valkey_server),
            served(database, valkey_server, ping_seconds=0.2) as api,
        ):
            yield api.graphql


@pytest.fixture
def our_url(our_server: str, caplog: pytest.LogCaptureFixture) -> Iterator[str]:
    """Our server, which may log no error."""
    yield our_server
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.fixture(scope="session")
def their_url() -> Iterator[str]:
    """The server of npm `graphql-ws`."""
    node = shutil.which("node")
    assert node, "Node is needed: the suite is proved against the protocol's own server"
    command = [node, str(Path(__file__).with_name("graphql_ws_server.mjs"))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        port = process.stdout.readline().strip()
        assert port, "the server did not start: was `npm ci` run in frontend?"
        yield f"ws://127.0.0.1:{port}/graphql"
        process.terminate()


@pytest.fixture(params=["telemetra", "graphql-ws"])
def url(request: pytest.FixtureRequest) -> str:
    """Each of the two in turn."""
    name = "our_url" if request.param == "telemetra" else "their_url"
    address: str = request.getfixturevalue(name)
    return address
