"""Values that GraphQL has no word for."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final, NewType

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from contracts.feeds import Cursor

BigInt = NewType("BigInt", int)


def big(number: int | None) -> BigInt | None:
    """A count that may be beyond 32 bits, or unknown."""
    return None if number is None else BigInt(number)


def _to_text(when: datetime) -> str:
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _from_text(text: object) -> datetime:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError as error:
        raise GraphQLError(
            f"{text!r} is no DateTime: write it in ISO 8601, such as 2024-01-06T12:00:00Z"
        ) from error


CURSOR: Final = "Cursor"


def _to_cursor(text: object) -> Cursor:
    try:
        return Cursor.parse(str(text))
    except ValueError as error:
        raise GraphQLError(f"{error}; give one that an event had") from error


SCALARS: Final[Mapping[object, ScalarDefinition]] = {
    datetime: strawberry.scalar(
        name="DateTime",
        description=(
            "A time in ISO 8601, given in UTC with `Z`, to the microsecond. As an argument any "
            "offset is understood, and a time without one is UTC; 1970 to 2200."
        ),
        specified_by_url="https://www.rfc-editor.org/rfc/rfc3339",
        serialize=_to_text,
        parse_value=_from_text,
    ),
    Cursor: strawberry.scalar(
        name=CURSOR,
        description=(
            "A place in a feed: just behind an event. Resume with the last that you were given."
        ),
        serialize=str,
        parse_value=_to_cursor,
    ),
    BigInt: strawberry.scalar(
        name="BigInt",
        description="A whole number that may be too large for Int; exact up to 2^53.",
        serialize=int,
        parse_value=int,
    ),
}
