"""What a reader chose to look at: it stays, it says so, and a link brings it back."""

import re

from playwright.async_api import Page, expect

from tests.browser.conftest import Open
from tests.browser.test_pushes import until_pushed


async def spans(page: Page) -> list[str]:
    """What time each chart says that it shows."""
    charts = await page.get_by_role("application").all()
    labels = [await chart.get_attribute("aria-label") or "" for chart in charts]
    return [label.partition(", ")[2].partition(". ")[0] for label in labels]


async def test_who_scrolls_back_is_left_there_and_told_until_going_back_to_live(
    visit: Open,
) -> None:
    watched = await visit("/streams/xqc")
    page = watched.page
    await expect(page.get_by_role("application")).to_have_count(3)
    await page.get_by_role("button", name="Earlier").click()
    await expect(
        page.get_by_role("status").filter(has_text="You are looking back.")
    ).to_be_visible()
    there = await spans(page)
    await until_pushed(watched, "metrics", 3)
    assert await spans(page) == there
    await page.get_by_role("button", name="Back to live").click()
    await expect(page.get_by_text("You are looking back.")).to_be_hidden()
    assert await spans(page) != there


async def test_a_wheel_sideways_lets_go_of_the_tail_as_well(visit: Open) -> None:
    page = (await visit("/streams/xqc")).page
    await page.get_by_role("application", name="Viewers, ").hover()
    await page.mouse.wheel(-300, 0)
    await expect(page.get_by_text("You are looking back.")).to_be_visible()


async def test_dragging_over_one_chart_looks_closer_in_all(visit: Open) -> None:
    page = (await visit("/streams/xqc")).page
    chart = page.get_by_role("application", name="Viewers, ")
    before = await chart.get_attribute("aria-label")
    box = await chart.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 400, box["y"] + 90)
    await page.mouse.down()
    await page.mouse.move(box["x"] + 600, box["y"] + 90, steps=4)
    await page.mouse.up()
    await expect(page).to_have_url(re.compile(r"from=.*&to="))
    await expect(chart).not_to_have_attribute("aria-label", before or "")
    assert len(await spans(page)) == 3
    assert len(set(await spans(page))) == 1


async def test_a_link_brings_back_the_time_the_moment_and_the_table(visit: Open) -> None:
    page = (await visit("/streams/xqc")).page
    await expect(page.get_by_role("application")).to_have_count(3)
    await page.get_by_role("button", name="15 min").click()
    await page.get_by_role("button", name="Earlier").click()
    await page.get_by_role("button", name="Show Viewers as a table").click()
    moments = page.get_by_role("region", name="Moments")
    await moments.locator("[aria-expanded=true]").click()
    await moments.locator("[aria-expanded]").last.click()
    await expect(page).to_have_url(re.compile(r"(?=.*from=)(?=.*moment=)(?=.*table=)"))
    there, seen = page.url, await spans(page)
    assert len(seen) == 2
    other = (await visit(there)).page
    await expect(other.locator(".why")).to_be_visible()
    await expect(other.get_by_role("table", name="Viewers")).to_be_visible()
    assert await spans(other) == seen


async def test_a_link_brings_back_the_range_that_is_live(visit: Open) -> None:
    page = (await visit("/streams/xqc")).page
    await page.get_by_role("button", name="6 h").click()
    await expect(page).to_have_url(re.compile(r"\?range=6h$"))
    other = (await visit(page.url)).page
    await expect(other.get_by_role("button", name="6 h")).to_have_attribute("aria-pressed", "true")
    await expect(other.get_by_role("button", name="Later")).to_be_disabled()


async def test_the_overview_can_be_sorted_and_filtered_and_a_link_keeps_it(visit: Open) -> None:
    page = (await visit("/")).page
    names = page.locator(".stream-row").get_by_role("link")
    await expect(names).to_have_count(5)
    await page.get_by_role("button", name="Stream", exact=True).click()
    assert await names.all_inner_texts() == ["ninja", "pokimane", "shroud", "summit1g", "xqc"]
    await page.get_by_role("searchbox").fill("just chat")
    await expect(names).to_have_text(["pokimane", "xqc"])
    await page.get_by_role("button", name="Live only").click()
    other = (await visit(page.url)).page
    await expect(other.locator(".stream-row").get_by_role("link")).to_have_text(["pokimane", "xqc"])
    await expect(other.get_by_role("columnheader", name="Stream")).to_have_attribute(
        "aria-sort", "ascending"
    )
    await other.get_by_role("searchbox").fill("no such thing")
    await expect(other.get_by_text("No stream matches")).to_be_visible()


async def test_the_theme_follows_the_system_until_it_is_chosen_and_is_kept_then(
    visit: Open,
) -> None:
    page = (await visit("/")).page
    root = page.locator("html")
    await expect(root).to_have_attribute("data-theme", "dark")
    await page.emulate_media(color_scheme="light")
    await expect(root).to_have_attribute("data-theme", "light")
    await page.get_by_role("button", name="Dark theme").click()
    await page.goto("/pipeline")
    await expect(root).to_have_attribute("data-theme", "dark")
    await page.get_by_role("button", name="The system's theme").click()
    await expect(root).to_have_attribute("data-theme", "light")


async def test_nothing_moves_for_who_wants_less_motion(visit: Open) -> None:
    moving = "document.getAnimations().filter(({playState}) => playState === 'running').length"
    for motion, is_moving in (("no-preference", True), ("reduce", False)):
        page = (await visit("/", reduced_motion=motion)).page
        await expect(page.locator(".dot-beating")).to_be_visible()
        assert (await page.evaluate(moving) > 0) == is_moving
