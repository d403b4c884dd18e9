"""How the pipeline does: what an operator asks first."""

import asyncio
from datetime import UTC, datetime

import strawberry

from contracts.relay import RelayStatus
from contracts.topics import DEAD_LETTER
from graphql_api import accounting
from graphql_api.live.counters import LiveCounters
from graphql_api.queries.ledger import LedgerSide, Offsets, ledger_side
from graphql_api.relays import relay_statuses
from graphql_api.resources import Resources
from graphql_api.types.arguments import Info
from graphql_api.types.described import field
from graphql_api.types.freshness import Freshness
from graphql_api.types.relay import FeedLag, Relay
from graphql_api.types.scalars import BigInt, big
from graphql_api.types.sockets import LiveClients


@strawberry.type(
    description=(
        "Where every event of the typed topics went: produced = aggregated + late + duplicates + "
        "dead + inFlight + residual. Each term but the residual is counted where it happens."
    )
)
class Accounting:
    """Counts of events."""

    produced: BigInt | None = strawberry.field(
        description="Events in the four typed topics, ticks too; null when Kafka does not answer."
    )
    aggregated: BigInt = strawberry.field(description="Events that windows hold, ticks too.")
    late: BigInt = strawberry.field(description="Events that came after their window had closed.")
    duplicates: BigInt = strawberry.field(description="Events that had been counted before.")
    dead: BigInt = strawberry.field(
        description="Events that the streaming job could not read, or that lay in the future."
    )
    in_flight: BigInt | None = strawberry.field(
        description="Events that no batch has read yet; null when Kafka does not answer."
    )
    residual: BigInt | None = strawberry.field(
        description="What no term explains: 0 when all is well. Null when it would mean nothing."
    )
    reason: str | None = strawberry.field(
        description="Why there is no residual; null when there is one."
    )
    unparsed_frames: BigInt | None = strawberry.field(
        description=(
            "Frames that the producer could not read, which no topic holds and no other term "
            "counts; null when Kafka does not answer."
        )
    )

    @classmethod
    def of(cls, ledger: LedgerSide, ends: Offsets | None) -> "Accounting":
        """The accounting, as a client sees it."""
        found = accounting.account_for(ledger, ends)
        return cls(
            produced=big(found.produced),
            aggregated=BigInt(found.aggregated),
            late=BigInt(found.late),
            duplicates=BigInt(found.duplicates),
            dead=BigInt(found.dead),
            in_flight=big(found.in_flight),
            residual=big(found.residual),
            reason=found.reason,
            unparsed_frames=big(found.unparsed_frames),
        )


@strawberry.type(description="How far the streaming job has read one topic.")
class TopicLag:
    """A topic's lag, over all its partitions."""

    topic: str = strawberry.field(description="The topic.")
    end_offset: BigInt | None = strawberry.field(
        description="Records ever written to it; null when Kafka does not answer."
    )
    read_offset: BigInt = strawberry.field(description="Records that committed batches have read.")
    lag: BigInt | None = strawberry.field(
        description="Records not read yet; null when Kafka does not answer."
    )

    @classmethod
    def of(cls, found: accounting.Lag) -> "TopicLag":
        """The lag, as a client sees it."""
        return cls(
            topic=found.topic,
            end_offset=big(found.end_offset),
            read_offset=BigInt(found.read_offset),
            lag=big(found.lag),
        )


@strawberry.type(description="How the pipeline does.")
class Pipeline:
    """Read from the ledger in one snapshot, then from Kafka, and from what relays say."""

    watermark: datetime | None = strawberry.field(
        description="Windows that end by this time are closed. Null before the first."
    )
    newest_window_at: datetime | None = strawberry.field(
        description="The start of the newest minute of any stream. Null before the first."
    )
    last_batch_at: datetime | None = strawberry.field(
        description="When the last batch was committed. Null before the first."
    )
    freshness_seconds: float | None = strawberry.field(
        description="Seconds since the last batch was committed. Null before the first."
    )
    published: Freshness | None = strawberry.field(
        description=(
            "Updates in Kafka: the last published batch that counted an event. Null when none of "
            "the last hour did."
        )
    )
    unpublished_batches: int = strawberry.field(
        description="Batches that are committed, and not known to be published: mostly 0 or 1."
    )
    relayed: Freshness | None = strawberry.field(
        description=(
            "Updates in Valkey, where they are pushed from. Null when no relay speaks, or none has "
            "relayed an event since its start."
        )
    )
    relays: list[Relay] | None = strawberry.field(
        description="The relays that run. Null when Valkey does not answer."
    )
    feeds: list[FeedLag] = strawberry.field(
        description="The lag of the feeds: what no relay has relayed yet, by derived topic."
    )
    live: LiveClients = strawberry.field(
        description="The live clients of the process that answers."
    )
    topics: list[TopicLag] = strawberry.field(description="The lag of each typed topic.")
    dead_letters: BigInt | None = strawberry.field(
        description="Records in `dead-letter`, of all writers; null when Kafka does not answer."
    )
    accounting: Accounting = strawberry.field(description="Where every event went.")

    @classmethod
    def of(
        cls,
        ledger: LedgerSide,
        ends: Offsets | None,
        relays: list[RelayStatus] | None,
        counters: LiveCounters,
    ) -> "Pipeline":
        """The pipeline, as a client sees it."""
        last = ledger.last_batch_at
        return cls(
            watermark=ledger.watermark,
            newest_window_at=ledger.newest_window_at,
            last_batch_at=last,
            freshness_seconds=(datetime.now(UTC) - last).total_seconds() if last else None,
            published=Freshness.published(ledger.published),
            unpublished_batches=ledger.unpublished_batches,
            relayed=Freshness.relayed(relays or ()),
            relays=None if relays is None else [Relay.of(status) for status in relays],
            feeds=FeedLag.of(relays or ()),
            live=LiveClients.of(counters),
            topics=[TopicLag.of(lag) for lag in accounting.lags_of(ledger, ends)],
            dead_letters=None if ends is None else BigInt(sum(ends[DEAD_LETTER].values())),
            accounting=Accounting.of(ledger, ends),
        )


async def pipeline_now(resources: Resources) -> Pipeline:
    """How the pipeline does at this moment."""
    ledger = await ledger_side(resources.engine)
    ends, relays = await asyncio.gather(
        resources.broker.end_offsets(), relay_statuses(resources.cache)
    )
    return Pipeline.of(ledger, ends, relays, resources.counters)


@strawberry.type
class PipelineQuery:
    """The field of Query that gives the pipeline."""

    @field
    async def pipeline(self, info: Info) -> Pipeline:
        """How the pipeline does: lag, watermark, freshness, accounting, dead letters."""
        return await pipeline_now(info.context.resources)
