"""Whatever a client says on a GraphQL socket, it is answered by the protocol, and it alone."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from db.engine import Database
from tests.graphql_api.pipeline import Pipeline
from tests.graphql_api.served import Api, served
from tests.live_client import PROTOCOL, Payload, Socket, subscribe

API_PAGE: Final = Path(__file__).parents[2] / "docs" / "api.md"
CODES: Final = {
    int(code) for code in re.findall(r"^\| (\d{4}) \|", API_PAGE.read_text("utf-8"), re.MULTILINE)
}
"""The codes that the page documents."""

STREAM: Final = '{ stream(id: "xqc") { id } }'
METRICS: Final = 'subscription { metrics(streamId: "xqc") { ... on LiveEvent { cursor } } }'
INIT: Final = {"type": "connection_init"}
LAST: Final = {"type": "ping", "payload": {"the": "last"}}
PATIENCE: Final = 20

WORDS: Final = st.sampled_from(
    [
        *("type", "id", "payload", "query", "variables", "operationName", "extensions"),
        *("connection_init", "connection_ack", "ping", "pong", "subscribe", "next", "complete"),
        *("1", "2", "", "xqc", "$id", "__proto__", "{", "{ nothing }", STREAM, METRICS),
    ]
)
JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | WORDS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.text(), inner, max_size=4)
    ),
    max_leaves=8,
)
REQUESTS: Final = st.fixed_dictionaries(
    {"query": WORDS | st.text() | st.just(STREAM) | st.just(METRICS)},
    optional={"variables": JSON, "operationName": JSON, "extensions": JSON},
)
MESSAGES: Final = st.fixed_dictionaries(
    {"type": st.sampled_from(["subscribe", "complete", "ping", "pong", "connection_init"])},
    optional={"id": st.sampled_from(["1", "2"]) | JSON, "payload": REQUESTS | JSON},
)
OPERATIONS: Final = st.builds(
    lambda name, request: {"type": "subscribe", "id": name, "payload": request},
    st.sampled_from(["1", "2", "3"]),
    REQUESTS,
)
Frame = tuple[str | bytes, bool]
"""What is said, and whether as text."""

Speech = tuple[bool, list[Frame]]
"""Whether the client introduces itself, and what it says then."""


def _as_frame(message: object) -> Frame:
    return json.dumps(message), True


FRAMES: Final = (
    st.tuples(st.text(st.characters(codec="utf-8")).map(str.encode) | st.binary(), st.booleans())
    | JSON.map(_as_frame)
    | MESSAGES.map(_as_frame)
    | OPERATIONS.map(_as_frame)
)
SPEECHES: Final = st.tuples(st.booleans(), st.lists(FRAMES, min_size=1, max_size=6))


@pytest.fixture
async def api(database: Database, valkey: tuple[str, int]) -> AsyncIterator[Api]:
    async with served(database, valkey) as api:
        yield api


def _is_of_the_protocol(message: Payload) -> bool:
    payload = message.get("payload")
    match message["type"]:
        case "connection_ack":
            return set(message) == {"type"}
        case "pong":
            return isinstance(payload, dict | None)
        case "complete":
            return set(message) == {"type", "id"}
        case "next":
            return isinstance(payload, dict) and "data" in payload
        case "error":
            codes = [error["extensions"]["code"] for error in payload or []]
            return bool(codes) and "INTERNAL" not in codes
    return False


async def _say(socket: Socket, speech: Speech) -> None:
    is_introduced, frames = speech
    if is_introduced:
        await socket.send(INIT)
    for data, is_text in frames:
        await socket.connection.send(data, text=is_text)
    await socket.send(LAST)


async def _answers(api: Api, speech: Speech) -> tuple[list[Payload], int | None]:
    """What is answered until the last word or the close, whose code comes with it."""
    said: list[Payload] = []
    async with connect(api.graphql, subprotocols=[PROTOCOL], compression=None) as connection:
        socket = Socket(connection)
        try:
            await _say(socket, speech)
            while not said or said[-1].get("payload") != LAST["payload"]:
                said.append(await socket.receive())
        except ConnectionClosed:
            return said, connection.close_code
    return said, None


@pytest.fixture
async def bystander(api: Api, pipeline: Pipeline) -> AsyncIterator[AsyncGenerator[Payload, None]]:
    """The events of a subscription that has nothing to do with all this."""
    await pipeline.minute(0)
    async with subscribe(api.graphql, METRICS) as events:
        await anext(events)
        yield events


def test_the_page_documents_the_codes() -> None:
    assert {1009, 4400, 4401, 4408, 4409, 4429} <= CODES


@settings(
    max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(speech=SPEECHES)
async def test_whatever_is_said_is_answered_by_the_protocol_and_disturbs_nobody(
    api: Api,
    pipeline: Pipeline,
    bystander: AsyncGenerator[Payload, None],
    caplog: pytest.LogCaptureFixture,
    speech: Speech,
) -> None:
    async with asyncio.timeout(PATIENCE):
        said, code = await _answers(api, speech)
        cursor = await pipeline.minute(0)
        event = await anext(bystander)

    assert [message for message in said if not _is_of_the_protocol(message)] == []
    assert code is None or code in CODES
    assert event["data"] == {"metrics": {"cursor": str(cursor)}}
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []
