"""Which leaderboards a batch is to tell: each seldom, and never at the cost of the rest."""

import time
from collections.abc import Callable, Iterable, Iterator
from typing import Final

PERIOD_SECONDS: Final = 5.0
"""A stream's leaderboard is told at most this often."""

BUDGET_SECONDS: Final = 0.05
"""What one batch spends on leaderboards; the streams beyond it wait for the next."""


class Leaderboards:
    """The streams in which somebody chatted since their leaderboard was last told."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._told_at: dict[str, float] = {}
        self._changed: set[str] = set()

    def mark(self, stream_ids: Iterable[str]) -> None:
        """Somebody chatted there."""
        self._changed.update(stream_ids)

    def due(self) -> Iterator[str]:
        """Changed streams to be told now, the longest waiting first, while the budget lasts."""
        started = self._clock()
        for stream_id in sorted(self._changed, key=lambda one: (self._told_at.get(one, 0.0), one)):
            spent = self._clock() - started
            if spent > BUDGET_SECONDS:
                return
            if started - self._told_at.get(stream_id, -PERIOD_SECONDS) >= PERIOD_SECONDS:
                yield stream_id

    def told(self, stream_ids: Iterable[str]) -> None:
        """They are told, for good."""
        now = self._clock()
        for stream_id in stream_ids:
            self._told_at[stream_id] = now
            self._changed.discard(stream_id)
