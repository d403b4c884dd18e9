"""A feed -> one client: a snapshot, then every update once and in order, or a gap that says so."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Coroutine, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from itertools import takewhile
from typing import Any, Final, Generic, TypeVar, cast

from contracts.feeds import Cursor
from graphql_api.errors import ApiError, TooSlowError, UnavailableError
from graphql_api.live.feeds import Feed, Feeds
from graphql_api.live.gathered import apart
from graphql_api.live.log import PAGE, Entry, LogAwayError
from graphql_api.live.mailbox import Mailbox
from graphql_api.live.records import BEGINNING, Record, Row
from graphql_api.live.ring import CAPACITY, Overflow, Ring, SlowClient, newest_of_each
from graphql_api.live.sources import Source
from graphql_api.queries.feeds import feed_top
from graphql_api.queries.snapshots import at_one_instant

START_SECONDS: Final = 30.0
"""How long the servers may be away when a client begins, and how long a cursor is looked for."""

RETRY_SECONDS: Final = 0.5
LOOK_SECONDS: Final = 1.0
"""How long a client that is behind waits to be stirred before it looks into the log again."""
SLOW_SECONDS: Final = 1.0

_Found = TypeVar("_Found")


class GapReason(StrEnum):
    """Why updates are missing."""

    EXPIRED = "expired"
    SLOW_CLIENT = "slow_client"
    NEW_EPOCH = "new_epoch"


@dataclass(frozen=True, slots=True)
class Started:
    """Comes first and once: what is wrong with the question was said before."""


@dataclass(frozen=True, slots=True)
class Snapshot(Generic[Row]):
    """The newest row as of `cursor`."""

    cursor: Cursor
    read_at: datetime
    row: Row


@dataclass(frozen=True, slots=True)
class Update(Generic[Row]):
    """The next record."""

    record: Record[Row]


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies after `start` up to and with `end` will not be given.

    `missed` counts the feed's records in it, those of a filter too; null between two epochs.
    """

    reason: GapReason
    start: Cursor | None
    end: Cursor
    noticed_at: datetime

    @property
    def missed(self) -> int | None:
        """How many records that is."""
        if self.start is None or self.start.epoch != self.end.epoch:
            return None
        return max(0, self.end.seq - self.start.seq)


Item = Snapshot[Row] | Update[Row] | Gap


@dataclass(frozen=True, slots=True)
class Wish(Generic[Row]):
    """What a client wants to follow, and how.

    `after` is where it was, null for a snapshot at first. With `is_whole` a snapshot follows also
    the gap of a slow client, for the updates to come do not make up for those it missed.
    """

    source: Source[Row]
    after: Cursor | None = None
    on_slow: SlowClient = SlowClient.LATEST
    capacity: int = CAPACITY
    is_whole: bool = False


async def follow(feeds: Feeds, wish: Wish[Row]) -> AsyncGenerator[Started | Item[Row], None]:
    """Follow until closed. No connection to PostgreSQL is held while waiting.

    Raises:
        NotFoundError: before Started: the stream is not tracked.
        UnavailableError: before Started: PostgreSQL or Valkey was away for 30 s.
        SlowClientError: DISCONNECT was asked for, and updates came too fast.
    """
    mailbox = Mailbox(Ring(wish.on_slow, wish.capacity), wish.source.keeps, feeds.counters)
    with feeds.entered(wish.source.kind, wish.source.feed, mailbox) as feed:
        follower = _Follower(feeds, feed, mailbox, wish)
        first = await follower.start()
        yield Started()
        for item in first:
            yield item
        while True:
            for item in await follower.next_items():
                yield item


@dataclass(frozen=True, slots=True)
class _Now(Generic[Row]):
    top: Cursor | None
    row: Row | None
    read_at: datetime

    @property
    def cursor(self) -> Cursor:
        return self.top or BEGINNING


