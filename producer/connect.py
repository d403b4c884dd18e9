"""Opens Kafka clients, and waits where Kafka is not there yet."""

import asyncio
import logging
from collections.abc import Callable
from typing import Final, Protocol, TypeVar

from aiokafka.errors import KafkaConnectionError

log = logging.getLogger(__name__)

_RETRY_SECONDS: Final = 0.5


class Client(Protocol):
    """What aiokafka's producer and consumer have in common."""

    async def start(self) -> None:
        """Connect, or raise KafkaConnectionError."""

    async def stop(self) -> None:
        """Flush and leave."""


AnyClient = TypeVar("AnyClient", bound=Client)


async def connect(make: Callable[[], AnyClient]) -> AnyClient:
    """A started client; as long as nobody answers, a new one is tried."""
    while True:
        client = make()
        try:
            await client.start()
        except KafkaConnectionError as error:
            await client.stop()
            log.warning("Kafka does not answer, trying again: %s", error)
            await asyncio.sleep(_RETRY_SECONDS)
        else:
            return client
