"""The derived topics -> batches of records, from where a rewind put us."""

import asyncio
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaConnectionError, KafkaError, UnknownTopicOrPartitionError

from contracts.feeds import DERIVED_TOPICS
from contracts.topics import DERIVED_MOMENTS
from relay.retry import until_answered

BATCH_RECORDS: Final = 500
WAIT_MS: Final = 200
"""How long a read waits for a record, so that the reader is asked other things in between."""
_FETCH_WAIT_MS: Final = 50
"""Kafka answers at once if it has a record; else after this long, and a rewind's questions wait."""
_ANSWER_MS: Final = 5000
SILENT_SECONDS: Final = 30.0
"""After so long without an answer from Kafka it is connected to again."""

Offsets = dict[TopicPartition, int]


@dataclass(frozen=True, slots=True)
class Batch:
    """Records in the order of their partitions, and the offset after the last one of each."""

    records: list[ConsumerRecord]
    ends: Offsets


class Reader:
    """All partitions of the derived topics, each read in its order. In no consumer group.

    `keep` is how far back a rewind goes.
    """

    def __init__(self, bootstrap_servers: str, keep: timedelta) -> None:
        self._bootstrap_servers = bootstrap_servers
        self._keep = keep
        self._consumer: AIOKafkaConsumer | None = None
        self._positions: Offsets = {}
        self._ends: Offsets = {}
        self._heard_ms = _now_ms()

    async def rewind(self) -> None:
        """Go back to the oldest records that must be in a log; waits while Kafka is away."""
        await until_answered("Kafka", self._rewind)

    async def read(self) -> Batch:
        """The next records, as soon as there are any; none when there were none for a while.

        Raises:
            KafkaError: they cannot be had any more: rewind.
        """
        if self._consumer is None:
            raise RuntimeError("rewind first")
        try:
            found = await self._consumer.getmany(timeout_ms=WAIT_MS, max_records=BATCH_RECORDS)
            self._listen(self._consumer)
        except KafkaError:
            await self.close()
            raise
        records = [record for part in found.values() for record in part]
        return Batch(records, {place: part[-1].offset + 1 for place, part in found.items() if part})

    def advance(self, batch: Batch) -> None:
        """These records are relayed."""
        self._positions.update(batch.ends)

    @property
    def is_caught_up(self) -> bool:
        """Whether all is relayed that was there at the last rewind."""
        return all(self._positions.get(place, 0) >= end for place, end in self._ends.items())

    def lag(self) -> dict[str, int | None]:
        """Records that are not relayed yet, by topic; null before Kafka has first answered."""
        lag: dict[str, int | None] = dict.fromkeys(DERIVED_TOPICS)
        for place, position in self._positions.items():
            behind = max(self._known_end(place) - position, 0)
            lag[place.topic] = (lag[place.topic] or 0) + behind
        return lag

    async def close(self) -> None:
        """Leave Kafka."""
        consumer, self._consumer = self._consumer, None
        if consumer:
            await _stop(consumer)

    def _listen(self, consumer: AIOKafkaConsumer) -> None:
        """Give up a client that hears nothing any more: it would wait for ever, and say nothing."""
        for place in self._positions:
            self._heard_ms = max(self._heard_ms, consumer.last_poll_timestamp(place) or 0)
        if _now_ms() - self._heard_ms > SILENT_SECONDS * 1000:
            raise KafkaConnectionError(f"nothing was heard for {SILENT_SECONDS:.0f} s")

    def _known_end(self, place: TopicPartition) -> int:
        newest = self._consumer.highwater(place) if self._consumer else None
        return max(newest or 0, self._ends[place])

    async def _rewind(self) -> None:
        try:
            consumer = self._consumer = self._consumer or await self._connect()
            places = _partitions(consumer)
            starts, ends = await self._starts_and_ends(consumer, places)
        except BaseException:
            await self.close()
            raise
        if set(places) != consumer.assignment():
            consumer.assign(places)
        for place, start in starts.items():
            consumer.seek(place, start)
        self._positions, self._ends = starts, ends
        self._heard_ms = _now_ms()

    async def _connect(self) -> AIOKafkaConsumer:
        consumer = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap_servers,
            client_id="telemetra-relay",
            enable_auto_commit=False,
            # A place that Kafka does not have any more is a reason to rewind, not to skip.
            auto_offset_reset="none",
            fetch_max_wait_ms=_FETCH_WAIT_MS,
            request_timeout_ms=_ANSWER_MS,
        )
        try:
            await consumer.start()
            # A topic's other partitions are known once one of them was asked for.
            await consumer.end_offsets([TopicPartition(topic, 0) for topic in DERIVED_TOPICS])
        except BaseException:
            await _stop(consumer)
            raise
        return consumer

    async def _starts_and_ends(
        self, consumer: AIOKafkaConsumer, places: list[TopicPartition]
    ) -> tuple[Offsets, Offsets]:
        # There are few moments, and someone may have been away for longer than the rest is kept.
        whole = [place for place in places if place.topic == DERIVED_MOMENTS]
        starts: Offsets
        ends: Offsets
        starts, ends = await asyncio.gather(
            consumer.beginning_offsets(whole), consumer.end_offsets(places)
        )
        # What was on its way when Kafka went may be older than what logs hold now.
        since = self._heard_ms - round(self._keep.total_seconds() * 1000)
        # Asked for after the ends: what arrived in between is then read.
        found = await consumer.offsets_for_times(
            {place: since for place in places if place not in whole}
        )
        newer = {place: at.offset if at else ends[place] for place, at in found.items()}
        return starts | newer, ends


async def _stop(consumer: AIOKafkaConsumer) -> None:
    """Leave Kafka, also in the middle of a fetch that failed.

    aiokafka cancels such a fetch, raises what it has cancelled, and leaves its connections open:
    https://github.com/aio-libs/aiokafka/issues/647.
    """
    stopping = asyncio.ensure_future(consumer.stop())
    await asyncio.wait([stopping])
    if stopping.cancelled():
        await consumer._client.close()  # noqa: SLF001 - nothing else closes them now
    else:
        stopping.result()


def _now_ms() -> int:
    return round(time.time() * 1000)


def _partitions(consumer: AIOKafkaConsumer) -> list[TopicPartition]:
    places = []
    for topic in DERIVED_TOPICS:
        partitions = consumer.partitions_for_topic(topic)
        if not partitions:
            raise UnknownTopicOrPartitionError(topic)
        places += [TopicPartition(topic, partition) for partition in sorted(partitions)]
    return places
