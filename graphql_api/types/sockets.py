"""What happens on the sockets of one API process."""

import strawberry

from graphql_api.live.counters import LiveCounters
from graphql_api.types.scalars import BigInt


@strawberry.type(
    description=(
        "The live clients of the API process that answers: what is open now, and counts since its "
        "start."
    )
)
class LiveClients:
    """Sockets and subscriptions."""

    sockets: int = strawberry.field(description="Sockets that are open.")
    subscriptions: int = strawberry.field(description="Subscriptions that are open.")
    replays: BigInt = strawberry.field(
        description="How often a client was given what it had missed."
    )
    gaps: BigInt = strawberry.field(description="How often a client was told of a gap.")
    dropped: BigInt = strawberry.field(description="Updates that slow clients did not get.")
    evicted: BigInt = strawberry.field(
        description="Sockets that were cut because they took nothing any more."
    )

    @classmethod
    def of(cls, counters: LiveCounters) -> "LiveClients":
        """The counts as they are now."""
        return cls(
            sockets=counters.sockets,
            subscriptions=counters.subscriptions,
            replays=BigInt(counters.replays),
            gaps=BigInt(counters.gaps),
            dropped=BigInt(counters.dropped),
            evicted=BigInt(counters.evicted),
        )
