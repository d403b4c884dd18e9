"""What Spark knows of the batch at hand: its offsets, its watermark, and what it left out."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from py4j.java_gateway import JavaObject
from pyspark.sql.streaming.query import StreamingQuery

from contracts.topics import EVENT_TOPICS
from spark.transforms.pipeline import dead_metric

Ends = dict[str, dict[str, int]]

DEDUPLICATION: Final = "StreamingDeduplicateWithinWatermarkExec"


@dataclass(frozen=True, slots=True)
class BatchRange:
    """A batch's offsets by topic and partition, `[first, end)`, and its own watermark.

    The watermark is None until every topic has had an event.
    """

    offsets: dict[str, dict[str, list[int]]]
    watermark: datetime | None

    def of(self, topic: str) -> dict[int, tuple[int, int]]:
        """The topic's offsets by partition."""
        return {int(p): (first, end) for p, (first, end) in self.offsets.get(topic, {}).items()}

    def ends(self, topic: str) -> dict[int, int]:
        """The end offset of each partition of the topic."""
        return {int(p): end for p, (_, end) in self.offsets.get(topic, {}).items()}


@dataclass(frozen=True, slots=True)
class Dropped:
    """How many records a batch did not aggregate, and why; the unreadable by topic."""

    late: int
    duplicates: int
    dead: dict[str, int]


def checkpoint_id(checkpoint: Path) -> str:
    """The id that Spark gave the checkpoint when it was made."""
    return str(json.loads((checkpoint / "metadata").read_text())["id"])


def read_batch_range(checkpoint: Path, batch_id: int) -> BatchRange:
    """What the checkpoint's offset log says of a batch.

    The watermark of `lastProgress` is one batch behind; this one is the batch's own, also in the
    first batch after a restart.
    """
    ends, watermark = _read_entry(checkpoint / "offsets" / str(batch_id))
    before = checkpoint / "offsets" / str(batch_id - 1)
    firsts = _read_entry(before)[0] if batch_id > 0 else {}
    offsets = {
        topic: {p: [firsts.get(topic, {}).get(p, 0), end] for p, end in partitions.items()}
        for topic, partitions in ends.items()
    }
    return BatchRange(offsets, watermark)


def _read_entry(path: Path) -> tuple[Ends, datetime | None]:
    _version, metadata, *sources = path.read_text().splitlines()
    milliseconds = json.loads(metadata)["batchWatermarkMs"]
    watermark = datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else None
    ends: Ends = {}
    for source in sources:
        # A source that has seen no data yet is written as `-`.
        ends |= json.loads(source) if source != "-" else {}
    return ends, watermark


def read_dropped(query: StreamingQuery) -> Dropped:
    """The counts of the running batch's own execution; right once its rows have been collected."""
    execution = query._jsq.streamingQuery().lastExecution()  # noqa: SLF001 - no public way to the plan
    metrics = _find(execution.executedPlan(), DEDUPLICATION).metrics()
    observed = execution.observedMetrics()
    return Dropped(
        late=metrics.apply("numRowsDroppedByWatermark").value(),
        duplicates=metrics.apply("numDroppedDuplicateRows").value(),
        dead={topic: _observed(observed, dead_metric(topic)) for topic in EVENT_TOPICS},
    )


def _observed(metrics: JavaObject, name: str) -> int:
    # A topic of which the batch has nothing is not in its plan.
    return int(metrics.apply(name).getLong(0)) if metrics.contains(name) else 0


def _find(plan: JavaObject, name: str) -> JavaObject:
    """The node of that class, depth first; the aggregation's branch is each union's first child."""
    while plan.getClass().getSimpleName() != name:
        children = plan.children()
        if children.isEmpty():
            raise LookupError(f"{name} is not on the first branch of the plan")
        plan = children.apply(0)
    return plan
