"""The whole stack as a person runs it, with a data folder and ports of its own."""

import json
import os
import signal
import sys
from asyncio import create_subprocess_exec, sleep, timeout
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Final

import httpx
from pydantic import SecretStr

from cli.settings import Settings
from cli.supervisor.ports import free_port
from cli.supervisor.state import ServiceState, read_state
from db.engine import Database

TELEMETRA: Final = (sys.executable, "-m", "cli")
PORTS: Final = ("API_PORT", "KAFKA_PORT", "POSTGRES_PORT", "REDIS_PORT")
PASSWORD: Final = "local only"  # noqa: S105 - the stack of one run
START_SECONDS: Final = 240
_OK: Final = 200


class Stack:
    """A stack that runs; its answers, by GraphQL, by REST and by its own command."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.data = Path(environment["DATA_DIR"])
        own = environment.get("KAFKA_PORT")
        self.kafka = f"127.0.0.1:{own}" if own else environment["KAFKA_BOOTSTRAP_SERVERS"]
        self.redis_port = int(environment["REDIS_PORT"])
        self.api_port = int(environment["API_PORT"])
        self.database = Database(
            "127.0.0.1", int(environment["POSTGRES_PORT"]), "telemetra", "telemetra_user", PASSWORD
        )
        self._api = f"http://127.0.0.1:{self.api_port}"

    async def until_ready(self) -> None:
        """Return when every service is ready, or done.

        Raises:
            RuntimeError: It did not come to that.
        """
        told = await self.status("--wait", str(START_SECONDS))
        if told["exit_code"] != 0:
            raise RuntimeError(f"the stack did not become ready: {told}")

    async def status(self, *options: str) -> dict[str, Any]:
        """What `telemetra status --json` says; with `--wait S`, once all is ready."""
        command = (*TELEMETRA, "status", "--json", *options)
        process = await create_subprocess_exec(*command, env=self.environment, stdout=PIPE)
        output, _ = await process.communicate()
        told: dict[str, Any] = json.loads(output)
        return told | {"exit_code": process.returncode}

    @property
    def process_environment(self) -> dict[str, str]:
        """What the stack's own processes are told."""
        settings = Settings(
            data_dir=self.data,
            api_port=self.api_port,
            kafka_port=int(self.environment["KAFKA_PORT"]),
            postgres_port=self.database.port,
            redis_port=self.redis_port,
            postgres_password=SecretStr(PASSWORD),
        )
        return self.environment | settings.process_environment

    def services(self) -> dict[str, ServiceState]:
        """Every service as the supervisor sees it now."""
        state = read_state(self.data)
        return {service.name: service for service in state.services} if state else {}

    async def pid(self, service: str) -> int | None:
        """The process of a service, None where it has none now."""
        found = self.services().get(service)
        return found.pid if found else None

    async def state(self, service: str) -> str:
        """`ready`, `done`, ... as the supervisor sees the service."""
        found = self.services().get(service)
        return found.state.value if found else "absent"

    async def kill(self, service: str) -> int:
        """Kill -9 a service with all it has started, once it is ready; gives the pid it had."""
        await until(lambda: self._is_ready(service))
        pid = await self.pid(service)
        if pid is None:
            raise RuntimeError(f"{service} has no process")
        # It heads a group of its own; the supervisor would end what is left of it in any case.
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        return pid

    async def until_restarted(
        self, service: str, killed_pid: int, seconds: float = START_SECONDS
    ) -> None:
        """Return when the service is ready under another process.

        Raises:
            TimeoutError: It is not within so many seconds.
        """

        async def is_back() -> bool:
            return await self._is_ready(service) and await self.pid(service) != killed_pid

        await until(is_back, seconds)

    async def _is_ready(self, service: str) -> bool:
        return await self.state(service) == "ready"

    async def query(self, text: str) -> Any:  # noqa: ANN401 - JSON
        """The data of a GraphQL query that has no errors.

        Raises:
            RuntimeError: It has errors.
        """
        async with httpx.AsyncClient(timeout=30) as client:
            response = await client.post(f"{self._api}/graphql", json={"query": text})
        answer = response.json()
        if "errors" in answer:
            raise RuntimeError(str(answer))
        return answer["data"]

    async def get(self, path: str) -> Any:  # noqa: ANN401 - JSON
        """The body of a REST answer with status 200.

        Raises:
            RuntimeError: It has another status.
        """
        async with httpx.AsyncClient(timeout=30) as client:
            response = await client.get(f"{self._api}{path}")
        if response.status_code != _OK:
            raise RuntimeError(response.text)
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


async def until(condition: Callable[[], Awaitable[bool]], seconds: float = 120) -> None:
    """Wait for what must come to be true.

    Raises:
        TimeoutError: It did not.
    """
    async with timeout(seconds):
        # Other processes, which set no event of ours, are looked at.
        while not await condition():  # noqa: ASYNC110
            await sleep(0.05)
