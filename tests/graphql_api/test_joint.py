"""What many ask for at once is asked for once."""

import asyncio
from collections.abc import Mapping, Sequence

import pytest

from graphql_api.joint import Joint, Rounds
from graphql_api.resources import Resources
from graphql_api.schema import schema
from tests.graphql_api.conftest import Store
from tests.graphql_api.rows import a_chatter_minute, a_minute, a_stream, an_emote_minute

TOP = '{ topChatters(streamId: "xqc") { login } topEmotes(streamId: "xqc") { emote } }'


async def test_500_equal_misses_at_once_ask_postgresql_once(
    resources: Resources, store: Store, statements: list[str]
) -> None:
    await store(a_stream(), a_minute(0), a_chatter_minute("ada"), an_emote_minute("LUL", 1))
    statements.clear()

    answers = await asyncio.gather(
        *(schema.execute(TOP, {}, {"resources": resources}) for _ in range(500))
    )

    assert all(
        answer.data == {"topChatters": [{"login": "ada"}], "topEmotes": [{"emote": "LUL"}]}
        for answer in answers
    )
    assert sum("chat_summary_minute" in sent for sent in statements) == 1
    assert sum("emote_minute" in sent and "stream_minute" not in sent for sent in statements) == 1
    # All else is which minute is the newest, asked in a few rounds.
    assert len(statements) < 10


class Loads:
    """A load that waits to be let go, and notes what it was asked."""

    def __init__(self) -> None:
        self.asked: list[list[str]] = []
        self.may_end = asyncio.Event()

    async def __call__(self, keys: Sequence[str]) -> Mapping[str, int]:
        self.asked.append(list(keys))
        await self.may_end.wait()
        return {key: len(self.asked) for key in keys}


async def _started(rounds: "Rounds[str, int]", *keys: str) -> "asyncio.Task[object]":
    asking = asyncio.create_task(rounds.ask(keys))
    for _ in range(5):
        await asyncio.sleep(0)
    return asking


async def test_who_asks_while_a_round_is_under_way_is_answered_by_the_next() -> None:
    loads = Loads()
    rounds = Rounds(loads)
    first = await _started(rounds, "a")
    later = [await _started(rounds, key) for key in ("a", "b", "a")]

    loads.may_end.set()

    assert await first == {"a": 1}
    assert await asyncio.gather(*later) == [{"a": 2, "b": 2}] * 3
    assert loads.asked == [["a"], ["a", "b"]]


async def test_a_round_that_fails_fails_for_those_who_asked_and_not_for_the_next() -> None:
    fails = [True, False]

    async def load(keys: Sequence[str]) -> Mapping[str, int]:
        await asyncio.sleep(0)
        if fails.pop(0):
            raise ValueError(keys)
        return dict.fromkeys(keys, 1)

    rounds = Rounds(load)
    failed = await asyncio.gather(rounds.ask(["a"]), rounds.ask(["a"]), return_exceptions=True)

    assert [type(each) for each in failed] == [ValueError, ValueError]
    assert await rounds.ask(["a"]) == {"a": 1}


async def test_work_goes_on_while_one_waits_and_ends_with_the_last() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.sleep(3600)
        finally:
            ended.set()

    joint = Joint(work())
    waiting = [asyncio.create_task(joint.result()) for _ in range(2)]
    await asyncio.sleep(0)

    waiting[0].cancel()
    await asyncio.sleep(0)
    assert joint.is_open
    assert not ended.is_set()

    waiting[1].cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting[1]
    assert not joint.is_open
    await ended.wait()


async def test_a_round_that_was_given_up_before_it_began_is_not_joined() -> None:
    loads = Loads()
    rounds = Rounds(loads)
    first = await _started(rounds, "a")
    given_up = await _started(rounds, "b")
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    last = await _started(rounds, "c")

    loads.may_end.set()

    assert (await first, await last) == ({"a": 1}, {"c": 2})
