"""The first look at the simulator, and the simulator's recording against the tables."""

import json
import os
import signal
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from aiokafka import AIOKafkaConsumer, TopicPartition

from bench.stack import Stack, a_stack
from contracts.events import Event, RawFrame
from contracts.topics import TWITCH_EVENTS
from db.engine import Database
from producer.parse import parse
from tests.cli.processes import until
from tests.recount import Rows, differences, read_tables, recount, without_ticks

CHANNELS = ["xqc", "shroud", "pokimane", "ninja", "summit1g"]


async def read_recording(kafka: str) -> list[RawFrame]:
    """Every frame of `twitch-events`, each once, in the order of the topic."""
    at = TopicPartition(TWITCH_EVENTS, 0)
    frames: dict[str, RawFrame] = {}
    async with AIOKafkaConsumer(bootstrap_servers=kafka, auto_offset_reset="earliest") as consumer:
        consumer.assign([at])
        end = (await consumer.end_offsets([at]))[at]
        while await consumer.position(at) < end:
            batch = await consumer.getmany(at, timeout_ms=1000)
            for record in batch.get(at, []):
                frame = RawFrame.model_validate_json(record.value)
                frames.setdefault(frame.event_id, frame)
    return list(frames.values())


def parsed_events(frames: Iterable[RawFrame]) -> list[Event]:
    return [event for frame in frames for _, event in parse(frame).events]


def newest_final_minute(database: Database) -> datetime:
    with psycopg.connect(database.conninfo) as connection:
        (minute,) = connection.execute(
            "SELECT max(timestamp) FROM stream_minute WHERE is_final"
        ).fetchone() or (None,)
    assert isinstance(minute, datetime)
    return minute


def up_to(tables: dict[str, Rows], minute: datetime) -> dict[str, Rows]:
    """The rows of the minutes up to that one."""

    def is_in(row: dict[str, Any]) -> bool:
        at: datetime = row["timestamp"]
        return at.replace(second=0, microsecond=0) <= minute

    return {
        name: {key: row for key, row in rows.items() if is_in(row)} for name, rows in tables.items()
    }


async def kill(stack: Stack, service: str) -> None:
    pid = await stack.pid(service)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


async def test_the_first_look_and_a_recount_after_kills(tmp_path: Path) -> None:
    async with a_stack(tmp_path) as stack:
        await stack.until_ready()
        await first_look_is_complete(stack, planted_bursts(tmp_path / "data"))
        await kill(stack, "spark")
        await kill(stack, "producer")
        before = newest_final_minute(stack.database)
        await until(lambda: newest_final_minute(stack.database) > before, seconds=240)
        tables, minute = read_tables(stack.database), newest_final_minute(stack.database)
        expected = recount(parsed_events(await read_recording(stack.kafka)), final_before=minute)
        final = up_to(without_ticks(tables), minute)
        for row in expected["stream_minute"].values():
            row["is_final"] = True
        assert differences(final, up_to(expected, minute)) == []
        accounting = await stack.accounting()
        assert (accounting["late"], accounting["dead"], accounting["residual"]) == (0, 0, 0)


def planted_bursts(data: Path) -> set[tuple[str, str]]:
    """Stream and minute of each burst that the simulator says it has planted."""
    lines = (data / "simulator" / "truth.jsonl").read_text().splitlines()
    planted = [json.loads(line) for line in lines]
    return {
        (one["stream_id"], one["started_at"][:16]) for one in planted if one["kind"] == "chat_burst"
    }


async def first_look_is_complete(stack: Stack, bursts: set[tuple[str, str]]) -> None:
    """Every channel is listed, has final minutes, and shows its planted burst as a moment."""
    data = await stack.query("{ streams { edges { node { id live } } } }")
    assert {e["node"]["id"] for e in data["streams"]["edges"]} == set(CHANNELS)

    async def all_final() -> bool:
        answers = [
            await stack.query(f'{{ metrics(streamId: "{name}") {{ isFinal }} }}')
            for name in CHANNELS
        ]
        return all(any(w["isFinal"] for w in answer["metrics"]) for answer in answers)

    await until(all_final, seconds=120)
    moments = await stack.query(
        "{ moments(types: [CHAT_SPIKE], first: 100) { edges { node {"
        " streamId startedAt sampleMessages { text } } } } }"
    )
    found = {
        (e["node"]["streamId"], e["node"]["startedAt"][:16]) for e in moments["moments"]["edges"]
    }
    assert bursts <= found
    assert {stream_id for stream_id, _ in bursts} == set(CHANNELS)
    assert all(len(e["node"]["sampleMessages"]) == 3 for e in moments["moments"]["edges"])
