"""The API or the network is gone for a while: the page says so, comes back, and misses nothing."""

import csv
import io
from asyncio import gather, sleep
from pathlib import Path
from time import time

from playwright.async_api import expect

from bench.stack import Stack, until
from tests.browser.conftest import Open
from tests.browser.past import closed_minutes
from tests.browser.test_files import saved
from tests.browser.test_pushes import until_pushed
from tests.browser.watched import Watched

OF_AN_OUTAGE = "ERR_|WebSocket connection to"


async def says_that_it_is_lost(reader: Watched) -> None:
    told = reader.page.get_by_role("banner").get_by_text("Reconnecting")
    await expect(told).to_be_visible(timeout=20_000)


async def heals(reader: Watched) -> None:
    told = reader.page.get_by_role("banner").get_by_text("Live", exact=True)
    await expect(told).to_be_visible(timeout=30_000)
    await until_pushed(reader, "metrics", 2)
    reader.forgive(OF_AN_OUTAGE)


async def drawn(reader: Watched, folder: Path) -> dict[str, float]:
    """What the chart of viewers holds, by the start of each minute that is closed."""
    path = await saved(reader.page, "Viewers", "CSV", folder)
    rows = csv.DictReader(io.StringIO(path.read_text()))
    return {row["timestamp"]: float(row["viewers"]) for row in rows if row["is_final"] == "true"}


async def until_a_minute_ends() -> None:
    """Return some seconds before it: what is cut off now is away while it closes."""
    await sleep((56 - time()) % 60)


async def test_who_is_cut_off_while_a_minute_closes_is_told_resumes_by_cursor_and_misses_nothing(
    visit: Open, stack: Stack, tmp_path: Path
) -> None:
    offline, orphaned = await gather(visit("/streams/xqc"), visit("/streams/xqc"))
    await gather(*(until_pushed(reader, "metrics", 2) for reader in (offline, orphaned)))
    await until_a_minute_ends()

    await offline.page.context.set_offline(True)
    heard = offline.events("metrics")[-1]["cursor"]
    pid = await stack.kill("api")
    await gather(says_that_it_is_lost(offline), says_that_it_is_lost(orphaned))
    await stack.until_restarted("api", pid)
    before = max(await closed_minutes(stack, "xqc"))
    await heals(orphaned)

    async def has_closed() -> bool:
        return max(await closed_minutes(stack, "xqc")) > before

    await until(has_closed)
    await offline.page.context.set_offline(False)
    await heals(offline)
    assert [one.get("after") for one in offline.subscriptions("metrics")] == [None, heard]

    closed = await closed_minutes(stack, "xqc")
    for reader in (offline, orphaned):
        held = await drawn(reader, tmp_path)
        assert {time: held.get(time) for time in closed} == {
            time: one["viewerCount"] for time, one in closed.items()
        }
        assert len(reader.documents) == 1
