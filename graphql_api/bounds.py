"""How much one question may ask for, and which names can exist at all."""

import re
from collections.abc import Sized
from datetime import UTC, datetime
from typing import Final

from contracts.events import STREAM_ID_PATTERN
from graphql_api.errors import BadInputError

PAGE_MAXIMUM: Final = 100
STREAMS_MAXIMUM: Final = 20
POINTS_MAXIMUM: Final = 10_080
"""A week of minutes: the most windows that one question may span."""

EARLIEST: Final = datetime(1970, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2200, 1, 1, tzinfo=UTC)


def is_stream_id(text: str) -> bool:
    """Whether a channel can have this id; the tick stream `*` cannot, so no client meets it."""
    return re.fullmatch(STREAM_ID_PATTERN, text) is not None


def is_storable(text: str) -> bool:
    """Whether PostgreSQL could hold this text: no NUL and no lone surrogate."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def checked_count(name: str, count: int | None, default: int) -> int:
    """The argument `name`: how many are asked for, or the default when it is null.

    Raises:
        BadInputError: it lies outside 1 to 100.
    """
    if count is None:
        return default
    if 1 <= count <= PAGE_MAXIMUM:
        return count
    raise BadInputError(f"{name} must lie between 1 and {PAGE_MAXIMUM}, not {count}")


def checked_stream_ids(stream_ids: Sized) -> None:
    """Refuse more streams than one question may name.

    Raises:
        BadInputError: there are more than 20.
    """
    if len(stream_ids) > STREAMS_MAXIMUM:
        raise BadInputError(
            f"streamIds may name at most {STREAMS_MAXIMUM} streams, not {len(stream_ids)}"
        )


def as_utc(when: datetime, name: str) -> datetime:
    """The argument `name` in UTC; a time without an offset is UTC already.

    Raises:
        BadInputError: it lies outside 1970 to 2200.
    """
    aware = when if when.tzinfo else when.replace(tzinfo=UTC)
    if EARLIEST <= aware < LATEST:
        return aware.astimezone(UTC)
    raise BadInputError(
        f"{name} must lie between {EARLIEST:%Y-%m-%d} and {LATEST:%Y-%m-%d}, not at {when}"
    )
