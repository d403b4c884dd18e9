"""What a REST question may say: each part is checked before anything is read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final

from fastapi import Depends, Path, Query, Request
from pydantic import BeforeValidator

from contracts.events import STREAM_ID_PATTERN
from graphql_api.bounds import is_stream_id
from graphql_api.context import Context
from graphql_api.errors import BadInputError, NotFoundError
from graphql_api.ranges import Range, checked_range
from graphql_api.resources import Resources, resources_of

LIMIT_MAXIMUM: Final = 1000

Limit = Annotated[
    int, Query(ge=1, le=LIMIT_MAXIMUM, description="How many rows at most.", examples=[100])
]


_CURSOR: Final[dict[str, Any]] = {"format": "cursor"}


Before = Annotated[
    str | None,
    Query(
        description="Only rows older than this place, which a `Link` header has named.",
        json_schema_extra=_CURSOR,
    ),
]
After = Annotated[
    str | None,
    Query(
        description="Only rows behind this place, which a `Link` header has named.",
        json_schema_extra=_CURSOR,
    ),
]


@dataclass(frozen=True, slots=True)
class OlderPage:
    """The newest `limit` rows of those that are older than the place `before`."""

    limit: Limit = 100
    before: Before = None


Page = Annotated[OlderPage, Depends()]


class Only:
    """Refuses parameters that mean nothing here, and those that are said more than once."""

    def __init__(self, *names: str) -> None:
        self._names = names

    def __call__(self, request: Request) -> None:
        """Look at what the request says.

        Raises:
            BadInputError: there is such a parameter.
        """
        said = [name for name, _ in request.query_params.multi_items()]
        for name in said:
            if name not in self._names:
                known = ", ".join(self._names)
                raise BadInputError(f"{name!r} is no parameter here; these are: {known}")
            if said.count(name) > 1:
                raise BadInputError(f"{name} may be said once, not {said.count(name)} times")


def _context(resources: Annotated[Resources, Depends(resources_of)]) -> Context:
    return Context(resources)


def _read(text: object) -> datetime:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError as error:
        # Pydantic itself would take a number for the seconds since 1970.
        raise ValueError("write it in ISO 8601, such as 2024-01-06T12:00:00Z") from error


When = Annotated[datetime, BeforeValidator(_read)]


def _range(
    from_: Annotated[
        When | None,
        Query(
            alias="from",
            description="The start, inclusive; an hour before `to` if absent. UTC if it has no"
            " offset; from 1970 up to 2200.",
            examples=["2024-01-06T12:00:00Z"],
        ),
    ] = None,
    to: Annotated[
        When | None,
        Query(
            description="The end, exclusive and after `from`; the end of the stream's newest data"
            " if absent.",
            examples=["2024-01-06T13:00:00Z"],
        ),
    ] = None,
) -> Range:
    return checked_range(from_, to)


In = Annotated[Context, Depends(_context)]
Asked = Annotated[Range, Depends(_range)]


async def _known(
    context: In,
    stream_id: Annotated[
        str,
        Path(
            description="The channel's login in lower case.",
            examples=["xqc"],
            json_schema_extra={"pattern": STREAM_ID_PATTERN},
        ),
    ],
) -> str:
    if is_stream_id(stream_id) and await context.load.stream.load(stream_id):
        return stream_id
    raise NotFoundError(f"no stream {stream_id!r} is tracked")


Known = Annotated[str, Depends(_known)]
