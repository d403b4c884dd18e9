"""The relays, and how far the feeds' records have come."""

from collections.abc import Sequence
from datetime import UTC, datetime

import strawberry

from contracts.feeds import DERIVED_TOPICS
from contracts.relay import RelayStatus
from graphql_api.relays import lag_of
from graphql_api.types.scalars import BigInt, big


@strawberry.type(description="How far the records of feeds are relayed, in one derived topic.")
class FeedLag:
    """A topic's lag, over all its partitions."""

    topic: str = strawberry.field(description="The topic.")
    lag: BigInt | None = strawberry.field(
        description="Records that are not relayed yet; null when nobody can tell."
    )

    @classmethod
    def of(cls, relays: Sequence[RelayStatus]) -> list["FeedLag"]:
        """Each topic, by the relay that is furthest."""
        return [cls(topic=topic, lag=big(lag_of(relays, topic))) for topic in DERIVED_TOPICS]


@strawberry.type(
    description=(
        "What takes the records of feeds from Kafka to Valkey, which keeps and pushes them. Counts "
        "are since its start."
    )
)
class Relay:
    """A relay, as it spoke of itself within the last ten seconds."""

    name: str = strawberry.field(description="Its name, RELAY_NAME.")
    said_at: datetime = strawberry.field(description="When it spoke.")
    age_seconds: float = strawberry.field(
        description="Seconds since then: about 1 when it is well."
    )
    is_caught_up: bool = strawberry.field(
        description="Whether Valkey holds all that Kafka had at its last rewind."
    )
    lag: list[FeedLag] = strawberry.field(description="What it has not relayed, by topic.")
    rewinds: int = strawberry.field(
        description=(
            "How often it went back in Kafka: at its start, and when Valkey had lost something."
        )
    )
    added: BigInt = strawberry.field(description="Records that it kept and pushed.")
    ignored: BigInt = strawberry.field(description="Records that were there already.")
    unreadable: BigInt = strawberry.field(description="Records that were none of a feed.")
    restarted_logs: int = strawberry.field(
        description="Logs that lost records for good: clients that were behind got a gap notice."
    )

    @classmethod
    def of(cls, status: RelayStatus) -> "Relay":
        """The relay, as a client sees it."""
        return cls(
            name=status.relay,
            said_at=status.said_at,
            age_seconds=(datetime.now(UTC) - status.said_at).total_seconds(),
            is_caught_up=status.is_caught_up,
            lag=FeedLag.of([status]),
            rewinds=status.rewinds,
            added=BigInt(status.added),
            ignored=BigInt(status.ignored),
            unreadable=BigInt(status.unreadable),
            restarted_logs=status.restarted_logs,
        )
