"""One stack and one Chromium for all tests in a browser; a page of its own for each."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Browser, expect

from bench.stack import Stack, a_stack, until
from tests.browser.chromium import a_browser
from tests.browser.past import moments_are_over
from tests.browser.watched import Watched

Open = Callable[..., Awaitable[Watched]]
"""Opens a path of the stack in a context of its own, with Playwright's options for that."""

expect.set_options(timeout=15_000)  # as long as a busy machine may take; no test waits for it


@pytest.fixture(scope="package")
async def browser() -> AsyncIterator[Browser]:
    async with a_browser() as chromium:
        yield chromium


@pytest.fixture(scope="package")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """A stack with half an hour of history, in which each stream has had a moment that is over."""
    async with a_stack(tmp_path_factory.mktemp("browser")) as running:
        await running.until_ready()
        await until(lambda: moments_are_over(running))
        yield running


@asynccontextmanager
async def visits(browser: Browser, stack: Stack) -> AsyncIterator[Open]:
    """Opens pages. At the block's end none of them has a fault that has not been forgiven."""
    opened: list[Watched] = []
    async with AsyncExitStack() as closing:

        async def open_(path: str, **options: Any) -> Watched:  # noqa: ANN401 - Playwright's
            context = await browser.new_context(
                base_url=f"http://127.0.0.1:{stack.api_port}",
                **{"color_scheme": "dark", "viewport": {"width": 1440, "height": 900}} | options,
            )
            closing.push_async_callback(context.close)
            watched = Watched(await context.new_page())
            watched.page.set_default_timeout(15_000)
            opened.append(watched)
            await watched.page.goto(path)
            return watched

        yield open_
        assert [problem for one in opened for problem in one.problems] == []


@pytest.fixture
async def visit(browser: Browser, stack: Stack) -> AsyncIterator[Open]:
    async with visits(browser, stack) as open_:
        yield open_
