"""The API or the network is gone for a while: the page says so, comes back, and misses nothing."""

import csv
import io
from asyncio import Event, gather, sleep
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Final

import pytest
from playwright.async_api import Browser, Route, expect
from redis.asyncio import Redis

from bench.stack import Stack, until
from contracts.feeds import Cursor, FeedKind, feed_name
from contracts.redis_names import log_key
from tests.browser.conftest import visits
from tests.browser.past import closed_minutes
from tests.browser.test_files import saved
from tests.browser.test_pushes import until_pushed
from tests.browser.watched import Watched

OF_AN_OUTAGE: Final = "ERR_|WebSocket connection to"


@dataclass(frozen=True)
class Outage:
    """Readers of a stream who were cut off before a minute closed; each had been pushed to."""

    orphaned: Watched
    """Of the API that was killed. It runs again."""

    offline: Watched
    """Still without a network."""

    expired: Watched
    """The same; what it was to be told has left the feed's log."""

    compared: Watched
    """The same, of a comparison with another stream, whose log has it all."""


@pytest.fixture(scope="module")
async def outage(browser: Browser, stack: Stack) -> AsyncIterator[Outage]:
    async with visits(browser, stack) as visit:
        paths = (
            "/streams/xqc",
            "/streams/xqc",
            "/streams/ninja?range=15m",
            "/compare?streams=ninja,xqc",
        )
        readers = await gather(*map(visit, paths))
        await gather(*(until_pushed(reader, "metrics", 2) for reader in readers))
        await until_a_minute_ends()
        _, *without_network = readers
        for reader in without_network:
            await reader.page.context.set_offline(True)
        pid = await stack.kill("api")
        await gather(*map(says_that_it_is_lost, readers))
        await stack.until_restarted("api", pid)
        await until_a_minute_closes(stack)
        outage = Outage(*readers)
        await trim_log(stack, "ninja", Cursor.parse(last_cursor(outage.expired)).epoch)
        yield outage
        for reader in readers:
            reader.forgive(OF_AN_OUTAGE)


def last_cursor(reader: Watched) -> str:
    cursor: str = reader.events("metrics")[-1]["cursor"]
    return cursor


async def until_a_minute_ends() -> None:
    """Return some seconds before it: what is cut off now is away while it closes."""
    await sleep((56 - time()) % 60)


async def until_a_minute_closes(stack: Stack) -> None:
    before = max(await closed_minutes(stack, "xqc"))

    async def has_closed() -> bool:
        return max(await closed_minutes(stack, "xqc")) > before

    await until(has_closed)


async def trim_log(stack: Stack, stream_id: str, epoch: str) -> None:
    """Leave of a feed's log its newest record alone."""
    key = log_key(feed_name(FeedKind.METRICS, stream_id), epoch)
    async with Redis(host="127.0.0.1", port=stack.redis_port) as redis:
        assert await redis.xtrim(key, maxlen=1, approximate=False) > 1


async def says_that_it_is_lost(reader: Watched) -> None:
    told = reader.page.get_by_role("banner").get_by_text("Reconnecting")
    await expect(told).to_be_visible(timeout=30_000)


async def heals(reader: Watched) -> None:
    """It says that it is live, and moves, and nothing but the outage was a fault."""
    told = reader.page.get_by_role("banner").get_by_text("Live", exact=True)
    await expect(told).to_be_visible(timeout=30_000)
    await until_pushed(reader, "metrics", 2)
    reader.forgive(OF_AN_OUTAGE)
    assert len(reader.documents) == 1


async def until_it_holds_all(reader: Watched, stack: Stack, stream_id: str, folder: Path) -> None:
    """Return when the chart of viewers has each closed minute of its range as the API has it."""

    async def holds_all() -> bool:
        closed = await closed_minutes(stack, stream_id)
        path = await saved(reader.page, "Viewers", "CSV", folder)
        rows = list(csv.DictReader(io.StringIO(path.read_text())))
        column = stream_id if stream_id in rows[0] else "viewers"
        held = {row["timestamp"]: row[column] for row in rows}
        seen = [start for start in closed if start >= rows[0]["timestamp"]]
        assert len(seen) > 10
        return all(float(held.get(start) or 0) == closed[start]["viewerCount"] for start in seen)

    await until(holds_all, seconds=20)


async def test_after_the_api_was_killed_the_page_heals_by_itself_and_has_no_hole(
    outage: Outage, stack: Stack, tmp_path: Path
) -> None:
    await heals(outage.orphaned)
    await until_it_holds_all(outage.orphaned, stack, "xqc", tmp_path)


async def test_after_the_network_was_away_the_page_resumes_by_its_cursor_and_has_no_hole(
    outage: Outage, stack: Stack, tmp_path: Path
) -> None:
    reader, heard = outage.offline, last_cursor(outage.offline)
    icon = reader.page.locator("link[rel=icon]")
    as_lost = await icon.get_attribute("href")
    await reader.page.context.set_offline(False)
    await heals(reader)
    await expect(icon).not_to_have_attribute("href", as_lost or "")
    asked = [one.get("after") for one in reader.subscriptions("metrics")]
    assert asked == [None, heard]
    kinds = {one["__typename"] for one in reader.events("metrics")}
    assert kinds == {"MetricsUpdate"}
    await until_it_holds_all(reader, stack, "xqc", tmp_path)


async def test_what_cannot_be_replayed_is_said_and_is_a_gap_until_the_tables_have_answered(
    outage: Outage, stack: Stack, tmp_path: Path
) -> None:
    reader = outage.expired
    page, may_answer = reader.page, Event()

    async def hold(route: Route) -> None:
        await may_answer.wait()
        await route.continue_()

    await page.route("**/graphql", hold)
    gap = page.get_by_role("application", name="Viewers, ").locator("rect[fill^='url(']")
    await expect(gap).to_have_count(0)
    await page.context.set_offline(False)
    told = page.get_by_role("status").filter(has_text="cannot be had any more")
    await expect(told).to_contain_text("there is a gap", timeout=30_000)
    await expect(gap).to_have_count(1)
    may_answer.set()
    await expect(told).to_contain_text("what the tables hold.")
    await expect(gap).to_have_count(0)
    await heals(reader)
    await until_it_holds_all(reader, stack, "ninja", tmp_path)
    await told.get_by_role("button", name="Dismiss").click()
    await expect(told).to_have_count(0)


async def test_a_comparison_has_no_hole_where_updates_of_one_stream_could_not_be_replayed(
    outage: Outage, stack: Stack, tmp_path: Path
) -> None:
    reader = outage.compared
    await reader.page.context.set_offline(False)
    await heals(reader)
    told = reader.page.get_by_role("status").filter(has_text="of ninja before")
    await expect(told).to_contain_text("what the tables hold", timeout=30_000)
    kinds = [one["__typename"] for one in reader.events("metrics")]
    assert kinds.count("GapNotice") == 1
    for stream_id in ("ninja", "xqc"):
        await until_it_holds_all(reader, stack, stream_id, tmp_path)
