"""Asks a served API one question, over HTTP or over a socket."""

import json
from collections.abc import Mapping
from typing import Any, Literal

import httpx
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from tests.graphql_api.served import Api

Way = Literal["http", "socket"]
WAYS: tuple[Way, ...] = ("http", "socket")

PROTOCOL = Subprotocol("graphql-transport-ws")


async def answer_of(
    api: Api, way: Way, query: str, variables: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The first answer, in one shape: `data`, `errors` and `extensions`, where it has them."""
    asked = {"query": query, "variables": variables or {}}
    if way == "http":
        async with httpx.AsyncClient(timeout=30) as client:
            answer: dict[str, Any] = (await client.post(f"{api.http}/graphql", json=asked)).json()
        return answer
    async with connect(api.graphql, subprotocols=[PROTOCOL]) as socket:
        await socket.send(json.dumps({"type": "connection_init"}))
        await socket.recv()
        await socket.send(json.dumps({"type": "subscribe", "id": "1", "payload": asked}))
        message = json.loads(await socket.recv())
    payload = message["payload"]
    return {"errors": payload} if message["type"] == "error" else dict(payload)
