"""`python -m bench.frontend`: what the dashboard costs a browser, beside a naive page and uPlot.

Each arm is opened once to see that it shows what it was sent. Then they take turns, each time in a
page that nobody visited before: script and other work of its main thread, frames, the heap.
"""

import argparse
import asyncio
import os
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import linear_regression, median
from typing import Final

from playwright.async_api import Browser

from bench.figures import markdown, paired_ratio
from bench.frontend.arms import ARMS, CHART, NAIVE, SHIPPED, UPLOT, Arm, check
from bench.frontend.build import build_pages
from bench.frontend.chromium import Cost, a_tab, chromium
from bench.frontend.server import Feed, serving

WARM_MS: Final = 4000
LONG_SECONDS: Final = 0.05
HEAP_EVERY_SECONDS: Final = 15.0
UNCOMPILED: Final = "--js-flags=--no-opt --no-maglev --no-sparkplug --no-lazy-feedback-allocation"
"""V8 counts the code that it compiles as heap: without this one would watch its compilers."""
HEADER: Final = [
    "page",
    "script, ms/s",
    "all work, ms/s",
    "frames/s",
    "frames under 50 ms, %",
    "heap, MB",
]


@dataclass(frozen=True, slots=True)
class Turn:
    """What an arm cost once; `heap` is in megabytes, at the end."""

    cost: Cost
    heap: float

    @property
    def row(self) -> list[float]:
        """Its figures, as the header names them."""
        cost, frames = self.cost, self.cost.frames
        short = sum(frame < LONG_SECONDS for frame in frames) / len(frames)
        return [
            cost.script_share,
            cost.task_share,
            len(frames) / cost.seconds,
            100 * short,
            self.heap,
        ]


class ComplaintsError(Exception):
    """A page wrote errors or warnings to its console."""


async def _check(browser: Browser, url: str, feed: Feed, arm: Arm) -> None:
    async with a_tab(browser, url + arm.path) as tab:
        await tab.page.wait_for_timeout(WARM_MS)
        print(f"{arm.name} shows what it should: {await check(arm, tab, feed)}", flush=True)


async def _turn(browser: Browser, url: str, arm: Arm, seconds: float) -> Turn:
    async with a_tab(browser, url + arm.path) as tab:
        await tab.page.wait_for_timeout(WARM_MS)
        turn = Turn(await tab.cost(seconds), await tab.heap())
        if tab.complaints:
            raise ComplaintsError(f"{arm.name}: {tab.complaints}")
        return turn


async def compare(arms: Sequence[Arm], runs: int, seconds: float) -> dict[str, list[Turn]]:
    """The turns of each arm, one a run.

    Raises:
        ComplaintsError: A page wrote to its console.
        NotShownError: A page does not show what it was sent.
    """
    turns: dict[str, list[Turn]] = defaultdict(list)
    async with serving() as (url, feed), chromium() as browser:
        for arm in arms:
            await _check(browser, url, feed, arm)
        for _ in range(runs):
            for arm in arms:
                turns[arm.name].append(await _turn(browser, url, arm, seconds))
    return turns


async def heap(minutes: float) -> list[tuple[float, float]]:
    """The dashboard's heap while it is fed: minutes since it had warmed up, and megabytes."""
    async with (
        serving() as (url, _),
        chromium(UNCOMPILED) as browser,
        a_tab(browser, url + ARMS[0].path) as tab,
    ):
        await tab.page.wait_for_timeout(WARM_MS)
        found = [(0.0, await tab.heap())]
        while found[-1][0] < minutes:
            await tab.page.wait_for_timeout(1000 * HEAP_EVERY_SECONDS)
            found.append((found[-1][0] + HEAP_EVERY_SECONDS / 60, await tab.heap()))
        if tab.complaints:
            raise ComplaintsError(str(tab.complaints))
        return found


def tables(turns: dict[str, list[Turn]]) -> str:
    """The medians, and what our script costs as a part of the peers' in the same run."""
    rows = [
        [name, *(median(values) for values in zip(*(turn.row for turn in some), strict=True))]
        for name, some in turns.items()
    ]
    pairs = [(ours, peer) for ours, peer in ((SHIPPED, NAIVE), (CHART, UPLOT)) if peer in turns]
    ratios = [
        [
            f"{ours} : {peer}",
            *(
                paired_ratio([t.row[at] for t in turns[ours]], [t.row[at] for t in turns[peer]])
                for at in (0, 1)
            ),
        ]
        for ours, peer in pairs
        if ours in turns
    ]
    return f"{markdown(HEADER, rows)}\n\n{markdown(['ratio', 'script', 'all work'], ratios)}"


def main() -> None:
    """Measure, and print tables."""
    parser = argparse.ArgumentParser(prog="bench.frontend", description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=12, help="a turn of an arm")
    parser.add_argument("--minutes", type=float, help="follow the dashboard's heap instead")
    told = parser.parse_args()
    build_pages()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    if told.minutes is None:
        turns = asyncio.run(compare(ARMS, told.runs, told.seconds))
        print(f"\n{tables(turns)}\n\nload {os.getloadavg()[0]:.1f}")
        return
    found = asyncio.run(heap(told.minutes))
    times, sizes = zip(*found, strict=True)
    slope = linear_regression(times, sizes).slope
    print(markdown(["minute", "heap, MB"], [[f"{at:g}", size] for at, size in found]))
    part = max(1, len(sizes) // 4)
    print(
        f"\nmedians of the first and the last quarter: {median(sizes[:part]):.2f} and"
        f" {median(sizes[-part:]):.2f} MB; {1000 * slope:+.1f} kB a minute"
    )


if __name__ == "__main__":
    main()
