"""Clients of server-sent events that read nothing: what they cost, and how they end."""

import asyncio
import json
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final

import pytest
from graphql import GraphQLError
from starlette.types import Message
from strawberry.types import ExecutionResult

from db.engine import Database
from graphql_api import http_connection
from graphql_api.event_stream import EventStream, streamed
from graphql_api.http_connection import BoundedHttp
from graphql_api.place import Place
from graphql_api.sockets import UNSENT_MAXIMUM_BYTES
from tests.graphql_api.pipeline import EPOCH, Pipeline
from tests.graphql_api.served import Api, served

METRICS: Final = """subscription { metrics(streamId: "xqc", onSlow: BUFFER) {
  ... on MetricsUpdate { window { PADDING } }
} }""".replace("PADDING", " ".join(f"a{number}: timestamp" for number in range(50)))
STALL_SECONDS: Final = 0.3
PATIENCE: Final = 20


@dataclass(frozen=True)
class Deaf:
    """A client that reads nothing by itself, and the server's end of its connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    connection: BoundedHttp

    @property
    def unsent(self) -> int:
        size: int = self.connection.transport.get_write_buffer_size()
        return size

    async def hears(self, seq: int) -> None:
        """Read up to the event of this number."""
        async with asyncio.timeout(PATIENCE):
            while (line := await self.reader.readline()) != f"id: {EPOCH}.{seq}\n".encode():
                assert line, "the connection has ended"


@asynccontextmanager
async def deaf(api: Api) -> AsyncIterator[Deaf]:
    """A client whose kernel takes little, and which has heard the first event."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", api.port))
    reader, writer = await asyncio.open_connection(sock=raw, limit=8192)
    body = json.dumps({"query": METRICS})
    writer.write(
        "POST /graphql HTTP/1.1\r\nHost: api\r\nAccept: text/event-stream\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    await _until(lambda: bool(api.server.server_state.connections))
    (connection,) = api.server.server_state.connections
    assert isinstance(connection, BoundedHttp)
    client = Deaf(reader, writer, connection)
    await client.hears(1)
    try:
        yield client
    finally:
        writer.transport.abort()


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not is_so():
            await asyncio.sleep(0.01)


async def _stall(client: Deaf, pipeline: Pipeline) -> None:
    """Send until no more can be sent."""
    async with asyncio.timeout(PATIENCE):
        while client.unsent < UNSENT_MAXIMUM_BYTES:
            await pipeline.flood(50)


async def test_no_more_is_held_for_a_client_than_it_may_leave_unread(
    database: Database, valkey: tuple[str, int], pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with served(database, valkey) as api, deaf(api) as client:
        await _stall(client, pipeline)
        await pipeline.flood(200)
        assert api.resources.counters.subscriptions == 1
        assert client.unsent < 2 * UNSENT_MAXIMUM_BYTES


async def test_a_client_that_reads_again_in_time_is_kept(
    database: Database, valkey: tuple[str, int], pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with (
        served(database, valkey, stall_seconds=STALL_SECONDS) as api,
        deaf(api) as client,
    ):
        await _stall(client, pipeline)
        await client.hears((await pipeline.minute(0)).seq)
        await asyncio.sleep(2 * STALL_SECONDS)
        await client.hears((await pipeline.minute(0)).seq)
        assert api.resources.counters.evicted == 0


async def test_a_client_that_leaves_unread_what_it_was_sent_is_not_given_up_later(
    database: Database, valkey: tuple[str, int], pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with (
        served(database, valkey, stall_seconds=STALL_SECONDS) as api,
        deaf(api) as client,
    ):
        await _stall(client, pipeline)
        client.writer.transport.abort()
        await asyncio.sleep(2 * STALL_SECONDS)
        counters = api.resources.counters
        assert (counters.subscriptions, counters.evicted) == (0, 0)


@pytest.mark.parametrize("is_stalled", [False, True])
async def test_the_server_ends_at_once_whether_or_not_its_clients_read(  # noqa: PLR0913, PLR0917 - fixtures
    database: Database,
    valkey: tuple[str, int],
    pipeline: Pipeline,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    is_stalled: bool,
) -> None:
    await pipeline.minute(0)
    async with served(database, valkey) as api, deaf(api) as client:
        if is_stalled:
            await _stall(client, pipeline)
        else:  # who reads is not cut off: its connection is closed
            monkeypatch.setattr(http_connection, "CLOSE_SECONDS", PATIENCE)
        api.server.should_exit = True
        await _until(lambda: not api.server.server_state.connections)

    assert "timeout graceful shutdown exceeded" not in caplog.text


def _results(ended: asyncio.Event, *, errors: bool) -> AsyncGenerator[ExecutionResult, None]:
    async def results() -> AsyncGenerator[ExecutionResult, None]:
        refusal = [GraphQLError("no", extensions={"code": "BAD_USER_INPUT"})] if errors else None
        try:
            while True:
                yield ExecutionResult(data=None if errors else {}, errors=refusal)
        finally:
            ended.set()

    return results()


async def test_an_operation_ends_although_a_result_of_it_is_still_to_be_sent() -> None:
    ended, sends = asyncio.Event(), asyncio.Event()
    results = _results(ended, errors=False)

    async def receive() -> Message:
        await sends.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            sends.set()
            await asyncio.Event().wait()

    await EventStream(results, Place(), PATIENCE)({}, receive, send)

    assert ended.is_set()


async def test_an_operation_ends_that_is_refused_by_its_first_result() -> None:
    ended = asyncio.Event()
    results = _results(ended, errors=True)

    response = await streamed(results, Place(), PATIENCE)

    assert (response.status_code, ended.is_set()) == (400, True)
