"""An overlay shows what its address asks for, over whatever is behind it."""

import io
import re

import pytest
from PIL import Image
from playwright.async_api import expect

from tests.browser.conftest import Open


async def test_an_overlay_shows_the_figures_of_its_address_and_nothing_around_them(
    visit: Open,
) -> None:
    page = (await visit("/overlay/xqc?show=viewers,sentiment,chatters&chart=chat_rate&name=1")).page
    await expect(page.locator("dt")).to_have_text(["viewers", "sentiment", "chatters / min"])
    await expect(page.locator("dd")).to_have_text([re.compile(r"\d")] * 3)
    await expect(page.get_by_role("heading")).to_have_text("xqc")
    await expect(page.get_by_role("img", name="Chat rate")).to_be_visible()
    await expect(page.get_by_role("banner")).to_have_count(0)


@pytest.mark.parametrize(
    ("query", "corner"), [("at=top-left", (20, 20)), ("at=bottom-right", (1420, 880))]
)
async def test_behind_an_overlay_shines_through_what_is_there(
    visit: Open, query: str, corner: tuple[int, int]
) -> None:
    page = (await visit(f"/overlay/xqc?{query}")).page
    await expect(page.locator("dd").first).to_be_visible()
    picture = Image.open(io.BytesIO(await page.screenshot(omit_background=True)))
    seen = picture.convert("RGBA").getchannel("A")
    assert seen.getpixel((720, 450)) == 0
    assert seen.getpixel(corner) != 0


async def test_an_overlay_takes_size_and_colours_from_its_address(visit: Open) -> None:
    page = (await visit("/overlay/xqc?scale=2&text=ff8800&plate=none")).page
    usual = (await visit("/overlay/xqc")).page
    size = "parseFloat(getComputedStyle(document.querySelector('dd')).fontSize)"
    figure = page.locator("dd").first
    await expect(figure).to_be_visible()
    await expect(usual.locator("dd").first).to_be_visible()
    assert await page.evaluate(size) == 2 * await usual.evaluate(size)
    await expect(figure).to_have_css("color", "rgb(255, 136, 0)")
    await expect(page.locator(".overlay-box")).to_have_css("background-color", "rgba(0, 0, 0, 0)")


async def test_an_overlay_of_an_unknown_stream_says_so(visit: Open) -> None:
    page = (await visit("/overlay/nobody")).page
    await expect(page.get_by_role("alert")).to_have_text("No stream “nobody”")
