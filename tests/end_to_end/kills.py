"""Kills each process in turn while clients follow: what they felt, and what they were given."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Final

from bench.follower import Follower, stopped
from bench.histories import Followed, Verdict, holes, judge, read_logs, up_to
from bench.recovery import Recovery, is_steady, recovery
from bench.stack import Stack, until
from cli.supervisor.logs import to_terminal
from contracts.feeds import FeedKind
from tests.end_to_end import recording

CHANNELS: Final = ("xqc", "shroud", "pokimane", "ninja", "summit1g")
STEADY_SECONDS: Final = 15.0
LONGEST_RECOVERY_SECONDS: Final = 240.0


@dataclass(slots=True)
class Crowd:
    """Clients at one port, while they follow."""

    followers: list[Follower]
    following: list["asyncio.Task[None]"] = field(default_factory=list)

    @classmethod
    def on(cls, port: int, copies: int = 1) -> "Crowd":
        """So many clients for the metrics of each channel, and for the moments of all."""
        feeds = [Followed(FeedKind.METRICS, channel) for channel in CHANNELS]
        feeds.append(Followed(FeedKind.MOMENTS, None))
        crowd = cls([Follower(feed, port) for feed in feeds for _ in range(copies)])
        crowd.following = [asyncio.create_task(each.follow()) for each in crowd.followers]
        return crowd

    def arrivals(self, since: float = 0) -> Iterator[list[float]]:
        """When each client of metrics was given something, in seconds since 1970, newest first."""
        for each in self.followers:
            if each.feed.kind is FeedKind.METRICS:
                times = (one.received_at for one in reversed(each.deliveries))
                yield list(takewhile(lambda at: at >= since, times))

    def felt(self, fault_at: float) -> Recovery:
        """What that client felt who heard nothing for longest."""
        now = time.time()
        each = [recovery(times, fault_at, now) for times in self.arrivals()]
        return max(each, key=lambda one: one.silence_seconds)

    def stillness(self, fault_at: float) -> Recovery:
        """How long nobody heard anything."""
        everybody = [at for times in self.arrivals() for at in times]
        return recovery(everybody, fault_at, time.time())

    def notices(self, since: float) -> int:
        """How many gaps clients were told of since then."""
        told = [one for each in self.followers for one in each.deliveries if one.is_notice]
        return sum(one.received_at > since for one in told)

    async def until_steady(self, since: float) -> None:
        """Return when pushes have flowed to each for a while, beginning after `since`."""

        async def are_steady() -> bool:
            now = time.time()
            begin = now - STEADY_SECONDS
            return begin > since and all(is_steady(a, begin, now) for a in self.arrivals(begin))

        await until(are_steady, LONGEST_RECOVERY_SECONDS)

    async def leave(self) -> None:
        """Stop following."""
        for task in self.following:
            await stopped(task)


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill -9: from when on until when pushes flowed steadily again, and what was felt.

    `felt` is by the client that heard nothing for longest, `stillness` by all together.
    """

    service: str
    at: float
    steady_at: float
    felt: Recovery
    stillness: Recovery
    notices: int

    @property
    def row(self) -> list[object]:
        """Of a table with the columns KILL."""
        return [
            f"kill -9 {self.service}",
            f"{self.felt.silence_seconds:.1f} s",
            f"{self.stillness.silence_seconds:.1f} s",
            str(self.felt),
            self.notices,
        ]


KILL: Final = (
    *("fault", "longest silence of a client", "of all", "pushes flow again after"),
    "gap notices",
)


async def kill_in_turn(stack: Stack, crowd: Crowd, services: Sequence[str]) -> AsyncIterator[Kill]:
    """Kill each service once pushes are steady, and go on when they are steady again."""
    for service in services:
        await crowd.until_steady(0)
        fault_at = time.time()
        pid = await stack.kill(service)
        await stack.until_restarted(service, pid)
        await crowd.until_steady(time.time())
        felt, stillness = crowd.felt(fault_at), crowd.stillness(fault_at)
        to_terminal(f"{service}: {felt}")
        notices = crowd.notices(fault_at)
        yield Kill(service, fault_at, time.time(), felt, stillness, notices)


async def verdicts(stack: Stack, crowd: Crowd) -> list[Verdict]:
    """What each client was given, judged; raises AssertionError where Kafka itself has holes."""
    logs = await read_logs(stack.kafka)
    found = []
    for each in crowd.followers:
        log = logs.get(each.feed.name, {})
        assert holes(log) == 0, each.feed.name
        found.append(judge(each.deliveries, up_to(log, each.position)))
    return found


def in_words(found: Sequence[Verdict]) -> str:
    """`12,345 updates, each once and in order`, or what was wrong."""
    if all(verdict.is_right for verdict in found):
        return f"{sum(verdict.delivered for verdict in found):,} updates, each once and in order"
    return f"WRONG: {[verdict for verdict in found if not verdict.is_right]}"


async def until_next_final_minute(stack: Stack) -> None:
    """Return when one more minute is final."""
    before = recording.newest_final_minute(stack.database)

    async def has_moved() -> bool:
        return recording.newest_final_minute(stack.database) > before

    await until(has_moved, LONGEST_RECOVERY_SECONDS)


async def recount(stack: Stack) -> str:
    """How the final rows compare with the recording."""
    count, differ = await recording.differences_to_recording(stack.database, stack.kafka)
    return f"{count:,} rows as recounted" if not differ else f"WRONG: {differ[:5]}"
