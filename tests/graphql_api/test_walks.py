"""Whoever walks through pages sees each row that was there when they began, once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from itertools import count
from typing import Any, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.graphql_api.conftest import Ask, Store
from tests.graphql_api.rows import Row, a_minute, a_moment, a_stream, a_transaction

_PAGE: Final = (
    "edges { node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
)
_ENDS: Final = "$first: Int, $after: String, $last: Int, $before: String"
_GIVEN: Final = "first: $first, after: $after, last: $last, before: $before"


@dataclass(frozen=True)
class Walk:
    """A connection, how to reach it, and its rows by a number that orders them, from the first."""

    query: str
    path: tuple[str, ...]
    row: Callable[[str, int], Row]
    falls: bool
    """Whether higher numbers come first."""


WALKS: Final = {
    "moments of a stream": Walk(
        f'query ({_ENDS}) {{ moments(streamId: "xqc", {_GIVEN}) {{ {_PAGE} }} }}',
        ("moments",),
        lambda name, at: a_moment(name, at=at),
        falls=True,
    ),
    "moments of all": Walk(
        f"query ({_ENDS}) {{ moments({_GIVEN}) {{ {_PAGE} }} }}",
        ("moments",),
        lambda name, at: a_moment(name, at=at, stream_id=f"of{at % 3}"),
        falls=True,
    ),
    "moments, nested": Walk(
        f'query ({_ENDS}) {{ stream(id: "xqc") {{ moments({_GIVEN}) {{ {_PAGE} }} }} }}',
        ("stream", "moments"),
        lambda name, at: a_moment(name, at=at),
        falls=True,
    ),
    "transactions": Walk(
        f'query ({_ENDS}) {{ stream(id: "xqc") {{ transactions({_GIVEN}) {{ {_PAGE} }} }} }}',
        ("stream", "transactions"),
        lambda name, at: a_transaction(name, at=at),
        falls=True,
    ),
    "streams by name": Walk(
        f"query ({_ENDS}) {{ streams(orderBy: NAME, {_GIVEN}) {{ {_PAGE} }} }}",
        ("streams",),
        lambda name, at: a_stream(f"s{at:02}{name}"),
        falls=False,
    ),
}

_MINUTES: Final = st.integers(min_value=0, max_value=59)


@dataclass(frozen=True)
class Story:
    """The minutes of the rows there are, and of those that come before each page but the first."""

    old: list[int]
    later: list[list[int]]
    size: int


STORIES: Final = st.builds(
    Story,
    st.lists(_MINUTES, min_size=1, max_size=12),
    st.lists(st.lists(_MINUTES, max_size=3), max_size=12),
    st.integers(min_value=1, max_value=4),
)


def _inside(data: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        data = data[name]
    return data


@asynccontextmanager
async def _fresh(engine: AsyncEngine) -> AsyncIterator[None]:
    """Tables as empty as at first: hypothesis tries many stories in one test."""
    yield
    async with engine.begin() as connection:
        await connection.exec_driver_sql("TRUNCATE streams, moments, transactions, stream_minute")


async def _walked(
    ask: Ask, walk: Walk, size: int, *, forward: bool, before_next: Callable[[], Awaitable[None]]
) -> list[list[str]]:
    """The ids of each page, in the order of the walk."""
    pages: list[list[str]] = []
    more, there, how_many = (
        ("hasNextPage", ("after", "endCursor"), "first")
        if forward
        else ("hasPreviousPage", ("before", "startCursor"), "last")
    )
    place: dict[str, str] = {}
    while True:
        page = _inside(await ask(walk.query, **{how_many: size}, **place), walk.path)
        pages.append([edge["node"]["id"] for edge in page["edges"]])
        if not page["pageInfo"][more]:
            return pages
        place = {there[0]: page["pageInfo"][there[1]]}
        await before_next()


@pytest.mark.parametrize("forward", [True, False], ids=["forward", "backward"])
@pytest.mark.parametrize("walk", WALKS.values(), ids=WALKS.keys())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=STORIES)
async def test_a_walk_sees_every_old_row_once_while_rows_are_added(  # noqa: PLR0913, PLR0917 - fixtures
    ask: Ask, store: Store, engine: AsyncEngine, walk: Walk, forward: bool, story: Story
) -> None:
    old = [walk.row(f"old{i:02}", at) for i, at in enumerate(story.old)]
    coming, turns = iter(story.later), count()

    async def before_next() -> None:
        turn = next(turns)
        new = (walk.row(f"new{turn}-{i}", at) for i, at in enumerate(next(coming, [])))
        # Time goes on too: the newest minute, with which a range ends, moves with each page.
        await store(*new, a_minute(60 + 50 * turn))

    async with _fresh(engine):
        await store(a_stream(), a_minute(59), *old)
        pages = await _walked(ask, walk, story.size, forward=forward, before_next=before_next)

    assert all(len(page) == story.size for page in pages[:-1])
    seen = [name for page in (pages if forward else pages[::-1]) for name in page]
    assert len(seen) == len(set(seen))
    in_order = sorted(zip(story.old, old, strict=True), key=_place, reverse=walk.falls)
    assert [name for name in seen if "old" in name] == [_id(row) for _, row in in_order]


def _id(row: Row) -> str:
    own = ("moment_id", "event_id", "stream_id")
    return str(next(row.values[name] for name in own if name in row.values))


def _place(numbered: tuple[int, Row]) -> tuple[int, str]:
    return numbered[0], _id(numbered[1])
