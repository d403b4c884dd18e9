"""The tail of Kafka -> where the last run of a source stopped."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.events import DeadLetter, RawFrame
from contracts.topics import DEAD_LETTER, DEAD_LETTER_OF_PRODUCER, TWITCH_EVENTS
from producer.connect import connect
from producer.source import CHUNK_ITEMS, Place, Resume

_MAX_TAIL: Final = 64 * CHUNK_ITEMS
_MAX_RECORD_BYTES: Final = 4 * 1024 * 1024


async def find_resume(bootstrap_servers: str, family: str) -> Resume | None:
    """Where the newest run whose name starts with `family` stopped; null if there is none.

    Reads back from the end of `twitch-events`, twice as far each time, but no further than
    `_MAX_TAIL` records a partition.
    """
    resume, count, is_all = None, 2 * CHUNK_ITEMS, False
    async with _consumer(bootstrap_servers, TWITCH_EVENTS) as consumer:
        partitions = sorted(consumer.assignment())
        while count <= _MAX_TAIL and not is_all and not _is_far_enough(resume):
            values, is_all = await _read_tail(consumer, partitions, count)
            resume = resume_from(values, family)
            count *= 2
    return resume


def _is_far_enough(resume: Resume | None) -> bool:
    return resume is not None and len(resume.acknowledged) > CHUNK_ITEMS


def resume_from(values: Iterable[bytes], family: str) -> Resume | None:
    """Where the newest run among these raw frames stopped; they may be of several partitions."""
    name = family.encode()
    frames = (RawFrame.model_validate_json(value) for value in values if name in value)
    ours = [frame for frame in frames if frame.source.startswith(family)]
    if not ours:
        return None
    source = max(ours, key=lambda frame: frame.received_at).source
    run = sorted((f for f in ours if f.source == source), key=lambda frame: frame.position)
    first, last = run[0], run[-1]
    return Resume(
        first=first,
        last=last,
        acknowledged=frozenset((source, frame.position) for frame in run),
    )


async def find_dead(bootstrap_servers: str) -> frozenset[Place]:
    """The places of the producer's newest dead letters, more than one chunk can hold."""
    async with _consumer(bootstrap_servers, DEAD_LETTER) as consumer:
        partition = TopicPartition(DEAD_LETTER, DEAD_LETTER_OF_PRODUCER)
        values, _ = await _read_tail(consumer, [partition], 2 * CHUNK_ITEMS)
    letters = (DeadLetter.model_validate_json(value) for value in values)
    return frozenset((letter.source or "", letter.position or 0) for letter in letters)


@asynccontextmanager
async def _consumer(bootstrap_servers: str, topic: str) -> AsyncIterator[AIOKafkaConsumer]:
    consumer = await connect(
        lambda: AIOKafkaConsumer(
            topic,
            bootstrap_servers=bootstrap_servers,
            client_id="telemetra-producer",
            enable_auto_commit=False,
            max_partition_fetch_bytes=_MAX_RECORD_BYTES,
        )
    )
    try:
        yield consumer
    finally:
        await consumer.stop()


async def _read_tail(
    consumer: AIOKafkaConsumer, partitions: list[TopicPartition], count: int
) -> tuple[list[bytes], bool]:
    """The last `count` records of each partition, and whether that is all there are."""
    begins = await consumer.beginning_offsets(partitions)
    ends = await consumer.end_offsets(partitions)
    values: list[bytes] = []
    for partition in partitions:
        consumer.seek(partition, max(begins[partition], ends[partition] - count))
        while await consumer.position(partition) < ends[partition]:
            batches = await consumer.getmany(partition, timeout_ms=1000)
            records = (record for batch in batches.values() for record in batch)
            values += (record.value for record in records if record.offset < ends[partition])
    return values, all(ends[each] - count <= begins[each] for each in partitions)
