"""A recording -> raw frames, at its original time or shifted to now, at any speed."""

import hashlib
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from contracts.topics import FUTURE_ALLOWANCE_SECONDS, WATERMARK_DELAY_SECONDS
from producer.arguments import At, ConfigurationError
from producer.pace import Pace, now, played, wait_until
from producer.source import Item, Resume
from producer.sources.recording import Recording, read_recording
from producer.sources.timeline import LEAP, Frames, leap_from, timeline
from producer.ticks import tick_times

_MINUTE: Final = timedelta(minutes=1)
_CLOSING: Final = timedelta(seconds=WATERMARK_DELAY_SECONDS + 2)
_FUTURE: Final = timedelta(seconds=FUTURE_ALLOWANCE_SECONDS)


@dataclass(frozen=True, slots=True)
class Replay:
    """A recording as a source. `speed` is times real time, infinite for as fast as can be.

    `present` is how many lines lie in the present or past of the run; the strays after them, with
    their wrong clocks, are sent at the end and move no time.
    """

    recording: Recording
    name: str
    at: At
    speed: float
    present: int

    @property
    def family(self) -> str:
        """The run's own name: another file, time or choice of channels is another run."""
        return self.name

    async def chunks(self, resume: Resume | None) -> AsyncIterator[list[Item]]:
        """The unreadable lines, frames and ticks as they are due, and the ticks that close."""
        began = now()
        shift = resume.last.time_shift_seconds if resume else self.shift_seconds(began)
        frames = Frames(self.recording, self.name, shift)
        start = frames.first_missing(resume)
        if start == 0:
            yield frames.unreadable()
        if start < self.present:
            pace = Pace(frames.at(start), began, self.speed)
            for chunk in timeline(frames, start, self.present, self.speed):
                await pace.wait_until(chunk.until)
                yield chunk.items
        yield [frames.frame(index) for index in range(max(start, self.present), len(frames))]
        async for ticks in _close(self.name, frames.at(self.present - 1)):
            yield ticks

    def shift_seconds(self, began: datetime) -> float:
        """What moves the recording so that its last frame is due in the present, none before it."""
        if self.at == "original":
            return 0.0
        first, last = self.recording.lines[0].at, self.recording.lines[self.present - 1].at
        shift = began + played(last - first, max(self.speed, 1.0)) - last
        return shift // timedelta(milliseconds=1) / 1000


def open_replay(path: Path, channels: Collection[str], at: At, speed: float) -> Replay:
    """A recording that is ready to be replayed.

    Raises:
        ConfigurationError: The file cannot be read, or holds nothing to replay.
    """
    recording = read_recording(path, channels)
    run = f"{recording.digest} {at} {','.join(sorted(channels))}"
    name = f"replay:{hashlib.sha256(run.encode()).hexdigest()[:32]}"
    horizon = now() + _FUTURE
    present = sum(each.at <= horizon for each in recording.lines)
    if not present and at == "original":
        raise ConfigurationError(f"{path} lies in the future; --at now replays it as the present")
    return Replay(recording, name, at, speed, present or len(recording.lines))


async def _close(source: str, last: datetime) -> AsyncIterator[list[Item]]:
    """Ticks until the last frame's minute is final: at once in the past, else in real time."""
    if now() - last >= LEAP:
        yield [leap_from(source, last)]
        return
    end = last.replace(second=0, microsecond=0) + _MINUTE + _CLOSING
    for tick in tick_times(source, last, end):
        await wait_until(tick.at)
        yield [tick]
