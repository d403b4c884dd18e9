"""Which final minutes of a stream are moments: a z-score against the minutes before.

One detector a stream, fed its final minutes in the order of time; its state is plain JSON, so that
it is stored with the minutes it has seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from math import sqrt
from statistics import fmean, pstdev
from typing import Final, TypedDict

THRESHOLD: Final = 3.0
"""Deviations from the mean at which a minute is a moment."""

MIN_BASELINE_MINUTES: Final = 10
MAX_BASELINE_MINUTES: Final = 60
COOL_DOWN: Final = timedelta(minutes=5)
"""After a moment, the same signal of the same stream is silent for this long."""


class MomentType(StrEnum):
    """What kind of moment it is."""

    CHAT_SPIKE = "chat_spike"
    VIEWER_DROP = "viewer_drop"


class Severity(StrEnum):
    """How far out of the ordinary, by deviations: 3, 4, 6 and 10 begin a step."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"


@dataclass(frozen=True, slots=True)
class Minute:
    """A final minute. `viewer_count` is its mean, null where no sample was seen."""

    started_at: datetime
    message_count: int
    viewer_count: float | None


@dataclass(frozen=True, slots=True)
class Detection:
    """A minute that stands out. `score` is in deviations, positive in the signal's direction."""

    type: MomentType
    started_at: datetime
    score: float
    baseline: float
    observed: float

    @property
    def severity(self) -> Severity:
        """The step that the score has reached."""
        if self.score >= 10:  # noqa: PLR2004 - the steps stand in Severity's docstring
            return Severity.CRITICAL
        if self.score >= 6:  # noqa: PLR2004
            return Severity.HIGH
        return Severity.MEDIUM if self.score >= 4 else Severity.LOW  # noqa: PLR2004

    @property
    def description(self) -> str:
        """One plain sentence that says what happened, how much and against what."""
        if self.type is MomentType.CHAT_SPIKE:
            return f"Chat rose to {self.observed:,.0f} messages in a minute, {self._against()}."
        return f"Viewers fell to {self.observed:,.0f}, {self._against()}."

    def _against(self) -> str:
        usual = f"the usual {self.baseline:,.0f}"
        if self.baseline < 1:
            return "where hardly any are usual"
        if self.observed < self.baseline:
            return f"{1 - self.observed / self.baseline:.0%} below {usual}"
        return f"{self.observed / self.baseline:.1f} times {usual}"


class SignalState(TypedDict):
    """What one signal remembers: its baseline, oldest first, and when its last moment began."""

    values: list[float]
    last_moment_at: str | None


class StreamDetector:
    """The signals of one stream.

    `state` is JSON by signal: give it back to go on where it was left. A fresh detector has none.
    """

    def __init__(self, state: dict[str, SignalState] | None = None) -> None:
        self.state: dict[str, SignalState] = state or {}

    def observe(self, minute: Minute) -> Iterator[Detection]:
        """Take in the next final minute; give the moments that it is, at most one a signal."""
        yield from self._observe(MomentType.CHAT_SPIKE, minute, float(minute.message_count))
        if minute.viewer_count is not None:
            yield from self._observe(MomentType.VIEWER_DROP, minute, minute.viewer_count)

    def _observe(self, signal: MomentType, minute: Minute, value: float) -> Iterator[Detection]:
        empty = SignalState(values=[], last_moment_at=None)
        state = self.state.setdefault(signal.value, empty)
        detection = _judge(signal, minute, value, state)
        if detection is None:
            state["values"] = [*state["values"], value][-MAX_BASELINE_MINUTES:]
        else:
            # The moment itself stays out of the baseline, or the next would need to be larger.
            state["last_moment_at"] = minute.started_at.isoformat()
            yield detection


def _judge(
    signal: MomentType, minute: Minute, value: float, state: SignalState
) -> Detection | None:
    values = state["values"]
    if len(values) < MIN_BASELINE_MINUTES or _is_cooling_down(minute, state):
        return None
    mean = fmean(values)
    distance = value - mean if signal is MomentType.CHAT_SPIKE else mean - value
    score = distance / max(pstdev(values), _smallest_deviation(signal, mean))
    if score < THRESHOLD:
        return None
    return Detection(signal, minute.started_at, score, mean, value)


def _is_cooling_down(minute: Minute, state: SignalState) -> bool:
    last = state["last_moment_at"]
    return last is not None and minute.started_at < datetime.fromisoformat(last) + COOL_DOWN


def _smallest_deviation(signal: MomentType, mean: float) -> float:
    """A flat baseline must not make a moment of one message or of a few viewers.

    Counts of a steady chat scatter by the square root of their mean (Poisson); an audience by at
    least one in a hundred.
    """
    if signal is MomentType.CHAT_SPIKE:
        return sqrt(max(mean, 1.0))
    return max(mean / 100, 1.0)
