from typing import Any

import pytest

from tests.graphql_api.conftest import Ask, Store
from tests.graphql_api.rows import Row, a_minute, a_moment, a_stream, a_transaction, minute_at

STREAMS = """
query ($first: Int, $after: String, $live: Boolean, $order: StreamOrder = NAME) {
  streams(first: $first, after: $after, live: $live, orderBy: $order) {
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
"""
MOMENTS = """
query ($id: ID, $first: Int, $after: String, $types: [MomentType!], $min: Severity,
       $from: DateTime, $to: DateTime) {
  moments(streamId: $id, first: $first, after: $after, types: $types, minSeverity: $min,
          from: $from, to: $to) {
    edges { cursor node { id } } pageInfo { hasNextPage endCursor }
  }
}
"""
TRANSACTIONS = """
query ($first: Int, $after: String) {
  stream(id: "xqc") { transactions(first: $first, after: $after) {
    edges { node { id } } pageInfo { hasNextPage endCursor }
  } }
}
"""


def _ids(connection: Any) -> list[str]:
    return [edge["node"]["id"] for edge in connection["edges"]]


async def test_pages_follow_one_another_without_gap_or_overlap(ask: Ask, store: Store) -> None:
    await store(*(a_stream(name) for name in "edcba"))

    first = (await ask(STREAMS, first=2))["streams"]
    second = (await ask(STREAMS, first=2, after=first["pageInfo"]["endCursor"]))["streams"]
    third = (await ask(STREAMS, first=2, after=second["pageInfo"]["endCursor"]))["streams"]

    assert [_ids(page) for page in (first, second, third)] == [["a", "b"], ["c", "d"], ["e"]]
    assert [page["pageInfo"]["hasNextPage"] for page in (first, second, third)] == [
        True,
        True,
        False,
    ]
    assert [page["pageInfo"]["hasPreviousPage"] for page in (first, second)] == [False, True]
    assert first["pageInfo"]["startCursor"] == first["edges"][0]["cursor"]


async def test_a_cursor_keeps_its_place_when_rows_are_added(ask: Ask, store: Store) -> None:
    await store(*(a_stream(name) for name in "bdf"))
    first = (await ask(STREAMS, first=2))["streams"]

    await store(a_stream("a"), a_stream("c"), a_stream("e"))
    second = (await ask(STREAMS, after=first["pageInfo"]["endCursor"]))["streams"]

    assert _ids(first) == ["b", "d"]
    assert _ids(second) == ["e", "f"]


def _ranked_story() -> list[Row]:
    return [
        *(a_stream(name) for name in ("high", "low", "none")),
        # The newest final minute decides, not the open one after it.
        a_minute(60, "high", viewer_count=500, message_count=1, sentiment_score=-1),
        a_minute(61, "high", viewer_count=1, message_count=99, is_final=False),
        a_minute(0, "high", viewer_count=490),
        a_minute(60, "low", viewer_count=100, message_count=9, sentiment_score=1),
        a_minute(0, "low", viewer_count=50),
        a_moment("m1", at=60, stream_id="low"),
        a_moment("too old", at=61 - 24 * 60 - 1, stream_id="high"),
    ]


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        ("VIEWERS", ["high", "low", "none"]),
        ("CHAT_RATE", ["low", "high", "none"]),
        ("SENTIMENT", ["low", "high", "none"]),
        ("GROWTH", ["low", "high", "none"]),
        ("MOMENTS", ["low", "high", "none"]),
        ("NAME", ["high", "low", "none"]),
    ],
)
async def test_streams_come_in_the_order_asked_and_page_through_it(
    ask: Ask, store: Store, order: str, ids: list[str]
) -> None:
    await store(*_ranked_story())

    seen, after = [], None
    for _ in ids:
        page = (await ask(STREAMS, first=1, after=after, order=order))["streams"]
        seen += _ids(page)
        after = page["pageInfo"]["endCursor"]

    assert seen == ids
    assert not page["pageInfo"]["hasNextPage"]


