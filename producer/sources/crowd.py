"""Who chats in a simulated channel: invented people, the same ones each time."""

from dataclasses import dataclass
from functools import lru_cache
from random import Random
from typing import Final

from producer.sources.profiles import profile_of
from producer.sources.seeded import number, pick, unit

_FIRST: Final = (
    *("amber", "brave", "cosmic", "dizzy", "early", "frosty", "gentle", "happy", "icy", "jolly"),
    *("keen", "lazy", "mellow", "noisy", "odd", "plain", "quick", "rusty", "salty", "tiny"),
    *("urban", "velvet", "windy", "young", "zesty", "silent", "pixel", "lunar", "turbo", "misty"),
)
_SECOND: Final = (
    *("badger", "comet", "dragon", "ember", "falcon", "goose", "hammer", "iguana", "jester"),
    *("koala", "lemon", "moth", "noodle", "otter", "pickle", "quokka", "raven", "sloth"),
    *("toast", "urchin", "viper", "waffle", "yak", "zebra", "biscuit", "crab", "lobster", "panda"),
)
_SCRIPTS: Final = ("雪うさぎ", "작은곰", "夜猫子", "さくらもち", "별똥별", "小熊猫")
_COLORS: Final = ("", "#FF0000", "#1E90FF", "#9ACD32", "#8A2BE2", "#FF69B4", "#00FF7F", "#DAA520")
_BADGE_STEPS: Final = (36, 24, 18, 12, 9, 6, 3, 2, 0)

_HEAVY_TAIL: Final = 25
"""The larger, the less the busiest chatters stand out."""

_SUBSCRIBER_SHARE: Final = 0.35
_MODERATORS: Final = 8
_TURBO_SHARE: Final = 0.04
_LOCAL_NAME_SHARE: Final = 0.03
_LONGEST_MONTHS: Final = 80


@dataclass(frozen=True, slots=True)
class Chatter:
    """One person in one channel. `months` is 0 for who does not subscribe."""

    login: str
    display_name: str
    user_id: str
    color: str
    months: int
    badges: str
    is_moderator: bool

    @property
    def badge_info(self) -> str:
        """The tag that holds the exact months."""
        return f"subscriber/{self.months}" if self.months else ""


def draw_chatter(stream_id: str, chance: Random) -> Chatter:
    """One of the regulars: a few write a lot, many a little."""
    pool = profile_of(stream_id).pool
    growth = (pool + _HEAVY_TAIL) / _HEAVY_TAIL
    return regular(stream_id, int(_HEAVY_TAIL * growth ** chance.random()) - _HEAVY_TAIL)


@lru_cache(maxsize=32_768)
def regular(stream_id: str, rank: int) -> Chatter:
    """The regular who writes most but for `rank` others."""
    mixed = rank + number(stream_id, "names") % 1_000
    first, rest = mixed % len(_FIRST), mixed // len(_FIRST)
    second, round_ = rest % len(_SECOND), rest // len(_SECOND)
    login = f"{_FIRST[first]}_{_SECOND[second]}{round_ or ''}"
    months = 0
    if unit(stream_id, login, "subscribes") < _SUBSCRIBER_SHARE:
        months = 1 + int(_LONGEST_MONTHS * unit(stream_id, login, "months") ** 2)
    return _chatter(login, months, is_moderator=rank < _MODERATORS)


def newcomer(stream_id: str, second: int, index: int) -> Chatter:
    """Somebody who has never been here."""
    place = (stream_id, second, index)
    first, last = pick(_FIRST, *place, "first"), pick(_SECOND, *place, "last")
    return _chatter(f"{first}{last}{number(*place) % 1_000_000}", 0, is_moderator=False)


def _chatter(login: str, months: int, *, is_moderator: bool) -> Chatter:
    name = login.title().replace("_", "")
    if unit(login, "script") < _LOCAL_NAME_SHARE:
        name = pick(_SCRIPTS, login)
    badges = ["moderator/1"] if is_moderator else []
    if months:
        badges.append(f"subscriber/{next(step for step in _BADGE_STEPS if step <= months)}")
    if unit(login, "turbo") < _TURBO_SHARE:
        badges.append("turbo/1")
    return Chatter(
        login=login,
        display_name=name,
        user_id=str(100_000_000 + number(login, "id") % 900_000_000),
        color=pick(_COLORS, login, "color"),
        months=months,
        badges=",".join(badges),
        is_moderator=is_moderator,
    )
