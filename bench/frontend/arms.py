"""The four pages: how each is opened, and how one knows that it shows what it should."""

from dataclasses import dataclass
from typing import Any, Final

from playwright.async_api import expect

from bench.frontend.chromium import Tab
from bench.frontend.listings import STREAM
from bench.frontend.recording import MINUTES
from bench.frontend.server import Feed

SHIPPED: Final = "dashboard"
NAIVE: Final = "naive page"
CHART: Final = "chart"
UPLOT: Final = "uPlot"

_COMPACT: Final = """value => new Intl.NumberFormat("en",
  { notation: "compact", maximumSignificantDigits: 3 }).format(value)"""
_BARS: Final = "document.querySelectorAll('[aria-label=Sentiment] svg rect').length"
_INK: Final = """
colours => colours.map((hex) => {
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  let count = 0;
  for (const canvas of document.querySelectorAll("canvas")) {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let at = 0; at < data.length; at += 4)
      if (data[at + 3] > 200 && Math.abs(data[at] - r) + Math.abs(data[at + 1] - g)
          + Math.abs(data[at + 2] - b) < 24) count++;
  }
  return count;
})
"""
_COLOURS: Final = ("#62a8ff", "#f0a94a", "#3fc8a2", "#d58be0", "#f0df63", "#ff8469")
_LEAST_INK: Final = 1000
_SETTLED_MS: Final = 1500
_CAUGHT_UP_MS: Final = 60_000


class NotShownError(Exception):
    """A page does not show what it was sent."""


@dataclass(frozen=True, slots=True)
class Arm:
    """A page of the bench."""

    name: str
    path: str
    is_stream: bool


ARMS: Final = (
    Arm(SHIPPED, f"/streams/{STREAM}?range=24h", is_stream=True),
    Arm(NAIVE, "/bench/naive.html", is_stream=True),
    Arm(CHART, "/bench/chart.html", is_stream=False),
    Arm(UPLOT, "/bench/uplot.html", is_stream=False),
)


async def check(arm: Arm, tab: Tab, feed: Feed) -> Any:  # noqa: ANN401 - compared, not used
    """What the page shows, when the feed has stopped and it has caught up.

    Raises:
        AssertionError: It does not show the newest value.
        NotShownError: It shows another number of points.
    """
    if not arm.is_stream:
        return await _check_chart(tab)
    feed.pause()
    newest = await tab.page.evaluate(_COMPACT, feed.newest["viewerLast"])
    value = tab.page.get_by_role("group", name="Viewers", exact=True).locator(".metric-value")
    await expect(value).to_have_text(newest, timeout=_CAUGHT_UP_MS)
    points = await _points(arm, tab)
    feed.resume()
    if points != MINUTES:
        raise NotShownError(f"{arm.name}: {points} points")
    return points


async def _points(arm: Arm, tab: Tab) -> int:
    if arm.name == NAIVE:
        bars: int = await tab.page.evaluate(_BARS)
        return bars
    toggle = tab.page.get_by_role("button", name="Show Sentiment as a table")
    table = tab.page.get_by_role("table", name="Sentiment")
    await toggle.click()
    await table.wait_for()
    rows = await table.locator("tbody tr").count()
    await toggle.click()
    return rows


async def _check_chart(tab: Tab) -> Any:  # noqa: ANN401 - compared, not used
    await tab.page.evaluate("pauseFeed()")
    await tab.page.wait_for_timeout(_SETTLED_MS)
    shown = await tab.page.evaluate("shown()")
    ink = await tab.page.evaluate(_INK, list(_COLOURS))
    if len(shown) != len(_COLOURS) or min(ink) < _LEAST_INK:
        raise NotShownError(f"{shown}, pixels of each line: {ink}")
    await tab.page.evaluate("resumeFeed()")
    return ink
