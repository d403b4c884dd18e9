"""`python -m bench.soak`: what grows while the simulator runs with subscribers."""

import argparse
import asyncio
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Final

from websockets.exceptions import WebSocketException

from bench.client import SubscriptionError, socket_url, subscribe
from bench.figures import growth, markdown
from bench.processes import FIGURES, Usage, usage
from bench.stack import Stack, a_stack

SAMPLE_SECONDS: Final = 10.0
CHANNELS: Final = ("xqc", "shroud", "pokimane", "ninja", "summit1g")
_LIVE: Final = "__typename ... on LiveEvent { cursor emittedAt }"
QUERIES: Final = (
    f"""subscription ($stream: ID!) {{ metrics(streamId: $stream) {{ {_LIVE}
      ... on MetricsUpdate {{ window {{ timestamp messageCount chatRate viewerCount }} }} }} }}""",
    f"""subscription ($stream: ID!) {{ metrics(streamId: $stream, onSlow: BUFFER) {{ {_LIVE}
      ... on MetricsUpdate {{ window {{ timestamp revision sentimentScore }} }} }} }}""",
    f"""subscription ($stream: ID!) {{ moments(streamId: $stream) {{ {_LIVE}
      ... on MomentUpdate {{ moment {{ id status description }} }} }} }}""",
    """subscription ($stream: ID!) { topChatters(streamId: $stream) {
      chatters { login messageCount share } } }""",
)
"""A subscriber of each channel takes the next of these."""


@dataclass(slots=True)
class Subscriber:
    """A client that reads for as long as the soak lasts."""

    stream_id: str
    query: str
    events: int = 0
    breaks: list[str] = field(default_factory=list)

    async def read(self, stack: Stack) -> None:
        """Read until cancelled; a connection that ends is noted and made again."""
        while True:
            try:
                await self._read_one(stack)
            except (OSError, WebSocketException, SubscriptionError) as error:
                self.breaks.append(repr(error))
            await asyncio.sleep(1)

    async def _read_one(self, stack: Stack) -> None:
        url, variables = socket_url(stack.api_port), {"stream": self.stream_id}
        async with subscribe(url, self.query, variables) as events:
            async for _ in events:
                self.events += 1


Samples = list[tuple[float, dict[str, Usage]]]
"""Minutes since the start, and what each service used then."""


async def soak(stack: Stack, minutes: float, subscribers: Sequence[Subscriber]) -> Samples:
    """Let the subscribers read for so long, and sample meanwhile."""
    reading = [asyncio.create_task(each.read(stack)) for each in subscribers]
    began, samples = time.monotonic(), Samples()
    while (passed := (time.monotonic() - began) / 60) < minutes:
        pids = {s.name: s.pid for s in stack.services().values() if s.pid is not None}
        samples.append((passed, await asyncio.to_thread(usage, pids, stack.database)))
        await asyncio.sleep(SAMPLE_SECONDS)
    for task in reading:
        task.cancel()
    await asyncio.gather(*reading, return_exceptions=True)
    return samples


def phases(samples: Samples, minutes: float) -> tuple[Samples, Samples]:
    """The twelfth after the first sixth, and the last twelfth: of an hour, 10-15 and 55-60."""
    begin, end, last = minutes / 6, minutes / 4, minutes * 11 / 12
    return (
        [sample for sample in samples if begin <= sample[0] < end],
        [sample for sample in samples if sample[0] >= last],
    )


def table(samples: Samples, minutes: float) -> str:
    """The medians of the two phases and the growth between them, by service and figure."""
    early, late = phases(samples, minutes)
    names = sorted(set.intersection(*(set(used) for _, used in (*early, *late))))
    rows = []
    for name in names:
        for figure in FIGURES:
            first, last = _values(early, name, figure), _values(late, name, figure)
            grown = f"{growth(first, last):+.1%}"
            rows.append([name, figure, f"{median(first):.0f}", f"{median(last):.0f}", grown])
    return markdown(["service", "figure", "after warm-up", "at the end", "growth"], rows)


def _values(samples: Samples, name: str, figure: str) -> list[float]:
    return [float(getattr(used[name], figure)) for _, used in samples]


def restarts(stack: Stack) -> Mapping[str, int]:
    """How often the supervisor had to start a service again."""
    return {name: each.restarts for name, each in stack.services().items() if each.restarts}


async def run(minutes: float, subscribers: Sequence[Subscriber], options: Sequence[str]) -> None:
    """Soak a stack of its own, and print what grew."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        async with a_stack(Path(folder), *options) as stack:
            await stack.until_ready()
            samples = await soak(stack, minutes, subscribers)
            print(table(samples, minutes))
            breaks = [each for one in subscribers for each in one.breaks]
            print(f"\n{sum(one.events for one in subscribers):,} events to {len(subscribers)}")
            print(f"connections that broke: {len(breaks)} {breaks[:3]}")
            print(f"services restarted: {dict(restarts(stack))}")
            print(f"accounting: {await stack.accounting()}")


def main() -> None:
    """Print the growth of every service."""
    parser = argparse.ArgumentParser(prog="bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--subscribers", type=int, default=20)
    parser.add_argument("--rate", help="events a second; the simulator's own where it is not given")
    told = parser.parse_args()
    subscribers = [
        Subscriber(CHANNELS[n % len(CHANNELS)], QUERIES[n // len(CHANNELS) % len(QUERIES)])
        for n in range(told.subscribers)
    ]
    options = ("--rate", told.rate) if told.rate else ()
    asyncio.run(run(told.minutes, subscribers, options))


if __name__ == "__main__":
    main()
