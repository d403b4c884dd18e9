"""The tables of the peer, and how a staged batch is merged into those that are aggregated."""

from dataclasses import dataclass
from typing import Final

import psycopg

from db.engine import Database

_SCHEMA: Final = """
CREATE TABLE streams (
    stream_id text PRIMARY KEY, title text, category text, live boolean);
CREATE TABLE chat_summary_minute (
    stream_id text, timestamp timestamptz, username text,
    message_count bigint, emote text, sentiment_score double precision,
    PRIMARY KEY (stream_id, timestamp, username));
CREATE TABLE stream_minute (
    stream_id text, timestamp timestamptz,
    message_count bigint, viewer_count double precision, transaction_count bigint,
    PRIMARY KEY (stream_id, timestamp));
CREATE TABLE viewer_timeseries (
    stream_id text, timestamp timestamptz, viewer_count bigint);
CREATE INDEX ON viewer_timeseries (stream_id, timestamp);
CREATE TABLE transactions (
    event_id text, stream_id text, timestamp timestamptz, username text, kind text,
    quantity bigint, amount double precision);
CREATE INDEX ON transactions (stream_id, timestamp);
"""


@dataclass(frozen=True, slots=True)
class Merged:
    """A table that a batch is merged into, from a stage of the same columns."""

    name: str
    keys: tuple[str, ...]
    values: tuple[str, ...]

    @property
    def stage(self) -> str:
        """The table that a batch is written to first."""
        return f"{self.name}_stage"

    @property
    def merge(self) -> str:
        """The statement that takes the staged batch over; the newest value wins."""
        columns = ", ".join((*self.keys, *self.values))
        news = ", ".join(f"{name} = excluded.{name}" for name in self.values)
        return (
            f"INSERT INTO {self.name} ({columns}) SELECT {columns} FROM {self.stage}"  # noqa: S608
            f" ON CONFLICT ({', '.join(self.keys)}) DO UPDATE SET {news}"
        )


STREAMS: Final = Merged("streams", ("stream_id",), ("title", "category", "live"))
CHAT_SUMMARY: Final = Merged(
    "chat_summary_minute",
    ("stream_id", "timestamp", "username"),
    ("message_count", "emote", "sentiment_score"),
)
STREAM_MINUTE: Final = Merged(
    "stream_minute",
    ("stream_id", "timestamp"),
    ("message_count", "viewer_count", "transaction_count"),
)
VIEWER_TIMESERIES: Final = "viewer_timeseries"
TRANSACTIONS: Final = "transactions"


def create_tables(database: Database) -> None:
    """The tables and their stages, in a database that is empty."""
    with psycopg.connect(database.conninfo) as connection:
        connection.execute(_SCHEMA)
        for merged in (STREAMS, CHAT_SUMMARY, STREAM_MINUTE):
            connection.execute(f"CREATE TABLE {merged.stage} (LIKE {merged.name})")


def merge(database: Database, merged: Merged) -> None:
    """Take over what was staged."""
    with psycopg.connect(database.conninfo) as connection:
        connection.execute(merged.merge)
