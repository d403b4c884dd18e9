"""How a relay does -> Redis, once a second."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, Never

from contracts.relay import RelayStatus
from relay.log import Logs
from relay.read import Reader
from relay.record import Record
from relay.retry import AWAY

SECONDS: Final = 1.0


@dataclass(slots=True)
class Numbers:
    """What a relay has done since its start; times as in `RelayStatus`."""

    relayed_at: datetime | None = None
    newest_event_at: datetime | None = None
    rewinds: int = 0
    added: int = 0
    ignored: int = 0
    unreadable: int = 0
    restarted_logs: int = 0
    is_caught_up: bool = False

    def note_added(self, record: Record) -> None:
        """A record has just been published."""
        self.added += 1
        if record.newest_event_at is not None:
            self.relayed_at, self.newest_event_at = datetime.now(UTC), record.newest_event_at


class Reporter:
    """Says how the relay does."""

    def __init__(
        self,
        name: str,
        numbers: Numbers,
        reader: Reader,
        logs: Logs,
        show: Callable[[RelayStatus], None] = lambda _: None,
    ) -> None:
        self._name = name
        self._numbers = numbers
        self._reader = reader
        self._logs = logs
        self._show = show

    async def run(self) -> Never:
        """Report until cancelled; while Redis is away there is nobody to tell."""
        while True:
            status = self._status()
            self._show(status)
            with suppress(*AWAY):
                await self._logs.say(status)
            await asyncio.sleep(SECONDS)

    def _status(self) -> RelayStatus:
        numbers = self._numbers
        relayed_at, event_at = numbers.relayed_at, numbers.newest_event_at
        return RelayStatus(
            relay=self._name,
            said_at=datetime.now(UTC),
            relayed_at=relayed_at,
            newest_event_at=event_at,
            event_to_relayed_seconds=(
                (relayed_at - event_at).total_seconds() if relayed_at and event_at else None
            ),
            lag=self._reader.lag(),
            rewinds=numbers.rewinds,
            added=numbers.added,
            ignored=numbers.ignored,
            unreadable=numbers.unreadable,
            restarted_logs=numbers.restarted_logs,
            is_caught_up=numbers.is_caught_up,
        )
