"""What is final never changes and everything ended does become final, wherever batches are cut."""

import shutil
from datetime import timedelta
from pathlib import Path
from random import Random

import psycopg
import pytest

from db.engine import Database
from tests.events import NOON, a_record, send, ticks
from tests.recount import Rows, differences, read_tables, recount, without_ticks
from tests.spark.conftest import JobOn
from tests.spark.crowd import a_crowd
from tests.spark.test_accounting import with_ticks

CLOSING = NOON + timedelta(seconds=390)


def final_rows(database: Database) -> dict[str, Rows]:
    """The rows, in every table, of the minutes that are final now."""
    tables = read_tables(database)
    final = {key for key, row in tables["stream_minute"].items() if row["is_final"]}

    def is_final(row: dict[str, object]) -> bool:
        at = row["timestamp"]
        return (row["stream_id"], at.replace(second=0, microsecond=0)) in final  # type: ignore[attr-defined] # a timestamp

    return {
        name: {key: row for key, row in rows.items() if is_final(row)}
        for name, rows in tables.items()
    }


def kept(before: dict[str, Rows], now: dict[str, Rows]) -> dict[str, Rows]:
    """Of `now`, the keys that `before` had."""
    return {
        name: {key: row for key, row in rows.items() if key in before[name]}
        for name, rows in now.items()
    }


@pytest.mark.parametrize("seed", [11, 12, 13])
async def test_final_rows_never_change_and_every_ended_minute_becomes_final(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path, seed: int
) -> None:
    random = Random(seed)  # noqa: S311 - a seeded choice, not a secret
    crowd = a_crowd(seed, per_second=3)
    records = with_ticks(crowd)
    cuts = sorted(random.sample(range(len(records)), 7))
    checkpoint = tmp_path / "checkpoint"
    loses_checkpoint_at = random.randrange(3, 6)
    before = final_rows(database)
    parts = [records[a:b] for a, b in zip([0, *cuts], [*cuts, len(records)], strict=True)]
    for index, part in enumerate([*parts, ticks(CLOSING)]):
        if index == loses_checkpoint_at:
            shutil.rmtree(checkpoint)
        await send(kafka, part)
        with job_on(checkpoint) as job:
            job.catch_up()
        now = final_rows(database)
        assert differences(kept(before, now), before) == []
        before = now
    stored = read_tables(database)
    expected = recount(crowd, final_before=CLOSING - timedelta(seconds=10))
    assert differences(without_ticks(stored), expected) == []
    with psycopg.connect(database.conninfo) as connection:
        checkpoints = connection.execute("SELECT count(DISTINCT checkpoint_id) FROM batch_ledger")
        assert checkpoints.fetchone() == (2,)


async def test_under_a_new_checkpoint_a_later_truth_cannot_change_a_final_row(
    job_on: JobOn, kafka: str, database: Database, tmp_path: Path
) -> None:
    crowd = a_crowd(14, seconds=60)
    late = a_crowd(15, seconds=60, per_second=1)
    with job_on(tmp_path / "first") as job:
        await send(kafka, [*with_ticks(crowd), *ticks(NOON + timedelta(seconds=200))])
        job.catch_up()
        before = final_rows(database)
        await send(kafka, map(a_record, late))
        job.catch_up()
    with job_on(tmp_path / "second") as job:
        # Read in one first batch, what was late is no longer late to Spark.
        job.catch_up()
    assert differences(kept(before, final_rows(database)), before) == []
