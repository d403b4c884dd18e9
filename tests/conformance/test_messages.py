"""What is no message of the protocol closes the socket with 4400."""

from typing import Any, Final

import orjson
import pytest

from tests.conformance.dialogue import METRICS, STREAM, acknowledged, code_of_close, is_well, say

WRONG_MAPS: Final[tuple[object, ...]] = ([], "", "x", 7, True)
WRONG_WORDS: Final[tuple[object, ...]] = ([], {}, 7, True)


def _subscribe(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return {"type": "subscribe", "id": "1", "payload": {"query": STREAM}, **changed}


def _request(**changed: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    return _subscribe(payload={"query": STREAM, **changed})


NO_MESSAGE: Final[list[object]] = [
    *("", " ", "{", "nonsense", "null", "true", "7", '"ping"', "[" * 60_000),
    *([], [{"type": "ping"}], {}),
    *({"type": wrong} for wrong in (None, "", "tell", "Ping", *WRONG_WORDS)),
]
WRONG_PAYLOADS: Final[list[object]] = [
    {"type": type_, "payload": payload}
    for type_ in ("connection_init", "ping", "pong")
    for payload in WRONG_MAPS
]
WRONG_REQUESTS: Final[list[object]] = [
    *({"type": "subscribe"}, {"type": "subscribe", "id": "1"}),
    {"type": "subscribe", "payload": {"query": STREAM}},
    *(_subscribe(id=wrong) for wrong in (None, "", *WRONG_WORDS)),
    *(_subscribe(payload=wrong) for wrong in (None, {}, *WRONG_MAPS)),
    *(_request(query=wrong) for wrong in (None, *WRONG_WORDS)),
    *(_request(variables=wrong) for wrong in WRONG_MAPS),
    *(_request(operationName=wrong) for wrong in WRONG_WORDS),
    *(_request(extensions=wrong) for wrong in WRONG_MAPS),
]
WRONG_ENDS: Final[list[object]] = [
    {"type": "complete"},
    *({"type": "complete", "id": wrong} for wrong in (None, "", *WRONG_WORDS)),
]
MALFORMED: Final = [*NO_MESSAGE, *WRONG_PAYLOADS, *WRONG_REQUESTS, *WRONG_ENDS]


def _named(words: object) -> str:
    text = words if isinstance(words, str) else orjson.dumps(words).decode()
    return text.replace(STREAM, "…")[:80] or "nothing"


@pytest.mark.parametrize("words", MALFORMED, ids=map(_named, MALFORMED))
async def test_what_is_not_well_formed_closes_the_socket(url: str, words: object) -> None:
    async with acknowledged(url) as socket:
        await say(socket, words)
        assert await code_of_close(socket) == 4400


OURS: Final[dict[str, object]] = {
    # graphql-ws reads bytes as text.
    "bytes": orjson.dumps({"type": "ping"}),
    # graphql-ws closes with 4500, an error of its own, when it meets one of these.
    "connection_ack": {"type": "connection_ack"},
    "next": {"type": "next", "id": "1", "payload": {}},
    "error": {"type": "error", "id": "1", "payload": [{"message": "no"}]},
    "no query": _request(query=""),
    # graphql-ws answers that there is no such operation.
    "no name": _request(operationName=""),
}


@pytest.mark.parametrize("words", OURS.values(), ids=OURS)
async def test_what_a_client_may_not_say_closes_the_socket(our_url: str, words: object) -> None:
    async with acknowledged(our_url) as socket:
        await say(socket, words)
        assert await code_of_close(socket) == 4400


@pytest.mark.parametrize("words", ["nonsense", {"type": "ping", "payload": 7}])
async def test_it_closes_at_once_although_operations_are_under_way(url: str, words: object) -> None:
    async with acknowledged(url) as socket:
        await socket.begin(METRICS)
        await socket.receive()
        await say(socket, words)
        assert await code_of_close(socket) == 4400


async def test_it_is_told_what_is_wrong_and_where(our_url: str) -> None:
    async with acknowledged(our_url) as socket:
        await say(socket, _request(variables=[]))
        await code_of_close(socket)
    assert socket.connection.close_reason == "payload.variables: Input should be a valid dictionary"


@pytest.mark.parametrize(
    "message",
    [
        {"type": "ping", "payload": None},
        {"type": "pong", "payload": None},
        {"type": "pong", "payload": {"sent": 7}},
        {"type": "ping", "more": [1]},
        {"type": "complete", "id": "unknown"},
    ],
)
async def test_what_is_null_unknown_or_unasked_for_is_well_formed(
    url: str, message: object
) -> None:
    async with acknowledged(url) as socket:
        await say(socket, message)
        assert await is_well(socket)


async def test_null_stands_for_what_is_not_there(url: str) -> None:
    async with acknowledged(url) as socket:
        await say(socket, _request(variables=None, operationName=None, extensions=None))
        assert (await socket.receive())["type"] == "next"
