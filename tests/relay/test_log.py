"""One log against a real Valkey, and against what it should be."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from contracts.redis_names import LOG_RECORD, LOG_RELAYED_AT, RELAY_FILLED, log_key
from relay.log import Entry, Logs, Outcome
from tests.cli.processes import until
from tests.relay.records import EPOCH, FEED, a_record, a_value
from tests.relay.redis import Valkey, a_client, entries_of, listening, read_log

KEEP = timedelta(minutes=10)
KEY = log_key(FEED, EPOCH)


class Clock:
    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
async def redis(valkey: Valkey) -> AsyncIterator[Redis]:
    async with a_client(valkey) as client:
        yield client


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def logs(valkey: Valkey, clock: Clock) -> AsyncIterator[Logs]:
    logs = Logs(*valkey, KEEP, clock)
    await logs.claim()
    yield logs
    await logs.close()


async def add(logs: Logs, *seqs: int, may_begin: bool = False) -> list[Outcome]:
    return await logs.add([Entry(a_record(seq), may_begin) for seq in seqs])


async def test_an_entry_is_the_record_as_it_came(logs: Logs, redis: Redis, clock: Clock) -> None:
    await add(logs, 1)
    ((name, fields),) = await entries_of(redis)
    assert name == b"1-0"
    assert fields == {
        LOG_RECORD.encode(): a_value(1),
        LOG_RELAYED_AT.encode(): str(round(clock.now * 1000)).encode(),
    }
    assert 0 < await redis.ttl(KEY) <= 24 * 60 * 60


async def test_the_next_is_added_and_what_was_there_is_ignored(logs: Logs, redis: Redis) -> None:
    outcomes = await add(logs, 1, 2, 1, 2, 3, 3)
    assert [outcome.value for outcome in outcomes] == [
        *("ADDED", "ADDED", "IGNORED", "IGNORED", "ADDED", "IGNORED")
    ]
    assert await read_log(redis) == [1, 2, 3]


async def test_a_jump_is_refused_with_all_that_follows_it(logs: Logs, redis: Redis) -> None:
    async with listening(redis) as heard:
        outcomes = await add(logs, 1, 3, 4, 2)
        assert outcomes == [Outcome.ADDED, Outcome.JUMP, Outcome.JUMP, Outcome.ADDED]
        await until(lambda: len(heard.seqs) == 2)
    assert heard.seqs == [1, 2]
    assert await read_log(redis) == [1, 2]


async def test_a_log_begins_with_1_or_where_it_may(logs: Logs, redis: Redis) -> None:
    assert await add(logs, 7) == [Outcome.EVICTED]
    assert await add(logs, 7, may_begin=True) == [Outcome.BEGUN]
    assert await add(logs, 8) == [Outcome.ADDED]
    await redis.delete(KEY)
    assert await add(logs, 1) == [Outcome.ADDED]


async def test_a_log_that_ends_too_early_begins_anew_where_it_may(logs: Logs, redis: Redis) -> None:
    await add(logs, 1, 2)
    assert await add(logs, 7, 8, may_begin=True) == [Outcome.RESTARTED, Outcome.ADDED]
    assert await read_log(redis) == [7, 8]
    assert await add(logs, 5, may_begin=True) == [Outcome.IGNORED]


async def test_an_emptied_redis_refuses_all_until_it_is_claimed(logs: Logs, redis: Redis) -> None:
    await add(logs, 1)
    await redis.flushall()
    assert await add(logs, 1, 2, may_begin=True) == [Outcome.EMPTIED, Outcome.EMPTIED]
    assert await read_log(redis) == []
    await logs.claim()
    assert await add(logs, 1, 2) == [Outcome.ADDED, Outcome.ADDED]


async def test_a_redis_that_another_relay_fills_again_is_not_ours(
    logs: Logs, redis: Redis, valkey: Valkey
) -> None:
    await add(logs, 1)
    await redis.flushall()
    other = Logs(*valkey, KEEP)
    await other.claim()
    assert await add(logs, 2, may_begin=True) == [Outcome.EMPTIED]
    mark = await redis.get(RELAY_FILLED)
    await logs.claim()
    assert await redis.get(RELAY_FILLED) == mark
    assert await add(logs, 2, may_begin=True) == [Outcome.BEGUN]
    assert await add(other, 3) == [Outcome.ADDED]
    await other.close()


async def test_a_mark_that_was_evicted_alone_is_set_again(logs: Logs, redis: Redis) -> None:
    await add(logs, 1)
    mark = await redis.get(RELAY_FILLED)
    await redis.delete(RELAY_FILLED)
    assert await add(logs, 2, 2) == [Outcome.ADDED, Outcome.IGNORED]
    assert await redis.get(RELAY_FILLED) == mark


async def test_where_keys_are_evicted_a_mark_and_a_log_may_both_be(
    logs: Logs, redis: Redis
) -> None:
    await add(logs, 1)
    mark = await redis.get(RELAY_FILLED)
    logs._evicted -= 1  # as if Redis had evicted a key since
    await redis.delete(RELAY_FILLED, KEY)
    assert await add(logs, 2) == [Outcome.EVICTED]
    assert await redis.get(RELAY_FILLED) == mark


async def test_a_script_that_redis_has_forgotten_is_told_again(logs: Logs, redis: Redis) -> None:
    await add(logs, 1)
    await redis.script_flush()
    assert await add(logs, 2) == [Outcome.ADDED]


async def test_an_entry_goes_once_the_one_after_it_is_old(
    logs: Logs, redis: Redis, clock: Clock
) -> None:
    for seq in range(1, 5):
        await add(logs, seq)
        clock.now += 60
    clock.now += KEEP.total_seconds() - 2 * 60  # 1 and 2 are older than `keep` now, 3 is as old
    await add(logs, 5)
    assert await read_log(redis) == [2, 3, 4, 5]


async def test_a_quiet_log_keeps_its_last_entry(logs: Logs, redis: Redis, clock: Clock) -> None:
    await add(logs, 1, 2, 3)
    clock.now += 3 * KEEP.total_seconds()
    assert await add(logs, 3) == [Outcome.IGNORED]
    assert await read_log(redis) == [1, 2, 3]
    await add(logs, 4)
    assert await read_log(redis) == [3, 4]


async def test_what_grew_old_at_one_time_goes_little_by_little(
    logs: Logs, redis: Redis, clock: Clock
) -> None:
    await add(logs, *range(1, 201))
    clock.now += KEEP.total_seconds() + 1
    await add(logs, 201)
    assert (await read_log(redis))[0] == 64
    await add(logs, 202, 203, 204)
    assert await read_log(redis) == [200, 201, 202, 203, 204]


@dataclass
class Model:
    """A log as a list: what is in it, and what was published."""

    seqs: list[int] = field(default_factory=list)
    published: list[int] = field(default_factory=list)

    def add(self, seq: int, *, may_begin: bool) -> Outcome:
        top = self.seqs[-1] if self.seqs else 0
        if self.seqs and seq <= top:
            return Outcome.IGNORED
        outcome = Outcome.ADDED
        if seq != top + 1:
            if not may_begin:
                return Outcome.JUMP if self.seqs else Outcome.EVICTED
            outcome = Outcome.RESTARTED if self.seqs else Outcome.BEGUN
            self.seqs = []
        self.seqs.append(seq)
        self.published.append(seq)
        return outcome


@settings(
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=st.lists(
        st.lists(st.tuples(st.integers(1, 12), st.booleans()), min_size=1, max_size=12),
        min_size=1,
        max_size=6,
    )
)
async def test_whatever_comes_in_whatever_order_the_log_has_no_hole(
    valkey: Valkey, steps: list[list[tuple[int, bool]]]
) -> None:
    async with a_client(valkey) as redis:
        await redis.flushall()
        logs, model = Logs(*valkey, KEEP), Model()
        await logs.claim()
        async with listening(redis) as heard:
            for step in steps:
                entries = [Entry(a_record(seq), may_begin) for seq, may_begin in step]
                told = [model.add(seq, may_begin=may_begin) for seq, may_begin in step]
                assert await logs.add(entries) == told
                log = await read_log(redis)
                assert log == model.seqs
                assert log == list(range(log[0], log[0] + len(log))) if log else True
            await until(lambda: len(heard.seqs) == len(model.published))
        assert heard.seqs == model.published
        await logs.close()
