"""A client that does not come to the point is waited for only so long."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress

import httpx
import pytest

from db.engine import Database
from graphql_api.http_connection import BoundedHttp
from tests.graphql_api.served import Api, served

POST = b"POST /graphql HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\n"
BEGINNINGS = {
    "nothing": b"",
    "a part of the headers": b"GET /health/live HTTP/1.1\r\nHost: ap",
    "a part of a body": POST + b'Content-Length: 100\r\n\r\n{"query":',
    "a part of a chunked body": POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
    "a second request in part": b"GET /health/live HTTP/1.1\r\nHost: api\r\n\r\nGET /hea",
}


@pytest.fixture
async def api(
    database: Database, valkey: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Api]:
    monkeypatch.setattr(BoundedHttp, "question_seconds", 0.3)
    async with served(database, valkey) as api:
        yield api


@pytest.mark.parametrize("beginning", BEGINNINGS.values(), ids=BEGINNINGS)
async def test_who_does_not_end_a_request_is_cut_off(
    api: Api, beginning: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    answered = await _read_to_the_end(api, beginning)
    assert answered.count(b"HTTP/1.1 408 ") == bool(beginning)
    assert [record for record in caplog.records if record.levelno >= logging.ERROR] == []


async def _read_to_the_end(api: Api, beginning: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
    writer.write(beginning)
    answered = b""
    async with asyncio.timeout(20):
        with suppress(ConnectionResetError):
            while piece := await reader.read(1024):
                answered += piece
    writer.close()
    return answered


@pytest.mark.parametrize("beginning", ["a part of the headers", "a part of a body"])
async def test_who_sends_a_byte_at_a_time_is_cut_off_all_the_same(api: Api, beginning: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", api.port)
    writer.write(BEGINNINGS[beginning])

    async def drip() -> None:
        for _ in range(90):  # of the 100 that the header of the body promises
            await asyncio.sleep(0.05)
            writer.write(b"a")

    dripping = asyncio.create_task(drip())
    answered = await reader.readline()
    assert not dripping.done()
    dripping.cancel()
    writer.close()
    assert answered.startswith(b"HTTP/1.1 408 ")


async def test_who_was_answered_before_the_body_ended_is_told_nothing_more(api: Api) -> None:
    head = b"POST /nowhere HTTP/1.1\r\nHost: api\r\nContent-Length: 100\r\n\r\n{"
    answered = await _read_to_the_end(api, head)
    assert answered.count(b"HTTP/1.1 ") == answered.count(b"HTTP/1.1 404 ") == 1


async def test_no_word_comes_between_the_parts_of_an_answer(api: Api) -> None:
    body = b'{"query": "subscription { streams { cursor } }"}'
    asked = POST + b"Accept: text/event-stream\r\nContent-Length: %d\r\n\r\n" % len(body) + body
    answered = await _read_to_the_end(api, asked + b"GET /hea")
    assert answered.startswith(b"HTTP/1.1 200 ")
    assert b"HTTP/1.1 408 " not in answered


def _own_port(answer: httpx.Response) -> int:
    port: int = answer.extensions["network_stream"].get_extra_info("client_addr")[1]
    return port


async def test_who_has_asked_may_wait_for_the_next_request_and_for_the_answer(api: Api) -> None:
    async with httpx.AsyncClient(base_url=api.http) as client:
        first = await client.get("/health/live")
        await asyncio.sleep(0.6)
        second = await client.get("/health/live")
        ports = [_own_port(answer) for answer in (first, second)]
        events = {"Accept": "text/event-stream"}
        asked = {"query": "subscription { streams { cursor } }"}
        async with client.stream("POST", "/graphql", json=asked, headers=events) as stream:
            async with asyncio.timeout(20):
                await anext(stream.aiter_lines())
            await asyncio.sleep(0.6)
            assert not stream.is_closed
    assert first.status_code == second.status_code == 200
    assert ports[0] == ports[1]