class _Follower(Generic[Row]):
    """`position` is the last record that was given, or passed over with a word or by a filter."""

    def __init__(self, feeds: Feeds, feed: Feed, mailbox: Mailbox, wish: Wish[Row]) -> None:
        self._feeds = feeds
        self._feed = feed
        self._mailbox = mailbox
        self._wish = wish
        self._position = BEGINNING
        self._is_catching_up = False
        self._replayed_at: float | None = None
        self._search_ends: float | None = None

    async def start(self) -> Sequence[Item[Row]]:
        """Be heard, and find the place to begin at; what is given first."""
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._feed.joined.wait()
                self._mailbox.settle()
                now = await _patiently(partial(self._read, must_be_there=True))
        except TimeoutError as error:
            raise UnavailableError("live updates cannot be had now") from error
        after = self._wish.after
        if after is None:
            return self._snapshot(now)
        if after.epoch == BEGINNING.epoch:
            after = Cursor(now.cursor.epoch, 0)
        if after.epoch != now.cursor.epoch:
            self._position = after
            return self._begin_anew(GapReason.NEW_EPOCH, now)
        self._resume(after, now.cursor)
        return []

    async def next_items(self) -> Sequence[Item[Row]]:
        """What comes next; none when there was nothing yet."""
        if self._is_catching_up:
            return await self._catch_up()
        taken = await self._mailbox.take()
        if isinstance(taken, Overflow):
            return await self._overflow(taken)
        if taken is None:
            self._position = self._mailbox.head
            self._is_catching_up, self._replayed_at = True, None
            return []
        self._position = taken.cursor
        return [Update(taken)]

    def _resume(self, after: Cursor, top: Cursor) -> None:
        self._position = after
        if after == top:
            self._mailbox.join(after)
        else:
            self._mailbox.advance(after)
            self._search_ends = _clock() + START_SECONDS

    async def _catch_up(self) -> Sequence[Item[Row]]:
        """What a page of the log holds, or what has to be said in its place."""
        if self._mailbox.settle() and (anew := await self._settle_epoch()):
            return anew
        page = await self._page()
        if page and not self._follows(page):
            return await self._start_over(GapReason.EXPIRED)
        began_at = self._position
        items = self._replay(page or [])
        if page and (len(page) == PAGE or page[-1].cursor != self._position):
            self._mailbox.advance(self._position)
        elif page is not None and await self._is_found(page):
            self._is_catching_up = not self._mailbox.join(self._position)
        elif self._search_ends is not None and _clock() > self._search_ends:
            return await self._start_over(GapReason.EXPIRED)
        if self._is_catching_up and self._position == began_at:
            await self._mailbox.stir(LOOK_SECONDS if self._search_ends is None else RETRY_SECONDS)
        return items

    async def _page(self) -> Sequence[Entry] | None:
        """The log from the position on, with its own entry; null while Valkey is away."""
        try:
            return await self._feeds.logs.page(self._feed.kind, self._feed.name, self._position)
        except LogAwayError:
            return None

    def _missing(self, page: Sequence[Entry]) -> Sequence[Entry]:
        return [entry for entry in page if entry.cursor.seq > self._position.seq]

    def _follows(self, page: Sequence[Entry]) -> bool:
        """Whether the page goes on from the position, and by something that can be given."""
        missing = self._missing(page)
        is_readable = not missing or isinstance(missing[0], Record)
        return is_readable and page[0].cursor.seq <= self._position.seq + 1

    def _replay(self, page: Sequence[Entry]) -> list[Item[Row]]:
        """What of the page was not given yet, up to what cannot be read."""
        readable = takewhile(lambda entry: isinstance(entry, Record), self._missing(page))
        records = cast("list[Record[Row]]", list(readable))
        if not records:
            return []
        self._position = records[-1].cursor
        keeps = self._wish.source.keeps
        kept = [record for record in records if keeps is None or keeps(record.row)]
        if self._wish.on_slow is SlowClient.LATEST and self._is_slow():
            kept = newest_of_each(kept)
        if self._replayed_at is None:
            self._feeds.counters.replays += 1
        self._replayed_at = _clock()
        return [Update(record) for record in kept]

    def _is_slow(self) -> bool:
        """Whether the page before was taken so slowly that the client would never be in step."""
        return self._replayed_at is not None and _clock() - self._replayed_at > SLOW_SECONDS

    async def _is_found(self, page: Sequence[Entry]) -> bool:
        """Whether the log holds the place that is looked for, or nothing lies behind it."""
        if self._search_ends is not None and not page:
            try:
                top = await self._feeds.top(self._feed.name)
            except ApiError:
                return False
            if top != self._position:
                return False
        self._search_ends = None
        return True

    async def _settle_epoch(self) -> Sequence[Item[Row]] | None:
        """Ask which epoch is the feed's; what has to be said if it is not ours any more."""
        try:
            top = await self._feeds.top(self._feed.name)
        except ApiError:
            self._mailbox.has_doubt = True
            return None
        if top is None or top.epoch == self._position.epoch:
            return None
        if self._position == BEGINNING:
            self._position = Cursor(top.epoch, 0)
            self._mailbox.advance(self._position)
            return None
        return await self._start_over(GapReason.NEW_EPOCH)

    async def _start_over(self, reason: GapReason) -> Sequence[Item[Row]]:
        return self._begin_anew(reason, await _patiently(self._read))

    def _begin_anew(self, reason: GapReason, now: _Now[Row]) -> Sequence[Item[Row]]:
        gap = self._gap(reason, now.cursor)
        return [gap, *self._snapshot(now)]

    async def _overflow(self, overflow: Overflow) -> Sequence[Item[Row]]:
        gap = self._gap(GapReason.SLOW_CLIENT, overflow.end)
        self._position = overflow.end
        if not self._wish.is_whole:
            return [gap]
        return [gap, *self._snapshot(await _patiently(self._read))]

    def _gap(self, reason: GapReason, end: Cursor) -> Gap:
        self._feeds.counters.gaps += 1
        start = None if self._position == BEGINNING else self._position
        return Gap(reason, start, end, datetime.now(UTC))

    def _snapshot(self, now: _Now[Row]) -> list[Item[Row]]:
        """Go on from what was read, which is given if there is anything."""
        self._position = now.cursor
        self._is_catching_up, self._search_ends = False, None
        self._mailbox.restart(now.cursor)
        return [] if now.row is None else [Snapshot(now.cursor, now.read_at, now.row)]

    async def _read(self, *, must_be_there: bool = False) -> _Now[Row]:
        source = self._wish.source
        async with at_one_instant(self._feeds.engine) as connection:
            if must_be_there:
                await source.check(connection)
            top = await feed_top(connection, source.feed)
            return _Now(top, await source.read(connection), datetime.now(UTC))


async def _patiently(work: Callable[[], Coroutine[Any, Any, _Found]]) -> _Found:
    """Do the work, again until PostgreSQL answers."""
    while True:
        try:
            return await apart(work())
        except (UnavailableError, TooSlowError):
            await asyncio.sleep(RETRY_SECONDS)


def _clock() -> float:
    return asyncio.get_running_loop().time()
