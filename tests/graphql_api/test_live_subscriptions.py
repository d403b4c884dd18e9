import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from cli.servers.valkey import valkey_service
from cli.supervisor.ports import free_port
from contracts.feeds import Cursor
from db.engine import Database
from tests.graphql_api.conftest import Ask, Store
from tests.graphql_api.pipeline import EPOCH, NEXT_EPOCH, Pipeline
from tests.graphql_api.rows import a_stream, minute_at
from tests.graphql_api.served import Api, served
from tests.live_client import RefusedError, Socket, opened, subscribe
from tests.stack import running

FIELDS = """
  timestamp durationSeconds isFinal revision watermark messageCount chatRate uniqueChatters
  viewerCount viewerLast viewerPeak transactionCount revenue sentimentScore positiveMessages
  negativeMessages emoteCount firstTimeChatters
"""
METRICS = (
    """subscription ($id: ID!, $after: Cursor, $onSlow: SlowClient) {
  metrics(streamId: $id, after: $after, onSlow: $onSlow) {
    __typename
    ... on LiveEvent { cursor emittedAt }
    ... on MetricsUpdate { kind window { """
    + FIELDS
    + """ } }
    ... on GapNotice { reason from to missed }
  }
}"""
)
MOMENTS = """subscription ($id: ID, $min: Severity, $after: Cursor) {
  moments(streamId: $id, minSeverity: $min, after: $after) {
    ... on MomentUpdate { kind cursor moment { id severity score stream { channel title } } }
    ... on GapNotice { reason }
  }
}"""


@pytest.fixture
async def api(database: Database, valkey: tuple[str, int]) -> AsyncIterator[Api]:
    async with served(database, valkey) as api:
        yield api


async def _take(events: Any, count: int) -> list[Any]:
    """The next events, each by its one field."""
    async with asyncio.timeout(20):
        payloads = [await anext(events) for _ in range(count)]
    for payload in payloads:
        assert "errors" not in payload, payload
    return [next(iter(payload["data"].values())) for payload in payloads]


async def test_a_stream_is_followed_from_a_snapshot(api: Api, pipeline: Pipeline) -> None:
    await pipeline.minute(0, message_count=1)
    async with subscribe(api.graphql, METRICS, {"id": "xqc"}) as events:
        (snapshot,) = await _take(events, 1)
        await pipeline.minute(0, message_count=2, revision=2)
        (update,) = await _take(events, 1)

    assert snapshot["__typename"] == update["__typename"] == "MetricsUpdate"
    assert (snapshot["kind"], snapshot["cursor"]) == ("SNAPSHOT", f"{EPOCH}.1")
    assert (update["kind"], update["cursor"]) == ("UPDATE", f"{EPOCH}.2")
    assert update["window"]["timestamp"] == "2024-01-06T12:00:00Z"
    assert update["window"]["messageCount"] == 2


async def test_an_update_a_snapshot_and_a_query_show_a_minute_alike(
    api: Api, pipeline: Pipeline, ask: Ask
) -> None:
    values: dict[str, Any] = {
        "message_count": 3,
        "chat_rate": 6.5,
        "unique_chatters": 2,
        "viewer_count": 2.5,
        "viewer_last": 3,
        "viewer_peak": 4,
        "transaction_count": 1,
        "revenue": 1.25,
        "sentiment_score": -0.5,
        "positive_messages": 1,
        "negative_messages": 2,
        "emote_count": 5,
        "first_time_chatters": 1,
        "revision": 7,
    }
    minutes: list[dict[str, Any]] = [values, {}, {"is_final": True, "watermark": None}]
    for at, minute in enumerate(minutes):
        async with subscribe(api.graphql, METRICS, {"id": "xqc"}) as events:
            if at:
                await _take(events, 1)
            await pipeline.minute(at, **minute)
            (update,) = await _take(events, 1)
        async with subscribe(api.graphql, METRICS, {"id": "xqc"}) as events:
            (snapshot,) = await _take(events, 1)
        since = minute_at(at).isoformat()
        answer = await ask(f'{{ metrics(streamId: "xqc", from: "{since}") {{ {FIELDS} }} }}')
        (window,) = answer["metrics"]

        assert update["window"] == snapshot["window"] == window
        assert update["cursor"] == snapshot["cursor"]


