"""What is pushed changes a page that stands open: nothing reloads or is asked for again."""

from collections import Counter

from playwright.async_api import expect

from bench.stack import until
from tests.browser.conftest import Open
from tests.browser.watched import Watched


async def until_pushed(watched: Watched, field: str, count: int) -> None:
    """Return when so many more events of this subscription have come."""
    before = len(watched.events(field))

    async def has_come() -> bool:
        return len(watched.events(field)) >= before + count

    await until(has_come)


async def test_the_overviews_figures_move_by_pushes_alone(visit: Open) -> None:
    watched = await visit("/")
    figures = watched.page.locator(".stream-chat.figure")
    await expect(figures).to_have_count(5)
    await until_pushed(watched, "streams", 2)
    before, asked = await figures.all_inner_texts(), list(watched.posts)
    await until_pushed(watched, "streams", 5)
    assert await figures.all_inner_texts() != before
    assert watched.posts == asked
    assert len(watched.documents) == 1


async def test_a_streams_page_moves_by_pushes_alone(visit: Open) -> None:
    watched = await visit("/streams/xqc?range=15m")
    page = watched.page
    await page.get_by_role("button", name="Show Chat rate as a table").click()
    newest = page.get_by_role("table", name="Chat rate").locator("tbody tr").first
    await expect(newest).to_contain_text("provisional")
    seen = [await newest.inner_text()]
    for _ in range(3):
        await until_pushed(watched, "metrics", 2)
        seen.append(await newest.inner_text())
    assert len(set(seen)) > 1
    asked = Counter(one["operationName"] for one in watched.posts)
    assert set(asked.values()) == {1}, asked
    assert len(watched.documents) == 1
