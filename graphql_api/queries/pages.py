"""Rows in an order that new rows do not disturb -> one page of them, from either end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, UnaryExpression, tuple_
from sqlalchemy.sql.elements import ColumnElement

Row = TypeVar("Row")
_Columns = Sequence[ColumnElement[Any]]


@dataclass(frozen=True, slots=True)
class Cut:
    """Which page: of the rows behind the place `after` and before the place `before`, `count`.

    They are the first of those rows, or the last ones. A place is what a row is ordered by, in the
    order of that; null is the start or the end of all rows.
    """

    count: int
    after: tuple[Any, ...] | None = None
    before: tuple[Any, ...] | None = None
    is_last: bool = False

    def of(self, rows: Select[Any], place: _Columns, *, falls: bool = False) -> Select[Any]:
        """The statement of this page, and of one row more to know whether more follow.

        `place` is what the rows are ordered by, `falls` whether from the highest to the lowest.
        """
        here = tuple_(*place)
        if self.after is not None:
            rows = rows.where(here < tuple_(*self.after) if falls else here > tuple_(*self.after))
        if self.before is not None:
            rows = rows.where(here > tuple_(*self.before) if falls else here < tuple_(*self.before))
        return rows.order_by(*self.order(place, falls=falls)).limit(self.count + 1)

    def order(self, place: _Columns, *, falls: bool = False) -> list[UnaryExpression[Any]]:
        """The order in which the rows are read: from the page's own end."""
        down = falls != self.is_last
        return [column.desc() if down else column.asc() for column in place]


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and whether there are more on either side."""

    rows: list[Row]
    has_next: bool = False
    has_previous: bool = False


def page_of(rows: Sequence[Row], cut: Cut) -> Page[Row]:
    """The page that these rows are, which were read as `cut` says.

    On the side that was not read from, more are there if a place was named: its own row is.
    """
    kept, has_more = list(rows[: cut.count]), len(rows) > cut.count
    if cut.is_last:
        kept.reverse()
    return Page(
        kept,
        has_next=cut.before is not None or (has_more and not cut.is_last),
        has_previous=cut.after is not None or (has_more and cut.is_last),
    )
