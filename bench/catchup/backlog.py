"""The backlog: what the simulator would have sent while the job was away, written once."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

from aiokafka import AIOKafkaProducer

from contracts.events import TICK_STREAM
from producer.records import Record, records_of
from producer.sources.happenings import Plan
from producer.sources.simulation import Simulation
from producer.sources.simulator import sliced

CHANNELS: Final = ("xqc", "shroud", "pokimane", "ninja", "summit1g")


def backlog(events: int, rate: float, end: int, seed: int = 1) -> Iterator[Record]:
    """Typed records as the simulator mixes them, in their order: at least so many events.

    They happened at `rate` a second, and the last before `end`, seconds since 1970. The ticks come
    on top.
    """
    begin = end - round(events / rate)
    simulation = Simulation(Plan(seed, CHANNELS, begin), 1.0, rate, f"bench:{begin}")
    sent = 0
    for second in range(begin, end + round(events / rate)):
        if sent >= events:
            return
        for _, items in sliced(simulation, second, second + 1):
            records = records_of(items, frozenset(), datetime.now(UTC)).typed
            sent += sum(record.key != TICK_STREAM.encode() for record in records)
            yield from records


async def write_backlog(kafka: str, records: Iterator[Record]) -> Counter[str]:
    """Send them; the number of events, ticks aside, by topic."""
    counts: Counter[str] = Counter()
    async with AIOKafkaProducer(
        bootstrap_servers=kafka, acks="all", enable_idempotence=True, max_batch_size=512 * 1024
    ) as producer:
        for record in records:
            await producer.send(record.topic, record.value, record.key, record.partition)
            if record.key != TICK_STREAM.encode():
                counts[record.topic] += 1
        await producer.flush()
    return counts
