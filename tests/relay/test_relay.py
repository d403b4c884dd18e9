"""The relay between a real Kafka and a real Valkey."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from contracts.feeds import DERIVED_TOPICS
from contracts.redis_names import RELAYS, log_key
from relay.status import Numbers
from tests.cli.processes import until
from tests.events import NOON
from tests.relay.records import EPOCH, FEED, a_value, send, send_values
from tests.relay.redis import (
    Valkey,
    a_client,
    entries_of,
    listening,
    read_log,
    status_of,
    until_log,
)
from tests.relay.running import relaying

MOMENTS = "moments:*"


@pytest.fixture
async def redis(valkey: Valkey) -> AsyncIterator[Redis]:
    async with a_client(valkey) as client:
        yield client


async def test_records_reach_the_log_and_the_listeners_byte_for_byte(
    kafka: str, valkey: Valkey, redis: Redis
) -> None:
    feeds = (FEED, "chatters:xqc", "sentiment:xqc", MOMENTS, "streams:*")
    async with relaying(kafka, valkey), listening(redis) as heard:
        for feed in feeds:
            await send(kafka, 1, 2, 3, feed=feed)
        for feed in feeds:
            await until_log(redis, 1, 2, 3, feed=feed)
        await until(lambda: heard.seqs == [1, 2, 3])
        (_, fields), *_ = await entries_of(redis, MOMENTS)
        assert fields[b"record"] == a_value(1, MOMENTS)


async def test_what_was_there_before_the_start_is_relayed(
    kafka: str, valkey: Valkey, redis: Redis
) -> None:
    await send(kafka, *range(1, 1501))
    async with relaying(kafka, valkey) as numbers:
        assert await read_log(redis) == list(range(1, 1501))
        assert (numbers.added, numbers.ignored, numbers.rewinds) == (1500, 0, 1)
    async with relaying(kafka, valkey) as numbers:
        assert (numbers.added, numbers.ignored, numbers.rewinds) == (0, 1500, 1)


async def test_a_batch_published_twice_is_told_once(
    kafka: str, valkey: Valkey, redis: Redis
) -> None:
    async with relaying(kafka, valkey) as numbers, listening(redis) as heard:
        await send(kafka, 1, 2, 3)
        await send(kafka, 2, 3, 4)
        await until_log(redis, 1, 2, 3, 4)
        await until(lambda: heard.seqs == [1, 2, 3, 4])
        assert numbers.rewinds == 1


async def test_each_epoch_has_a_log_of_its_own(kafka: str, valkey: Valkey, redis: Redis) -> None:
    other = "f" * 16
    async with relaying(kafka, valkey):
        await send(kafka, 1, 2)
        await send(kafka, 1, epoch=other)
        await until_log(redis, 1, epoch=other)
        assert await read_log(redis) == [1, 2]


async def test_what_cannot_be_read_is_skipped(kafka: str, valkey: Valkey, redis: Redis) -> None:
    wrong = orjson.loads(a_value(2))
    junk = [
        None,
        b"",
        b"\xff\x00",
        b"[1]",
        b"{}",
        *(
            orjson.dumps(wrong | change)
            for change in (
                {"seq": 0},
                {"seq": "two"},
                {"seq": 2**63},
                {"feed": ""},
                {"epoch": "x"},
                {"newest_event_at": "soon"},
            )
        ),
    ]
    async with relaying(kafka, valkey) as numbers:
        await send_values(kafka, [a_value(1), *junk, a_value(2)])
        await until_log(redis, 1, 2)
        assert numbers.unreadable == len(junk)
        assert await redis.keys("log:*") == [log_key(FEED, EPOCH).encode()]


async def test_an_emptied_redis_is_filled_again_oldest_first(
    kafka: str, valkey: Valkey, redis: Redis
) -> None:
    async with relaying(kafka, valkey) as numbers, listening(redis) as heard:
        await send(kafka, *range(1, 1001))
        await until(lambda: numbers.added == 1000)
        await redis.flushall()
        await until(lambda: numbers.is_caught_up and numbers.rewinds == 2)
        assert await read_log(redis) == list(range(1, 1001))
        await send(kafka, 1001)
        await until_log(redis, *range(1, 1002))
        await until(lambda: heard.seqs == [*range(1, 1001), *range(1, 1002)])


async def test_redis_emptied_in_the_middle_of_a_stream_and_of_a_refill(
    kafka: str, valkey: Valkey, redis: Redis
) -> None:
    feeds = [f"metrics:channel{n}" for n in range(5)]
    async with relaying(kafka, valkey) as numbers:
        for start in range(1, 1501, 300):
            for feed in feeds:
                await send(kafka, *range(start, start + 300), feed=feed)
            at_last = numbers.rewinds + 1
            await redis.flushall()
            # The refill has just begun when all is gone again.
            await until(partial(_has_rewound, numbers, at_last))
            await redis.flushall()
        for feed in feeds:
            await until_log(redis, *range(1, 1501), feed=feed)
        assert numbers.restarted_logs == 0


async def test_two_relays_at_once_over_an_emptied_redis_repeat_nothing_and_lose_nothing(
    kafka: str, valkey: Valkey, redis: Redis
) -> None:
    feeds = [f"metrics:channel{n}" for n in range(3)]
    async with relaying(kafka, valkey) as one, relaying(kafka, valkey, name="two") as two:
        for start in range(1, 601, 100):
            for feed in feeds:
                await send(kafka, *range(start, start + 100), feed=feed)
            await redis.flushall()
        for feed in feeds:
            await until_log(redis, *range(1, 601), feed=feed)
        await until(lambda: one.is_caught_up and two.is_caught_up)
        assert one.restarted_logs == two.restarted_logs == 0
        async with listening(redis, feeds[0]) as heard:
            before = one.added + two.added
            await send(kafka, *range(601, 1001), feed=feeds[0])
            await until(lambda: len(heard.seqs) == 400)
            assert heard.seqs == list(range(601, 1001))
            await until(lambda: one.added + two.added == before + 400)


async def test_one_log_that_is_gone_is_filled_again(
    kafka: str, valkey: Valkey, redis: Redis
) -> None:
    async with relaying(kafka, valkey) as numbers:
        await send(kafka, 1, 2, 3)
        await send(kafka, 1, 2, feed="metrics:ninja")
        await until_log(redis, 1, 2, 3)
        await until_log(redis, 1, 2, feed="metrics:ninja")
        await redis.delete(log_key(FEED, EPOCH))
        await send(kafka, 4)
        await until_log(redis, 1, 2, 3, 4)
        assert (numbers.rewinds, numbers.restarted_logs) == (2, 0)
        # A Redis with too little room for it would make us go back again and again.
        await redis.delete(log_key(FEED, EPOCH))
        await send(kafka, 5)
        await until_log(redis, 5)
        await until(lambda: numbers.restarted_logs == 1)
        assert numbers.rewinds == 2


async def test_a_log_that_another_relay_has_begun_again_is_waited_for(
    kafka: str, valkey: Valkey, redis: Redis
) -> None:
    async with relaying(kafka, valkey) as numbers:
        await send(kafka, *range(1, 11))
        await until(lambda: numbers.added == 10)
        for top in (11, 12):
            key, now = log_key(FEED, EPOCH), round(time.time() * 1000)
            await redis.delete(key)
            await redis.xadd(key, {"record": a_value(3), "relayed_at": now}, "3-0")
            await send(kafka, top)
            await until_log(redis, *range(3, top + 1))
        assert (numbers.rewinds, numbers.restarted_logs) == (3, 0)


async def test_a_hole_in_kafka_makes_the_log_begin_anew_behind_it(
    kafka: str, valkey: Valkey, redis: Redis
) -> None:
    async with relaying(kafka, valkey) as numbers:
        await send(kafka, 1, 2, 4, 5)
        await until_log(redis, 4, 5)
        await until(lambda: numbers.restarted_logs == 1)
        # It was looked for once; the next hole so soon is not.
        await send(kafka, 8, 9, 11)
        await until_log(redis, 11)
        await until(lambda: numbers.restarted_logs == 3)
        assert numbers.rewinds == 2


async def test_a_log_that_ends_before_what_is_kept_begins_anew(
    kafka: str, valkey: Valkey, redis: Redis
) -> None:
    keep = timedelta(seconds=1)
    async with relaying(kafka, valkey, keep=keep):
        await send(kafka, 1, 2)
        await until_log(redis, 1, 2)
    await send(kafka, 3, 4)
    await send(kafka, 1, 2, feed=MOMENTS)
    await asyncio.sleep(1.5)
    await send(kafka, 5)
    async with relaying(kafka, valkey, keep=keep) as numbers:
        assert await read_log(redis) == [5]
        assert await read_log(redis, MOMENTS) == [1, 2]  # of moments, all are kept
        assert numbers.restarted_logs == 1


async def test_a_quiet_feed_goes_on_in_an_emptied_redis(
    kafka: str, valkey: Valkey, redis: Redis
) -> None:
    async with relaying(kafka, valkey, keep=timedelta(seconds=1)) as numbers:
        await send(kafka, 1, 2)
        await until_log(redis, 1, 2)
        await asyncio.sleep(1.5)
        await redis.flushall()
        await until(lambda: numbers.rewinds == 2 and numbers.is_caught_up)
        await send(kafka, 3)
        await until_log(redis, 3)
        assert (numbers.rewinds, numbers.restarted_logs) == (2, 0)


async def test_it_says_once_a_second_how_it_does(kafka: str, valkey: Valkey, redis: Redis) -> None:
    async with relaying(kafka, valkey, name="one"):
        await send(kafka, 1, 2, 2)
        await until_log(redis, 1, 2)

        async def is_told() -> bool:
            told = await status_of(redis, "one")
            return told is not None and told.ignored == 1

        await until(is_told)
        told = await status_of(redis, "one")
        assert told is not None
        assert (told.added, told.rewinds, told.is_caught_up) == (2, 1, True)
        assert told.lag == dict.fromkeys(DERIVED_TOPICS, 0)
        assert told.newest_event_at == NOON
        assert told.relayed_at is not None
        assert told.event_to_relayed_seconds == (told.relayed_at - NOON).total_seconds()
        assert 0 < await redis.ttl("relay:status:one") <= 10
        assert await redis.zrange(RELAYS, 0, -1) == [b"one"]


async def test_a_redis_that_takes_nothing_for_a_while_gets_it_all_later(
    kafka: str, valkey: Valkey, redis: Redis
) -> None:
    async with relaying(kafka, valkey) as numbers:
        await send(kafka, 1)
        await until_log(redis, 1)
        await redis.client_pause(1000, all=False)
        await send(kafka, *range(2, 1002))
        await until_log(redis, *range(1, 1002))
        await until(lambda: numbers.added == 1001)
        assert numbers.rewinds == 1


@settings(
    deadline=None,
    max_examples=10,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    orders=st.lists(
        st.tuples(st.integers(0, 2), st.lists(st.integers(1, 9), min_size=1, max_size=8)),
        min_size=1,
        max_size=4,
    ),
    flushed=st.booleans(),
)
async def test_whatever_kafka_holds_each_log_ends_with_its_newest_record_and_has_no_hole(
    kafka: str, valkey: Valkey, orders: list[tuple[int, list[int]]], *, flushed: bool
) -> None:
    """Each example has feeds of its own, in a Kafka that holds those of all others."""
    example = f"{next(_examples)}"
    tops: dict[str, int] = {}
    async with a_client(valkey) as redis, relaying(kafka, valkey):
        for number, seqs in orders:
            feed = f"metrics:e{example}_{number}"
            tops[feed] = max([tops.get(feed, 0), *seqs])
            await send(kafka, *seqs, feed=feed)
            if flushed:
                await redis.flushall()
        for feed, top in tops.items():

            async def ends(feed: str = feed, top: int = top) -> bool:
                log = await read_log(redis, feed)
                assert log == list(range(log[0], log[0] + len(log))) if log else True
                return log[-1:] == [top]

            await until(ends)


_examples = iter(range(1_000_000))


def _has_rewound(numbers: Numbers, times: int) -> bool:
    return numbers.rewinds >= times
