"""Looks after one service: starts it, knows when it is ready, restarts it when it dies."""

import asyncio
from collections.abc import Callable, Iterable
from enum import StrEnum
from pathlib import Path
from typing import Final

from cli.project import SetupError
from cli.supervisor.logs import Log
from cli.supervisor.process import Process
from cli.supervisor.service import Service

FIRST_DELAY_SECONDS: Final = 1.0
LONGEST_DELAY_SECONDS: Final = 30.0
STEADY_SECONDS: Final = 60.0
"""A service that ran this long starts over with the first delay."""
EXIT_MISCONFIGURED: Final = 2
"""The exit code that says: starting me again will not help."""
_PROBE_SECONDS: Final = 0.2


class State(StrEnum):
    """Where a service stands."""

    STARTING = "starting"
    READY = "ready"
    RESTARTING = "restarting"
    DONE = "done"
    FAILED = "failed"
    STOPPED = "stopped"


class Watcher:
    """One service's life. `has_been_ready` is set once, and stays so through restarts."""

    def __init__(self, service: Service, folder: Path, log: Log, tell: Callable[[], None]) -> None:
        self.service = service
        self.state = State.STARTING
        self.restarts = 0
        self.process: Process | None = None
        self.has_been_ready = asyncio.Event()
        self._folder = folder
        self._log = log
        self._tell = tell
        self._is_stopping = False

    async def look_after(self, before: "Iterable[Watcher]") -> None:
        """Keep the service running until it is done, failed for good, or stopped."""
        for other in before:
            await other.has_been_ready.wait()
        delay = FIRST_DELAY_SECONDS
        clock = asyncio.get_running_loop().time
        while True:
            began = clock()
            end = await self._run_once()
            if end is not None:
                self._become(end)
                return
            delay = FIRST_DELAY_SECONDS if clock() - began > STEADY_SECONDS else delay
            self.restarts += 1
            self._become(State.RESTARTING)
            self._say(f"starts again in {delay:.0f} s")
            await asyncio.sleep(delay)
            delay = min(2 * delay, LONGEST_DELAY_SECONDS)

    async def stop(self) -> None:
        """Stop the process, if there is one, and leave nothing of it."""
        self._is_stopping = True
        if self.process is not None:
            await self.process.stop()
        self._become(State.STOPPED)

    async def _run_once(self) -> State | None:
        """From start to exit; the state that ends it for good, or None."""
        try:
            await self.service.prepare()
            self.process = await Process.start(self.service, self._folder, self._log.write)
            self._tell()
            code = await self._see_through(self.process)
        except SetupError as error:
            self._say(str(error))
            return State.FAILED
        except Exception as error:  # noqa: BLE001 - a step that failed is tried again, whatever it met
            self._say(f"{type(error).__name__}: {error}")
            return None
        finally:
            await self._clear_away()
        return self._judge(code)

    async def _see_through(self, process: Process) -> int:
        exited = asyncio.create_task(process.wait())
        readied = asyncio.create_task(self._until_ready())
        try:
            await asyncio.wait({exited, readied}, return_when=asyncio.FIRST_COMPLETED)
            if not exited.done():
                await readied
                self.has_been_ready.set()
                self._become(State.READY)
            return await exited
        finally:
            readied.cancel()
            await asyncio.gather(readied, return_exceptions=True)

    async def _until_ready(self) -> None:
        # Another program turns ready: there is nothing to be woken by.
        while not await self.service.is_ready():  # noqa: ASYNC110
            await asyncio.sleep(_PROBE_SECONDS)
        await self.service.settle()

    async def _clear_away(self) -> None:
        """What the process started must not live beside what its successor starts."""
        process, self.process = self.process, None
        if process is not None:
            await process.stop()

    def _judge(self, code: int) -> State | None:
        if self._is_stopping:
            return State.STOPPED
        self._say(f"exited with code {code}")
        if code == 0 and self.service.may_finish:
            self.has_been_ready.set()
            return State.DONE
        return State.FAILED if code == EXIT_MISCONFIGURED else None

    def _become(self, state: State) -> None:
        self.state = state
        self._tell()

    def _say(self, text: str) -> None:
        self._log.write(f"[supervisor] {text}")
