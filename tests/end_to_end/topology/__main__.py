"""`python -m tests.end_to_end.topology`: what the containers run, several of each, and killed.

Three brokers, a Spark master with two workers and the job, two relays, and three API processes
behind nginx, from the files that compose and the cluster read. One of each kind is killed in turn;
each is started again after a second, as compose and Kubernetes do. Clients follow throughout,
through nginx, and come back with their cursors. At the end their histories are judged, the tables
are recounted, and a job on `local[*]` makes them again from the same topics.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.nginx import wants_nginx
from bench.servers import running
from cli.supervisor.logs import to_terminal
from contracts.topics import CHAT
from tests.end_to_end.kills import (
    Crowd,
    in_words,
    kill_in_turn,
    recount,
    until_next_final_minute,
    verdicts,
)
from tests.end_to_end.topology.places import Places
from tests.end_to_end.topology.report import Report
from tests.end_to_end.topology.servers import leaders, server_services
from tests.end_to_end.topology.stack import Topology, a_topology
from tests.end_to_end.topology.twin import compare, local_job

KILLED: Final = ("spark-worker-1", "spark-worker-2", "relay-1", "backend-1")
"""And the broker that leads the topic `chat`, before them."""
COPIES: Final = 5
"""Clients that follow the same feed."""
WAITING_SECONDS: Final = 5.0
"""Events of no more than so many seconds may wait when a run is judged."""


async def follow_and_kill(stack: Topology, rate: float, killed: Sequence[str]) -> Report:
    """Kill one after another, and judge what clients were given."""
    report, crowd = Report(), Crowd.on(stack.api_port, COPIES)
    watching = asyncio.create_task(report.watch.look_on(stack.scraped["api"]))
    await crowd.until_steady(0)
    led = await leaders(stack.kafka)
    broker = f"kafka-{led[CHAT]}"
    of_it = [topic for topic, leader in led.items() if leader == led[CHAT]]
    to_terminal(f"{broker} leads {', '.join(of_it)}")
    async for kill in kill_in_turn(stack, crowd, [broker, *killed]):
        report.kills.append(kill)
    await until_next_final_minute(stack)
    await stack.until_drained(WAITING_SECONDS * rate)
    report.add("prometheus", await stack.monitoring())
    accounting = await stack.accounting()
    watching.cancel()
    await crowd.leave()
    report.add("every client's history", in_words(await verdicts(stack, crowd)))
    report.add("accounting", accounting, is_right=accounting["residual"] == 0)
    report.tell_of_load()
    report.tell_of_sockets(len(crowd.followers))
    return report


def run(folder: Path, rate: float, killed: Sequence[str]) -> Report:
    """All of it, in this folder."""
    places = Places.free(folder)
    with running(places.servers, server_services(places)):
        with a_topology(places, rate) as stack:
            report = asyncio.run(follow_and_kill(stack, rate, killed))
        report.add("tables", asyncio.run(recount(stack)))
        with local_job(places) as local:
            report.tables, is_same = asyncio.run(compare(places.database, local))
            report.is_right &= is_same
    return report


def main() -> int:
    """Exit code 0 says that all was right."""
    parser = argparse.ArgumentParser(prog="tests.end_to_end.topology", description=__doc__)
    parser.add_argument("--rate", type=float, default=1000.0, help="events a second")
    parser.add_argument("--killed", nargs="*", default=list(KILLED))
    told = parser.parse_args()
    wants_nginx(parser)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        report = run(Path(folder), told.rate, told.killed)
    to_terminal(f"\n{report}")
    sys.stdout.write("\nall right\n" if report.is_right else "\nNOT RIGHT\n")
    return 0 if report.is_right else 1


if __name__ == "__main__":
    sys.exit(main())
