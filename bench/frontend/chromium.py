"""The machine's Chromium: pages in it, and what they cost."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final

from playwright.async_api import Browser, CDPSession, Page, async_playwright

FLAGS: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_NOTE_FRAMES: Final = """
window.benchFrames = { times: [], isOn: false };
const note = (time) => {
  if (window.benchFrames.isOn) window.benchFrames.times.push(time);
  requestAnimationFrame(note);
};
requestAnimationFrame(note);
"""


def chromium_path() -> str:
    """The program.

    Raises:
        FileNotFoundError: There is none.
    """
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        raise FileNotFoundError("There is no Chromium: install it (Debian: apt install chromium).")
    return found


@dataclass(frozen=True, slots=True)
class Cost:
    """What a page's main thread did in these seconds; all of it in seconds."""

    seconds: float
    script: float
    task: float
    layout: float
    frames: list[float] = field(default_factory=list)
    """The time from each frame to the next."""

    @property
    def script_share(self) -> float:
        """Milliseconds of script a second."""
        return 1000 * self.script / self.seconds

    @property
    def task_share(self) -> float:
        """Milliseconds of any work a second."""
        return 1000 * self.task / self.seconds


class Tab:
    """A page, with what its console said and what Chromium counts of it."""

    def __init__(self, page: Page, devtools: CDPSession) -> None:
        self.page = page
        self.complaints: list[str] = []
        self._devtools = devtools
        page.on("console", lambda said: self._on_console(said.type, said.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _on_console(self, kind: str, text: str) -> None:
        if kind in ("error", "warning"):
            self.complaints.append(f"{kind}: {text}")

    async def metrics(self) -> dict[str, float]:
        """What `Performance.getMetrics` says."""
        told = await self._devtools.send("Performance.getMetrics")
        return {metric["name"]: metric["value"] for metric in told["metrics"]}

    async def heap(self) -> float:
        """Megabytes of JavaScript's heap that are in use when rubbish has been collected."""
        await self._devtools.send("HeapProfiler.collectGarbage")
        return (await self.metrics())["JSHeapUsedSize"] / 1e6

    async def cost(self, seconds: float) -> Cost:
        """What the next seconds cost."""
        await self.page.evaluate("benchFrames.times = []; benchFrames.isOn = true")
        before = await self.metrics()
        await self.page.wait_for_timeout(1000 * seconds)
        after = await self.metrics()
        times: list[float] = await self.page.evaluate("benchFrames.isOn = false; benchFrames.times")
        used = {name: after[name] - before[name] for name in after}
        return Cost(
            seconds=used["Timestamp"],
            script=used["ScriptDuration"],
            task=used["TaskDuration"],
            layout=used["LayoutDuration"] + used["RecalcStyleDuration"],
            frames=[(next_one - one) / 1000 for one, next_one in pairwise(times)],
        )

    async def profile(self, seconds: float) -> Any:  # noqa: ANN401 - Chromium's own
        """A CPU profile of the next seconds, as DevTools reads it."""
        await self._devtools.send("Profiler.enable")
        await self._devtools.send("Profiler.start")
        await self.page.wait_for_timeout(1000 * seconds)
        return (await self._devtools.send("Profiler.stop"))["profile"]


@asynccontextmanager
async def chromium(*more_flags: str) -> AsyncIterator[Browser]:
    """A browser until the block ends."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium_path(), args=[*FLAGS, *more_flags]
        )
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def a_tab(browser: Browser, url: str, watch: str = "") -> AsyncIterator[Tab]:
    """A page of 1 440 by 900 that nobody visited before, until the block ends.

    `watch` is a script that runs in it before its own.
    """
    context = await browser.new_context(
        viewport={"width": 1440, "height": 900}, color_scheme="dark"
    )
    page = await context.new_page()
    devtools = await context.new_cdp_session(page)
    await devtools.send("Performance.enable")
    await page.add_init_script(_NOTE_FRAMES + watch)
    tab = Tab(page, devtools)
    try:
        await page.goto(url)
        yield tab
    finally:
        await context.close()
