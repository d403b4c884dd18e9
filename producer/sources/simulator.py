"""The simulated Twitch -> raw frames: half an hour of history that ends now, then real time."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from contracts.events import RawFrame
from producer.pace import now, wait_until
from producer.source import CHUNK_SPAN, Item, Resume
from producer.sources.happenings import HISTORY_SECONDS, Plan
from producer.sources.seeded import hex_id
from producer.sources.simulation import POSITIONS_A_SECOND, Simulation
from producer.sources.truth import TruthFile
from producer.ticks import interleave, tick_times

_SLICE: Final = timedelta(milliseconds=200)
"""How long a frame that is due may wait for others."""

_CHUNK_SECONDS: Final = int(CHUNK_SPAN.total_seconds())


@dataclass(frozen=True, slots=True)
class Simulator:
    """The simulation as a source. A run's name ends with the second that its history ends at."""

    channels: tuple[str, ...]
    seed: int
    interval_seconds: float
    rate: float | None
    truth_file: Path

    @property
    def family(self) -> str:
        """Every simulator: one with other channels goes on where the last one stopped.

        Its history would come too late, for those windows are final.
        """
        return "simulator:"

    async def chunks(self, resume: Resume | None) -> AsyncIterator[list[Item]]:
        """Seconds that are over in chunks of several, then each as it passes; without an end."""
        simulation, second = self.start(resume, int(now().timestamp()))
        truth = TruthFile(self.truth_file)
        while True:
            end = min(max(int(now().timestamp()), second + 1), second + _CHUNK_SECONDS)
            truth.add(simulation.plan.beginning(second, end))
            for until, items in sliced(simulation, second, end):
                await wait_until(until)
                yield items
            second = end

    def start(self, resume: Resume | None, present: int) -> tuple[Simulation, int]:
        """The world, and the second since 1970 that is sent first."""
        if resume is None or _second_of(resume.last) < present - HISTORY_SECONDS:
            # A whole minute: half of one would look like a lull.
            return self.simulation(present), present // 60 * 60 - HISTORY_SECONDS
        simulation = self.simulation(int(resume.last.source.rpartition(":")[2]))
        if resume.last.source != simulation.source:
            return simulation, _second_of(resume.last) + 1
        return simulation, _first_missing(simulation, resume)

    def simulation(self, origin: int) -> Simulation:
        """The world whose history ends at `origin`, seconds since 1970."""
        world = hex_id(self.seed, self.channels, self.interval_seconds, self.rate)[:16]
        return Simulation(
            plan=Plan(self.seed, self.channels, origin),
            interval_seconds=self.interval_seconds,
            rate=self.rate,
            source=f"{self.family}{world}:{origin}",
        )


def sliced(simulation: Simulation, second: int, end: int) -> Iterator[tuple[datetime, list[Item]]]:
    """The frames and ticks of [second, end), and when each part is due.

    Several seconds are one part, for they are over; a single one is cut into fifths.
    """
    frames = [frame for each in range(second, end) for frame in simulation.frames(each)]
    clock, last = datetime.fromtimestamp(second, UTC), datetime.fromtimestamp(end, UTC)
    step = _SLICE if end - second == 1 else last - clock
    while clock < last:
        until = clock + step
        part = [frame for frame in frames if clock <= frame.received_at < until]
        yield until, interleave(part, tick_times(simulation.source, clock, until))
        clock = until


def _first_missing(simulation: Simulation, resume: Resume) -> int:
    """The first second that has a frame which is not acknowledged."""

    def is_missing(frame: RawFrame) -> bool:
        is_known = frame.position >= resume.first.position
        return is_known and (frame.source, frame.position) not in resume.acknowledged

    second = _second_of(resume.first)
    while second < _second_of(resume.last) and not any(map(is_missing, simulation.frames(second))):
        second += 1
    return second


def _second_of(frame: RawFrame) -> int:
    return frame.position // POSITIONS_A_SECOND
