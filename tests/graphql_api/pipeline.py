"""What the streaming job and the relay do, as far as the API sees it: rows, feeds, logs, pushes."""

from collections.abc import Sequence
from typing import Any, Final

from pydantic import BaseModel
from redis.asyncio import Redis
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncEngine

from contracts.derived import (
    Derived,
    Moment,
    StreamMinute,
    StreamNow,
    StreamsNow,
    TopChatter,
    TopChatters,
)
from contracts.events import to_json
from contracts.feeds import Cursor, FeedKind, feed_name
from contracts.metrics import METRIC_BY_SLUG
from contracts.redis_names import LOG_RECORD, LOG_RELAYED_AT, feed_channel, log_key
from db import tables
from tests.graphql_api.rows import NOON, Row, a_minute, a_moment, minute_at

EPOCH: Final = "00000000000000a1"
NEXT_EPOCH: Final = "00000000000000b2"


def a_minute_of(row: Row) -> StreamMinute:
    """What the job says of this row of `stream_minute`."""
    values = dict(row.values)
    fields = {name: values[name] for name in StreamMinute.model_fields if name != "metrics"}
    return StreamMinute(**fields, metrics=_metrics_of(values))


def _metrics_of(values: dict[str, Any]) -> dict[str, Any]:
    return {slug: values.get(slug) for slug in METRIC_BY_SLUG}


def a_moment_of(row: Row) -> Moment:
    """What the job says of this row of `moments`."""
    return Moment(**row.values)


class Pipeline:
    """Writes and relays. `epoch` is that of what is written from now on.

    While it `is_silent`, records are added to their logs and nobody is told.
    """

    def __init__(self, engine: AsyncEngine, valkey: tuple[str, int]) -> None:
        self.redis = Redis(host=valkey[0], port=valkey[1])
        self.epoch = EPOCH
        self.is_silent = False
        self._engine = engine
        self._tops: dict[str, Cursor] = {}

    async def commit(self, feed: str, data: BaseModel, *rows: Row) -> Derived[Any]:
        """Write the rows and number the record, in one transaction; it is not relayed yet."""
        top = self._tops.get(feed)
        seq = top.seq + 1 if top and top.epoch == self.epoch else 1
        self._tops[feed] = Cursor(self.epoch, seq)
        async with self._engine.begin() as connection:
            for row in [*rows, _feed_row(feed, self._tops[feed])]:
                keys = [column.name for column in row.table.primary_key]
                statement = insert(row.table).values(row.values)
                await connection.execute(
                    statement.on_conflict_do_update(index_elements=keys, set_=dict(row.values))
                )
            emitted_at = (await connection.execute(func.now().select())).scalar_one()
        return Derived[Any](
            feed=feed,
            epoch=self.epoch,
            seq=seq,
            emitted_at=emitted_at,
            newest_event_at=None,
            data=data,
        )

    async def relay(self, *records: Derived[Any]) -> None:
        """Add each record to its log and publish it, at once."""
        for record in records:
            await self.relay_text(record, to_json(record))

    async def relay_text(self, record: Derived[Any], text: bytes) -> None:
        """Relay this in the place of the record."""
        entry: dict[Any, Any] = {LOG_RECORD: text, LOG_RELAYED_AT: "0"}
        async with self.redis.pipeline(transaction=True) as together:
            together.xadd(log_key(record.feed, record.epoch), entry, id=f"{record.seq}-0")
            if not self.is_silent:
                together.publish(feed_channel(record.feed), text)
            await together.execute()

    async def write_minute(
        self, at: float = 0, stream_id: str = "xqc", **values: Any
    ) -> Derived[Any]:
        """A minute, committed and not relayed."""
        row = a_minute(at, stream_id, **{"is_final": False, **values})
        return await self.commit(feed_name(FeedKind.METRICS, stream_id), a_minute_of(row), row)

    async def minute(self, at: float = 0, stream_id: str = "xqc", **values: Any) -> Cursor:
        """A minute, committed and relayed."""
        record = await self.write_minute(at, stream_id, **values)
        await self.relay(record)
        return Cursor(record.epoch, record.seq)

    async def flood(self, count: int, stream_id: str = "xqc") -> None:
        """So many records at once: each minute is told of ten times, and then is final."""
        feed = feed_name(FeedKind.METRICS, stream_id)
        first = await self.write_minute(0, stream_id)
        top = Cursor(first.epoch, first.seq + count - 1)
        self._tops[feed] = top
        async with self._engine.begin() as connection:
            where = tables.feeds.c.feed == feed
            await connection.execute(tables.feeds.update().where(where).values(seq=top.seq))
        for number in range(count):
            row = a_minute(number // 10, stream_id, is_final=number % 10 == 9, revision=number)
            record = {"seq": first.seq + number, "data": a_minute_of(row)}
            await self.relay(first.model_copy(update=record))

    async def moment(
        self, moment_id: str, at: float = 0, stream_id: str = "xqc", **values: Any
    ) -> None:
        """A moment, committed and relayed, in its stream's feed and in that of all."""
        row = a_moment(moment_id, at, stream_id, **values)
        for feed in (feed_name(FeedKind.MOMENTS, stream_id), feed_name(FeedKind.MOMENTS)):
            await self.relay(await self.commit(feed, a_moment_of(row), row))

    async def chatters(self, *counts: int, stream_id: str = "xqc") -> None:
        """A leaderboard, committed and relayed; the rows that it is of are not written."""
        top = TopChatters(
            stream_id=stream_id, start=NOON, end=minute_at(60), chatters=_chatters(counts)
        )
        await self.relay(await self.commit(feed_name(FeedKind.CHATTERS, stream_id), top))

    async def streams(self, *streams: StreamNow) -> None:
        """What changed of these streams, committed and relayed; their rows are not written."""
        await self.relay(
            await self.commit(feed_name(FeedKind.STREAMS), StreamsNow(streams=streams))
        )

    async def rename(self, stream_id: str, title: str) -> None:
        """Give the stream another title."""
        async with self._engine.begin() as connection:
            named = tables.streams.c.stream_id == stream_id
            await connection.execute(tables.streams.update().where(named).values(title=title))

    async def forget(self, feed: str, *, up_to: int | None = None, epoch: str = EPOCH) -> None:
        """Take the log away, or what it has up to and with this number."""
        key = log_key(feed, epoch)
        if up_to is None:
            await self.redis.delete(key)
        else:
            await self.redis.xtrim(key, minid=f"{up_to + 1}-0", approximate=False)

    async def close(self) -> None:
        await self.redis.aclose()


def a_stream_now(row: Row, minute: Row | None = None) -> StreamNow:
    """What the job says of this row of `streams` with this of `stream_minute`."""
    known = dict.fromkeys(StreamNow.model_fields)
    return StreamNow(**{**known, **row.values, "minute": minute and a_minute_of(minute)})


def _chatters(counts: Sequence[int]) -> list[TopChatter]:
    return [
        TopChatter(
            rank=rank,
            login=f"chatter{rank}",
            display_name=f"Chatter{rank}",
            message_count=count,
            share=count / sum(counts),
            subscriber_months=None,
            is_first_time=False,
        )
        for rank, count in enumerate(counts, 1)
    ]


def _feed_row(feed: str, top: Cursor) -> Row:
    return Row(tables.feeds, {"feed": feed, "epoch": top.epoch, "seq": top.seq})
