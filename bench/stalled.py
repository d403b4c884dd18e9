"""`python -m bench.stalled`: what 200 sockets that read nothing cost the server and 50 that read.

Each turn measures the readers twice, on a fresh API process each time: alone, and beside the
stalled. The order within a turn changes from turn to turn.
"""

import argparse
import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from bench.api import Api, an_api
from bench.client import socket_url, subscribe
from bench.deaf import deaf_clients, kernel_memory, queued_bytes
from bench.feeder import STREAM, Feeder, Pace
from bench.figures import markdown, paired_ratio, percentile
from bench.servers import Servers, servers

QUERY: Final = """
subscription ($stream: ID!, $onSlow: SlowClient!) {
  metrics(streamId: $stream, onSlow: $onSlow) {
    __typename
    ... on LiveEvent { cursor emittedAt }
    ... on MetricsUpdate { kind window {
      timestamp durationSeconds isFinal revision watermark messageCount chatRate uniqueChatters
      viewerCount viewerLast viewerPeak transactionCount revenue sentimentScore emoteCount
    } }
  }
}"""
WARM_UP_SECONDS: Final = 5.0
LOOK_SECONDS: Final = 1.0
MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Plan:
    """How many clients of each kind, at which rate, for how long, how often."""

    stalled: int
    healthy: int
    rate: float
    seconds: float
    runs: int


@dataclass(slots=True)
class Seen:
    """One measurement: seconds from each record's making to its arrival, and what it took."""

    latencies: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)
    queued: list[int] = field(default_factory=list)
    kernel: list[int] = field(default_factory=list)
    connections: int = 0

    @property
    def p99(self) -> float:
        """Milliseconds that 99 of 100 deliveries did not exceed."""
        return 1000 * percentile(self.latencies, 0.99)


async def measure(made: Servers, plan: Plan, stalled: int) -> Seen:
    """The healthy clients on a fresh API, beside so many stalled ones."""
    seen = Seen()
    feeder = Feeder(made.database, made.redis_port)
    await feeder.start()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(feeder.stop)
        api = await stack.enter_async_context(an_api(made))
        kernel_before = kernel_memory()
        sockets = stack.enter_context(ExitStack())
        policies = ("LATEST", "BUFFER")
        wishes = [{"stream": STREAM, "onSlow": policies[n % 2]} for n in range(stalled)]
        await asyncio.to_thread(sockets.enter_context, deaf_clients(api.port, QUERY, list(wishes)))
        async with asyncio.TaskGroup() as group:
            readers = [group.create_task(_read(api, seen.latencies)) for _ in range(plan.healthy)]
            watcher = group.create_task(_watch(api, seen, kernel_before))
            whole = WARM_UP_SECONDS + plan.seconds
            await feeder.feed_at(Pace(plan.rate, round(plan.rate * WARM_UP_SECONDS)))
            seen.latencies.clear()
            await feeder.feed_at(Pace(plan.rate, round(plan.rate * (whole - WARM_UP_SECONDS))))
            await asyncio.sleep(1)
            for task in (*readers, watcher):
                task.cancel()
    return seen


async def _read(api: Api, latencies: list[float]) -> None:
    variables = {"stream": STREAM, "onSlow": "BUFFER"}
    with suppress(asyncio.CancelledError):
        async with subscribe(socket_url(api.port), QUERY, variables) as events:
            async for event in events:
                emitted_at = datetime.fromisoformat(event["emittedAt"])
                latencies.append(time.time() - emitted_at.timestamp())


async def _watch(api: Api, seen: Seen, kernel_before: int) -> None:
    while True:
        seen.connections, queued = queued_bytes(api.port)
        seen.queued.append(queued)
        seen.kernel.append(kernel_memory() - kernel_before)
        seen.memory.append(api.memory)
        await asyncio.sleep(LOOK_SECONDS)


async def take_turns(made: Servers, plan: Plan) -> tuple[list[Seen], list[Seen]]:
    """Every turn's measurement alone, and beside the stalled."""
    alone: list[Seen] = []
    beside: list[Seen] = []
    for turn in range(plan.runs):
        order = [(alone, 0), (beside, plan.stalled)]
        for into, stalled in order if turn % 2 == 0 else reversed(order):
            seen = await measure(made, plan, stalled)
            into.append(seen)
            print(
                f"run {turn + 1}, {stalled:3} stalled: p99 {seen.p99:7.1f} ms,"
                f" {len(seen.latencies)} deliveries, server {max(seen.memory) // MEGABYTE} MB,"
                f" {max(seen.queued) // 1024} KB queued on {seen.connections} connections",
                flush=True,
            )
    return alone, beside


def summary(plan: Plan, alone: Sequence[Seen], beside: Sequence[Seen]) -> str:
    """The medians over the runs, and the median of the ratios."""
    expected = plan.healthy * plan.rate * plan.seconds
    rows = [
        [
            name,
            median(seen.p99 for seen in arm),
            median(max(seen.memory) / MEGABYTE for seen in arm),
            median(max(seen.queued) / 1024 for seen in arm),
            median(max(seen.kernel) / MEGABYTE for seen in arm),
            min(len(seen.latencies) / expected for seen in arm),
        ]
        for name, arm in (("none stalled", alone), (f"{plan.stalled} stalled", beside))
    ]
    header = ["", "healthy p99, ms", "server RSS, MB", "queued, KB", "kernel TCP, MB", "delivered"]
    ratio = paired_ratio([seen.p99 for seen in beside], [seen.p99 for seen in alone])
    return f"{markdown(header, rows)}\n\np99 beside the stalled / alone: {ratio:.2f}"


def main() -> None:
    """Print each run, and the medians at the end."""
    parser = argparse.ArgumentParser(prog="bench.stalled", description=__doc__)
    parser.add_argument("--stalled", type=int, default=200)
    parser.add_argument("--healthy", type=int, default=50)
    parser.add_argument("--rate", type=float, default=50.0, help="updates a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--runs", type=int, default=5)
    plan = Plan(**vars(parser.parse_args()))
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, servers(Path(folder)) as made:
        alone, beside = asyncio.run(take_turns(made, plan))
    print(f"\n{summary(plan, alone, beside)}")


if __name__ == "__main__":
    main()
