"""One process of ours, the head of its own session, so that all it starts can be ended with it."""

import asyncio
import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final

import psutil

from cli.supervisor.logs import LineReader, WriteLine
from cli.supervisor.service import Service

_PR_SET_PDEATHSIG: Final = 1
_DYING_SECONDS: Final = 5.0
_DYING_LOOK_SECONDS: Final = 0.005


class Process:
    """A running service. `started_at` with the pid names it beyond the pid's reuse."""

    def __init__(self, service: Service, process: asyncio.subprocess.Process) -> None:
        self._service = service
        self._process = process
        self.pid = process.pid
        self.started_at = started_at(process.pid)

    @classmethod
    async def start(cls, service: Service, folder: Path, write: WriteLine) -> "Process":
        """Start it in `folder`; each line that it or a child of it prints goes to `write`."""
        # A pipe of ours, not asyncio's: a child that outlives the process must not delay `wait`.
        read_end, write_end = os.pipe()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: LineReader(write), os.fdopen(read_end, "rb"))
        try:
            process = await asyncio.create_subprocess_exec(
                *service.command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=write_end,
                stderr=write_end,
                cwd=folder,
                env={**os.environ, **service.environment},
                start_new_session=True,
                preexec_fn=_ends_with_its_parent(service.stop_signal),
            )
        finally:
            os.close(write_end)
        return cls(service, process)

    async def wait(self) -> int:
        """The exit code; minus the number of the signal that ended it."""
        return await self._process.wait()

    async def stop(self) -> None:
        """Ask it to stop, give it the service's time, then end it and all it started."""
        if self._process.returncode is None:
            self._process.send_signal(self._service.stop_signal)
        try:
            await asyncio.wait_for(self.wait(), self._service.stop_seconds)
        except TimeoutError:
            kill_session(self.pid, self.started_at)
            await self.wait()
        kill_session(self.pid, self.started_at)


def started_at(pid: int) -> float | None:
    """When the process was started, in seconds since 1970; None if it is gone."""
    try:
        return float(psutil.Process(pid).create_time())
    except psutil.NoSuchProcess:
        return None


def is_running(pid: int, since: float | None) -> bool:
    """Whether this very process is there, not another one under the same pid."""
    return since is not None and started_at(pid) == since


def end(pid: int, since: float | None, stop_signal: int, seconds: float) -> None:
    """Stop a process that is no child of ours, and then all that is left of its session."""
    if is_running(pid, since):
        process = psutil.Process(pid)
        # It may be gone already; if it does not go, it is ended with its session.
        with suppress(psutil.NoSuchProcess, psutil.TimeoutExpired):
            process.send_signal(stop_signal)
            process.wait(seconds)
    kill_session(pid, since)


def kill_session(leader: int, since: float | None) -> None:
    """End at once whatever lives in the leader's session, and see it gone.

    Nobody is touched if the leader's pid has passed to a stranger.
    """
    deadline = time.monotonic() + _DYING_SECONDS
    while (living := _living_members(leader, since)) and time.monotonic() < deadline:
        for process in living:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        time.sleep(_DYING_LOOK_SECONDS)


def _living_members(leader: int, since: float | None) -> list[psutil.Process]:
    now = started_at(leader)
    if now is not None and now != since:
        return []
    # While one member lives, the kernel gives the leader's pid to nobody else.
    members = [one for one in psutil.process_iter() if _session_of(one.pid) == leader]
    return [one for one in members if _is_living(one)]


def _is_living(process: psutil.Process) -> bool:
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def _session_of(pid: int) -> int | None:
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None


def _ends_with_its_parent(stop_signal: signal.Signals) -> Callable[[], None] | None:
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(_PR_SET_PDEATHSIG, stop_signal.value)
