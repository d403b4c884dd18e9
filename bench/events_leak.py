"""`python -m bench.events_leak`: what the API's memory does over 20 000 subscription events."""

import argparse
import asyncio
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.api import Api, an_api
from bench.client import socket_url, subscribe
from bench.feeder import STREAM, Feeder, Pace
from bench.figures import growth, markdown
from bench.servers import Servers, servers
from bench.stack import until
from bench.stalled import MEGABYTE, QUERY

RATE: Final = 400.0
STEPS: Final = 10


@dataclass(slots=True)
class Reader:
    """A client that reads all, and counts."""

    events: int = 0

    async def read(self, api: Api) -> None:
        """Read until cancelled."""
        variables = {"stream": STREAM, "onSlow": "BUFFER"}
        with suppress(asyncio.CancelledError):
            async with subscribe(socket_url(api.port), QUERY, variables) as events:
                async for _ in events:
                    self.events += 1


async def measure(made: Servers, events: int, subscribers: int) -> list[tuple[int, int]]:
    """The events that each subscriber had, and the server's bytes then, step by step."""
    feeder = Feeder(made.database, made.redis_port)
    await feeder.start()
    readers = [Reader() for _ in range(subscribers)]
    samples = []
    async with an_api(made) as api:
        reading = [asyncio.create_task(reader.read(api)) for reader in readers]
        await asyncio.sleep(1)
        for step in range(1, STEPS + 1):
            await feeder.feed_at(Pace(RATE, events // STEPS))
            wanted = step * (events // STEPS)

            async def have_all(wanted: int = wanted) -> bool:
                return all(reader.events >= wanted for reader in readers)

            await until(have_all)
            samples.append((readers[0].events, api.memory))
            print(f"{readers[0].events:7} events, {api.memory / MEGABYTE:7.1f} MB", flush=True)
        for task in reading:
            task.cancel()
        await asyncio.gather(*reading)
    await feeder.stop()
    return samples


def growth_after_warm_up(samples: list[tuple[int, int]]) -> float:
    """Growth from the first two tenths, which warm the process up, to the last two."""
    memory = [float(size) for _, size in samples]
    return growth(memory[1:3], memory[-2:])


def main() -> None:
    """Print the server's memory as the events go by, and its growth."""
    parser = argparse.ArgumentParser(prog="bench.events_leak", description=__doc__)
    parser.add_argument("--events", type=int, default=20_000)
    parser.add_argument("--subscribers", type=int, default=1)
    told = parser.parse_args()
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, servers(Path(folder)) as made:
        samples = asyncio.run(measure(made, told.events, told.subscribers))
    rows = [[events, size / MEGABYTE] for events, size in samples]
    print(f"\n{markdown(['events', 'server RSS, MB'], rows)}")
    print(f"\ngrowth after warm-up: {growth_after_warm_up(samples):.1%}")


if __name__ == "__main__":
    main()
