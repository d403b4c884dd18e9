"""What the supervisor writes down of its services, for `status`, `down` and the next `up`."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import BaseModel

from cli.project import SetupError
from cli.supervisor.process import end, is_running
from cli.supervisor.watcher import State


class ServiceState(BaseModel):
    """One service; `pid` and `started_at` are null while it has no process."""

    name: str
    pid: int | None
    started_at: float | None
    stop_signal: int
    stop_seconds: float
    state: State
    restarts: int

    @property
    def is_well(self) -> bool:
        """Whether it does what it is there for, or has done it."""
        return self.state in (State.READY, State.DONE)


class StackState(BaseModel):
    """The stack of one data folder; `pid` and `started_at` are its supervisor's."""

    pid: int
    started_at: float
    services: list[ServiceState]
    urls: dict[str, str]

    @property
    def is_running(self) -> bool:
        """Whether the supervisor that wrote this still lives."""
        return is_running(self.pid, self.started_at)


def run_folder(folder: Path) -> Path:
    """Where a stack keeps what matters only while it runs."""
    return folder / "run"


def log_file(folder: Path, service: str) -> Path:
    """Where a service's lines are kept."""
    return folder / "logs" / f"{service}.log"


def write_state(folder: Path, state: StackState) -> None:
    """Replace the state in one step: a reader never sees half of it."""
    file = _file(folder)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    unfinished.touch(mode=0o600)  # the address of PostgreSQL holds its password
    unfinished.write_text(state.model_dump_json(indent=2))
    unfinished.replace(file)


def read_state(folder: Path) -> StackState | None:
    """The state as it is now; None for a folder that never held a stack.

    Under a supervisor that has died every service is stopped, and whatever lives on is a leftover.
    """
    file = _file(folder)
    if not file.exists():
        return None
    state = StackState.model_validate_json(file.read_text())
    if not state.is_running:
        for service in state.services:
            service.state = State.STOPPED
    return state


def end_leftovers(folder: Path) -> None:
    """End what a supervisor that was killed has left running."""
    state = read_state(folder)
    for service in reversed(state.services if state and not state.is_running else []):
        if service.pid is not None:
            end(service.pid, service.started_at, service.stop_signal, service.stop_seconds)


@contextmanager
def claimed(folder: Path) -> Iterator[None]:
    """Hold the data folder: one supervisor at a time, even if the last one was killed.

    Raises:
        SetupError: A stack runs on it already.
    """
    run_folder(folder).mkdir(parents=True, exist_ok=True)
    with (run_folder(folder) / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise SetupError(
                f"a stack runs on {folder} already: `telemetra status` shows it, `telemetra down` "
                "stops it. A second one needs a DATA_DIR and ports of its own."
            ) from error
        yield


def _file(folder: Path) -> Path:
    return run_folder(folder) / "state.json"
