"""The whole local stack: which services, in which order, at which addresses."""

import shutil
import sys
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import httpx

from cli.project import SetupError
from cli.runtime.java import find_java_home
from cli.servers.kafka import kafka_service
from cli.servers.postgres import postgres_service
from cli.servers.valkey import valkey_service
from cli.settings import LOOPBACK, Settings
from cli.source import Source
from cli.supervisor.ports import holder_of, is_free
from cli.supervisor.service import Service
from cli.supervisor.state import run_folder

SERVICE_NAMES: Final = ("kafka", "postgres", "valkey", "spark", "relay", "api", "producer")
_OK: Final = 200


def stack_services(settings: Settings, source: Source) -> list[Service]:
    """Every service of the stack, each after those it needs."""
    java_home = find_java_home()
    environment = {
        **settings.process_environment,
        "JAVA_HOME": str(java_home),
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONUNBUFFERED": "1",
    }
    data = settings.data_dir
    services = [
        kafka_service(
            settings.kafka_port,
            data / "kafka",
            java_home,
            retention_hours=settings.kafka_log_retention_hours,
        ),
        postgres_service(settings.database, data / "postgres", settings.pg_bin),
        valkey_service(settings.redis_port),
        _spark(data, environment),
        _relay(data, environment),
        _api(settings.api_port, environment),
        _producer(data, environment, source),
    ]
    return [_measured(service, settings.metrics_ports) for service in services]


def _measured(service: Service, ports: Mapping[str, int]) -> Service:
    port = ports.get(service.name)
    if port is None:
        return service
    return replace(service, environment={**service.environment, "METRICS_PORT": str(port)})


def refuse_servers_elsewhere(settings: Settings) -> None:
    """A stack starts its own servers, and would leave those unused that are named.

    Raises:
        SetupError: Names the setting that leads elsewhere.
    """
    named = {
        "KAFKA_BOOTSTRAP_SERVERS": settings.kafka_bootstrap_servers is not None,
        "POSTGRES_HOST": settings.postgres_host != LOOPBACK,
    }
    elsewhere = " and ".join(name for name, is_named in named.items() if is_named)
    if elsewhere:
        raise SetupError(
            f"{elsewhere} is for `telemetra topics`, `migrate`, `prune` and `key`: `up` starts "
            "servers of its own. Take it out of .env and the environment."
        )


def stack_urls(settings: Settings) -> dict[str, str]:
    """The addresses that a person or a program wants; PostgreSQL's holds its password."""
    api = f"http://{LOOPBACK}:{settings.api_port}"
    return {
        "graphql": f"{api}/graphql",
        "dashboard": f"{api}/",
        "docs": f"{api}/docs",
        "postgres": settings.database.conninfo,
        "kafka": settings.kafka_address,
        "redis": f"redis://{LOOPBACK}:{settings.redis_port}",
    }


def refuse_taken_ports(settings: Settings) -> None:
    """A server that listens there already would answer in place of ours.

    Raises:
        SetupError: Names each port, who holds it and the setting that moves it.
    """
    ports = settings.ports
    twice = [name for name, port in ports.items() if list(ports.values()).count(port) > 1]
    if twice:
        raise SetupError(f"{' and '.join(twice)} are the same port: give each its own in .env.")
    taken = [
        f"port {port} ({name}) is taken by {holder_of(port)}; set {name} in .env to a free one"
        for name, port in ports.items()
        if not is_free(port, settings.api_host if name == "API_PORT" else LOOPBACK)
    ]
    if taken:
        raise SetupError("\n".join(taken))


def _spark(data: Path, environment: dict[str, str]) -> Service:
    scratch = run_folder(data) / "spark"
    ready_file = run_folder(data) / "spark.ready"

    async def prepare() -> None:
        # A job that was killed leaves its scratch files behind.
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        ready_file.unlink(missing_ok=True)

    return Service(
        "spark",
        _python("spark"),
        _exists(ready_file),
        after=("kafka", "postgres"),
        prepare=prepare,
        environment={
            **environment,
            "READY_FILE": str(ready_file),
            "SPARK_LOCAL_DIRS": str(scratch),
            "TMPDIR": str(scratch),
            # The state store allocates from many threads; an arena for each would only grow.
            "MALLOC_ARENA_MAX": "2",
            # The machine's name may lead to an address that is not there.
            "SPARK_LOCAL_IP": LOOPBACK,
        },
        stop_seconds=20,
    )


def _relay(data: Path, environment: dict[str, str]) -> Service:
    ready_file = run_folder(data) / "relay.ready"

    async def prepare() -> None:
        ready_file.unlink(missing_ok=True)

    return Service(
        "relay",
        _python("relay"),
        _exists(ready_file),
        after=("kafka", "valkey"),
        prepare=prepare,
        environment=environment | {"READY_FILE": str(ready_file)},
    )


def _api(port: int, environment: dict[str, str]) -> Service:
    async def is_ready() -> bool:
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                answer = await client.get(f"http://{LOOPBACK}:{port}/health/ready")
        except httpx.HTTPError:
            return False
        return answer.status_code == _OK

    return Service(
        "api",
        _python("graphql_api"),
        is_ready,
        after=("kafka", "postgres", "valkey"),
        environment=environment,
    )


def _producer(data: Path, environment: dict[str, str], source: Source) -> Service:
    ready_file = run_folder(data) / "producer.ready"

    async def prepare() -> None:
        ready_file.unlink(missing_ok=True)

    return Service(
        "producer",
        [*_python("producer"), *source.arguments],
        _exists(ready_file),
        after=("kafka",),
        prepare=prepare,
        environment=environment | {"READY_FILE": str(ready_file)},
        may_finish=source.ends,
    )


def _python(module: str) -> list[str]:
    # -P: a folder of the same name in the working folder is not the program.
    return [sys.executable, "-P", "-m", module]


def _exists(file: Path) -> Callable[[], Coroutine[Any, Any, bool]]:
    async def is_ready() -> bool:
        return file.exists()  # noqa: ASYNC240 - one look at a local file

    return is_ready
