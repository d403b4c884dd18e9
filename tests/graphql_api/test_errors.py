import logging

import pytest
from httpx import AsyncClient
from sqlalchemy.ext.asyncio import AsyncEngine

from db.engine import Database, make_engine
from db.tables import stream_minute
from graphql_api.app import create_app
from graphql_api.errors import TooSlowError
from graphql_api.queries.connect import connected
from graphql_api.queries.ledger import ledger_side
from graphql_api.resources import Resources
from tests.graphql_api.conftest import NOWHERE, Ask, Store, serving
from tests.graphql_api.rows import a_minute, a_moment


async def test_from_must_lie_before_to(refused: Ask) -> None:
    message, code = await refused(
        '{ metrics(streamId: "xqc", from: "2024-01-06T12:00:00Z", to: "2024-01-06T12:00:00Z")'
        " { revision } }"
    )

    assert code == "BAD_USER_INPUT"
    assert message == (
        "from must lie before to, but 2024-01-06T12:00:00+00:00 is not before "
        "2024-01-06T12:00:00+00:00"
    )


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-14:00"])
async def test_a_time_beyond_all_data_is_refused(refused: Ask, when: str) -> None:
    message, code = await refused(f'{{ metrics(streamId: "xqc", to: "{when}") {{ revision }} }}')

    assert code == "BAD_USER_INPUT"
    assert message.startswith("to must lie between 1970-01-01 and 2200-01-01")


async def test_a_time_that_is_none_says_how_to_write_one(refused: Ask) -> None:
    message, code = await refused('{ metrics(streamId: "xqc", from: "noon") { revision } }')

    assert code == "BAD_USER_INPUT"
    assert "2024-01-06T12:00:00Z" in message


@pytest.mark.parametrize(
    "query", ["{", "{ nothing }", "{ stream { id } }", "query ($x: Nope) { x }"]
)
async def test_a_wrong_document_is_the_clients_error(client: AsyncClient, query: str) -> None:
    answer = (await client.post("/graphql", json={"query": query})).json()

    assert {error["extensions"]["code"] for error in answer["errors"]} == {"BAD_USER_INPUT"}


async def test_a_variable_of_the_wrong_type_is_the_clients_error(refused: Ask) -> None:
    _, code = await refused("query ($n: Int!) { streams(first: $n) { edges { cursor } } }", n="x")

    assert code == "BAD_USER_INPUT"


UNKNOWN = """
query ($id: ID!) {
  stream(id: $id) { id }
  metrics(streamId: $id) { revision }
  series(streamIds: [$id], metrics: [CHAT_RATE]) { unit }
  moments(streamId: $id) { edges { cursor } }
  topChatters(streamId: $id) { login }
  topEmotes(streamId: $id) { emote }
  moment(id: $id) { id }
}
"""


@pytest.mark.parametrize("stream_id", ["nobody", "*", "", "XQC", "a'b", "\0", "\ud800", "x" * 999])
async def test_an_unknown_stream_is_null_or_empty(ask: Ask, store: Store, stream_id: str) -> None:
    await store(a_minute(0, "*"), a_moment("of a tick", stream_id="*"))

    assert await ask(UNKNOWN, id=stream_id) == {
        "stream": None,
        "metrics": [],
        "series": [],
        "moments": {"edges": []},
        "topChatters": [],
        "topEmotes": [],
        "moment": None,
    }


async def test_an_answer_that_fails_inside_tells_nothing_of_it(
    refused: Ask, store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    await store(a_moment("broken", metadata={}))

    with caplog.at_level(logging.ERROR):
        answer = await refused('{ moment(id: "broken") { score } }')

    assert answer == ("internal error", "INTERNAL")
    assert "KeyError" in caplog.text


async def test_a_statement_that_takes_too_long_is_stopped(database: Database) -> None:
    engine = make_engine(database, statement_timeout_seconds=1)
    with pytest.raises(TooSlowError, match="shorter range"):
        async with connected(engine) as connection:
            await connection.exec_driver_sql("SELECT pg_sleep(60)")
    await engine.dispose()


async def test_a_lost_database_is_unavailable_in_both_tongues(valkey: tuple[str, int]) -> None:
    nowhere = Database(*NOWHERE, "telemetra", "nobody", "secret")
    async with serving(create_app(database=nowhere, valkey=valkey, kafka="127.0.0.1:1")) as client:
        graphql = (
            await client.post("/graphql", json={"query": "{ pipeline { watermark } }"})
        ).json()
        rest = await client.get("/streams")
        health = await client.get("/health")

    assert graphql["errors"][0]["message"] == "the database does not answer"
    assert graphql["errors"][0]["extensions"] == {"code": "UNAVAILABLE"}
    problem = rest.json()
    assert (rest.status_code, problem["code"], problem["detail"]) == (
        503,
        "UNAVAILABLE",
        "the database does not answer",
    )
    assert (health.status_code, health.json()["status"]) == (503, "down")


async def test_a_connection_that_the_server_closed_is_replaced(
    engine: AsyncEngine, resources: Resources
) -> None:
    await ledger_side(resources.engine)
    async with engine.connect() as connection:
        await connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )

    assert (await ledger_side(resources.engine)).aggregated == 0


async def test_a_wrong_table_is_our_fault_and_masked(
    engine: AsyncEngine, refused: Ask, caplog: pytest.LogCaptureFixture
) -> None:
    async with engine.begin() as connection:
        await connection.run_sync(stream_minute.drop)

    answer = await refused("{ pipeline { watermark } }")

    assert answer == ("internal error", "INTERNAL")
    assert "UndefinedTable" in caplog.text
