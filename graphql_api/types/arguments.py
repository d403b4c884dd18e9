"""The arguments that many fields share, each with what it must be."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Final

import strawberry

from graphql_api.bounds import checked_count
from graphql_api.context import Context
from graphql_api.ranges import checked_range
from graphql_api.types.described import argument

Info = strawberry.Info[Context, None]


def _count_fits(name: str, arguments: Mapping[str, Any]) -> None:
    checked_count(name, arguments.get(name), 1)


def _range_fits(arguments: Mapping[str, Any]) -> None:
    checked_range(arguments.get("from"), arguments.get("to"))


StreamId = Annotated[strawberry.ID, argument("A channel's login in lower case, such as `xqc`.")]
From = Annotated[
    datetime | None,
    argument(
        "The start, inclusive: windows that start at it or later; from 1970 to 2200, before `to`. "
        "Null is one hour before `to`.",
        name="from",
        check=_range_fits,
    ),
]
To = Annotated[
    datetime | None,
    argument(
        "The end, exclusive: windows that start before it; from 1970 to 2200. Null is the end of "
        "the newest minute of what is asked for, whatever the clock says: a recording answers "
        "like a live channel."
    ),
]
First = Annotated[
    int | None,
    argument(
        "How many at most, from 1 to 100. Null is the default.",
        check=lambda arguments: _count_fits("first", arguments),
    ),
]
Last = Annotated[
    int | None,
    argument(
        "The last so many instead of the first, from 1 to 100; `first` then counts for nothing. "
        "Null is from the start.",
        check=lambda arguments: _count_fits("last", arguments),
    ),
]
AFTER: Final = "Only what follows this cursor, an edge's own. Null begins at the start."
BEFORE: Final = "Only what stands in front of this cursor, an edge's own. Null is up to the end."
Before = Annotated[str | None, argument(BEFORE)]
