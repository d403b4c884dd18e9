"""One micro-batch: collect, write in one transaction, publish. Each exactly once in its effect."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Final, TypeVar

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
from psycopg import Connection, Cursor
from pyarrow import csv
from pyspark.sql import DataFrame

from contracts.derived import Moment, StreamMinute
from contracts.events import TICK_STREAM
from spark.derive import Told, to_letters
from spark.leaderboards import Leaderboards
from spark.moments import MessageLookup, detect_moments
from spark.progress import BatchRange, Dropped, read_batch_range
from spark.publish import Letter, Publisher
from spark.read import Offsets
from spark.write.feeds import all_stream_ids, read_leaderboard, read_streams
from spark.write.ledger import (
    BatchKey,
    Counts,
    Times,
    mark_published,
    open_batch,
    save_outbox,
    unpublished_outboxes,
)
from spark.write.minutes import finalise_minutes, merge_minutes
from spark.write.tables import INCOMING_COLUMNS, copy_rows, merge_rows, prepare_connection

log = logging.getLogger(__name__)

RETRY_SECONDS: Final = 1.0

Result = TypeVar("Result")

DeadLookup = Callable[[Offsets], list[Letter]]
"""Offsets that hold unreadable records -> a dead letter for each."""


@dataclass(frozen=True, slots=True)
class BatchReport:
    """What one batch did, for the progress line. `written` is False for a replayed batch."""

    batch_id: int
    rows: int
    counts: Counts
    moments: int
    final_minutes: int
    watermark: datetime | None
    written: bool


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch as it was collected: `rows` in the aggregation's columns, and what it left out."""

    key: BatchKey
    reach: BatchRange
    dropped: Dropped
    rows: pa.Table

    @property
    def counts(self) -> Counts:
        """What it left out, by why."""
        dropped = self.dropped
        return Counts(dropped.late, dropped.duplicates, sum(dropped.dead.values()))

    @property
    def times(self) -> Times:
        """The minutes that its rows lie in, and its newest event."""
        minutes = pc.min_max(self.rows["minute"])
        is_event = pc.and_(
            pc.equal(self.rows["grain"], "stream"),
            pc.not_equal(self.rows["stream_id"], TICK_STREAM),
        )
        newest = pc.max(self.rows["last_at"].filter(is_event))
        return Times(minutes["min"].as_py(), minutes["max"].as_py(), newest.as_py())

    @property
    def chatting(self) -> list[str]:
        """The streams in which somebody chatted."""
        is_chat = pc.equal(self.rows["grain"], "chatter")
        return list(pc.unique(self.rows["stream_id"].filter(is_chat)).to_pylist())

    @property
    def dead_offsets(self) -> Offsets:
        """The offsets of the topics that hold something unreadable."""
        return {topic: self.reach.of(topic) for topic, n in self.dropped.dead.items() if n}

    def report(self, *, written: bool, final_minutes: int = 0, moments: int = 0) -> BatchReport:
        """What is said of it once it is written."""
        return BatchReport(
            batch_id=self.key.batch_id,
            rows=self.rows.num_rows,
            counts=self.counts,
            moments=moments,
            final_minutes=final_minutes,
            watermark=self.reach.watermark,
            written=written,
        )


