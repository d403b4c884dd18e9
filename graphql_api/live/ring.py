"""What a client has not taken yet: bounded, whatever the client does."""

from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from contracts.feeds import Cursor
from graphql_api.live.records import Record

CAPACITY: Final = 1000


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

    LATEST drops a record for a later one with the same key, but no final one. When the ring is
    full nevertheless, it is emptied and an Overflow comes first: there is nothing older to give.
    """

    def __init__(self, policy: SlowClient, capacity: int = CAPACITY) -> None:
        self.policy = policy
        self.dropped = 0
        self._capacity = capacity
        self._waiting: OrderedDict[Hashable, Record[Any]] = OrderedDict()
        self._overflow: Overflow | None = None

    def __len__(self) -> int:
        return len(self._waiting)

    def __iter__(self) -> Iterator[Record[Any]]:
        return iter(self._waiting.values())

    def put(self, record: Record[Any]) -> None:
        """Add a record that follows all those before."""
        if self.policy is SlowClient.LATEST and record.key in self._waiting:
            del self._waiting[record.key]
            self.dropped += 1
        if len(self._waiting) == self._capacity:
            self.dropped += len(self._waiting) + 1
            self._waiting.clear()
            self._overflow = Overflow(record.cursor)
        else:
            self._waiting[self._slot(record)] = record

    def take(self) -> Record[Any] | Overflow | None:
        """The oldest that waits, if anything does."""
        if self._overflow is not None:
            overflow, self._overflow = self._overflow, None
            return overflow
        if not self._waiting:
            return None
        return self._waiting.popitem(last=False)[1]

    def clear(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
        self._overflow = None

    def _slot(self, record: Record[Any]) -> Hashable:
        """Where only what replaces the record would go: nothing replaces a final one."""
        if self.policy is SlowClient.LATEST and not record.is_final:
            return record.key
        return record.cursor


def newest_of_each(records: Sequence[Record[Any]]) -> list[Record[Any]]:
    """What a ring with the policy LATEST would hold of them."""
    ring = Ring(SlowClient.LATEST, len(records) + 1)
    for record in records:
        ring.put(record)
    return list(ring)
