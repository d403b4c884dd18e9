"""The Spark session: one JVM, few tasks, state in RocksDB."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir
from typing import Final

from pyspark.sql import SparkSession

LOOPBACK: Final = "127.0.0.1"
_STATE_STORE: Final = "spark.sql.streaming.stateStore"

CONF: Final = {
    # One partition a topic and one for the shuffle: fewer tasks is what makes a batch short.
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.streaming.numRecentProgressUpdates": "2",
    # The usual one starts a process for each file that it writes.
    "spark.sql.streaming.checkpointFileManagerClass": (
        "org.apache.spark.sql.execution.streaming.checkpointing"
        ".FileSystemBasedCheckpointFileManager"
    ),
    f"{_STATE_STORE}.providerClass": (
        "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider"
    ),
    f"{_STATE_STORE}.rocksdb.changelogCheckpointing.enabled": "true",
    f"{_STATE_STORE}.rocksdb.boundedMemoryUsage": "true",
    f"{_STATE_STORE}.rocksdb.maxMemoryUsageMB": "256",
}


# The heap is taken whole at the start: what the job needs shows then, not after hours.
JAVA_OPTIONS: Final = "-XX:+UseSerialGC -XX:+AlwaysPreTouch"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the work is done. `local[...]` is this process; else executors come to the driver.

    They reach it as `driver_host`; it listens on `driver_bind`. Each has `executor_memory`.
    """

    master: str = "local[4]"
    driver_host: str = LOOPBACK
    driver_bind: str = LOOPBACK
    executor_memory: str = "1g"

    @property
    def conf(self) -> dict[str, str]:
        """The same, in Spark's words."""
        return {
            "spark.master": self.master,
            "spark.driver.host": self.driver_host,
            "spark.driver.bindAddress": self.driver_bind,
            "spark.executor.memory": self.executor_memory,
            "spark.executor.extraJavaOptions": "-XX:+UseSerialGC",
        }


def start_session(
    *, place: Place, driver_memory: str, jars_dir: Path, ui_port: int | None
) -> SparkSession:
    """A session with the Kafka source's jars. `ui_port` None leaves Spark's UI off.

    Raises FileNotFoundError where the folder holds no jar.
    """
    jars = sorted(str(jar) for jar in jars_dir.glob("*.jar"))
    if not jars:
        raise FileNotFoundError(f"{jars_dir} holds no jars; `make setup` fetches them")
    builder = SparkSession.builder.appName("telemetra")
    for key, value in {**CONF, **place.conf}.items():
        builder = builder.config(key, value)
    builder = (
        builder.config("spark.jars", ",".join(jars))
        .config("spark.driver.memory", driver_memory)
        .config(
            "spark.driver.extraJavaOptions",
            f'-Xms{driver_memory} {JAVA_OPTIONS} "-Djava.io.tmpdir={gettempdir()}"',
        )
        .config("spark.ui.enabled", str(ui_port is not None).lower())
        .config("spark.ui.port", str(ui_port or 0))
    )
    session: SparkSession = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    return session
