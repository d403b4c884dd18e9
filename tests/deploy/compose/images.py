"""What the images are: pinned, made of what is there, and able to harm nothing."""

import json
import re
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from typing import Any, Final

from cli.runtime.jars import read_lock
from tests.architecture.tree import PROJECT
from tests.deploy.compose.deployment import Deployment

PROJECT_FILE: Final[dict[str, Any]] = tomllib.loads((PROJECT / "pyproject.toml").read_text())
VERSION: Final = PROJECT_FILE["project"]["version"]
PINNED: Final = re.compile(r"v?\d+\.\d+(\.\d+)?(-[a-z]+)*$")
MEMORY_MEGABYTES: Final = 8192


def images_are_pinned(deployment: Deployment) -> Iterator[str]:
    """Each image has the tag of a release; ours that of this version."""
    images = {service.spec["image"] for service in deployment.services.values()}
    bases = set(deployment.stages.values()) - deployment.stages.keys()
    for image in sorted(images | bases):
        name, _, tag = image.partition(":")
        if not PINNED.match(tag):
            yield f"{image} is not pinned"
        if name.startswith("telemetra/") and tag != VERSION:
            yield f"{image} is not of version {VERSION}"


def images_are_those_that_are_tested(deployment: Deployment) -> Iterator[str]:
    """Kafka is the release of the pinned jars; Python and Node are those that the code wants."""
    kafka = next(jar.revision for jar in read_lock() if jar.name == "kafka_2.13")
    python = PROJECT_FILE["tool"]["mypy"]["python_version"]
    node = json.loads((PROJECT / "frontend/package.json").read_text())["engines"]["node"]
    bases = dict(base.split(":") for base in deployment.stages.values() if ":" in base)
    if bases["apache/kafka"] != kafka:
        yield f"Kafka is {bases['apache/kafka']}, and its jars are {kafka}"
    if not bases["python"].startswith(f"{python}."):
        yield f"Python is {bases['python']}, not {python}"
    if int(bases["node"].split(".")[0]) < int(node.strip(">=").split(".")[0]):
        yield f"Node is {bases['node']}, not {node}"


def images_are_built(deployment: Deployment) -> Iterator[str]:
    """Each image of ours is a target of the Dockerfile, which some service builds."""
    built = {}
    for name, service in deployment.services.items():
        build = service.spec.get("build")
        if build:
            built[service.spec["image"]] = build["target"]
            if not (deployment.root / build["dockerfile"]).is_file():
                yield f"{name}: there is no {build['dockerfile']}"
            if build["target"] not in deployment.stages:
                yield f"{name}: the Dockerfile has no target {build['target']}"
    for service in deployment.services.values():
        image = service.spec["image"]
        if image.startswith("telemetra/") and built.get(image) != image[10:].split(":")[0]:
            yield f"{service.name}: nobody builds {image}"


def copies_are_there(deployment: Deployment) -> Iterator[str]:
    """What is copied lies in the checkout, and .dockerignore lets it in."""
    for step in deployment.steps:
        for source in step.sources:
            if not (PROJECT / source).exists():
                yield f"{step.stage}: there is no {source}"
            elif is_ignored(deployment, source):
                yield f"{step.stage}: .dockerignore keeps {source} out"
        for word in step.arguments:
            stage = word.removeprefix("--from=")
            if step.word == "COPY" and stage != word and stage not in deployment.stages:
                yield f"{step.stage}: there is no stage {stage}"


def is_ignored(deployment: Deployment, path: str) -> bool:
    """Whether .dockerignore keeps the path out: the last pattern that fits decides."""
    ignored = False
    for line in deployment.text(".dockerignore").splitlines():
        pattern = line.lstrip("!").rstrip("/").removeprefix("**/")
        if line and not line.startswith("#") and _fits(path.rstrip("/"), pattern, line):
            ignored = not line.startswith("!")
    return ignored


def _fits(path: str, pattern: str, line: str) -> bool:
    parts = path.split("/")
    if "**/" in line:
        return any(fnmatch(part, pattern) for part in parts)
    heads = ["/".join(parts[:n]) for n in range(1, len(parts) + 1)]
    # `*` is every name at the top; a folder that was let in again lets in what lies in it.
    return any(fnmatch(head, pattern) and ("*" not in pattern or "/" not in head) for head in heads)


def containers_can_harm_nothing(deployment: Deployment) -> Iterator[str]:
    """Nobody is root, gains rights, has capabilities, or writes but to volumes."""
    for name, service in deployment.services.items():
        wanted = {
            "read_only": True,
            "cap_drop": ["ALL"],
            "security_opt": ["no-new-privileges:true"],
        }
        for key, value in wanted.items():
            if service.spec.get(key) != value:
                yield f"{name}: {key} is not {value}"
        if deployment.user_of(service) in {None, "0", "root"}:
            yield f"{name} runs as root"


def memory_fits(deployment: Deployment) -> Iterator[str]:
    """Each has a limit, and all together, monitoring too, have room on a machine of 8 GB."""
    limits = {
        name: deployment.filled(str(service.spec.get("mem_limit", "")))
        for name, service in deployment.services.items()
    }
    yield from (f"{name} has no mem_limit in m" for name, one in limits.items() if one[-1:] != "m")
    together = sum(int(limit[:-1]) for limit in limits.values() if limit)
    if together > MEMORY_MEGABYTES:
        yield f"together they may take {together} MB"


RULES: Final = (
    images_are_pinned,
    images_are_those_that_are_tested,
    images_are_built,
    copies_are_there,
    containers_can_harm_nothing,
    memory_fits,
)
