"""The two arms under the same load: the shipped stack, and the peer with an API that polls."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Final

import psycopg
from aiokafka import AIOKafkaProducer
from pydantic import SecretStr

from bench.client import socket_url, subscribe
from bench.freshness.probes import (
    STREAM,
    Probe,
    Push,
    first_pushes,
    send_probe,
    send_probes,
)
from bench.freshness.stages import Journey, Tracer
from bench.naive.jars import naive_jars
from bench.servers import running
from bench.stack import Stack, a_stack, until
from cli.servers.postgres import create_database
from cli.settings import Settings
from cli.source import Source
from cli.stack import stack_services
from cli.supervisor.ports import free_port
from contracts.feeds import Cursor
from db.engine import Database

POLL_SECONDS: Final = 1.0
"""How often the peer's API asks PostgreSQL."""
AFTER_SECONDS: Final = 10.0
"""How long the last probe is waited for."""
QUERY: Final = """
subscription ($stream: ID!) {
  metrics(streamId: $stream, onSlow: BUFFER) {
    __typename
    ... on LiveEvent { cursor emittedAt }
    ... on MetricsUpdate { kind window { timestamp messageCount } }
  }
}"""


@dataclass(frozen=True, slots=True)
class Load:
    """So many events a second by the simulator, so many probes, once warm for so long."""

    rate: float
    probes: int
    warm_seconds: float


@dataclass(slots=True)
class Result:
    """Seconds from a probe to the push that counts it; `lost` came with none."""

    latencies: list[float] = field(default_factory=list)
    lost: int = 0
    journeys: list[Journey] = field(default_factory=list)


async def measure_shipped(folder: Path, load: Load) -> Result:
    """The stack as it is shipped, and a client that subscribes."""
    async with a_stack(folder, "--rate", str(load.rate)) as stack:
        await stack.until_ready()
        first = await _prime(stack.kafka)
        await until(lambda: _is_known(stack))
        await asyncio.sleep(load.warm_seconds)
        tracer = Tracer(stack.database, stack.data / "checkpoint", stack.redis_port)
        pushes: list[Push] = []
        listening = asyncio.create_task(_listen(stack, pushes, tracer))
        probes = [first, *await _probe(stack.kafka, load)]
        listening.cancel()
        result, arrived = _result(probes, pushes)
        result.journeys = await tracer.journeys(arrived)
        return result


async def measure_naive(folder: Path, load: Load) -> Result:
    """The peer's job under the same load, and an API that asks PostgreSQL each second."""
    with _naive_stack(folder, load) as (kafka, database):
        first = await _prime(kafka)
        await until(lambda: asyncio.to_thread(_has_probes, database), 300)
        await asyncio.sleep(load.warm_seconds)
        pushes: list[Push] = []
        polling = asyncio.create_task(_poll(database, pushes))
        probes = [first, *await _probe(kafka, load)]
        polling.cancel()
        return _result(probes, pushes)[0]


def _result(probes: list[Probe], pushes: list[Push]) -> tuple[Result, list[tuple[Probe, Push]]]:
    """Of all probes but the first, which only made the channel known."""
    pairs = list(zip(probes, first_pushes(probes, pushes), strict=True))[1:]
    arrived = [(probe, push) for probe, push in pairs if push is not None]
    latencies = [push.received_at - probe.occurred_at for probe, push in arrived]
    return Result(latencies, len(pairs) - len(arrived)), arrived


async def _prime(kafka: str) -> Probe:
    async with AIOKafkaProducer(bootstrap_servers=kafka, acks="all") as producer:
        return await send_probe(producer)


async def _probe(kafka: str, load: Load) -> list[Probe]:
    probes = [probe async for probe in send_probes(kafka, load.probes, Random(1))]
    await asyncio.sleep(AFTER_SECONDS)
    return probes


async def _is_known(stack: Stack) -> bool:
    return (await stack.query(f'{{ stream(id: "{STREAM}") {{ id }} }}'))["stream"] is not None


async def _listen(stack: Stack, pushes: list[Push], tracer: Tracer) -> None:
    async with subscribe(socket_url(stack.api_port), QUERY, {"stream": STREAM}) as events:
        async for event in events:
            received_at, cursor = time.time(), Cursor.parse(event["cursor"])
            tracer.note_batches()
            if "window" in event:
                pushes.append(
                    Push(
                        received_at=received_at,
                        minute=int(_seconds(event["window"]["timestamp"])),
                        message_count=event["window"]["messageCount"],
                        seq=cursor.seq,
                        epoch=cursor.epoch,
                        emitted_at=_seconds(event["emittedAt"]),
                    )
                )


def _seconds(time_of_graphql: str) -> float:
    return datetime.fromisoformat(time_of_graphql).timestamp()


@contextmanager
def _naive_stack(folder: Path, load: Load) -> Iterator[tuple[str, Database]]:
    """Kafka, PostgreSQL and the simulator of a stack, and the peer's job on them."""
    settings = Settings(
        data_dir=folder / "data",
        kafka_port=free_port(),
        postgres_port=free_port(),
        redis_port=free_port(),
        api_port=free_port(),
        postgres_password=SecretStr("local only"),
    )
    services = stack_services(settings, Source(rate=load.rate))
    wanted = [each for each in services if each.name in ("kafka", "postgres", "producer")]
    database = replace(settings.database, name="naive")
    spark = next(each for each in services if each.name == "spark")
    with running(settings.data_dir, wanted), naive_jars() as jars:
        create_database(database)
        environment = dict(spark.environment) | {
            "POSTGRES_DB": database.name,
            "SPARK_JARS_DIR": str(jars),
            "CHECKPOINT_DIR": str(folder / "checkpoint"),
            "SPARK_LOCAL_DIRS": str(folder),
            "TMPDIR": str(folder),
        }
        with _process("bench.naive", environment, folder / "naive.log"):
            yield settings.kafka_address, database


@contextmanager
def _process(module: str, environment: dict[str, str], log: Path) -> Iterator[None]:
    with (
        log.open("w") as output,
        subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-m", module], env=environment, stdout=output, stderr=output
        ) as process,
    ):
        try:
            yield
        finally:
            process.terminate()


_NEWEST: Final = """
SELECT extract(epoch FROM timestamp)::bigint, message_count FROM stream_minute
WHERE stream_id = %s ORDER BY timestamp DESC LIMIT 2
"""


def _has_probes(database: Database) -> bool:
    try:
        with psycopg.connect(database.conninfo) as connection:
            return connection.execute(_NEWEST, [STREAM]).fetchone() is not None
    except psycopg.errors.UndefinedTable:
        return False


async def _poll(database: Database, pushes: list[Push]) -> None:
    async with await psycopg.AsyncConnection.connect(
        database.conninfo, autocommit=True
    ) as connection:
        while True:
            rows = await (await connection.execute(_NEWEST, [STREAM])).fetchall()
            pushes += [Push(time.time(), minute, said) for minute, said in rows]
            await asyncio.sleep(POLL_SECONDS)
