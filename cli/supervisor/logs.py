"""What a service prints -> its file, and the terminal with the service's name before it."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

MAX_BYTES: Final = 10_000_000
"""A log that has grown to this becomes `.1`, in place of the one before."""
_LONGEST_LINE: Final = 65_536
_NAME_WIDTH: Final = 8

WriteLine = Callable[[str], None]


def to_terminal(line: str) -> None:
    """Print now: a person is watching."""
    print(line, flush=True)  # noqa: T201 - this is the terminal's own door


def to_nowhere(_line: str) -> None:
    """The terminal of a stack that has none."""


class Log:
    """The log of one service; at most twice MAX_BYTES on disk."""

    def __init__(self, name: str, file: Path, echo: WriteLine) -> None:
        self._prefix = f"{name:<{_NAME_WIDTH}} | "
        self._file = file
        self._echo = echo
        file.parent.mkdir(parents=True, exist_ok=True)

    def write(self, line: str) -> None:
        """Add one line, without its end."""
        if self._file.exists() and self._file.stat().st_size > MAX_BYTES:
            self._file.replace(self._file.with_name(f"{self._file.name}.1"))
        with self._file.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
        self._echo(self._prefix + line)


class LineReader(asyncio.Protocol):
    """Hands on each line that comes out of a pipe; a line without end is cut."""

    def __init__(self, write: WriteLine) -> None:
        self._write = write
        self._rest = b""

    def data_received(self, data: bytes) -> None:
        """Split what came into lines, and keep what is still open."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            self._hand_on(line)
        if len(self._rest) > _LONGEST_LINE:
            self._flush()

    def connection_lost(self, _exc: Exception | None) -> None:
        """The last writer closed the pipe."""
        self._flush()

    def _flush(self) -> None:
        if self._rest:
            self._hand_on(self._rest)
        self._rest = b""

    def _hand_on(self, line: bytes) -> None:
        self._write(line.decode(errors="replace").rstrip("\r"))
