"""The real API process, with data, on servers of its own; what it logs is kept."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx

from bench.servers import running
from cli.project import ROOT
from cli.servers.postgres import postgres_service
from cli.servers.valkey import valkey_service
from cli.supervisor.ports import free_port
from db.engine import Database
from tests.fuzz.data import store

START_SECONDS: Final = 60
NO_BROKER: Final = "127.0.0.1:1"


@dataclass(frozen=True, slots=True)
class Served:
    """Where the API answers, and the file of its log."""

    address: str
    log: Path

    @property
    def tracebacks(self) -> int:
        """How many the log has."""
        return self.log.read_text(encoding="utf-8").count("Traceback")


@contextmanager
def serving(folder: Path) -> Iterator[Served]:
    """PostgreSQL with data, Valkey and the API until the end of the block; there is no Kafka."""
    password = "of a fuzzer"  # noqa: S105 - a server of one run
    database = Database("127.0.0.1", free_port(), "telemetra", "fuzzer", password)
    valkey_port = free_port()
    services = [postgres_service(database, folder / "postgres"), valkey_service(valkey_port)]
    with running(folder, services):
        store(database)
        with api(folder / "api.log", database, valkey_port) as served:
            yield served


@contextmanager
def api(log: Path, database: Database, valkey_port: int) -> Iterator[Served]:
    """The process, once it answers, until the end of the block."""
    port = free_port()
    environment = os.environ | {
        "API_PORT": str(port),
        "POSTGRES_HOST": database.host,
        "POSTGRES_PORT": str(database.port),
        "POSTGRES_DB": database.name,
        "POSTGRES_USER": database.user,
        "POSTGRES_PASSWORD": database.password,
        "REDIS_HOST": "127.0.0.1",
        "REDIS_PORT": str(valkey_port),
        "KAFKA_BOOTSTRAP_SERVERS": NO_BROKER,
    }
    with log.open("w", encoding="utf-8") as file:
        command = (sys.executable, "-m", "graphql_api")
        process = subprocess.Popen(command, env=environment, stderr=file, cwd=ROOT)
        try:
            served = Served(f"http://127.0.0.1:{port}", log)
            _until_it_answers(served, process)
            yield served
        finally:
            process.terminate()
            process.wait()


def _until_it_answers(served: Served, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while not _answers(served):
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(served.log.read_text(encoding="utf-8"))
        time.sleep(0.1)


def _answers(served: Served) -> bool:
    try:
        return httpx.get(f"{served.address}/health/live").is_success
    except httpx.TransportError:
        return False
