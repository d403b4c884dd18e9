"""Kafka, asked only how far its topics reach."""

import asyncio
import logging
import time
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError

from contracts.topics import DEAD_LETTER, EVENT_TOPICS
from graphql_api.queries.ledger import Offsets

_log: Final = logging.getLogger(__name__)

TIMEOUT_SECONDS: Final = 2.0
PAUSE_SECONDS: Final = 2.0
"""How long a broker that failed is left alone, so that questions do not queue up for it."""

_TOPICS: Final = (*EVENT_TOPICS, DEAD_LETTER)


class Broker:
    """One lazily opened connection to Kafka, opened again after a failure."""

    def __init__(self, bootstrap_servers: str) -> None:
        self._bootstrap_servers = bootstrap_servers
        self._consumer: AIOKafkaConsumer | None = None
        self._lock = asyncio.Lock()
        self._paused_until = 0.0

    async def end_offsets(self) -> Offsets | None:
        """The end offsets of the typed topics and of `dead-letter`; null without an answer."""
        async with self._lock:
            if time.monotonic() < self._paused_until:
                return None
            try:
                async with asyncio.timeout(TIMEOUT_SECONDS):
                    return await self._ask()
            except (KafkaError, OSError) as error:
                self._paused_until = time.monotonic() + PAUSE_SECONDS
                _log.warning("Kafka at %s does not answer: %r", self._bootstrap_servers, error)
                await self.close()
                return None

    async def close(self) -> None:
        """Close the connection, if there is one."""
        consumer, self._consumer = self._consumer, None
        if consumer:
            await consumer.stop()

    async def _ask(self) -> Offsets:
        if self._consumer is None:
            self._consumer = AIOKafkaConsumer(bootstrap_servers=self._bootstrap_servers)
            await self._consumer.start()
            # A topic's other partitions are known once one of them was asked for.
            await self._consumer.end_offsets([TopicPartition(topic, 0) for topic in _TOPICS])
        partitions = [
            TopicPartition(topic, partition)
            for topic in _TOPICS
            for partition in self._consumer.partitions_for_topic(topic) or ()
        ]
        ends = await self._consumer.end_offsets(partitions)
        offsets: dict[str, dict[int, int]] = {topic: {} for topic in _TOPICS}
        for partition, end in ends.items():
            offsets[partition.topic][partition.partition] = end
        return offsets
