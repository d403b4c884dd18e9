import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from contracts.feeds import Cursor
from graphql_api.errors import NotFoundError, UnavailableError
from graphql_api.live import follow as following
from graphql_api.live.follow import GapReason, Snapshot, Started, Update, Wish, follow
from graphql_api.live.records import BEGINNING
from graphql_api.live.sources import metrics_source, moments_source
from graphql_api.resources import Resources, opened
from tests.graphql_api.conftest import NOWHERE, Store
from tests.graphql_api.pipeline import EPOCH, NEXT_EPOCH, Pipeline
from tests.graphql_api.rows import a_minute

FEED = "metrics:xqc"


class Client:
    """Follows in a task of its own, and keeps what it was given."""

    def __init__(self, items: AsyncGenerator[Any, None]) -> None:
        self.given: list[Any] = []
        self.is_started = asyncio.Event()
        self._items = items
        self._came = asyncio.Condition()
        self.task = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        async for item in self._items:
            if isinstance(item, Started):
                self.is_started.set()
                continue
            async with self._came:
                self.given.append(item)
                self._came.notify_all()

    async def has(self, count: int) -> list[Any]:
        async with asyncio.timeout(20), self._came:
            await self._came.wait_for(lambda: len(self.given) >= count)
        assert len(self.given) == count
        return self.given

    @property
    def seqs(self) -> list[int]:
        return [item.record.cursor.seq for item in self.given if isinstance(item, Update)]


@asynccontextmanager
async def following_client(resources: Resources, **wish: Any) -> AsyncIterator[Client]:
    source = wish.pop("source", None) or metrics_source(wish.pop("stream_id", "xqc"))
    items = follow(resources.feeds, Wish(source, **wish))
    client = Client(items)
    try:
        waits = [asyncio.ensure_future(client.is_started.wait()), client.task]
        await asyncio.wait(waits, timeout=20, return_when=asyncio.FIRST_COMPLETED)
        waits[0].cancel()
        if client.task.done():
            client.task.result()
        yield client
    finally:
        client.task.cancel()
        await asyncio.gather(client.task, return_exceptions=True)
        await items.aclose()


async def test_a_snapshot_comes_first_and_then_every_update(
    resources: Resources, pipeline: Pipeline
) -> None:
    await pipeline.minute(0, message_count=1)
    await pipeline.minute(0, message_count=2, revision=2)

    async with following_client(resources) as client:
        await client.has(1)
        await pipeline.minute(0, message_count=3, revision=3)
        await pipeline.minute(1, message_count=1)
        snapshot, *updates = await client.has(3)

    assert isinstance(snapshot, Snapshot)
    assert snapshot.cursor == Cursor(EPOCH, 2)
    assert snapshot.row.values["message_count"] == 2
    assert [update.record.cursor.seq for update in updates] == [3, 4]
    assert [update.record.row.values["message_count"] for update in updates] == [3, 1]


