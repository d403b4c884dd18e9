"""How fresh updates are, what the relays say, and what happens on the sockets: in `pipeline`."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from contracts.redis_names import RELAYS, relay_status_key
from contracts.relay import RelayStatus
from contracts.topics import DERIVED_CHATTERS, DERIVED_METRICS
from graphql_api.cache import Cache
from graphql_api.relays import relay_statuses
from graphql_api.resources import Resources
from tests.graphql_api.conftest import NOWHERE, Ask, Store
from tests.graphql_api.rows import NOON, a_batch, minute_at

SECOND = timedelta(seconds=1)

PIPELINE = """{ pipeline {
  published { newestEventAt reachedAt seconds ageSeconds }
  unpublishedBatches
  relayed { newestEventAt reachedAt seconds ageSeconds }
  relays {
    name isCaughtUp rewinds added ignored unreadable restartedLogs ageSeconds
    lag { topic lag }
  }
  feeds { topic lag }
  live { sockets subscriptions replays gaps dropped evicted }
} }"""


def a_status(relay: str = "one", **over: Any) -> RelayStatus:
    said = {
        "relay": relay,
        "said_at": datetime.now(UTC),
        "relayed_at": NOON + 2 * SECOND,
        "newest_event_at": NOON,
        "event_to_relayed_seconds": 2.0,
        "lag": {DERIVED_METRICS: 0, DERIVED_CHATTERS: 7},
        "rewinds": 1,
        "added": 2**40,
        "ignored": 3,
        "unreadable": 4,
        "restarted_logs": 5,
        "is_caught_up": True,
    }
    return RelayStatus(**said | over)


@pytest.fixture
async def redis(valkey: tuple[str, int]) -> AsyncIterator[Redis]:
    async with Redis(host=valkey[0], port=valkey[1]) as client:
        yield client


async def speak(redis: Redis, *statuses: RelayStatus) -> None:
    for status in statuses:
        await redis.zadd(RELAYS, {status.relay: status.said_at.timestamp()})
        await redis.set(relay_status_key(status.relay), status.model_dump_json(), ex=10)


async def test_published_is_the_newest_event_of_a_published_batch(ask: Ask, store: Store) -> None:
    at = minute_at(9)
    await store(
        a_batch(1, newest_event_at=at - 9 * SECOND, published_at=at, committed_at=at),
        a_batch(2, newest_event_at=at, published_at=at + 0.25 * SECOND, committed_at=at + SECOND),
        # Only ticks; and not yet published.
        a_batch(3, published_at=at + 3 * SECOND, committed_at=at + 2 * SECOND),
        a_batch(4, newest_event_at=at + 2 * SECOND, committed_at=at + 3 * SECOND),
    )

    pipeline = (await ask(PIPELINE))["pipeline"]

    age = pipeline["published"].pop("ageSeconds")
    assert pipeline["published"] == {
        "newestEventAt": "2024-01-06T12:09:00Z",
        "reachedAt": "2024-01-06T12:09:00.250000Z",
        "seconds": 0.25,
    }
    assert age > 0
    assert pipeline["unpublishedBatches"] == 1


async def test_events_of_long_before_the_last_batch_are_not_looked_for(
    ask: Ask, store: Store
) -> None:
    await store(
        a_batch(0, newest_event_at=NOON, published_at=NOON),
        a_batch(1, committed_at=minute_at(61), published_at=minute_at(61)),
    )

    assert (await ask(PIPELINE))["pipeline"]["published"] is None


async def test_relays_are_shown_as_they_speak(ask: Ask, redis: Redis) -> None:
    await speak(redis, a_status("two", is_caught_up=False), a_status("one"))

    pipeline = (await ask(PIPELINE))["pipeline"]

    one, two = pipeline["relays"]
    assert one.pop("ageSeconds") >= 0
    assert one == {
        "name": "one",
        "isCaughtUp": True,
        "rewinds": 1,
        "added": 2**40,
        "ignored": 3,
        "unreadable": 4,
        "restartedLogs": 5,
        "lag": [
            {"topic": "derived.metrics", "lag": 0},
            {"topic": "derived.chatters", "lag": 7},
            {"topic": "derived.sentiment", "lag": None},
            {"topic": "derived.moments", "lag": None},
        ],
    }
    assert (two["name"], two["isCaughtUp"]) == ("two", False)


async def test_what_one_relay_has_relayed_is_relayed(ask: Ask, redis: Redis) -> None:
    later = {"relayed_at": NOON + 9 * SECOND, "newest_event_at": NOON + 8 * SECOND}
    await speak(
        redis,
        a_status("behind", lag={DERIVED_METRICS: 40, DERIVED_CHATTERS: None}),
        a_status("ahead", lag={DERIVED_METRICS: 2, DERIVED_CHATTERS: None}, **later),
        a_status("new", lag={}, relayed_at=None, newest_event_at=None),
    )

    pipeline = (await ask(PIPELINE))["pipeline"]

    assert pipeline["relayed"].pop("ageSeconds") > 0
    assert pipeline["relayed"] == {
        "newestEventAt": "2024-01-06T12:00:08Z",
        "reachedAt": "2024-01-06T12:00:09Z",
        "seconds": 1.0,
    }
    assert [lag["lag"] for lag in pipeline["feeds"]] == [2, None, None, None]


async def test_before_anything_ran_nothing_is_fresh(ask: Ask) -> None:
    pipeline = (await ask(PIPELINE))["pipeline"]

    assert (pipeline["published"], pipeline["relayed"], pipeline["relays"]) == (None, None, [])
    assert {lag["lag"] for lag in pipeline["feeds"]} == {None}


async def test_a_relay_that_fell_silent_is_not_shown(ask: Ask, redis: Redis) -> None:
    await speak(redis, a_status("one"), a_status("two"))
    await redis.delete(relay_status_key("two"))
    await redis.set(relay_status_key("three"), b"of another version")
    await redis.zadd(RELAYS, {"three": 1})

    assert [one["name"] for one in (await ask(PIPELINE))["pipeline"]["relays"]] == ["one"]


async def test_without_valkey_nobody_knows_of_relays() -> None:
    cache = Cache(*NOWHERE)
    assert await relay_statuses(cache) is None
    await cache.close()


async def test_the_counts_of_the_sockets_are_those_of_this_process(
    ask: Ask, resources: Resources
) -> None:
    counters = resources.counters
    counters.sockets, counters.subscriptions, counters.replays = 1, 2, 3
    counters.gaps, counters.dropped, counters.evicted = 4, 5, 2**40

    assert (await ask(PIPELINE))["pipeline"]["live"] == {
        "sockets": 1,
        "subscriptions": 2,
        "replays": 3,
        "gaps": 4,
        "dropped": 5,
        "evicted": 2**40,
    }
