"""What each batch did -> Prometheus."""

from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge

from spark.batch import BatchReport

_COUNTED: Final = {
    "rows": "Rows of the aggregation that were written.",
    "final_minutes": "Minutes of streams that became final.",
    "moments": "Revisions of moments.",
    "late": "Events that came after the watermark had passed.",
    "duplicates": "Events that had come before.",
    "dead": "Events that could not be read, or are stamped in the future.",
}


class BatchMetrics:
    """Adds up the batches since the job's start; a replayed one counts as a batch and no more."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._batches = Counter("telemetra_job_batches", "Batches that are in.", registry=registry)
        self._counts = {
            name: Counter(f"telemetra_job_{name}", told, registry=registry)
            for name, told in _COUNTED.items()
        }
        self._newest = Gauge(
            "telemetra_job_batch_timestamp_seconds", "When the last one was.", registry=registry
        )
        self._watermark = Gauge(
            "telemetra_job_watermark_timestamp_seconds",
            "Up to where events have been waited for; 0 before every topic had one.",
            registry=registry,
        )

    def add(self, report: BatchReport) -> None:
        """Take in a batch."""
        self._batches.inc()
        self._newest.set_to_current_time()
        if report.watermark is not None:
            self._watermark.set(report.watermark.timestamp())
        if not report.written:
            return
        counts = report.counts
        for name, count in {
            "rows": report.rows,
            "final_minutes": report.final_minutes,
            "moments": report.moments,
            "late": counts.late,
            "duplicates": counts.duplicates,
            "dead": counts.dead,
        }.items():
            self._counts[name].inc(count)
