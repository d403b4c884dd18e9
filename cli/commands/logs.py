"""`telemetra logs`: what the services have printed."""

import time
from collections import deque
from pathlib import Path
from typing import Annotated, Final

import typer

from cli.project import SetupError
from cli.settings import load_settings
from cli.supervisor.logs import to_terminal

_LOOK_SECONDS: Final = 0.3


def logs(
    service: Annotated[str | None, typer.Argument(help="Only this one.")] = None,
    follow: Annotated[bool, typer.Option("--follow", "-f", help="Go on, until Ctrl-C.")] = False,
    lines: Annotated[int, typer.Option("--lines", "-n", help="Of each log's end.", min=0)] = 50,
) -> None:
    """Show the end of each log, or of one service's."""
    files = _files(load_settings().data_dir / "logs", service)
    ends = {file: file.stat().st_size for file in files}
    for file in files:
        for line in tail(file, lines):
            to_terminal(_prefixed(file, line))
    while follow:
        for file in files:
            ends[file] = _show_new(file, ends[file])
        time.sleep(_LOOK_SECONDS)


def tail(file: Path, lines: int) -> list[str]:
    """The last lines of a log; none if there is no such file."""
    if not file.exists():
        return []
    with file.open(encoding="utf-8", errors="replace") as opened:
        return [line.rstrip("\n") for line in deque(opened, maxlen=lines)]


def _files(folder: Path, service: str | None) -> list[Path]:
    files = sorted(folder.glob("*.log"))
    if service is not None:
        known = ", ".join(file.stem for file in files) or "none yet"
        files = [file for file in files if file.stem == service]
        if not files:
            raise SetupError(f"there is no log of {service!r}; there is: {known}.")
    return files


def _show_new(file: Path, end: int) -> int:
    """Print what came after `end`; the new end. A file that shrank was begun anew."""
    size = file.stat().st_size if file.exists() else 0
    start = end if size >= end else 0
    if size > start:
        with file.open("rb") as opened:
            opened.seek(start)
            new = opened.read(size - start)
        for line in new.decode(errors="replace").splitlines():
            to_terminal(_prefixed(file, line))
    return size


def _prefixed(file: Path, line: str) -> str:
    return f"{file.stem:<10} | {line}"