async def test_there_is_neither_hole_nor_overlap_while_others_write(
    resources: Resources, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    stop = asyncio.Event()

    async def write() -> None:
        while not stop.is_set():
            await pipeline.minute(0)

    writing = asyncio.create_task(write())
    clients = [follow(resources.feeds, Wish(metrics_source("xqc"))) for _ in range(30)]
    seen: list[list[int]] = []
    for client in clients:
        assert isinstance(await anext(client), Started)
        snapshot = await anext(client)
        assert isinstance(snapshot, Snapshot)
        numbers = [snapshot.cursor.seq]
        for _ in range(10):
            update = await anext(client)
            assert isinstance(update, Update)
            numbers.append(update.record.cursor.seq)
        seen.append(numbers)
        await client.aclose()
    stop.set()
    await writing

    for numbers in seen:
        assert numbers == list(range(numbers[0], numbers[0] + 11))
    assert len({numbers[0] for numbers in seen}) > 1


async def test_a_record_that_is_committed_but_not_relayed_is_in_the_snapshot_only(
    resources: Resources, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    late = await pipeline.write_minute(0, message_count=7)

    async with following_client(resources) as client:
        (snapshot,) = await client.has(1)
        await pipeline.relay(late)
        await pipeline.minute(0)
        await client.has(2)

    assert snapshot.row.values["message_count"] == 7
    assert client.seqs == [3]


async def test_after_a_cursor_what_was_missed_is_replayed_without_a_snapshot(
    resources: Resources, pipeline: Pipeline
) -> None:
    for _ in range(450):
        last = await pipeline.minute(0)

    async with following_client(resources, after=Cursor(EPOCH, 20)) as client:
        await client.has(430)
        await pipeline.minute(0)
        await client.has(431)
    async with following_client(resources, after=Cursor(EPOCH, last.seq + 1)) as current:
        await pipeline.minute(0)
        await current.has(1)

    assert client.seqs == list(range(21, 452))
    assert current.seqs == [452]
    assert resources.counters.replays == 1


async def test_the_newest_cursor_needs_no_log(resources: Resources, pipeline: Pipeline) -> None:
    last = await pipeline.minute(0)
    await pipeline.forget(FEED)

    async with following_client(resources, after=last) as client:
        await pipeline.minute(0)
        await client.has(1)

    assert client.seqs == [2]


async def test_an_expired_cursor_gives_a_gap_and_then_a_snapshot(
    resources: Resources, pipeline: Pipeline
) -> None:
    for count in range(10):
        await pipeline.minute(0, message_count=count)
    await pipeline.forget(FEED, up_to=5)

    async with following_client(resources, after=Cursor(EPOCH, 4)) as expired:
        gap, snapshot = await expired.has(2)
        await pipeline.minute(0)
        await expired.has(3)
    async with following_client(resources, after=Cursor(EPOCH, 5)) as held:
        await held.has(6)

    assert (gap.reason, gap.start, gap.end) == (
        GapReason.EXPIRED,
        Cursor(EPOCH, 4),
        Cursor(EPOCH, 10),
    )
    assert gap.missed == 6
    assert isinstance(snapshot, Snapshot)
    assert snapshot.row.values["message_count"] == 9
    assert expired.seqs == [11]
    assert held.seqs == [6, 7, 8, 9, 10, 11]
    assert resources.counters.gaps == 1


async def test_a_cursor_that_no_log_comes_to_hold_has_expired(
    resources: Resources, pipeline: Pipeline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "START_SECONDS", 1.0)
    for _ in range(3):
        await pipeline.minute(0)
    await pipeline.forget(FEED)

    for seq, missed in ((1, 2), (9, 0)):
        async with following_client(resources, after=Cursor(EPOCH, seq)) as client:
            gap, snapshot = await client.has(2)
        assert (gap.reason, gap.missed) == (GapReason.EXPIRED, missed)
        assert snapshot.cursor == Cursor(EPOCH, 3)


async def test_a_cursor_below_the_top_waits_for_the_log_to_be_filled_again(
    resources: Resources, pipeline: Pipeline
) -> None:
    written = [await pipeline.write_minute(0) for _ in range(5)]

    async with following_client(resources, after=Cursor(EPOCH, 2)) as client:
        await pipeline.relay(*written)
        await client.has(3)

    assert client.seqs == [3, 4, 5]


async def test_a_cursor_above_the_top_waits_for_it(
    resources: Resources, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)

    async with following_client(resources, after=Cursor(EPOCH, 2)) as client:
        await pipeline.minute(0)
        await pipeline.minute(0)
        await client.has(1)

    assert client.seqs == [3]


async def test_a_new_epoch_gives_a_gap_and_then_a_snapshot(
    resources: Resources, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with following_client(resources) as client:
        await client.has(1)
        pipeline.epoch = NEXT_EPOCH
        await pipeline.minute(0, message_count=5)
        _, gap, snapshot = await client.has(3)
        await pipeline.minute(0)
        await client.has(4)
    async with following_client(resources, after=Cursor(EPOCH, 1)) as late:
        also_gap, also_snapshot = await late.has(2)

    for found in (gap, also_gap):
        assert (found.reason, found.start, found.missed) == (
            GapReason.NEW_EPOCH,
            Cursor(EPOCH, 1),
            None,
        )
    assert gap.end == snapshot.cursor == Cursor(NEXT_EPOCH, 1)
    assert snapshot.row.values["message_count"] == 5
    assert also_snapshot.cursor == Cursor(NEXT_EPOCH, 2)
    assert client.seqs == [2]


async def test_records_of_an_old_epoch_that_come_again_are_ignored(
    resources: Resources, pipeline: Pipeline
) -> None:
    old = [await pipeline.write_minute(0) for _ in range(3)]
    pipeline.epoch = NEXT_EPOCH
    await pipeline.minute(0)

    async with following_client(resources) as client:
        await client.has(1)
        await pipeline.redis.flushall()
        await pipeline.relay(*old)
        await pipeline.minute(0)
        await client.has(2)

    assert client.seqs == [2]
    assert resources.counters.gaps == 0


async def test_a_log_that_is_emptied_and_filled_again_repeats_nothing(
    resources: Resources, pipeline: Pipeline
) -> None:
    records = [await pipeline.write_minute(0) for _ in range(20)]
    await pipeline.relay(*records)
    async with (
        following_client(resources) as client,
        following_client(resources, after=Cursor(EPOCH, 18)) as other,
    ):
        await client.has(1)
        await other.has(2)
        unheard = [await pipeline.write_minute(0) for _ in range(5)]
        await pipeline.redis.flushall()
        await pipeline.relay(*records[10:], *unheard)
        await client.has(6)
        await other.has(7)

    assert client.seqs == [21, 22, 23, 24, 25]
    assert other.seqs == [19, 20, 21, 22, 23, 24, 25]
    assert resources.counters.gaps == 0


async def test_a_push_that_went_unheard_is_read_from_the_log(
    resources: Resources, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with following_client(resources) as client:
        await client.has(1)
        silent = await pipeline.write_minute(0)
        pipeline.is_silent = True
        await pipeline.relay(silent)
        pipeline.is_silent = False
        await pipeline.minute(0)
        await client.has(3)

    assert client.seqs == [2, 3]


async def test_a_log_that_began_anew_in_mid_flight_is_a_gap(
    resources: Resources, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with following_client(resources) as client:
        await client.has(1)
        for _ in range(3):
            await pipeline.write_minute(0)
        await pipeline.forget(FEED)
        await pipeline.minute(0)
        _, gap, snapshot = await client.has(3)

    assert (gap.reason, gap.start, gap.end) == (
        GapReason.EXPIRED,
        Cursor(EPOCH, 1),
        Cursor(EPOCH, 5),
    )
    assert snapshot.cursor == Cursor(EPOCH, 5)


async def test_a_record_that_cannot_be_read_is_a_gap_and_never_silence(
    resources: Resources, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with following_client(resources) as client:
        await client.has(1)
        broken = await pipeline.write_minute(0)
        await pipeline.relay_text(broken, b"{}")
        _, gap, snapshot = await client.has(3)
        await pipeline.minute(0)
        await client.has(4)

    assert (gap.reason, gap.missed) == (GapReason.EXPIRED, 1)
    assert snapshot.cursor == Cursor(EPOCH, 2)
    assert client.seqs == [3]


async def test_a_feed_that_is_not_there_yet_begins_with_its_first_record(
    resources: Resources, pipeline: Pipeline
) -> None:
    async with following_client(resources) as client:
        await pipeline.minute(0)
        await pipeline.minute(0)
        await client.has(2)
    async with following_client(resources, after=BEGINNING) as again:
        await again.has(2)

    assert client.seqs == again.seqs == [1, 2]


async def test_rows_that_no_feed_has_told_of_are_in_a_snapshot_at_the_beginning(
    resources: Resources, pipeline: Pipeline, store: Store
) -> None:
    await store(a_minute(0, message_count=4))
    async with following_client(resources) as client:
        (snapshot,) = await client.has(1)
        await pipeline.minute(1)
        await client.has(2)

    assert snapshot.cursor == BEGINNING
    assert client.seqs == [1]


async def test_a_filter_skips_numbers_and_that_is_no_gap(
    resources: Resources, pipeline: Pipeline
) -> None:
    source = moments_source(None, ("critical",))
    async with following_client(resources, source=source) as client:
        await pipeline.moment("m1", severity="low")
        await pipeline.moment("m2", severity="critical")
        await pipeline.moment("m3", severity="low")
        await client.has(1)
        # What is read from the log is filtered as well, however far back the last given lies.
        await pipeline.forget("moments:*", up_to=2)
        pipeline.is_silent = True
        await pipeline.moment("m4", severity="low")
        await pipeline.moment("m5", severity="critical")
        pipeline.is_silent = False
        await pipeline.moment("m6", severity="low")
        await client.has(2)

    assert [item.record.row.moment_id for item in client.given] == ["m2", "m5"]
    assert resources.counters.gaps == 0


async def test_an_unknown_stream_is_refused(resources: Resources) -> None:
    for stream_id in ("nobody", "*", "\0"):
        with pytest.raises(NotFoundError, match="is tracked"):
            async with following_client(resources, stream_id=stream_id):
                pass
    assert resources.counters.subscriptions == 0


async def test_no_connection_is_held_while_waiting(
    resources: Resources, pipeline: Pipeline, engine: AsyncEngine
) -> None:
    async with following_client(resources) as client:
        await pipeline.minute(0)
        await client.has(1)
        assert engine.pool.checkedout() == 0  # type: ignore[attr-defined]
        assert resources.counters.subscriptions == 1
    assert resources.counters.subscriptions == 0


async def test_a_server_that_is_away_at_the_start_is_waited_for_and_then_said(
    engine: AsyncEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "START_SECONDS", 0.5)
    async with opened(engine, NOWHERE, "127.0.0.1:1") as resources:
        with pytest.raises(UnavailableError):
            async with following_client(resources):
                pass


@pytest.mark.parametrize(("seconds", "count"), [(-1.0, 199 + 27), (60.0, 450)])
async def test_a_slow_client_catches_up_with_the_newest_of_each_window(
    resources: Resources,
    pipeline: Pipeline,
    monkeypatch: pytest.MonkeyPatch,
    seconds: float,
    count: int,
) -> None:
    monkeypatch.setattr(following, "SLOW_SECONDS", seconds)
    await pipeline.minute(0)
    await pipeline.flood(450)

    items = follow(resources.feeds, Wish(metrics_source("xqc"), Cursor(EPOCH, 1)))
    assert isinstance(await anext(items), Started)
    numbers = [0]
    while numbers[-1] < 451:
        update = await anext(items)
        assert isinstance(update, Update)
        numbers.append(update.record.cursor.seq)
    await items.aclose()

    # The first page is given as it is: it is not known yet how fast the client is.
    assert numbers[1:200] == list(range(2, 201))
    assert len(numbers[1:]) == count
    assert set(range(11, 452, 10)) <= set(numbers)
