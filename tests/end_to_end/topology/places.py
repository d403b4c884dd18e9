"""Where each process of a run listens, all on the loopback, and where it keeps what it has."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.nginx import Door
from bench.stack import PASSWORD
from cli.supervisor.ports import free_port
from db.engine import Database

BROKERS: Final = 3
WORKERS: Final = 2
RELAYS: Final = 2
APIS: Final = 3


@dataclass(frozen=True, slots=True)
class Places:
    """The ports of one run. Servers and processes are looked after apart, in a folder each."""

    folder: Path
    brokers: Sequence[int]
    controllers: Sequence[int]
    database: Database
    redis: int
    master: int
    master_pages: int
    prometheus: int
    door: Door

    @classmethod
    def free(cls, folder: Path) -> "Places":
        """Ports that nobody listens on now."""
        return cls(
            folder=folder,
            brokers=_ports(BROKERS),
            controllers=_ports(BROKERS),
            database=Database("127.0.0.1", free_port(), "telemetra", "telemetra_user", PASSWORD),
            redis=free_port(),
            master=free_port(),
            master_pages=free_port(),
            prometheus=free_port(),
            door=Door(free_port(), free_port(), _ports(APIS)),
        )

    @property
    def servers(self) -> Path:
        """What is kept of brokers, PostgreSQL and Valkey."""
        return self.folder / "servers"

    @property
    def processes(self) -> Path:
        """What is kept of all else."""
        return self.folder / "processes"

    @property
    def kafka(self) -> str:
        """The brokers, as a client's bootstrap servers."""
        return ",".join(f"127.0.0.1:{port}" for port in self.brokers)

    @property
    def spark_master(self) -> str:
        """Spark's master, as a job and workers name it."""
        return f"spark://127.0.0.1:{self.master}"


def _ports(count: int) -> list[int]:
    return [free_port() for _ in range(count)]
