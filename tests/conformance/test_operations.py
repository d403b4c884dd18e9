"""How operations begin, go on side by side, and end."""

from typing import Any, Final

import pytest

from tests.conformance.dialogue import (
    METRICS,
    STREAM,
    STREAM_DATA,
    acknowledged,
    code_of_close,
    is_well,
    messages_until_pong,
)
from tests.live_client import Payload, Socket

ODD_IDS: Final = (" ", "7", "__proto__", "constructor", "ein Strom 🎉", "x" * 1_000)
UNKNOWN_FIELD: Final = "{ nothing }"


async def _take(socket: Socket, count: int) -> list[Payload]:
    return [await socket.receive() for _ in range(count)]


def _is_answer(message: Payload, operation: str) -> bool:
    """Whether it is that of STREAM; what a server says beside its data is its own."""
    is_next = (message["type"], message["id"]) == ("next", operation)
    return is_next and message["payload"]["data"] == STREAM_DATA


def _numbers(messages: list[Payload]) -> list[int]:
    cursors = [message["payload"]["data"]["metrics"]["cursor"] for message in messages]
    return [int(cursor.partition(".")[2]) for cursor in cursors]


@pytest.mark.parametrize("operation", ["1", *ODD_IDS])
async def test_a_query_gives_its_answer_and_is_complete(url: str, operation: str) -> None:
    async with acknowledged(url) as socket:
        await socket.begin(STREAM, operation=operation)
        assert _is_answer(await socket.receive(), operation)
        assert await socket.receive() == {"type": "complete", "id": operation}


async def test_variables_and_the_operations_name_are_heard(url: str) -> None:
    document = f"query Other {{ __typename }} query Mine($id: ID!) {STREAM.replace('xqc', '$id')}"
    payload = {
        "query": document.replace('"', ""),
        "variables": {"id": "xqc"},
        "operationName": "Mine",
        "extensions": {},
    }
    async with acknowledged(url) as socket:
        await socket.send({"type": "subscribe", "id": "1", "payload": payload})
        assert _is_answer(await socket.receive(), "1")


@pytest.mark.parametrize(
    "payload",
    [
        {"query": UNKNOWN_FIELD},
        {"query": "subscription { nothing }"},
        {"query": "query A { __typename } query B { __typename }"},
        {"query": STREAM, "operationName": "Other"},
        {"query": "fragment F on Stream { id }"},
    ],
)
async def test_what_cannot_be_run_is_an_error_which_ends_the_operation_alone(
    url: str, payload: dict[str, Any]
) -> None:
    async with acknowledged(url) as socket:
        await socket.send({"type": "subscribe", "id": "1", "payload": payload})
        error = await socket.receive()
        assert (error["type"], error["id"]) == ("error", "1")
        assert all(one["message"] for one in error["payload"])
        assert await messages_until_pong(socket) == []
        assert await is_well(socket)


# graphql-ws closes with 4500 on what it cannot parse.
@pytest.mark.parametrize("query", ["{", "query a {", "\x00", " "])
async def test_what_is_no_graphql_is_an_error_too(our_url: str, query: str) -> None:
    async with acknowledged(our_url) as socket:
        await socket.begin(query)
        assert (await socket.receive())["type"] == "error"
        assert await is_well(socket)


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("{", "BAD_USER_INPUT"),
        (UNKNOWN_FIELD, "BAD_USER_INPUT"),
        ("mutation { nothing }", "BAD_USER_INPUT"),
        ("subscription { metrics }", "BAD_USER_INPUT"),
        (METRICS.replace("xqc", "nobody"), "NOT_FOUND"),
    ],
)
async def test_each_error_has_a_code(our_url: str, query: str, code: str) -> None:
    async with acknowledged(our_url) as socket:
        await socket.begin(query)
        error = await socket.receive()
        assert error["type"] == "error"
        assert {one["extensions"]["code"] for one in error["payload"]} == {code}


async def test_a_subscription_gives_its_events_in_order(url: str) -> None:
    async with acknowledged(url) as socket:
        await socket.begin(METRICS)
        events = await _take(socket, 20)
    assert {(event["type"], event["id"]) for event in events} == {("next", "1")}
    numbers = _numbers(events)
    assert numbers == list(range(numbers[0], numbers[0] + 20))


async def test_a_client_that_has_enough_hears_no_more(url: str) -> None:
    async with acknowledged(url) as socket:
        await socket.begin(METRICS, operation="goes on")
        for number in range(20):
            await socket.begin(METRICS, operation=f"ends {number}")
            while (await socket.receive())["id"] != f"ends {number}":
                pass
            await socket.send({"type": "complete", "id": f"ends {number}"})
            await messages_until_pong(socket)
            after = await _take(socket, 5)
            assert {message["id"] for message in after} == {"goes on"}


async def test_what_ended_before_its_answer_is_not_answered(url: str) -> None:
    async with acknowledged(url) as socket:
        await socket.begin(METRICS)
        await socket.send({"type": "complete", "id": "1"})
        await messages_until_pong(socket)
        assert await is_well(socket)


async def test_an_id_is_free_again_when_its_operation_is_over(url: str) -> None:
    async with acknowledged(url) as socket:
        for _ in range(3):
            await socket.begin(STREAM)
            assert [message["type"] for message in await _take(socket, 2)] == ["next", "complete"]
            await socket.begin(UNKNOWN_FIELD)
            assert (await socket.receive())["type"] == "error"
            await socket.begin(METRICS)
            assert (await socket.receive())["type"] == "next"
            await socket.send({"type": "complete", "id": "1"})
            await messages_until_pong(socket)


@pytest.mark.parametrize("query", [STREAM, METRICS])
async def test_an_id_in_use_is_not_to_be_had(url: str, query: str) -> None:
    async with acknowledged(url) as socket:
        await socket.begin(METRICS)
        await socket.receive()
        await socket.begin(query)
        assert await code_of_close(socket) == 4409


# The reason names the id, and graphql-ws lets it grow longer than a frame may be.
async def test_an_id_in_use_may_be_long(our_url: str) -> None:
    async with acknowledged(our_url) as socket:
        for _ in range(2):
            await socket.begin(METRICS, operation="🎉" * 1_000)
        assert await code_of_close(socket) == 4409


async def test_operations_go_on_side_by_side(url: str) -> None:
    async with acknowledged(url) as socket:
        for operation in ("a", "b"):
            await socket.begin(METRICS, operation=operation)
        await socket.begin(STREAM, operation="c")
        messages = await _take(socket, 40)
    by_id = {name: [one for one in messages if one["id"] == name] for name in ("a", "b", "c")}
    assert [message["type"] for message in by_id["c"]] == ["next", "complete"]
    for name in ("a", "b"):
        numbers = _numbers(by_id[name])
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert len(numbers) > 1


# How many operations a socket may have is ours to say.
async def test_50_operations_are_served_and_the_51st_is_refused(our_url: str) -> None:
    async with acknowledged(our_url) as socket:
        for number in range(51):
            await socket.begin(METRICS, operation=str(number))
        messages = [await socket.receive()]
        while len({message["id"] for message in messages}) < 51:
            messages.append(await socket.receive())
        (error,) = (message for message in messages if message["type"] != "next")
        assert (error["type"], error["id"]) == ("error", "50")
        assert error["payload"][0]["extensions"]["code"] == "TOO_MANY_OPERATIONS"
        assert "at most 50" in error["payload"][0]["message"]
        await socket.send({"type": "complete", "id": "0"})
        await socket.begin(STREAM, operation="50")
        while (message := await socket.receive())["id"] != "50":
            pass
        assert _is_answer(message, "50")
