"""The producer as a process, killed and stopped, against a real broker."""

import asyncio
import signal
from collections import Counter
from datetime import timedelta
from pathlib import Path

from contracts.topics import CHAT, DEAD_LETTER, DEAD_LETTER_OF_PRODUCER
from producer.parse import parse
from tests.frames import (
    NOON,
    a_gift_bomb,
    a_helix_object,
    a_privmsg,
    a_raid,
    a_raw_frame,
    write_recording,
)
from tests.producer.log import (
    Logged,
    read_frames,
    read_log,
    read_typed,
    start_producer,
    until_frames,
)

SECOND = timedelta(seconds=1)
CHANNELS = ("alpha", "beta", "gamma")


def a_busy_recording(seconds: int) -> list[str | bytes]:
    """Ten messages a second, viewers, gifts, a raid, and lines that nobody can read."""
    lines: list[str | bytes] = [b"\xff not a line"]
    for tenth in range(seconds * 10):
        at, channel = NOON + tenth * SECOND / 10, CHANNELS[tenth % 3]
        login, bits = f"user{tenth % 17}", "5" if tenth % 50 == 0 else "0"
        lines.append(
            a_privmsg(f"line {tenth}", {"bits": bits}, channel=channel, login=login, sent_at=at)
        )
        if tenth % 20 == 0:
            lines.append(a_helix_object(channel=channel, viewers=tenth, observed_at=at))
        if tenth % 97 == 0:
            lines.append(a_privmsg("broken", {"user-id": ""}, channel=channel, sent_at=at))
    lines += a_gift_bomb(["ann", "bob", "eve"], sent_at=NOON + 31 * SECOND)
    lines.append(a_raid(sent_at=NOON + 40 * SECOND))
    return lines[::-1]


def events_of(lines: list[str | bytes]) -> set[tuple[str, str]]:
    """(topic, event id) of all events that stand in a recording."""
    frames = (a_raw_frame(line) for line in lines if isinstance(line, str))
    return {
        (topic, event.event_id)
        for frame in frames
        if frame.format.value == "irc"
        for topic, event in parse(frame).events
    }


def first_occurrences(log: list[Logged]) -> list[Logged]:
    return list({(record.key, record.event_id): record for record in reversed(log)}.values())[::-1]


async def test_a_killed_replay_goes_on_and_nothing_is_missing(kafka: str, tmp_path: Path) -> None:
    lines = a_busy_recording(seconds=120)
    path = write_recording(tmp_path / "r.irc.gz", lines)
    words = ("--source", "replay", "--file", str(path))
    for frames_before_the_kill in (150, 600):
        process = await start_producer(kafka, tmp_path, *words, "--speed", "20")
        await until_frames(kafka, frames_before_the_kill)
        process.kill()
        assert await process.wait() == -signal.SIGKILL
    process = await start_producer(kafka, tmp_path, *words, "--speed", "max")
    assert await process.wait() == 0

    raw = await read_frames(kafka)
    assert [frame.position for frame in raw] == list(range(1, len(lines)))
    assert len({frame.source for frame in raw}) == 1
    typed = await read_typed(kafka)
    found = {(record.topic, record.event_id) for record in typed if not record.is_tick}
    helix = sum(isinstance(line, str) and line.startswith("{") for line in lines)
    assert len(found) == len(events_of(lines)) + 2 * helix
    assert events_of(lines) <= found
    dead = await read_log(kafka, DEAD_LETTER, DEAD_LETTER_OF_PRODUCER)
    assert len(dead) == sum(b"broken" in _bytes(line) for line in lines) + 1


async def test_each_stream_keeps_the_order_of_its_time_over_kills(
    kafka: str, tmp_path: Path
) -> None:
    path = write_recording(tmp_path / "r.irc", a_busy_recording(seconds=60))
    words = ("--source", "replay", "--file", str(path), "--speed", "20", "--at", "now")
    process = await start_producer(kafka, tmp_path, *words)
    await until_frames(kafka, 200)
    process.kill()
    await process.wait()
    process = await start_producer(kafka, tmp_path, *words)
    await until_frames(kafka, len(a_busy_recording(seconds=60)) - 1)
    process.terminate()
    assert await process.wait() == 0

    chat = first_occurrences(await read_log(kafka, CHAT))
    for channel in (*CHANNELS, "*"):
        times = [record.occurred_at for record in chat if record.key == channel]
        assert times == sorted(times)
    assert len({frame.time_shift_seconds for frame in await read_frames(kafka)}) == 1
    for record in chat:
        assert record.occurred_at <= record.appended_at


async def test_no_topic_runs_five_seconds_ahead_of_another(kafka: str, tmp_path: Path) -> None:
    path = write_recording(tmp_path / "r.irc", a_busy_recording(seconds=120))
    words = ("--source", "replay", "--file", str(path), "--speed", "max")
    process = await start_producer(kafka, tmp_path, *words)
    assert await process.wait() == 0
    newest = NOON
    for record in await read_typed(kafka):
        assert record.occurred_at > newest - 5 * SECOND
        newest = max(newest, record.occurred_at)


async def test_a_stopped_simulator_ends_well_and_goes_on_without_a_gap(
    kafka: str, tmp_path: Path
) -> None:
    for frames in (2_000, 4_000):
        process = await start_producer(kafka, tmp_path)
        await until_frames(kafka, frames)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    assert (tmp_path / "ready").exists()
    raw = await read_frames(kafka)
    positions = [frame.position for frame in raw]
    assert positions == sorted(set(positions))
    assert len({frame.source for frame in raw}) == 1
    seconds = Counter(position // 1_000_000 for position in positions)
    assert len(seconds) == max(seconds) - min(seconds) + 1
    typed = [record for record in await read_typed(kafka) if not record.is_tick]
    ids = Counter((record.topic, record.key, record.event_id) for record in typed)
    assert max(ids.values()) == 1


async def test_a_producer_waits_for_a_broker_and_stops_when_told(tmp_path: Path) -> None:
    process = await start_producer("127.0.0.1:1", tmp_path)
    log = tmp_path / "producer.log"
    async with asyncio.timeout(30):
        while b"trying again" not in log.read_bytes():
            await asyncio.sleep(0.05)
    process.terminate()
    assert await process.wait() == 0


def _bytes(line: str | bytes) -> bytes:
    return line.encode() if isinstance(line, str) else line
