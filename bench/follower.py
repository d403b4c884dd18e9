"""A client that follows one feed through everything: it comes back with its last cursor."""

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Final

from websockets.exceptions import WebSocketException

from bench.client import Data, SubscriptionError, socket_url, subscribe
from bench.histories import Delivery, Followed
from contracts.feeds import Cursor, FeedKind

_RETRY_SECONDS: Final = 0.1

_EVENT: Final = """
    __typename
    ... on LiveEvent { cursor emittedAt }
    ... on GapNotice { reason }
"""
METRICS: Final = f"""
subscription ($stream: ID!, $after: Cursor) {{
  metrics(streamId: $stream, after: $after, onSlow: BUFFER) {{ {_EVENT}
    ... on MetricsUpdate {{ kind window {{ timestamp revision }} }}
  }}
}}"""
MOMENTS: Final = f"""
subscription ($stream: ID, $after: Cursor) {{
  moments(streamId: $stream, after: $after, onSlow: BUFFER) {{ {_EVENT}
    ... on MomentUpdate {{ kind moment {{ id }} }}
  }}
}}"""
_QUERIES: Final = {FeedKind.METRICS: METRICS, FeedKind.MOMENTS: MOMENTS}


@dataclass(slots=True)
class Follower:
    """What one client of a feed was told, over all its connections.

    `deliveries` are all events in the order of their arrival. `refusals` are connections that did
    not come about, `errors` what the server ended an operation with.
    """

    feed: Followed
    port: int
    deliveries: list[Delivery] = field(default_factory=list)
    connections: int = 0
    refusals: int = 0
    errors: list[str] = field(default_factory=list)
    _cursor: str | None = None

    @property
    def position(self) -> Cursor | None:
        """The newest cursor that it has; null before the first event."""
        return Cursor.parse(self._cursor) if self._cursor else None

    async def follow(self) -> None:
        """Connect, read, and connect again, until cancelled."""
        while True:
            before = self.connections
            try:
                await self._connect_and_read()
            except (OSError, WebSocketException, TimeoutError):
                self.refusals += self.connections == before
            except SubscriptionError as error:
                self.errors.append(str(error))
            await asyncio.sleep(_RETRY_SECONDS)

    async def _connect_and_read(self) -> None:
        variables = {"stream": self.feed.stream_id, "after": self._cursor}
        query = _QUERIES[self.feed.kind]
        async with subscribe(socket_url(self.port), query, variables) as events:
            self.connections += 1
            async for event in events:
                self._take(event)

    def _take(self, event: Data) -> None:
        self._cursor = event["cursor"]
        self.deliveries.append(
            Delivery(
                cursor=Cursor.parse(event["cursor"]),
                kind=event.get("kind") or event["reason"],
                is_notice=event["__typename"] == "GapNotice",
                says=_says(event),
                received_at=time.time(),
                emitted_at=event["emittedAt"],
            )
        )


def _says(event: dict[str, Any]) -> tuple[object, ...]:
    """What tells this record from another, in the words of `histories.says`."""
    if "window" in event:
        return (event["window"]["timestamp"][:19], event["window"]["revision"])
    return (event["moment"]["id"],) if "moment" in event else ()


async def stopped(task: "asyncio.Task[None]") -> None:
    """Cancel a follower's task and see it end."""
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
