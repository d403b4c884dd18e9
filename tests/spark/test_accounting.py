"""Every event is aggregated, late, a duplicate or dead, each counted where it happens."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import psycopg
from aiokafka import AIOKafkaConsumer, TopicPartition

from contracts.events import DeadLetter, Event
from contracts.topics import (
    CHAT,
    CONSUMER_GROUP,
    DEAD_LETTER,
    DEAD_LETTER_OF_JOB,
    EVENT_TOPICS,
    VIEWER,
)
from db.engine import Database
from tests.events import (
    NOON,
    Record,
    a_chat_message,
    a_record,
    a_viewer_sample,
    send,
    ticks,
)
from tests.spark.conftest import JobOn
from tests.spark.crowd import a_crowd

SECOND = timedelta(seconds=1)


def read_counts(database: Database) -> dict[str, int]:
    with psycopg.connect(database.conninfo) as connection:
        late, duplicates, dead = connection.execute(
            "SELECT sum((counts->>'late')::int), sum((counts->>'duplicates')::int),"
            " sum((counts->>'dead')::int) FROM batch_ledger"
        ).fetchone() or (0, 0, 0)
        (aggregated,) = connection.execute(
            "SELECT sum(event_count)::int FROM stream_minute"
        ).fetchone() or (0,)
    return {"aggregated": aggregated, "late": late, "duplicates": duplicates, "dead": dead}


async def read_topic(kafka: str, topic: str, partition: int) -> list[bytes]:
    at = TopicPartition(topic, partition)
    async with AIOKafkaConsumer(bootstrap_servers=kafka, auto_offset_reset="earliest") as consumer:
        consumer.assign([at])
        end = (await consumer.end_offsets([at]))[at]
        return [(await consumer.getone()).value for _ in range(end)]


def with_ticks(events: Iterable[Event]) -> list[Record]:
    """The events' records, with a tick on every topic each ten seconds of their time."""
    records: list[Record] = []
    next_tick = NOON
    for event in events:
        while next_tick <= event.occurred_at:
            records += ticks(next_tick)
            next_tick += 10 * SECOND
        records.append(a_record(event))
    return records


async def test_malformed_duplicated_and_late_events_are_each_found_exactly(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    random = Random(2)  # noqa: S311 - a seeded choice, not a secret
    crowd = a_crowd(2, seconds=300, per_second=4)
    records = with_ticks(crowd)
    malformed: list[Record] = [(CHAT, b"xqc", b'{"broken": ') for _ in range(12)]
    late = [a_chat_message(NOON + i * SECOND) for i in range(60)]
    duplicates = 0
    with job_on(tmp_path / "checkpoint") as job:
        for start in range(0, len(records), 300):
            part = records[start : start + 300]
            again = random.sample(part[-20:], 5)
            duplicates += len(again)
            await send(kafka, [*part, *again, *malformed[start // 100 : start // 100 + 3]])
            job.catch_up()
        sent_malformed = len(await read_topic(kafka, DEAD_LETTER, DEAD_LETTER_OF_JOB))
        await send(kafka, map(a_record, late))
        job.catch_up()
    assert read_counts(database) == {
        "aggregated": len(records),
        "late": len(late),
        "duplicates": duplicates,
        "dead": sent_malformed,
    }
    assert sent_malformed >= len(malformed) - 3


async def test_a_dead_letter_says_where_it_came_from_and_why(
    job_on: JobOn, kafka: str, tmp_path: Path
) -> None:
    await send(kafka, [*ticks(NOON), (VIEWER, b"xqc", b"\xff not json")])
    with job_on(tmp_path / "checkpoint") as job:
        job.catch_up()
    (value,) = await read_topic(kafka, DEAD_LETTER, DEAD_LETTER_OF_JOB)
    letter = DeadLetter.model_validate_json(value)
    assert (letter.topic, letter.partition, letter.offset) == (VIEWER, 0, 1)
    assert letter.reason == "the value is not UTF-8"
    assert letter.raw_base64 == "/yBub3QganNvbg=="


async def test_an_event_stamped_2099_makes_nothing_late(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    poison = a_viewer_sample(datetime(2099, 1, 1, tzinfo=UTC))
    crowd = a_crowd(3, seconds=60)
    with job_on(tmp_path / "checkpoint") as job:
        await send(kafka, [*ticks(NOON), a_record(poison)])
        job.catch_up()
        await send(kafka, with_ticks(crowd))
        job.catch_up()
    counts = read_counts(database)
    assert (counts["late"], counts["dead"]) == (0, 1)
    assert counts["aggregated"] == len(crowd) + 4 + 4 * 6 - 4


async def test_ten_minutes_of_backlog_with_bursty_chat_and_sparse_viewers_are_not_late(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    checkpoint = tmp_path / "checkpoint"
    with job_on(checkpoint) as job:
        await send(kafka, ticks(NOON))
        job.catch_up()
    backlog: list[Event] = []
    for minute in range(10):
        at = NOON + minute * 60 * SECOND
        backlog += [a_chat_message(at + i * SECOND / 50) for i in range(500)]
        backlog.append(a_viewer_sample(at + 59 * SECOND))
    records = with_ticks(backlog)[4:]
    await send(kafka, records)
    with job_on(checkpoint) as job:
        job.catch_up()
        await send(kafka, ticks(NOON + 700 * SECOND))
        job.catch_up()
    counts = read_counts(database)
    assert (counts["late"], counts["duplicates"], counts["dead"]) == (0, 0, 0)
    assert counts["aggregated"] == len(records) + 8


async def test_kafkas_own_tools_see_how_far_the_job_is(
    job_on: JobOn, kafka: str, tmp_path: Path
) -> None:
    await send(kafka, ticks(NOON))
    with job_on(tmp_path / "checkpoint") as job:
        job.catch_up()
    async with AIOKafkaConsumer(bootstrap_servers=kafka, group_id=CONSUMER_GROUP) as consumer:
        committed = [await consumer.committed(TopicPartition(topic, 0)) for topic in EVENT_TOPICS]
    assert committed == [1, 1, 1, 1]
