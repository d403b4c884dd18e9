"""What stands in Kafka's topics, and the producer as a process."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.events import TICK_STREAM, Payload, RawFrame
from contracts.topics import EVENT_TOPICS, TWITCH_EVENTS


class Logged(NamedTuple):
    """A record with the broker's own time."""

    topic: str
    key: str
    value: bytes
    appended_at: datetime

    @property
    def is_tick(self) -> bool:
        return self.key == TICK_STREAM

    @property
    def event_id(self) -> str:
        return Envelope.model_validate_json(self.value).event_id

    @property
    def occurred_at(self) -> datetime:
        return Envelope.model_validate_json(self.value).occurred_at


class Envelope(Payload):
    """What events and ticks have in common."""

    event_id: str
    stream_id: str
    occurred_at: datetime


async def read_log(address: str, topic: str, partition: int = 0) -> list[Logged]:
    """All records of a partition, in order."""
    place = TopicPartition(topic, partition)
    consumer = AIOKafkaConsumer(bootstrap_servers=address, fetch_max_wait_ms=50)
    await consumer.start()
    try:
        consumer.assign([place])
        end = (await consumer.end_offsets([place]))[place]
        consumer.seek(place, 0)
        records = []
        while await consumer.position(place) < end:
            for batch in (await consumer.getmany(place, timeout_ms=200)).values():
                records += batch
    finally:
        await consumer.stop()
    return [
        Logged(
            topic,
            record.key.decode(),
            record.value,
            datetime.fromtimestamp(record.timestamp / 1000, UTC),
        )
        for record in records
    ]


async def read_frames(address: str) -> list[RawFrame]:
    log = await read_log(address, TWITCH_EVENTS)
    return [RawFrame.model_validate_json(record.value) for record in log]


async def read_typed(address: str) -> list[Logged]:
    """The events and ticks of the four topics, in the order in which the broker got them."""
    log = [record for topic in EVENT_TOPICS for record in await read_log(address, topic)]
    return sorted(log, key=lambda record: record.appended_at)


async def start_producer(address: str, folder: Path, *words: str) -> Process:
    """`python -m producer`; its log goes to a file in the folder."""
    environment = {
        **os.environ,
        "KAFKA_BOOTSTRAP_SERVERS": address,
        "DATA_DIR": str(folder),
        "READY_FILE": str(folder / "ready"),
    }
    with (folder / "producer.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "producer", *words, env=environment, stdout=log, stderr=log
        )


async def until_frames(address: str, count: int) -> None:
    """Poll until `twitch-events` holds so many records."""
    place = TopicPartition(TWITCH_EVENTS, 0)
    consumer = AIOKafkaConsumer(bootstrap_servers=address)
    await consumer.start()
    try:
        async with asyncio.timeout(60):
            while (await consumer.end_offsets([place]))[place] < count:
                await asyncio.sleep(0.02)
    finally:
        await consumer.stop()
