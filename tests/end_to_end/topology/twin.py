"""The same topics through a job on one machine, into a database of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Final

import psycopg

from bench.servers import running
from bench.stack import until
from cli.servers.postgres import create_database
from db.engine import Database
from db.migrate import upgrade
from tests.end_to_end import recording
from tests.end_to_end.topology.places import Places
from tests.end_to_end.topology.processes import job
from tests.recount import differences, read_tables

LOCAL: Final = "local[*]"
CATCH_UP_SECONDS: Final = 300.0


@contextmanager
def local_job(places: Places) -> Iterator[Database]:
    """The database of a job on `local[*]` that reads all topics from their beginning."""
    database = replace(places.database, name="local")
    create_database(database)
    upgrade(database)
    told = {"SPARK_MASTER": LOCAL, "POSTGRES_DB": database.name}
    services = [job("local", places, told=told)]
    with running(places.folder / "local", services, CATCH_UP_SECONDS):
        yield database


async def until_final(database: Database, minute: datetime) -> None:
    """Return when that minute is final there."""
    asked = "SELECT 1 FROM stream_minute WHERE is_final AND timestamp >= %s LIMIT 1"

    async def is_final() -> bool:
        with psycopg.connect(database.conninfo) as connection:
            return connection.execute(asked, [minute]).fetchone() is not None

    await until(is_final, CATCH_UP_SECONDS)


async def compare(cluster: Database, local: Database) -> tuple[list[list[object]], bool]:
    """A row a table: its final rows on the cluster and on one machine, and how many differ."""
    minute = recording.newest_final_minute(cluster)
    await until_final(local, minute)
    ours, theirs = (recording.up_to(read_tables(database), minute) for database in (cluster, local))
    rows: list[list[object]] = [
        [
            name,
            f"{len(ours[name]):,}",
            f"{len(theirs[name]):,}",
            len({key for _, key, *_ in differences({name: ours[name]}, {name: theirs[name]})}),
        ]
        for name in ours
    ]
    return rows, all(row[-1] == 0 for row in rows) and all(map(len, ours.values()))
