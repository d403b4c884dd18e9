"""A client's points: a bucket that leaks, in Valkey for all processes, else in this one."""

import math
import time
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from contracts.redis_names import bucket_key
from graphql_api.cache import Cache
from graphql_api.guard.limits import Limits

_SCRIPT: Final = Path(__file__).with_name("bucket.lua").read_text(encoding="utf-8")

REMEMBERED: Final = 10_000
"""How many clients are counted here without Valkey; of more, the longest away begin anew."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a wish for points.

    `available` is what is left now, `restores_at` when all of `limit` is there again. Where it was
    refused, nothing was taken, and the same wish may be granted after `retry_after_seconds`.
    """

    is_allowed: bool
    requested: int
    available: int
    limit: int
    restores_at: datetime
    retry_after_seconds: float


class Buckets:
    """The points of every client."""

    def __init__(self, cache: Cache, limits: Limits) -> None:
        self._cache = cache
        self._limit = limits.points
        self._per_second = limits.points_per_second
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    async def take(self, client_name: str, cost: int) -> Taken:
        """Take `cost` points, 0 or more, if they are there; more than the limit never are."""
        told = await self._cache.evaluate(
            _SCRIPT, bucket_key(client_name), self._limit, self._per_second, cost
        )
        if told is None:
            return self._taken(cost, *self._take_here(client_name, cost))
        is_allowed, level, now = told
        return self._taken(cost, bool(is_allowed), float(level), float(now))

    def _take_here(self, client_name: str, cost: int) -> tuple[bool, float, float]:
        """What `bucket.lua` does, for the time without Valkey."""
        now = time.time()
        level, since = self._levels.pop(client_name, (0.0, now))
        level = max(0.0, level - max(0.0, now - since) * self._per_second)
        is_allowed = level + cost <= self._limit
        level += cost if is_allowed else 0
        self._levels[client_name] = level, now
        if len(self._levels) > REMEMBERED:
            self._levels.popitem(last=False)
        return is_allowed, level, now

    def _taken(self, cost: int, is_allowed: bool, level: float, now: float) -> Taken:
        missing = 0.0 if is_allowed else level + cost - self._limit
        return Taken(
            is_allowed=is_allowed,
            requested=cost,
            available=math.floor(self._limit - level),
            limit=self._limit,
            restores_at=datetime.fromtimestamp(now + level / self._per_second, UTC),
            retry_after_seconds=missing / self._per_second,
        )