async def test_a_client_that_comes_back_gets_what_it_missed(api: Api, pipeline: Pipeline) -> None:
    await pipeline.minute(0)
    async with subscribe(api.graphql, METRICS, {"id": "xqc"}) as events:
        (snapshot,) = await _take(events, 1)
    for _ in range(3):
        await pipeline.minute(0)
    back = {"id": "xqc", "after": snapshot["cursor"]}
    async with subscribe(api.graphql, METRICS, back) as events:
        replayed = await _take(events, 3)
        await pipeline.minute(0)
        replayed += await _take(events, 1)

    assert [update["kind"] for update in replayed] == ["UPDATE"] * 4
    assert [update["cursor"] for update in replayed] == [f"{EPOCH}.{seq}" for seq in (2, 3, 4, 5)]


async def test_a_gap_is_told_and_a_snapshot_follows(api: Api, pipeline: Pipeline) -> None:
    for _ in range(5):
        await pipeline.minute(0)
    await pipeline.forget("metrics:xqc", up_to=4)
    for after, reason, missed in (
        (Cursor(EPOCH, 2), "EXPIRED", 3),
        (Cursor(NEXT_EPOCH, 2), "NEW_EPOCH", None),
    ):
        wish = {"id": "xqc", "after": str(after)}
        async with subscribe(api.graphql, METRICS, wish) as events:
            gap, snapshot = await _take(events, 2)

        assert gap == {
            "__typename": "GapNotice",
            "cursor": f"{EPOCH}.5",
            "emittedAt": gap["emittedAt"],
            "reason": reason,
            "from": str(after),
            "to": f"{EPOCH}.5",
            "missed": missed,
        }
        assert (snapshot["kind"], snapshot["cursor"]) == ("SNAPSHOT", f"{EPOCH}.5")


async def test_moments_of_all_streams_are_followed_and_filtered(
    api: Api, pipeline: Pipeline, store: Store
) -> None:
    await store(a_stream("shroud", title="Hi"))
    async with subscribe(api.graphql, MOMENTS, {"min": "HIGH"}) as events:
        await asyncio.sleep(0)
        while api.resources.counters.subscriptions < 1:
            await asyncio.sleep(0.01)
        await pipeline.moment("m1", severity="low")
        await pipeline.moment("m2", stream_id="shroud", severity="critical")
        (update,) = await _take(events, 1)
    async with subscribe(api.graphql, MOMENTS, {"id": "xqc"}) as events:
        (snapshot,) = await _take(events, 1)

    assert (update["kind"], update["cursor"]) == ("UPDATE", f"{EPOCH}.2")
    assert update["moment"] == {
        "id": "m2",
        "severity": "CRITICAL",
        "score": 4.5,
        "stream": {"channel": "shroud", "title": "Hi"},
    }
    assert (snapshot["kind"], snapshot["moment"]["id"]) == ("SNAPSHOT", "m1")


async def test_each_event_loads_anew_what_it_nests(
    api: Api, pipeline: Pipeline, store: Store
) -> None:
    await store(a_stream("shroud", title="before"))
    async with subscribe(api.graphql, MOMENTS) as events:
        while api.resources.counters.subscriptions < 1:
            await asyncio.sleep(0.01)
        await pipeline.moment("m1", stream_id="shroud")
        (before,) = await _take(events, 1)
        await pipeline.rename("shroud", "after")
        await pipeline.moment("m2", stream_id="shroud")
        (after,) = await _take(events, 1)

    assert [event["moment"]["stream"]["title"] for event in (before, after)] == ["before", "after"]


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"id": "nobody"}, "NOT_FOUND"),
        ({"id": "*"}, "NOT_FOUND"),
        ({"id": "nobody", "after": f"{EPOCH}.1"}, "NOT_FOUND"),
        ({"id": "xqc", "after": "yesterday"}, "BAD_USER_INPUT"),
        ({"id": "xqc", "after": 7}, "BAD_USER_INPUT"),
        ({}, "BAD_USER_INPUT"),
    ],
)
async def test_what_cannot_be_followed_is_refused_with_a_code(
    api: Api, pipeline: Pipeline, variables: dict[str, Any], code: str
) -> None:
    await pipeline.minute(0)
    async with subscribe(api.graphql, METRICS, variables) as events:
        with pytest.raises(RefusedError) as refused:
            await _take(events, 1)

    assert refused.value.codes == [code]
    assert api.resources.counters.subscriptions == 0


