import httpx

from cli.supervisor.ports import free_port
from db.engine import Database
from tests.metrics import measured, scraped, scraped_with

READY = "telemetra_api_sockets"


def _environment(database: Database, port: int) -> dict[str, str]:
    return {
        "API_PORT": str(port),
        "POSTGRES_HOST": database.host,
        "POSTGRES_PORT": str(database.port),
        "POSTGRES_DB": database.name,
        "POSTGRES_USER": database.user,
        "POSTGRES_PASSWORD": database.password,
        "KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1",
        "REDIS_PORT": "1",
    }


def test_answers_are_counted_by_status_and_the_pipeline_is_told(database: Database) -> None:
    api = free_port()
    with measured("graphql_api", _environment(database, api)) as port:
        scraped_with(port, READY)
        for path in ("health/live", "health/live", "nowhere"):
            httpx.get(f"http://127.0.0.1:{api}/{path}", timeout=30)
        found = scraped(port)

    assert found["telemetra_api_requests_total 200"] == 2
    assert found["telemetra_api_requests_total 404"] == 1
    assert found["telemetra_api_first_byte_seconds_count"] == 3
    assert found["telemetra_pipeline_events aggregated"] == 0
    # What only Kafka knows is left out while it is away.
    assert "telemetra_pipeline_events residual" not in found


def test_without_postgresql_the_process_tells_of_itself(database: Database) -> None:
    away = {**_environment(database, free_port()), "POSTGRES_PORT": "1"}
    with measured("graphql_api", away) as port:
        found = scraped_with(port, READY)

    assert not any(name.startswith("telemetra_pipeline") for name in found)
    assert found["telemetra_api_gaps_total"] == 0
