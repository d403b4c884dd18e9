"""The relay as a process, killed and stopped; and while its servers are killed."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest
from redis.asyncio import Redis

from cli.runtime.java import find_java_home
from cli.servers.kafka import kafka_service
from cli.servers.valkey import valkey_service
from cli.supervisor.ports import free_port
from cli.supervisor.state import read_state
from relay.status import Numbers
from tests.cli.processes import until
from tests.relay.records import send
from tests.relay.redis import Valkey, a_client, listening, read_log, until_log
from tests.relay.running import relaying, start_relay
from tests.stack import recreate_topics, running


@pytest.fixture
async def redis(valkey: Valkey) -> AsyncIterator[Redis]:
    async with a_client(valkey) as client:
        yield client


async def test_it_is_ready_once_it_has_caught_up_and_stops_when_told(
    kafka: str, valkey: Valkey, redis: Redis, tmp_path: Path
) -> None:
    await send(kafka, *range(1, 1001))
    process = await start_relay(kafka, valkey, tmp_path)
    await until((tmp_path / "relay.ready").exists)
    assert await read_log(redis) == list(range(1, 1001))
    process.terminate()
    assert await process.wait() == 0
    log = (tmp_path / "relay.log").read_text()
    assert log.endswith("stopped\n")
    assert "Traceback" not in log


async def test_a_killed_relay_goes_on_where_it_was(
    kafka: str, valkey: Valkey, redis: Redis, tmp_path: Path
) -> None:
    for start in range(1, 2001, 500):
        process = await start_relay(kafka, valkey, tmp_path)
        await until((tmp_path / "relay.ready").exists)
        sending = asyncio.create_task(send(kafka, *range(start, start + 500)))

        async def is_amid(start: int = start) -> bool:
            return len(await read_log(redis)) >= start

        await until(is_amid)
        process.kill()
        assert await process.wait() == -signal.SIGKILL
        (tmp_path / "relay.ready").unlink()
        await sending
    process = await start_relay(kafka, valkey, tmp_path)
    await until((tmp_path / "relay.ready").exists)
    assert await read_log(redis) == list(range(1, 2001))
    process.terminate()
    assert await process.wait() == 0


async def test_without_its_servers_it_waits_and_stops_when_told(tmp_path: Path) -> None:
    process = await start_relay("127.0.0.1:1", ("127.0.0.1", 1), tmp_path)
    log = tmp_path / "relay.log"
    await until(lambda: b"Valkey does not answer" in log.read_bytes())
    process.terminate()
    assert await process.wait() == 0
    assert not (tmp_path / "relay.ready").exists()


async def test_without_kafka_it_waits_and_stops_when_told(valkey: Valkey, tmp_path: Path) -> None:
    process = await start_relay("127.0.0.1:1", valkey, tmp_path)
    log = tmp_path / "relay.log"
    await until(lambda: b"Kafka does not answer" in log.read_bytes())
    process.terminate()
    assert await process.wait() == 0
    assert not (tmp_path / "relay.ready").exists()


async def test_a_setting_that_cannot_be_is_named() -> None:
    environment = os.environ | {"RELAY_KEEP_MINUTES": "9"}
    command = (sys.executable, "-m", "relay")
    process = await asyncio.create_subprocess_exec(
        *command, env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, said = await process.communicate()
    assert process.returncode == 2
    assert said.decode().startswith("relay: RELAY_KEEP_MINUTES: ")


@pytest.fixture(scope="module")
def fragile_valkey(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Valkey, Path]]:
    """A server of our own, that starts again when it is killed; and its folder."""
    port, folder = free_port(), tmp_path_factory.mktemp("valkey")
    with running(valkey_service(port), folder):
        yield ("127.0.0.1", port), folder


@pytest.fixture(scope="module")
def fragile_kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    port, folder = free_port(), tmp_path_factory.mktemp("kafka")
    service = kafka_service(port, folder / "kafka", find_java_home(), retention_hours=24)
    with running(service, folder):
        yield f"127.0.0.1:{port}", folder


async def test_a_killed_valkey_is_filled_again(
    kafka: str, fragile_valkey: tuple[Valkey, Path]
) -> None:
    valkey, folder = fragile_valkey
    async with a_client(valkey) as redis, relaying(kafka, valkey) as numbers:
        for start in range(1, 1501, 500):
            sending = asyncio.create_task(send(kafka, *range(start, start + 500)))
            await until(partial(_has_added, numbers, start))
            await _kill(folder)
            await sending
            await until_log(redis, *range(1, start + 500))
        assert numbers.restarted_logs == 0


async def test_a_redis_that_is_too_small_has_short_logs_and_the_newest_record(
    kafka: str, fragile_valkey: tuple[Valkey, Path]
) -> None:
    valkey, _ = fragile_valkey
    feeds = [f"metrics:channel{number}" for number in range(30)]
    async with a_client(valkey) as redis, relaying(kafka, valkey) as numbers:
        used = (await redis.info("memory"))["used_memory"]
        await redis.config_set("maxmemory", used + 1_000_000)
        for start in range(1, 1001, 200):
            for feed in feeds:
                await send(kafka, *range(start, start + 200), feed=feed)
        await until(lambda: numbers.is_caught_up)
        async with listening(redis, feeds[0]) as heard:
            await send(kafka, 1001, feed=feeds[0])
            await until(lambda: heard.seqs[-1:] == [1001])
        assert (await redis.info("stats"))["evicted_keys"] > 0
        # The start, and once when a log was first missed: the test is shorter than a minute.
        assert numbers.rewinds == 2
        await redis.config_set("maxmemory", 0)


async def test_a_killed_kafka_is_waited_for(
    fragile_kafka: tuple[str, Path], valkey: Valkey, redis: Redis
) -> None:
    kafka, folder = fragile_kafka
    await recreate_topics(kafka)
    async with relaying(kafka, valkey) as numbers:
        await send(kafka, *range(1, 251))
        await until_log(redis, *range(1, 251))
        await _kill(folder)
        await send(kafka, *range(251, 501))
        await until_log(redis, *range(1, 501))
        assert (numbers.rewinds, numbers.restarted_logs) == (1, 0)


def _has_added(numbers: Numbers, count: int) -> bool:
    return numbers.added >= count


async def _kill(folder: Path) -> None:
    """Kill the folder's only service; return when the supervisor has it running again."""
    state = read_state(folder)
    assert state is not None
    (service,) = state.services
    assert service.pid is not None
    psutil.Process(service.pid).kill()

    def is_back() -> bool:
        state = read_state(folder)
        return (
            state is not None
            and state.services[0].pid not in (service.pid, None)
            and (state.services[0].is_well)
        )

    await until(is_back, seconds=120)
