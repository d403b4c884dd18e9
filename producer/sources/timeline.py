"""A recording's lines -> the raw frames of one run, in chunks of event time with ticks between."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isinf
from typing import Final, NamedTuple

from contracts.events import RawFrame
from producer.source import CHUNK_ITEMS, CHUNK_SPAN, Item, Resume, TickTime, Unreadable
from producer.sources.recording import Recording
from producer.ticks import interleave, tick_times

LEAP: Final = timedelta(seconds=90)
"""A tick so long after a frame closes its minute, whatever second of it the frame fell in."""

_SLICE_SECONDS: Final = 0.2
"""How long a frame that is due may wait for others, in real time."""

_SHORTEST_SPAN: Final = timedelta(milliseconds=10)


class Chunk(NamedTuple):
    """Items that are due when event time has reached `until`."""

    until: datetime
    items: list[Item]


@dataclass(frozen=True, slots=True)
class Frames:
    """A recording's lines as raw frames of one run; an index is a line's rank in time."""

    recording: Recording
    source: str
    shift_seconds: float

    def __len__(self) -> int:
        return len(self.recording.lines)

    def at(self, index: int) -> datetime:
        """When the frame happened, in the run's own time."""
        return self.recording.lines[index].at + timedelta(seconds=self.shift_seconds)

    def frame(self, index: int) -> RawFrame:
        """The frame itself. The unreadable lines have the positions before the first one's."""
        position = len(self.recording.unreadable) + index
        line = self.recording.lines[index].line
        return RawFrame(
            event_id=f"{self.source}:{position}",
            stream_id=line.stream_id,
            source=self.source,
            position=position,
            time_shift_seconds=self.shift_seconds,
            received_at=self.at(index),
            format=line.format,
            raw=line.raw,
        )

    def first_from(self, time: datetime) -> int:
        """The index of the first frame at `time` or later."""
        own_time = time - timedelta(seconds=self.shift_seconds)
        return bisect_left(self.recording.lines, own_time, key=lambda each: each.at)

    def unreadable(self) -> list[Item]:
        """The lines that have no place in time, to be sent before all frames."""
        lines = enumerate(self.recording.unreadable)
        return [Unreadable(self.source, number, reason, raw) for number, (reason, raw) in lines]

    def first_missing(self, resume: Resume | None) -> int:
        """The index of the first frame that an earlier run did not get acknowledged."""
        if resume is None:
            return 0
        offset = len(self.recording.unreadable)
        index = resume.first.position - offset
        # Only in its first chunk may a run have left something out before its first frame.
        index = index if index >= CHUNK_ITEMS else 0
        while (self.source, offset + index) in resume.acknowledged:
            index += 1
        return index


def timeline(frames: Frames, start: int, stop: int, speed: float) -> Iterator[Chunk]:
    """The frames from `start` up to `stop` in chunks, with a tick for each second between them.

    At infinite speed a silence of more than 90 s is leapt over with a single tick.
    """
    span, clock = _span(speed), frames.at(start)
    while start < stop:
        following = frames.at(start)
        if isinf(speed) and following - clock > LEAP:
            leap = leap_from(frames.source, clock)
            yield Chunk(leap.at, [leap])
            clock = following
        until = clock + span
        end = min(stop, frames.first_from(until))
        if end == stop:
            until = frames.at(stop - 1)
        given = [frames.frame(index) for index in range(start, end)]
        if items := interleave(given, tick_times(frames.source, clock, until)):
            yield Chunk(until, items)
        start, clock = end, until


def _span(speed: float) -> timedelta:
    seconds = min(_SLICE_SECONDS * speed, CHUNK_SPAN.total_seconds())
    return max(timedelta(seconds=seconds), _SHORTEST_SPAN)


def leap_from(source: str, time: datetime) -> TickTime:
    """The one tick that stands for a silence after `time`."""
    return TickTime(source, time.replace(microsecond=0) + LEAP)
