import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus

from db.engine import Database
from tests.graphql_api.conftest import Store
from tests.graphql_api.pipeline import EPOCH, NEXT_EPOCH, Pipeline
from tests.graphql_api.rows import a_stream
from tests.graphql_api.served import PAGE, Api, served


@pytest.fixture
async def api(database: Database, valkey: tuple[str, int]) -> AsyncIterator[Api]:
    async with served(database, valkey) as api:
        yield api


async def _take(socket: ClientConnection, count: int) -> list[Any]:
    async with asyncio.timeout(20):
        return [json.loads(await socket.recv()) for _ in range(count)]


async def _rows(api: Api, what: str) -> list[Any]:
    async with httpx.AsyncClient() as client:
        rows: list[Any] = (await client.get(f"{api.http}/streams/xqc/{what}")).json()
    return rows


async def test_a_stream_is_followed_in_the_rows_of_rest(api: Api, pipeline: Pipeline) -> None:
    await pipeline.minute(0, message_count=2, revenue=1.25, viewer_count=3.5)
    await pipeline.moment("m1", 0)
    async with connect(api.live()) as socket:
        snapshots = await _take(socket, 2)
        at_first = [await _rows(api, "metrics"), await _rows(api, "moments")]
        await pipeline.minute(1, message_count=3, sentiment_score=-0.25, watermark=None)
        (minute,) = await _take(socket, 1)
        await pipeline.moment("m2", 1, ended_at=None, status="open")
        (moment,) = await _take(socket, 1)
    minutes, moments = await _rows(api, "metrics"), await _rows(api, "moments")

    by_row = {next(iter(snapshot["data"])): snapshot for snapshot in snapshots}
    for name, rows in zip(("metrics", "moment"), at_first, strict=True):
        assert by_row[name] == {
            "type": "snapshot",
            "stream_id": "xqc",
            "cursor": f"{EPOCH}.1",
            "data": {name: rows[-1]},
        }
    same = {"stream_id": "xqc", "cursor": f"{EPOCH}.2"}
    assert minute == {"type": "metrics", "data": minutes[-1], **same}
    assert moment == {"type": "moment", "data": moments[-1], **same}


async def test_each_cursor_resumes_its_own_feed(api: Api, pipeline: Pipeline) -> None:
    for at in range(3):
        await pipeline.minute(at)
        await pipeline.moment(f"m{at}", at)
    query = f"?after_metrics={EPOCH}.1&after_moments={EPOCH}.2"
    async with connect(api.live(query=query)) as socket:
        messages = await _take(socket, 3)

    assert sorted((message["type"], message["cursor"]) for message in messages) == [
        ("metrics", f"{EPOCH}.2"),
        ("metrics", f"{EPOCH}.3"),
        ("moment", f"{EPOCH}.3"),
    ]


async def test_a_gap_is_told_and_a_snapshot_follows(api: Api, pipeline: Pipeline) -> None:
    await pipeline.minute(0)
    async with connect(api.live(query=f"?after_metrics={NEXT_EPOCH}.7")) as socket:
        gap, snapshot = await _take(socket, 2)

    assert gap == {
        "type": "gap",
        "stream_id": "xqc",
        "cursor": f"{EPOCH}.1",
        "data": {
            "feed": "metrics",
            "reason": "new_epoch",
            "from": f"{NEXT_EPOCH}.7",
            "to": f"{EPOCH}.1",
            "missed": None,
        },
    }
    assert (snapshot["type"], list(snapshot["data"])) == ("snapshot", ["metrics"])


async def test_a_heartbeat_says_that_the_server_is_there(
    database: Database, valkey: tuple[str, int], store: Store
) -> None:
    await store(a_stream())
    async with (
        served(database, valkey, heartbeat_seconds=0.1) as api,
        connect(api.live()) as socket,
    ):
        beats = await _take(socket, 2)

    for beat in beats:
        assert (beat["type"], beat["stream_id"], beat["cursor"]) == ("heartbeat", "xqc", None)
        assert beat["data"]["sent_at"].endswith("Z")


@pytest.mark.parametrize(
    ("asked", "status", "says"),
    [
        ("nobody", 404, "no stream 'nobody' is tracked"),
        ("*", 404, "no stream '*' is tracked"),
        ("%00", 404, "is tracked"),
        ("xqc?after_metrics=yesterday", 422, "after_metrics is not a cursor"),
        ("xqc?after_moments=1", 422, "after_moments is not a cursor"),
    ],
)
async def test_what_cannot_be_followed_is_refused_before_the_handshake(
    api: Api, store: Store, asked: str, status: int, says: str
) -> None:
    await store(a_stream())
    with pytest.raises(InvalidStatus) as refused:
        async with connect(api.live(asked)):
            pass

    assert refused.value.response.status_code == status
    assert says in json.dumps(json.loads(refused.value.response.body or b""))
    assert api.resources.counters.subscriptions == 0


@pytest.mark.parametrize("path", ["/live/xqc", "/graphql"])
async def test_pages_of_other_origins_open_no_socket(api: Api, store: Store, path: str) -> None:
    await store(a_stream())
    address = f"ws://127.0.0.1:{api.port}{path}"
    own = f"http://127.0.0.1:{api.port}"
    for origin in (None, PAGE, f"{PAGE}:80", own):
        headers = {"Origin": origin} if origin else {}
        async with connect(address, additional_headers=headers):
            pass
    for origin in ("http://elsewhere", "https://page", "null", "http://page.elsewhere"):
        with pytest.raises(InvalidStatus) as refused:
            async with connect(address, additional_headers={"Origin": origin}):
                pass
        assert refused.value.response.status_code == 403


async def test_junk_is_nothing_to_it(
    api: Api, pipeline: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    await pipeline.minute(0)
    async with connect(api.live()) as socket:
        await _take(socket, 1)
        for junk in ("", "{", "[]", '{"type": "subscribe"}', b"\xff\x00", "x" * 60_000):
            await socket.send(junk)
        await pipeline.minute(1)
        (minute,) = await _take(socket, 1)
        assert api.resources.counters.sockets == 1
    while api.resources.counters.sockets or api.resources.counters.subscriptions:
        await asyncio.sleep(0.01)

    assert minute["type"] == "metrics"
    assert [record for record in caplog.records if record.exc_info] == []
