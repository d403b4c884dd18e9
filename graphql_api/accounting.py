"""The ledger's side and Kafka's side -> where every event went."""

from collections.abc import Iterator
from dataclasses import dataclass

from contracts.topics import DEAD_LETTER, DEAD_LETTER_OF_PRODUCER, EVENT_TOPICS
from graphql_api.queries.ledger import LedgerSide, Offsets


@dataclass(frozen=True, slots=True)
class Accounting:
    """Counts of events of the typed topics; null where Kafka did not answer.

    `residual` is what no other term explains: 0, unless an event was lost or counted twice. It is
    null where it would mean nothing, and `reason` says why.
    """

    produced: int | None
    aggregated: int
    late: int
    duplicates: int
    dead: int
    in_flight: int | None
    residual: int | None
    reason: str | None
    unparsed_frames: int | None


@dataclass(frozen=True, slots=True)
class Lag:
    """How far the job has read one topic; Kafka's end and the lag are null without Kafka."""

    topic: str
    end_offset: int | None
    read_offset: int
    lag: int | None


def lags_of(ledger: LedgerSide, ends: Offsets | None) -> list[Lag]:
    """The lag of each typed topic: its end offset minus that of the last batch."""
    return list(_lags(ledger, ends))


def _lags(ledger: LedgerSide, ends: Offsets | None) -> Iterator[Lag]:
    for topic in EVENT_TOPICS:
        read = sum(ledger.batch_ends.get(topic, {}).values())
        end = None if ends is None else sum(ends[topic].values())
        yield Lag(topic, end, read, None if end is None else end - read)


def account_for(ledger: LedgerSide, ends: Offsets | None) -> Accounting:
    """`produced = aggregated + late + duplicates + dead + in flight + residual`."""
    lags = lags_of(ledger, ends)
    produced = None if ends is None else sum(lag.end_offset or 0 for lag in lags)
    in_flight = None if ends is None else sum(lag.lag or 0 for lag in lags)
    reason = _why_no_residual(ledger, ends)
    residual = None
    if reason is None and produced is not None and in_flight is not None:
        counted = ledger.aggregated + ledger.late + ledger.duplicates + ledger.dead
        residual = produced - counted - in_flight
    return Accounting(
        produced=produced,
        aggregated=ledger.aggregated,
        late=ledger.late,
        duplicates=ledger.duplicates,
        dead=ledger.dead,
        in_flight=in_flight,
        residual=residual,
        reason=reason,
        unparsed_frames=_unparsed_frames(ends),
    )


def _why_no_residual(ledger: LedgerSide, ends: Offsets | None) -> str | None:
    if ledger.replaced_at is not None:
        return (
            f"the checkpoint was replaced at {ledger.replaced_at.isoformat()}; "
            "counts of two checkpoints overlap"
        )
    return "Kafka does not answer" if ends is None else None


def _unparsed_frames(ends: Offsets | None) -> int | None:
    return None if ends is None else ends[DEAD_LETTER].get(DEAD_LETTER_OF_PRODUCER, 0)
