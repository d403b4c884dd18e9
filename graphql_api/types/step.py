"""How long the windows of an answer are."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final

import strawberry

from graphql_api.bounds import POINTS_MAXIMUM
from graphql_api.errors import BadInputError
from graphql_api.queries.spans import MINUTE
from graphql_api.queries.windows import ORIGIN
from graphql_api.types.described import enum_value

AUTO_POINTS: Final = 2_000


@strawberry.enum(description="How long a window is. Windows are counted in UTC.")
class Step(Enum):
    """The lengths of windows."""

    AUTO = enum_value(
        "auto",
        "The shortest step that gives at most 2 000 windows for the range.",
    )
    MINUTE = enum_value("minute", "60 s, as they are stored.")
    MINUTES_5 = enum_value("minutes_5", "300 s, from :00, :05, :10 ...")
    MINUTES_15 = enum_value("minutes_15", "900 s, from :00, :15, :30, :45.")
    HOUR = enum_value("hour", "3 600 s, from the full hour.")
    DAY = enum_value("day", "86 400 s, from 00:00 UTC.")


LENGTHS: Final = {
    Step.MINUTE: timedelta(minutes=1),
    Step.MINUTES_5: timedelta(minutes=5),
    Step.MINUTES_15: timedelta(minutes=15),
    Step.HOUR: timedelta(hours=1),
    Step.DAY: timedelta(days=1),
}


def window_starts(start: datetime, end: datetime, length: timedelta) -> list[datetime]:
    """The starts of all windows that hold a minute of the stretch from `start` up to `end`."""
    first, count = _windows(start, end, length)
    return [first + i * length for i in range(count)]


def chosen_step(step: Step, start: datetime, end: datetime) -> Step:
    """The step to use for a stretch, never AUTO.

    Raises:
        BadInputError: it would give more than 10 080 windows.
    """
    if step is Step.AUTO:
        fitting = (s for s in LENGTHS if _windows(start, end, LENGTHS[s])[1] <= AUTO_POINTS)
        step = next(fitting, Step.DAY)
    _, windows = _windows(start, end, LENGTHS[step])
    if windows <= POINTS_MAXIMUM:
        return step
    raise BadInputError(
        f"step {step.name} over this range gives {windows} windows, more than {POINTS_MAXIMUM}: "
        "ask for a longer step, for AUTO, or for a shorter range"
    )


def _windows(start: datetime, end: datetime, length: timedelta) -> tuple[datetime, int]:
    minute = start + (ORIGIN - start) % MINUTE
    first = minute - (minute - ORIGIN) % length
    return first, -((first - end) // length) if minute < end else 0
