"""`python -m bench.lighthouse`: what Lighthouse says of the pages, and what a first visit loads.

An API process serves the built pages from filled tables; nothing is fed, so that only the pages are
measured. Medians of several audits a page, as a desktop and as a slow phone.
"""

import argparse
import asyncio
import json
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Final

import psycopg

from bench.api import an_api
from bench.figures import markdown
from bench.frontend.build import PAGES, install
from bench.frontend.chromium import FLAGS, chromium, chromium_path
from bench.queries.data import STREAM, fill
from bench.servers import Servers, servers

VISITED: Final = {"overview": "/", "stream": f"/streams/{STREAM}"}
PRESETS: Final[Mapping[str, tuple[str, ...]]] = {"desktop": ("--preset=desktop",), "mobile": ()}
CATEGORIES: Final = ("accessibility", "best-practices", "performance")
TIMES: Final = ("first-contentful-paint", "largest-contentful-paint", "total-blocking-time")
SHIFT: Final = "cumulative-layout-shift"
_FEW: Final = "DELETE FROM streams WHERE stream_id > 's004'"
_QUIET_MS: Final = 1500


@dataclass(frozen=True, slots=True)
class Visit:
    """What a browser that was never here before loads: kilobytes as they travel, headers too."""

    requests: int
    kilobytes: float
    scripts: float
    before_paint: float
    """Of scripts, those that the page itself names: without them nothing is shown."""


class _Traffic:
    def __init__(self) -> None:
        self.kinds: dict[str, str] = {}
        self.sizes: dict[str, float] = {}
        self.by_parser: set[str] = set()

    def on_response(self, event: Mapping[str, Any]) -> None:
        self.kinds[event["requestId"]] = event["type"]

    def on_request(self, event: Mapping[str, Any]) -> None:
        if event["initiator"]["type"] == "parser":
            self.by_parser.add(event["requestId"])

    def on_end(self, event: Mapping[str, Any]) -> None:
        self.sizes[event["requestId"]] = event["encodedDataLength"] / 1000

    @property
    def visit(self) -> Visit:
        scripts = {each for each, kind in self.kinds.items() if kind == "Script"}
        return Visit(
            len(self.sizes),
            sum(self.sizes.values()),
            sum(self.sizes[each] for each in scripts),
            sum(self.sizes[each] for each in scripts & self.by_parser),
        )


async def visit(url: str) -> Visit:
    """What the first visit of this page loads."""
    async with chromium() as browser:
        page = await browser.new_page(viewport={"width": 1440, "height": 900})
        devtools = await page.context.new_cdp_session(page)
        traffic = _Traffic()
        devtools.on("Network.requestWillBeSent", traffic.on_request)
        devtools.on("Network.responseReceived", traffic.on_response)
        devtools.on("Network.loadingFinished", traffic.on_end)
        await devtools.send("Network.enable")
        await page.goto(url)
        await page.wait_for_timeout(_QUIET_MS)
        return traffic.visit


def audit(url: str, preset: str, folder: Path) -> dict[str, Any]:
    """Lighthouse's own report."""
    report = folder / "report.json"
    command = (
        str(PAGES / "node_modules" / ".bin" / "lighthouse"),
        url,
        *PRESETS[preset],
        f"--only-categories={','.join(CATEGORIES)}",
        "--output=json",
        f"--output-path={report}",
        f"--chrome-flags=--headless=new {' '.join(FLAGS)}",
        "--quiet",
    )
    environment = os.environ | {"CHROME_PATH": chromium_path()}
    subprocess.run(command, check=True, env=environment)  # noqa: S603 - of our own package.json
    told: dict[str, Any] = json.loads(report.read_bytes())
    return told


def _row(page: str, preset: str, reports: list[dict[str, Any]]) -> list[object]:
    scores = (
        median(100 * report["categories"][name]["score"] for report in reports)
        for name in CATEGORIES
    )
    values = (
        median(report["audits"][name]["numericValue"] for report in reports)
        for name in (*TIMES, SHIFT)
    )
    return [page, preset, *(f"{score:.0f}" for score in scores), *values]


def faults(report: dict[str, Any]) -> list[str]:
    """What is not as it should be, apart from times."""
    return [
        f"{name}: {audit['title']} {audit.get('displayValue', '')}"
        for name, audit in report["audits"].items()
        if audit["score"] is not None and audit["score"] < 1 and name not in TIMES
    ]


async def measure(made: Servers, runs: int, folder: Path) -> None:
    """Print all of it."""
    async with an_api(made) as api:
        url = f"http://127.0.0.1:{api.port}"
        visits = [(name, await visit(url + path)) for name, path in VISITED.items()]
        print(
            markdown(
                ["first visit", "requests", "kB", "scripts, kB", "of them before paint"],
                [[n, v.requests, v.kilobytes, v.scripts, v.before_paint] for n, v in visits],
            )
        )
        rows = []
        for preset in PRESETS:
            for name, path in VISITED.items():
                reports = [
                    await asyncio.to_thread(audit, url + path, preset, folder) for _ in range(runs)
                ]
                rows.append(_row(name, preset, reports))
                print(f"\n{name}, {preset}: {'; '.join(faults(reports[-1]))}", flush=True)
    print(f"\n{markdown(['page', 'as', *CATEGORIES, 'FCP', 'LCP', 'TBT, ms', 'CLS'], rows)}")


def main() -> None:
    """Audit, and print tables."""
    parser = argparse.ArgumentParser(prog="bench.lighthouse", description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    told = parser.parse_args()
    install()
    with TemporaryDirectory(ignore_cleanup_errors=True) as name, servers(Path(name)) as made:
        fill(made.database)
        with psycopg.connect(made.database.conninfo) as connection:
            connection.execute(_FEW)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}\n")
        asyncio.run(measure(made, told.runs, Path(name)))


if __name__ == "__main__":
    main()
