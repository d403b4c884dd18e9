"""The seam between a source and the publisher: what a source gives, and how it goes on."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from contracts.events import RawFrame

CHUNK_SPAN: Final = timedelta(seconds=4)
"""A chunk's longest stretch of event time, so that no topic runs 5 s ahead of another."""

CHUNK_ITEMS: Final = 2000
"""How many items are acknowledged together at most."""


@dataclass(frozen=True, slots=True)
class TickTime:
    """The source's clock reached a whole second: every frame before it has been given."""

    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Bytes of the source that cannot become a frame."""

    source: str
    position: int
    reason: str
    raw: bytes


Item = RawFrame | TickTime | Unreadable

Place = tuple[str, int]
"""A source and the position in it."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Where the last run stopped.

    `first` and `last` are the oldest and newest frame that were read back, and `acknowledged` holds
    the place of each frame between them that is in Kafka. Whatever lies more than `CHUNK_ITEMS`
    before `last` is acknowledged, for one chunk is before the next is sent.
    """

    first: RawFrame
    last: RawFrame
    acknowledged: frozenset[Place]


class Source(Protocol):
    """Where raw frames come from."""

    @property
    def family(self) -> str:
        """The start of the name of every run that this source may go on from."""

    def chunks(self, resume: Resume | None) -> AsyncIterator[list[Item]]:
        """Items in the order of their time, each chunk when it is due, at most `CHUNK_SPAN` long.

        What is acknowledged already may be given again; the caller drops it.
        """
