"""What the processes are told: names that they read, values that they take, addresses that are."""

import importlib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import ValidationError
from pydantic_settings import BaseSettings

from cli.main import app
from tests.architecture.tree import PROJECT
from tests.deploy.k8s.cluster import Cluster, Container

ROOMS: Final = sorted(file.parent.name for file in PROJECT.glob("*/settings.py"))
OF_OTHERS: Final = {
    *("FORWARDED_ALLOW_IPS", "MALLOC_ARENA_MAX", "POD_IP", "POD_NAME", "SPARK_LOCAL_DIRS"),
    *("SPARK_DAEMON_MEMORY", "SPARK_MASTER_OPTS", "SPARK_WORKER_CORES", "SPARK_WORKER_DIR"),
    *("JAVA_TOOL_OPTIONS", "SPARK_WORKER_MEMORY", "TMPDIR"),
}
"""What uvicorn, Spark's own programs, the C library and a manifest's other values read."""

BY_IMAGE: Final = {"SPARK_JARS_DIR": "/jars"}
"""What an image of ours says itself."""

LOOPBACK: Final = "127.0.0.1"


def settings_of(room: str) -> type[BaseSettings]:
    """The settings class of a room."""
    settings: type[BaseSettings] = importlib.import_module(f"{room}.settings").Settings
    return settings


def fields_of(room: str) -> set[str]:
    """The names of the environment that a room reads."""
    return {name.upper() for name in settings_of(room).model_fields}


def commands_are_there(cluster: Cluster) -> Iterator[str]:
    """A module that is run can be run; a subcommand of ours is one."""
    subcommands = {str(each.callback.__name__) for each in app.registered_commands if each.callback}
    for container in cluster.containers:
        room = container.room
        if room and not (PROJECT / room / "__main__.py").exists():
            yield f"{container.name} runs {room}, which is no program"
        if room == "cli" and container.words[1] not in subcommands:
            yield f"{container.name} calls `telemetra {container.words[1]}`, which is not there"


def settings_are_read(cluster: Cluster) -> Iterator[str]:
    """Whatever is set is the name of a setting of ours, or of a program's that we run."""
    known = {name for room in ROOMS for name in fields_of(room)} | OF_OTHERS
    told = {*cluster.data("settings")}
    for container in cluster.containers:
        if container.spec["image"].startswith("telemetra/"):
            told |= {entry["name"] for entry in container.spec.get("env", [])}
    yield from (f"nobody reads {name}" for name in sorted(told - known))


def settings_are_taken(cluster: Cluster) -> Iterator[str]:
    """Each process starts with what it is told, and looks for no server in its own pod."""
    for container in cluster.containers:
        if not container.room or container.room not in ROOMS:
            continue
        settings, told = settings_of(container.room), {**BY_IMAGE, **container.environment}
        lonely = [
            name.upper()
            for name, field in settings.model_fields.items()
            if LOOPBACK in str(field.default) and name.upper() not in told
        ]
        yield from (f"{container.name} has no {name}" for name in lonely)
        try:
            settings(_env_file=None, **_by_field(settings, told))
        except ValidationError as error:
            yield f"{container.name} cannot start: {error.errors()[0]['msg']}"


def _by_field(settings: type[BaseSettings], told: Mapping[str, str]) -> dict[str, Any]:
    return {name: told[name.upper()] for name in settings.model_fields if name.upper() in told}


def addresses_are_there(cluster: Cluster) -> Iterator[str]:
    """Each server that a process is told of is a Service, at that port."""
    ports = {
        each["metadata"]["name"]: {port["port"] for port in each["spec"]["ports"]}
        for each in cluster.of("Service")
    }
    for container in cluster.containers:
        for name, host, port in _addresses(container.environment):
            if port not in ports.get(host, set()):
                yield f"{container.name}: {name} is {host}:{port}, which is no Service"
    told = cluster.data("settings").get("API_PORT")
    if told not in {str(port) for port in ports.get("backend", set())}:
        yield f"the API listens on {told}, where its Service does not look"


def _addresses(environment: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    for name, value in environment.items():
        if name in {"KAFKA_BOOTSTRAP_SERVERS", "SPARK_MASTER"}:
            host, _, port = value.removeprefix("spark://").partition(":")
            yield name, host, int(port)
        elif name in {"POSTGRES_HOST", "REDIS_HOST"}:
            yield name, value, int(environment[name.replace("HOST", "PORT")])


def brokers_are_one_cluster(cluster: Cluster) -> Iterator[str]:
    """Every broker is a voter, and no record wants more replicas than there are brokers."""
    pod = next(pod for pod in cluster.pods if pod.name == "kafka")
    container: Container = pod.containers[0]
    told = {**container.environment, **_replication(cluster)}
    count = pod.workload["spec"]["replicas"]
    voters = ",".join(f"{one}@kafka-{one}.kafka:9093" for one in range(count))
    if told["KAFKA_CONTROLLER_QUORUM_VOTERS"] != voters:
        yield f"{count} brokers want the voters {voters}"
    for name, value in told.items():
        if name.endswith("REPLICATION_FACTOR") and int(value) != count:
            yield f"{name} is {value}, and there are {count} brokers"
        if name.endswith(("MIN_ISR", "MIN_INSYNC_REPLICAS")) and int(value) != count // 2 + 1:
            yield f"{name} is {value}, and {count // 2 + 1} of {count} are the most"


def _replication(cluster: Cluster) -> dict[str, str]:
    return {"TOPICS_REPLICATION_FACTOR": cluster.data("settings")["KAFKA_REPLICATION"]}


RULES: Final = (
    commands_are_there,
    settings_are_read,
    settings_are_taken,
    addresses_are_there,
    brokers_are_one_cluster,
)
