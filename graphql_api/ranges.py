"""`from` and `to`, which a client may leave out -> the stretch that they mean."""

from dataclasses import dataclass
from datetime import datetime

from graphql_api.bounds import as_utc
from graphql_api.errors import BadInputError
from graphql_api.queries.spans import HOUR

Stretch = tuple[datetime, datetime]
"""Start inclusive and end exclusive, in UTC."""


@dataclass(frozen=True, slots=True)
class Range:
    """What the client said, in UTC. What is null ends with the newest data, or lasts an hour."""

    start: datetime | None
    end: datetime | None

    def around(self, newest_end: datetime | None) -> Stretch | None:
        """The stretch meant, given where the newest data ends; null when it holds nothing."""
        end = self.end or newest_end
        if end is None:
            return None
        start = self.start or end - HOUR
        return (start, end) if start < end else None


LAST_HOUR = Range(None, None)


def checked_range(start: datetime | None, end: datetime | None) -> Range:
    """The range that these two arguments say.

    Raises:
        BadInputError: one lies outside 1970 to 2200, or `from` does not lie before `to`.
    """
    since = as_utc(start, "from") if start else None
    until = as_utc(end, "to") if end else None
    if since and until and since >= until:
        raise BadInputError(
            f"from must lie before to, but {since.isoformat()} is not before {until.isoformat()}"
        )
    return Range(since, until)
