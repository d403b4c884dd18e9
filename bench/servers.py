"""Real servers for a bench: the project's own launchers, in a folder and on ports of its own."""

import asyncio
import logging
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cli.commands.logs import tail
from cli.project import SPARK_JARS
from cli.runtime.java import find_java_home
from cli.servers.kafka import kafka_service
from cli.servers.postgres import postgres_service
from cli.servers.valkey import valkey_service
from cli.supervisor.ports import free_port
from cli.supervisor.service import Service
from cli.supervisor.state import log_file
from cli.supervisor.supervisor import Supervisor
from db.engine import Database

START_SECONDS: Final = 180


@contextmanager
def running(
    folder: Path, services: Sequence[Service], seconds: float = START_SECONDS
) -> Iterator[None]:
    """The services, ready, until the block ends; looked after in a thread of its own.

    Raises:
        RuntimeError: One did not become ready within so many seconds.
    """
    # While the broker starts, each look at it that fails would be told twice.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    looked_after = _Thread(services, folder)
    looked_after.start()
    try:
        if not looked_after.is_ready.wait(seconds):
            logs = {service.name: tail(log_file(folder, service.name), 10) for service in services}
            raise RuntimeError(f"not all became ready; the ends of their logs: {logs}")
        yield
    finally:
        looked_after.stop()


class _Thread(threading.Thread):
    def __init__(self, services: Sequence[Service], folder: Path) -> None:
        super().__init__(name="servers", daemon=True)
        self.is_ready = threading.Event()
        self._services = services
        self._folder = folder
        self._has_begun = threading.Event()

    def run(self) -> None:
        asyncio.run(self._look_after())

    def stop(self) -> None:
        self._has_begun.wait()
        self._loop.call_soon_threadsafe(self._supervisor.stop)
        self.join()

    async def _look_after(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._supervisor = Supervisor(self._services, self._folder)
        self._has_begun.set()
        life = asyncio.create_task(self._supervisor.run())
        readied = asyncio.create_task(self._supervisor.until_ready())
        await asyncio.wait({life, readied}, return_when=asyncio.FIRST_COMPLETED)
        self.is_ready.set()
        await life
        readied.cancel()


@dataclass(frozen=True, slots=True)
class Servers:
    """Kafka with the project's topics, a migrated PostgreSQL and an empty Valkey."""

    folder: Path
    kafka_port: int
    database: Database
    redis_port: int

    @property
    def kafka(self) -> str:
        """The broker, as a client's bootstrap servers."""
        return f"127.0.0.1:{self.kafka_port}"

    @property
    def environment(self) -> dict[str, str]:
        """What a process of ours is told, to work with these servers."""
        database = self.database
        return os.environ | {
            "JAVA_HOME": str(find_java_home()),
            "PYSPARK_PYTHON": sys.executable,
            "KAFKA_BOOTSTRAP_SERVERS": self.kafka,
            "POSTGRES_HOST": database.host,
            "POSTGRES_PORT": str(database.port),
            "POSTGRES_DB": database.name,
            "POSTGRES_USER": database.user,
            "POSTGRES_PASSWORD": database.password,
            "REDIS_HOST": "127.0.0.1",
            "REDIS_PORT": str(self.redis_port),
            "SPARK_JARS_DIR": str(SPARK_JARS),
            "SPARK_LOCAL_IP": "127.0.0.1",
        }


@contextmanager
def servers(folder: Path) -> Iterator[Servers]:
    """The three servers until the block ends."""
    password = "of a bench"  # noqa: S105 - a server of one run
    database = Database("127.0.0.1", free_port(), "telemetra", "bench", password)
    made = Servers(folder, free_port(), database, free_port())
    services = [
        kafka_service(made.kafka_port, folder / "kafka", find_java_home(), retention_hours=24),
        postgres_service(database, folder / "postgres"),
        valkey_service(made.redis_port),
    ]
    with running(folder, services):
        yield made
