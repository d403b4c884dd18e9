"""Pictures of every page and state -> `docs/screenshots`.

`python -m tests.browser.screenshots` takes them all. Names behind it choose some, as `overlay`;
`outages` is all that need something to be away.
"""

import asyncio
import io
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image
from playwright.async_api import Browser, Page, Route
from redis.asyncio import Redis

from bench.stack import Stack, a_stack, until
from cli.supervisor.logs import to_terminal
from tests.browser.chromium import a_browser
from tests.browser.past import moments_are_over

FOLDER: Final = Path(__file__).parents[2] / "docs" / "screenshots"
WIDE: Final = (1440, 900)
NARROW: Final = (390, 844)
SETTLED_SECONDS: Final = 4.0
AWAY_SECONDS: Final = 80.0
OUTAGES: Final = "outages"

Act = Callable[[Page], Awaitable[object]]


async def _as_it_is(_: Page) -> None:
    """Nothing is done."""


@dataclass(frozen=True, slots=True)
class Shot:
    """A path in a state: what is done before it is opened, and before its picture is taken."""

    name: str
    path: str
    before: Act = _as_it_is
    after: Act = _as_it_is
    size: tuple[int, int] = WIDE
    theme: str = "dark"
    is_whole: bool = True
    is_over_scene: bool = False


def _press(name: str) -> Act:
    return lambda page: page.get_by_role("button", name=name).first.click()


def _hover(name: str) -> Act:
    return lambda page: page.get_by_role("application", name=name).hover(
        position={"x": 800, "y": 90}
    )


async def _never(route: Route) -> None:
    """No answer, as long as the picture takes."""
    await asyncio.sleep(SETTLED_SECONDS * 4)
    await route.abort()


async def _without_answers(page: Page) -> None:
    await page.route("**/graphql", _never)
    await page.route_web_socket("**/graphql", lambda _: None)


async def _with_errors(page: Page) -> None:
    await page.route("**/graphql", lambda route: route.abort())
    await page.route_web_socket("**/graphql", lambda _: None)


async def _with_no_key(page: Page) -> None:
    await page.route("**/graphql", lambda route: route.fulfill(status=401, json={"errors": []}))


async def _ask_the_tour(page: Page) -> None:
    await page.get_by_role("button", name="Execute query").click()


_PAGES: Final = {
    "overview": "/",
    "stream": "/streams/xqc",
    "compare": "/compare?streams=xqc,shroud,pokimane",
    "moments": "/moments",
    "pipeline": "/pipeline",
}

PAGES: Final = [
    Shot(f"{name}-{'narrow' if size is NARROW else 'wide'}-{theme}", path, size=size, theme=theme)
    for name, path in _PAGES.items()
    for size in (WIDE, NARROW)
    for theme in ("dark", "light")
]
STATES: Final = [
    Shot("stream-crosshair", "/streams/xqc", after=_hover("Chat rate, ")),
    Shot("stream-table", "/streams/xqc", after=_press("Show Chat rate as a table"), theme="light"),
    Shot("stream-looking-back", "/streams/xqc?range=15m", after=_press("Earlier")),
    Shot("stream-loading", "/streams/xqc", before=_without_answers, is_whole=False),
    Shot("stream-unknown", "/streams/nobody", theme="light", is_whole=False),
    Shot("overview-loading", "/", before=_without_answers, theme="light", is_whole=False),
    Shot("overview-nothing-matches", "/?q=chess", is_whole=False),
    Shot("compare-indexed", "/compare?streams=xqc,shroud,ninja&scale=indexed", theme="light"),
    Shot("compare-empty", "/compare", is_whole=False),
    Shot("moments-ranked", "/moments?sort=score", theme="light"),
    Shot("moments-none", "/moments?type=viewer_drop&severity=critical&range=1h", is_whole=False),
    Shot("moments-error", "/moments", before=_with_errors, theme="light", is_whole=False),
    Shot("overlay", "/overlay/xqc?chart=chat", size=(640, 360), is_over_scene=True),
    Shot("playground", "/graphql", after=_ask_the_tour, is_whole=False),
    Shot("rest-docs", "/docs", theme="light", is_whole=False),
    Shot("key-wanted", "/", before=_with_no_key, is_whole=False),
    Shot("nowhere", "/nowhere", is_whole=False),
]


