"""What the simulated channels are like on an ordinary day."""

from dataclasses import dataclass
from typing import Final

from producer.sources.seeded import between, number, pick


@dataclass(frozen=True, slots=True)
class Profile:
    """A channel's size and kind. `pool` is how many people chat there again and again."""

    messages_per_second: float
    viewers: int
    pool: int
    title: str
    category: str


_KNOWN: Final = {
    "xqc": Profile(13.0, 62_000, 9_000, "🔴 reacting to everything | !drops", "Just Chatting"),
    "shroud": Profile(4.0, 18_500, 3_500, "ranked until it stops being fun", "VALORANT"),
    "pokimane": Profile(5.0, 14_200, 4_000, "cozy evening ♡ come hang out", "Just Chatting"),
    "ninja": Profile(3.5, 11_800, 3_000, "road to champion, day 12", "Fortnite"),
    "summit1g": Profile(2.5, 9_300, 2_200, "sailing with the crew", "Sea of Thieves"),
}

_TITLES: Final = ("chill stream", "back at it again", "learning a new game", "late night run")
_CATEGORIES: Final = ("Just Chatting", "Minecraft", "Chess", "Elden Ring", "League of Legends")


def profile_of(stream_id: str) -> Profile:
    """The profile of a channel; one that is not known gets its own from its name."""
    if stream_id in _KNOWN:
        return _KNOWN[stream_id]
    rate = between(1.0, 5.0, stream_id, "rate")
    return Profile(
        messages_per_second=rate,
        viewers=int(rate * between(2_000, 4_500, stream_id, "viewers")),
        pool=int(rate * 800),
        title=pick(_TITLES, stream_id, "title"),
        category=pick(_CATEGORIES, stream_id, "category"),
    )


def room_id(stream_id: str) -> str:
    """The number that Twitch knows the channel by; invented."""
    return str(20_000_000 + number(stream_id, "room") % 80_000_000)
