"""One micro-batch: collect, write in one transaction, publish. Each exactly once in its effect."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final, TypeVar

import psycopg
import pyarrow as pa
import pyarrow.compute as pc
from psycopg import Connection, Cursor
from pyarrow import csv
from pyspark.sql import DataFrame

from contracts.events import DeadLetter, to_json
from contracts.topics import DEAD_LETTER, DEAD_LETTER_OF_JOB
from spark.moments import MessageLookup, detect_moments
from spark.progress import BatchRange, Dropped, read_batch_range
from spark.publish import Letter, Publisher
from spark.write import (
    INCOMING_COLUMNS,
    BatchKey,
    Counts,
    copy_rows,
    finalise_minutes,
    mark_published,
    merge_rows,
    open_batch,
    prepare_connection,
    save_outbox,
    unpublished_outboxes,
)

log = logging.getLogger(__name__)

RETRY_SECONDS: Final = 1.0

Result = TypeVar("Result")


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
    """A batch as it was collected: `rows` in the aggregation's columns, `dead` those unreadable."""

    key: BatchKey
    reach: BatchRange
    counts: Counts
    rows: pa.Table
    dead: pa.Table

    @property
    def minutes(self) -> list[datetime]:
        """The minutes that its rows lie in."""
        return list(pc.unique(self.rows["minute"]).to_pylist())

    def report(self, *, written: bool, final_minutes: int = 0, moments: int = 0) -> BatchReport:
        """What is said of it once it is written."""
        watermark = self.reach.watermark
        return BatchReport(
            batch_id=self.key.batch_id,
            rows=self.rows.num_rows,
            counts=self.counts,
            moments=moments,
            final_minutes=final_minutes,
            watermark=watermark,
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
        dropped_of_batch: Callable[[], Dropped],
        reach_point: Callable[[str, int], None] = lambda _point, _batch_id: None,
    ) -> None:
        self._conninfo = conninfo
        self._checkpoint = checkpoint
        self._checkpoint_id = checkpoint_id
        self._publisher = publisher
        self._look_up_messages = look_up_messages
        self._dropped_of_batch = dropped_of_batch
        self._reach_point = reach_point
        self._connection: Connection | None = None

    def start(self) -> None:
        """Take the lock and publish what an earlier job committed and perhaps did not publish."""
        self._with_connection(self._publish_pending)

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
        table = frame.toArrow()
        # Only now, when the batch has been executed, do its operators have their counts.
        dropped = self._dropped_of_batch()
        is_dead = pc.equal(table["grain"], "dead")
        dead = table.filter(is_dead)
        return Batch(
            key=BatchKey(self._checkpoint_id, batch_id),
            reach=read_batch_range(self._checkpoint, batch_id),
            counts=Counts(dropped.late, dropped.duplicates, dead.num_rows),
            rows=table.filter(pc.invert(is_dead)),
            dead=dead,
        )

    def _commit(self, connection: Connection, batch: Batch) -> BatchReport:
        with connection.transaction(), connection.cursor() as cursor:
            if not open_batch(cursor, batch.key, batch.reach, batch.counts, batch.minutes):
                return batch.report(written=False)
            copy_rows(cursor, _to_csv(batch.rows))
            merge_rows(cursor, batch.reach.watermark)
            final, moments = self._finalise(cursor, batch.reach)
            save_outbox(cursor, batch.key, _dead_letters(batch.dead))
        return batch.report(written=True, final_minutes=final, moments=moments)

    def _finalise(self, cursor: Cursor, reach: BatchRange) -> tuple[int, int]:
        minutes = finalise_minutes(cursor, reach.watermark)
        judged = [minute for minute in minutes if minute.stream_id != "*"]
        return len(minutes), detect_moments(cursor, judged, self._look_up_messages)

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


def _dead_letters(dead: pa.Table) -> list[Letter]:
    return [_dead_letter(row) for row in dead.to_pylist()]


def _dead_letter(row: dict[str, Any]) -> Letter:
    letter = DeadLetter(
        reason=row["key"],
        raw_base64=row["detail"],
        topic=row["topic"],
        partition=row["partition"],
        offset=row["offset"],
        failed_at=datetime.now(UTC),
    )
    return Letter(DEAD_LETTER, DEAD_LETTER_OF_JOB, row["topic"], to_json(letter).decode())
