"""What holds for each pod: pinned, bounded, watched, and able to harm nothing."""

import re
import tomllib
from collections.abc import Iterator
from typing import Final

from graphql_api.compat.health import health
from tests.architecture.tree import PROJECT
from tests.deploy.k8s.cluster import Cluster, Container, Pod

COMPOSE: Final = PROJECT / "docker-compose.yml"
VERSION: Final[str] = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]["version"]
DOCKERFILE: Final = (PROJECT / "deploy" / "docker" / "Dockerfile").read_text()
OURS: Final = set(re.findall(r"^FROM \S+ AS (\w+)$", DOCKERFILE, re.MULTILINE))
"""What is built, by target; the images are called so."""

COMPOSED: Final = set(re.findall(r"^    image: (\S+)$", COMPOSE.read_text(), re.MULTILINE))
FROM_UPSTREAM: Final = set(re.findall(r"^FROM (\S+) AS", DOCKERFILE, re.MULTILINE))
WRITTEN: Final = ("_DIR", "_DIRS", "_FILE", "TMPDIR", "_LOG_DIRS")
"""How the names of settings end that say where a process writes."""

READ_ONLY: Final = {"SPARK_JARS_DIR"}
PATHS: Final = {route.path for route in health.routes if hasattr(route, "path")}


def images_are_pinned(cluster: Cluster) -> Iterator[str]:
    """Each image has a tag that stays what it is, ours that of this version."""
    for container in cluster.containers:
        name, _, tag = container.spec["image"].partition(":")
        if not any(character.isdigit() for character in tag):
            yield f"{container.name}: {container.spec['image']} is not pinned"
        if container.spec["image"] not in COMPOSED | FROM_UPSTREAM:
            yield f"{container.name}: {container.spec['image']} is not what compose runs"
        owner, _, own = name.partition("/")
        if owner == "telemetra" and (own not in OURS or tag != VERSION):
            yield f"{container.name}: {name}:{tag} is none of ours at {VERSION}"


def pods_can_harm_nothing(cluster: Cluster) -> Iterator[str]:
    """Each keeps Kubernetes' `restricted` standard, on a root that nobody can write."""
    for pod in cluster.pods:
        yield from (f"{pod.name}: {fault}" for fault in _loose(pod))
        for container in pod.containers:
            security = container.spec.get("securityContext", {})
            wanted = {
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            }
            if security != wanted:
                yield f"{container.name}: its securityContext is not {wanted}"


def _loose(pod: Pod) -> Iterator[str]:
    security = pod.spec.get("securityContext", {})
    if not (security.get("runAsNonRoot") and security.get("runAsUser", 0) > 0):
        yield "may run as root"
    if security.get("seccompProfile") != {"type": "RuntimeDefault"}:
        yield "has no seccomp profile"
    if pod.spec.get("automountServiceAccountToken") is not False:
        yield "holds a token for Kubernetes"
    # A Service `redis` would set REDIS_PORT to an address, and end whoever reads it as a number.
    if pod.spec.get("enableServiceLinks") is not False:
        yield "is told every Service by its environment"


def containers_are_bounded(cluster: Cluster) -> Iterator[str]:
    """Each says what it needs and what it may have."""
    for container in cluster.containers:
        resources = container.spec.get("resources", {})
        told = [{*resources.get(name, {})} for name in ("requests", "limits")]
        if told != [{"cpu", "memory"}] * 2:
            yield f"{container.name} has no requests and limits of CPU and memory"


def containers_are_watched(cluster: Cluster) -> Iterator[str]:
    """What stays says when it is ready; what listens is started again when it does not answer."""
    for container in cluster.containers:
        if container.is_first:
            continue
        wanted = ["readinessProbe"] + (["livenessProbe"] if container.ports else [])
        missing = (name for name in wanted if not _probe(container, name))
        yield from (f"{container.name} has no {name}" for name in missing)
        for name in ("startupProbe", "readinessProbe", "livenessProbe"):
            yield from _wrong(container, name)


def _probe(container: Container, name: str) -> dict[str, dict[str, object]]:
    probe: dict[str, dict[str, object]] = container.spec.get(name, {})
    return probe


def _wrong(container: Container, name: str) -> Iterator[str]:
    probe = _probe(container, name)
    for kind in probe.keys() & {"httpGet", "tcpSocket"}:
        if probe[kind]["port"] not in container.ports:
            yield f"{container.name}: {name} asks a port that it does not listen on"
    path = probe.get("httpGet", {}).get("path")
    if container.room == "graphql_api" and path and path not in PATHS:
        yield f"{container.name}: {name} asks {path}, which the API does not have"


def writes_have_a_place(cluster: Cluster) -> Iterator[str]:
    """Where a process is told to write, a volume is."""
    for container in cluster.containers:
        for name, value in container.environment.items():
            is_told = name.endswith(WRITTEN) and name not in READ_ONLY
            if is_told and not any(f"{value}/".startswith(f"{at}/") for at in container.folders):
                yield f"{container.name}: {name} is {value}, where no volume is"


RULES: Final = (
    images_are_pinned,
    pods_can_harm_nothing,
    containers_are_bounded,
    containers_are_watched,
    writes_have_a_place,
)
