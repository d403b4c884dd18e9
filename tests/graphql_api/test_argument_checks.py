"""What is out of bounds is refused before anything is run, wherever it stands."""

from typing import Any

import pytest

from graphql_api.resources import Resources
from graphql_api.schema import schema
from graphql_api.types.paging import to_cursor
from tests.graphql_api.conftest import Ask, Store
from tests.graphql_api.rows import a_minute, a_stream, minute_at

LATER, EARLIER = minute_at(1).isoformat(), minute_at(0).isoformat()
FAR = minute_at(10_081).isoformat()
OUT_OF_BOUNDS = [
    ("{ streams(first: 0) { edges { cursor } } }", "first must lie between 1 and 100, not 0"),
    ("{ streams(last: 101) { edges { cursor } } }", "last must lie between 1 and 100, not 101"),
    ('{ topChatters(streamId: "x", first: -1) { login } }', "first must lie between"),
    ('{ topEmotes(streamId: "x", first: 101) { emote } }', "first must lie between"),
    ('{ moments(after: "x") { edges { cursor } } }', "after must be a cursor that this field"),
    ('{ moments(before: "x") { edges { cursor } } }', "before must be a cursor that this field"),
    ('{ streams(after: "x") { edges { cursor } } }', "after must be a cursor that this field"),
    (
        '{ stream(id: "x") { transactions(after: "x") { edges { cursor } } } }',
        "after must be a cursor that this field",
    ),
    (f'{{ metrics(streamId: "x", from: "{LATER}", to: "{EARLIER}") {{ revision }} }}', "from must"),
    ('{ metrics(streamId: "x", to: "1960-01-01") { revision } }', "to must lie between 1970"),
    (
        f'{{ metrics(streamId: "x", from: "{EARLIER}", to: "{FAR}") {{ revision }} }}',
        "step MINUTE over this range gives 10081 windows, more than 10080",
    ),
    (
        f'{{ metrics(streamId: "x", step: null, from: "{EARLIER}", to: "{FAR}") {{ revision }} }}',
        "step MINUTE over this range gives 10081 windows, more than 10080",
    ),
    (
        "{ series(streamIds: [" + '"x", ' * 21 + "], metrics: [CHAT_RATE]) { unit } }",
        "streamIds may name at most 20 streams, not 21",
    ),
    (
        """{ a: __typename ... on Query { stream(id: "x") { ...F } } }
        fragment F on Stream { ...G }
        fragment G on Stream { moments(first: 500) { edges { cursor } } }""",
        "first must lie between 1 and 100, not 500",
    ),
]


async def _answer(resources: Resources, query: str, **variables: Any) -> Any:
    return await schema.execute(query, variables, {"resources": resources})


@pytest.mark.parametrize(("query", "message"), OUT_OF_BOUNDS)
async def test_an_argument_out_of_bounds_is_refused_before_execution(
    resources: Resources, statements: list[str], query: str, message: str
) -> None:
    result = await _answer(resources, query)

    (error,) = result.errors
    assert error.message.startswith(message)
    assert (error.path, error.extensions) == (None, {"code": "BAD_USER_INPUT"})
    assert error.locations
    assert (result.data, statements) == (None, [])


async def test_what_a_variable_holds_is_checked_like_a_literal(
    resources: Resources, ask: Ask
) -> None:
    query = "query ($n: Int = 3) { streams(first: $n) { edges { cursor } } }"

    result = await _answer(resources, query, n=101)

    assert [error.path for error in result.errors] == [None]
    assert await ask(query, n=100) == await ask(query) == {"streams": {"edges": []}}


async def test_only_the_operation_that_is_asked_for_is_checked(resources: Resources) -> None:
    query = " ".join(
        f"query {name} {{ streams(first: {first}) {{ edges {{ cursor }} }} }}"
        for name, first in (("A", 1), ("B", 0))
    )

    fine = await schema.execute(query, {}, {"resources": resources}, operation_name="A")
    wrong = await schema.execute(query, {}, {"resources": resources}, operation_name="B")

    assert fine.errors is None
    assert wrong.errors


async def test_all_that_is_wrong_is_told_at_once_up_to_ten(resources: Resources) -> None:
    wrong = " ".join(f"a{i}: streams(first: 0) {{ edges {{ cursor }} }}" for i in range(12))

    result = await _answer(resources, f"{{ {wrong} }}")

    assert len(result.errors) == 10


async def test_a_subscription_is_checked_too(resources: Resources) -> None:
    query = 'subscription { topChatters(streamId: "xqc", first: 0) { cursor } }'

    stream: Any = await schema.stream(query, {}, {"resources": resources})
    ((error,),) = [event.errors async for event in stream]

    assert (error.path, error.extensions) == (None, {"code": "BAD_USER_INPUT"})


async def test_at_the_bound_all_is_answered(ask: Ask, store: Store) -> None:
    await store(a_stream(), a_minute(0))
    end = minute_at(10_080).isoformat()

    data = await ask(
        """query ($ids: [ID!]!, $from: DateTime, $to: DateTime) {
          streams(first: 100) { edges { cursor } }
          metrics(streamId: "xqc", from: $from, to: $to) { revision }
          series(streamIds: $ids, metrics: [CHAT_RATE], step: MINUTE, from: $from, to: $to) {
            values
          }
        }""",
        **{"ids": ["xqc", *(f"s{i}" for i in range(19))], "from": EARLIER, "to": end},
    )

    assert len(data["series"][0]["values"]) == 10_080


async def test_a_forged_cursor_breaks_nothing(ask: Ask, resources: Resources) -> None:
    """Places that no row can have are refused; others are places."""
    query = "query ($c: String) { moments(after: $c) { edges { cursor } } }"
    for place in (
        ("moments", "9999-12-31T23:59:59-14:00", "x", EARLIER, LATER),
        ("moments", EARLIER, "\0", EARLIER, LATER),
        ("moments", EARLIER, "x"),
        ("transactions", EARLIER, "x", EARLIER, LATER),
    ):
        assert (await _answer(resources, query, c=to_cursor(*place))).errors
    backwards = to_cursor("moments", EARLIER, "x", LATER, EARLIER)
    assert await ask(query, c=backwards) == {"moments": {"edges": []}}
