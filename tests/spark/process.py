"""The job as the process that is shipped, to be killed."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cli.project import JARS
from cli.runtime.java import find_java_home
from db.engine import Database


@contextmanager
def job_process(
    kafka: str, database: Database, checkpoint: Path, *, fault_point: str = ""
) -> Iterator[subprocess.Popen[bytes]]:
    """`python -m spark` until the block ends, with its JVM."""
    environment = os.environ | {
        "JAVA_HOME": str(find_java_home()),
        "PYSPARK_PYTHON": sys.executable,
        "KAFKA_BOOTSTRAP_SERVERS": kafka,
        "POSTGRES_HOST": database.host,
        "POSTGRES_PORT": str(database.port),
        "POSTGRES_DB": database.name,
        "POSTGRES_USER": database.user,
        "POSTGRES_PASSWORD": database.password,
        "CHECKPOINT_DIR": str(checkpoint),
        "SPARK_JARS_DIR": str(JARS / "spark"),
        "SPARK_TRIGGER": "0 seconds",
        "FAULT_POINT": fault_point,
    }
    command = [sys.executable, "-m", "spark"]
    with subprocess.Popen(command, env=environment, start_new_session=True) as process:
        try:
            yield process
        finally:
            end(process)


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and, as the supervisor does, all that it started."""
    try:
        os.killpg(process.pid, 9)
    except ProcessLookupError:
        return
