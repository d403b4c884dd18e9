"""The producer while its broker is away."""

from datetime import timedelta
from pathlib import Path

from cli.runtime.java import find_java_home
from cli.servers.kafka import kafka_service
from cli.supervisor.ports import free_port
from contracts.topics import CHAT
from tests.frames import NOON, a_privmsg, write_recording
from tests.producer.log import read_frames, read_log, start_producer, until_frames
from tests.stack import recreate_topics, running


async def test_while_the_broker_is_away_the_producer_waits_and_then_goes_on_in_order(
    tmp_path: Path,
) -> None:
    port = free_port()
    address = f"127.0.0.1:{port}"
    broker = kafka_service(port, tmp_path / "kafka", find_java_home(), retention_hours=24)
    tenths = range(1200)
    lines = [a_privmsg(str(n), sent_at=NOON + n * timedelta(seconds=0.1)) for n in tenths]
    path = write_recording(tmp_path / "r.irc", lines)
    with running(broker, tmp_path):
        await recreate_topics(address)
        words = ("--source", "replay", "--file", str(path), "--speed", "20")
        process = await start_producer(address, tmp_path, *words)
        await until_frames(address, 100)
    assert process.returncode is None
    with running(broker, tmp_path):
        assert await process.wait() == 0
        assert [frame.raw for frame in await read_frames(address)] == lines
        chat = [record for record in await read_log(address, CHAT) if not record.is_tick]
        assert len(chat) == len(lines)
