"""Who uses no mouse gets everywhere, and sees every value."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Open


async def test_tab_leads_first_to_the_content(visit: Open) -> None:
    page = (await visit("/")).page
    await expect(page.locator(".stream-row").first).to_be_visible()
    await page.keyboard.press("Tab")
    await expect(page.locator(":focus")).to_have_text("Skip to content")
    await page.keyboard.press("Enter")
    await expect(page.locator(":focus")).to_have_id("main")


async def test_arrows_walk_through_the_streams_and_enter_opens_one(visit: Open) -> None:
    page = (await visit("/?sort=name")).page
    await page.locator(".stream-row").first.get_by_role("link").focus()
    await page.keyboard.press("ArrowDown")
    await expect(page.locator(":focus")).to_have_text("pokimane")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await expect(page.locator(":focus")).to_have_text("ninja")
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(re.compile("/streams/ninja$"))


async def test_arrows_move_one_crosshair_over_all_charts_and_the_values_follow(visit: Open) -> None:
    page = (await visit("/streams/xqc")).page
    await page.get_by_role("application", name="Viewers, ").focus()
    said = page.get_by_role("region", name="Viewers", exact=True).locator(".readout")
    now = await said.inner_text()
    for _ in range(3):
        await page.keyboard.press("ArrowLeft")
    await expect(page.locator(".chart-line")).to_have_count(3)
    await expect(said).not_to_have_text(now)
    there = await said.inner_text()
    await page.keyboard.press("ArrowRight")
    await expect(said).not_to_have_text(there)
    await page.keyboard.press("Escape")
    await expect(page.locator(".chart-line")).to_have_count(0)


async def test_keys_zoom_and_pan_and_end_goes_back_to_live(visit: Open) -> None:
    page = (await visit("/streams/xqc")).page
    chart = page.get_by_role("application", name="Chat rate, ")
    looking_back = page.get_by_text("You are looking back.")
    await chart.focus()
    for key in ("+", "Shift+ArrowLeft"):
        before = await chart.get_attribute("aria-label")
        await page.keyboard.press(key)
        await expect(chart).not_to_have_attribute("aria-label", before or "")
        await expect(looking_back).to_be_visible()
    await page.keyboard.press("End")
    await expect(looking_back).to_be_hidden()
