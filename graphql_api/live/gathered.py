"""Loads that many ask for at once, done once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class Gathered(Generic[Key, Found]):
    """Shares a load between those who ask for it before it begins, and with nobody who asks later.

    So an answer is never older than its question. A load begins `pause` seconds after it was first
    asked for, which bounds how often it is made; 0 shares what is asked in one turn of the loop.
    """

    def __init__(self, load: Callable[[Key], Awaitable[Found]], pause: float = 0) -> None:
        self._load = load
        self._pause = pause
        self._gathering: dict[Key, asyncio.Task[Found]] = {}
        self._loading: set[asyncio.Task[Found]] = set()

    async def ask(self, key: Key) -> Found:
        """What the load of this key gives, or raises."""
        task = self._gathering.get(key)
        if task is None:
            task = self._gathering[key] = asyncio.create_task(self._load_soon(key))
            self._loading.add(task)
            task.add_done_callback(self._loading.discard)
            task.add_done_callback(_look_at)
        return await asyncio.shield(task)

    async def close(self) -> None:
        """Wait for the loads under way, whoever asked for them."""
        await asyncio.gather(*self._loading, return_exceptions=True)

    async def _load_soon(self, key: Key) -> Found:
        try:
            await asyncio.sleep(self._pause)
        finally:
            del self._gathering[key]
        return await self._load(key)


async def apart(work: Coroutine[Any, Any, Found]) -> Found:
    """The work's result. It goes on if the waiter is cancelled, who ends at once and surely.

    `asyncio.wait_for` of Python 3.11, which clients of servers use, may swallow a cancellation.
    """
    task = asyncio.create_task(work)
    task.add_done_callback(_look_at)
    return await asyncio.shield(task)


def _look_at(task: "asyncio.Task[Any]") -> None:
    # All who asked may be gone: nobody else would retrieve the error.
    if not task.cancelled():
        task.exception()
