"""Chance that is a pure function of its place: the same parts give the same numbers, anywhere."""

from collections.abc import Sequence
from hashlib import blake2b
from random import Random
from typing import Final, TypeVar

T = TypeVar("T")

_RANGE: Final = float(2**64)


def number(*parts: object) -> int:
    """A whole number of 64 bits."""
    return int.from_bytes(blake2b(repr(parts).encode(), digest_size=8).digest())


def unit(*parts: object) -> float:
    """A number in [0, 1)."""
    return number(*parts) / _RANGE


def between(low: float, high: float, *parts: object) -> float:
    """A number in [low, high)."""
    return low + (high - low) * unit(*parts)


def pick(choices: Sequence[T], *parts: object) -> T:
    """One of the choices, each as likely."""
    return choices[number(*parts) % len(choices)]


def stream(*parts: object) -> Random:
    """A generator of its own for one place, where many numbers are needed."""
    return Random(number(*parts))  # noqa: S311 - a simulation keeps no secret


def hex_id(*parts: object) -> str:
    """32 hexadecimal digits."""
    return blake2b(repr(parts).encode(), digest_size=16).hexdigest()


def uuid_id(*parts: object) -> str:
    """An id of the shape that Twitch's message ids have."""
    digits = hex_id(*parts)
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-a{digits[17:20]}-{digits[20:]}"
