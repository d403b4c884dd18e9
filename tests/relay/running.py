"""Relays: within the test, and as processes."""

import asyncio
import os
import sys
from asyncio.subprocess import Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from relay.log import Logs
from relay.read import Reader
from relay.relay import Relay
from relay.status import Numbers, Reporter
from tests.cli.processes import until
from tests.relay.redis import Valkey

KEEP = timedelta(minutes=15)


@asynccontextmanager
async def relaying(
    kafka: str, valkey: Valkey, *, name: str = "one", keep: timedelta = KEEP
) -> AsyncIterator[Numbers]:
    """A relay that has caught up, until the block ends."""
    numbers = Numbers()
    reader, logs = Reader(kafka, keep), Logs(*valkey, keep)
    relay = asyncio.create_task(Relay(reader, logs, numbers, ready_file=None).run())
    reporter = asyncio.create_task(Reporter(name, numbers, reader, logs).run())
    try:
        await until(lambda: numbers.is_caught_up or relay.done())
        yield numbers
    finally:
        for task in (relay, reporter):
            # One that has failed says so here.
            assert task.cancel(), task.exception()
        await asyncio.gather(relay, reporter, return_exceptions=True)
        await reader.close()
        await logs.close()


async def start_relay(kafka: str, valkey: Valkey, folder: Path, name: str = "relay") -> Process:
    """`python -m relay`; its log goes to a file in the folder."""
    environment = {
        **os.environ,
        "KAFKA_BOOTSTRAP_SERVERS": kafka,
        "REDIS_HOST": valkey[0],
        "REDIS_PORT": str(valkey[1]),
        "RELAY_NAME": name,
        "READY_FILE": str(folder / f"{name}.ready"),
    }
    with (folder / f"{name}.log").open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable, "-m", "relay", env=environment, stdout=log, stderr=log
        )
