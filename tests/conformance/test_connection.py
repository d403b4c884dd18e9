"""How a connection begins, is kept up and is refused."""

import asyncio
from typing import Any, Final

import pytest
from websockets.asyncio.client import ClientConnection
from websockets.frames import Frame, Opcode
from websockets.typing import Subprotocol

from tests.conformance.dialogue import (
    METRICS,
    SECONDS,
    STREAM,
    acknowledged,
    code_of_close,
    is_well,
    say,
    silent,
)
from tests.live_client import PROTOCOL

INIT: Final = {"type": "connection_init"}


@pytest.mark.parametrize("payload", [{}, {"payload": None}, {"payload": {"of": "a client"}}])
async def test_the_first_word_is_acknowledged(url: str, payload: dict[str, Any]) -> None:
    async with silent(url) as socket:
        await socket.send({**INIT, **payload})
        assert (await socket.receive())["type"] == "connection_ack"


@pytest.mark.parametrize(
    "offered", [[PROTOCOL], [Subprotocol("graphql-ws"), PROTOCOL], [Subprotocol("x"), PROTOCOL]]
)
async def test_the_protocol_is_taken_wherever_it_is_offered(
    url: str, offered: list[Subprotocol]
) -> None:
    async with silent(url, subprotocols=offered) as socket:
        assert socket.connection.subprotocol == PROTOCOL


@pytest.mark.parametrize("offered", [None, ["graphql-ws"], ["x", "Graphql-Transport-WS"]])
async def test_no_other_protocol_is_spoken(url: str, offered: list[Subprotocol] | None) -> None:
    async with silent(url, subprotocols=offered) as socket:
        assert await code_of_close(socket) == 4406
    assert socket.connection.subprotocol is None


async def test_who_does_not_say_who_it_is_has_to_go(url: str) -> None:
    async with silent(url) as socket:
        await socket.send({"type": "ping"})
        assert await code_of_close(socket) == 4408


async def test_who_is_known_may_be_silent(url: str) -> None:
    async with acknowledged(url) as socket:
        await asyncio.sleep(5.5)
        assert await is_well(socket)


@pytest.mark.parametrize("query", [STREAM, METRICS])
async def test_nothing_is_told_before_the_connection_is_acknowledged(url: str, query: str) -> None:
    async with silent(url) as socket:
        await socket.begin(query)
        assert await code_of_close(socket) == 4401


@pytest.mark.parametrize("payload", [{}, {"payload": {"more": 1}}])
async def test_one_introduces_oneself_once(url: str, payload: dict[str, Any]) -> None:
    async with acknowledged(url) as socket:
        await socket.send({**INIT, **payload})
        assert await code_of_close(socket) == 4429


@pytest.mark.parametrize("carried", [{}, {"payload": {"sent": 7, "nested": {"x": [None]}}}])
async def test_a_ping_is_answered_with_what_it_carries(url: str, carried: dict[str, Any]) -> None:
    async with silent(url) as socket:
        await socket.send({"type": "ping", **carried})
        assert await socket.receive() == {"type": "pong", **carried}


class Pinged(ClientConnection):
    """A client that notes when it is pinged."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - the base's
        super().__init__(*arguments, **options)
        self.was_pinged = asyncio.Event()

    def process_event(self, event: Any) -> None:  # noqa: ANN401 - the base's
        if isinstance(event, Frame) and event.opcode is Opcode.PING:
            self.was_pinged.set()
        super().process_event(event)


async def test_the_server_looks_whether_the_client_is_there(url: str) -> None:
    async with silent(url, create_connection=Pinged) as socket:
        assert isinstance(socket.connection, Pinged)
        async with asyncio.timeout(SECONDS):
            await socket.connection.was_pinged.wait()


async def test_a_message_may_come_in_parts(url: str) -> None:
    async with acknowledged(url) as socket:
        await socket.connection.send(['{"type":', '"pi', 'ng"}'])
        assert await socket.receive() == {"type": "pong"}


async def test_what_is_no_text_is_no_message(url: str) -> None:
    async with acknowledged(url) as socket:
        await socket.connection.send(b"\xff\xfe", text=True)
        assert await code_of_close(socket) == 1007


async def test_a_message_of_64_kib_is_taken_and_no_longer_one(url: str) -> None:
    frame = '{"type":"ping","payload":{"p":"%s"}}'
    longest = frame % ("x" * (65_536 - len(frame) + 2))
    async with acknowledged(url) as socket:
        await say(socket, longest)
        assert (await socket.receive())["type"] == "pong"
        await say(socket, longest.replace("x", "xx", 1))
        assert await code_of_close(socket) == 1009


async def test_parts_are_added_up(url: str) -> None:
    async with acknowledged(url) as socket:
        await socket.connection.send(["x" * 40_000, "x" * 40_000])
        assert await code_of_close(socket) == 1009
