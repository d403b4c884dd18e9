"""What happens on this process's sockets, counted where it happens."""

from dataclasses import dataclass


@dataclass(slots=True)
class LiveCounters:
    """How the clients of this process do. `sockets` and `subscriptions` are open now.

    The others only grow: `replays` of a log for one client, `gaps` that clients were told of,
    `dropped` updates that a slow client did not get, `evicted` sockets that took nothing any more.
    """

    sockets: int = 0
    subscriptions: int = 0
    replays: int = 0
    gaps: int = 0
    dropped: int = 0
    evicted: int = 0
