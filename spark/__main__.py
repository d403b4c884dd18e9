"""The process `spark`: reads its settings, runs the job until it is told to stop."""

import logging
import signal
import sys
from threading import Event
from types import FrameType

from prometheus_client import REGISTRY, start_http_server
from pydantic import ValidationError
from pyspark.errors import StreamingQueryException

from spark.job import Job, mark_ready
from spark.metrics import BatchMetrics
from spark.report import ProgressLine
from spark.session import start_session
from spark.settings import Settings

log = logging.getLogger("spark")


def main() -> int:
    """Run the job. 0 when it was told to stop, 1 when it failed, 2 when its settings are wrong."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    for chatty in ("py4j", "aiokafka"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    # The group's coordinator is made at the first commit, which is tried again.
    logging.getLogger("aiokafka.consumer.group_coordinator").setLevel(logging.CRITICAL)
    try:
        settings = Settings()
        spark = start_session(
            place=settings.place,
            driver_memory=settings.spark_driver_memory,
            jars_dir=settings.spark_jars_dir,
            ui_port=settings.spark_ui_port if settings.spark_ui else None,
        )
    except (ValidationError, FileNotFoundError) as error:
        log.error("the settings are wrong: %s", error)  # noqa: TRY400 - a person's mistake needs no traceback
        return 2
    stopping = Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    on_batch = [ProgressLine().add, mark_ready(settings.ready_file)]
    if settings.metrics_port is not None:
        on_batch.append(BatchMetrics(REGISTRY).add)
        start_http_server(settings.metrics_port, settings.metrics_host)
    job = Job(spark, settings, on_batch)
    try:
        return _run(job, stopping)
    finally:
        # What was not committed is done again: Spark's traces of the interrupted batch say nothing.
        spark.sparkContext.setLogLevel("OFF")
        job.stop()
        spark.stop()


def _run(job: Job, stopping: Event) -> int:
    query = job.start()
    log.info("the job reads from Kafka")
    try:
        while not stopping.is_set():
            if query.awaitTermination(1):
                return 1
    except StreamingQueryException as error:
        log.error("the query failed: %s", error)  # noqa: TRY400 - Spark's message holds the trace
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
