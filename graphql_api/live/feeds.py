"""One subscription a feed and process -> the mailboxes of all who follow it."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Never

from sqlalchemy.ext.asyncio import AsyncEngine

from contracts.feeds import Cursor, FeedKind
from contracts.redis_names import feed_channel
from graphql_api.live.bus import JOINED, LOST, Bus
from graphql_api.live.counters import LiveCounters
from graphql_api.live.gathered import Gathered
from graphql_api.live.log import Logs
from graphql_api.live.mailbox import Mailbox
from graphql_api.live.records import read_record
from graphql_api.queries.connect import connected
from graphql_api.queries.feeds import feed_top

_log: Final = logging.getLogger(__name__)

TOP_PAUSE_SECONDS: Final = 0.05
"""How often PostgreSQL is asked for one feed's top at most, however many are in doubt."""


class Feed:
    """One feed, as it is heard; `joined` is set while all of it is."""

    def __init__(self, kind: FeedKind, name: str, bus: Bus) -> None:
        self.kind = kind
        self.name = name
        self.joined = asyncio.Event()
        self.mailboxes: set[Mailbox] = set()
        self._pump = asyncio.create_task(self._listen(bus), name=f"feed {name}")

    def leave(self) -> None:
        """Nobody follows it any more."""
        self._pump.cancel()

    async def _listen(self, bus: Bus) -> Never:
        async with bus.listening(feed_channel(self.name)) as heard:
            while True:
                self._hear(await heard())

    def _hear(self, message: str) -> None:
        if message == LOST:
            self.joined.clear()
        elif message == JOINED:
            self.joined.set()
            self._miss()
        else:
            self._decode(message)

    def _decode(self, message: str) -> None:
        try:
            record = read_record(self.kind, message)
        except ValueError as error:
            _log.error("an unreadable record came on %s: %s", self.name, error)
            self._miss()
            return
        for mailbox in self.mailboxes:
            mailbox.push(record)

    def _miss(self) -> None:
        for mailbox in self.mailboxes:
            mailbox.miss()


class Feeds:
    """The feeds that someone follows. Made within a loop."""

    def __init__(
        self, engine: AsyncEngine, valkey: tuple[str, int], counters: LiveCounters
    ) -> None:
        self.engine = engine
        self.logs = Logs(*valkey)
        self.counters = counters
        self._bus = Bus(*valkey)
        self._followed: dict[str, Feed] = {}
        self._tops = Gathered(self._top, TOP_PAUSE_SECONDS)

    @property
    def are_heard(self) -> bool:
        """Whether Valkey is listened to now."""
        return self._bus.is_connected

    async def start(self) -> None:
        """Begin to listen; Valkey may come up later."""
        await self._bus.start()

    async def close(self) -> None:
        """End all feeds and close the connections."""
        for feed in self._followed.values():
            feed.leave()
        await self._bus.close()
        await self._tops.close()
        await self.logs.close()

    @contextmanager
    def entered(self, kind: FeedKind, name: str, mailbox: Mailbox) -> Iterator[Feed]:
        """The feed, which fills the mailbox until the end of the block."""
        feed = self._followed.get(name)
        if feed is None:
            feed = self._followed[name] = Feed(kind, name, self._bus)
        feed.mailboxes.add(mailbox)
        self.counters.subscriptions += 1
        try:
            yield feed
        finally:
            self.counters.subscriptions -= 1
            feed.mailboxes.discard(mailbox)
            if not feed.mailboxes:
                feed.leave()
                self._followed.pop(name, None)

    async def top(self, name: str) -> Cursor | None:
        """The feed's epoch and newest number, as of now; null when it is not there yet.

        Raises:
            ApiError: PostgreSQL does not answer.
        """
        return await self._tops.ask(name)

    async def _top(self, name: str) -> Cursor | None:
        async with connected(self.engine) as connection:
            return await feed_top(connection, name)
