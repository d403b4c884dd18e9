"""`telemetra reset`: drops the local data."""

import shutil
from pathlib import Path
from typing import Annotated, Final

import typer

from cli.project import SetupError
from cli.settings import load_settings
from cli.supervisor.logs import to_terminal
from cli.supervisor.state import claimed, end_leftovers

OURS: Final = (
    "kafka",
    "postgres",
    "postgres.unfinished",
    "checkpoint",
    "simulator",
    "logs",
    "source",
    "run",
)
"""What a stack lays in its data folder. Nothing else there is touched."""


def reset(
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Drop all local data: events, tables, checkpoints, logs."""
    folder = load_settings().data_dir
    if not _ours(folder):
        to_terminal(f"{folder} holds nothing of ours.")
        return
    if not yes and not typer.confirm(f"Drop all events and tables in {folder}?"):
        raise SetupError("nothing was dropped.")
    with claimed(folder):
        end_leftovers(folder)
        for path in _ours(folder):
            _drop(path)
    to_terminal(f"Dropped all that a stack had laid in {folder}.")


def _ours(folder: Path) -> list[Path]:
    return [folder / name for name in OURS if (folder / name).exists()]


def _drop(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()
