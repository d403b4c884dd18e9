"""A stream's day and its live minutes, the same in every run: what the pages ask for and follow."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from math import sin
from random import Random
from typing import Final

from bench.frontend.listings import Json, chatters, emotes, moment_update, transactions

MINUTES: Final = 1440
UPDATES_A_SECOND: Final = 100
UPDATES_A_MINUTE: Final = 600
"""Time goes by ten times as fast as on the clock, so that minutes close while one measures."""
_MINUTE_SECONDS: Final = 60
_MOMENT_EVERY: Final = 3000


@dataclass(frozen=True, slots=True)
class Update:
    """An event of the subscription of this name."""

    operation: str
    data: Json


class Recording:
    """1 440 closed minutes that end at `end` (seconds since 1970), and what comes after."""

    def __init__(self, end: int) -> None:
        self.start = end // _MINUTE_SECONDS * _MINUTE_SECONDS - MINUTES * _MINUTE_SECONDS
        self._random = Random(7)
        self._noise = [[self._random.random() for _ in range(6)] for _ in range(4 * MINUTES)]

    def time(self, minute: int) -> str:
        """The start of a minute, counted from the first."""
        at = datetime.fromtimestamp(self.start + minute * _MINUTE_SECONDS, UTC)
        return at.isoformat().replace("+00:00", "Z")

    def window(self, minute: int, part: float = 1, revision: int = 1) -> Json:
        """A minute's values when this part of it has passed; all of it is final."""
        noise = self._noise[minute % len(self._noise)]
        wave = sin(minute / 90) + 0.3 * sin(minute / 11)
        viewers = 24_000 + 6_000 * wave + 900 * noise[0]
        return {
            "__typename": "MetricWindow",
            "timestamp": self.time(minute),
            "revision": revision,
            "isFinal": part == 1,
            "chatRate": round(420 + 160 * wave + 120 * noise[1] + 20 * sin(40 * part), 2),
            "uniqueChatters": int(part * (180 + 60 * wave + 40 * noise[2])),
            "viewerCount": round(viewers, 1),
            "viewerLast": int(viewers + 300 * sin(25 * part)),
            "transactionCount": int(part * 9 * noise[3]),
            "sentimentScore": round(0.3 * sin(minute / 60) + 0.4 * (noise[4] - 0.5), 4),
        }

    def history(self) -> list[Json]:
        """The closed minutes."""
        return [self.window(minute) for minute in range(MINUTES)]

    def snapshot(self) -> Json:
        """What following the minutes starts with: the newest that is closed."""
        return self._window_update(MINUTES - 1, 1, 0, "SNAPSHOT")

    def updates(self) -> Iterator[Update]:
        """100 a second, without an end."""
        for number in count(1):
            yield self._listing(number) or self._minute_update(number)

    def _listing(self, number: int) -> Update | None:
        """Every 25th says who and what fills the stream, and a few a moment."""
        kind, rest = divmod(number % 100, 25)
        if rest:
            return None
        if number % _MOMENT_EVERY == 0:
            minute = MINUTES + number // UPDATES_A_MINUTE - 1
            return Update("FollowStreamMoments", moment_update(self.time, minute, number))
        if kind % 2 == 0:
            return Update("FollowTopChatters", chatters(number))
        if kind == 1:
            return Update("FollowTopEmotes", emotes(number))
        return Update("FollowTransactions", transactions(self.time, MINUTES, number))

    def _minute_update(self, number: int) -> Update:
        minute, done = divmod(number, UPDATES_A_MINUTE)
        closes = done == 1 and minute > 0
        at, part = (minute - 1, 1.0) if closes else (minute, (done + 1) / (UPDATES_A_MINUTE + 1))
        return Update("FollowMinutes", self._window_update(MINUTES + at, part, number, "UPDATE"))

    def _window_update(self, minute: int, part: float, number: int, kind: str) -> Json:
        window = self.window(minute, part, number + 1) | {"watermark": self.time(minute)}
        update = {
            "__typename": "MetricsUpdate",
            "cursor": f"bench.{number}",
            "emittedAt": self.time(minute + 1),
            "kind": kind,
            "window": window,
        }
        return {"metrics": update}
