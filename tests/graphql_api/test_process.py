import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from cli.supervisor.ports import free_port
from db.engine import Database
from tests.graphql_api.conftest import Store
from tests.graphql_api.rows import a_stream


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
def _serving(database: Database) -> Iterator[tuple[subprocess.Popen[str], str]]:
    port = free_port()
    process = _start(_environment(database, port))
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if "Uvicorn running" in line:
                break
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.kill()
        process.communicate()


async def test_the_process_serves_and_ends_well(database: Database, store: Store) -> None:
    await store(a_stream())
    with _serving(database) as (process, address):
        async with httpx.AsyncClient(base_url=address) as client:
            answer = await client.post("/graphql", json={"query": '{ stream(id: "xqc") { id } }'})
        process.send_signal(signal.SIGTERM)
        code = process.wait(timeout=30)

    assert answer.json() == {"data": {"stream": {"id": "xqc"}}}
    assert code == 0


def test_a_wrong_setting_is_named_in_one_line(database: Database) -> None:
    process = _start({**_environment(database, 8000), "API_PORT": "http"})

    _, said = process.communicate(timeout=60)

    assert process.returncode == 2
    assert said.startswith("the API cannot start: API_PORT: ")
    assert said.count("\n") == 1
