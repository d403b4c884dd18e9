"""`python -m bench.naive`: the peer's job as a process, told as the shipped one is."""

import signal
import sys
from threading import Event

from bench.naive.job import NaiveJob
from bench.naive.tables import create_tables
from spark.session import start_session
from spark.settings import Settings


def main() -> int:
    """Make the tables, then run until told to stop."""
    settings = Settings()
    spark = start_session(
        place=settings.place,
        driver_memory=settings.spark_driver_memory,
        jars_dir=settings.spark_jars_dir,
        ui_port=None,
    )
    stopping = Event()
    signal.signal(signal.SIGTERM, lambda *_: stopping.set())
    create_tables(settings.database)
    job = NaiveJob(
        spark, settings.kafka_bootstrap_servers, settings.database, settings.checkpoint_dir
    )
    job.start()
    while not stopping.is_set():
        if job.wait(1):
            return 1
    spark.sparkContext.setLogLevel("OFF")
    job.stop()
    spark.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
