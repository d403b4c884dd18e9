"""`python -m bench.freshness`: from a message to the push that counts it, at each load.

The arms run one after the other, the shipped one first, each on a fresh stack with the same load.
"""

import argparse
import asyncio
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import markdown, percentile
from bench.freshness.arms import Load, Result, measure_naive, measure_shipped
from bench.freshness.stages import STAGES

ARMS = {"shipped": measure_shipped, "naive": measure_naive}
HEADER = ["events/s", "arm", "probes", "p50, s", "p95, s", "p99, s", "lost"]


def row(rate: float, arm: str, result: Result) -> list[object]:
    """A line of the table of latencies."""
    found = result.latencies
    shown = [f"{percentile(found, share):.2f}" for share in (0.5, 0.95, 0.99)]
    return [f"{rate:g}", arm, len(found), *shown, result.lost]


def stages(result: Result) -> str:
    """A table of where the time went: the median and the 95th percentile of each stage."""
    columns = zip(*(journey.seconds for journey in result.journeys), strict=True)
    rows = [
        [stage, *(f"{1000 * percentile(values, share):.0f}" for share in (0.5, 0.95))]
        for stage, values in zip(STAGES, columns, strict=True)
    ]
    return markdown(["stage", "p50, ms", "p95, ms"], rows)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="bench.freshness", description=__doc__)
    parser.add_argument("--rates", type=float, nargs="+", default=[200.0, 2000.0])
    parser.add_argument("--probes", type=int, default=100)
    parser.add_argument("--warm-seconds", type=float, default=60.0)
    parser.add_argument("--arms", nargs="+", choices=ARMS, default=list(ARMS))
    told = parser.parse_args()
    rows = []
    print(f"{os.cpu_count()} cores; the arms in this order: {', '.join(told.arms)}")
    for rate in told.rates:
        for arm in told.arms:
            with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
                load = Load(rate, told.probes, told.warm_seconds)
                result = asyncio.run(ARMS[arm](Path(folder), load))
            rows.append(row(rate, arm, result))
            print(f"\n{markdown(HEADER, rows[-1:])}", flush=True)
            if result.journeys:
                print(f"\n{stages(result)}", flush=True)
    print(f"\n{markdown(HEADER, rows)}")


if __name__ == "__main__":
    main()
