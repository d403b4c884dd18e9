"""What lasts too long is given up, here and in PostgreSQL."""

import asyncio
from dataclasses import replace

import pytest
from psycopg import AsyncConnection

from db.engine import Database
from graphql_api.guard.limits import LOCAL
from tests.graphql_api.asking import WAYS, Way, answer_of
from tests.graphql_api.conftest import Store
from tests.graphql_api.rows import a_stream
from tests.graphql_api.served import served

WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE application_name = 'telemetra-api' AND state = 'active' AND query ILIKE '%transactions%'
      AND pid <> pg_backend_pid() AND datname = current_database()
"""
QUESTION = '{ stream(id: "xqc") { transactions { edges { cursor } } } }'


async def _until(connection: AsyncConnection, waiting: int) -> None:
    # Sooner than PostgreSQL's own time-out of 10 s would end it.
    async with asyncio.timeout(5):
        while await (await connection.execute(WAITING)).fetchone() != (waiting,):
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("way", WAYS)
async def test_an_operation_is_given_up_and_so_is_its_statement(
    database: Database, valkey: tuple[str, int], store: Store, way: Way
) -> None:
    await store(a_stream())
    limits = replace(LOCAL, seconds=1.5)
    async with (
        served(database, valkey, limits=limits) as api,
        await AsyncConnection.connect(database.conninfo) as locking,
        await AsyncConnection.connect(database.conninfo, autocommit=True) as watching,
    ):
        await locking.execute("LOCK TABLE transactions IN ACCESS EXCLUSIVE MODE")
        asked = asyncio.create_task(answer_of(api, way, QUESTION))
        await _until(watching, waiting=1)
        (error,) = (await asked)["errors"]
        await _until(watching, waiting=0)

    assert error["extensions"]["code"] == "TIMEOUT"
    assert error["message"] == "the answer took more than 1.5 s; ask for less"


async def test_what_is_quick_enough_is_answered(
    database: Database, valkey: tuple[str, int], store: Store
) -> None:
    await store(a_stream())
    async with served(database, valkey, limits=replace(LOCAL, seconds=30)) as api:
        assert (await answer_of(api, "http", QUESTION))["data"] == {
            "stream": {"transactions": {"edges": []}}
        }
