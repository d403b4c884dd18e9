"""The outbox -> Kafka, and the job's offsets for Kafka's own tools to see."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping, Sequence
from threading import Thread
from typing import Any, Final, NamedTuple

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.errors import KafkaError

from contracts.topics import CONSUMER_GROUP

log = logging.getLogger(__name__)

RETRY_SECONDS: Final = 1.0
MAX_REQUEST_BYTES: Final = 4 * 1024 * 1024


class Letter(NamedTuple):
    """One record to be published; JSON in the ledger as `[topic, partition, key, value]`.

    Without a partition the key chooses it: records of one key stay in their order.
    """

    topic: str
    partition: int | None
    key: str
    value: str


class Publisher:
    """Publishes letters in order, at least once; blocks and retries while Kafka is away.

    The clients of Kafka live on an event loop of their own thread, as foreachBatch is synchronous.
    """

    def __init__(self, bootstrap_servers: str) -> None:
        self._bootstrap_servers = bootstrap_servers
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="publisher", daemon=True)
        self._producer: AIOKafkaProducer | None = None
        self._committer: AIOKafkaConsumer | None = None
        self._thread.start()

    def publish(self, letters: Sequence[Letter]) -> None:
        """Return when every letter is acknowledged by all replicas."""
        if letters:
            self._run(self._publish(letters))

    def commit_offsets(self, ends: Mapping[str, Mapping[int, int]]) -> None:
        """Commit the offsets that a batch ended at; a failure costs only the look of the lag."""
        try:
            self._run(asyncio.wait_for(self._commit(ends), timeout=5))
        except (KafkaError, TimeoutError) as error:
            log.warning("offsets not committed to group %s: %r", CONSUMER_GROUP, error)

    def close(self) -> None:
        """Close the clients and end the thread."""
        self._run(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _publish(self, letters: Sequence[Letter]) -> None:
        while True:
            try:
                await self._send(letters)
            except KafkaError as error:
                log.warning("publishing is retried, Kafka says: %r", error)
                await self._close_producer()
                await asyncio.sleep(RETRY_SECONDS)
            else:
                return

    async def _send(self, letters: Sequence[Letter]) -> None:
        producer = await self._started_producer()
        pending = [
            await producer.send(
                letter.topic,
                key=letter.key.encode(),
                value=letter.value.encode(),
                partition=letter.partition,
            )
            for letter in letters
        ]
        await asyncio.gather(*pending)

    async def _started_producer(self) -> AIOKafkaProducer:
        if self._producer is None:
            producer = AIOKafkaProducer(
                bootstrap_servers=self._bootstrap_servers,
                enable_idempotence=True,
                acks="all",
                max_request_size=MAX_REQUEST_BYTES,
            )
            await producer.start()
            self._producer = producer
        return self._producer

    async def _commit(self, ends: Mapping[str, Mapping[int, int]]) -> None:
        if self._committer is None:
            committer = AIOKafkaConsumer(
                bootstrap_servers=self._bootstrap_servers,
                group_id=CONSUMER_GROUP,
                enable_auto_commit=False,
            )
            await committer.start()
            self._committer = committer
        offsets = {
            TopicPartition(topic, partition): end
            for topic, partitions in ends.items()
            for partition, end in partitions.items()
        }
        if self._committer.assignment() != set(offsets):
            self._committer.assign(list(offsets))
        await self._committer.commit(offsets)

    async def _close_producer(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.stop()

    async def _close(self) -> None:
        await self._close_producer()
        if self._committer is not None:
            await self._committer.stop()
