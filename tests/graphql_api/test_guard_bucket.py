import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graphql_api.cache import Cache
from graphql_api.guard import bucket
from graphql_api.guard.bucket import Buckets
from graphql_api.guard.limits import Limits
from tests.graphql_api.conftest import NOWHERE

SLOW = Limits(points=10, points_per_second=0.001)
QUICK = Limits(points=10, points_per_second=100)


@pytest.fixture(params=["valkey", "this process"])
async def cache(request: pytest.FixtureRequest, valkey: tuple[str, int]) -> AsyncIterator[Cache]:
    cache = Cache(*(valkey if request.param == "valkey" else NOWHERE))
    yield cache
    await cache.close()


async def test_the_last_point_is_given_and_one_more_refused(cache: Cache) -> None:
    buckets = Buckets(cache, SLOW)
    taken = [await buckets.take("ann", cost) for cost in (4, 6, 1, 0)]
    assert [one.is_allowed for one in taken] == [True, True, False, True]
    assert [one.available for one in taken] == [6, 0, 0, 0]
    assert [one.requested for one in taken] == [4, 6, 1, 0]
    assert {one.limit for one in taken} == {10}


async def test_what_was_refused_is_given_when_it_says(cache: Cache) -> None:
    buckets = Buckets(cache, QUICK)
    await buckets.take("ann", 10)
    refused = await buckets.take("ann", 5)
    assert not refused.is_allowed
    assert 0 < refused.retry_after_seconds <= 0.05
    await asyncio.sleep(refused.retry_after_seconds + 0.001)
    assert (await buckets.take("ann", 5)).is_allowed


async def test_it_says_when_all_is_there_again(cache: Cache) -> None:
    buckets = Buckets(cache, QUICK)
    taken = await buckets.take("ann", 5)
    assert abs(taken.restores_at - datetime.now(UTC) - timedelta(seconds=0.05)) < timedelta(
        seconds=1
    )
    assert taken.retry_after_seconds == 0


async def test_one_clients_points_are_not_anothers(cache: Cache) -> None:
    buckets = Buckets(cache, SLOW)
    await buckets.take("ann", 10)
    assert (await buckets.take("bob", 10)).is_allowed


async def test_no_more_than_the_limit_comes_back(cache: Cache) -> None:
    buckets = Buckets(cache, Limits(points=10, points_per_second=1_000))
    await buckets.take("ann", 1)
    await asyncio.sleep(0.05)
    assert (await buckets.take("ann", 0)).available == 10
    assert not (await buckets.take("ann", 11)).is_allowed


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(costs=st.lists(st.integers(0, 12), max_size=8))
def test_both_count_alike(costs: list[int], valkey_server: tuple[str, int]) -> None:
    async def told(address: tuple[str, int]) -> list[tuple[bool, int]]:
        cache = Cache(*address)
        buckets, name = Buckets(cache, SLOW), f"{time.monotonic_ns()}"
        taken = [await buckets.take(name, cost) for cost in costs]
        await cache.close()
        return [(one.is_allowed, one.available) for one in taken]

    assert asyncio.run(told(valkey_server)) == asyncio.run(told(NOWHERE))


async def test_two_processes_share_a_bucket(valkey: tuple[str, int]) -> None:
    one, other = Cache(*valkey), Cache(*valkey)
    await Buckets(one, SLOW).take("ann", 7)
    assert (await Buckets(other, SLOW).take("ann", 3)).available == 0
    await one.close()
    await other.close()


async def test_the_many_who_come_once_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bucket, "REMEMBERED", 2)
    cache = Cache(*NOWHERE)
    buckets = Buckets(cache, SLOW)
    for name in ("ann", "bob", "ann", "cid"):
        await buckets.take(name, 4)
    assert list(buckets._levels) == ["ann", "cid"]
    await cache.close()
