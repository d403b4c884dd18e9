"""`python -m bench.pixel`: from an event to the value on screen, with the whole stack under load.

Viewer samples on a channel of their own, each with a number of its own, while the simulator writes
events beside them. Measured is the time from a sample's `occurred_at` to the begin of the animation
frame that follows the one in which the stream page showed its number: by then it has been painted.
"""

import argparse
import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Final
from uuid import uuid4

from aiokafka import AIOKafkaProducer

from bench.figures import markdown, percentile
from bench.freshness.probes import LONGEST_PAUSE, SHORTEST_PAUSE
from bench.frontend.chromium import a_tab, chromium
from bench.stack import Stack, a_stack, until
from contracts.events import ViewerSample, to_json
from contracts.topics import VIEWER

STREAM: Final = "probe"
FIRST: Final = 101
"""Three digits, which the page shows as they are."""
MOST: Final = 899
AFTER_SECONDS: Final = 5.0
_WATCH: Final = """
window.heard = []; window.painted = [];
const now = () => (performance.timeOrigin + performance.now()) / 1000;
window.WebSocket = class extends WebSocket {
  constructor(...how) {
    super(...how);
    this.addEventListener("message", ({ data }) => {
      const said = /"viewerLast":(\\d+)/.exec(data);
      if (said) heard.push([now(), Number(said[1])]);
    });
  }
};
let last = null;
new MutationObserver(() => {
  const value = document.querySelector("[role=group][aria-label=Viewers] .metric-value");
  const said = Number.parseInt(value?.textContent ?? "", 10);
  if (Number.isNaN(said) || said === last) return;
  last = said;
  requestAnimationFrame(() => painted.push([now(), said]));
}).observe(document, { childList: true, characterData: true, subtree: true });
"""

Seen = tuple[float, int]
"""When a page heard of a number, or had painted it, in seconds since 1970; and the number."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A viewer sample that was sent."""

    occurred_at: float
    number: int


def first_seen(samples: Sequence[Sample], seen: Sequence[Seen]) -> list[float | None]:
    """For each sample when it was first seen, itself or a later one; None where none was.

    Of two that are counted in one batch only the later is ever shown.
    """
    return [
        next((at for at, number in sorted(seen) if number >= sample.number), None)
        for sample in samples
    ]


async def _send(producer: AIOKafkaProducer, number: int) -> Sample:
    now = datetime.now(UTC)
    sample = ViewerSample(
        event_id=uuid4().hex,
        stream_id=STREAM,
        occurred_at=now,
        received_at=now,
        viewer_count=number,
    )
    await producer.send_and_wait(VIEWER, to_json(sample), STREAM.encode())
    return Sample(now.timestamp(), number)


async def _is_known(stack: Stack) -> bool:
    return (await stack.query(f'{{ stream(id: "{STREAM}") {{ id }} }}'))["stream"] is not None


async def _watched(stack: Stack, probes: int) -> tuple[list[Sample], list[Seen], list[Seen]]:
    """What was sent, and when the page heard of it and had painted it."""
    random = Random(1)
    page = f"http://127.0.0.1:{stack.api_port}/streams/{STREAM}"
    async with (
        AIOKafkaProducer(bootstrap_servers=stack.kafka, acks="all") as producer,
        chromium() as browser,
    ):
        await _send(producer, FIRST - 1)
        await until(lambda: _is_known(stack))
        async with a_tab(browser, page, _WATCH) as tab:
            await tab.page.get_by_text(f"{FIRST - 1}", exact=False).first.wait_for()
            samples = []
            for number in range(FIRST, FIRST + probes):
                samples.append(await _send(producer, number))
                await asyncio.sleep(random.uniform(SHORTEST_PAUSE, LONGEST_PAUSE))
            await asyncio.sleep(AFTER_SECONDS)
            heard, painted = await tab.page.evaluate("[heard, painted]")
            return samples, heard, painted


async def measure(folder: Path, rate: float, probes: int, warm_seconds: float) -> str:
    """A table of seconds: to the page's socket, from there to the screen, and in all."""
    async with a_stack(folder, "--rate", str(rate)) as stack:
        await stack.until_ready()
        await asyncio.sleep(warm_seconds)
        samples, heard, painted = await _watched(stack, probes)
    told = zip(samples, first_seen(samples, heard), first_seen(samples, painted), strict=True)
    whole = [(sample.occurred_at, at, end) for sample, at, end in told if at and end]
    parts = {
        "event to the page's socket": [at - start for start, at, _ in whole],
        "socket to the screen": [end - at for _, at, end in whole],
        "event to the screen": [end - start for start, _, end in whole],
    }
    rows = [
        [name, *(f"{percentile(values, share):.3f}" for share in (0.5, 0.95, 0.99))]
        for name, values in parts.items()
    ]
    lost = f"{len(whole)} probes, {len(samples) - len(whole)} lost"
    return f"{markdown(['seconds', 'p50', 'p95', 'p99'], rows)}\n\n{lost}"


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="bench.pixel", description=__doc__)
    parser.add_argument("--rate", type=float, default=200.0)
    parser.add_argument("--probes", type=int, default=100, help=f"at most {MOST}")
    parser.add_argument("--warm-seconds", type=float, default=60.0)
    told = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {told.rate:g} events/s beside\n")
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        probes = min(told.probes, MOST)
        print(asyncio.run(measure(Path(folder), told.rate, probes, told.warm_seconds)))
    print(f"\nload {os.getloadavg()[0]:.1f}")


if __name__ == "__main__":
    main()
