"""The whole seconds of a source's clock -> ticks, which move time on in a quiet topic."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Final

from contracts.events import RawFrame, Tick
from producer.source import Item, TickTime

_SECOND: Final = timedelta(seconds=1)


def tick_times(source: str, after: datetime, until: datetime) -> Iterator[TickTime]:
    """Every whole second in (after, until]."""
    second = after.replace(microsecond=0) + _SECOND
    while second <= until:
        yield TickTime(source, second)
        second += _SECOND


def interleave(frames: Iterable[RawFrame], times: Iterable[TickTime]) -> list[Item]:
    """Frames and ticks in the order of time: a tick stands before the frames of its second."""
    items: list[Item] = [*times, *frames]
    return sorted(items, key=_time)


def tick_of(time: TickTime, topic: str) -> Tick:
    """A topic's tick; sent again, it has the same id."""
    name = f"{time.source} {time.at.isoformat()} {topic}"
    event_id = blake2b(name.encode(), digest_size=16).hexdigest()
    return Tick(event_id=event_id, occurred_at=time.at, received_at=time.at)


def _time(item: Item) -> datetime:
    match item:
        case TickTime():
            return item.at
        case RawFrame():
            return item.received_at
    raise TypeError(f"{item!r} has no place in time")
