"""Pages of rows -> Relay connections, whose cursors keep their place when rows are added."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

import orjson
import strawberry

from graphql_api.bounds import EARLIEST, LATEST, checked_count, is_storable
from graphql_api.errors import BadInputError
from graphql_api.queries.pages import Cut, Page

Node = TypeVar("Node")
Read = Callable[[str], Any]

PAGE_DEFAULT: Final = 20


@strawberry.type(description="Where a page stands among all there is.")
class PageInfo:
    """The Relay specification's own."""

    has_next_page: bool = strawberry.field(
        description="Whether more follow behind this page; true where it ends at `before`."
    )
    has_previous_page: bool = strawberry.field(
        description="Whether more stand in front of this page; true where it begins at `after`."
    )
    start_cursor: str | None = strawberry.field(
        description="The first edge's cursor, to page back `before` it; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="The last edge's cursor, to go on `after` it; null on an empty page."
    )


@strawberry.type(description="One item of a page.")
class Edge(Generic[Node]):
    """A node with its place."""

    node: Node = strawberry.field(description="The item itself.")
    cursor: str = strawberry.field(
        description="The item's place: opaque, and good also when the item is gone."
    )


@strawberry.type(description="One page of items, in their order.")
class Connection(Generic[Node]):
    """The Relay specification's connection."""

    edges: list[Edge[Node]] = strawberry.field(
        description="The items of this page; empty when there is nothing."
    )
    page_info: PageInfo = strawberry.field(description="Where this page stands.")


def connection_of(page: Page[Any], nodes: Sequence[tuple[str, Node]]) -> Connection[Node]:
    """The connection of a page, whose rows have these cursors and nodes."""
    return Connection(
        edges=[Edge(node=node, cursor=cursor) for cursor, node in nodes],
        page_info=PageInfo(
            has_next_page=page.has_next,
            has_previous_page=page.has_previous,
            start_cursor=nodes[0][0] if nodes else None,
            end_cursor=nodes[-1][0] if nodes else None,
        ),
    )


@dataclass(frozen=True, slots=True)
class Paging:
    """The four arguments of a connection, as they were given; `last` goes before `first`."""

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    @classmethod
    def of(cls, arguments: Mapping[str, Any]) -> "Paging":
        """Those among all arguments of a field."""
        return cls(*(arguments.get(name) for name in cls.__dataclass_fields__))

    def cut(self, kind: str, *parts: Read) -> Cut:
        """Which page is meant. Cursors are of this kind and have these parts.

        Raises:
            BadInputError: a count lies outside 1 to 100, or a cursor is none of this kind.
        """
        first = checked_count("first", self.first, PAGE_DEFAULT)
        count = checked_count("last", self.last, first)
        after, before = (
            None if cursor is None else from_cursor(name, kind, cursor, parts)
            for name, cursor in (("after", self.after), ("before", self.before))
        )
        return Cut(count, after, before, is_last=self.last is not None)


def to_cursor(kind: str, *place: object) -> str:
    """The cursor of a row of this kind at this place."""
    return urlsafe_b64encode(orjson.dumps([kind, *map(str, place)])).decode().rstrip("=")


def from_cursor(name: str, kind: str, cursor: str, parts: Sequence[Read]) -> tuple[Any, ...]:
    """The place that a cursor of this kind holds; `name` is the argument's.

    Raises:
        BadInputError: it is not such a cursor.
    """
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        found, *place = orjson.loads(urlsafe_b64decode(padded))
        if found == kind:
            return tuple(read(part) for read, part in zip(parts, place, strict=True))
    except (ValueError, TypeError, binascii.Error):
        pass
    raise BadInputError(
        f"{name} must be a cursor that this field gave with the same arguments, not {cursor!r}"
    )


def read_time(text: str) -> datetime:
    """The time in a cursor.

    Raises:
        ValueError: it is no time with an offset, or none that data can have.
    """
    when = datetime.fromisoformat(text)
    if when.tzinfo is None or not EARLIEST <= when <= LATEST:
        raise ValueError(text)
    return when


def read_text(text: str) -> str:
    """The text in a cursor.

    Raises:
        ValueError: PostgreSQL cannot hold such a text.
    """
    if not isinstance(text, str) or not is_storable(text):
        raise ValueError(text)
    return text
