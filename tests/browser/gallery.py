"""The gallery of charts, built aside and shown from there: the product does not ship it."""

import subprocess
from pathlib import Path
from typing import Final, Literal

from playwright.async_api import Browser, Page, Route

from tests.architecture.tree import PROJECT

ADDRESS: Final = "http://gallery.test"
NOON: Final = "2026-01-05T12:00:00Z"
"""When it is while the gallery is looked at: its data ends then."""

_LETTERS_ASIDE: Final = (
    "* { -webkit-text-fill-color: transparent !important }svg text { fill: transparent !important }"
)
"""Words are compared as words: letters are drawn otherwise by each version of the browser."""

Theme = Literal["dark", "light"]


def build(folder: Path) -> None:
    """Put the gallery's files there.

    Raises:
        CalledProcessError: It cannot be built; vite has said why.
    """
    vite = ("node", "node_modules/vite/bin/vite.js", "build", "--config", "gallery/vite.config.ts")
    command = (*vite, "--outDir", str(folder), "--logLevel", "warn")
    subprocess.run(command, cwd=PROJECT / "frontend", check=True)


async def shown(browser: Browser, folder: Path, theme: Theme) -> Page:
    """The gallery in a page that is the same on every machine."""
    context = await browser.new_context(
        color_scheme=theme,
        reduced_motion="reduce",
        viewport={"width": 1536, "height": 900},
        timezone_id="UTC",
        locale="en-GB",
    )
    page = await context.new_page()
    await page.clock.set_fixed_time(NOON)

    async def answer(route: Route) -> None:
        path = route.request.url.removeprefix(ADDRESS).partition("?")[0]
        await route.fulfill(path=folder / (path.lstrip("/") or "index.html"))

    await page.route(f"{ADDRESS}/**", answer)
    await page.goto(ADDRESS)
    await page.add_style_tag(content=_LETTERS_ASIDE)
    await page.evaluate("document.fonts.ready")
    await page.locator("[data-piece=line] canvas").first.wait_for()
    return page
