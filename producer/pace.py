"""Event time against the wall clock: when something of a recording is due."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime


def now() -> datetime:
    """The present, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Pace:
    """`start` (event time) is due at `began` (wall clock); time then runs `speed` times as fast."""

    start: datetime
    began: datetime
    speed: float

    async def wait_until(self, time: datetime) -> None:
        """Sleep until this event time is due; what is due already does not sleep."""
        due = self.began + (time - self.start) / self.speed
        await asyncio.sleep(max(0.0, (due - now()).total_seconds()))


async def wait_until(time: datetime) -> None:
    """Sleep until it is this late."""
    await asyncio.sleep(max(0.0, (time - now()).total_seconds()))
