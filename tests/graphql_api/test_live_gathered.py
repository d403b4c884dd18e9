import asyncio

import pytest

from graphql_api.live.gathered import Gathered, apart


class Loads:
    """A load that ends when it is let go, and says how often it began."""

    def __init__(self) -> None:
        self.begun = 0
        self.go = asyncio.Event()

    async def __call__(self, key: str) -> str:
        self.begun += 1
        found = f"{key}{self.begun}"
        await self.go.wait()
        return found


async def test_who_asks_at_once_shares_a_load() -> None:
    loads = Loads()
    loads.go.set()
    gathered = Gathered(loads)

    answers = await asyncio.gather(*(gathered.ask(key) for key in "aab"))

    assert answers == ["a1", "a1", "b2"]


async def test_no_answer_is_older_than_its_question() -> None:
    loads = Loads()
    gathered = Gathered(loads)
    first = asyncio.create_task(gathered.ask("a"))
    while not loads.begun:
        await asyncio.sleep(0)
    second = asyncio.create_task(gathered.ask("a"))
    loads.go.set()

    assert [await first, await second] == ["a1", "a2"]


async def test_who_gives_up_takes_nothing_from_the_others() -> None:
    loads = Loads()
    gathered = Gathered(loads)
    asking = [asyncio.create_task(gathered.ask("a")) for _ in range(2)]
    while not loads.begun:
        await asyncio.sleep(0)
    asking[0].cancel()
    loads.go.set()

    assert await asking[1] == "a1"
    await gathered.close()


async def test_an_error_is_everybodys_and_the_next_load_is_a_new_one() -> None:
    answers = iter([ValueError("no"), None])

    async def load(_: str) -> str:
        error = next(answers)
        if error:
            raise error
        return "yes"

    gathered = Gathered(load)
    assert [
        str(one) for one in await asyncio.gather(*map(gathered.ask, "aa"), return_exceptions=True)
    ] == ["no", "no"]
    assert await gathered.ask("a") == "yes"


async def test_who_waits_apart_ends_at_once_when_cancelled() -> None:
    async def swallow() -> None:
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                if asyncio.current_task() is swallowing:
                    return

    swallowing: asyncio.Task[None] | None = None
    waiting = asyncio.create_task(apart(swallow()))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    (swallowing,) = (task for task in asyncio.all_tasks() if "swallow" in repr(task.get_coro()))
    swallowing.cancel()
    await swallowing
