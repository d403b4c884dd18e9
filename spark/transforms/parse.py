"""Raw records -> typed events, or the reason why a record is unreadable.

The contract's own classes read the values, so a field or a bound is written once. This is plain
Python over columns of Arrow: as Spark expressions the same rules took most of a batch, to plan and
to run.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final, NamedTuple

import pyarrow as pa
from pydantic import ValidationError

from contracts.events import EVENT_BY_TOPIC, Event, Tick
from contracts.topics import FUTURE_ALLOWANCE_SECONDS

ALLOWANCE: Final = timedelta(seconds=FUTURE_ALLOWANCE_SECONDS)
LONGEST_REASON: Final = 500

_ESCAPED_NUL: Final = rb"\u0000"
_NUL: Final = re.compile(rb"(?<!\\)(\\\\)*\\u0000")
"""An escaped backslash before `u0000` is harmless. A NUL that is not escaped is no JSON."""


class Parsed(NamedTuple):
    """One record: its event, or why it has none; never both."""

    event: Event | Tick | None
    reason: str | None


def parse_all(topic: str, values: pa.Array, broker_times: pa.Array) -> Iterator[Parsed]:
    """The records of a topic in order, by the Kafka columns `value` and `timestamp`."""
    event_class = EVENT_BY_TOPIC[topic]
    for value, broker_time in zip(values.to_pylist(), broker_times.to_pylist(), strict=True):
        yield parse(event_class, value, broker_time)


def parse(event_class: type[Event], value: bytes | None, broker_time: datetime) -> Parsed:
    """Read one record, strictly: a number in quotes is no number.

    A tick (stream `*`) is readable with the envelope alone.
    """
    if value is None:
        return Parsed(None, "the record has no value")
    # PostgreSQL's text cannot hold U+0000.
    if _ESCAPED_NUL in value and _NUL.search(value):
        return Parsed(None, "the value holds a NUL character")
    event: Event | Tick
    try:
        event = event_class.model_validate_json(value, strict=True)
    except ValidationError as error:
        tick = _tick(value)
        if tick is None:
            return Parsed(None, _reason(error, value))
        event = tick
    if event.occurred_at > broker_time + ALLOWANCE:
        late_clock = f"occurred_at lies over {FUTURE_ALLOWANCE_SECONDS} s after the broker's time"
        return Parsed(None, late_clock)
    return Parsed(event, None)


def _tick(value: bytes) -> Tick | None:
    try:
        return Tick.model_validate_json(value, strict=True)
    except ValidationError:
        return None


def _reason(error: ValidationError, value: bytes) -> str:
    """The first rule that is broken."""
    if not _is_utf8(value):
        return "the value is not UTF-8"
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    if first["type"] == "json_invalid":
        return f"the value is not JSON: {first['msg'].removeprefix('Invalid JSON: ')}"
    place = ".".join(str(part) for part in first["loc"])
    if first["type"] == "missing":
        return f"{place} is missing"
    return f"{place or 'the value'}: {first['msg']}"[:LONGEST_REASON]


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True
