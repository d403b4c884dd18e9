"""A server that is away is asked again, until it answers."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

from aiokafka.errors import KafkaError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

AWAY: Final = (KafkaError, RedisError, OSError)
"""What a client raises while its server is away, or not able."""
FIRST_SECONDS: Final = 0.1
LONGEST_SECONDS: Final = 0.5

Answer = TypeVar("Answer")


async def until_answered(server: str, ask: Callable[[], Awaitable[Answer]]) -> Answer:
    """The answer to `ask`, which is tried again after each failure, for ever.

    It must bear being run again: what failed may have been done all the same.
    """
    seconds, told = FIRST_SECONDS, ""
    while True:
        try:
            answer = await ask()
        except AWAY as error:
            reason = f"{type(error).__name__}: {error}"
            if reason != told:
                told = reason
                log.warning("%s does not answer, trying again: %s", server, told)
            await asyncio.sleep(seconds)
            seconds = min(2 * seconds, LONGEST_SECONDS)
        else:
            if told:
                log.info("%s answers again", server)
            return answer
