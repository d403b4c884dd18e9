"""`python -m bench.catchup`: rows a second of the shipped job and of its peer."""

import argparse
import asyncio
import os
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.catchup.arms import ARMS, Arm, Pass, started
from bench.catchup.backlog import backlog, write_backlog
from bench.catchup.equality import differences, read_results
from bench.figures import markdown, paired_ratio
from bench.naive.jars import naive_jars
from bench.naive.tables import create_tables
from bench.servers import Servers, servers
from cli.project import SPARK_JARS
from cli.servers.postgres import create_database
from db.engine import Database

Rates = dict[str, list[float]]


def main() -> None:
    """Write the backlog once, then let the arms take turns at it."""
    parser = argparse.ArgumentParser(prog="bench.catchup", description=__doc__)
    parser.add_argument("--events", type=int, default=300_000)
    parser.add_argument("--rate", type=float, default=500.0, help="events a second when they fell")
    parser.add_argument("--runs", type=int, default=3, help="measured passes an arm")
    told = parser.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, ExitStack() as stack:
        made = stack.enter_context(servers(Path(folder)))
        records = backlog(told.events, told.rate, int(time.time()) - 120)
        counts = asyncio.run(write_backlog(made.kafka, records))
        print(f"{counts.total():,} events in Kafka: {dict(counts)}; {os.cpu_count()} cores")
        jars = {"shipped": SPARK_JARS, "naive": stack.enter_context(naive_jars())}
        arms = [
            stack.enter_context(started(name, made, jars[name], Path(folder) / f"{name}.log"))
            for name in ARMS
        ]
        rates = take_turns(arms, made, counts, told.runs)
    print(summary(rates))


def take_turns(arms: list[Arm], made: Servers, counts: Counter[str], runs: int) -> Rates:
    """Rows a second of each arm's measured passes, after one that warms it.

    Raises:
        AssertionError: The results of a turn differ.
    """
    rates: Rates = {arm.name: [] for arm in arms}
    for turn in range(runs + 1):
        results = {}
        for arm in arms:
            database = _fresh_database(made.database, arm.name, turn)
            checkpoint = made.folder / "checkpoints" / database.name
            taken = arm.run(Pass.over(counts, database.name, checkpoint))
            results[arm.name] = read_results(database)
            rate = counts.total() / taken.committed_seconds
            print(
                f"{'warm-up' if turn == 0 else f'run {turn}'} {arm.name:<8} {rate:9,.0f} rows/s"
                f"  ({taken.committed_seconds:.1f} s, idle after {taken.idle_seconds:.1f} s)",
                flush=True,
            )
            if turn > 0:
                rates[arm.name].append(rate)
        differ = differences(*results.values())
        if differ:
            raise AssertionError("the results differ:\n" + "\n".join(differ[:10]))
    return rates


def _fresh_database(server: Database, arm: str, turn: int) -> Database:
    fresh = replace(server, name=f"{arm}_{turn}")
    create_database(fresh, template=server.name if arm == "shipped" else "template0")
    if arm == "naive":
        create_tables(fresh)
    return fresh


def summary(rates: Rates) -> str:
    """The medians, and the median of the ratios of each turn."""
    rows = [[arm, median(values), len(values)] for arm, values in rates.items()]
    ratio = paired_ratio(rates["shipped"], rates["naive"])
    table = markdown(["arm", "rows/s, median", "runs"], rows)
    return f"\nequal results in every turn\n\n{table}\n\nshipped / naive: {ratio:.2f}"


if __name__ == "__main__":
    main()
