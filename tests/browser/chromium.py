"""The machine's own Chromium, quiet: it asks nobody on the network for anything."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from playwright.async_api import Browser, async_playwright

MISSING: Final = (
    "The tests in a browser need Chromium, and there is none. On Debian: apt-get install chromium. "
    "Elsewhere: CHROMIUM=/path/to/chromium make test."
)
_QUIET: Final = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_AS_EVERYWHERE: Final = ("--disable-gpu", "--font-render-hinting=none", "--disable-lcd-text")
"""Drawn by the processor, and text without what depends on a screen: pictures can be compared."""


def chromium() -> str:
    """The browser's path: that of `CHROMIUM`, else the one in `PATH`.

    Raises:
        FileNotFoundError: There is none; says how to get it.
    """
    named = os.environ.get("CHROMIUM", "chromium")
    found = shutil.which(named)
    if found is None:
        raise FileNotFoundError(MISSING)
    return found


@asynccontextmanager
async def a_browser(*options: str) -> AsyncIterator[Browser]:
    """A headless Chromium, until the block ends; of two options that differ the later one holds."""
    # Chromium refuses to be root in a sandbox.
    sandbox = ("--no-sandbox",) if os.geteuid() == 0 else ()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=chromium(), args=[*_QUIET, *_AS_EVERYWHERE, *sandbox, *options]
        )
        try:
            yield browser
        finally:
            await browser.close()
