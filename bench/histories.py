"""What a client was told of a feed, judged against the derived topics in Kafka.

Kafka holds every record of a feed, by contiguous numbers; some of them twice, as publishing is at
least once. A client must be given each exactly once, in order.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.feeds import DERIVED_TOPICS, Cursor, FeedKind, feed_name
from contracts.topics import TOPICS

SNAPSHOT: Final = "SNAPSHOT"

Says = tuple[object, ...]
Log = dict[Cursor, Says]
"""What each record of a feed says, as far as a client can tell."""


@dataclass(frozen=True, slots=True)
class Followed:
    """A feed that is followed; no stream is all streams."""

    kind: FeedKind
    stream_id: str | None

    @property
    def name(self) -> str:
        """As in Kafka and PostgreSQL."""
        return feed_name(self.kind, self.stream_id) if self.stream_id else feed_name(self.kind)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event at a client. `kind` is SNAPSHOT, UPDATE, or a notice's reason."""

    cursor: Cursor
    kind: str
    is_notice: bool
    says: Says
    received_at: float
    emitted_at: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was wrong with a history; all zero is right. `altered` say other than Kafka's record."""

    delivered: int
    missing: int
    repeated: int
    out_of_order: int
    altered: int
    notices: int
    snapshots: int
    """Snapshots beside the one that a subscription without a cursor begins with."""

    @property
    def is_right(self) -> bool:
        """Every record once, in order, and nothing else."""
        return self.problems == 0

    @property
    def problems(self) -> int:
        """How many things were wrong."""
        lost = self.missing + self.repeated + self.out_of_order
        return lost + self.altered + self.notices + self.snapshots


def judge(history: Sequence[Delivery], log: Mapping[Cursor, Says]) -> Verdict:
    """Compare a client's events with the feed's log, from the client's first snapshot on.

    Where a feed had nothing yet there is no snapshot: everything in the log was to be delivered.
    """
    begins_with_snapshot = bool(history) and history[0].kind == SNAPSHOT
    first = history[0].cursor.seq if begins_with_snapshot else 0
    rest = history[1:] if begins_with_snapshot else history
    updates = [one for one in rest if not one.is_notice and one.kind != SNAPSHOT]
    given = Counter(one.cursor for one in updates)
    return Verdict(
        delivered=len(updates),
        missing=sum(cursor not in given for cursor in log if cursor.seq > first),
        repeated=given.total() - len(given),
        out_of_order=_descents([one.cursor.seq for one in updates]),
        altered=sum(log.get(one.cursor) != one.says for one in updates),
        notices=sum(one.is_notice for one in rest),
        snapshots=sum(one.kind == SNAPSHOT for one in rest),
    )


def _descents(numbers: Sequence[int]) -> int:
    return sum(after < before for before, after in pairwise(numbers))


def up_to(log: Mapping[Cursor, Says], position: Cursor | None) -> Log:
    """The records that a client at this position was to be given."""
    if position is None:
        return {}
    return {cursor: said for cursor, said in log.items() if cursor.seq <= position.seq}


def holes(log: Iterable[Cursor]) -> int:
    """How many numbers between the first and the last of each epoch are not in the log."""
    numbers: dict[str, set[int]] = defaultdict(set)
    for cursor in log:
        numbers[cursor.epoch].add(cursor.seq)
    return sum(max(found) - min(found) + 1 - len(found) for found in numbers.values())


async def read_logs(kafka: str) -> dict[str, Log]:
    """Every feed's records, by the feed's name, as the derived topics hold them now."""
    logs: dict[str, Log] = defaultdict(dict)
    async with AIOKafkaConsumer(bootstrap_servers=kafka, auto_offset_reset="earliest") as consumer:
        for topic in TOPICS:
            if topic.name in DERIVED_TOPICS:
                for partition in range(topic.partitions):
                    await _read_partition(consumer, TopicPartition(topic.name, partition), logs)
    return dict(logs)


async def _read_partition(
    consumer: AIOKafkaConsumer, at: TopicPartition, logs: dict[str, Log]
) -> None:
    consumer.assign([at])
    end = (await consumer.end_offsets([at]))[at]
    await consumer.seek_to_beginning(at)
    while await consumer.position(at) < end:
        for record in (await consumer.getmany(at, timeout_ms=1000)).get(at, []):
            derived = json.loads(record.value)
            cursor = Cursor(derived["epoch"], derived["seq"])
            logs[derived["feed"]][cursor] = says(derived["feed"], derived["data"])


def says(feed: str, data: dict[str, Any]) -> Says:
    """What tells a record from another, as far as a client's selection shows it."""
    if feed.startswith(f"{FeedKind.METRICS}:"):
        return (data["timestamp"][:19], data["revision"])
    return (data["moment_id"],) if feed.startswith(f"{FeedKind.MOMENTS}:") else ()
