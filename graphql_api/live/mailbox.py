"""A feed's records -> one client: in order, and in step with the feed or known not to be."""

import asyncio
from collections.abc import Callable
from typing import Any

from contracts.feeds import Cursor
from graphql_api.errors import SlowClientError
from graphql_api.live.counters import LiveCounters
from graphql_api.live.records import BEGINNING, Record
from graphql_api.live.ring import Overflow, Ring, SlowClient


class Mailbox:
    """What one client has still to be given of a feed.

    In step, every record up to `head` was given or waits in the ring. Behind, records are not
    kept, for the log has them: the client reads it from `head` and joins again. `has_doubt`: the
    feed may have another epoch by now, or records may have gone by unheard.
    """

    def __init__(
        self, ring: Ring, keeps: Callable[[Any], bool] | None, counters: LiveCounters
    ) -> None:
        self.head = BEGINNING
        self.is_behind = True
        self.has_doubt = False
        self._ring = ring
        self._keeps = keeps
        self._counters = counters
        self._heard = 0
        self._stirred = asyncio.Event()

    @property
    def has_mail(self) -> bool:
        """Whether anything waits in the ring."""
        return len(self._ring) > 0

    def push(self, record: Record[Any]) -> None:
        """Take the record from the feed; never waits."""
        cursor = record.cursor
        if cursor.epoch != self.head.epoch:
            self.miss()
        elif self.is_behind or cursor.seq > self.head.seq + 1:
            self._heard = max(self._heard, cursor.seq)
            self.is_behind |= self._heard > self.head.seq
            self._stirred.set()
        elif cursor.seq == self.head.seq + 1:
            self.head = cursor
            self._accept(record)
            self._stirred.set()

    def miss(self) -> None:
        """Something may have gone by unheard."""
        self.has_doubt = self.is_behind = True
        self._stirred.set()

    def join(self, position: Cursor) -> bool:
        """All up to the position is given; whether that is as far as the feed has come."""
        self._heard = max(self._heard, self.head.seq) if position.epoch == self.head.epoch else 0
        self.head = position
        self.is_behind = self.has_doubt or self._heard > position.seq
        return not self.is_behind

    def restart(self, position: Cursor) -> bool:
        """As `join`, and nothing of what waits will be given: the position is behind it."""
        self._ring.clear()
        return self.join(position)

    def advance(self, position: Cursor) -> None:
        """All up to the position is given, and it is not known what follows."""
        self.join(position)
        self.is_behind = True

    def settle(self) -> bool:
        """Whether there was a doubt; what is heard from here on may raise it again."""
        had_doubt, self.has_doubt = self.has_doubt, False
        self._stirred.clear()
        return had_doubt

    async def stir(self, seconds: float) -> None:
        """Wait until something is heard, but no longer than this."""
        try:
            async with asyncio.timeout(seconds):
                await self._stirred.wait()
        except TimeoutError:
            return

    async def take(self) -> Record[Any] | Overflow | None:
        """The next in the ring; null when it is empty and the mailbox behind.

        Raises:
            SlowClientError: the ring ran over, and the client had wished to end then.
        """
        while True:
            taken = self._ring.take()
            if isinstance(taken, Overflow) and self._ring.policy is SlowClient.DISCONNECT:
                raise SlowClientError("updates came faster than they were taken")
            if taken is not None or self.is_behind:
                return taken
            self._stirred.clear()
            await self._stirred.wait()

    def _accept(self, record: Record[Any]) -> None:
        if self._keeps is None or self._keeps(record.row):
            before = self._ring.dropped
            self._ring.put(record)
            self._counters.dropped += self._ring.dropped - before
