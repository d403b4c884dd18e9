import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from db.engine import Database
from graphql_api.live import polled
from tests.graphql_api.conftest import Store
from tests.graphql_api.pipeline import EPOCH, NEXT_EPOCH, Pipeline, a_stream_now
from tests.graphql_api.rows import (
    a_batch,
    a_chatter,
    a_chatter_minute,
    a_minute,
    a_stream,
)
from tests.graphql_api.served import Api, served
from tests.live_client import RefusedError, opened, subscribe

CHATTERS = """subscription ($id: ID!, $first: Int) { topChatters(streamId: $id, first: $first) {
  kind cursor
  chatters { rank login displayName messageCount share subscriberMonths isFirstTime }
} }"""
STREAMS = """subscription { streams { kind cursor emittedAt streams {
  id channel title category language live startedAt lastSeenAt window { messageCount isFinal }
} } }"""
PIPELINE = "subscription { pipeline { cursor pipeline { accounting { aggregated } } } }"


@pytest.fixture
async def api(database: Database, valkey: tuple[str, int]) -> AsyncIterator[Api]:
    async with served(database, valkey) as api:
        yield api


async def _take(events: Any, count: int) -> list[Any]:
    async with asyncio.timeout(20):
        payloads = [await anext(events) for _ in range(count)]
    return [next(iter(payload["data"].values())) for payload in payloads]


async def test_a_leaderboard_is_followed_from_that_of_the_last_hour(
    api: Api, pipeline: Pipeline, store: Store
) -> None:
    await store(a_minute(0), a_chatter_minute("ada", 3), a_chatter_minute("bob", 1))
    await store(a_chatter("ada", "Ada"))
    async with subscribe(api.graphql, CHATTERS, {"id": "xqc", "first": 1}) as events:
        (snapshot,) = await _take(events, 1)
        await pipeline.chatters(4, 3, 1)
        (update,) = await _take(events, 1)

    (ada,) = snapshot["chatters"]
    assert snapshot["kind"] == "SNAPSHOT"
    assert (ada["displayName"], ada["messageCount"], ada["share"]) == ("Ada", 3, 0.75)
    assert (update["kind"], update["cursor"]) == ("UPDATE", f"{EPOCH}.1")
    assert update["chatters"] == [
        {
            "rank": 1,
            "login": "chatter1",
            "displayName": "Chatter1",
            "messageCount": 4,
            "share": 0.5,
            "subscriberMonths": None,
            "isFirstTime": False,
        }
    ]


async def test_more_chatters_than_a_question_may_ask_for_are_refused(
    api: Api, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    for variables, code in (
        ({"id": "xqc", "first": 101}, "BAD_USER_INPUT"),
        ({"id": "nobody"}, "NOT_FOUND"),
    ):
        async with subscribe(api.graphql, CHATTERS, variables) as events:
            with pytest.raises(RefusedError) as refused:
                await _take(events, 1)
        assert refused.value.codes == [code]


async def test_all_streams_are_followed_from_how_they_are(
    api: Api, pipeline: Pipeline, store: Store
) -> None:
    await store(a_stream("shroud", title="Hi"), a_stream("*"), a_minute(0, message_count=2))
    changed = a_stream("shroud", title="Ho", live=False)
    async with subscribe(api.graphql, STREAMS) as events:
        (snapshot,) = await _take(events, 1)
        await pipeline.streams(a_stream_now(changed, a_minute(1, "shroud", message_count=5)))
        (update,) = await _take(events, 1)

    assert snapshot["kind"] == "SNAPSHOT"
    assert [stream["id"] for stream in snapshot["streams"]] == ["shroud", "xqc"]
    assert [stream["window"] for stream in snapshot["streams"]] == [
        None,
        {"messageCount": 2, "isFinal": True},
    ]
    assert (update["kind"], update["cursor"]) == ("UPDATE", f"{EPOCH}.1")
    assert update["streams"] == [
        {
            "id": "shroud",
            "channel": "shroud",
            "title": "Ho",
            "category": None,
            "language": None,
            "live": False,
            "startedAt": None,
            "lastSeenAt": "2024-01-06T12:00:00Z",
            "window": {"messageCount": 5, "isFinal": True},
        }
    ]


async def test_a_snapshot_comes_again_in_place_of_what_cannot_be_given(
    api: Api, pipeline: Pipeline
) -> None:
    await pipeline.streams(a_stream_now(a_stream()))
    async with subscribe(api.graphql, STREAMS) as events:
        await _take(events, 1)
        pipeline.epoch = NEXT_EPOCH
        await pipeline.streams(a_stream_now(a_stream()))
        (again,) = await _take(events, 1)

    assert (again["kind"], again["cursor"]) == ("SNAPSHOT", f"{NEXT_EPOCH}.1")


async def test_the_pipeline_is_read_once_a_second_for_all_who_watch(
    api: Api, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polled, "PERIOD_SECONDS", 0.2)
    await store(a_batch())
    async with opened(api.graphql) as socket:
        for number in range(5):
            await socket.begin(PIPELINE, operation=str(number))
        seen: dict[str, list[str]] = {str(number): [] for number in range(5)}
        while any(len(cursors) < 3 for cursors in seen.values()):
            message = await socket.receive()
            assert "errors" not in message["payload"], message
            event = message["payload"]["data"]["pipeline"]
            assert event["pipeline"]["accounting"]["aggregated"] == 0
            seen[message["id"]].append(event["cursor"])
        assert api.resources.counters.subscriptions == 5
    while api.resources.counters.subscriptions:
        await asyncio.sleep(0.01)

    shared = [cursors[:3] for cursors in seen.values()]
    assert shared == [shared[0]] * 5
    task = api.resources.polls.get("pipeline", _never)._task
    assert task is None


def _never() -> Any:
    raise AssertionError
