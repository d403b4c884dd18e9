"""What a relay says of itself, once a second, in Redis."""

from datetime import datetime

from contracts.events import Payload


class RelayStatus(Payload):
    """One relay's state at `said_at`; JSON under `relay_status_key`.

    `newest_event_at` is the newest event that the last record counted which it added to a log, and
    `relayed_at` when it added that one; null before the first. `lag` is by topic, in records; null
    before Kafka has first answered. The counts are since the relay's start: a relay rewinds when it
    starts, so `rewinds` is at least 1; `restarted_logs` have lost what Kafka had no more.
    """

    relay: str
    said_at: datetime
    relayed_at: datetime | None
    newest_event_at: datetime | None
    event_to_relayed_seconds: float | None
    lag: dict[str, int | None]
    rewinds: int
    added: int
    ignored: int
    unreadable: int
    restarted_logs: int
    is_caught_up: bool
