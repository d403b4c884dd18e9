"""`python -m bench.cutoffs`: clients that are cut off again and again while the stack is shaken.

Each client follows one feed with `onSlow: BUFFER` and comes back with its last cursor. What it was
given is judged against the derived topics. Then one comes back with a cursor that is expired.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final

from redis.asyncio import Redis

from bench.client import Data, socket_url, subscribe
from bench.figures import markdown
from bench.follower import METRICS, Follower, stopped
from bench.histories import Followed, Verdict, holes, judge, read_logs, up_to
from bench.line import Line, a_line
from bench.stack import Stack, a_stack, until
from contracts.feeds import Cursor, FeedKind, feed_name
from contracts.redis_names import log_key

CHANNELS: Final = ("xqc", "shroud", "pokimane", "ninja", "summit1g")
CATCH_UP_SECONDS: Final = 180
EXPIRY_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Plan:
    """How often each client is cut off, and how often each service is killed meanwhile."""

    cuts: int
    restarts: dict[str, int]
    channels: Sequence[str] = CHANNELS
    seed: int = 1

    @property
    def followed(self) -> list[Followed]:
        """A client each: the metrics of every channel, and the moments of all."""
        metrics = [Followed(FeedKind.METRICS, channel) for channel in self.channels]
        return [*metrics, Followed(FeedKind.MOMENTS, None)]

    def shocks(self) -> list[tuple[int, str]]:
        """After how many cuts which service is killed: each evenly over the run, at random."""
        random = Random(self.seed)
        return sorted(
            (int((number + random.random()) * self.cuts / times), service)
            for service, times in self.restarts.items()
            for number in range(times)
        )


@dataclass(slots=True)
class Client:
    """A follower, and the line that it hangs on."""

    follower: Follower
    line: Line


@dataclass(slots=True)
class Report:
    """What came of it: a verdict for each client, in their order."""

    clients: list[Client] = field(default_factory=list)
    verdicts: list[Verdict] = field(default_factory=list)
    holes: int = 0
    shocks: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Every client was given every record once, in order, and no notice."""
        return self.holes == 0 and all(verdict.is_right for verdict in self.verdicts)

    def __str__(self) -> str:
        header = ["feed", "cuts", "connections", "refused", *(f.name for f in fields(Verdict))]
        rows = [
            [
                *(each.follower.feed.name, each.line.breaks),
                *(each.follower.connections, each.follower.refusals, *astuple(verdict)),
            ]
            for each, verdict in zip(self.clients, self.verdicts, strict=True)
        ]
        killed = {name: self.shocks.count(name) for name in sorted(set(self.shocks))}
        errors = sorted({error for each in self.clients for error in each.follower.errors})
        return (
            f"{markdown(header, rows)}\n\n"
            f"killed: {killed}; holes in Kafka: {self.holes}; errors: {errors}"
        )


async def cut_and_judge(stack: Stack, plan: Plan) -> Report:
    """Run the plan on a stack that is ready, and judge what each client was given."""
    report = Report()
    async with _clients(stack, plan) as report.clients:
        following = [asyncio.create_task(each.follower.follow()) for each in report.clients]
        shaking = asyncio.create_task(_shake(stack, report.clients[0].line, plan, report.shocks))
        await asyncio.gather(shaking, *(each.line.has_broken.wait() for each in report.clients))
        await _let_catch_up(stack, report.clients, plan.cuts)
        for task in following:
            await stopped(task)
    logs = await read_logs(stack.kafka)
    for follower in (each.follower for each in report.clients):
        log = logs.get(follower.feed.name, {})
        report.verdicts.append(judge(follower.deliveries, up_to(log, follower.position)))
        report.holes += holes(log)
    return report


@asynccontextmanager
async def _clients(stack: Stack, plan: Plan) -> AsyncIterator[list[Client]]:
    async with AsyncExitStack() as lines:
        clients = []
        for number, followed in enumerate(plan.followed):
            random = Random(plan.seed + number)
            line = await lines.enter_async_context(a_line(stack.api_port, plan.cuts, random))
            clients.append(Client(Follower(followed, line.port), line))
        yield clients


