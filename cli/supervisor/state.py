"""What the supervisor writes down of its services, for `status`, `down` and the next `up`."""

from pathlib import Path

from pydantic import BaseModel

from cli.supervisor.watcher import State


class ServiceState(BaseModel):
    """One service; `pid` and `started_at` are null while it has no process."""

    name: str
    pid: int | None
    started_at: float | None
    state: State
    restarts: int


class StackState(BaseModel):
    """The stack of one data folder."""

    services: list[ServiceState]
    urls: dict[str, str]


def write_state(folder: Path, state: StackState) -> None:
    """Replace the state in one step: a reader never sees half of it."""
    file = _file(folder)
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    unfinished.touch(mode=0o600)  # the address of PostgreSQL holds its password
    unfinished.write_text(state.model_dump_json(indent=2))
    unfinished.replace(file)


def read_state(folder: Path) -> StackState | None:
    """The state as it was written last; None for a folder that never held a stack."""
    file = _file(folder)
    return StackState.model_validate_json(file.read_text()) if file.exists() else None


def _file(folder: Path) -> Path:
    return folder / "run" / "state.json"
