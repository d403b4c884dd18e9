from dataclasses import replace
from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, generate_latest

from spark.batch import BatchReport
from spark.metrics import BatchMetrics
from spark.write.ledger import Counts
from tests.metrics import Scraped, samples_in

REPORT = BatchReport(
    batch_id=7,
    rows=20,
    counts=Counts(late=1, duplicates=2, dead=3),
    moments=1,
    final_minutes=4,
    watermark=datetime(2026, 1, 1, tzinfo=UTC),
    written=True,
)


def _after(*reports: BatchReport) -> Scraped:
    registry = CollectorRegistry()
    metrics = BatchMetrics(registry)
    for report in reports:
        metrics.add(report)
    samples = samples_in(generate_latest(registry).decode())
    return {name: value for name, value in samples.items() if not name.endswith("_created")}


def test_batches_add_up_and_the_watermark_is_the_newest() -> None:
    found = _after(REPORT, replace(REPORT, watermark=datetime(2026, 1, 2, tzinfo=UTC)))

    assert found.pop("telemetra_job_batch_timestamp_seconds") > 0
    assert found == {
        "telemetra_job_batches_total": 2,
        "telemetra_job_rows_total": 40,
        "telemetra_job_final_minutes_total": 8,
        "telemetra_job_moments_total": 2,
        "telemetra_job_late_total": 2,
        "telemetra_job_duplicates_total": 4,
        "telemetra_job_dead_total": 6,
        "telemetra_job_watermark_timestamp_seconds": datetime(2026, 1, 2, tzinfo=UTC).timestamp(),
    }


def test_a_replayed_batch_counts_nothing_twice() -> None:
    found = _after(REPORT, replace(REPORT, written=False))

    assert found["telemetra_job_batches_total"] == 2
    assert found["telemetra_job_late_total"] == 1
