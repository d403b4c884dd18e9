import asyncio
import json
import os
import signal
import socket as sockets
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from cli.keys import create_key
from cli.supervisor.ports import free_port
from db.engine import Database
from graphql_api.guard.limits import PRODUCTION
from tests.graphql_api.asking import PROTOCOL
from tests.graphql_api.conftest import Store
from tests.graphql_api.pipeline import Pipeline
from tests.graphql_api.rows import a_stream
from tests.live_client import opened

QUESTION = '{ stream(id: "xqc") { id } }'


def _environment(database: Database, port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "API_PORT": str(port),
        "POSTGRES_HOST": database.host,
        "POSTGRES_PORT": str(database.port),
        "POSTGRES_DB": database.name,
        "POSTGRES_USER": database.user,
        "POSTGRES_PASSWORD": database.password,
    }


def _start(environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "graphql_api"],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


@contextmanager
def _serving(
    database: Database, valkey: tuple[str, int] | None = None, **settings: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    redis = {"REDIS_PORT": str(valkey[1])} if valkey else {}
    process = _start({**_environment(database, port), **redis, **settings})
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if "listening on http" in line:
                break
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


async def test_the_process_serves_and_ends_well(database: Database, store: Store) -> None:
    await store(a_stream())
    with _serving(database) as (process, address):
        async with httpx.AsyncClient(base_url=address) as client:
            answer = await client.post("/graphql", json={"query": QUESTION})
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=30)

    assert answer.json()["data"] == {"stream": {"id": "xqc"}}
    assert answer.json()["extensions"]["cost"]["requested"] == 1
    assert code == 0


async def test_in_production_only_who_has_a_key_is_answered_and_nobody_is_told_the_schema(
    database: Database, store: Store
) -> None:
    await store(a_stream())
    key = {"X-API-Key": create_key(database, "overlay", ["read"])}
    told = {}
    with _serving(database, TELEMETRA_PROFILE="production", API_AUTH="keys") as (_, address):
        async with httpx.AsyncClient(base_url=address) as client:
            assert (await client.get("/streams")).status_code == 401
            assert (await client.post("/graphql", json={"query": "{ a }"})).status_code == 401
            client.headers.update(key)
            for page, accepted in (("/graphql", "text/html"), ("/docs", "*/*")):
                shown = await client.get(page, headers={"Accept": accepted})
                assert (page, shown.status_code) == (page, 404)
            for query in (QUESTION, "{ __schema { __typename } }", "{ strea }"):
                told[query] = (await client.post("/graphql", json={"query": query})).json()

    answer, introspection, misspelt = told.values()
    assert answer["data"] == {"stream": {"id": "xqc"}}
    assert answer["extensions"]["cost"]["available"] > PRODUCTION.points - 100
    assert answer["extensions"]["cost"]["available"] <= PRODUCTION.points
    for refused in (introspection, misspelt):
        assert "data" not in refused
        assert [error["extensions"]["code"] for error in refused["errors"]] == ["BAD_USER_INPUT"]
    assert "introspection" in introspection["errors"][0]["message"].lower()
    assert "Did you mean" not in misspelt["errors"][0]["message"]


async def test_in_production_who_has_a_key_reads_by_pages_that_everybody_is_shown(
    database: Database, store: Store
) -> None:
    await store(a_stream())
    key = create_key(database, "screen", ["read"])
    asked = {"type": "subscribe", "id": "1", "payload": {"query": QUESTION}}
    with _serving(database, TELEMETRA_PROFILE="production", API_AUTH="keys") as (_, address):
        async with httpx.AsyncClient(base_url=address) as client:
            shown = [await client.get(path) for path in ("/", "/streams/xqc", "/overlay/xqc")]
            refused = await client.post("/graphql", json={"query": QUESTION})
            answer = await client.post(
                "/graphql", json={"query": QUESTION}, headers={"X-API-Key": key}
            )
        where = f"{address.replace('http', 'ws')}/graphql"
        # As a browser does: it sets no header but its origin.
        async with connect(where, subprotocols=[PROTOCOL], origin=Origin(address)) as socket:
            await socket.send(json.dumps({"type": "connection_init", "payload": {"apiKey": key}}))
            await socket.recv()
            await socket.send(json.dumps(asked))
            pushed = json.loads(await socket.recv())["payload"]

    policies = [page.headers["content-security-policy"] for page in shown]
    assert [page.status_code for page in shown] == [200, 200, 200]
    assert ["script-src 'self'; " in policy for policy in policies] == [True, True, True]
    assert ["frame-ancestors *" in policy for policy in policies] == [False, False, True]
    assert refused.status_code == 401
    assert answer.json()["data"] == pushed["data"] == {"stream": {"id": "xqc"}}


def test_a_wrong_setting_is_named_in_one_line(database: Database) -> None:
    process = _start({**_environment(database, 8000), "API_PORT": "http"})

    _, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert said.startswith("the API cannot start: API_PORT: ")
    assert said.count("\n") == 1


async def test_at_its_end_the_clients_are_told_to_come_again(
    database: Database, valkey: tuple[str, int], pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    with _serving(database, valkey) as (process, address):
        where = address.replace("http", "ws")
        query = 'subscription { metrics(streamId: "xqc") { ... on LiveEvent { cursor } } }'
        async with (
            opened(f"{where}/graphql") as graphql,
            connect(f"{where}/live/xqc") as live,
            connect(f"{where}/live/xqc", max_queue=1) as stalled,
        ):
            await graphql.begin(query)
            await graphql.receive()
            await live.recv()
            stalled.transport.pause_reading()
            await pipeline.flood(2_000)
            process.send_signal(signal.SIGTERM)
            for connection in (graphql.connection, live):
                with pytest.raises(ConnectionClosed):
                    await _receive_all(connection)
            code = process.wait(timeout=30)
            said = process.stderr.read() if process.stderr else ""
            stalled.transport.abort()

    assert graphql.connection.close_code == live.close_code == 1001
    assert code == 0
    assert "Traceback" not in said
    assert "timeout graceful shutdown exceeded" not in said


async def _receive_all(connection: ClientConnection) -> None:
    async with asyncio.timeout(20):
        while True:
            await connection.recv()


@pytest.mark.parametrize("origins", ["localhost:3000", "http://page/way", "http://a, page"])
def test_an_origin_that_is_none_is_named(database: Database, origins: str) -> None:
    process = _start({**_environment(database, 8000), "CORS_ORIGINS": origins})

    _, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert said.startswith("the API cannot start: CORS_ORIGINS: ")
    assert said.count("\n") == 1


def test_a_port_that_is_taken_is_named_in_one_line(database: Database) -> None:
    with sockets.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        process = _start(_environment(database, port))
        _, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert said == f"the API cannot start: 127.0.0.1:{port}: Address already in use\n"
