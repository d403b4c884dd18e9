"""What the processes are told: commands that are, names that they read, values that they take."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from zipfile import ZipFile

import pyspark
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from cli.main import app
from cli.servers import valkey
from cli.settings import Settings
from tests.architecture.tree import PROJECT
from tests.deploy.compose.deployment import Deployment
from tests.deploy.k8s.settings import LOOPBACK, ROOMS, fields_of, settings_of

SPARK: Final = {
    *("SPARK_LOCAL_DIRS", "SPARK_DAEMON_MEMORY", "SPARK_MASTER_OPTS", "SPARK_WORKER_CORES"),
    *("SPARK_WORKER_MEMORY", "SPARK_WORKER_DIR", "TMPDIR", "JAVA_TOOL_OPTIONS"),
    "MALLOC_ARENA_MAX",
}
OF_OTHERS: Final = {
    "backend": {"FORWARDED_ALLOW_IPS"},
    "kafka": {"CLUSTER_ID"},
    "postgres": {"POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS"},
    "spark-master": SPARK,
    "spark-streaming": SPARK,
    "spark-worker": SPARK,
}
"""What is read by no settings of ours, but by uvicorn, Spark, Java, or an image's own start."""


def commands_are_there(deployment: Deployment) -> Iterator[str]:
    """A module that is run can be run, a subcommand of ours is one, a class is in Spark's jars."""
    subcommands = {str(each.callback.__name__) for each in app.registered_commands if each.callback}
    with ZipFile(next(_spark_jars().glob("spark-core_*.jar"))) as core:
        classes = {name.removesuffix(".class").replace("/", ".") for name in core.namelist()}
    for service in deployment.services.values():
        if service.room and not (PROJECT / service.room / "__main__.py").is_file():
            yield f"{service.name} runs {service.room}, which is no program"
        for subcommand in re.findall(r"\btelemetra (\w+)", " ".join(service.words)):
            if subcommand not in subcommands:
                yield f"{service.name} calls `telemetra {subcommand}`, which is not there"
        if service.words[:1] == ["spark-class"] and service.words[1] not in classes:
            yield f"{service.name}: Spark has no {service.words[1]}"


def _spark_jars() -> Any:  # noqa: ANN401 - a path
    return (PROJECT / str(pyspark.__path__[0])) / "jars"


def settings_are_read(deployment: Deployment) -> Iterator[str]:
    """Whatever is set is a name that its process reads."""
    for service in deployment.services.values():
        if service.name == "grafana":
            yield from _not_of_grafana(service.environment)
            continue
        # The API's image is also where the command is run.
        rooms = {service.room, "cli" if service.spec["image"].startswith("telemetra/api") else None}
        known = {name for room in rooms if room for name in fields_of(room)}
        for name in sorted(service.environment.keys() - known - OF_OTHERS.get(service.name, set())):
            yield f"{service.name} does not read {name}"


def _not_of_grafana(environment: Mapping[str, str]) -> Iterator[str]:
    yield from (f"grafana does not read {n}" for n in environment if not n.startswith("GF_"))


def settings_are_taken(deployment: Deployment) -> Iterator[str]:
    """Each process starts with what it is told, and looks for no server in its own container."""
    by_image = _environment_of_images(deployment)
    for service in deployment.services.values():
        if service.room not in ROOMS:
            continue
        settings, told = settings_of(service.room), {**by_image, **service.environment}
        for name, field in settings.model_fields.items():
            if LOOPBACK in str(field.default) and name.upper() not in told:
                yield f"{service.name} has no {name.upper()}"
        try:
            settings(_env_file=None, **_by_field(settings, told))
        except ValidationError as error:
            yield f"{service.name} cannot start: {error.errors()[0]['msg']}"


def _environment_of_images(deployment: Deployment) -> dict[str, str]:
    words = [word for step in deployment.steps if step.word == "ENV" for word in step.arguments]
    return dict(word.split("=", 1) for word in words if "=" in word)


def _by_field(settings: type[BaseSettings], told: Mapping[str, str]) -> dict[str, Any]:
    return {name: told[name.upper()] for name in settings.model_fields if name.upper() in told}


def variables_are_in_the_example(deployment: Deployment) -> Iterator[str]:
    """What compose takes from `.env` is listed there, with the default that compose has."""
    for name, kind, default in deployment.variables:
        if name not in deployment.example:
            yield f"{name} is not in .env.example"
        elif kind == "-" and default != deployment.example[name]:
            yield f"{name} is {default} without .env, and {deployment.example[name]} in the example"
        elif not kind:
            yield f"{name} has no default, and is not asked for"


def secrets_come_from_outside(deployment: Deployment) -> Iterator[str]:
    """Without a password nothing starts; none is written down."""
    kinds = {name: kind for name, kind, _ in deployment.variables}
    if kinds.get("POSTGRES_PASSWORD") != "?":
        yield "POSTGRES_PASSWORD is not asked for"
    for service in deployment.services.values():
        for name, value in service.spec.get("environment", {}).items():
            if re.search(r"PASSWORD|SECRET|TOKEN", name) and not value.startswith("${"):
                yield f"{service.name}: {name} is written down"


def servers_are_as_on_one_machine(deployment: Deployment) -> Iterator[str]:
    """Valkey's bound, Kafka's retention and PostgreSQL's order are those of the local stack."""
    redis = " ".join(deployment.services["redis"].words)
    for option in (f"--maxmemory {valkey._MEMORY}", "--maxmemory-policy allkeys-lru"):
        if option not in redis:
            yield f"redis is not told {option}"
    retention = Settings(_env_file=None).kafka_log_retention_hours
    if f"log.retention.hours={retention}" not in map(
        deployment.filled, deployment.services["kafka"].words
    ):
        yield f"Kafka does not keep records {retention} h"
    if "--locale=C" not in deployment.services["postgres"].environment["POSTGRES_INITDB_ARGS"]:
        yield "PostgreSQL does not order text by --locale=C"


RULES: Final = (
    commands_are_there,
    settings_are_read,
    settings_are_taken,
    variables_are_in_the_example,
    secrets_come_from_outside,
    servers_are_as_on_one_machine,
)
