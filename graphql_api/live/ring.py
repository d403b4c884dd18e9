"""What a client has not taken yet: bounded, whatever the client does."""

from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from contracts.feeds import Cursor
from graphql_api.live.records import Record

CAPACITY: Final = 1000
LEEWAY: Final = 32


class SlowClient(StrEnum):
    """What is done for a client that takes updates more slowly than they come."""

    LATEST = "latest"
    BUFFER = "buffer"
    DISCONNECT = "disconnect"


@dataclass(frozen=True, slots=True)
class Overflow:
    """Records up to and with `end` were dropped, for there was no room."""

    end: Cursor


class Ring:
    """Records in the order of their numbers, at most `capacity`.

    Up to `leeway` wait as they come, for a few are no sign of a slow client. With more, LATEST
    drops a record for a later one with the same key, but no final one, until all are taken. When
    the ring is full nevertheless, it is emptied, and an Overflow comes first.
    """

    def __init__(self, policy: SlowClient, capacity: int = CAPACITY, leeway: int = LEEWAY) -> None:
        self.policy = policy
        self.dropped = 0
        self._capacity = capacity
        self._leeway = leeway
        self._is_crowded = False
        self._waiting: OrderedDict[Hashable, Record[Any]] = OrderedDict()
        self._overflow: Overflow | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[Record[Any]]:
        return iter(self._waiting.values())

    def put(self, record: Record[Any]) -> None:
        """Add a record that follows all those before."""
        if self.policy is SlowClient.LATEST and len(self) >= self._leeway:
            self._crowd()
        if len(self) >= self._capacity and self._slot(record) not in self._waiting:
            self.dropped += len(self) + 1
            self.clear()
            self._overflow = Overflow(record.cursor)
        else:
            self._add(record)

    def take(self) -> Record[Any] | Overflow | None:
        """The oldest that waits, if anything does."""
        if self._overflow is not None:
            overflow, self._overflow = self._overflow, None
            return overflow
        if not self._waiting:
            self._is_crowded = False
            return None
        return self._waiting.popitem(last=False)[1]

    def clear(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
        self._overflow = None
        self._is_crowded = False

    def _add(self, record: Record[Any]) -> None:
        if self._is_crowded and self._waiting.pop(record.key, None) is not None:
            self.dropped += 1
        self._waiting[self._slot(record)] = record

    def _crowd(self) -> None:
        """From now on keep only the newest of each."""
        if not self._is_crowded:
            self._is_crowded = True
            waiting = list(self)
            self._waiting.clear()
            for record in waiting:
                self._add(record)

    def _slot(self, record: Record[Any]) -> Hashable:
        """Where, when it is crowded, only what replaces the record would go."""
        return record.key if self._is_crowded and not record.is_final else record.cursor


def newest_of_each(records: Sequence[Record[Any]]) -> list[Record[Any]]:
    """What a ring with the policy LATEST would hold of them."""
    ring = Ring(SlowClient.LATEST, len(records) + 1, leeway=0)
    for record in records:
        ring.put(record)
    return list(ring)