class BatchWriter:
    """Takes each batch from Spark to PostgreSQL and on to Kafka.

    Holds one connection, which holds the writer's lock: two jobs never write at once. A batch that
    is in the ledger is executed and changes nothing. While PostgreSQL is away the batch waits.
    """

    def __init__(  # noqa: PLR0913 - each is a thing of its own that the job wires in
        self,
        *,
        conninfo: str,
        checkpoint: Path,
        checkpoint_id: str,
        publisher: Publisher,
        look_up_messages: MessageLookup,
        look_up_dead: DeadLookup,
        dropped_of_batch: Callable[[], Dropped],
        reach_point: Callable[[str, int], None] = lambda _point, _batch_id: None,
    ) -> None:
        self._conninfo = conninfo
        self._checkpoint = checkpoint
        self._checkpoint_id = checkpoint_id
        self._publisher = publisher
        self._look_up_messages = look_up_messages
        self._look_up_dead = look_up_dead
        self._dropped_of_batch = dropped_of_batch
        self._reach_point = reach_point
        self._leaderboards = Leaderboards()
        self._connection: Connection | None = None

    def start(self) -> None:
        """Take the lock and publish what an earlier job committed and perhaps did not publish."""
        self._with_connection(self._publish_pending)
        self._with_connection(self._mark_leaderboards)

    def write(self, frame: DataFrame, batch_id: int) -> BatchReport:
        """Execute the batch and take it all the way; for `foreachBatch`."""
        batch = self._collect(frame, batch_id)
        self._reach_point("collected", batch_id)
        report = self._with_connection(lambda connection: self._commit(connection, batch))
        self._reach_point("committed", batch_id)
        self._with_connection(self._publish_pending)
        reach = batch.reach
        self._publisher.commit_offsets({topic: reach.ends(topic) for topic in reach.offsets})
        return report

    def close(self) -> None:
        """Let go of the lock."""
        if self._connection is not None:
            self._connection.close()

    def _collect(self, frame: DataFrame, batch_id: int) -> Batch:
        rows = frame.toArrow()
        # Only now, when the batch has been executed, do its operators have their counts.
        dropped = self._dropped_of_batch()
        reach = read_batch_range(self._checkpoint, batch_id)
        return Batch(BatchKey(self._checkpoint_id, batch_id), reach, dropped, rows)

    def _commit(self, connection: Connection, batch: Batch) -> BatchReport:
        with connection.transaction(), connection.cursor() as cursor:
            if not open_batch(cursor, batch.key, batch.reach, batch.counts, batch.times):
                return batch.report(written=False)
            copy_rows(cursor, _to_csv(batch.rows))
            merge_rows(cursor)
            changed = merge_minutes(cursor, batch.reach.watermark)
            final = finalise_minutes(cursor, batch.reach.watermark)
            moments = detect_moments(cursor, _without_ticks(final), self._look_up_messages)
            told = self._told(cursor, batch, [*changed, *final], moments)
            letters = [*self._look_up_dead(batch.dead_offsets), *to_letters(cursor, told)]
            save_outbox(cursor, batch.key, letters)
        self._leaderboards.told(board.stream_id for board in told.leaderboards)
        return batch.report(written=True, final_minutes=len(final), moments=len(moments))

    def _told(
        self, cursor: Cursor, batch: Batch, minutes: list[StreamMinute], moments: list[Moment]
    ) -> Told:
        self._leaderboards.mark(batch.chatting)
        # A minute that was changed and then made final is told once, as it is now.
        newest = {(m.timestamp, m.stream_id): m for m in _without_ticks(minutes)}
        boards = (read_leaderboard(cursor, one) for one in self._leaderboards.due())
        return Told(
            minutes=[newest[key] for key in sorted(newest)],
            moments=moments,
            leaderboards=[board for board in boards if board is not None],
            streams=read_streams(cursor, {minute.stream_id for minute in newest.values()}),
            newest_event_at=batch.times.newest_event_at,
        )

    def _mark_leaderboards(self, connection: Connection) -> None:
        with connection.cursor() as cursor:
            self._leaderboards.mark(all_stream_ids(cursor))

    def _publish_pending(self, connection: Connection) -> None:
        with connection.cursor() as cursor:
            for key, outbox in unpublished_outboxes(cursor):
                self._publisher.publish([Letter(*letter) for letter in outbox])
                mark_published(cursor, key)

    def _with_connection(self, work: Callable[[Connection], Result]) -> Result:
        """Do the work, again from its start on a new connection for as long as the server is away.

        Work is one transaction, or repeatable: what was committed unseen is found in the ledger.
        """
        while True:
            try:
                return work(self._locked_connection())
            except psycopg.OperationalError as error:
                log.warning("PostgreSQL is away, the batch waits: %s", str(error).strip())
                self.close()
                time.sleep(RETRY_SECONDS)

    def _locked_connection(self) -> Connection:
        if self._connection is None or self._connection.closed:
            self._connection = psycopg.connect(self._conninfo, autocommit=True)
            while not prepare_connection(self._connection):
                log.warning("another job holds the writer's lock; waiting for it to end")
                time.sleep(RETRY_SECONDS)
        return self._connection


def _to_csv(rows: pa.Table) -> memoryview:
    buffer = BytesIO()
    options = csv.WriteOptions(include_header=False, quoting_style="all_valid")
    csv.write_csv(rows.select(INCOMING_COLUMNS), buffer, options)
    return buffer.getbuffer()


def _without_ticks(minutes: list[StreamMinute]) -> list[StreamMinute]:
    return [minute for minute in minutes if minute.stream_id != TICK_STREAM]
