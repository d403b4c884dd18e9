"""A chunk of a source -> the Kafka records that it becomes. Pure."""

from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, NamedTuple

from contracts.events import TICK_STREAM, DeadLetter, RawFrame, to_json
from contracts.topics import DEAD_LETTER, DEAD_LETTER_OF_PRODUCER, EVENT_TOPICS, TWITCH_EVENTS
from producer.parse import parse
from producer.source import Item, Place, TickTime, Unreadable
from producer.tally import Tally
from producer.ticks import tick_of

MAX_EVENT_BYTES: Final = 1_000_000
"""As JSON, so that the record fits the batches of its topic."""

MAX_DEAD_BYTES: Final = 2_500_000
"""What is longer is cut, for a third is added by base64 and a record holds 4 MiB."""


class Record(NamedTuple):
    """One record to send; `partition` is chosen by the key where it is null."""

    topic: str
    key: bytes
    value: bytes
    partition: int | None = None


@dataclass(slots=True)
class Records:
    """The records of a chunk: `typed` are acknowledged before `raw` is sent."""

    typed: list[Record] = field(default_factory=list)
    raw: list[Record] = field(default_factory=list)
    tally: Tally = field(default_factory=Tally)


def records_of(items: Iterable[Item], already_dead: frozenset[Place], now: datetime) -> Records:
    """Every record of these items, in their order.

    `already_dead` are the places of dead letters that an earlier run sent: they are not sent again.
    """
    records = Records()
    for item in items:
        if isinstance(item, TickTime):
            _add_ticks(records, item)
        elif isinstance(item, Unreadable):
            if (item.source, item.position) not in already_dead:
                _add_dead(records, item, now)
        else:
            _add_frame(records, item, already_dead, now)
    return records


def _add_ticks(records: Records, time: TickTime) -> None:
    for topic in EVENT_TOPICS:
        value = to_json(tick_of(time, topic))
        records.typed.append(Record(topic, TICK_STREAM.encode(), value))
    records.tally.ticks += 1


def _add_frame(
    records: Records, frame: RawFrame, already_dead: frozenset[Place], now: datetime
) -> None:
    parsed = parse(frame)
    typed = [Record(topic, each.stream_id.encode(), to_json(each)) for topic, each in parsed.events]
    error = parsed.error or _too_large(typed)
    if not error:
        records.typed += typed
        records.tally.events.update(record.topic for record in typed)
    if parsed.ignored:
        records.tally.ignored[parsed.ignored] += 1
    if error and (frame.source, frame.position) not in already_dead:
        dead = Unreadable(frame.source, frame.position, error, frame.raw.encode())
        _add_dead(records, dead, now)
    records.raw.append(Record(TWITCH_EVENTS, frame.stream_id.encode(), to_json(frame)))
    records.tally.frames += 1


def _too_large(records: Iterable[Record]) -> str | None:
    """Why the broker would refuse an event, such as one that claims 20 000 emotes."""
    size = max((len(record.value) for record in records), default=0)
    if size <= MAX_EVENT_BYTES:
        return None
    return f"the event has {size} bytes; a record holds at most {MAX_EVENT_BYTES}"


def _add_dead(records: Records, item: Unreadable, now: datetime) -> None:
    raw, reason = item.raw[:MAX_DEAD_BYTES], item.reason
    if len(raw) < len(item.raw):
        reason = f"{reason} (of {len(item.raw)} bytes the first {len(raw)} are kept)"
    letter = DeadLetter(
        reason=reason,
        raw_base64=b64encode(raw).decode(),
        source=item.source,
        position=item.position,
        failed_at=now,
    )
    records.typed.append(
        Record(DEAD_LETTER, item.source.encode(), to_json(letter), DEAD_LETTER_OF_PRODUCER)
    )
    records.tally.dead += 1
