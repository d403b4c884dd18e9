from dataclasses import replace
from pathlib import Path

import orjson
import pytest
from redis.asyncio import Redis

from cli.servers.valkey import valkey_service
from cli.supervisor.ports import free_port
from graphql_api.cache import Cache
from graphql_api.hot_answers import HotAnswers
from graphql_api.leaderboards import write_leaderboards
from graphql_api.resources import Resources
from tests.graphql_api.conftest import NOWHERE, Ask, Store
from tests.graphql_api.rows import (
    a_chatter,
    a_chatter_emote_minute,
    a_chatter_minute,
    a_minute,
    a_stream,
    an_emote_minute,
    minute_at,
)
from tests.stack import running

CHATTERS = """
query ($first: Int, $from: DateTime, $to: DateTime) {
  topChatters(streamId: "xqc", first: $first, from: $from, to: $to) {
    rank login messageCount share subscriberMonths isFirstTime
  }
}
"""
EMOTES = """
query ($first: Int) {
  topEmotes(streamId: "xqc", first: $first) {
    rank emote provider usageCount chatterCount imageUrl
  }
}
"""


async def test_chatters_are_counted_over_the_range_and_equals_stand_by_name(
    ask: Ask, store: Store
) -> None:
    await store(
        a_minute(0),
        a_minute(1),
        a_chatter_minute("zoe", 2, at=0, subscriber_months=3),
        a_chatter_minute("zoe", 2, at=1, subscriber_months=None),
        a_chatter_minute("ada", 4, at=1, is_first_time=True),
        a_chatter_minute("bob", 2, at=0),
        a_chatter_minute("bob", 9, at=0, stream_id="other"),
    )

    everyone = (await ask(CHATTERS))["topChatters"]
    of_minute_0 = (
        await ask(
            CHATTERS,
            first=1,
            **{"from": minute_at(0).isoformat(), "to": minute_at(1).isoformat()},
        )
    )["topChatters"]

    assert [(c["rank"], c["login"], c["messageCount"], c["share"]) for c in everyone] == [
        (1, "ada", 4, 0.4),
        (2, "zoe", 4, 0.4),
        (3, "bob", 2, 0.2),
    ]
    assert [(c["subscriberMonths"], c["isFirstTime"]) for c in everyone] == [
        (None, True),
        (None, False),
        (None, False),
    ]
    assert [(c["login"], c["share"], c["subscriberMonths"]) for c in of_minute_0] == [
        ("bob", 0.5, None)
    ]


async def test_an_emotes_chatters_are_counted_once(ask: Ask, store: Store) -> None:
    await store(
        a_minute(0),
        a_minute(1),
        an_emote_minute("LUL", 5, at=0),
        an_emote_minute("LUL", 2, at=1),
        an_emote_minute("Kappa", 7, at=0, provider="seventv"),
        a_chatter_emote_minute("ada", "LUL", 5, at=0),
        a_chatter_emote_minute("ada", "LUL", 1, at=1),
        a_chatter_emote_minute("bob", "LUL", 1, at=1),
    )

    emotes = (await ask(EMOTES))["topEmotes"]

    assert [
        (e["rank"], e["emote"], e["provider"], e["usageCount"], e["chatterCount"], e["imageUrl"])
        for e in emotes
    ] == [(1, "Kappa", "seventv", 7, 0, None), (2, "LUL", "twitch", 7, 2, None)]


async def test_a_second_question_is_answered_without_counting_again(
    ask: Ask, store: Store, statements: list[str]
) -> None:
    await store(a_minute(0), a_chatter_minute("ada", 2), an_emote_minute("LUL", 1))
    first = [await ask(CHATTERS, first=5), await ask(EMOTES, first=5)]
    statements.clear()

    again = [await ask(CHATTERS, first=5), await ask(EMOTES, first=5)]

    assert again == first
    # Only the versions of the data are read: the newest batch, and the stream's own.
    assert [("chat_summary_minute" in s, "emote_minute" in s) for s in statements] == [
        (False, False)
    ] * 4


async def test_a_new_batch_is_in_the_very_next_answer(ask: Ask, store: Store) -> None:
    await store(a_minute(0), a_chatter_minute("ada", 2))
    await ask(CHATTERS)

    await store(a_minute(1), a_chatter_minute("bob", 3, at=1))
    after_a_new_minute = await ask(CHATTERS)
    await store(a_minute(-5), a_chatter_minute("eve", 9, at=-5))
    after_an_older_minute = await ask(CHATTERS)

    assert [c["login"] for c in after_a_new_minute["topChatters"]] == ["bob", "ada"]
    assert [c["login"] for c in after_an_older_minute["topChatters"]] == ["eve", "bob", "ada"]


