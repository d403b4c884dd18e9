"""Event time against the wall clock: when something of a recording is due."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


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
        await wait_until(self.began + played(time - self.start, self.speed))


def played(length: timedelta, speed: float) -> timedelta:
    """How long a stretch of event time takes; none at infinite speed."""
    return timedelta(seconds=length.total_seconds() / speed)


async def wait_until(time: datetime) -> None:
    """Sleep until it is this late."""
    await asyncio.sleep(max(0.0, (time - now()).total_seconds()))
