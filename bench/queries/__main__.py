"""`python -m bench.queries`: requests a server CPU-second, beside stock Strawberry and Node."""

import argparse
import asyncio
import subprocess
import sys
from asyncio.subprocess import DEVNULL
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any, Final

import httpx
import psutil

from bench.api import an_api
from bench.figures import markdown, paired_ratio
from bench.queries.data import QUESTIONS, VARIABLES, fill
from bench.servers import Servers, servers
from bench.stack import until
from cli.supervisor.ports import free_port

OURS: Final = "Telemetra"
OURS_ANEW: Final = "Telemetra, never asked before"
"""As after each batch: a variable that the operation does not use makes each question another."""
STOCK: Final = "stock Strawberry"
MERCURIUS: Final = "mercurius, jit"
NODE: Final = Path(__file__).with_name("node")
AT_ONCE: Final = 8
WARM_UP: Final = 20


@dataclass(frozen=True, slots=True)
class Arm:
    """A server: its process, and a client of it."""

    name: str
    process: psutil.Process
    client: httpx.AsyncClient
    numbers: Iterator[int] | None = None
    """Where each question is another."""

    @property
    def cpu_seconds(self) -> float:
        """What the process has used so far."""
        used = self.process.cpu_times()
        return float(used.user + used.system)

    async def ask(self, question: str) -> Any:  # noqa: ANN401 - JSON
        """The data of an answer.

        Raises:
            ValueError: it has errors.
        """
        own = {"n": next(self.numbers)} if self.numbers else {}
        asked = {"query": QUESTIONS[question], "variables": VARIABLES | own}
        answer = (await self.client.post("/graphql", json=asked)).json()
        if answer.get("errors"):
            raise ValueError(f"{self.name}, {question}: {answer['errors'][:1]}")
        return answer["data"]

    async def rate(self, question: str, seconds: float) -> float:
        """Requests a CPU-second, with eight at once for so many seconds."""
        end, answered = monotonic() + seconds, 0

        async def ask_on() -> None:
            nonlocal answered
            while monotonic() < end:
                await self.ask(question)
                answered += 1

        before = self.cpu_seconds
        await asyncio.gather(*(ask_on() for _ in range(AT_ONCE)))
        return answered / (self.cpu_seconds - before)


@asynccontextmanager
async def _arm(name: str, pid: int, port: int) -> AsyncIterator[Arm]:
    # Only ours compresses, which the peers would have to pay for too.
    plain = {"accept-encoding": "identity"}
    url = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=url, timeout=30, headers=plain) as client:
        numbers = count() if name == OURS_ANEW else None
        yield Arm(name, psutil.Process(pid), client, numbers)


@asynccontextmanager
async def _peer(name: str, made: Servers, *command: str) -> AsyncIterator[Arm]:
    port = free_port()
    process = await asyncio.create_subprocess_exec(
        *command, str(port), env=made.environment, stdout=DEVNULL
    )
    try:
        async with _arm(name, process.pid, port) as arm:
            await until(lambda: _answers(arm), 60)
            yield arm
    finally:
        process.terminate()
        await process.wait()


async def _answers(arm: Arm) -> bool:
    try:
        await arm.ask(next(iter(QUESTIONS)))
    except httpx.HTTPError:
        return False
    return True


@asynccontextmanager
async def _arms(made: Servers) -> AsyncIterator[list[Arm]]:
    async with AsyncExitStack() as stack:
        api = await stack.enter_async_context(an_api(made))
        yield [
            await stack.enter_async_context(_arm(OURS, api.pid, api.port)),
            await stack.enter_async_context(_arm(OURS_ANEW, api.pid, api.port)),
            await stack.enter_async_context(
                _peer(STOCK, made, sys.executable, "-P", "-m", "bench.queries.stock")
            ),
            await stack.enter_async_context(
                _peer(MERCURIUS, made, "node", str(NODE / "server.js"))
            ),
        ]


async def _warm_and_compare(arms: Sequence[Arm], question: str) -> None:
    for arm in arms:
        for _ in range(WARM_UP):
            await arm.ask(question)
    answers = [await arm.ask(question) for arm in arms]
    if any(answer != answers[0] for answer in answers):
        raise ValueError(f"{question}: the arms do not answer the same")


async def measure(made: Servers, rounds: int, seconds: float) -> dict[tuple[str, str], list[float]]:
    """The rates of each question and arm, one a round, the arms taking turns."""
    rates: dict[tuple[str, str], list[float]] = defaultdict(list)
    async with _arms(made) as arms:
        for question in QUESTIONS:
            await _warm_and_compare(arms, question)
        for _ in range(rounds):
            for question in QUESTIONS:
                for arm in arms:
                    rates[question, arm.name].append(await arm.rate(question, seconds))
    return rates


def table(rates: dict[tuple[str, str], list[float]]) -> str:
    """Medians, and our rates as multiples of each peer's in the same round."""
    arms = (OURS, OURS_ANEW, STOCK, MERCURIUS)
    pairs = [(ours, peer) for ours in (OURS, OURS_ANEW) for peer in (STOCK, MERCURIUS)]
    return markdown(
        ["requests a CPU-second", *arms, *(f"{ours} : {peer}" for ours, peer in pairs)],
        [
            [
                question,
                *(median(rates[question, arm]) for arm in arms),
                *(paired_ratio(rates[question, a], rates[question, b]) for a, b in pairs),
            ]
            for question in QUESTIONS
        ],
    )


def main() -> None:
    """Print requests a server CPU-second, for each question and arm."""
    parser = argparse.ArgumentParser(prog="bench.queries", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4, help="a turn of an arm")
    told = parser.parse_args()
    subprocess.run(["npm", "ci", "--silent", "--no-audit", "--no-fund"], cwd=NODE, check=True)  # noqa: S607 - the npm of whoever runs it
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, servers(Path(folder)) as made:
        fill(made.database)
        rates = asyncio.run(measure(made, told.rounds, told.seconds))
    print(f"\n{table(rates)}")


if __name__ == "__main__":
    main()
