"""Builders of small real services for the supervisor's tests."""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil

from cli.supervisor.service import Service
from cli.supervisor.state import ServiceState
from cli.supervisor.supervisor import Supervisor

FOREVER = "import signal; print('begun', flush=True); signal.pause()"


async def always() -> bool:
    return True


def a_service(name: str = "one", code: str = FOREVER, **other: Any) -> Service:  # noqa: ANN401 - a Service's own fields
    """A Python process that runs this code; ready as soon as it has begun."""
    return Service(name, [sys.executable, "-c", code], **{"is_ready": always} | other)


@asynccontextmanager
async def supervised(folder: Path, *services: Service) -> AsyncIterator[Supervisor]:
    """A supervisor that looks after the services until the block ends."""
    supervisor = Supervisor(services, folder)
    life = asyncio.create_task(supervisor.run())
    try:
        yield supervisor
    finally:
        supervisor.stop()
        await life


def state_of(supervisor: Supervisor, name: str) -> ServiceState:
    return next(one for one in supervisor.state().services if one.name == name)


async def until(condition: Callable[[], bool | Awaitable[bool]], seconds: float = 60) -> None:
    """Wait for what must come to be true; fail if it does not."""
    async with asyncio.timeout(seconds):
        while True:
            met = condition()
            if met if isinstance(met, bool) else await met:
                return
            await asyncio.sleep(0.02)


def is_alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
