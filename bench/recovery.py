"""How long clients heard nothing after a fault."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

QUIET_SECONDS: Final = 3.0
"""Pushes of a busy stack come several times a second: a longer silence is felt."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """The longest silence after a fault, and how long after it pushes flowed again."""

    silence_seconds: float
    recovered_after_seconds: float

    def __str__(self) -> str:
        if self.silence_seconds < QUIET_SECONDS:
            return f"not felt (longest silence {self.silence_seconds:.1f} s)"
        return f"{self.recovered_after_seconds:.1f} s"


def recovery(arrivals: Iterable[float], fault_at: float, now: float) -> Recovery:
    """Judge the arrivals of pushes around a fault; where none came since, it lasts until now."""
    times = sorted(at for at in arrivals if at <= now)
    before = [at for at in times if at <= fault_at][-1:] or [fault_at]
    after = [at for at in times if at > fault_at]
    silences = [(end - start, end) for start, end in pairwise([*before, *after, now])]
    longest, end = max(silences)
    return Recovery(longest, end - fault_at)


def is_steady(arrivals: Iterable[float], since: float, now: float) -> bool:
    """Whether no silence was felt from `since` to now."""
    times = [since, *sorted(at for at in arrivals if since < at <= now), now]
    return all(end - start < QUIET_SECONDS for start, end in pairwise(times))
