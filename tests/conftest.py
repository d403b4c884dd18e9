"""Fixtures that many rooms share. Each server starts with the first test that asks for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from psycopg import sql
from redis.asyncio import Redis

from cli.runtime.java import find_java_home
from cli.servers.kafka import kafka_service
from cli.servers.postgres import connect, create_database, postgres_service
from cli.servers.valkey import valkey_service
from cli.supervisor.ports import free_port
from db.engine import Database
from tests.stack import recreate_topics, running


@pytest.fixture(scope="session")
def servers_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("servers")


@pytest.fixture(scope="session")
def postgres_server(servers_folder: Path) -> Iterator[Database]:
    """A server whose own database is migrated: the template of every test's."""
    template = Database("127.0.0.1", free_port(), "template_of_tests", "tester", "p%ss: wörd/@")
    with running(postgres_service(template, servers_folder / "postgres"), servers_folder):
        yield template


@contextmanager
def a_database(server: Database) -> Iterator[Database]:
    """A fresh, migrated database of a server, until the block ends."""
    fresh = Database(server.host, server.port, f"test_{uuid4().hex}", server.user, server.password)
    create_database(fresh, template=server.name)
    yield fresh
    with connect(server) as connection:
        drop = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(fresh.name))
        connection.execute(drop)


@pytest.fixture
def database(postgres_server: Database) -> Iterator[Database]:
    """A fresh, migrated database."""
    with a_database(postgres_server) as fresh:
        yield fresh


@pytest.fixture(scope="session")
def kafka_server(servers_folder: Path) -> Iterator[str]:
    port = free_port()
    java_home = find_java_home()
    service = kafka_service(port, servers_folder / "kafka", java_home, retention_hours=24)
    with running(service, servers_folder):
        yield f"127.0.0.1:{port}"


@pytest.fixture
async def kafka(kafka_server: str) -> str:
    """A broker's address; the project's topics are there, and empty."""
    await recreate_topics(kafka_server)
    return kafka_server


@pytest.fixture(scope="session")
def valkey_server(servers_folder: Path) -> Iterator[tuple[str, int]]:
    port = free_port()
    with running(valkey_service(port), servers_folder):
        yield "127.0.0.1", port


@pytest.fixture
async def valkey(valkey_server: tuple[str, int]) -> tuple[str, int]:
    """An empty Valkey: host and port."""
    async with Redis(host=valkey_server[0], port=valkey_server[1]) as client:
        await client.flushall()
    return valkey_server
