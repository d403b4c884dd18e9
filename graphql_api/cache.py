"""Valkey as a place for hot answers: it makes them fast, never right, and may be gone."""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.client import Pipeline
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

_log: Final = logging.getLogger(__name__)

TIMEOUT_SECONDS: Final = 0.25
PAUSE_SECONDS: Final = 2.0
"""How long a Valkey that failed is left alone: until then every answer comes without it."""


class Cache:
    """Answers by key. Valkey's failures cost a moment once in a while, and nothing else."""

    def __init__(self, host: str, port: int) -> None:
        pool = BlockingConnectionPool(
            host=host,
            port=port,
            max_connections=16,
            timeout=TIMEOUT_SECONDS,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._redis = Redis.from_pool(pool)
        self._paused_until = 0.0

    async def get_many(self, keys: Sequence[str]) -> list[bytes | None]:
        """What is kept under each key; null where there is nothing, or no Valkey."""
        return await self._many(lambda pipe: [pipe.get(key) for key in keys], len(keys))

    async def have_many(self, keys: Sequence[str]) -> list[bool | None]:
        """Whether each key holds something; null when there is no Valkey."""
        return await self._many(lambda pipe: [pipe.exists(key) for key in keys], len(keys))

    async def put_many(self, answers: Mapping[str, bytes], *, seconds: int | None = None) -> bool:
        """Keep these for so many seconds, without them for ever; false when Valkey did not."""
        kept = await self._many(
            lambda pipe: [pipe.set(key, answer, ex=seconds) for key, answer in answers.items()],
            len(answers),
        )
        return all(kept)

    async def names(self, key: str) -> list[str] | None:
        """The members of a sorted set, in alphabetical order; null when there is no Valkey."""
        (found,) = await self._many(lambda pipe: pipe.zrange(key, 0, -1), 1)
        return None if found is None else sorted(name.decode() for name in found)

    async def evaluate(self, script: str, key: str, *arguments: float) -> list[Any] | None:
        """What a Lua script replies about one key; null when there is no Valkey."""
        (reply,) = await self._many(lambda pipe: pipe.eval(script, 1, key, *arguments), 1)
        return cast("list[Any] | None", reply)

    async def is_up(self) -> bool:
        """Whether Valkey answers now."""
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                pipe.ping()
                return all(await pipe.execute())
        except (RedisError, OSError):
            return False

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()

    async def _many(self, commands: Callable[[Pipeline], Any], count: int) -> list[Any]:
        """The replies to `count` commands in one round trip; nulls when Valkey does not answer."""
        if not count or time.monotonic() < self._paused_until:
            return [None] * count
        try:
            async with self._redis.pipeline(transaction=False) as pipe:
                commands(pipe)
                return await pipe.execute()
        except (RedisError, OSError) as error:
            self._paused_until = time.monotonic() + PAUSE_SECONDS
            _log.warning("answering without Valkey: %s", error)
            return [None] * count
