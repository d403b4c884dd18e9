"""One API process on servers of a bench."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import psutil

from bench.servers import Servers
from bench.stack import until
from cli.supervisor.ports import free_port

_OK = 200


@dataclass(frozen=True, slots=True)
class Api:
    """Where it answers, and as which process."""

    port: int
    pid: int

    @property
    def memory(self) -> int:
        """The resident bytes of the process."""
        return int(psutil.Process(self.pid).memory_info().rss)


@asynccontextmanager
async def an_api(servers: Servers) -> AsyncIterator[Api]:
    """`python -m graphql_api`, ready, until the block ends."""
    port = free_port()
    environment = servers.environment | {"API_PORT": str(port)}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", "graphql_api"),
        env=environment,
        stdout=DEVNULL,
        stderr=DEVNULL,
    )
    try:
        await until(lambda: answers(f"http://127.0.0.1:{port}/health"), 60)
        yield Api(port, process.pid)
    finally:
        process.terminate()
        await process.wait()


async def answers(url: str) -> bool:
    """Whether a GET is answered with 200 within five seconds."""
    try:
        async with httpx.AsyncClient(timeout=5) as client:
            return (await client.get(url)).status_code == _OK
    except httpx.HTTPError:
        return False