async def _shake(stack: Stack, line: Line, plan: Plan, done: list[str]) -> None:
    """Kill each service when its turn comes; the supervisor starts it again."""
    began = time.monotonic()
    for cuts, service in plan.shocks():
        while line.breaks < cuts:  # noqa: ASYNC110 - the line sets no event for each break
            await asyncio.sleep(0.05)
        pid = await stack.kill(service)
        done.append(service)
        print(
            f"{time.monotonic() - began:7.1f} s  {line.breaks} cuts, killed {service}", flush=True
        )
        await stack.until_restarted(service, pid)


async def _let_catch_up(stack: Stack, clients: Sequence[Client], cuts: int) -> None:
    """Wait until each client has what Kafka holds now, and of metrics more events than cuts.

    Cuts while a feed stands still, as behind a slow start, prove little.

    Raises:
        TimeoutError: One does not get there.
    """
    logs = await read_logs(stack.kafka)

    async def have_all() -> bool:
        return all(
            _has_all(each.follower, logs) and _has_seen_more(each.follower, cuts)
            for each in clients
        )

    await until(have_all, CATCH_UP_SECONDS)


def _has_all(follower: Follower, logs: dict[str, dict[Cursor, tuple[object, ...]]]) -> bool:
    log = logs.get(follower.feed.name, {})
    top = max((cursor.seq for cursor in log), default=0)
    return top == 0 or (follower.position is not None and follower.position.seq >= top)


def _has_seen_more(follower: Follower, cuts: int) -> bool:
    # Moments are rare: how many there are is not up to the line.
    return follower.feed.kind is FeedKind.MOMENTS or len(follower.deliveries) > cuts + 1


async def come_back_too_late(stack: Stack, stream_id: str) -> list[Data]:
    """Trim a log to its newest entry, and subscribe after a cursor far below: the first two events.

    They must be the notice that the cursor is expired, and a snapshot.
    """
    feed = feed_name(FeedKind.METRICS, stream_id)
    logs = await read_logs(stack.kafka)
    newest = max(logs[feed], key=lambda cursor: cursor.seq)
    async with Redis(host="127.0.0.1", port=stack.redis_port) as redis:
        await redis.xtrim(log_key(feed, newest.epoch), minid=f"{newest.seq}-0", approximate=False)
    expired = Cursor(newest.epoch, max(1, newest.seq - 50))
    variables = {"stream": stream_id, "after": str(expired)}
    events: list[Data] = []
    async with (
        asyncio.timeout(EXPIRY_SECONDS),
        subscribe(socket_url(stack.api_port), METRICS, variables) as subscription,
    ):
        async for event in subscription:
            events.append(event)
            if len(events) == 2:
                return events
    return events


def is_told_of_expiry(events: Sequence[Data]) -> bool:
    """Whether a notice came first, and then a snapshot."""
    reasons = [event.get("reason") for event in events]
    return reasons == ["EXPIRED", None] and events[1]["kind"] == "SNAPSHOT"


async def run(plan: Plan, rate: str) -> bool:
    """The whole of it on a stack of its own; whether all was right."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        async with a_stack(Path(folder), "--rate", rate) as stack:
            await stack.until_ready()
            report = await cut_and_judge(stack, plan)
            print(f"\n{report}\n")
            events = await come_back_too_late(stack, plan.channels[0])
            told = is_told_of_expiry(events)
            print(f"a cursor below the log: {'notice, then snapshot' if told else events}")
    return report.is_right and told


def main() -> int:
    """Exit code 0 says that nothing was missing, repeated, out of order or announced as a gap."""
    parser = argparse.ArgumentParser(prog="bench.cutoffs", description=__doc__)
    parser.add_argument("--cuts", type=int, default=1000, help="of each client")
    parser.add_argument("--valkey-restarts", type=int, default=20)
    parser.add_argument("--relay-restarts", type=int, default=5)
    parser.add_argument("--api-restarts", type=int, default=5)
    parser.add_argument("--rate", default="500")
    parser.add_argument("--seed", type=int, default=1)
    told = parser.parse_args()
    restarts = {
        "valkey": told.valkey_restarts,
        "relay": told.relay_restarts,
        "api": told.api_restarts,
    }
    is_right = asyncio.run(run(Plan(told.cuts, restarts, seed=told.seed), told.rate))
    print("all right" if is_right else "NOT RIGHT")
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
