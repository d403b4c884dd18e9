"""The arguments that many fields share."""

from datetime import datetime
from typing import Annotated

import strawberry

from graphql_api.context import Context

Info = strawberry.Info[Context, None]

StreamId = Annotated[
    strawberry.ID,
    strawberry.argument(description="A channel's login in lower case, such as `xqc`."),
]
From = Annotated[
    datetime | None,
    strawberry.argument(
        name="from",
        description=(
            "The start, inclusive: windows that start at it or later. Null is one hour before `to`."
        ),
    ),
]
To = Annotated[
    datetime | None,
    strawberry.argument(
        name="to",
        description=(
            "The end, exclusive: windows that start before it. Null is the end of the newest "
            "minute of what is asked for, whatever the clock says: a recording answers like a "
            "live channel."
        ),
    ),
]
First = Annotated[
    int | None,
    strawberry.argument(description="How many at most, from 1 to 100. Null is the default."),
]
After = Annotated[
    str | None,
    strawberry.argument(
        description="Only what follows this cursor, an edge's own. Null begins at the start."
    ),
]
