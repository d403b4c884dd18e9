"""What a connection does whose client takes nothing: it waits for a while, and then ends."""

import asyncio
from typing import Self

from graphql_api.resources import Resources


class Patience(asyncio.Protocol):
    """For a protocol of uvicorn's. When too much has been unsent for too long, it gives up.

    Without a word, for a word could not be sent.
    """

    stall_seconds: float = 30.0
    transport: asyncio.Transport
    loop: asyncio.AbstractEventLoop
    app_state: dict[str, object]

    _stalled: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """Called when too much is unsent."""
        super().pause_writing()
        self._stalled = self.loop.call_later(self.stall_seconds, self._evict)

    def resume_writing(self) -> None:
        """Called when most of it is sent."""
        super().resume_writing()
        self._stop_waiting()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called when it is over."""
        self._stop_waiting()
        super().connection_lost(exc)

    @classmethod
    def giving_up_after(cls, seconds: float) -> type[Self]:
        """The same, with this patience."""
        return type(cls.__name__, (cls,), {"stall_seconds": seconds})

    def _stop_waiting(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None

    def _evict(self) -> None:
        resources: Resources = self.app_state["resources"]  # type: ignore[assignment]
        resources.counters.evicted += 1
        self.transport.abort()
