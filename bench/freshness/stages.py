"""Where the time between a message and its push goes, as far as the pipeline writes it down."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import psycopg
from redis.asyncio import Redis

from bench.freshness.probes import STREAM, Probe, Push
from contracts.feeds import FeedKind, feed_name
from contracts.redis_names import LOG_RELAYED_AT, log_key
from db.engine import Database

STAGES: Final = (
    "sent, until Kafka has it",
    "waits for a batch to begin",
    "the batch, until its rows are written",
    "commit, publication, relay",
    "API, until the client has it",
)

_BATCH: Final = """
SELECT batch_id FROM batch_ledger
WHERE (offsets #>> '{chat,0,0}')::bigint <= %(offset)s
  AND (offsets #>> '{chat,0,1}')::bigint > %(offset)s
"""


@dataclass(frozen=True, slots=True)
class Journey:
    """When a probe was where, in seconds since 1970."""

    occurred_at: float
    stored_at: float
    batch_at: float
    emitted_at: float
    relayed_at: float
    received_at: float

    @property
    def seconds(self) -> list[float]:
        """The seconds of each of STAGES."""
        times = (
            *(self.occurred_at, self.stored_at, self.batch_at),
            *(self.emitted_at, self.relayed_at, self.received_at),
        )
        return [after - before for before, after in pairwise(times)]


class Tracer:
    """Looks up the journeys of probes, while the traces are there."""

    def __init__(self, database: Database, checkpoint: Path, redis_port: int) -> None:
        self._conninfo = database.conninfo
        self._checkpoint = checkpoint
        self._redis_port = redis_port
        self._began: dict[int, float] = {}

    def note_batches(self) -> None:
        """Remember when each batch began: Spark wrote down its offsets then, and keeps few."""
        for file in (self._checkpoint / "offsets").glob("[0-9]*"):
            self._began.setdefault(int(file.name), file.stat().st_mtime)

    async def journeys(self, arrived: Sequence[tuple[Probe, Push]]) -> list[Journey]:
        """The journeys of those probes whose traces are complete."""
        found = []
        async with (
            await psycopg.AsyncConnection.connect(self._conninfo) as connection,
            Redis(host="127.0.0.1", port=self._redis_port) as redis,
        ):
            for probe, push in arrived:
                rows = await connection.execute(_BATCH, {"offset": probe.offset})
                batch = await rows.fetchone()
                began = self._began.get(batch[0]) if batch else None
                relayed_at = await _relayed_at(redis, push)
                if began is not None and relayed_at is not None:
                    found.append(
                        Journey(
                            *(probe.occurred_at, probe.stored_at, began),
                            *(push.emitted_at, relayed_at, push.received_at),
                        )
                    )
        return found


async def _relayed_at(redis: Redis, push: Push) -> float | None:
    key = log_key(feed_name(FeedKind.METRICS, STREAM), push.epoch)
    entries: Any = await redis.xrange(key, f"{push.seq}-0", f"{push.seq}-0")
    if not entries:
        return None
    ((_, fields),) = entries
    return int(fields[LOG_RELAYED_AT.encode()]) / 1000
