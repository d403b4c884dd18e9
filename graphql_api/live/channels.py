"""Which channels are wanted, and which of them Redis was told and has confirmed: bookkeeping."""

from collections import Counter


class Channels:
    """The subscriptions of one connection. Nothing here waits, so no two changes can cross.

    Redis answers each SUBSCRIBE and UNSUBSCRIBE once and in order. Only the answer to the last
    command of a channel says how things stand: one to an earlier SUBSCRIBE may come when the
    channel has been given up and wanted again since, with a hole between.
    """

    def __init__(self) -> None:
        self._wanted: set[str] = set()
        self._told: set[str] = set()
        self._unconfirmed: Counter[str] = Counter()

    @property
    def wanted(self) -> frozenset[str]:
        """The channels that someone listens to."""
        return frozenset(self._wanted)

    def want(self, channel: str) -> bool:
        """Want it from now on; whether it is joined already, so that no answer will say so."""
        self._wanted.add(channel)
        return channel in self._told and not self._unconfirmed[channel]

    def drop(self, channel: str) -> None:
        """Nobody listens to it any more."""
        self._wanted.discard(channel)

    def commands(self) -> list[list[str]]:
        """What to send now, in this order; from here on it counts as sent."""
        added, gone = sorted(self._wanted - self._told), sorted(self._told - self._wanted)
        self._told = set(self._wanted)
        self._unconfirmed.update(added + gone)
        named = (("SUBSCRIBE", added), ("UNSUBSCRIBE", gone))
        return [[name, *channels] for name, channels in named if channels]

    def confirm(self, channel: str) -> bool:
        """Take one answer; whether every message from here on will be heard, and is wanted."""
        self._unconfirmed[channel] -= 1
        if self._unconfirmed[channel] > 0:
            return False
        del self._unconfirmed[channel]
        return channel in self._told & self._wanted

    def forget(self) -> None:
        """The connection is gone, and with it all it was told; what is wanted stays."""
        self._told.clear()
        self._unconfirmed.clear()
