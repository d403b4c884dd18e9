"""Records -> the logs of their feeds in Redis, and everyone who listens."""

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError

from contracts.redis_names import RELAY_FILLED, RELAYS, feed_channel, log_key, relay_status_key
from contracts.relay import RelayStatus
from relay.record import Record

EXPIRY_SECONDS: Final = 24 * 60 * 60
"""A log that nothing was added to for as long as Kafka keeps records goes."""
STATUS_SECONDS: Final = 10
_ANSWER_SECONDS: Final = 5.0
_SCRIPT: Final = Path(__file__).with_name("append.lua").read_text(encoding="utf-8")


class Outcome(StrEnum):
    """What became of a record."""

    ADDED = "ADDED"
    """It was the next one: in the log, and published."""
    BEGUN = "BEGUN"
    """There was no log; it was allowed to begin one. Published."""
    RESTARTED = "RESTARTED"
    """The log ended earlier; it was allowed to begin it anew. Published."""
    IGNORED = "IGNORED"
    """It was there already."""
    JUMP = "JUMP"
    """The log ends before the one before it."""
    EVICTED = "EVICTED"
    """There is no log, though Redis was not emptied."""
    EMPTIED = "EMPTIED"
    """Redis is not what it was when this relay last began to fill it."""

    @property
    def is_refusal(self) -> bool:
        """Whether the record is neither in the log nor was before."""
        return self in (Outcome.JUMP, Outcome.EVICTED, Outcome.EMPTIED)

    @property
    def is_addition(self) -> bool:
        """Whether the record was published just now."""
        return not self.is_refusal and self is not Outcome.IGNORED


@dataclass(frozen=True, slots=True)
class Entry:
    """A record that is to be added; `may_begin` a log that is missing, or that ends too early."""

    record: Record
    may_begin: bool


class Logs:
    """The logs of all feeds. Its methods raise RedisError or OSError while Redis is away.

    `keep` is how far a log reaches back, at least; `clock` gives the seconds since 1970.
    `is_intact` turns false once Redis is seen to have been emptied since `claim`.
    """

    def __init__(
        self, host: str, port: int, keep: timedelta, clock: Callable[[], float] = time.time
    ) -> None:
        self._redis = Redis(
            host=host,
            port=port,
            # Its own time limit would be a `wait_for`, which may lose that we are cancelled.
            socket_timeout=None,
            retry=Retry(NoBackoff(), 0),
        )
        self._append = self._redis.register_script(_SCRIPT)
        self._keep = keep
        self._clock = clock
        self._mark = b""
        self._evicted = 0
        self.is_intact = False

    async def claim(self) -> None:
        """Begin to fill Redis: from now on, records are refused once it has been emptied.

        The mark that stands there is taken over; where Redis is empty, one is set.
        """
        mark = secrets.token_hex(8).encode()
        async with self._redis.pipeline(transaction=False) as pipe:
            pipe.set(RELAY_FILLED, mark, nx=True, get=True)
            pipe.info("stats")
            async with asyncio.timeout(_ANSWER_SECONDS):
                standing, stats = await pipe.execute()
        self._mark = standing or mark
        self._evicted = stats["evicted_keys"]
        self.is_intact = True

    async def add(self, entries: Sequence[Entry]) -> list[Outcome]:
        """What became of each, in their order. Adding them again does no harm."""
        async with asyncio.timeout(_ANSWER_SECONDS):
            try:
                return await self._run(entries)
            except NoScriptError:
                # Redis was restarted, or is asked for the first time.
                await self._redis.script_load(_SCRIPT)
                return await self._run(entries)

    async def say(self, status: RelayStatus) -> None:
        """Leave the status for who asks, and look whether Redis was emptied."""
        mark, now = self._mark, self._clock()
        async with self._redis.pipeline(transaction=False) as pipe:
            # This is also what keeps the mark from being the least recently used key.
            pipe.get(RELAY_FILLED)
            pipe.set(relay_status_key(status.relay), status.model_dump_json(), ex=STATUS_SECONDS)
            pipe.zadd(RELAYS, {status.relay: now})
            pipe.zremrangebyscore(RELAYS, "-inf", now - EXPIRY_SECONDS)
            pipe.info("stats")
            async with asyncio.timeout(_ANSWER_SECONDS):
                standing, *_, stats = await pipe.execute()
        # Where keys are evicted, this one may have been: the next record looks into it.
        is_told = standing is not None or stats["evicted_keys"] <= self._evicted
        if is_told and standing != mark == self._mark:
            self.is_intact = False

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def _run(self, entries: Sequence[Entry]) -> list[Outcome]:
        now, keep = round(self._clock() * 1000), round(self._keep.total_seconds() * 1000)
        async with self._redis.pipeline(transaction=False) as pipe:
            for entry in entries:
                record = entry.record
                keys = (log_key(record.feed, record.epoch), RELAY_FILLED)
                place = (self._mark, self._evicted, record.seq)
                said = (record.value, feed_channel(record.feed))
                times = (now, keep, EXPIRY_SECONDS, int(entry.may_begin))
                pipe.evalsha(self._append.sha, len(keys), *keys, *place, *said, *times)
            return [Outcome(reply.decode()) for reply in await pipe.execute()]
