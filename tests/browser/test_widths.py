"""Every page, on a phone and at a desk, dark and light: it fits, and axe finds no fault."""

from typing import Any, Final, Literal

import pytest
from playwright.async_api import Page, expect

from tests.architecture.tree import PROJECT
from tests.browser.conftest import Open

AXE = (PROJECT / "frontend/node_modules/axe-core/axe.min.js").read_text()
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
THEMES: Final[tuple[Literal["dark", "light"], ...]] = ("dark", "light")

PAGES = {
    "/": ".stream-row",
    "/streams/xqc": ".chart-marks",
    "/streams/nobody": ".state h1",
    "/compare": ".suggestions",
    "/compare?streams=xqc,ninja": ".chart-marks",
    "/moments": ".found",
    "/pipeline": ".pipe-figures",
    "/overlay/xqc?chart=viewers": ".sparkline",
    "/graphql": ".graphiql-editor",
    "/docs": ".opblock",
    "/no/such/page": "h1",
}
"""Each page, and what is there when it is all there."""


async def faults(page: Page) -> list[str]:
    """What axe has against the page as it is now: rule, place, and how to mend it."""
    await page.evaluate(AXE)
    found: list[dict[str, Any]] = await page.evaluate(
        "tags => axe.run({runOnly: tags, resultTypes: ['violations']})"
        ".then(({violations}) => violations)",
        RULES,
    )
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


async def faults_everywhere(page: Page) -> list[str]:
    """The same at both widths in both themes, and where the page is wider than its window."""
    found = []
    for width, height in ((390, 844), (1440, 900)):
        for theme in THEMES:
            await page.set_viewport_size({"width": width, "height": height})
            await page.emulate_media(color_scheme=theme)
            too_wide = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
            seen = await faults(page) + ["too wide"] * (too_wide > 0)
            found += [f"{width} {theme}: {fault}" for fault in seen]
    return found


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("path", PAGES)
async def test_a_page_fits_and_can_be_used_by_everyone(visit: Open, path: str, theme: str) -> None:
    watched = await visit(path, color_scheme=theme, reduced_motion="reduce")
    watched.forgive("404")
    await expect(watched.page.locator(PAGES[path]).first).to_be_visible()
    found = {}
    for width, height in ((390, 844), (1440, 900)):
        await watched.page.set_viewport_size({"width": width, "height": height})
        found[width] = await faults(watched.page)
        assert await watched.page.evaluate("document.documentElement.scrollWidth") == width
    assert found == {390: [], 1440: []}
