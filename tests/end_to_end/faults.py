"""`python -m tests.end_to_end.faults`: every process is killed in turn under load.

Clients follow the metrics of each channel and the moments of all throughout, and come back with
their cursors. At the end the tables are compared with a recount of the recording, the accounting
is looked at, and what each client was given is judged against the derived topics.
"""

import argparse
import asyncio
import shutil
import sys
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from redis.asyncio import Redis

from bench.figures import markdown
from bench.stack import PASSWORD, Stack, a_stack
from cli.supervisor.logs import to_terminal
from cli.supervisor.ports import free_port
from tests.end_to_end import recording
from tests.end_to_end.kills import (
    KILL,
    Crowd,
    in_words,
    kill_in_turn,
    recount,
    until_next_final_minute,
    verdicts,
)
from tests.recount import Rows, differences, read_tables, without_ticks

SERVICES: Final = ("spark", "kafka", "postgres", "valkey", "relay", "api", "producer")
ALL_ANEW_SECONDS: Final = 900.0
"""Without its checkpoint, Spark reads all that Kafka has before it is ready."""


async def two_of_each(stack: Stack, crowd: Crowd) -> list[object]:
    """A second relay and a second API with clients of its own; Redis is emptied in the middle."""
    port = free_port()
    environment = stack.process_environment | {"API_PORT": str(port), "RELAY_NAME": "second"}
    environment |= {"POSTGRES_PASSWORD": PASSWORD}
    async with _process("relay", environment), _process("graphql_api", environment):
        second = Crowd.on(port)
        await second.until_steady(0)
        fault_at = time.time()
        async with Redis(host="127.0.0.1", port=stack.redis_port) as redis:
            await redis.flushall()
        await second.until_steady(time.time())
        felt = max(crowd.felt(fault_at), second.felt(fault_at), key=lambda r: r.silence_seconds)
        await second.leave()
        found = await verdicts(stack, second)
    return ["FLUSHALL, two relays, two APIs", f"{felt}; the second's clients: {in_words(found)}"]


@asynccontextmanager
async def _process(module: str, environment: dict[str, str]) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", module),
        env=environment,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


async def lose_checkpoint(stack: Stack, crowd: Crowd) -> list[object]:
    """Spark is killed and starts without its checkpoint: final rows stay, feeds go on."""
    minute = recording.newest_final_minute(stack.database)
    before = _final(stack, minute)
    fault_at = time.time()
    pid = await stack.kill("spark")
    shutil.rmtree(stack.data / "checkpoint")
    await stack.until_restarted("spark", pid, ALL_ANEW_SECONDS)
    await crowd.until_steady(time.time())
    felt = crowd.felt(fault_at)
    await until_next_final_minute(stack)
    counted = await recount(stack)
    changed = differences(before, _final(stack, minute))
    stayed = "final rows unchanged" if not changed else f"WRONG: {changed[:5]}"
    # Spark has counted the old events again, so the account can no longer close.
    residual = (await stack.accounting())["residual"]
    told = "residual null" if residual is None else f"WRONG: residual {residual}"
    return ["kill -9 spark, checkpoint deleted", f"{felt}; {stayed}; {counted}; {told}"]


def _final(stack: Stack, minute: datetime) -> dict[str, Rows]:
    return recording.up_to(without_ticks(read_tables(stack.database)), minute)


async def run(services: Sequence[str], rate: str, *, is_whole: bool) -> bool:
    """All of it on a stack of its own; whether all was right."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        async with a_stack(Path(folder), "--rate", rate) as stack:
            await stack.until_ready()
            crowd = Crowd.on(stack.api_port)
            rows = [kill.row async for kill in kill_in_turn(stack, crowd, services)]
            await until_next_final_minute(stack)
            results: list[list[Any]] = [["tables", await recount(stack)]]
            accounting = await stack.accounting()
            results.append(["accounting", accounting])
            if is_whole:
                results.append(await two_of_each(stack, crowd))
                results.append(await lose_checkpoint(stack, crowd))
            await crowd.leave()
            results.append(["every client's history", in_words(await verdicts(stack, crowd))])
    to_terminal(f"\n{markdown(KILL, rows)}")
    to_terminal(f"\n{markdown(['what', 'result'], results)}")
    return accounting["residual"] == 0 and "WRONG" not in str(results)


def main() -> int:
    """Exit code 0 says that all was right."""
    parser = argparse.ArgumentParser(prog="tests.end_to_end.faults", description=__doc__)
    parser.add_argument("--services", nargs="*", choices=SERVICES, default=list(SERVICES))
    parser.add_argument("--rate", default="500")
    parser.add_argument(
        "--kills-only", action="store_true", help="neither FLUSHALL nor a lost checkpoint"
    )
    told = parser.parse_args()
    is_right = asyncio.run(run(told.services, told.rate, is_whole=not told.kills_only))
    sys.stdout.write("\nall right\n" if is_right else "\nNOT RIGHT\n")
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
