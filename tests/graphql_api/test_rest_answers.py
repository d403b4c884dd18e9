"""How REST answers, whatever the rows are: versions, compression, HEAD, limits, problems."""

from typing import Any

import pytest
from httpx import AsyncClient, Response
from redis.asyncio import Redis

from contracts.redis_names import bucket_key
from db.engine import Database
from graphql_api.app import create_app
from graphql_api.compat.http import HEADERS_MAXIMUM_BYTES, TARGET_MAXIMUM_BYTES
from graphql_api.guard.clients import by_address
from graphql_api.guard.limits import LOCAL
from tests.graphql_api.conftest import NOWHERE, Store, serving
from tests.graphql_api.pipeline import Pipeline
from tests.graphql_api.rows import a_minute, a_moment, a_stream

PATHS = ("/streams", "/streams/xqc/metrics", "/streams/xqc/moments")


def assert_problem(answer: Response, status: int, code: str) -> Any:
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert (problem["type"], problem["code"]) == ("about:blank", code)
    assert {"title", "detail", "instance"} <= set(problem)
    return problem


async def _again(client: AsyncClient, path: str, answer: Response) -> Response:
    return await client.get(path, headers={"If-None-Match": answer.headers["etag"]})


async def test_an_answer_that_the_client_has_is_not_sent_again(
    client: AsyncClient, store: Store
) -> None:
    await store(a_stream(), a_minute(0, viewer_count=1), a_moment("m1"))
    answers = {}
    for path in PATHS:
        answer = await client.get(path)
        again = await _again(client, path, answer)
        assert (again.status_code, again.content) == (304, b"")
        for header in ("etag", "cache-control"):
            assert again.headers[header] == answer.headers[header]
        assert "no-cache" in answer.headers["cache-control"]

        answers[path] = answer

    await store(a_minute(1, viewer_count=2), a_moment("m2"), a_stream("other"))
    for path, answer in answers.items():
        assert (await _again(client, path, answer)).status_code == 200


@pytest.mark.parametrize("said", ["*", '"x", {strong}', '{weak} , "x"'])
async def test_any_way_to_name_a_version_is_understood(client: AsyncClient, said: str) -> None:
    weak = (await client.get("/streams")).headers["etag"]
    assert weak.startswith('W/"')
    named = said.format(weak=weak, strong=weak.removeprefix("W/"))

    answer = await client.get("/streams", headers={"If-None-Match": named})

    assert answer.status_code == 304


