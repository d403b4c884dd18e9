import gc
import tracemalloc
from collections.abc import AsyncGenerator
from typing import Any

import orjson
import pytest
import strawberry
from strawberry.schema.config import StrawberryConfig
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from contracts.feeds import Cursor
from graphql_api.context import FreshContext
from graphql_api.execution import Execution
from graphql_api.live import memo
from graphql_api.resources import Resources
from graphql_api.types.scalars import SCALARS
from tests.graphql_api.conftest import Ask

EVENTS = 1_500
WARM = 300


@strawberry.type
class Point:
    x: int
    y: int


@strawberry.type
class Event:
    first: Point
    second: Point
    shared: strawberry.Private[object | None] = None


@strawberry.type
class Query:
    it: int = 1


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def events(self, info: strawberry.Info) -> AsyncGenerator[Event, None]:
        del info
        for number in range(EVENTS):
            yield Event(first=Point(x=number, y=1), second=Point(x=2, y=number))


DOCUMENT = "subscription { events { first { x y } second { x y } } }"


async def _growth(execution: type[StrawberryGraphQLCoreExecutionContext]) -> float:
    """Bytes that each event leaves behind, once warm."""
    schema = strawberry.Schema(Query, subscription=Subscription, execution_context_class=execution)
    tracemalloc.start()
    try:
        kept, number = dict[int, int](), 0
        async for result in await schema.subscribe(DOCUMENT):
            assert result.data
            assert result.data["events"]["first"]["x"] == number
            number += 1
            if number in {WARM, EVENTS}:
                gc.collect()
                kept[number] = tracemalloc.get_traced_memory()[0]
        return (kept[EVENTS] - kept[WARM]) / (EVENTS - WARM)
    finally:
        tracemalloc.stop()


async def test_an_event_leaves_nothing_behind() -> None:
    assert await _growth(Execution) < 20


async def test_the_leak_upstream_is_there_still() -> None:
    """When this fails, `build_per_event_executor` need not be mended any more."""

    class Plain(StrawberryGraphQLCoreExecutionContext):
        pass

    assert await _growth(Plain) > 300


class Counted:
    """A row whose reading is counted."""

    def __init__(self) -> None:
        self.readings = 0


@strawberry.type
class Told:
    row: strawberry.Private[Counted]
    shared: strawberry.Private[object | None] = None

    @strawberry.field
    def times(self) -> int:
        self.row.readings += 1
        return self.row.readings

    @strawberry.field
    async def loaded(self) -> int:
        self.row.readings += 1
        return self.row.readings

    @strawberry.field
    def broken(self) -> int:
        self.row.readings += 1
        raise ValueError("no")


SHARED = [Counted()]
"""What the subscription tells of; each test puts its own there."""


@strawberry.type
class Telling:
    @strawberry.subscription
    async def told(self, n: int = 0, at: Cursor | None = None) -> AsyncGenerator[Told, None]:
        del n, at
        yield Told(row=SHARED[0], shared=SHARED[0])


@pytest.fixture
def told(resources: Resources) -> Ask:
    """The answer to the only event, again and again from the same row."""
    SHARED[0] = Counted()
    schema = strawberry.Schema(
        Query,
        subscription=Telling,
        execution_context_class=Execution,
        extensions=[FreshContext],
        config=StrawberryConfig(scalar_map=SCALARS),
    )

    async def told(query: str, **variables: Any) -> Any:
        context = {"resources": resources}
        async for result in await schema.subscribe(query, variables, context_value=context):
            return orjson.loads(orjson.dumps([result.data, len(result.errors or ())]))
        raise AssertionError

    return told


async def test_the_same_question_about_the_same_row_is_answered_once(told: Ask) -> None:
    assert [await told("subscription { told { times } }") for _ in range(3)] == [
        [{"told": {"times": 1}}, 0]
    ] * 3


async def test_another_question_is_answered_for_itself(told: Ask) -> None:
    question = "subscription ($n: Int, $at: Cursor) { told(n: $n, at: $at) { times } }"
    here, there = "0123456789abcdef.1", "0123456789abcdef.2"

    async def times(query: str, **variables: Any) -> int:
        answer: int = (await told(query, **variables))[0]["told"]["times"]
        return answer

    assert await times(question) == 1
    assert await times(question, n=2) == 2
    assert await times(question, n=2) == 2
    # Where a client was says nothing of what it is told.
    assert await times(question, n=2, at=here) == await times(question, n=2, at=there) == 2
    assert await times(question.replace("subscription", "subscription it")) == 3
    SHARED[0] = Counted()
    assert await times(question) == 1


async def test_what_is_loaded_or_goes_wrong_is_shared_with_nobody(told: Ask) -> None:
    loaded = "subscription { told { loaded } }"
    assert [await told(loaded) for _ in range(2)] == [
        [{"told": {"loaded": 1}}, 0],
        [{"told": {"loaded": 2}}, 0],
    ]
    assert [await told("subscription { told { broken } }") for _ in range(2)] == [[None, 1]] * 2
    assert SHARED[0].readings == 4


async def test_answers_are_kept_for_a_second(told: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memo, "KEPT_SECONDS", -1)
    for times in (1, 2):
        assert await told("subscription { told { times } }") == [{"told": {"times": times}}, 0]
