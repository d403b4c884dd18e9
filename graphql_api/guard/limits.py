"""How much one client may ask for."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """What is served at these numbers, and refused above them."""

    points: int
    """What a client can spend at once, in points of cost; a request of REST costs 1."""

    points_per_second: float
    """How many of them come back each second."""


LOCAL: Final = Limits(points=50_000, points_per_second=5_000)
"""On one's own machine: no honest client meets one."""

PRODUCTION: Final = Limits(points=20_000, points_per_second=500)
"""Where strangers ask."""
