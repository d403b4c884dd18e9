"""What clients do to a server: read nothing, talk junk, vanish; and what it does to them."""

import asyncio
import socket as sockets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import orjson
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from db.engine import Database
from graphql_api.sockets import UNSENT_MAXIMUM_BYTES, BoundedSocket
from tests.graphql_api.conftest import Store
from tests.graphql_api.pipeline import EPOCH, Pipeline
from tests.graphql_api.rows import a_stream
from tests.graphql_api.served import Api, served
from tests.live_client import PROTOCOL, RefusedError, Socket, opened, subscribe

METRICS = """subscription ($onSlow: SlowClient) { metrics(streamId: "xqc", onSlow: $onSlow) {
  __typename ... on LiveEvent { cursor }
  ... on MetricsUpdate { window { isFinal timestamp PADDING } }
  ... on GapNotice { reason from to missed }
} }""".replace("PADDING", " ".join(f"a{number}: timestamp" for number in range(100)))
"""Its events are some kilobytes, so that a few fill what lies between server and client."""

TEXT, PONG = 0x81, 0x8A

SMALL = 'subscription { metrics(streamId: "xqc") { ... on LiveEvent { cursor } } }'


@pytest.fixture
async def api(database: Database, valkey: tuple[str, int]) -> AsyncIterator[Api]:
    async with served(database, valkey) as api:
        yield api


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():
            await asyncio.sleep(0.01)


