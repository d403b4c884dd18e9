"""The job killed with -9 at its worst moments: the tables equal those of an unbroken run."""

import asyncio
from datetime import timedelta
from pathlib import Path
from random import Random

import psycopg
import pytest

from db.engine import Database
from tests.events import NOON, send, ticks
from tests.recount import differences, read_tables, recount, without_ticks
from tests.spark.crowd import a_crowd
from tests.spark.derived import read_feeds, tops, tops_of
from tests.spark.process import job_process
from tests.spark.test_accounting import read_counts, with_ticks

CLOSING = NOON + timedelta(seconds=390)


def batches(database: Database) -> int:
    with psycopg.connect(database.conninfo) as connection:
        (count,) = connection.execute("SELECT count(*) FROM batch_ledger").fetchone() or (0,)
    return int(count)


async def until_all_final(database: Database, last_minute: str) -> None:
    """Return when that minute is final; pytest's own time limit ends a wait for ever."""
    is_final = "SELECT bool_or(is_final) FROM stream_minute WHERE timestamp = %s"
    while True:
        with psycopg.connect(database.conninfo) as connection:
            if connection.execute(is_final, [last_minute]).fetchone() == (True,):
                return
        await asyncio.sleep(0.1)


@pytest.mark.parametrize("fault_point", ["committed@1", "collected@1", "random"])
async def test_after_a_kill_the_tables_equal_those_of_an_unbroken_run(
    kafka: str, database: Database, tmp_path: Path, fault_point: str
) -> None:
    crowd = a_crowd(21)
    records = with_ticks(crowd)
    half = len(records) // 2
    checkpoint = tmp_path / "checkpoint"
    await send(kafka, records[:half])
    named = "" if fault_point == "random" else fault_point
    with job_process(kafka, database, checkpoint, fault_point=named) as process:
        while batches(database) < 1:
            await asyncio.sleep(0.05)
        await send(kafka, records[half:])
        if named:
            await asyncio.to_thread(process.wait)
        else:
            await asyncio.sleep(Random(5).uniform(0, 1))  # noqa: S311 - the point is any moment
    with job_process(kafka, database, checkpoint):
        await send(kafka, ticks(CLOSING))
        await until_all_final(database, "2024-01-06T12:04:00Z")
    expected = recount(crowd, final_before=CLOSING - timedelta(seconds=10))
    assert differences(without_ticks(read_tables(database)), expected) == []
    # Numbers of a batch that was written twice would have gone on.
    assert tops_of(await read_feeds(kafka)) == tops(database)
    counts = read_counts(database)
    assert counts == {
        "aggregated": len(records) + 4,
        "late": 0,
        "duplicates": 0,
        "dead": 0,
    }
