"""What the processes of a stack use, sampled: memory, descriptors, threads, connections."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import psutil
import psycopg

from db.engine import Database

FIGURES: Final = ("rss_mb", "pss_mb", "descriptors", "threads", "connections")
_MEGABYTE: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Usage:
    """A service with all it has started; `connections` are those of its processes to PostgreSQL.

    PSS shares the memory that several processes map, RSS counts it for each.
    """

    rss_mb: float
    pss_mb: float
    descriptors: int
    threads: int
    connections: int


def usage(pids: Mapping[str, int], database: Database) -> dict[str, Usage]:
    """What each service uses now, by its name; `pids` are the heads of their sessions."""
    clients = _client_ports(database)
    members = {name: list(_session(pid)) for name, pid in pids.items()}
    return {name: _usage(processes, clients) for name, processes in members.items()}


def _session(leader: int) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        with suppress(ProcessLookupError):
            if os.getsid(process.pid) == leader:
                yield process


def _usage(processes: Iterable[psutil.Process], clients: frozenset[int]) -> Usage:
    rss = pss = descriptors = threads = connections = 0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            memory = process.memory_full_info()
            rss, pss = rss + memory.rss, pss + memory.pss
            descriptors += process.num_fds()
            threads += process.num_threads()
            local = {each.laddr.port for each in process.net_connections("tcp4") if each.raddr}
            connections += len(clients & local)
    return Usage(rss / _MEGABYTE, pss / _MEGABYTE, descriptors, threads, connections)


def _client_ports(database: Database) -> frozenset[int]:
    with psycopg.connect(database.conninfo) as connection:
        rows = connection.execute(
            "SELECT client_port FROM pg_stat_activity WHERE client_port > 0"
            " AND pid <> pg_backend_pid()"
        )
        return frozenset(port for (port,) in rows)
