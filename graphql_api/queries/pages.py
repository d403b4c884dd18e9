"""Rows in an order that new rows do not disturb -> one page of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows, and whether more follow."""

    rows: list[Row]
    has_next: bool


def page_of(rows: Sequence[Row], first: int) -> Page[Row]:
    """The first `first` rows; one row more than that was asked for to know whether more follow."""
    return Page(list(rows[:first]), len(rows) > first)
