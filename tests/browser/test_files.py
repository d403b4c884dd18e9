"""A chart's numbers as a table and as files: they say the same."""

import csv
import io
import math
import re
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from playwright.async_api import Page, expect

from bench.stack import Stack
from tests.browser.conftest import Open
from tests.browser.past import closed_minutes

CHARTS = ["Viewers", "Chat rate", "Sentiment"]
_UNITS: Final = {"": 1, "K": 1e3, "M": 1e6}


async def saved(page: Page, title: str, kind: str, folder: Path) -> Path:
    """The chart as a file of this kind."""
    await page.get_by_label(f"Save {title}").click()
    async with page.expect_download() as download:
        await page.get_by_role("button", name=kind, exact=True).click()
    await expect(page.get_by_role("button", name=kind, exact=True)).to_be_hidden()
    file = await download.value
    path = folder / file.suggested_filename
    await file.save_as(path)
    return path


async def table(page: Page, name: str) -> list[list[str]]:
    """A table's cells, row by row; a time as it is in the page's markup."""
    rows = page.get_by_role("table", name=name).locator("tbody tr")
    cells: list[list[str]] = await rows.evaluate_all(
        "rows => rows.map(({cells}) => [...cells].map((cell) =>"
        " cell.querySelector('time')?.dateTime ?? cell.textContent))"
    )
    return cells


def number(text: str) -> float | None:
    """`12.3K` as it is read; a dash is nothing."""
    if text == "\N{EN DASH}":
        return None
    return float(text.rstrip("KM")) * _UNITS[text.lstrip("+-.0123456789")]


def is_shown_as(text: str, value: str) -> bool:
    """Whether a cell of the table is the file's value, rounded."""
    shown = number(text)
    if shown is None or value == "":
        return shown is None and value == ""
    return math.isclose(shown, float(value), rel_tol=0.006, abs_tol=0.0051)


@pytest.mark.parametrize("title", CHARTS)
async def test_a_charts_table_and_its_csv_say_the_same(
    visit: Open, stack: Stack, tmp_path: Path, title: str
) -> None:
    closed = await closed_minutes(stack, "xqc")
    page = (await visit(f"/streams/xqc?from={min(closed)}&to={max(closed)}")).page
    await page.get_by_role("button", name=f"Show {title} as a table").click()
    shown = await table(page, title)
    rows = list(csv.reader(io.StringIO((await saved(page, title, "CSV", tmp_path)).read_text())))
    assert rows[0][:2] == ["timestamp", "is_final"]
    assert len(shown) == len(closed) - 1
    assert [time for time, *_ in shown] == [time for time, *_ in reversed(rows[1:])]
    for (_, text, state), (_, is_final, value) in zip(shown, reversed(rows[1:]), strict=True):
        assert is_shown_as(text, value), (text, value)
        assert (state == "final") == (is_final == "true")


@pytest.mark.parametrize("title", CHARTS)
async def test_a_chart_is_saved_as_a_drawing_and_as_a_picture(
    visit: Open, tmp_path: Path, title: str
) -> None:
    page = (await visit("/streams/xqc")).page
    drawing = (await saved(page, title, "SVG", tmp_path)).read_text()
    assert f">{title}</text>" in drawing
    _, _, marks = drawing.partition("clip-path=")
    assert len(re.findall("<(path|rect) ", marks)) > 1
    picture = Image.open(await saved(page, title, "PNG", tmp_path))
    width, height = (pixels // 2 for pixels in picture.size)
    assert f'width="{width}" height="{height}"' in drawing
    assert len(picture.convert("RGB").resize((200, 80)).getcolors(200 * 80) or []) > 3


async def test_a_comparison_has_a_table_and_a_csv_with_a_column_a_stream(
    visit: Open, tmp_path: Path
) -> None:
    page = (await visit("/compare?streams=xqc,ninja")).page
    await page.get_by_role("button", name="Show Viewers as a table").click()
    heads = page.get_by_role("table", name="Viewers", exact=True).get_by_role("columnheader")
    await expect(heads).to_have_text(["Time", "xqc", "ninja", "State"])
    path = await saved(page, "Viewers", "CSV", tmp_path)
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    assert len(rows) > 20
    assert all(float(row["xqc"]) > float(row["ninja"]) > 0 for row in rows)


async def test_moments_are_saved_as_they_are_listed(visit: Open, tmp_path: Path) -> None:
    page = (await visit("/moments?order=score")).page
    await expect(page.get_by_role("table", name="Moments")).to_be_visible()
    async with page.expect_download() as download:
        await page.get_by_role("button", name="CSV").click()
    path = tmp_path / "moments.csv"
    await (await download.value).save_as(path)
    rows = list(csv.DictReader(io.StringIO(path.read_text())))
    listed = (
        await page.get_by_role("table", name="Moments")
        .locator("tbody a")
        .evaluate_all("links => links.map(({href}) => new URL(href).searchParams.get('moment'))")
    )
    assert [row["id"] for row in rows] == listed
    assert len(rows) >= 5
