"""What many operations ask for at once -> work that is done once for all of them."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Hashable, Mapping, Sequence
from typing import Any, Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Found = TypeVar("Found")


class Joint(Generic[Found]):
    """Work that many wait for. It is ended when the last of them has gone without a result."""

    def __init__(self, work: Coroutine[Any, Any, Found]) -> None:
        self._task = asyncio.create_task(work)
        self._waiting = 0

    @property
    def is_open(self) -> bool:
        """Whether one may still come and wait for it."""
        return not self._task.done() and not self._task.cancelling()

    async def result(self) -> Found:
        """What the work gives, or raises."""
        self._waiting += 1
        try:
            return await asyncio.shield(self._task)
        finally:
            self._waiting -= 1
            if not self._waiting:
                self._task.cancel()


class Rounds(Generic[Key, Found]):
    """Loads in rounds, one at a time: who asks while one is under way is answered by the next.

    So an answer is never older than its question, and the more ask, the more each round loads.
    """

    def __init__(self, load: Callable[[Sequence[Key]], Awaitable[Mapping[Key, Found]]]) -> None:
        self._load = load
        self._one_at_a_time = asyncio.Lock()
        self._keys: dict[Key, None] = {}
        self._next: Joint[Mapping[Key, Found]] | None = None

    async def ask(self, keys: Sequence[Key]) -> Mapping[Key, Found]:
        """What the load gives for these keys, and perhaps for others."""
        if self._next is None or not self._next.is_open:
            self._keys = {}
            self._next = Joint(self._round(self._keys))
        self._keys |= dict.fromkeys(keys)
        return await self._next.result()

    async def _round(self, keys: dict[Key, None]) -> Mapping[Key, Found]:
        async with self._one_at_a_time:
            if self._keys is keys:
                self._next = None
            return await self._load(list(keys))
