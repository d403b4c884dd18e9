"""The processes of docker-compose.yml, by the commands and settings that it gives them."""

import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from pathlib import Path
from typing import Final

import yaml

from bench.api import answers
from bench.nginx import nginx_service
from cli.project import SPARK_JARS
from cli.runtime.java import find_java_home
from cli.supervisor.ports import free_port
from cli.supervisor.service import Service
from tests.architecture.tree import PROJECT
from tests.deploy.compose.deployment import Deployment
from tests.deploy.compose.monitoring import FOLDER as MONITORING
from tests.end_to_end.topology.places import APIS, RELAYS, WORKERS, Places
from tests.end_to_end.topology.servers import PRODUCTION

COMPOSE: Final = Deployment(PROJECT)
JAVA_HOME: Final = find_java_home()
MASTER: Final = "spark-master"
JOB: Final = "spark-streaming"

IsReady = Callable[[], Awaitable[bool]]


def process_services(places: Places, rate: float) -> list[Service]:
    """All that runs on the servers, each after those that compose has it wait for."""
    numbers = [range(1, count + 1) for count in (WORKERS, RELAYS, APIS)]
    workers, relays, apis = (
        [f"{name}-{number}" for number in own]
        for name, own in zip(("spark-worker", "relay", "backend"), numbers, strict=True)
    )
    return [
        _prepare(places),
        _master(places),
        *(_worker(name, places) for name in workers),
        job(JOB, places, after=("prepare", *workers)),
        *(_relay(name, places) for name in relays),
        *(_api(name, number, places) for number, name in enumerate(apis)),
        nginx_service(places.door, places.processes / "nginx", after=apis),
        _producer(places, rate),
    ]


def _prepare(places: Places) -> Service:
    told = {"KAFKA_REPLICATION": PRODUCTION.data("settings")["KAFKA_REPLICATION"]}
    return _service("prepare", places, told=told, is_ready=_never, may_finish=True)


def _master(places: Places) -> Service:
    words = {MASTER: "127.0.0.1", "7077": str(places.master), "8080": str(places.master_pages)}
    return _service(MASTER, places, words=words, is_ready=_answers_at(places.master_pages))


def _worker(name: str, places: Places) -> Service:
    pages = free_port()
    words = {"7078": str(free_port()), "8081": str(pages)}
    words["spark://spark-master:7077"] = places.spark_master
    told = {"SPARK_WORKER_CORES": "1"}  # of two that the machine may have
    return _service(
        name, places, words=words, told=told, is_ready=_answers_at(pages), after=(MASTER,)
    )


def job(
    name: str, places: Places, after: tuple[str, ...] = (), told: Mapping[str, str] | None = None
) -> Service:
    """The job, which goes to the master unless it is told otherwise."""
    own = {
        "SPARK_MASTER": places.spark_master,
        "SPARK_DRIVER_HOST": "127.0.0.1",
        "SPARK_DRIVER_BIND": "127.0.0.1",
        "CHECKPOINT_DIR": str(places.folder / "checkpoint" / name),
    }
    return _service(name, places, told=own | dict(told or {}), after=after, of=JOB)


def _relay(name: str, places: Places) -> Service:
    return _service(name, places, told={"RELAY_NAME": name}, after=("prepare",))


def _api(name: str, number: int, places: Places) -> Service:
    port = places.door.apis[number]
    told = {"API_HOST": "127.0.0.1", "API_PORT": str(port)}
    is_ready = _answers_at(port, "/health/ready")
    return _service(name, places, told=told, is_ready=is_ready, after=("prepare",))


def _producer(places: Places, rate: float) -> Service:
    told = {"DATA_DIR": str(places.folder / "producer")}
    return _service(
        "producer", places, told=told, after=("prepare",), options=("--rate", str(rate))
    )


def _service(  # noqa: PLR0913 - what a process is, and what of it is not compose's
    name: str,
    places: Places,
    *,
    of: str | None = None,
    words: Mapping[str, str] | None = None,
    options: tuple[str, ...] = (),
    told: Mapping[str, str] | None = None,
    is_ready: IsReady | None = None,
    after: tuple[str, ...] = (),
    may_finish: bool = False,
) -> Service:
    own = COMPOSE.services[of or _kind(name)]
    scratch = places.processes / name

    async def prepare() -> None:
        # A container that starts again has nothing of what it had in its own folders.
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir(parents=True)

    async def has_said_so() -> bool:
        return (scratch / "ready").exists()

    here = _addresses(places)
    kept = {key: here.get(key, value) for key, value in own.environment.items()}
    return Service(
        name,
        [*((words or {}).get(word, word) for word in own.words), *options],
        is_ready or has_said_so,
        after=after,
        prepare=prepare,
        environment=kept | _image(scratch) | dict(told or {}),
        stop_seconds=20,
        may_finish=may_finish,
    )


def _image(scratch: Path) -> dict[str, str]:
    """What the image says, and its folders."""
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PYTHONUNBUFFERED": "1",
        # A container has a name that leads to it; the machine's own may lead nowhere.
        "SPARK_LOCAL_IP": "127.0.0.1",
        "JAVA_HOME": str(JAVA_HOME),
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_CONF_DIR": str(PROJECT / "deploy" / "docker" / "spark"),
        "SPARK_JARS_DIR": str(SPARK_JARS),
        "SPARK_LOCAL_DIRS": str(scratch),
        "SPARK_WORKER_DIR": str(scratch / "work"),
        "TMPDIR": str(scratch),
        "JAVA_TOOL_OPTIONS": f"-Djava.io.tmpdir={scratch}",
        "READY_FILE": str(scratch / "ready"),
    }


def _addresses(places: Places) -> dict[str, str]:
    database = places.database
    return {
        "KAFKA_BOOTSTRAP_SERVERS": places.kafka,
        "POSTGRES_HOST": database.host,
        "POSTGRES_PORT": str(database.port),
        "POSTGRES_DB": database.name,
        "POSTGRES_USER": database.user,
        "POSTGRES_PASSWORD": database.password,
        "REDIS_HOST": "127.0.0.1",
        "REDIS_PORT": str(places.redis),
        "METRICS_HOST": "127.0.0.1",
        "METRICS_PORT": str(free_port()),
    }


def scraped(services: Iterable[Service]) -> dict[str, list[int]]:
    """Where each job of the containers' Prometheus finds its processes here, by its name."""
    jobs = yaml.safe_load(COMPOSE.text(f"{MONITORING}/prometheus.yml"))["scrape_configs"]
    job_of = {job["dns_sd_configs"][0]["names"][0]: job["job_name"] for job in jobs}
    found: dict[str, list[int]] = {job: [] for job in job_of.values()}
    for service in services:
        job = job_of.get(_kind(service.name))
        if job is not None:
            found[job].append(_pages_of(service))
    return found


def _pages_of(service: Service) -> int:
    words = [str(word) for word in service.command]
    told = service.environment.get("METRICS_PORT")
    return int(told or words[words.index("--webui-port") + 1])


def _kind(name: str) -> str:
    return name.rstrip("-0123456789")


def _answers_at(port: int, path: str = "/json/") -> IsReady:
    return lambda: answers(f"http://127.0.0.1:{port}{path}")


async def _never() -> bool:
    return False