async def test_a_socket_carries_many_operations_and_each_ends_alone(
    api: Api, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with opened(api.graphql) as socket:
        await socket.begin(METRICS, {"id": "xqc"}, "a")
        await socket.begin(METRICS, {"id": "xqc"}, "b")
        assert {(await socket.receive())["id"] for _ in range(2)} == {"a", "b"}
        await socket.send({"type": "complete", "id": "a"})
        while api.resources.counters.subscriptions != 1:
            await asyncio.sleep(0.01)
        await pipeline.minute(0)
        assert (await socket.receive())["id"] == "b"
        assert api.resources.counters.sockets == 1
    while api.resources.counters.subscriptions or api.resources.counters.sockets:
        await asyncio.sleep(0.01)


async def test_many_with_the_same_question_are_given_the_same_answers(
    api: Api, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    other = METRICS.replace("kind window", "kind renamed: window")
    async with opened(api.graphql) as socket:
        for number in range(10):
            await socket.begin(other if number % 2 else METRICS, {"id": "xqc"}, str(number))
        for _ in range(10):
            await socket.receive()
        await pipeline.minute(0, message_count=9)
        answers = [await socket.receive() for _ in range(10)]

    found = [answer["payload"]["data"]["metrics"] for answer in answers]
    windows = [one.get("window") or one["renamed"] for one in found]
    assert sum("renamed" in one for one in found) == 5
    assert [window["messageCount"] for window in windows] == [9] * 10
    assert windows == [windows[0]] * 10


async def test_no_connection_is_held_between_events(api: Api, pipeline: Pipeline) -> None:
    await pipeline.minute(0)
    async with subscribe(api.graphql, METRICS, {"id": "xqc"}) as events:
        await _take(events, 1)
        await pipeline.minute(0)
        await _take(events, 1)
        assert api.resources.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


async def test_a_valkey_that_is_killed_under_subscribers_costs_them_nothing(
    database: Database, tmp_path: Path, store: Store, engine: AsyncEngine
) -> None:
    """What the relay would fill in again is filled in by hand."""
    await store(a_stream())
    valkey = ("127.0.0.1", free_port())
    seen = {str(number): list[str]() for number in range(5)}
    written: list[Any] = []

    async def receive(socket: Socket, count: int) -> None:
        async with asyncio.timeout(20):
            while any(len(cursors) < count for cursors in seen.values()):
                message = await socket.receive()
                seen[message["id"]].append(message["payload"]["data"]["metrics"]["cursor"])

    async with (
        aclosing_pipeline(engine, valkey) as own,
        served(database, valkey) as api,
        opened(api.graphql) as socket,
    ):
        written.append(await own.write_minute(0))
        for operation in seen:
            await socket.begin(METRICS, {"id": "xqc"}, operation)
        for _ in range(4):
            with running(valkey_service(valkey[1]), tmp_path):
                await own.relay(*written)
                await receive(socket, len(written))
                for _ in range(20):
                    written.append(await own.write_minute(0))
                    await own.relay(written[-1])
            # Committed while there is no Valkey.
            written += [await own.write_minute(0) for _ in range(5)]

    assert seen == {operation: [f"{EPOCH}.{seq}" for seq in range(1, 77)] for operation in seen}


@asynccontextmanager
async def aclosing_pipeline(
    engine: AsyncEngine, valkey: tuple[str, int]
) -> AsyncIterator[Pipeline]:
    pipeline = Pipeline(engine, valkey)
    yield pipeline
    await pipeline.close()


async def test_a_subscription_asked_for_one_answer_is_refused(api: Api, pipeline: Pipeline) -> None:
    await pipeline.minute(0)
    asked = {"query": METRICS, "variables": '{"id": "xqc"}'}
    body = {"query": METRICS, "variables": {"id": "xqc"}}
    async with httpx.AsyncClient(base_url=api.http, timeout=20) as client:
        posted = await client.post("/graphql", json=body)
        got = await client.get("/graphql", params=asked)
    for answer, status in ((posted, 400), (got, 405)):
        assert answer.status_code == status
        assert "a subscription has many answers" in answer.text
