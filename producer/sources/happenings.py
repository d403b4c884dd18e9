"""What is planted in a simulation: bursts, raids, gift bombs, emote storms, lulls, viewer drops."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from producer.sources.profiles import profile_of
from producer.sources.seeded import between, number, pick
from producer.sources.vocabulary import channel_emotes

SLOT_SECONDS: Final = 480
"""A channel has at most one happening in so long; it begins and ends within."""

HISTORY_SECONDS: Final = 1800

_MINUTE: Final = 60
_SLOTS_OF_AFTERGLOW: Final = 4
_FIRST_MINUTE_BEFORE: Final = 6
_MINUTES_OF_CHOICE: Final = 9
"""The history's burst lies in the 6th to 14th minute before its end."""


class Kind(StrEnum):
    """The happenings there are."""

    CHAT_BURST = "chat_burst"
    RAID = "raid"
    GIFT_BOMB = "gift_bomb"
    EMOTE_STORM = "emote_storm"
    LULL = "lull"
    VIEWER_DROP = "viewer_drop"


_CALM: Final = frozenset({Kind.GIFT_BOMB, Kind.EMOTE_STORM})
"""What leaves the number of messages and viewers as it is: all that a history may hold."""

_WEIGHTED: Final = (
    *[Kind.CHAT_BURST] * 3,
    *[Kind.RAID] * 3,
    *[Kind.GIFT_BOMB] * 3,
    *[Kind.EMOTE_STORM] * 3,
    *[Kind.LULL] * 2,
    *[Kind.VIEWER_DROP] * 1,
    *[None] * 5,
)

_SECONDS: Final = {
    Kind.CHAT_BURST: (42, 49),
    Kind.RAID: (40, 50),
    Kind.GIFT_BOMB: (12, 13),
    Kind.EMOTE_STORM: (30, 50),
    Kind.LULL: (120, 200),
    Kind.VIEWER_DROP: (150, 220),
}
_STRENGTH: Final = {
    Kind.CHAT_BURST: (5.8, 7.0),
    Kind.RAID: (0.05, 0.3),
    Kind.GIFT_BOMB: (5, 51),
    Kind.EMOTE_STORM: (0.7, 0.9),
    Kind.LULL: (0.35, 0.5),
    Kind.VIEWER_DROP: (0.3, 0.5),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One planted thing, in whole seconds since 1970, the end not included.

    `strength` is in the kind's own unit: how many times the usual messages (burst, lull), the share
    of the channel's viewers that come (raid) or go (viewer drop), the gifts of a bomb, the share of
    messages that are the emote (storm).
    """

    stream_id: str
    kind: Kind
    started_at: int
    ended_at: int
    strength: float

    @property
    def emote(self) -> str:
        """The emote of a storm."""
        return pick(channel_emotes(self.stream_id), self.stream_id, self.started_at, "emote")

    @property
    def raid_viewers(self) -> int:
        """How many a raid brings."""
        return round(self.strength * profile_of(self.stream_id).viewers)

    def is_on(self, second: int) -> bool:
        """Whether it goes on in this second."""
        return self.started_at <= second < self.ended_at


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is planted in one run, whose history ends at `origin` (seconds since 1970)."""

    seed: int
    channels: tuple[str, ...]
    origin: int

    def on(self, stream_id: str, second: int) -> list[Happening]:
        """What goes on in a channel in this second."""
        return [each for each in self.around(stream_id, second) if each.is_on(second)]

    def beginning(self, second: int, end: int) -> list[Happening]:
        """What begins in [second, end), in all channels; less than a slot at a time."""
        around = (each for stream_id in self.channels for each in self.around(stream_id, end))
        return [each for each in around if second <= each.started_at < end]

    def around(self, stream_id: str, second: int) -> Iterator[Happening]:
        """What may still be felt in this second: of its own slot and of those just before."""
        yield self.burst_of_history(stream_id)
        slot = second // SLOT_SECONDS
        for each in range(slot - _SLOTS_OF_AFTERGLOW, slot + 1):
            happening = _in_slot(self.seed, stream_id, each)
            if happening and (happening.started_at >= self.origin or happening.kind in _CALM):
                yield happening

    def burst_of_history(self, stream_id: str) -> Happening:
        """The one burst that the history holds for a channel, inside one minute of the clock."""
        turn = self.channels.index(stream_id) + number(self.seed, "turn")
        minutes_before = _FIRST_MINUTE_BEFORE + turn % _MINUTES_OF_CHOICE
        minute = self.origin // _MINUTE - minutes_before
        return _at_minute(Kind.CHAT_BURST, self.seed, stream_id, minute)


@lru_cache(maxsize=4096)
def _in_slot(seed: int, stream_id: str, slot: int) -> Happening | None:
    kind = pick(_WEIGHTED, seed, stream_id, slot, "kind")
    if kind is None:
        return None
    minute = slot * SLOT_SECONDS // _MINUTE + int(between(0, 4, seed, stream_id, slot, "minute"))
    return _at_minute(kind, seed, stream_id, minute)


def _at_minute(kind: Kind, seed: int, stream_id: str, minute: int) -> Happening:
    """It begins a few seconds into the minute, early enough for a burst to end within."""
    place = (seed, stream_id, kind.value, minute)
    started_at = minute * _MINUTE + int(between(3, 9, *place, "start"))
    return Happening(
        stream_id=stream_id,
        kind=kind,
        started_at=started_at,
        ended_at=started_at + int(between(*_SECONDS[kind], *place, "length")),
        strength=between(*_STRENGTH[kind], *place, "strength"),
    )
