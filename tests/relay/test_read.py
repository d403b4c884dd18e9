"""The reader against a real Kafka."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewPartitions, RecordsToDelete
from aiokafka.errors import KafkaConnectionError, OffsetOutOfRangeError, RequestTimedOutError

from contracts.feeds import DERIVED_TOPICS
from contracts.topics import DERIVED_METRICS, DERIVED_MOMENTS
from relay import read as module
from relay.read import Batch, Reader
from relay.record import read_record
from tests.relay.records import send

MOMENTS = "moments:*"


@asynccontextmanager
async def reading(kafka: str, keep: timedelta = timedelta(minutes=15)) -> AsyncIterator[Reader]:
    reader = Reader(kafka, keep)
    try:
        await reader.rewind()
        yield reader
    finally:
        await reader.close()


async def read(reader: Reader, count: int) -> list[int]:
    """The seqs of the next so many records; all of them are relayed."""
    seqs: list[int] = []
    async with asyncio.timeout(60):
        while len(seqs) < count:
            batch = await reader.read()
            reader.advance(batch)
            seqs += seqs_of(batch)
    return seqs


def seqs_of(batch: Batch) -> list[int]:
    return [read_record(record.value).seq for record in batch.records]


async def test_the_lag_is_what_was_not_relayed_yet(kafka: str) -> None:
    await send(kafka, 1, 2, 3)
    async with reading(kafka) as reader:
        assert reader.lag() == dict.fromkeys(DERIVED_TOPICS, 0) | {DERIVED_METRICS: 3}
        assert not reader.is_caught_up
        batch = await reader.read()
        assert seqs_of(batch) == [1, 2, 3]
        assert reader.lag()[DERIVED_METRICS] == 3
        reader.advance(batch)
        assert reader.lag()[DERIVED_METRICS] == 0
        assert reader.is_caught_up
        await send(kafka, 4, 5)
        assert seqs_of(await reader.read()) == [4, 5]
        assert reader.lag()[DERIVED_METRICS] == 2
        assert reader.is_caught_up  # with what was there at the rewind


async def test_before_kafka_has_answered_the_lag_is_unknown() -> None:
    reader = Reader("127.0.0.1:1", timedelta(minutes=15))
    assert reader.lag() == dict.fromkeys(DERIVED_TOPICS)


async def test_a_rewind_goes_back_for_as_long_as_logs_reach_and_to_the_first_moment(
    kafka: str,
) -> None:
    await send(kafka, 1, 2)
    await send(kafka, 1, feed=MOMENTS)
    await asyncio.sleep(1.5)
    await send(kafka, 3, 4)
    async with reading(kafka, keep=timedelta(seconds=1)) as reader:
        assert sorted(await read(reader, 3)) == [1, 3, 4]
        await reader.rewind()
        assert not reader.is_caught_up
        assert sorted(await read(reader, 3)) == [1, 3, 4]
        await asyncio.sleep(1.5)
        assert seqs_of(await reader.read()) == []
        await reader.rewind()
        assert await read(reader, 1) == [1]
        await send(kafka, 5)
        assert await read(reader, 1) == [5]


async def test_what_was_new_when_kafka_was_last_heard_is_still_read(kafka: str) -> None:
    async with reading(kafka, keep=timedelta(seconds=1)) as reader:
        await send(kafka, 1)
        await asyncio.sleep(1.5)  # as long as in an outage, nobody reads
        await reader.rewind()
        assert await read(reader, 1) == [1]


async def test_records_that_kafka_has_dropped_are_a_reason_to_rewind(kafka: str) -> None:
    await send(kafka, *range(1, 6))
    async with reading(kafka) as reader:
        await _drop(kafka, DERIVED_METRICS, before=4)

        consumer = reader._consumer
        assert consumer is not None
        consumer.seek(TopicPartition(DERIVED_METRICS, 0), 0)
        with pytest.raises(OffsetOutOfRangeError):
            await reader.read()
        await reader.rewind()
        assert await read(reader, 1) == [5]


def _deafen(reader: Reader) -> None:
    """End the client's task that fetches, as an error within it would."""
    assert reader._consumer is not None
    reader._consumer._fetcher._fetch_task.cancel()


def _fail_fetches(reader: Reader) -> None:
    """Let each fetch end as one that Kafka did not answer, and wait for long before the next."""

    async def send(*_: object) -> None:
        raise RequestTimedOutError

    assert reader._consumer is not None
    reader._consumer._client.send = send
    reader._consumer._fetcher._retry_backoff = 60


@pytest.mark.parametrize("spoil", [_deafen, _fail_fetches])
async def test_a_client_that_hears_nothing_any_more_is_a_reason_to_rewind(
    kafka: str, monkeypatch: pytest.MonkeyPatch, spoil: Callable[[Reader], None]
) -> None:
    monkeypatch.setattr(module, "SILENT_SECONDS", 1.0)
    await send(kafka, 1)
    async with reading(kafka) as reader:
        assert await read(reader, 1) == [1]
        spoil(reader)
        with pytest.raises(KafkaConnectionError, match="nothing was heard"):
            await read(reader, 1)
        await reader.rewind()
        assert await read(reader, 1) == [1]


async def test_all_partitions_are_read(kafka: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    await admin.create_partitions({DERIVED_MOMENTS: NewPartitions(total_count=3)})
    await admin.close()
    feeds = [f"moments:channel{number}" for number in range(12)]
    for feed in feeds:
        await send(kafka, 1, feed=feed)
    async with reading(kafka) as reader:
        assert await read(reader, len(feeds)) == [1] * len(feeds)
        assert reader.is_caught_up
        assert reader.lag()[DERIVED_MOMENTS] == 0


async def _drop(kafka: str, topic: str, before: int) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    await admin.delete_records({TopicPartition(topic, 0): RecordsToDelete(before)})
    await admin.close()
