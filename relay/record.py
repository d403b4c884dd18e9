"""A record of a derived topic -> its place in its feed. What it says is not looked at."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Final

from pydantic import AwareDatetime, Field, ValidationError

from contracts.events import Payload

_LARGEST_SEQ: Final = 2**53 - 1
"""Redis's scripts count in doubles."""


class _Place(Payload):
    """The part of `contracts.derived.Derived` that a relay must know."""

    feed: Annotated[str, Field(min_length=1)]
    epoch: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    seq: Annotated[int, Field(ge=1, le=_LARGEST_SEQ)]
    newest_event_at: AwareDatetime | None


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a feed; `value` is its JSON, byte for byte as Kafka has it."""

    feed: str
    epoch: str
    seq: int
    newest_event_at: datetime | None
    value: bytes


class UnreadableError(Exception):
    """A record is no record of a feed; the text says why."""


def read_record(value: bytes | None) -> Record:
    """The record that these bytes are.

    Raises:
        UnreadableError: they are not the JSON of a derived record.
    """
    try:
        place = _Place.model_validate_json(value or b"")
    except ValidationError as error:
        wrong = "; ".join(f"{_where(one['loc'])}{one['msg']}" for one in error.errors())
        raise UnreadableError(wrong) from error
    return Record(place.feed, place.epoch, place.seq, place.newest_event_at, value or b"")


def _where(location: tuple[int | str, ...]) -> str:
    return f"{'.'.join(map(str, location))}: " if location else ""
