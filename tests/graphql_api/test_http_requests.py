"""What is asked over HTTP, and what is answered: statuses, media types, shapes, headers."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx
import pytest
from httpx import AsyncClient

from db.engine import Database
from graphql_api.app import create_app
from tests.graphql_api.conftest import NOWHERE, serving

GRAPHQL = "application/graphql-response+json"
PLAIN = "application/json"
RIGHT = {"query": "{ __typename }"}
TWO = "query A { __typename } query B { __typename }"


@pytest.fixture(scope="module")
async def client() -> AsyncIterator[AsyncClient]:
    """The application without any server: what is asked here needs none."""
    nowhere = Database(*NOWHERE, "telemetra", "nobody", "secret")
    app = create_app(
        database=nowhere, valkey=NOWHERE, kafka="127.0.0.1:1", cors_origins=["http://page"]
    )
    async with serving(app) as client:
        yield client


async def _post(
    client: AsyncClient, body: object, accept: str = GRAPHQL, **headers: str
) -> httpx.Response:
    given = {"Accept": accept, "Content-Type": PLAIN, **headers}
    content = body if isinstance(body, bytes) else json.dumps(body)
    return await client.post("/graphql", content=content, headers=given)


def _assert_refused(answer: httpx.Response, status: int, code: str = "BAD_USER_INPUT") -> None:
    body = answer.json()
    assert answer.status_code == status, body
    assert [error["extensions"]["code"] for error in body["errors"]] == [code]
    assert all(error["message"] for error in body["errors"])
    assert "data" not in body


@pytest.mark.parametrize("accept", [GRAPHQL, PLAIN, "text/event-stream"])
@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff",
        b'{"query": "\xff"}',
        b'"{ __typename }"',
        b"7",
        b"null",
        [RIGHT],
        {},
        {"query": ""},
        {"query": None},
        {"query": 7},
        {"query": ["{ __typename }"]},
        {**RIGHT, "variables": []},
        {**RIGHT, "variables": "{}"},
        {**RIGHT, "operationName": 7},
        {**RIGHT, "extensions": 7},
    ],
)
async def test_what_is_no_question_is_refused_to_every_client(
    client: AsyncClient, body: object, accept: str
) -> None:
    _assert_refused(await _post(client, body, accept), 400)


@pytest.mark.parametrize(
    "body",
    [
        {"query": "{"},
        {"query": "{ nothing }"},
        {"query": "# nothing"},
        {"query": TWO},
        {"query": TWO, "operationName": "C"},
        {"query": "query ($id: ID!) { stream(id: $id) { id } }"},
        {"query": "query ($n: Int!) { streams(first: $n) { __typename } }", "variables": {"n": ""}},
    ],
)
async def test_a_wrong_document_is_a_status_to_new_clients_and_a_body_to_old_ones(
    client: AsyncClient, body: Mapping[str, Any]
) -> None:
    _assert_refused(await _post(client, body), 400)
    _assert_refused(await _post(client, body, PLAIN), 200)


@pytest.mark.parametrize("name", ["A", "B"])
async def test_a_named_operation_runs(client: AsyncClient, name: str) -> None:
    answer = await _post(client, {"query": TWO, "operationName": name})

    assert answer.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize(
    "content_type",
    [
        "",
        "text/plain",
        "application/graphql",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=iso-8859-1",
        "application/jsonp",
    ],
)
async def test_only_json_in_utf_8_is_read(client: AsyncClient, content_type: str) -> None:
    headers = {"Content-Type": content_type}
    _assert_refused(await _post(client, RIGHT, **headers), 415)


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=utf-8", "Application/JSON ;Charset=UTF-8"]
)
async def test_json_may_say_that_it_is_utf_8(client: AsyncClient, content_type: str) -> None:
    answer = await _post(client, RIGHT, **{"Content-Type": content_type})

    assert (answer.status_code, answer.headers["content-type"]) == (
        200,
        "application/graphql-response+json; charset=utf-8",
    )


async def test_a_compressed_body_is_not_read(client: AsyncClient) -> None:
    _assert_refused(await _post(client, b"\x1f\x8b", **{"Content-Encoding": "gzip"}), 415)


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "QUERY"])
async def test_other_methods_are_told_which_there_are(client: AsyncClient, method: str) -> None:
    answer = await client.request(method, "/graphql", json=RIGHT)

    _assert_refused(answer, 405)
    assert answer.headers["allow"] == "GET, POST"


async def test_only_queries_are_asked_by_get(client: AsyncClient) -> None:
    query = "query ($isAsked: Boolean!) { name: __typename @include(if: $isAsked) }"
    params = {"query": query, "variables": '{"isAsked": true}'}
    asked = await client.get("/graphql", params=params)
    refused = await client.get("/graphql", params={"query": "subscription { streams { cursor } }"})

    assert (asked.status_code, asked.json()["data"]) == (200, {"name": "Query"})
    _assert_refused(refused, 405)
    assert refused.headers["allow"] == "POST"


@pytest.mark.parametrize("params", [{"variables": "{"}, {"variables": "[]"}, {"extensions": "7"}])
async def test_what_goes_with_a_get_must_be_objects(
    client: AsyncClient, params: Mapping[str, str]
) -> None:
    _assert_refused(await client.get("/graphql", params={**RIGHT, **params}), 400)


async def test_a_client_that_takes_no_json_is_told_what_there_is(client: AsyncClient) -> None:
    answer = await _post(client, RIGHT, "image/png")

    _assert_refused(answer, 406)
    assert GRAPHQL in answer.text


async def test_answers_differ_by_accept_and_caches_are_told(client: AsyncClient) -> None:
    for body in (RIGHT, {"query": "{"}, {}):
        assert "Accept" in (await _post(client, body)).headers["vary"]


async def test_what_failed_while_it_ran_has_data_and_is_no_refusal(client: AsyncClient) -> None:
    answer = await _post(client, {"query": '{ stream(id: "xqc") { id } __typename }'})
    body = answer.json()

    assert answer.status_code == 200
    assert body["data"] == {"stream": None, "__typename": "Query"}
    assert [error["extensions"]["code"] for error in body["errors"]] == ["UNAVAILABLE"]


@pytest.mark.parametrize("origin", ["http://elsewhere", "null", "https://page"])
async def test_pages_of_other_origins_are_not_answered(client: AsyncClient, origin: str) -> None:
    _assert_refused(await _post(client, RIGHT, Origin=origin), 403, "FORBIDDEN")
    asked = await client.get("/graphql", params=RIGHT, headers={"Origin": origin})
    _assert_refused(asked, 403, "FORBIDDEN")


@pytest.mark.parametrize("origin", ["http://page", "http://api"])
async def test_allowed_pages_and_our_own_are_answered(client: AsyncClient, origin: str) -> None:
    assert (await _post(client, RIGHT, Origin=origin)).status_code == 200


async def test_an_allowed_page_may_ask_before_it_sends_json(client: AsyncClient) -> None:
    wished = {"Method": "POST", "Headers": "content-type"}
    asking = {f"Access-Control-Request-{name}": value for name, value in wished.items()}
    allowed = await client.options("/graphql", headers={"Origin": "http://page", **asking})
    other = await client.options("/graphql", headers={"Origin": "http://elsewhere", **asking})

    assert allowed.headers["access-control-allow-origin"] == "http://page"
    assert (other.status_code, "access-control-allow-origin" in other.headers) == (400, False)
