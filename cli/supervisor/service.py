"""What the supervisor must know of a process to look after it."""

import signal
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path


async def nothing() -> None:
    """The step of a service that needs none."""


@dataclass(frozen=True, slots=True)
class Service:
    """One process of the stack.

    It is started once all of `after` have been ready. `prepare` runs before every start; `is_ready`
    is asked until it says yes; then `settle` runs, and only then is the service ready. All three
    must bear being run again. `may_finish`: exit code 0 is its end, not its failure.
    """

    name: str
    command: Sequence[str | Path]
    is_ready: Callable[[], Awaitable[bool]]
    after: tuple[str, ...] = ()
    prepare: Callable[[], Awaitable[None]] = nothing
    settle: Callable[[], Awaitable[None]] = nothing
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    may_finish: bool = False