async def test_the_version_of_a_last_hour_is_that_of_its_feeds(
    client: AsyncClient, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    await pipeline.moment("m1")
    paths = PATHS[1:]
    answers = [await client.get(path) for path in paths]
    assert [
        (await _again(client, path, answer)).status_code
        for path, answer in zip(paths, answers, strict=True)
    ] == [304, 304]

    await pipeline.minute(0, message_count=1, revision=2)
    changed = [
        await _again(client, path, answer) for path, answer in zip(paths, answers, strict=True)
    ]

    assert [answer.status_code for answer in changed] == [200, 200]
    assert changed[0].json()[0]["message_count"] == 1


async def test_long_answers_are_compressed_and_short_ones_are_not(
    client: AsyncClient, store: Store
) -> None:
    await store(a_stream(), *(a_minute(at) for at in range(20)))
    plain = {"Accept-Encoding": "identity"}

    long = await client.get("/streams/xqc/metrics")
    same = await client.get("/streams/xqc/metrics", headers=plain)
    short = await client.get("/streams")

    assert long.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in long.headers["vary"].lower()
    assert int(long.headers["content-length"]) < int(same.headers["content-length"])
    assert long.json() == same.json()
    assert long.headers["etag"] == same.headers["etag"]
    assert "content-encoding" not in short.headers


async def test_head_answers_with_the_headers_of_get(client: AsyncClient, store: Store) -> None:
    await store(a_stream(), *(a_minute(at) for at in range(20)))
    for path in (*PATHS, "/health/live", "/openapi.json"):
        get, head = await client.get(path), await client.head(path)
        assert (head.status_code, head.content) == (200, b"")
        differs = {"ratelimit-remaining", "ratelimit-reset"}
        assert {k: v for k, v in head.headers.items() if k not in differs} == {
            k: v for k, v in get.headers.items() if k not in differs
        }
    assert (await client.head("/streams/nobody/metrics")).status_code == 404


async def test_every_answer_says_how_much_may_be_asked_for(
    client: AsyncClient, store: Store
) -> None:
    await store(a_stream())
    etag = (await client.get("/streams")).headers["etag"]
    for path, headers in (
        ("/streams", {}),
        ("/streams", {"If-None-Match": etag}),
        ("/streams?limit=0", {}),
        ("/streams/nobody/metrics", {}),
    ):
        answer = await client.get(path, headers=headers)
        left, most = (int(answer.headers[f"ratelimit-{of}"]) for of in ("remaining", "limit"))
        assert 0 <= left < most
        assert int(answer.headers["ratelimit-reset"]) >= 0
    assert "ratelimit-limit" not in (await client.get("/health")).headers


async def test_a_client_without_points_is_told_when_to_come_back(
    client: AsyncClient, store: Store, valkey: tuple[str, int]
) -> None:
    await store(a_stream())
    async with Redis(host=valkey[0], port=valkey[1]) as redis:
        seconds, _ = await redis.time()
        spent = LOCAL.points + 5 * LOCAL.points_per_second
        await redis.hset(
            bucket_key(by_address("127.0.0.1").name), mapping={"level": spent, "since": seconds}
        )

    refused = await client.get("/streams")
    probe = await client.get("/health/live")

    assert_problem(refused, 429, "RATE_LIMITED")
    assert 1 <= int(refused.headers["retry-after"]) <= 6
    assert refused.headers["ratelimit-remaining"] == "0"
    assert int(refused.headers["ratelimit-reset"]) > int(refused.headers["retry-after"])
    assert probe.status_code == 200


async def test_what_is_not_there_is_a_problem(client: AsyncClient) -> None:
    nowhere = assert_problem(await client.get("/nö such"), 404, "NOT_FOUND")
    stream = assert_problem(await client.get("/streams/nobody/metrics"), 404, "NOT_FOUND")
    method = await client.post("/streams")
    refused = assert_problem(method, 405, "METHOD_NOT_ALLOWED")

    assert nowhere["instance"] == "/n%C3%B6%20such"
    assert stream["detail"] == "no stream 'nobody' is tracked"
    assert method.headers["allow"] == "GET, HEAD"
    assert refused["detail"] == "this path does not take POST"


async def test_each_wrong_parameter_is_named(client: AsyncClient, store: Store) -> None:
    await store(a_stream())
    answer = await client.get("/streams/xqc/metrics?limit=0&from=noon")

    problem = assert_problem(answer, 422, "BAD_USER_INPUT")

    assert {wrong["parameter"] for wrong in problem["errors"]} == {"limit", "from"}
    assert "ISO 8601" in problem["detail"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("form=2024-01-06", "'form' is no parameter here; these are: from, to, limit, before"),
        ("limit=1&limit=2", "limit may be said once, not 2 times"),
        ("limit=1&limit=1&limit=1", "limit may be said once, not 3 times"),
    ],
)
async def test_what_is_not_understood_is_refused_not_ignored(
    client: AsyncClient, store: Store, query: str, said: str
) -> None:
    await store(a_stream())
    for what in ("metrics", "moments"):
        answer = await client.get(f"/streams/xqc/{what}?{query}")
        assert assert_problem(answer, 422, "BAD_USER_INPUT")["detail"] == said


async def test_a_question_may_be_only_so_long(client: AsyncClient) -> None:
    path = "/streams"
    room = TARGET_MAXIMUM_BYTES - len(f"{path}limit=1")
    longest = {"limit": "1".zfill(room + 1)}

    assert (await client.get(path, params=longest)).status_code == 200
    longer = {"limit": "0" + longest["limit"]}
    assert_problem(await client.get(path, params=longer), 414, "BAD_USER_INPUT")

    served = await client.get(path, headers={"X-Long": "x" * (HEADERS_MAXIMUM_BYTES - 1000)})
    refused = await client.get(path, headers={"X-Long": "x" * HEADERS_MAXIMUM_BYTES})
    assert served.status_code == 200
    assert_problem(refused, 431, "BAD_USER_INPUT")


async def test_without_the_database_it_says_so(valkey: tuple[str, int]) -> None:
    away = Database(*NOWHERE, "telemetra", "nobody", "secret")
    app = create_app(database=away, valkey=valkey, kafka="127.0.0.1:1", cors_origins=[])
    async with serving(app) as client:
        for path in PATHS:
            answer = await client.get(path)
            assert_problem(answer, 503, "UNAVAILABLE")
            assert "ratelimit-limit" in answer.headers


async def test_our_own_fault_tells_nothing_of_itself(
    database: Database, valkey: tuple[str, int]
) -> None:
    app = create_app(database=database, valkey=valkey, kafka="127.0.0.1:1", cors_origins=[])

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("a secret")

    async with serving(app) as client:
        answer = await client.get("/broken")

    assert assert_problem(answer, 500, "INTERNAL")["detail"] == "internal error"
    assert "secret" not in answer.text


async def test_a_page_of_another_origin_may_read_the_headers(client: AsyncClient) -> None:
    answer = await client.get("/streams", headers={"Origin": "http://page"})

    exposed = answer.headers["access-control-expose-headers"].split(", ")
    assert {"ETag", "Link", "RateLimit-Remaining", "Retry-After"} <= set(exposed)
