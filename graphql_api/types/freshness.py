"""How old an event is by the time that its update is somewhere."""

from collections.abc import Sequence
from datetime import UTC, datetime

import strawberry

from contracts.relay import RelayStatus
from graphql_api.queries.ledger import Published
from graphql_api.relays import newest_of


@strawberry.type(
    description=(
        "How fresh updates are at one point of their way: the newest one that counted an event, "
        "and how long that event took to get there."
    )
)
class Freshness:
    """From an event to a point of the way."""

    newest_event_at: datetime = strawberry.field(description="When that event happened.")
    reached_at: datetime = strawberry.field(description="When its update was there.")
    seconds: float = strawberry.field(
        description="From the one to the other; a recording of old times makes it large."
    )
    age_seconds: float = strawberry.field(
        description="Seconds since the update was there: it grows when nothing comes any more."
    )

    @classmethod
    def of(cls, event_at: datetime, reached_at: datetime) -> "Freshness":
        """The freshness of an update that got there at this time."""
        return cls(
            newest_event_at=event_at,
            reached_at=reached_at,
            seconds=(reached_at - event_at).total_seconds(),
            age_seconds=(datetime.now(UTC) - reached_at).total_seconds(),
        )

    @classmethod
    def published(cls, found: Published | None) -> "Freshness | None":
        """The freshness of updates in Kafka."""
        return cls.of(found.newest_event_at, found.published_at) if found else None

    @classmethod
    def relayed(cls, relays: Sequence[RelayStatus]) -> "Freshness | None":
        """The freshness of updates when they are pushed to the APIs."""
        relay = newest_of(relays)
        if relay is None or relay.newest_event_at is None or relay.relayed_at is None:
            return None
        return cls.of(relay.newest_event_at, relay.relayed_at)
