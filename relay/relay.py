"""Kafka -> Redis: each record once and in order, whatever happens to either of them."""

import asyncio
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final, Never

from aiokafka import ConsumerRecord
from aiokafka.errors import KafkaError

from relay.log import Entry, Logs, Outcome
from relay.read import Reader
from relay.record import Record, UnreadableError, read_record
from relay.retry import FIRST_SECONDS, until_answered
from relay.status import Numbers

log = logging.getLogger(__name__)

HOPELESS_SECONDS: Final = 60.0
"""A rewind that may not help is made once in so long; else the log begins anew."""


@dataclass(frozen=True, slots=True)
class _Read(Entry):
    """An entry as it was read. `previous` is the highest seq of its feed that came before it.

    It is null for the feed's first record since the rewind, which may begin a log: what is before
    it is older than what logs hold.
    """

    previous: int | None

    @property
    def feed(self) -> tuple[str, str]:
        """Of two epochs each has a log of its own."""
        return self.record.feed, self.record.epoch

    @property
    def is_next_in_kafka(self) -> bool:
        """Whether Kafka had the record before it, too."""
        return self.previous is not None and self.record.seq <= self.previous + 1


class Relay:
    """One way through: rewind, relay, and rewind again when Redis has lost something."""

    def __init__(
        self, reader: Reader, logs: Logs, numbers: Numbers, ready_file: Path | None
    ) -> None:
        self._reader = reader
        self._logs = logs
        self._numbers = numbers
        self._ready_file = ready_file
        self._highest: dict[tuple[str, str], int] = {}
        self._last_hopeless_rewind = float("-inf")

    async def run(self) -> Never:
        """Relay until cancelled."""
        reason = "the relay starts"
        while True:
            await self._rewind(reason)
            reason = await self._follow()

    async def _rewind(self, reason: str) -> None:
        log.info("rewinding: %s", reason)
        self._numbers.rewinds += 1
        self._numbers.is_caught_up = False
        self._highest.clear()
        # In this order: Redis emptied after the claim is noticed, wherever we read.
        await until_answered("Valkey", self._logs.claim)
        await self._reader.rewind()

    async def _follow(self) -> str:
        """Relay record after record; gives the reason to rewind."""
        while self._logs.is_intact:
            try:
                batch = await self._reader.read()
            except KafkaError as error:
                await asyncio.sleep(FIRST_SECONDS)
                return f"Kafka says {error!r}"
            reason = await self._relay(list(self._readable(batch.records)))
            if reason:
                return reason
            self._reader.advance(batch)
            self._announce()
        return "Valkey was emptied"

    async def _relay(self, records: Sequence[Record]) -> str | None:
        """Add the records; gives the reason to rewind, if there is one."""
        entries = [self._as_read(record) for record in records]
        while entries:
            outcomes = await until_answered("Valkey", partial(self._logs.add, entries))
            refused = []
            for entry, outcome in zip(entries, outcomes, strict=True):
                self._count(entry, outcome)
                if outcome.is_refusal:
                    refused.append((entry, outcome))
            # Whatever follows a refused record in its feed is refused as well.
            first = {entry.feed: (entry, outcome) for entry, outcome in reversed(refused)}
            for entry, outcome in first.values():
                if self._should_rewind(entry, outcome):
                    return f"{entry.record.feed} at {entry.record.seq}: {outcome.lower()}"
            entries = [
                replace(entry, may_begin=entry is first[entry.feed][0]) for entry, _ in refused
            ]
        return None

    def _as_read(self, record: Record) -> _Read:
        feed = record.feed, record.epoch
        previous = self._highest.get(feed)
        self._highest[feed] = max(record.seq, previous or 0)
        return _Read(record, may_begin=previous is None, previous=previous)

    def _should_rewind(self, entry: _Read, outcome: Outcome) -> bool:
        """Whether Kafka may have what the log lacks; else the log has to begin anew."""
        if outcome is Outcome.EMPTIED:
            return True
        if outcome is Outcome.JUMP and entry.is_next_in_kafka:
            # Another relay has begun this log again, and is on its way to here.
            return True
        # Kafka itself has a hole, or there is no room in Redis: a rewind may lead here again.
        now = time.monotonic()
        if now - self._last_hopeless_rewind < HOPELESS_SECONDS:
            return False
        self._last_hopeless_rewind = now
        return True

    def _count(self, entry: _Read, outcome: Outcome) -> None:
        numbers, record = self._numbers, entry.record
        if outcome is Outcome.IGNORED:
            numbers.ignored += 1
        elif outcome.is_addition:
            numbers.note_added(record)
        is_anew = outcome is Outcome.BEGUN and entry.previous is not None
        if is_anew or outcome is Outcome.RESTARTED:
            numbers.restarted_logs += 1
            log.warning("the log of %s begins anew at %d", record.feed, record.seq)

    def _readable(self, records: Iterable[ConsumerRecord]) -> Iterable[Record]:
        for record in records:
            try:
                yield read_record(record.value)
            except UnreadableError as error:
                self._numbers.unreadable += 1
                place = f"{record.topic}[{record.partition}] at {record.offset}"
                log.warning("skipping %s, which is no record of a feed: %s", place, error)

    def _announce(self) -> None:
        if self._numbers.is_caught_up or not self._reader.is_caught_up:
            return
        self._numbers.is_caught_up = True
        added, ignored = self._numbers.added, self._numbers.ignored
        log.info("caught up; so far %d records added, %d there already", added, ignored)
        if self._ready_file:
            self._ready_file.touch()
