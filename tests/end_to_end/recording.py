"""The simulator's recording in Kafka, and the tables that must follow from it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import psycopg
from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.events import Event, RawFrame
from contracts.topics import TWITCH_EVENTS
from db.engine import Database
from producer.parse import parse
from tests.recount import Rows, differences, read_tables, recount, without_ticks


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


async def differences_to_recording(
    database: Database, kafka: str
) -> tuple[int, list[tuple[object, ...]]]:
    """How many final rows there are, and where they differ from a recount of the recording."""
    tables, minute = read_tables(database), newest_final_minute(database)
    expected = recount(parsed_events(await read_recording(kafka)), final_before=minute)
    for row in expected["stream_minute"].values():
        row["is_final"] = True
    final = up_to(without_ticks(tables), minute)
    return sum(map(len, final.values())), differences(final, up_to(expected, minute))
