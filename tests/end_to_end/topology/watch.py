"""Looks at the API processes all the while: who holds how many sockets, and how much waits."""

import asyncio
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import httpx

from tests.metrics import samples_in

LOOK_SECONDS: Final = 1.0
SOCKETS: Final = "telemetra_api_sockets"
PRODUCED: Final = "telemetra_pipeline_events produced"
IN_FLIGHT: Final = "telemetra_pipeline_events in_flight"


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen at a time: sockets by process, None where it is away; events in all."""

    at: float
    sockets: Sequence[int | None]
    produced: float | None
    in_flight: float | None

    def __str__(self) -> str:
        return " + ".join("away" if each is None else str(each) for each in self.sockets)


@dataclass(slots=True)
class Watch:
    """All looks, oldest first."""

    looks: list[Look] = field(default_factory=list)

    async def look_on(self, apis: Sequence[int]) -> None:
        """Look at what they tell at these ports, until cancelled."""
        async with httpx.AsyncClient(timeout=10) as client:
            while True:
                asked = [_scrape(client, port) for port in apis]
                told = await asyncio.gather(*asked)
                sockets = [None if one is None else round(one[SOCKETS]) for one in told]
                known = [one for one in told if one is not None]
                produced, in_flight = _most(known, PRODUCED), _most(known, IN_FLIGHT)
                self.looks.append(Look(time.time(), sockets, produced, in_flight))
                await asyncio.sleep(LOOK_SECONDS)

    def between(self, begin: float, end: float) -> list[Look]:
        """The looks of that time."""
        return [look for look in self.looks if begin <= look.at <= end]

    def rate(self, begin: float, end: float) -> float:
        """Events that were produced a second."""
        known = [look for look in self.between(begin, end) if look.produced is not None]
        made = (known[-1].produced or 0) - (known[0].produced or 0)
        return made / (known[-1].at - known[0].at)


def most_in_flight(looks: Iterable[Look]) -> int:
    """How many events waited at most."""
    return round(max((look.in_flight or 0 for look in looks), default=0))


def _most(told: Iterable[dict[str, float]], sample: str) -> float | None:
    return max((one[sample] for one in told if sample in one), default=None)


async def _scrape(client: httpx.AsyncClient, port: int) -> dict[str, float] | None:
    try:
        answer = await client.get(f"http://127.0.0.1:{port}/metrics")
    except httpx.HTTPError:
        return None
    return samples_in(answer.text)