async def take(browser: Browser, base: str, shot: Shot) -> None:
    """Take one picture, in a context of its own."""
    width, height = shot.size
    context = await browser.new_context(
        base_url=base,
        viewport={"width": width, "height": height},
        color_scheme="dark" if shot.theme == "dark" else "light",
    )
    page = await context.new_page()
    await shot.before(page)
    await page.goto(shot.path, wait_until="domcontentloaded")
    await asyncio.sleep(SETTLED_SECONDS)
    await shot.after(page)
    await asyncio.sleep(1)
    taken = await page.screenshot(full_page=shot.is_whole, omit_background=shot.is_over_scene)
    _keep(shot.name, taken, _scene(shot.size) if shot.is_over_scene else None)
    await context.close()


def _scene(size: tuple[int, int]) -> Image.Image:
    """A field under a sky at dusk, in place of a game: what shows through shows that it does."""
    dusk = [(24, 22, 60), (134, 62, 112), (250, 158, 92), (38, 84, 66), (16, 40, 36)]
    rows = Image.new("RGB", (1, len(dusk)))
    rows.putdata(dusk)
    return rows.resize(size, Image.Resampling.BICUBIC)


def _keep(name: str, picture: bytes, behind: Image.Image | None = None) -> None:
    image = Image.open(io.BytesIO(picture)).convert("RGBA")
    if behind is not None:
        image = Image.alpha_composite(behind.convert("RGBA"), image)
    # As exact as PNG, and half its size.
    image.convert("RGB").save(FOLDER / f"{name}.webp", lossless=True, method=6)


async def take_outages(browser: Browser, base: str, stack: Stack) -> None:
    """What open pages say when the relay stands still, then without a network, and behind that."""
    context = await browser.new_context(
        base_url=base, viewport={"width": WIDE[0], "height": WIDE[1]}, color_scheme="dark"
    )
    stream, pipeline = await context.new_page(), await context.new_page()
    await stream.goto("/streams/xqc?range=15m")
    await pipeline.goto("/pipeline")
    await asyncio.sleep(SETTLED_SECONDS)
    relay = await stack.pid("relay")
    if relay is None:
        raise RuntimeError("the relay has no process")
    os.kill(relay, signal.SIGSTOP)
    await asyncio.sleep(4 * SETTLED_SECONDS)
    _keep("pipeline-relay-away", await pipeline.screenshot(full_page=True))
    await stream.locator(".connection", has_text="Silent").wait_for()
    _keep("stream-silent", await stream.screenshot())
    os.kill(relay, signal.SIGCONT)
    await context.set_offline(offline=True)
    await asyncio.sleep(AWAY_SECONDS)
    _keep("stream-connection-lost", await stream.screenshot())
    await _forget_updates(stack)
    await stream.route("**/graphql", _never)
    await context.set_offline(offline=False)
    await stream.get_by_text("cannot be had any more").wait_for()
    _keep("stream-gap", await stream.screenshot())
    await context.close()


async def _forget_updates(stack: Stack) -> None:
    """Leave of the feed's log its newest record alone: who was away cannot be given the rest."""
    async with Redis(host="127.0.0.1", port=stack.redis_port) as redis:
        async for key in redis.scan_iter("log:metrics:xqc:*"):
            await redis.xtrim(key, maxlen=1, approximate=False)


async def _main(names: list[str]) -> None:
    with TemporaryDirectory() as folder:
        async with a_stack(Path(folder)) as stack, a_browser() as browser:
            await stack.until_ready()
            base = f"http://127.0.0.1:{stack.api_port}"
            await until(lambda: moments_are_over(stack))
            for shot in [*PAGES, *STATES]:
                if not names or shot.name in names:
                    to_terminal(shot.name)
                    await take(browser, base, shot)
            if not names or OUTAGES in names:
                to_terminal(OUTAGES)
                await take_outages(browser, base, stack)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    asyncio.run(_main(sys.argv[1:]))
