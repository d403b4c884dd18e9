"""`/health`: each dependency by name, and liveness apart from readiness."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from httpx import AsyncClient
from redis.asyncio import Redis

from db.engine import Database
from graphql_api.app import create_app
from graphql_api.signs import Signs
from tests.cli.processes import until
from tests.graphql_api.conftest import NOWHERE, serving
from tests.graphql_api.test_relays import SECOND, a_status, speak

DATABASE = Database(*NOWHERE, "telemetra", "nobody", "secret")


@pytest.fixture
async def redis(valkey: tuple[str, int]) -> AsyncIterator[Redis]:
    async with Redis(host=valkey[0], port=valkey[1]) as client:
        yield client


def words(health: dict[str, Any]) -> dict[str, str]:
    return {name: health[name] for name in health["dependencies"]}


async def health_once_heard(client: AsyncClient) -> dict[str, Any]:
    """The health, once this process has begun to listen to Valkey."""
    found: dict[str, Any] = {}

    async def is_heard() -> bool:
        found.update((await client.get("/health")).json())
        return bool(found["live"] == "up")

    await until(is_heard)
    return found


async def test_each_dependency_is_named_with_its_age(client: AsyncClient, redis: Redis) -> None:
    await speak(redis, a_status(said_at=datetime.now(UTC) - 3 * SECOND), a_status("two"))

    health = await health_once_heard(client)

    assert health["status"] == "degraded"
    assert words(health) == {
        "postgres": "up",
        "valkey": "up",
        "kafka": "down",
        "relay": "up",
        "live": "up",
    }
    dependencies = health["dependencies"]
    assert {name: one["status"] for name, one in dependencies.items()} == words(health)
    assert dependencies["kafka"]["age_seconds"] is None
    # Of several relays the one that spoke last counts.
    assert 0 <= dependencies["relay"]["age_seconds"] < 3
    assert dependencies["postgres"]["age_seconds"] >= 0


async def test_all_is_well_with_kafka_and_a_relay(
    database: Database, valkey: tuple[str, int], kafka: str, redis: Redis
) -> None:
    app = create_app(database=database, valkey=valkey, kafka=kafka, cors_origins=[])
    await speak(redis, a_status())
    async with serving(app) as client:
        assert (await health_once_heard(client))["status"] == "ok"
        await redis.flushall()
        silent = (await client.get("/health")).json()
    assert (silent["status"], silent["relay"]) == ("degraded", "down")
    # It was heard a moment ago.
    assert silent["dependencies"]["relay"]["age_seconds"] >= 0


async def test_without_valkey_it_is_degraded_and_ready(database: Database) -> None:
    app = create_app(database=database, valkey=NOWHERE, kafka="127.0.0.1:1", cors_origins=[])
    async with serving(app) as client:
        answer = await client.get("/health")
        ready = await client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert words(answer.json()) == {
        "postgres": "up",
        "valkey": "down",
        "kafka": "down",
        "relay": "down",
        "live": "down",
    }
    assert (ready.status_code, ready.json()) == (200, {"status": "ready", "reasons": []})


async def test_without_postgres_it_is_alive_and_not_ready(valkey: tuple[str, int]) -> None:
    app = create_app(database=DATABASE, valkey=valkey, kafka="127.0.0.1:1", cors_origins=[])
    async with serving(app) as client:
        answer = await client.get("/health")
        alive = await client.get("/health/live")
        ready = await client.get("/health/ready")

    assert (answer.status_code, answer.json()["status"]) == (503, "down")
    assert words(answer.json())["postgres"] == "down"
    assert (alive.status_code, alive.json()) == (200, {"status": "alive"})
    assert ready.status_code == 503
    assert ready.json() == {"status": "unready", "reasons": ["postgres does not answer"]}


def test_a_sign_of_life_grows_old_until_the_next() -> None:
    signs = Signs()
    assert signs.age_seconds("kafka") is None
    signs.note("kafka", None)
    assert signs.age_seconds("kafka") is None
    signs.note("kafka", 5.0)
    signs.note("kafka", None)
    age = signs.age_seconds("kafka")
    assert age is not None
    assert age >= 5
