"""Each kind of chart, in each of its states, dark and light, looks as it did and says what it said.

`SNAPSHOTS=write pytest tests/browser/test_gallery.py` takes for right what is there now: look
at the changed pictures before they are committed.
"""

import io
import json
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.async_api import Browser, Locator, Page

from tests.browser.gallery import Theme, build, shown
from tests.browser.pictures import look_alike, save_difference

SNAPSHOTS: Final = Path(__file__).parent / "snapshots"
WORDS: Final = SNAPSHOTS / "words.json"
IS_WRITING: Final = os.environ.get("SNAPSHOTS") == "write"


@dataclass(frozen=True)
class Gallery:
    """The page with all pieces, in one theme."""

    page: Page
    theme: Theme

    async def names(self) -> list[str]:
        names: list[str] = await self.page.locator("[data-piece]").evaluate_all(
            "pieces => pieces.map(({dataset}) => dataset.piece)"
        )
        return names

    def piece(self, name: str) -> Locator:
        return self.page.locator(f"[data-piece={name}]")

    async def picture(self, name: str) -> Image.Image:
        return Image.open(io.BytesIO(await self.piece(name).screenshot()))

    def snapshot(self, name: str) -> Path:
        return SNAPSHOTS / f"{name}-{self.theme}.png"


@pytest.fixture(scope="module", params=["dark", "light"])
async def gallery(
    request: pytest.FixtureRequest, browser: Browser, built: Path
) -> AsyncIterator[Gallery]:
    page = await shown(browser, built, request.param)
    yield Gallery(page, request.param)
    await page.context.close()


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("gallery")
    build(folder)
    return folder


async def test_every_piece_looks_as_it_did(gallery: Gallery, tmp_path: Path) -> None:
    changed: list[str] = []
    for name in await gallery.names():
        seen, path = await gallery.picture(name), gallery.snapshot(name)
        if IS_WRITING and not (path.exists() and look_alike(seen, Image.open(path))):
            seen.save(path, optimize=True)
        expected = Image.open(path)
        if not look_alike(seen, expected):
            save_difference(seen, expected, tmp_path / path.name)
            changed.append(name)
    assert changed == [], f"as it is, as it was, and where they differ: {tmp_path}"


async def test_there_is_a_snapshot_of_each_piece_and_of_nothing_else(gallery: Gallery) -> None:
    taken = set(SNAPSHOTS.glob(f"*-{gallery.theme}.png"))
    assert taken == {gallery.snapshot(name) for name in await gallery.names()}


async def test_every_piece_says_what_it_said(gallery: Gallery) -> None:
    said = {
        name: await gallery.piece(name).evaluate("piece => piece.innerText.split(/\\s*\\n\\s*/)")
        for name in await gallery.names()
    }
    if IS_WRITING:
        WORDS.write_text(json.dumps(said, indent=1, ensure_ascii=False) + "\n")
    assert said == json.loads(WORDS.read_text())


LOST: Final = {
    "a line": ("line", "canvas"),
    "the axes": ("area", ".chart-axes"),
    "a marker": ("bands", ".chart-marker"),
    "a band": ("bands", ".chart-axes rect"),
    "the hatch of a gap": ("gap-of-null", ".chart-axes rect"),
    "a dot at the crosshair": ("crosshair", "circle"),
    "a sparkline": ("sparkline", "path"),
    "the dot of a badge": ("lost", ".dot"),
}


@pytest.mark.parametrize("mark", LOST)
async def test_a_lost_mark_is_seen(gallery: Gallery, mark: str) -> None:
    name, selector = LOST[mark]
    element = gallery.piece(name).locator(selector).first
    before = await gallery.picture(name)
    await element.evaluate("element => { element.style.visibility = 'hidden' }")
    without = await gallery.picture(name)
    await element.evaluate("element => { element.style.visibility = '' }")
    assert look_alike(before, await gallery.picture(name))
    assert not look_alike(before, without)


async def test_letters_that_another_version_draws_a_bit_wider_are_no_difference(
    gallery: Gallery,
) -> None:
    before = {name: await gallery.picture(name) for name in await gallery.names()}
    wider = "* { letter-spacing: 0.02px; font-variation-settings: 'wght' 440 }"
    style = await gallery.page.add_style_tag(content=wider)
    differ = [name for name in before if not look_alike(before[name], await gallery.picture(name))]
    await style.evaluate("style => style.remove()")
    assert differ == []