async def test_a_range_of_ones_own_is_never_kept(
    ask: Ask, store: Store, valkey: tuple[str, int]
) -> None:
    await store(a_minute(0), a_chatter_minute("ada", 2))

    await ask(CHATTERS, to=minute_at(1).isoformat())

    async with Redis(host=valkey[0], port=valkey[1]) as client:
        assert await client.dbsize() == 0


async def test_without_valkey_the_answers_are_the_same(
    resources: Resources, ask: Ask, store: Store
) -> None:
    await store(a_minute(0), a_chatter_minute("ada", 2), an_emote_minute("LUL", 1))
    with_valkey = [await ask(CHATTERS), await ask(EMOTES)]

    object.__setattr__(resources, "hot_answers", HotAnswers(Cache(*NOWHERE)))

    assert [await ask(CHATTERS), await ask(EMOTES)] == with_valkey


async def test_a_valkey_that_dies_and_comes_back_changes_no_answer(
    resources: Resources,
    ask: Ask,
    store: Store,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("graphql_api.cache.PAUSE_SECONDS", 0)
    address = ("127.0.0.1", free_port())
    own = Cache(*address)
    object.__setattr__(resources, "hot_answers", HotAnswers(own))
    await store(a_minute(0), a_chatter_minute("ada", 2))

    with running(valkey_service(address[1]), tmp_path):
        answers = [await ask(CHATTERS), await ask(CHATTERS)]
        assert await own.is_up()
    answers += [await ask(CHATTERS), await ask(CHATTERS)]
    assert not await own.is_up()
    with running(valkey_service(address[1]), tmp_path):
        answers += [await ask(CHATTERS), await ask(CHATTERS)]
        async with Redis(host=address[0], port=address[1]) as client:
            kept = await client.dbsize()
        await own.close()

    assert answers == [answers[0]] * 6
    assert kept == 1


async def _kept(valkey: tuple[str, int], stream_id: str = "xqc") -> object:
    async with Redis(host=valkey[0], port=valkey[1]) as client:
        kept = await client.get(f"top_chatters:{stream_id}")
    return None if kept is None else orjson.loads(kept)


async def test_the_last_hours_leaderboard_is_written_unasked(
    resources: Resources, store: Store, valkey: tuple[str, int]
) -> None:
    await store(
        a_stream(),
        a_minute(0),
        a_minute(61),
        a_chatter("ada", "Ada"),
        a_chatter_minute("ada", 1, at=61, subscriber_months=7),
        a_chatter_minute("before", 9, at=0),
    )

    await write_leaderboards(resources, {})

    assert await _kept(valkey) == [
        {
            "rank": 1,
            "login": "ada",
            "display_name": "Ada",
            "message_count": 1,
            "share": 1.0,
            "subscriber_months": 7,
            "is_first_time": False,
        }
    ]


async def test_a_leaderboard_holds_50(
    resources: Resources, store: Store, valkey: tuple[str, int]
) -> None:
    await store(a_stream(), a_minute(0), *(a_chatter_minute(f"chatter{i}") for i in range(60)))

    await write_leaderboards(resources, {})

    kept = await _kept(valkey)
    assert isinstance(kept, list)
    assert len(kept) == 50


async def test_only_what_changed_is_written_again(
    resources: Resources, store: Store, statements: list[str], valkey: tuple[str, int]
) -> None:
    await store(a_stream(), a_minute(0), a_chatter_minute("ada"))
    written = await write_leaderboards(resources, {})
    statements.clear()

    await write_leaderboards(resources, written)
    unchanged = [s for s in statements if "chat_summary_minute" in s]
    await store(a_minute(1), a_chatter_minute("bob", 3, at=1))
    await write_leaderboards(resources, written)

    assert unchanged == []
    assert "bob" in str(await _kept(valkey))


async def test_a_leaderboard_that_valkey_lost_is_written_again(
    resources: Resources, store: Store, valkey: tuple[str, int]
) -> None:
    await store(a_stream(), a_minute(0), a_chatter_minute("ada"))
    written = await write_leaderboards(resources, {})
    async with Redis(host=valkey[0], port=valkey[1]) as client:
        await client.flushall()

    await write_leaderboards(resources, written)

    assert await _kept(valkey) is not None


async def test_without_valkey_no_leaderboard_counts_as_written(
    resources: Resources, store: Store
) -> None:
    await store(a_stream(), a_minute(0), a_chatter_minute("ada"))
    without = replace(resources, cache=Cache(*NOWHERE))

    assert await write_leaderboards(without, {}) == {}

    await without.cache.close()
