"""Every limit is served at the limit, and refused one above it, however it is asked."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from itertools import cycle, islice
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from db.engine import Database
from graphql_api.guard.limits import LOCAL, PRODUCTION
from tests.graphql_api.asking import PROTOCOL, WAYS, Way, answer_of
from tests.graphql_api.served import Api, served

FIELDS = ("watermark", "newestWindowAt", "lastBatchAt", "freshnessSeconds", "deadLetters")
LEVELS = ('stream(id: "xqc")', "moments(first: 1)", "edges", "node")


def _some(count: int) -> str:
    return " ".join(islice(cycle(FIELDS), count))


def _characters(count: int) -> str:
    return "{ __typename }".ljust(count, ",")


def _tokens(count: int) -> str:
    return f"{{ pipeline {{ {_some(count - 5)} }} }}"


def _levels(count: int) -> str:
    path = islice(cycle(("stream", *LEVELS[1:])), 1, count - 1)
    return " { ".join(["", LEVELS[0], *path, "__typename"]) + "}" * count


def _selections(count: int) -> str:
    spreads, rest = divmod(count - 1, 101)
    spread = "...a " * spreads
    return f"{{ pipeline {{ {spread} {_some(rest)} }} }} fragment a on Pipeline {{ {_some(100)} }}"


def _aliases(count: int) -> str:
    return f"{{ pipeline {{ {' '.join(f'a{i}: watermark' for i in range(count))} }} }}"


def _directives(count: int) -> str:
    return f"{{ pipeline {{ {'watermark @include(if: true) ' * count} }} }}"


def _root_fields(count: int) -> str:
    return f"{{ {'__typename ' * count} }}"


DOCUMENTS: dict[str, Callable[[int], str]] = {
    "characters": _characters,
    "tokens": _tokens,
    "levels": _levels,
    "selections": _selections,
    "aliases": _aliases,
    "directives": _directives,
    "root_fields": _root_fields,
}


@pytest.fixture
async def api(database: Database, valkey: tuple[str, int]) -> AsyncIterator[Api]:
    async with served(database, valkey) as api:
        yield api


def _codes(answer: dict[str, Any]) -> list[str]:
    return [error["extensions"]["code"] for error in answer.get("errors", [])]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("limit", DOCUMENTS)
async def test_a_document_is_served_at_its_limit_and_refused_above(
    api: Api, way: Way, limit: str
) -> None:
    most = getattr(LOCAL, limit)
    at_the_limit = await answer_of(api, way, DOCUMENTS[limit](most))
    above = await answer_of(api, way, DOCUMENTS[limit](most + 1))

    assert _codes(at_the_limit) == []
    assert _codes(above) == ["BAD_USER_INPUT"]
    assert str(most) in above["errors"][0]["message"]
    assert above.get("data") is None


@pytest.mark.parametrize("way", WAYS)
async def test_an_operation_may_cost_so_much_and_no_more(
    database: Database, valkey: tuple[str, int], way: Way
) -> None:
    async with served(database, valkey, limits=replace(LOCAL, cost=10)) as api:
        at_the_limit = await answer_of(api, way, "{ pipeline { watermark } }")
        above = await answer_of(api, way, '{ pipeline { watermark } stream(id: "xqc") { id } }')

    assert _codes(at_the_limit) == []
    assert at_the_limit["extensions"]["cost"]["requested"] == 10
    assert _codes(above) == ["COST_LIMIT"]
    assert "would cost 11 points, and an operation may cost 10" in above["errors"][0]["message"]


@pytest.mark.parametrize("way", WAYS)
async def test_a_client_may_spend_so_many_points_and_no_more(
    database: Database, valkey: tuple[str, int], way: Way
) -> None:
    limits = replace(LOCAL, points=20, points_per_second=0.001)
    async with served(database, valkey, limits=limits) as api:
        first, last, above = [
            await answer_of(api, way, "{ pipeline { watermark } }") for _ in range(3)
        ]

    assert [_codes(answer) for answer in (first, last, above)] == [[], [], ["RATE_LIMITED"]]
    assert [answer["extensions"]["cost"]["available"] for answer in (first, last)] == [10, 0]
    assert "costs 10 points, and 0 are left of 20" in above["errors"][0]["message"]


@pytest.mark.parametrize(
    "accepted",
    ["application/json", "application/graphql-response+json", "text/event-stream"],
)
async def test_who_has_spent_its_points_is_told_over_http_when_to_come_back(
    database: Database, valkey: tuple[str, int], accepted: str
) -> None:
    limits = replace(LOCAL, points=10, points_per_second=0.001)
    question, headers = {"query": "{ pipeline { watermark } }"}, {"Accept": accepted}
    async with served(database, valkey, limits=limits) as api:
        assert _codes(await answer_of(api, "http", question["query"])) == []
        async with httpx.AsyncClient() as client:
            refusal = await client.post(f"{api.http}/graphql", json=question, headers=headers)

    (error,) = refusal.json()["errors"]
    assert refusal.status_code == 429
    assert 9_000 < int(refusal.headers["retry-after"]) <= 10_000
    assert refusal.headers["retry-after"] == str(error["extensions"]["retryAfterSeconds"])
    assert f"come back in {refusal.headers['retry-after']} s" in error["message"]


async def test_a_refusal_over_http_says_what_it_cost(api: Api) -> None:
    for query in ("{", "{ nothing }", _levels(LOCAL.levels + 1)):
        answer = await answer_of(api, "http", query)
        assert answer["extensions"]["cost"]["requested"] == 1
        assert answer["extensions"]["cost"].keys() == {"requested", "available", "restoresAt"}


async def test_a_client_may_hold_so_many_sockets_and_no_more(
    database: Database, valkey: tuple[str, int]
) -> None:
    async with served(database, valkey, limits=replace(LOCAL, sockets=2)) as api:
        one = await connect(api.graphql, subprotocols=[PROTOCOL])
        other = await connect(api.graphql, subprotocols=[PROTOCOL])
        for url, subprotocols in ((api.graphql, [PROTOCOL]), (api.live(), None)):
            with pytest.raises(InvalidStatus) as refusal:
                await connect(url, subprotocols=subprotocols)
            assert refusal.value.response.status_code == 429
        await one.close()
        async with connect(api.graphql, subprotocols=[PROTOCOL]):
            pass
        await other.close()


async def test_a_message_on_a_socket_may_be_so_long_and_no_longer(api: Api) -> None:
    async def sent(length: int) -> int | None:
        message = '{"type": "ping"}'.ljust(length)
        async with connect(api.graphql, subprotocols=[PROTOCOL]) as socket:
            await socket.send(message)
            try:
                await socket.recv()
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else None
        return None

    assert await sent(LOCAL.body_bytes) is None
    assert await sent(LOCAL.body_bytes + 1) == 1009


@pytest.mark.parametrize("is_chunked", [False, True])
async def test_a_body_may_be_so_long_and_no_longer(api: Api, is_chunked: bool) -> None:
    async def answered(length: int) -> int:
        body = b'{"query": "{ __typename }"}'.ljust(length)

        async def in_chunks() -> AsyncIterator[bytes]:
            for start in range(0, length, 10_000):
                yield body[start : start + 10_000]

        async with httpx.AsyncClient() as client:
            response = await client.post(
                f"{api.http}/graphql",
                content=in_chunks() if is_chunked else body,
                headers={"Content-Type": "application/json"},
            )
        return response.status_code

    assert await answered(LOCAL.body_bytes) == 200
    assert await answered(LOCAL.body_bytes + 1) == 413


@pytest.mark.parametrize("way", WAYS)
async def test_production_tells_nobody_the_schema(
    database: Database, valkey: tuple[str, int], way: Way
) -> None:
    asked = {
        "{ __schema { types { name } } }": "introspection has been disabled",
        "{ strem }": "Cannot query field 'strem' on type 'Query'.",
        'query ($s: Step) { metrics(streamId: "xqc", step: $s) { isFinal } }': "does not exist",
    }
    async with served(database, valkey, limits=PRODUCTION) as api:
        for query, told in asked.items():
            answer = await answer_of(api, way, query, {"s": "MINUT"})
            assert told in answer["errors"][0]["message"]
            assert "Did you mean" not in answer["errors"][0]["message"]


async def test_a_schema_that_is_told_helps_with_its_names(api: Api) -> None:
    answer = await answer_of(api, "http", "{ strem }")
    assert "Did you mean 'stream', 'streams', or 'series'?" in answer["errors"][0]["message"]
