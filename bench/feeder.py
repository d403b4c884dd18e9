"""A feed that a bench drives: records as the job makes them, taken to Valkey as the relay does."""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Final

import psycopg

from contracts.derived import Derived, StreamMinute
from contracts.events import to_json
from contracts.feeds import FeedKind, feed_name
from contracts.metrics import METRICS, Number
from db.engine import Database
from relay.log import Entry, Logs
from relay.record import Record

STREAM: Final = "xqc"
_EPOCH_BYTES: Final = 8
_KEEP: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Pace:
    """So many records a second, for so many seconds; a rate of 0 is as fast as it goes."""

    rate: float
    records: int


class Feeder:
    """The feed `metrics:xqc` of a database and a Valkey that hold nothing else."""

    def __init__(self, database: Database, redis_port: int) -> None:
        self.feed = feed_name(FeedKind.METRICS, STREAM)
        self.seq = 0
        self._epoch = secrets.token_hex(_EPOCH_BYTES)
        self._conninfo = database.conninfo
        self._logs = Logs("127.0.0.1", redis_port, _KEEP)

    async def start(self) -> None:
        """Make the stream and its feed, so that the API knows them."""
        now = datetime.now(UTC)
        async with await psycopg.AsyncConnection.connect(self._conninfo) as connection:
            await connection.execute(
                "INSERT INTO streams (stream_id, channel, last_seen_at) VALUES (%s, %s, %s)"
                " ON CONFLICT DO NOTHING",
                [STREAM, STREAM, now],
            )
            await connection.execute(
                "INSERT INTO feeds (feed, epoch, seq) VALUES (%s, %s, 0)"
                " ON CONFLICT (feed) DO UPDATE SET epoch = excluded.epoch, seq = 0",
                [self.feed, self._epoch],
            )
        await self._logs.claim()

    async def feed_at(self, pace: Pace) -> None:
        """Add the records, each first to PostgreSQL's top, as the job does, and then to the log."""
        began = monotonic()
        async with await psycopg.AsyncConnection.connect(
            self._conninfo, autocommit=True
        ) as connection:
            for number in range(pace.records):
                if pace.rate:
                    await asyncio.sleep(max(0.0, began + number / pace.rate - monotonic()))
                self.seq += 1
                await connection.execute(
                    "UPDATE feeds SET seq = %s WHERE feed = %s", [self.seq, self.feed]
                )
                await self._logs.add([Entry(self._record(), may_begin=True)])

    async def stop(self) -> None:
        """Close the connections."""
        await self._logs.close()

    def _record(self) -> Record:
        now = datetime.now(UTC)
        derived = Derived[StreamMinute](
            feed=self.feed,
            epoch=self._epoch,
            seq=self.seq,
            emitted_at=now,
            newest_event_at=now,
            data=a_minute(now, self.seq),
        )
        return Record(self.feed, self._epoch, self.seq, now, to_json(derived))


def a_minute(now: datetime, revision: int) -> StreamMinute:
    """The open minute of a busy stream, with a value for every metric."""
    metrics = {each.slug: 1_234 if each.number is Number.WHOLE else 0.125 for each in METRICS}
    return StreamMinute(
        stream_id=STREAM,
        timestamp=now.replace(second=0, microsecond=0),
        is_final=False,
        revision=revision,
        watermark=now - timedelta(seconds=10),
        metrics=metrics,
    )
