"""Pages of rows -> Relay connections, whose cursors keep their place when rows are added."""

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Generic, TypeVar

import orjson
import strawberry

from graphql_api.bounds import is_storable
from graphql_api.errors import BadInputError

Node = TypeVar("Node")
_Part = TypeVar("_Part")


@strawberry.type(description="Where a page stands among all there is.")
class PageInfo:
    """The Relay specification's own."""

    has_next_page: bool = strawberry.field(description="Whether more follow behind this page.")
    has_previous_page: bool = strawberry.field(
        description="Whether this page began behind a cursor; paging goes forward only."
    )
    start_cursor: str | None = strawberry.field(
        description="The first edge's cursor; null on an empty page."
    )
    end_cursor: str | None = strawberry.field(
        description="The last edge's cursor, the next page's `after`; null on an empty page."
    )


@strawberry.type(description="One item of a page.")
class Edge(Generic[Node]):
    """A node with its place."""

    node: Node = strawberry.field(description="The item itself.")
    cursor: str = strawberry.field(
        description="The item's place: opaque, and good for as long as the item is there."
    )


@strawberry.type(description="One page of items, in their order.")
class Connection(Generic[Node]):
    """The Relay specification's connection, forward only."""

    edges: list[Edge[Node]] = strawberry.field(
        description="The items of this page; empty when there is nothing."
    )
    page_info: PageInfo = strawberry.field(description="Where this page stands.")


def connection_of(
    nodes: Sequence[tuple[str, Node]], *, has_next: bool, after: str | None
) -> Connection[Node]:
    """The connection of these cursors and nodes."""
    return Connection(
        edges=[Edge(node=node, cursor=cursor) for cursor, node in nodes],
        page_info=PageInfo(
            has_next_page=has_next,
            has_previous_page=after is not None,
            start_cursor=nodes[0][0] if nodes else None,
            end_cursor=nodes[-1][0] if nodes else None,
        ),
    )


def to_cursor(kind: str, part: object, key: str) -> str:
    """The cursor of a row of this kind, whose place is `part` and then `key`."""
    return urlsafe_b64encode(orjson.dumps([kind, str(part), key])).decode().rstrip("=")


def from_cursor(kind: str, cursor: str, read: Callable[[str], _Part]) -> tuple[_Part, str]:
    """The place that a cursor of this kind holds.

    Raises:
        BadInputError: it is not such a cursor.
    """
    try:
        padded = cursor.encode() + b"=" * (-len(cursor) % 4)
        found, part, key = orjson.loads(urlsafe_b64decode(padded))
        if found == kind and isinstance(key, str) and is_storable(key):
            return read(part), key
    except (ValueError, TypeError, binascii.Error):
        pass
    raise BadInputError(
        f"after must be a cursor that this field gave with the same arguments, not {cursor!r}"
    )


def read_time(text: str) -> datetime:
    """The time in a cursor.

    Raises:
        ValueError: it is no time with an offset.
    """
    when = datetime.fromisoformat(text)
    if when.tzinfo is None:
        raise ValueError(text)
    return when
