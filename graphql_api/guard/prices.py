"""What each field costs, in points: a point is about a millisecond of what answers it.

A field costs `own`, and for each item that it can give, `each` and what is selected of an item. One
that is not in `PRICES` is free: it is part of what the field above it has loaded.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from graphql_api.bounds import POINTS_MAXIMUM, as_utc
from graphql_api.errors import BadInputError
from graphql_api.queries.spans import HOUR, MINUTE
from graphql_api.types.step import AUTO_POINTS, LENGTHS, Step

Arguments = Mapping[str, Any]


def one(_: Arguments) -> int:
    """Of a field that gives one item, and not a list."""
    return 1


@dataclass(frozen=True, slots=True)
class Price:
    """What a field costs; `size` is how many items it can give, at least 1."""

    own: float
    each: float = 0
    size: Callable[[Arguments], int] = one


def _page(default: int) -> Callable[[Arguments], int]:
    """As many items as `first` or `last` says."""
    return lambda arguments: max(1, arguments.get("last") or arguments.get("first") or default)


def _updates(a_minute: int) -> Callable[[Arguments], int]:
    """A subscription is paid once, by the updates that a minute of it can have."""
    return lambda _: a_minute


def _windows(arguments: Arguments) -> int:
    """As many windows as a range can have; it ends with the newest data, which is of no later."""
    since, until = arguments.get("from"), arguments.get("to")
    try:
        span = _utc(until, "to") - _utc(since, "from") if since else HOUR
    except BadInputError:
        return 1  # It is refused for that.
    step = arguments.get("step", Step.MINUTE)
    most = AUTO_POINTS if step is Step.AUTO else POINTS_MAXIMUM
    return min(most, max(1, span // LENGTHS.get(step, MINUTE)))


def _utc(when: datetime | None, name: str) -> datetime:
    return as_utc(when, name) if when else datetime.now(UTC)


def _values(arguments: Arguments) -> int:
    """As many as there are streams, of each so many metrics, of each so many windows."""
    streams = len(arguments.get("streamIds", [""]))
    return max(1, streams * len(arguments["metrics"]) * _windows(arguments))


_SERIES: Final = Price(1, 0.001, _values)
_METRICS: Final = Price(1, 0.02, _windows)
_MOMENTS: Final = Price(1, 0.1, _page(20))
_LEADERS: Final = Price(4, 0.1, _page(10))

PRICES: Final[Mapping[str, Price]] = {
    "Query.pipeline": Price(10),
    "Query.topEmotes": _LEADERS,
    "Query.topChatters": _LEADERS,
    "Query.moments": _MOMENTS,
    "Query.moment": Price(1),
    "Query.metrics": _METRICS,
    "Query.series": _SERIES,
    "Query.streams": Price(2, 0.1, _page(20)),
    "Query.stream": Price(1),
    "Stream.metrics": _METRICS,
    "Stream.series": _SERIES,
    "Stream.moments": _MOMENTS,
    "Stream.topChatters": _LEADERS,
    "Stream.topEmotes": _LEADERS,
    "Stream.transactions": Price(1, 0.1, _page(20)),
    "Moment.stream": Price(0.1),
    "Subscription.streams": Price(2, 1, _updates(60)),
    "Subscription.metrics": Price(2, 0.1, _updates(60)),
    "Subscription.moments": Price(2, 0.1, _updates(1)),
    "Subscription.topChatters": Price(2, 0.1, _updates(60)),
    "Subscription.topEmotes": Price(4, 0.1, _updates(60)),
    "Subscription.transactions": Price(2, 0.1, _updates(60)),
    "Subscription.pipeline": Price(10, 0.1, _updates(60)),
}
"""By type and field; a moment comes every few minutes, all else about once a second."""

INTROSPECTION: Final[Mapping[str, float]] = {"__schema": 20, "__type": 5}
"""What the fields that tell of the schema cost; they stand in no type."""
