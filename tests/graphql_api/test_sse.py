"""Subscriptions over server-sent events, as npm's graphql-sse and a browser's EventSource do."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from db.engine import Database
from tests.graphql_api.pipeline import EPOCH, NEXT_EPOCH, Pipeline
from tests.graphql_api.served import PAGE, Api, served

METRICS = """subscription ($id: ID!, $after: Cursor) { metrics(streamId: $id, after: $after) {
  __typename ... on MetricsUpdate { kind window { messageCount } } ... on GapNotice { reason }
} }"""
STREAM = "text/event-stream"
PATIENCE = 20
FRONTEND = Path(__file__).parents[2] / "frontend"


@pytest.fixture
async def api(database: Database, valkey: tuple[str, int]) -> AsyncIterator[Api]:
    async with served(database, valkey) as api:
        yield api


class Events:
    """What a stream gives, event by event: its fields by their names."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def take(self) -> dict[str, str]:
        fields: dict[str, str] = {}
        async with asyncio.timeout(PATIENCE):
            async for line in self._lines:
                if not line:
                    return fields
                name, _, value = line.partition(":")
                fields[name] = value.removeprefix(" ")
        return fields

    async def results(self, count: int) -> list[tuple[str, Any]]:
        """The ids and the data of the next results."""
        events = [await self.take() for _ in range(count)]
        assert {event["event"] for event in events} == {"next"}
        return [(event["id"], json.loads(event["data"])["data"]["metrics"]) for event in events]


def _question(query: str = METRICS, **variables: Any) -> Mapping[str, Any]:
    return {"query": query, "variables": {"id": "xqc", **variables}}


@asynccontextmanager
async def following(
    api: Api, question: Mapping[str, Any], headers: Mapping[str, str] | None = None
) -> AsyncIterator[Events]:
    accepting = {"Accept": STREAM, **(headers or {})}
    async with (
        httpx.AsyncClient(base_url=api.http, timeout=PATIENCE) as client,
        client.stream("POST", "/graphql", json=question, headers=accepting) as response,
    ):
        yield Events(response)


async def _until_nobody_follows(api: Api) -> None:
    async with asyncio.timeout(PATIENCE):
        while api.resources.counters.subscriptions:
            await asyncio.sleep(0.01)


async def test_a_subscription_is_followed_and_each_event_has_its_cursor_as_id(
    api: Api, pipeline: Pipeline
) -> None:
    await pipeline.minute(0, message_count=1)
    async with following(api, _question()) as events:
        snapshot = await events.results(1)
        await pipeline.minute(1, message_count=2)
        update = await events.results(1)
        headers = events.response.headers

    assert [snapshot, update] == [
        [
            (
                f"{EPOCH}.{seq}",
                {"__typename": "MetricsUpdate", "kind": kind, "window": {"messageCount": seq}},
            )
        ]
        for seq, kind in ((1, "SNAPSHOT"), (2, "UPDATE"))
    ]
    assert headers["content-type"] == "text/event-stream; charset=utf-8"
    assert headers["cache-control"] == "no-cache, no-transform"


async def test_a_browser_follows_by_get(api: Api, pipeline: Pipeline) -> None:
    await pipeline.minute(0)
    asked = {"query": METRICS, "variables": '{"id": "xqc"}'}
    headers = {"Accept": STREAM, "Origin": PAGE}
    async with (
        httpx.AsyncClient(base_url=api.http, timeout=PATIENCE) as client,
        client.stream("GET", "/graphql", params=asked, headers=headers) as response,
    ):
        ((cursor, _),) = await Events(response).results(1)

    assert cursor == f"{EPOCH}.1"


async def test_who_comes_back_with_the_last_id_is_given_what_it_missed(
    api: Api, pipeline: Pipeline
) -> None:
    for at in range(4):
        await pipeline.minute(at, message_count=at)
    back = {"Last-Event-ID": f"{EPOCH}.2"}
    async with following(api, _question(), back) as events:
        replayed = await events.results(2)
    async with following(api, _question(after=f"{EPOCH}.3"), back) as events:
        as_asked = await events.results(1)

    assert [(cursor, event["kind"]) for cursor, event in replayed] == [
        (f"{EPOCH}.3", "UPDATE"),
        (f"{EPOCH}.4", "UPDATE"),
    ]
    assert [cursor for cursor, _ in as_asked] == [f"{EPOCH}.4"]


@asynccontextmanager
async def _graphql_sse(api: Api) -> AsyncIterator[asyncio.StreamReader]:
    """What npm's graphql-sse is told of the stream `xqc`, as lines of JSON."""
    command = ("node", "conformance/graphql_sse.mjs", f"{api.http}/graphql", "xqc")
    node = await asyncio.create_subprocess_exec(
        *command, cwd=FRONTEND, stdout=asyncio.subprocess.PIPE
    )
    assert node.stdout
    try:
        yield node.stdout
    finally:
        node.kill()
        await node.wait()


