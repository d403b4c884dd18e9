"""Chunks of a source -> Kafka, in an order that a killed producer can take up again.

A chunk's typed events and dead letters are acknowledged before its raw frames are sent, and its raw
frames before the next chunk: what `twitch-events` holds has been counted.
"""

import logging
from collections.abc import AsyncIterator, Awaitable, Iterable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaTimeoutError

from producer.connect import connect
from producer.records import Record, records_of
from producer.source import CHUNK_ITEMS, Item, Place
from producer.tally import Tally

log = logging.getLogger(__name__)

_MAX_BATCH_BYTES: Final = 512 * 1024
_RETRY_MILLISECONDS: Final = 500
_MAX_RECORD_BYTES: Final = 4 * 1024 * 1024


@asynccontextmanager
async def open_publisher(
    bootstrap_servers: str, already_dead: frozenset[Place] = frozenset()
) -> AsyncIterator["Publisher"]:
    """A connected publisher; it flushes and leaves at the end."""
    producer = await connect(
        lambda: AIOKafkaProducer(
            bootstrap_servers=bootstrap_servers,
            client_id="telemetra-producer",
            acks="all",
            enable_idempotence=True,
            retry_backoff_ms=_RETRY_MILLISECONDS,
            max_batch_size=_MAX_BATCH_BYTES,
            max_request_size=_MAX_RECORD_BYTES,
        )
    )
    try:
        yield Publisher(producer, already_dead)
    finally:
        await producer.stop()


class Publisher:
    """Sends chunks, one after the other. Where Kafka is away it waits, in order, until it is back.

    `already_dead` are the places of dead letters that an earlier run sent.
    """

    def __init__(self, producer: AIOKafkaProducer, already_dead: frozenset[Place]) -> None:
        self._producer = producer
        self._already_dead = already_dead

    async def send(self, items: list[Item]) -> Tally:
        """Send a chunk and wait until all of it is acknowledged; gives what it was.

        Raises:
            KafkaError: Kafka refused for good, such as a record that is too large.
        """
        tally = Tally()
        for start in range(0, len(items), CHUNK_ITEMS):
            part = items[start : start + CHUNK_ITEMS]
            records = records_of(part, self._already_dead, datetime.now(UTC))
            await self._send_all(records.typed)
            await self._send_all(records.raw)
            tally.add(records.tally)
        return tally

    async def _send_all(self, records: Iterable[Record]) -> None:
        acknowledgements = [await self._enqueue(record) for record in records]
        for acknowledgement in acknowledgements:
            await acknowledgement

    async def _enqueue(self, record: Record) -> Awaitable[object]:
        """Hand a record to the client's buffer, which keeps the order and sends in batches."""
        topic, key, value, partition = record
        while True:
            try:
                acknowledgement: Awaitable[object] = await self._producer.send(
                    topic, value, key, partition
                )
            except KafkaTimeoutError:
                # The buffer stayed full: the record is not in it, so the order holds.
                log.warning("Kafka takes no more of %s, trying again", topic)
            else:
                return acknowledgement
