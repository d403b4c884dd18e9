"""The JDBC driver, which nothing but the peer needs: fetched when a bench asks for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from cli.project import JARS, ROOT, SPARK_JARS
from cli.runtime.jars import fetch_jars, read_lock
from cli.runtime.java import find_java_home

LOCK: Final = ROOT / "requirements" / "bench-jars.lock"


@contextmanager
def naive_jars() -> Iterator[Path]:
    """A folder of the jars that the shipped job has, and the driver."""
    fetch_jars(read_lock(LOCK), find_java_home())
    with TemporaryDirectory() as folder:
        for jar in [*SPARK_JARS.glob("*.jar"), *(JARS / "bench").glob("*.jar")]:
            (Path(folder) / jar.name).symlink_to(jar)
        yield Path(folder)