async def test_npms_client_follows_and_comes_back_where_it_was_cut_off(
    api: Api, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with asyncio.timeout(PATIENCE), _graphql_sse(api) as lines:
        told = [json.loads(await lines.readline())]
        await pipeline.minute(1)
        told.append(json.loads(await lines.readline()))
        (connection,) = api.server.server_state.connections
        connection.transport.abort()
        await pipeline.minute(2)
        told.append(json.loads(await lines.readline()))

    assert told == [
        {"kind": kind, "cursor": f"{EPOCH}.{seq}"}
        for seq, kind in enumerate(("SNAPSHOT", "UPDATE", "UPDATE"), 1)
    ]


async def test_events_come_at_once_to_who_takes_gzip(api: Api, pipeline: Pipeline) -> None:
    await pipeline.minute(0)
    async with following(api, _question(), {"Accept-Encoding": "gzip"}) as events:
        cursors = [cursor for cursor, _ in await events.results(1)]
        for at in range(1, 4):
            await pipeline.minute(at)
            cursors += [cursor for cursor, _ in await events.results(1)]

    assert "content-encoding" not in events.response.headers  # as `no-transform` says
    assert cursors == [f"{EPOCH}.{seq}" for seq in range(1, 5)]


async def test_a_last_id_of_data_that_was_reset_is_told_as_a_gap(
    api: Api, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with following(api, _question(), {"Last-Event-ID": f"{NEXT_EPOCH}.7"}) as events:
        gap, snapshot = await events.results(2)

    assert gap[1] == {"__typename": "GapNotice", "reason": "NEW_EPOCH"}
    assert snapshot[1]["kind"] == "SNAPSHOT"


async def test_a_query_gives_one_result_and_completes(api: Api, pipeline: Pipeline) -> None:
    await pipeline.minute(0)
    async with following(api, {"query": '{ stream(id: "xqc") { id } }'}) as events:
        result, complete, end = [await events.take() for _ in range(3)]

    assert "id" not in result
    assert json.loads(result["data"])["data"] == {"stream": {"id": "xqc"}}
    assert complete == {"event": "complete", "data": ""}
    assert end == {}


@pytest.mark.parametrize(
    ("question", "headers", "status", "code"),
    [
        ({"query": "subscription { nothing }"}, {}, 400, "BAD_USER_INPUT"),
        ({"query": "subscription {"}, {}, 400, "BAD_USER_INPUT"),
        ({"query": METRICS}, {}, 400, "BAD_USER_INPUT"),
        ({"query": METRICS, "variables": {"id": "nobody"}}, {}, 404, "NOT_FOUND"),
        (
            {"query": METRICS, "variables": {"id": "xqc"}},
            {"Last-Event-ID": "yesterday"},
            400,
            "BAD_USER_INPUT",
        ),
        ({"query": METRICS}, {"Origin": "http://elsewhere"}, 403, "FORBIDDEN"),
    ],
)
async def test_what_cannot_be_followed_is_refused_by_a_status(  # noqa: PLR0913, PLR0917 - a table
    api: Api,
    pipeline: Pipeline,
    question: Mapping[str, Any],
    headers: Mapping[str, str],
    status: int,
    code: str,
) -> None:
    await pipeline.minute(0)
    async with following(api, question, headers) as events:
        body = json.loads(await events.response.aread())
    await _until_nobody_follows(api)

    response = events.response
    assert response.status_code == status
    assert response.headers["content-type"].startswith("application/graphql-response+json")
    assert [error["extensions"]["code"] for error in body["errors"]] == [code]
    assert "data" not in body


async def test_a_comment_says_that_the_server_is_there(
    database: Database, valkey: tuple[str, int], pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with (
        served(database, valkey, heartbeat_seconds=0.05) as api,
        following(api, _question()) as events,
    ):
        await events.results(1)
        beats = [await events.take() for _ in range(2)]
        await pipeline.minute(1)
        while "event" not in (event := await events.take()):
            pass

    assert beats == [{"": ""}, {"": ""}]
    assert event["id"] == f"{EPOCH}.2"


async def test_an_operation_ends_when_its_client_goes(api: Api, pipeline: Pipeline) -> None:
    await pipeline.minute(0)
    async with following(api, _question()) as events:
        await events.results(1)
        assert api.resources.counters.subscriptions == 1
    await _until_nobody_follows(api)


async def test_a_client_that_reads_nothing_is_cut_off(
    database: Database, valkey: tuple[str, int], pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    body = json.dumps(_question(f"{METRICS} #{'x' * 10_000}"))
    request = (
        f"POST /graphql HTTP/1.1\r\nHost: api\r\nAccept: {STREAM}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    )
    async with served(database, valkey, stall_seconds=0.2) as api:
        with socket.socket() as deaf:
            deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            deaf.connect(("127.0.0.1", api.port))
            deaf.sendall(request.encode())
            async with asyncio.timeout(PATIENCE):
                while not api.resources.counters.subscriptions:
                    await asyncio.sleep(0.01)
                while api.resources.counters.subscriptions:
                    await pipeline.flood(200)
            evicted = api.resources.counters.evicted

    assert evicted == 1


async def test_streams_end_at_once_when_the_server_ends(api: Api, pipeline: Pipeline) -> None:
    await pipeline.minute(0)
    async with following(api, _question()) as events:
        await events.results(1)
        api.server.should_exit = True
        with pytest.raises(httpx.RemoteProtocolError):
            await events.take()