class Stalled:
    """A client that reads nothing unless it is told to; its kernel takes little."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self.writer = reader, writer

    async def begins(self) -> None:
        """Until the first event has come: from then on the client is in step."""
        async with asyncio.timeout(20):
            async for message in self.frames():
                if message["type"] == "next":
                    return

    async def frames(self) -> AsyncIterator[Any]:
        """The messages of GraphQL."""
        async for first, payload in self.raw_frames():
            if first == TEXT:
                yield orjson.loads(payload)

    async def raw_frames(self) -> AsyncIterator[tuple[int, bytes]]:
        while True:
            first, length = await self._reader.readexactly(2)
            if length == 126:
                length = int.from_bytes(await self._reader.readexactly(2), "big")
            yield first, await self._reader.readexactly(length)


@asynccontextmanager
async def stalled(api: Api, on_slow: str = "LATEST") -> AsyncIterator[Stalled]:
    """A raw socket that subscribes, takes one event and then rests."""
    raw = sockets.socket()
    raw.setsockopt(sockets.SOL_SOCKET, sockets.SO_RCVBUF, 4096)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", api.port))
    reader, writer = await asyncio.open_connection(sock=raw, limit=2048)
    handshake = (
        "GET /graphql HTTP/1.1\r\nHost: api\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {'A' * 22}==\r\n"
        f"Sec-WebSocket-Protocol: {PROTOCOL}\r\n\r\n"
    )
    writer.write(handshake.encode())
    await reader.readuntil(b"\r\n\r\n")
    writer.write(_frame({"type": "connection_init"}))
    payload = {"query": METRICS, "variables": {"onSlow": on_slow}}
    writer.write(_frame({"type": "subscribe", "id": "1", "payload": payload}))
    client = Stalled(reader, writer)
    try:
        await client.begins()
        yield client
    finally:
        writer.close()


def _frame(message: object) -> bytes:
    """A text frame, masked with zeros."""
    data = orjson.dumps(message)
    length = (
        bytes([0x80 | len(data)]) if len(data) < 126 else b"\xfe" + len(data).to_bytes(2, "big")
    )
    return bytes([TEXT]) + length + bytes(4) + data


def _ping(number: int) -> bytes:
    """A ping frame, masked with zeros."""
    return bytes([0x89, 0x80 | 4]) + bytes(4) + number.to_bytes(4, "big")


async def _read_out(client: Stalled, last: str) -> tuple[list[Any], list[Any]]:
    """What a client that wakes up finds: its events up to this cursor, and any errors."""
    events, errors = list[Any](), list[Any]()
    async with asyncio.timeout(30):
        async for message in client.frames():
            payload = message.get("payload") or {}
            if payload.get("errors"):
                errors += payload["errors"]
            elif payload.get("data"):
                events.append(payload["data"]["metrics"])
            if message["type"] == "complete" or (events and events[-1]["cursor"] == last):
                return events, errors
    raise AssertionError


def _number(cursor: str) -> int:
    return int(cursor.partition(".")[2])


async def test_a_slow_client_with_a_buffer_is_told_what_it_misses(
    api: Api, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with stalled(api, "BUFFER") as client:
        await pipeline.flood(1_500)
        last = f"{EPOCH}.1501"
        async with subscribe(api.graphql, SMALL) as other:
            assert (await anext(other))["data"]["metrics"]["cursor"] == last
        events, errors = await _read_out(client, last)

    position = 1
    gaps = [event for event in events if event["__typename"] == "GapNotice"]
    for event in events:
        if event in gaps:
            assert event["reason"] == "SLOW_CLIENT"
            assert _number(event["from"]) == position
            assert event["missed"] == _number(event["to"]) - position
            position = _number(event["to"])
        else:
            position += 1
            assert _number(event["cursor"]) == position
    assert errors == []
    assert len(gaps) == 1
    assert api.resources.counters.gaps == 1
    assert api.resources.counters.dropped == gaps[0]["missed"]


async def test_a_slow_client_that_wants_the_latest_gets_the_last_and_all_that_are_final(
    api: Api, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with stalled(api, "LATEST") as client:
        await pipeline.flood(1_500)
        await _until(lambda: api.resources.counters.dropped > 1_000)
        events, errors = await _read_out(client, f"{EPOCH}.1501")

    numbers = [_number(event["cursor"]) for event in events]
    finals = [_number(event["cursor"]) for event in events if event["window"]["isFinal"]]
    assert numbers == sorted(set(numbers))
    assert finals == list(range(11, 1_502, 10))
    assert len(events) < 500
    assert errors == []
    assert api.resources.counters.gaps == 0


async def test_a_slow_client_that_wants_to_end_ends_with_a_code(
    api: Api, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with stalled(api, "DISCONNECT") as client:
        await pipeline.flood(1_500)
        events, errors = await _read_out(client, "")

    numbers = [_number(event["cursor"]) for event in events]
    assert numbers == list(range(2, len(numbers) + 2))
    assert [error["extensions"]["code"] for error in errors] == ["SLOW_CLIENT"]
    assert api.resources.counters.subscriptions == 0


async def test_a_client_that_takes_nothing_is_given_up_and_others_are_served(
    database: Database, valkey: tuple[str, int], pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with (
        served(database, valkey, stall_seconds=0.3) as api,
        stalled(api),
        subscribe(api.graphql, SMALL) as healthy,
    ):
        await anext(healthy)
        await pipeline.flood(500)
        for number in range(2, 502):
            assert _number((await anext(healthy))["data"]["metrics"]["cursor"]) == number
        counters = api.resources.counters
        await _until(lambda: counters.evicted == 1)
        await _until(lambda: counters.sockets == 1 and counters.subscriptions == 1)


async def test_a_client_that_pings_and_reads_nothing_is_owed_the_last_pong(
    api: Api, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    pings, most = 100_000, 0
    async with stalled(api) as client:
        (connection,) = api.server.server_state.connections
        assert isinstance(connection, BoundedSocket)
        for first in range(0, pings, 5_000):
            client.writer.write(b"".join(map(_ping, range(first, first + 5_000))))
            await client.writer.drain()
            most = max(most, connection.transport.get_write_buffer_size())
        pongs = [0]
        async with asyncio.timeout(20):
            async for opcode, payload in client.raw_frames():
                if opcode == PONG:
                    pongs.append(int.from_bytes(payload, "big"))
                if pongs[-1] == pings - 1:
                    break

    assert most < 2 * UNSENT_MAXIMUM_BYTES
    assert pongs == sorted(pongs)
    assert len(pongs) < pings / 10


async def test_a_client_that_vanishes_leaves_nothing_behind(
    api: Api, pipeline: Pipeline, caplog: pytest.LogCaptureFixture
) -> None:
    await pipeline.minute(0)
    for _ in range(20):
        async with opened(api.graphql) as socket:
            for number in range(5):
                await socket.begin(METRICS, operation=str(number))
            await socket.receive()
            await pipeline.minute(0)
            socket.connection.transport.abort()
    counters = api.resources.counters
    await _until(lambda: counters.sockets == counters.subscriptions == 0)

    assert [record for record in caplog.records if record.exc_info] == []


async def _receive_all(socket: Socket) -> None:
    while True:
        await socket.receive()


SUBSCRIBE = {"type": "subscribe", "id": "1", "payload": {"query": SMALL}}
JUNK: list[tuple[object, int]] = [
    ("", 4400),
    ("{", 4400),
    ("null", 4400),
    ("[]", 4400),
    ("7", 4400),
    ("[" * 60_000, 4400),
    (b"{}", 4400),
    ({}, 4400),
    ({"type": 7}, 4400),
    ({"type": "tell"}, 4400),
    ({"type": "subscribe"}, 4400),
    ({"type": "complete"}, 4400),
    ({"type": "complete", "id": {}}, 4400),
    ({**SUBSCRIBE, "id": []}, 4400),
    ({**SUBSCRIBE, "id": ""}, 4400),
    ({**SUBSCRIBE, "payload": "query"}, 4400),
    ({**SUBSCRIBE, "payload": {"query": 7}}, 4400),
    ({**SUBSCRIBE, "payload": {"query": SMALL, "variables": []}}, 4400),
    ({"type": "connection_init"}, 4429),
    ("x" * 70_000, 1009),
]


@pytest.mark.parametrize(("junk", "code"), JUNK, ids=range(len(JUNK)))
async def test_junk_closes_the_socket_with_a_code_and_no_trace(
    api: Api, caplog: pytest.LogCaptureFixture, junk: object, code: int
) -> None:
    async with opened(api.graphql) as socket:
        data = junk if isinstance(junk, str | bytes) else orjson.dumps(junk).decode()
        await socket.connection.send(data)
        async with asyncio.timeout(20):
            with pytest.raises(ConnectionClosed):
                await _receive_all(socket)

    assert socket.connection.close_code == code
    await _until(lambda: api.resources.counters.sockets == 0)
    assert [record for record in caplog.records if record.exc_info] == []


async def test_a_text_that_is_none_closes_the_socket_without_a_trace(
    api: Api, caplog: pytest.LogCaptureFixture, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with stalled(api) as client:
        client.writer.write(b"\x81\x82" + bytes(4) + b"\xff\xfe")
        await _until(lambda: api.resources.counters.sockets == 0)

    assert [record for record in caplog.records if record.exc_info] == []


async def test_nothing_is_told_before_the_connection_is_acknowledged(api: Api) -> None:
    async with connect(api.graphql, subprotocols=[PROTOCOL]) as connection:
        await Socket(connection).send(SUBSCRIBE)
        with pytest.raises(ConnectionClosed):
            await connection.recv()
    assert connection.close_code == 4401


async def test_only_the_one_protocol_is_spoken(api: Api) -> None:
    async with connect(api.graphql, subprotocols=[Subprotocol("graphql-ws")]) as connection:
        with pytest.raises(ConnectionClosed):
            await connection.recv()
    assert (connection.subprotocol, connection.close_code) == (None, 4406)


@pytest.mark.parametrize("query", ["{", "{ nothing }", "subscription { metrics }", "query a {"])
async def test_a_wrong_document_is_refused_and_the_socket_lives_on(
    api: Api, store: Store, query: str
) -> None:
    await store(a_stream())
    async with opened(api.graphql) as socket:
        await socket.begin(query)
        with pytest.raises(RefusedError) as refused:
            await anext(socket.events())
        await socket.begin('{ stream(id: "xqc") { id } }')
        answer = await anext(socket.events())
    assert answer["data"] == {"stream": {"id": "xqc"}}
    assert answer["extensions"]["cost"]["requested"] == 1

    assert refused.value.codes
    assert set(refused.value.codes) == {"BAD_USER_INPUT"}


async def test_a_question_over_the_socket_is_answered(api: Api, store: Store) -> None:
    await store(a_stream())
    async with subscribe(api.graphql, '{ stream(id: "xqc") { id } }') as events:
        answers = [event["data"] async for event in events]

    assert answers == [{"stream": {"id": "xqc"}}]