async def test_live_keeps_those_online_or_those_offline(ask: Ask, store: Store) -> None:
    await store(a_stream("on"), a_stream("off", live=False))

    assert _ids((await ask(STREAMS, live=True))["streams"]) == ["on"]
    assert _ids((await ask(STREAMS, live=False))["streams"]) == ["off"]
    assert _ids((await ask(STREAMS, live=None))["streams"]) == ["off", "on"]


@pytest.mark.parametrize("first", [0, -1, 101])
async def test_first_outside_1_to_100_is_refused(refused: Ask, first: int) -> None:
    assert await refused(STREAMS, first=first) == (
        f"first must lie between 1 and 100, not {first}",
        "BAD_USER_INPUT",
    )


@pytest.mark.parametrize("cursor", ["", "nonsense", "W10", "!!!", "bnVsbA", "ÿ"])
async def test_a_cursor_that_is_none_is_refused(refused: Ask, cursor: str) -> None:
    message, code = await refused(STREAMS, after=cursor)

    assert code == "BAD_USER_INPUT"
    assert message.startswith("after must be a cursor that this field gave")


async def test_a_cursor_of_another_order_is_refused(ask: Ask, refused: Ask, store: Store) -> None:
    await store(a_stream())
    cursor = (await ask(STREAMS, order="NAME"))["streams"]["pageInfo"]["endCursor"]

    _, code = await refused(STREAMS, order="VIEWERS", after=cursor)

    assert code == "BAD_USER_INPUT"


async def test_moments_come_newest_first_also_across_streams(ask: Ask, store: Store) -> None:
    await store(
        a_minute(10, "a"),
        a_minute(9, "b"),
        a_moment("m1", at=1, stream_id="a"),
        a_moment("m3", at=3, stream_id="b"),
        a_moment("m2a", at=2, stream_id="a"),
        a_moment("m2b", at=2, stream_id="b"),
    )

    of_all = (await ask(MOMENTS, first=3))["moments"]
    rest = (await ask(MOMENTS, first=3, after=of_all["pageInfo"]["endCursor"]))["moments"]
    of_a = (await ask(MOMENTS, id="a"))["moments"]

    assert (_ids(of_all), of_all["pageInfo"]["hasNextPage"]) == (["m3", "m2b", "m2a"], True)
    assert (_ids(rest), rest["pageInfo"]["hasNextPage"]) == (["m1"], False)
    assert _ids(of_a) == ["m2a", "m1"]


async def test_moments_can_be_narrowed(ask: Ask, store: Store) -> None:
    await store(
        a_minute(10),
        a_moment("low", at=1, severity="low"),
        a_moment("high", at=2, severity="high"),
        a_moment("drop", at=3, severity="critical", moment_type="viewer_drop"),
    )
    between = {"from": minute_at(1).isoformat(), "to": minute_at(3).isoformat()}

    assert _ids((await ask(MOMENTS, id="xqc", min="MEDIUM"))["moments"]) == ["drop", "high"]
    assert _ids((await ask(MOMENTS, id="xqc", types=["VIEWER_DROP"]))["moments"]) == ["drop"]
    assert _ids((await ask(MOMENTS, id="xqc", types=[]))["moments"]) == []
    assert _ids((await ask(MOMENTS, id="xqc", **between))["moments"]) == ["high", "low"]
    assert _ids((await ask(MOMENTS, **between))["moments"]) == ["high", "low"]


async def test_transactions_page_back_to_the_very_first(ask: Ask, store: Store) -> None:
    await store(
        a_stream(),
        *(a_transaction(f"t{at}", at=at) for at in (0, 5000)),
        a_transaction("tie", at=0),
        a_transaction("elsewhere", stream_id="other"),
    )

    first = (await ask(TRANSACTIONS, first=2))["stream"]["transactions"]
    rest = (await ask(TRANSACTIONS, first=2, after=first["pageInfo"]["endCursor"]))["stream"]

    assert _ids(first) == ["t5000", "tie"]
    assert _ids(rest["transactions"]) == ["t0"]
