"""The pages of a browser: the playground, REST's docs, and what browsers may do with answers."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest
from graphql import parse, validate
from httpx import AsyncClient

from db.engine import Database
from graphql_api.app import create_app
from graphql_api.guard.limits import PRODUCTION
from graphql_api.pages import BUILT, DASHBOARD, OVERLAY, PAGES, Pages
from graphql_api.schema import schema
from tests.architecture.tree import PROJECT
from tests.graphql_api.conftest import NOWHERE, serving

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
TOUR = sorted((PROJECT / "frontend" / "src" / "playground" / "tour").glob("*.graphql"))
ASSETS = sorted((BUILT / "assets").glob("*.js"))
NOTHING = Database(*NOWHERE, "telemetra", "nobody", "secret")


def _served_with(pages: Pages, **options: Any) -> AbstractAsyncContextManager[AsyncClient]:
    app = create_app(database=NOTHING, valkey=NOWHERE, kafka="127.0.0.1:1", pages=pages, **options)
    return serving(app)


@pytest.fixture(scope="module")
async def client() -> AsyncIterator[AsyncClient]:
    """The application without any server: a page needs none."""
    async with _served_with(PAGES) as client:
        yield client


@pytest.mark.parametrize(
    "path", ["/graphql", "/docs", "/", "/streams/xqc", "/compare", "/moments", "/pipeline"]
)
async def test_a_page_runs_scripts_of_ours_alone_in_nobodys_frame(
    client: AsyncClient, path: str
) -> None:
    page = await client.get(path, headers=BROWSER)
    policy = page.headers["content-security-policy"]
    scripts = next(each for each in policy.split("; ") if each.startswith("script-src"))

    assert (page.status_code, page.headers["cache-control"]) == (200, "no-cache")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert scripts == "script-src 'self'"
    assert {"default-src 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))
    assert "http" not in page.text.replace("http-equiv", "")


async def test_only_an_overlay_may_stand_in_a_frame_and_is_as_strict_otherwise(
    client: AsyncClient,
) -> None:
    policy = "content-security-policy"
    overlay = (await client.get("/overlay/xqc", headers=BROWSER)).headers[policy].split("; ")
    page = (await client.get("/", headers=BROWSER)).headers[policy].split("; ")

    assert set(overlay) - set(page) == {"frame-ancestors *"}
    assert set(page) - set(overlay) == {"frame-ancestors 'none'"}


async def test_at_a_path_that_there_is_not_a_person_sees_a_page_and_a_program_a_problem(
    client: AsyncClient,
) -> None:
    page = await client.get("/no/such/page", headers=BROWSER)
    answers = [
        await client.get("/no/such/page"),
        await client.get("/no/such/page", headers={"Accept": "application/json, text/html;q=0.5"}),
        await client.post("/no/such/page", headers=BROWSER),
    ]

    assert (page.status_code, page.headers["content-type"][:9]) == (404, "text/html")
    assert page.text == (await client.get("/", headers=BROWSER)).text
    assert {(each.status_code, each.json()["code"]) for each in answers} == {(404, "NOT_FOUND")}


async def test_what_a_page_loads_is_kept_for_ever(client: AsyncClient) -> None:
    script = await client.get(f"/assets/{ASSETS[0].name}")
    missing = await client.get("/assets/nothing.js")

    assert script.status_code == 200
    assert "immutable" in script.headers["cache-control"]
    assert missing.status_code == 404


@pytest.mark.parametrize("path", ["/graphql", "/streams", "/openapi.json", "/nothing", "/docs"])
async def test_every_answer_says_what_a_browser_may_not_do(client: AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors" in headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/graphql", "/docs", "/", "/streams/xqc", "/compare"])
async def test_a_page_that_is_not_built_says_how_to_build_it(tmp_path: Path, path: str) -> None:
    async with _served_with(Pages(tmp_path)) as client:
        page = await client.get(path, headers=BROWSER)

    assert page.status_code == 503
    assert "make setup" in page.text


@pytest.mark.parametrize("path", ["/graphql", "/docs", "/redoc"])
async def test_where_nobody_is_told_the_schema_no_page_tells_it(path: str) -> None:
    async with _served_with(PAGES, limits=PRODUCTION) as client:
        page = await client.get(path, headers=BROWSER)
        answer = await client.post("/graphql", json={"query": "{ __typename }"}, headers=BROWSER)

    assert page.status_code == 404
    assert answer.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("path", [*DASHBOARD, OVERLAY, f"/assets/{ASSETS[0].name}"])
async def test_the_dashboard_is_there_for_who_has_no_key_and_the_same(
    client: AsyncClient, path: str
) -> None:
    path = path.replace("{_}", "xqc")
    async with _served_with(PAGES, limits=PRODUCTION, are_keys_wanted=True) as guarded:
        page = await guarded.get(path, headers=BROWSER)
        same = await client.get(path, headers=BROWSER)
        head = await guarded.head(path)

    assert (page.status_code, page.content) == (200, same.content)
    assert page.headers == same.headers
    assert head.status_code == 200


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("GET", "/graphql"),
        ("GET", "/docs"),
        ("GET", "/openapi.json"),
        ("GET", "/streams"),
        ("GET", "/streams/"),
        ("GET", "/streams/xqc/metrics"),
        ("GET", "/streams/xqc/../../graphql"),
        ("GET", "/overlay/xqc/metrics"),
        ("GET", "/nothing"),
    ],
)
async def test_what_is_no_page_of_the_dashboard_wants_a_key(method: str, path: str) -> None:
    async with _served_with(PAGES, are_keys_wanted=True) as client:
        assert (await client.request(method, path, headers=BROWSER)).status_code == 401


async def test_a_link_with_a_query_is_answered_by_its_data(client: AsyncClient) -> None:
    answer = await client.get("/graphql", params={"query": "{ __typename }"}, headers=BROWSER)

    assert answer.json()["data"] == {"__typename": "Query"}


@pytest.mark.parametrize("example", TOUR, ids=[path.stem for path in TOUR])
def test_every_example_of_the_tour_is_right_and_teaches(example: Path) -> None:
    text = example.read_text()

    assert validate(schema._schema, parse(text)) == []
    assert text.startswith("# ")


def test_the_tour_has_eight_examples() -> None:
    assert [path.stem.split("-")[0] for path in TOUR] == [str(number) for number in range(1, 9)]
