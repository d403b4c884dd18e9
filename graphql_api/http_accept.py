"""An Accept header -> which of the media types on offer is sent."""

from collections.abc import Sequence
from typing import Final

_ANYTHING: Final = "*/*"

_Range = tuple[str, float]
"""A media type, or `*/*`, or `type/*`, and its q-value."""


def preferred(accept: str | None, offered: Sequence[str]) -> str | None:
    """The media type that the client likes best; null when it takes none of them.

    Of what it likes equally, the one that it names first; of what one name covers, the one that is
    offered first. No header, or an empty one, takes everything.
    """
    ranges = _ranges(accept) if accept and accept.strip() else [(_ANYTHING, 1.0)]
    for name, quality in sorted(ranges, key=lambda each: -each[1]):
        for media_type in offered:
            if _covers(name, media_type) and 0 < quality == _quality(media_type, ranges):
                return media_type
    return None


def _ranges(accept: str) -> list[_Range]:
    return [_range(part) for part in accept.split(",") if part.strip()]


def _range(part: str) -> _Range:
    name, *parameters = (each.strip().lower() for each in part.split(";"))
    values = [each.removeprefix("q=") for each in parameters if each.startswith("q=")]
    return name, _number(values[0]) if values else 1.0


def _number(text: str) -> float:
    """A q-value; what is none is taken for 0."""
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0 <= number <= 1 else 0.0


def _covers(name: str, media_type: str) -> bool:
    return name in {_ANYTHING, media_type} or name == f"{media_type.split('/', 1)[0]}/*"


def _quality(media_type: str, ranges: Sequence[_Range]) -> float:
    """What the header says of this type, in the most exact words."""
    covering = [each for each in ranges if _covers(each[0], media_type)]
    name, _ = max(covering, key=lambda each: (each[0] != _ANYTHING, "*" not in each[0]))
    return max(quality for each, quality in covering if each == name)
