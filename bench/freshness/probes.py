"""Single messages on a channel of their own, and the pushes that count them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Final
from uuid import uuid4

from aiokafka import AIOKafkaProducer

from contracts.events import ChatMessage, to_json
from contracts.topics import CHAT

STREAM: Final = "probe"
SHORTEST_PAUSE: Final = 1.1
LONGEST_PAUSE: Final = 1.7


@dataclass(frozen=True, slots=True)
class Probe:
    """A message that was sent: where Kafka put it, and when, in seconds since 1970."""

    occurred_at: float
    offset: int
    stored_at: float

    @property
    def minute(self) -> int:
        """The start of its window, in seconds since 1970."""
        return int(self.occurred_at) // 60 * 60


@dataclass(frozen=True, slots=True)
class Push:
    """What a client was told of the probes' channel: a minute's messages, at this time."""

    received_at: float
    minute: int
    message_count: int
    seq: int = 0
    epoch: str = ""
    emitted_at: float = 0.0


def first_pushes(probes: Sequence[Probe], pushes: Iterable[Push]) -> list[Push | None]:
    """For each probe the first push that counts it; null where none does.

    The channel has no other messages, so the n-th probe of a minute is counted by the first push
    of that minute with at least n.
    """
    in_order = sorted(pushes, key=lambda push: push.received_at)
    rank: Counter[int] = Counter()
    found = []
    for probe in probes:
        rank[probe.minute] += 1
        wanted = rank[probe.minute]
        counting = (
            push
            for push in in_order
            if push.minute == probe.minute and push.message_count >= wanted
        )
        found.append(next(counting, None))
    return found


async def send_probe(producer: AIOKafkaProducer) -> Probe:
    """Send one; returns when Kafka has it."""
    now = datetime.now(UTC)
    message = ChatMessage(
        event_id=uuid4().hex,
        stream_id=STREAM,
        occurred_at=now,
        received_at=now,
        text="how long does this take?",
        chatter_id="1",
        login="prober",
        display_name="prober",
    )
    stored = await producer.send_and_wait(CHAT, to_json(message), STREAM.encode())
    return Probe(now.timestamp(), stored.offset, stored.timestamp / 1000)


async def send_probes(kafka: str, count: int, random: Random) -> AsyncIterator[Probe]:
    """Send so many, each a random while after the last."""
    async with AIOKafkaProducer(bootstrap_servers=kafka, acks="all") as producer:
        for _ in range(count):
            yield await send_probe(producer)
            await asyncio.sleep(random.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))
