"""A key is revoked while somebody follows with it: what lasts does not outlast its key."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

import httpx
import pytest
from psycopg import sql
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from cli.keys import create_key, revoke_key
from cli.servers.postgres import connect as connected_to
from db.engine import Database
from graphql_api.guard import keys, revoked
from tests.graphql_api.asking import PROTOCOL
from tests.graphql_api.pipeline import Pipeline
from tests.graphql_api.served import Api, served

FOLLOWED: Final = 'subscription { metrics(streamId: "xqc") { ... on LiveEvent { cursor } } }'

Begin = Callable[[Api, str], Awaitable[Awaitable[object]]]
"""Follows with a key; once something was heard, gives what is known when it has ended."""


@pytest.fixture
async def api(
    database: Database,
    valkey: tuple[str, int],
    pipeline: Pipeline,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Api]:
    monkeypatch.setattr(keys, "KNOWN_SECONDS", 0.05)
    monkeypatch.setattr(revoked, "AGAIN_SECONDS", 0.1)
    await pipeline.minute(0)
    async with served(database, valkey, are_keys_wanted=True) as api:
        yield api


async def _until_closed(socket: ClientConnection) -> tuple[int, str] | None:
    try:
        while True:
            await socket.recv()
    except ConnectionClosed as closed:
        return (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd else None


async def _graphql(api: Api, payload: dict[str, str], headers: dict[str, str]) -> ClientConnection:
    socket = await connect(api.graphql, subprotocols=[PROTOCOL], additional_headers=headers)
    await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
    asked = {"type": "subscribe", "id": "1", "payload": {"query": FOLLOWED}}
    await socket.send(json.dumps(asked))
    said = [json.loads(await socket.recv())["type"] for _ in range(2)]
    assert said == ["connection_ack", "next"]
    return socket


async def by_handshake(api: Api, key: str) -> Awaitable[object]:
    return _until_closed(await _graphql(api, {}, {"X-API-Key": key}))


async def by_init(api: Api, key: str) -> Awaitable[object]:
    return _until_closed(await _graphql(api, {"apiKey": key}, {}))


async def by_talking(api: Api, key: str) -> Awaitable[object]:
    """A client that never is silent for as long as the API waits before it looks again."""
    socket = await _graphql(api, {"apiKey": key}, {})

    async def talk() -> None:
        while True:
            await socket.send(json.dumps({"type": "ping"}))
            await asyncio.sleep(0.01)

    talking = asyncio.create_task(talk())

    async def end() -> object:
        ended = await _until_closed(socket)
        await asyncio.gather(talking, return_exceptions=True)
        return ended

    return end()


async def by_live(api: Api, key: str) -> Awaitable[object]:
    socket = await connect(api.live(), additional_headers={"X-API-Key": key})
    assert json.loads(await socket.recv())["type"] == "snapshot"
    return _until_closed(socket)


async def by_events(api: Api, key: str, method: str = "POST") -> Awaitable[object]:
    client = httpx.AsyncClient(timeout=20)
    headers = {"Accept": "text/event-stream", "X-API-Key": key}
    asked: dict[str, Any] = {"json" if method == "POST" else "params": {"query": FOLLOWED}}
    request = client.build_request(method, f"{api.http}/graphql", headers=headers, **asked)
    response = await client.send(request, stream=True)
    lines = response.aiter_lines()
    assert await anext(lines) == "event: next"

    async def end() -> list[str]:
        rest = [line async for line in lines]
        await client.aclose()
        return [line for line in rest if line.startswith("event")]

    return end()


async def by_events_of_a_browser(api: Api, key: str) -> Awaitable[object]:
    return await by_events(api, key, "GET")


CLOSED: Final = (4401, "this API key was revoked")


@pytest.mark.parametrize(
    ("begin", "known"),
    [
        (by_handshake, CLOSED),
        (by_init, CLOSED),
        (by_talking, CLOSED),
        (by_live, CLOSED),
        # It does not say that it is complete: a client comes again, and is told.
        (by_events, []),
        (by_events_of_a_browser, []),
    ],
)
async def test_what_follows_with_a_key_ends_when_it_is_revoked(
    api: Api, database: Database, begin: Begin, known: object
) -> None:
    end = await begin(api, create_key(database, "overlay", ["read"]))
    revoke_key(database, "overlay")
    async with asyncio.timeout(20):
        assert await end == known


async def test_who_has_another_key_goes_on(
    api: Api, database: Database, pipeline: Pipeline
) -> None:
    socket = await _graphql(api, {"apiKey": create_key(database, "one", ["read"])}, {})
    ended = await by_init(api, create_key(database, "other", ["read"]))
    revoke_key(database, "other")
    async with asyncio.timeout(20):
        await ended
        await asyncio.sleep(10 * revoked.AGAIN_SECONDS)
        await pipeline.minute(1)
        assert json.loads(await socket.recv())["type"] == "next"
    await socket.close()


@contextmanager
def _away(database: Database, server: Database) -> Iterator[None]:
    """Nobody comes into the database, and who was there is out."""
    out = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"
    role = sql.Identifier(server.user)
    with connected_to(server) as operator:
        operator.execute(sql.SQL("ALTER ROLE {} NOLOGIN").format(role))
        try:
            operator.execute(out, [database.name])
            yield
        finally:
            operator.execute(sql.SQL("ALTER ROLE {} LOGIN").format(role))


async def test_nobody_is_sent_away_because_the_database_is(
    api: Api, database: Database, postgres_server: Database, pipeline: Pipeline
) -> None:
    key = create_key(database, "one", ["read"])
    socket = await _graphql(api, {"apiKey": key}, {})
    minute = await pipeline.write_minute(1)
    with _away(database, postgres_server):
        async with asyncio.timeout(20), httpx.AsyncClient(headers={"X-API-Key": key}) as client:
            while (await client.get(f"{api.http}/streams")).status_code != 503:
                await asyncio.sleep(0.01)
        await asyncio.sleep(10 * revoked.AGAIN_SECONDS)
        await pipeline.relay(minute)
        async with asyncio.timeout(20):
            assert json.loads(await socket.recv())["type"] == "next"
    await socket.close()
