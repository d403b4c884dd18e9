"""Dropping old rows leaves the counts as they were."""

from datetime import UTC, datetime, timedelta

import psycopg

from db.engine import Database

NEWEST = datetime(2022, 5, 1, 12, tzinfo=UTC)


def batch(connection: psycopg.Connection, batch_id: int, age: timedelta, late: int) -> None:
    at = datetime.now(UTC) - age
    connection.execute(
        "INSERT INTO batch_ledger (checkpoint_id, batch_id, committed_at, offsets, counts, outbox,"
        " published_at) VALUES ('c', %s, %s, '{}',"
        " jsonb_build_object('late', %s::int, 'duplicates', 1, 'dead', 2), '[]', %s)",
        [batch_id, at, late, at],
    )


def test_age_counts_from_the_streams_own_newest_data(database: Database) -> None:
    with psycopg.connect(database.conninfo, autocommit=True) as connection:
        connection.execute(
            "INSERT INTO streams (stream_id, channel, last_seen_at) VALUES ('xqc', 'xqc', %s)",
            [NEWEST],
        )
        for age in (timedelta(hours=1), timedelta(hours=49), timedelta(days=31)):
            at = NEWEST - age
            connection.execute(
                "INSERT INTO viewer_timeseries VALUES ('xqc', %s, %s, 1)", [str(age), at]
            )
            connection.execute("INSERT INTO stream_bucket VALUES ('xqc', %s, 1, 0, 0)", [at])
        connection.execute("SELECT prune(30)")
        samples = connection.execute("SELECT count(*) FROM viewer_timeseries").fetchone()
        buckets = connection.execute("SELECT count(*) FROM stream_bucket").fetchone()
    assert (samples, buckets) == ((2,), (1,))


def test_old_batches_are_folded_and_their_sums_kept(database: Database) -> None:
    sums = (
        "SELECT count(*), sum((counts->>'late')::int), sum((counts->>'duplicates')::int),"
        " sum((counts->>'dead')::int), max(batch_id) FROM batch_ledger"
    )
    with psycopg.connect(database.conninfo, autocommit=True) as connection:
        for batch_id in range(3):
            batch(connection, batch_id, timedelta(days=3), late=5)
        batch(connection, 3, timedelta(hours=1), late=7)
        connection.execute("SELECT prune(30)")
        first = connection.execute(sums).fetchone()
        batch(connection, 4, timedelta(hours=1), late=0)
        connection.execute("UPDATE batch_ledger SET published_at = now() - interval '2 days'")
        connection.execute("SELECT prune(30)")
        second = connection.execute(sums).fetchone()
    assert first == (2, 22, 4, 8, 3)
    assert second == (2, 22, 5, 10, 4)
