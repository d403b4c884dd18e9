"""The whole stack as a person runs it, with a data folder and ports of its own."""

import json
import os
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from cli.supervisor.ports import free_port
from db.engine import Database

TELEMETRA: Final = (sys.executable, "-m", "cli")
PORTS: Final = ("API_PORT", "KAFKA_PORT", "POSTGRES_PORT", "REDIS_PORT")
PASSWORD: Final = "local only"  # noqa: S105 - the stack of one test


class Stack:
    """A stack that runs; its answers, by GraphQL, by REST and by its own command."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self.kafka = f"127.0.0.1:{environment['KAFKA_PORT']}"
        self.database = Database(
            "127.0.0.1", int(environment["POSTGRES_PORT"]), "telemetra", "telemetra_user", PASSWORD
        )
        self._api = f"http://127.0.0.1:{environment['API_PORT']}"

    async def until_ready(self) -> None:
        """Return when every service is ready, or done."""
        told = await self.status("--wait", "240")
        assert told["exit_code"] == 0, told

    async def status(self, *options: str) -> dict[str, Any]:
        """What `telemetra status --json` says; with `--wait S`, once all is ready."""
        command = (*TELEMETRA, "status", "--json", *options)
        process = await create_subprocess_exec(*command, env=self._environment, stdout=PIPE)
        output, _ = await process.communicate()
        told: dict[str, Any] = json.loads(output)
        return told | {"exit_code": process.returncode}

    async def pid(self, service: str) -> int | None:
        """The process of a service, None where it has none now."""
        told = await self.status()
        pids: dict[str, int | None] = {s["name"]: s["pid"] for s in told["services"]}
        return pids.get(service)

    async def state(self, service: str) -> str:
        """`ready`, `done`, ... as the supervisor sees the service."""
        told = await self.status()
        return next((s["state"] for s in told["services"] if s["name"] == service), "absent")

    async def query(self, text: str) -> Any:  # noqa: ANN401 - JSON
        """The data of a GraphQL query that has no errors."""
        async with httpx.AsyncClient(timeout=30) as client:
            response = await client.post(f"{self._api}/graphql", json={"query": text})
        answer = response.json()
        assert "errors" not in answer, answer
        return answer["data"]

    async def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """The body of a REST answer with status 200."""
        async with httpx.AsyncClient(timeout=30) as client:
            response = await client.get(f"{self._api}{path}")
        assert response.status_code == 200, response.text
        return response.json()

    async def accounting(self) -> dict[str, Any]:
        """The accounting, as the pipeline query gives it."""
        data = await self.query(
            "{ pipeline { accounting {"
            " produced aggregated late duplicates dead inFlight residual } } }"
        )
        counts: dict[str, Any] = data["pipeline"]["accounting"]
        return counts


@asynccontextmanager
async def a_stack(folder: Path, *up_options: str) -> AsyncIterator[Stack]:
    """`telemetra up` with these options until the block ends; its services are starting."""
    environment = os.environ | {name: str(free_port()) for name in PORTS}
    environment |= {"DATA_DIR": str(folder / "data"), "POSTGRES_PASSWORD": PASSWORD}
    command = (*TELEMETRA, "up", *up_options)
    process = await create_subprocess_exec(*command, env=environment, stdout=DEVNULL)
    try:
        yield Stack(environment)
    finally:
        process.terminate()
        await process.wait()
