"""REST's pages: what is older is reached by the `Link` header, and only there."""

from collections.abc import AsyncIterator
from typing import Any

from httpx import AsyncClient

from tests.graphql_api.conftest import Store
from tests.graphql_api.rows import a_minute, a_moment, a_stream, minute_at


async def _walk(client: AsyncClient, path: str) -> AsyncIterator[list[Any]]:
    """The pages, each by the link of the one before."""
    while True:
        answer = await client.get(path)
        assert answer.status_code == 200, answer.text
        yield answer.json()
        link = answer.links.get("next")
        if link is None:
            return
        path = link["url"]


async def test_older_minutes_are_walked_once_each(client: AsyncClient, store: Store) -> None:
    await store(a_stream(), *(a_minute(at) for at in range(70)))

    pages = [page async for page in _walk(client, "/streams/xqc/metrics?limit=25")]

    # The last hour, the newest page first, each in rising order.
    assert [len(page) for page in pages] == [25, 25, 10]
    rows = [row for page in pages[::-1] for row in page]
    assert [row["timestamp"][11:16] for row in rows] == [
        f"{minute_at(at):%H:%M}" for at in range(10, 70)
    ]


async def test_the_last_page_names_no_other(client: AsyncClient, store: Store) -> None:
    await store(a_stream(), *(a_minute(at) for at in range(4)), a_moment("m1"), a_moment("m2"))
    for path in ("/streams/xqc/metrics?limit=4", "/streams/xqc/moments?limit=2"):
        assert "link" not in (await client.get(path)).headers
    for path in ("/streams/xqc/metrics?limit=3", "/streams/xqc/moments?limit=1"):
        assert 'rel="next"' in (await client.get(path)).headers["link"]


async def test_moments_of_one_instant_are_each_on_one_page(
    client: AsyncClient, store: Store
) -> None:
    await store(a_stream(), a_minute(5), *(a_moment(f"ü{n}", at=1) for n in range(5)))

    pages = [page async for page in _walk(client, "/streams/xqc/moments?limit=2")]

    ids = [row["moment_id"] for page in pages[::-1] for row in page]
    assert ids == [f"ü{n}" for n in range(5)]


async def test_streams_are_walked_from_the_most_viewers(client: AsyncClient, store: Store) -> None:
    for n in range(5):
        await store(a_stream(f"s{n}"), a_minute(0, f"s{n}", viewer_count=n or None))

    pages = [page async for page in _walk(client, "/streams?limit=2")]

    assert [[row["stream_id"] for row in page] for page in pages] == [
        ["s4", "s3"],
        ["s2", "s1"],
        ["s0"],
    ]


async def test_a_walk_is_of_the_stretch_that_it_began_with(
    client: AsyncClient, store: Store
) -> None:
    await store(a_stream(), *(a_minute(at) for at in range(4)))
    first = await client.get("/streams/xqc/metrics?limit=2")
    await store(a_minute(500))

    second = await client.get(first.links["next"]["url"])

    assert [row["timestamp"][11:16] for row in second.json()] == ["12:00", "12:01"]


async def test_a_cursor_of_something_else_is_refused(client: AsyncClient, store: Store) -> None:
    await store(a_stream(), *(a_minute(at) for at in range(2)), a_moment("m1"), a_moment("m2"))
    links = [
        (await client.get(f"/streams/xqc/{what}?limit=1")).links["next"]["url"]
        for what in ("metrics", "moments")
    ]
    for link, what in zip(links, ("moments", "metrics"), strict=True):
        query = link.split("?")[1]
        answer = await client.get(f"/streams/xqc/{what}?{query}")
        assert answer.status_code == 422
        assert "before must be a cursor" in answer.json()["detail"]
