"""One second of the simulated Twitch -> its raw frames. Pure: any second, alone, at any time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Final

from contracts.events import TICK_STREAM, FrameFormat, RawFrame
from contracts.topics import EVENT_TOPICS
from producer.sources.chatting import TimedLine, chat_lines
from producer.sources.happenings import Plan
from producer.sources.noticing import notice_lines
from producer.sources.rhythm import message_count, message_rate, viewer_count
from producer.sources.wire import PING, helix_stream

POSITIONS_A_SECOND: Final = 1_000_000
"""A frame's position is its second since 1970 times this, and its rank in the second."""

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_PING_SECONDS: Final = 300
_EVENTS_A_SAMPLE: Final = 2


@dataclass(frozen=True, slots=True)
class Simulation:
    """A whole world of channels. `rate`: typed events a second after the history; null: natural.

    `source` names the run that the frames belong to.
    """

    plan: Plan
    interval_seconds: float
    rate: float | None
    source: str

    def frames(self, second: int) -> list[RawFrame]:
        """All frames of a second since 1970, in the order of their time."""
        lines = sorted(self._lines(second), key=lambda line: line.at_ms)
        start = second * POSITIONS_A_SECOND
        return [self._frame(start + rank, line) for rank, line in enumerate(lines)]

    def _lines(self, second: int) -> Iterator[TimedLine]:
        scale = self._scale(second)
        if second % _PING_SECONDS == 0:
            yield TimedLine(second * 1000, TICK_STREAM, FrameFormat.IRC, PING)
        for stream_id in self.plan.channels:
            count = message_count(self.plan, stream_id, second, scale)
            yield from chat_lines(self.plan, stream_id, second, count)
            yield from notice_lines(self.plan, stream_id, second)
            yield from self._samples(stream_id, second)

    def _samples(self, stream_id: str, second: int) -> Iterator[TimedLine]:
        interval = self.interval_seconds
        for number in range(ceil(second / interval), ceil((second + 1) / interval)):
            time = number * interval
            at_ms, viewers = int(time * 1000), viewer_count(self.plan, stream_id, time)
            raw = helix_stream(stream_id, viewers, at_ms)
            yield TimedLine(at_ms, stream_id, FrameFormat.HELIX, raw)

    def _scale(self, second: int) -> float:
        """How many times the natural messages bring the run to its rate."""
        if self.rate is None or second < self.plan.origin:
            return 1.0
        channels = self.plan.channels
        samples = _EVENTS_A_SAMPLE * len(channels) / self.interval_seconds
        messages = max(0.0, self.rate - samples - len(EVENT_TOPICS))
        return messages / sum(message_rate(self.plan, each, second) for each in channels)

    def _frame(self, position: int, line: TimedLine) -> RawFrame:
        return RawFrame(
            event_id=f"{self.source}:{position}",
            stream_id=line.stream_id,
            source=self.source,
            position=position,
            time_shift_seconds=0.0,
            received_at=_EPOCH + timedelta(milliseconds=line.at_ms),
            format=line.format,
            raw=line.raw,
        )
