"""With API keys wanted: who is let in, at each way in."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from cli.keys import create_key, revoke_key, stored_keys
from db.engine import Database
from graphql_api.guard import keys
from graphql_api.guard.limits import LOCAL
from tests.graphql_api.asking import PROTOCOL
from tests.graphql_api.conftest import Store
from tests.graphql_api.rows import a_stream
from tests.graphql_api.served import Api, served

QUESTION = {"query": '{ stream(id: "xqc") { id } }'}


@pytest.fixture
async def api(database: Database, valkey: tuple[str, int], store: Store) -> AsyncIterator[Api]:
    await store(a_stream())
    async with served(database, valkey, are_keys_wanted=True) as api:
        yield api


@pytest.fixture
def key(database: Database) -> str:
    return create_key(database, "overlay", ["read"])


async def _status(api: Api, path: str, headers: dict[str, str] | None = None) -> int:
    async with httpx.AsyncClient(base_url=api.http, headers=headers) as client:
        if path == "/graphql":
            return (await client.post(path, json=QUESTION)).status_code
        return (await client.get(path)).status_code


async def _closed_with(socket: ClientConnection) -> int | None:
    try:
        async with asyncio.timeout(10):
            while True:
                await socket.recv()
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else None


@pytest.mark.parametrize("path", ["/graphql", "/streams", "/streams/xqc/metrics"])
async def test_without_a_key_that_is_known_nothing_is_told(
    api: Api, path: str, database: Database
) -> None:
    writer = create_key(database, "writer", ["write"])
    unknown = f"tlm_{'x' * 43}"
    assert await _status(api, path) == 401
    assert await _status(api, path, {"Authorization": f"Bearer {unknown}"}) == 401
    assert await _status(api, path, {"X-API-Key": "no key at all"}) == 401
    assert await _status(api, path, {"X-API-Key": writer}) == 403


@pytest.mark.parametrize("path", ["/graphql", "/streams", "/streams/xqc/metrics"])
async def test_a_key_opens_either_way(api: Api, path: str, key: str) -> None:
    assert await _status(api, path, {"Authorization": f"Bearer {key}"}) == 200
    assert await _status(api, path, {"X-API-Key": key}) == 200


async def test_a_refusal_says_how_a_key_is_given(api: Api) -> None:
    async with httpx.AsyncClient() as client:
        refusal = await client.get(f"{api.http}/streams")
    assert refusal.headers["www-authenticate"] == "Bearer"
    assert refusal.json()["code"] == "UNAUTHENTICATED"
    assert "`Authorization: Bearer` or `X-API-Key`" in refusal.json()["detail"]


@pytest.mark.parametrize(
    ("accepted", "told_as"),
    [
        ("application/json", "application/json"),
        ("application/graphql-response+json", "application/graphql-response+json"),
        ("text/event-stream", "application/graphql-response+json"),
    ],
)
async def test_graphql_is_refused_in_its_own_shape(
    api: Api, database: Database, accepted: str, told_as: str
) -> None:
    writer = create_key(database, "writer", ["write"])
    too_long = {"content": b"x" * (LOCAL.body_bytes + 1)}
    refusals: list[tuple[dict[str, str], dict[str, Any], int, str]] = [
        ({}, {"json": QUESTION}, 401, "UNAUTHENTICATED"),
        ({"X-API-Key": writer}, {"json": QUESTION}, 403, "FORBIDDEN"),
        ({"X-API-Key": create_key(database, "long", ["read"])}, too_long, 413, "TOO_LARGE"),
    ]
    async with httpx.AsyncClient(base_url=api.http) as client:
        for headers, asked, status, code in refusals:
            with_accept = {"Accept": accepted, **headers}
            refusal = await client.post("/graphql", headers=with_accept, **asked)
            assert (refusal.status_code, refusal.headers["content-type"]) == (
                status,
                f"{told_as}; charset=utf-8",
            )
            (error,) = refusal.json()["errors"]
            assert (error["extensions"], "data" in refusal.json()) == ({"code": code}, False)
            assert error["message"]
            assert ("www-authenticate" in refusal.headers) == (status == 401)


async def test_health_needs_no_key(api: Api) -> None:
    for path in ("/health", "/health/live", "/health/ready"):
        assert await _status(api, path) == 200


async def test_live_asks_for_the_key_before_the_handshake(api: Api, key: str) -> None:
    with pytest.raises(InvalidStatus) as refusal:
        await connect(api.live())
    assert refusal.value.response.status_code == 401
    # With Valkey and without a feed, what follows the handshake is a wait.
    async with connect(api.live(), additional_headers={"X-API-Key": key}) as socket:
        await socket.ping()


@pytest.mark.parametrize("payload", [None, {}, {"apiKey": "wrong"}, {"apiKey": 7}])
async def test_a_graphql_socket_without_a_key_is_closed_with_4401(
    api: Api, payload: dict[str, Any] | None
) -> None:
    async with connect(api.graphql, subprotocols=[PROTOCOL]) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert await _closed_with(socket) == 4401


async def test_a_graphql_socket_whose_key_may_not_read_is_closed_with_4403(
    api: Api, database: Database
) -> None:
    writer = create_key(database, "writer", ["write"])
    async with connect(api.graphql, subprotocols=[PROTOCOL]) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": {"apiKey": writer}}))
        assert await _closed_with(socket) == 4403


@pytest.mark.parametrize("name", ["header", "apiKey", "authorization"])
async def test_a_graphql_socket_takes_the_key_of_its_handshake_or_of_its_init(
    api: Api, key: str, name: str
) -> None:
    headers = {"Authorization": f"Bearer {key}"} if name == "header" else {}
    told = {"apiKey": key, "authorization": f"Bearer {key}"}.get(name)
    payload = {name: told} if told else {}
    async with connect(api.graphql, subprotocols=[PROTOCOL], additional_headers=headers) as socket:
        await socket.send(json.dumps({"type": "connection_init", "payload": payload}))
        assert json.loads(await socket.recv())["type"] == "connection_ack"
        await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": QUESTION}))
        assert json.loads(await socket.recv())["payload"]["data"] == {"stream": {"id": "xqc"}}
    assert await _is_counted(api, "key:overlay")


async def _is_counted(api: Api, client_name: str) -> bool:
    return await api.resources.cache.have_many([f"bucket:{client_name}"]) == [True]


async def test_a_revoked_key_is_let_in_no_longer_than_it_is_remembered(
    api: Api, key: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keys, "KNOWN_SECONDS", 0.1)
    assert await _status(api, "/streams", {"X-API-Key": key}) == 200
    revoke_key(database, "overlay")
    async with asyncio.timeout(10):
        while await _status(api, "/streams", {"X-API-Key": key}) != 401:
            await asyncio.sleep(0.05)


async def test_it_is_noted_when_a_key_was_used(api: Api, key: str, database: Database) -> None:
    (before,) = stored_keys(database)
    await _status(api, "/streams", {"X-API-Key": key})
    (after,) = stored_keys(database)
    assert before.last_used_at is None
    assert after.last_used_at is not None


async def test_keys_are_nobodys_business_when_they_are_not_wanted(
    database: Database, valkey: tuple[str, int], key: str
) -> None:
    async with served(database, valkey) as api:
        assert await _status(api, "/streams") == 200
        assert await _status(api, "/streams", {"X-API-Key": key}) == 200
        assert not await _is_counted(api, "key:overlay")


async def test_without_the_database_nobody_is_known(
    database: Database, valkey: tuple[str, int], key: str
) -> None:
    async with served(replace(database, port=1), valkey, are_keys_wanted=True) as api:
        assert await _status(api, "/streams", {"X-API-Key": key}) == 503
