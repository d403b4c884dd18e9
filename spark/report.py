"""One line a minute in the log: what the job did and how far it is."""

import logging
import time
from typing import Final

from spark.batch import BatchReport

log = logging.getLogger(__name__)

SECONDS: Final = 60.0


class ProgressLine:
    """Adds up the reports of a minute's batches and logs them as one line."""

    def __init__(self) -> None:
        self._reports: list[BatchReport] = []
        self._next_line_at = time.monotonic()

    def add(self, report: BatchReport) -> None:
        """Take in a batch; log when a minute has passed since the last line, and at the first."""
        self._reports.append(report)
        if time.monotonic() < self._next_line_at:
            return
        self._next_line_at = time.monotonic() + SECONDS
        reports, self._reports = self._reports, []
        log.info(
            "%d batches, %d rows, %d minutes final, %d moments, %d late, %d duplicates, %d dead;"
            " watermark %s",
            len(reports),
            sum(r.rows for r in reports),
            sum(r.final_minutes for r in reports),
            sum(r.moments for r in reports),
            sum(r.counts.late for r in reports),
            sum(r.counts.duplicates for r in reports),
            sum(r.counts.dead for r in reports),
            report.watermark.isoformat() if report.watermark else "none yet",
        )
