"""The Spark session: one JVM, few tasks, state in RocksDB."""

from pathlib import Path
from tempfile import gettempdir
from typing import Final

from pyspark.sql import SparkSession

_STATE_STORE: Final = "spark.sql.streaming.stateStore"

CONF: Final = {
    # One partition a topic and one for the shuffle: fewer tasks is what makes a batch short.
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
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


def start_session(
    *, master: str, driver_memory: str, jars_dir: Path, ui_port: int | None
) -> SparkSession:
    """A session on `master` with the Kafka source's jars. `ui_port` None leaves Spark's UI off.

    Raises FileNotFoundError where the folder holds no jar.
    """
    jars = sorted(str(jar) for jar in jars_dir.glob("*.jar"))
    if not jars:
        raise FileNotFoundError(f"{jars_dir} holds no jars; `make setup` fetches them")
    builder = SparkSession.builder.appName("telemetra").master(master)
    for key, value in CONF.items():
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
