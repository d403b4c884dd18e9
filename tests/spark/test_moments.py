"""A burst in the chat becomes a moment that explains itself."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from contracts.events import Event
from db.engine import Database
from tests.events import NOON, a_chat_message, an_emote, send, ticks
from tests.spark.conftest import JobOn
from tests.spark.test_accounting import with_ticks

BURST_MINUTE = 12
BURST = NOON + timedelta(minutes=BURST_MINUTE)


def a_quiet_minute(start: datetime, stream_id: str) -> list[Event]:
    return [
        a_chat_message(start + timedelta(seconds=6 * i), f"quiet{i}", stream_id=stream_id)
        for i in range(10)
    ]


def a_burst(start: datetime) -> list[Event]:
    return [
        a_chat_message(
            start + timedelta(milliseconds=500 * i),
            f"fan{i % 40}",
            stream_id="xqc",
            display_name=f"Fan{i % 40}",
            text="Kappa what a play" if i % 2 else "unbelievable!",
            emotes=[an_emote()] if i % 2 else [],
        )
        for i in range(100)
    ]


def an_evening() -> list[Event]:
    """Two streams of ten messages a minute, and one burst of a hundred in xqc."""
    events = [
        event
        for minute in range(BURST_MINUTE + 2)
        for stream_id in ("xqc", "ninja")
        if (minute, stream_id) != (BURST_MINUTE, "xqc")
        for event in a_quiet_minute(NOON + timedelta(minutes=minute), stream_id)
    ]
    return sorted([*events, *a_burst(BURST)], key=lambda event: event.occurred_at)


def read_moments(database: Database) -> list[dict[str, Any]]:
    with psycopg.connect(database.conninfo, row_factory=dict_row) as connection:
        return connection.execute("SELECT * FROM moments").fetchall()


async def test_a_burst_is_a_moment_with_its_numbers_and_its_voices(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    closing = ticks(NOON + timedelta(minutes=BURST_MINUTE + 4))
    with job_on(tmp_path / "checkpoint") as job:
        await send(kafka, [*with_ticks(an_evening()), *closing])
        job.catch_up()
    (moment,) = read_moments(database)
    told = moment["metadata"]
    assert (moment["stream_id"], moment["moment_type"]) == ("xqc", "chat_spike")
    assert (moment["started_at"], moment["severity"]) == (BURST, "critical")
    assert (told["baseline"], told["observed"]) == (10, 100)
    # A flat baseline scatters by the square root of its mean.
    assert told["score"] == round(90 / 10**0.5, 4)
    assert told["contributors"]["emotes"] == [{"emote": "Kappa", "usage_count": 50}]
    assert told["contributors"]["chatters"][0] == {"login": "fan0", "message_count": 3}
    terms = [term["term"] for term in told["contributors"]["terms"]]
    assert terms == ["play", "unbelievable"]
    texts = [sample["text"] for sample in told["sample_messages"]]
    assert sorted(texts) == ["Kappa what a play", "Kappa what a play", "unbelievable!"]


async def test_moments_are_the_same_wherever_batches_are_cut(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    records = with_ticks(an_evening())
    closing = ticks(NOON + timedelta(minutes=BURST_MINUTE + 4))
    for start in range(0, len(records), 90):
        await send(kafka, records[start : start + 90])
        with job_on(tmp_path / "checkpoint") as job:
            job.catch_up()
    await send(kafka, closing)
    with job_on(tmp_path / "checkpoint") as job:
        job.catch_up()
    in_parts = read_moments(database)
    with psycopg.connect(database.conninfo) as connection:
        for table in ("moments", "stream_minute", "detector_state", "batch_ledger"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - a name written above
    with job_on(tmp_path / "another") as job:
        job.catch_up()
    assert in_parts == read_moments(database)
    assert len(in_parts) == 1
