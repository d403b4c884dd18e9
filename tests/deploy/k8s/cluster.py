"""The objects of a cluster, as the rules look at them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.deploy.k8s.kustomized import Manifest

FOLDER: Final = Path(__file__).parents[3] / "deploy" / "k8s"
OVERLAYS: Final = ("dev", "prod")

MODULE: Final = ["python", "-P", "-m"]
IN_A_POD: Final = {"fieldRef": "10.1.2.3", "secretKeyRef": "a secret"}
"""What stands for what only a running pod knows."""


@dataclass(frozen=True, slots=True)
class Container:
    """One container of a pod, with what it is told."""

    pod: str
    spec: Manifest
    environment: Mapping[str, str]
    is_first: bool

    @property
    def name(self) -> str:
        """The pod's, and its own."""
        return f"{self.pod}/{self.spec['name']}"

    @property
    def words(self) -> list[str]:
        """The command with its arguments; empty where the image has its own."""
        return [*self.spec.get("command", []), *self.spec.get("args", [])]

    @property
    def room(self) -> str | None:
        """The room of ours that it runs; `telemetra` is `cli`."""
        if self.words[:1] == ["telemetra"]:
            return "cli"
        return self.words[len(MODULE)] if self.words[: len(MODULE)] == MODULE else None

    @property
    def ports(self) -> dict[str, int]:
        """The ports that it listens on, by name."""
        return {port["name"]: port["containerPort"] for port in self.spec.get("ports", [])}

    @property
    def folders(self) -> list[str]:
        """Where it may write."""
        mounts = self.spec.get("volumeMounts", [])
        return [mount["mountPath"] for mount in mounts if not mount.get("readOnly")]


@dataclass(frozen=True, slots=True)
class Pod:
    """The pods of one workload."""

    name: str
    workload: Manifest
    containers: Sequence[Container]

    @property
    def spec(self) -> Manifest:
        """What each of them is."""
        spec: Manifest = self.workload["spec"]["template"]["spec"]
        return spec

    @property
    def labels(self) -> Mapping[str, str]:
        """What selects them."""
        labels: Mapping[str, str] = self.workload["spec"]["template"]["metadata"]["labels"]
        return labels

    def is_selected_by(self, selector: Mapping[str, str]) -> bool:
        """Whether they have all of these labels."""
        return selector.items() <= self.labels.items()


class Cluster:
    """All objects of one overlay."""

    def __init__(self, objects: Sequence[Manifest]) -> None:
        self.objects = objects

    def of(self, *kinds: str) -> list[Manifest]:
        """The objects of these kinds."""
        return [each for each in self.objects if each["kind"] in kinds]

    def names(self, kind: str) -> set[str]:
        """The names of the objects of this kind."""
        return {each["metadata"]["name"] for each in self.of(kind)}

    def data(self, config: str) -> Mapping[str, str]:
        """What a ConfigMap holds; nothing where there is none."""
        found = [each for each in self.of("ConfigMap") if each["metadata"]["name"] == config]
        return found[0]["data"] if found else {}

    @property
    def pods(self) -> list[Pod]:
        """What runs."""
        workloads = self.of("Deployment", "StatefulSet", "Job", "CronJob")
        return [self._pod(each) for each in workloads]

    @property
    def containers(self) -> list[Container]:
        """What runs in all of them."""
        return [container for pod in self.pods for container in pod.containers]

    def _pod(self, workload: Manifest) -> Pod:
        name, spec = workload["metadata"]["name"], workload["spec"]["template"]["spec"]
        containers = [
            Container(name, each, dict(self._environment(each)), is_first)
            for is_first in (True, False)
            for each in spec.get("initContainers" if is_first else "containers", [])
        ]
        return Pod(name, workload, containers)

    def _environment(self, container: Manifest) -> Iterator[tuple[str, str]]:
        for source in container.get("envFrom", []):
            yield from self.data(source["configMapRef"]["name"]).items()
        for entry in container.get("env", []):
            yield entry["name"], entry.get("value") or _stand_in(entry.get("valueFrom", {}))


def _stand_in(source: Mapping[str, Any]) -> str:
    return next((IN_A_POD[kind] for kind in source), "")
