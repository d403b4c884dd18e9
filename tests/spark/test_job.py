"""The job, from Kafka to PostgreSQL: every grain equals a recount."""

from datetime import timedelta
from pathlib import Path

import psycopg

from db.engine import Database
from tests.events import NOON, a_chat_message, a_record, a_stream_meta, send, ticks
from tests.recount import differences, read_tables, recount, without_ticks
from tests.spark.conftest import JobOn
from tests.spark.crowd import a_crowd

SECOND = timedelta(seconds=1)
CLOSING = NOON + 390 * SECOND
"""A tick at this time closes the five minutes from noon."""


async def test_every_grain_of_every_table_equals_a_recount(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    crowd = a_crowd(1)
    await send(kafka, [*map(a_record, crowd), *ticks(CLOSING)])
    with job_on(tmp_path / "checkpoint") as job:
        job.catch_up()
    stored = read_tables(database)
    expected = recount(crowd, final_before=CLOSING - 10 * SECOND)
    assert differences(without_ticks(stored), expected) == []
    assert sum(row["event_count"] for row in stored["stream_minute"].values()) == len(crowd) + 4


async def test_a_stream_shows_the_newest_it_has_said_of_itself(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    first = a_stream_meta(NOON, title="First", category="Chess")
    newest = a_stream_meta(NOON + 2 * SECOND, title="Newest", category=None)
    older = a_stream_meta(NOON + SECOND, title="Older", live=False)
    with job_on(tmp_path / "checkpoint") as job:
        await send(kafka, [*ticks(NOON), a_record(first), a_record(newest)])
        job.catch_up()
        await send(kafka, [a_record(older)])
        job.catch_up()
    with psycopg.connect(database.conninfo) as connection:
        rows = connection.execute("SELECT stream_id, title, category, live FROM streams").fetchall()
    assert rows == [("xqc", "Newest", "Chess", True)]


async def test_a_chatter_is_shown_by_the_name_used_last(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    said = [
        a_chat_message(NOON + i * SECOND, display_name=name)
        for i, name in enumerate(("ANN", "Ann"))
    ]
    await send(kafka, [*ticks(NOON), *map(a_record, said)])
    with job_on(tmp_path / "checkpoint") as job:
        job.catch_up()
    with psycopg.connect(database.conninfo) as connection:
        rows = connection.execute("SELECT login, display_name FROM chatters").fetchall()
    assert rows == [("ann", "Ann")]
