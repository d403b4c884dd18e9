"""What has no feed: read again and again while someone watches, once for all who do."""

import asyncio
import secrets
from collections.abc import AsyncGenerator, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Generic, Never, TypeVar

from contracts.feeds import Cursor
from graphql_api.errors import ApiError, UnavailableError
from graphql_api.live.counters import LiveCounters

PERIOD_SECONDS: Final = 1.0
START_SECONDS: Final = 30.0

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, eq=False)
class Reading(Generic[Found]):
    """A value as it was read; the cursor only counts, and nothing resumes there."""

    cursor: Cursor
    read_at: datetime
    value: Found


class Polled(Generic[Found]):
    """Reads at most once a second, and only while someone watches."""

    def __init__(
        self, read: Callable[[], Coroutine[Any, Any, Found]], counters: LiveCounters
    ) -> None:
        self._read = read
        self._counters = counters
        self._watchers = 0
        self._task: asyncio.Task[Never] | None = None
        self._newest: Reading[Found] | None = None
        self._count = 0
        self._epoch = secrets.token_hex(8)
        self._came = asyncio.Event()

    async def watch(self) -> AsyncGenerator[Reading[Found], None]:
        """Each reading from now on, or the newest of those that came while the last was taken.

        Raises:
            UnavailableError: there was none for 30 s to begin with.
        """
        self._enter()
        try:
            seen = self._count
            try:
                async with asyncio.timeout(START_SECONDS):
                    reading = await self._later_than(seen)
            except TimeoutError as error:
                raise UnavailableError("this cannot be read now") from error
            while True:
                yield reading
                reading = await self._later_than(reading.cursor.seq)
        finally:
            self._leave()

    async def _later_than(self, seen: int) -> Reading[Found]:
        while self._newest is None or self._newest.cursor.seq <= seen:
            await self._came.wait()
        return self._newest

    def close(self) -> None:
        """Read no more."""
        if self._task is not None:
            self._task.cancel()

    def _enter(self) -> None:
        self._watchers += 1
        self._counters.subscriptions += 1
        if self._task is None:
            self._task = asyncio.create_task(self._poll(), name="poll")

    def _leave(self) -> None:
        self._watchers -= 1
        self._counters.subscriptions -= 1
        if not self._watchers and self._task is not None:
            self._task.cancel()
            self._task = None

    async def _poll(self) -> Never:
        while True:
            try:
                value = await self._read()
            except ApiError:
                pass  # The next second may bring it.
            else:
                self._tell(value)
            await asyncio.sleep(PERIOD_SECONDS)

    def _tell(self, value: Found) -> None:
        self._count += 1
        self._newest = Reading(Cursor(self._epoch, self._count), datetime.now(UTC), value)
        came, self._came = self._came, asyncio.Event()
        came.set()


class Polls:
    """What this process polls, by name."""

    def __init__(self) -> None:
        self._polled: dict[str, Polled[Any]] = {}

    def get(self, name: str, made: Callable[[], Polled[Found]]) -> Polled[Found]:
        """What has this name, made at first."""
        if name not in self._polled:
            self._polled[name] = made()
        return self._polled[name]

    def close(self) -> None:
        """Poll no more."""
        for polled in self._polled.values():
            polled.close()
