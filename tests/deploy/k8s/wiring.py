"""What refers to what: selectors, volumes, settings, secrets, addresses, ports."""

from collections.abc import Iterator
from typing import Final

from tests.deploy.k8s.cluster import Cluster, Pod
from tests.deploy.k8s.kustomized import Manifest

NEVER_TWO: Final = {"producer", "spark-streaming", "spark-master", "redis"}
"""Of which a second, even for the moment of a roll-out, would do harm."""

GIVEN: Final = {"postgres", "telemetra-tls"}
"""The secrets that the cluster's owner brings; the dev overlay makes the first."""


def selectors_find(cluster: Cluster) -> Iterator[str]:
    """Each workload selects its own pods, and what selects others finds some."""
    for pod in cluster.pods:
        if not pod.is_selected_by(pod.workload["spec"]["selector"]["matchLabels"]):
            yield f"{pod.name} does not select its own pods"
    for each in cluster.of("Service", "PodDisruptionBudget"):
        if not any(pod.is_selected_by(_selector(each)) for pod in cluster.pods):
            yield f"{each['kind']} {each['metadata']['name']} selects nothing"


def _selector(each: Manifest) -> dict[str, str]:
    selector: Manifest = each["spec"]["selector"]
    labels: dict[str, str] = selector.get("matchLabels", selector)
    return labels


def services_lead_to_ports(cluster: Cluster) -> Iterator[str]:
    """A port of a Service is one that the container behind it listens on."""
    for each in cluster.of("Service"):
        behind = [pod for pod in cluster.pods if pod.is_selected_by(_selector(each))]
        listened = {k: v for pod in behind for one in pod.containers for k, v in one.ports.items()}
        for port in each["spec"]["ports"]:
            if listened.get(port["targetPort"]) != port["port"]:
                yield f"Service {each['metadata']['name']}: nothing listens on {port['port']}"


def references_are_there(cluster: Cluster) -> Iterator[str]:
    """Each ConfigMap, Secret, claim and volume that is named is there."""
    for pod in cluster.pods:
        volumes = {volume["name"] for volume in pod.spec.get("volumes", [])}
        claims = pod.workload["spec"].get("volumeClaimTemplates", [])
        volumes |= {claim["metadata"]["name"] for claim in claims}
        mounted = {
            mount["name"] for one in pod.containers for mount in one.spec.get("volumeMounts", [])
        }
        yield from (f"{pod.name} mounts {name}, which is not there" for name in mounted - volumes)
        yield from (f"{pod.name} mounts {name} nowhere" for name in volumes - mounted)
        for kind, name in _named(pod):
            known = cluster.names(kind) | (GIVEN if kind == "Secret" else set())
            if name not in known:
                yield f"{pod.name} wants the {kind} {name}, which is not there"


def _named(pod: Pod) -> Iterator[tuple[str, str]]:
    for volume in pod.spec.get("volumes", []):
        if "persistentVolumeClaim" in volume:
            yield "PersistentVolumeClaim", volume["persistentVolumeClaim"]["claimName"]
        if "configMap" in volume:
            yield "ConfigMap", volume["configMap"]["name"]
    for container in pod.containers:
        for source in container.spec.get("envFrom", []):
            yield "ConfigMap", source["configMapRef"]["name"]
        for entry in container.spec.get("env", []):
            if "secretKeyRef" in entry.get("valueFrom", {}):
                yield "Secret", entry["valueFrom"]["secretKeyRef"]["name"]


def some_are_never_two(cluster: Cluster) -> Iterator[str]:
    """What writes alone is replaced, not doubled."""
    for pod in cluster.pods:
        spec = pod.workload["spec"]
        is_alone = (spec.get("replicas"), spec.get("strategy")) == (1, {"type": "Recreate"})
        if pod.name in NEVER_TWO and not is_alone:
            yield f"{pod.name} may run twice"


def scaling_is_free(cluster: Cluster) -> Iterator[str]:
    """What is scaled by load has no number of its own, and is there."""
    for each in cluster.of("HorizontalPodAutoscaler"):
        target = each["spec"]["scaleTargetRef"]["name"]
        found = [pod for pod in cluster.pods if pod.name == target]
        if not found or "replicas" in found[0].workload["spec"]:
            yield f"{target} cannot be scaled by load"


def nobody_tells_a_secret(cluster: Cluster) -> Iterator[str]:
    """No committed file holds the value of a secret."""
    for each in cluster.of("Secret"):
        if any(each["data"].values()):
            yield f"the Secret {each['metadata']['name']} holds a value"
    for container in cluster.containers:
        for entry in container.spec.get("env", []):
            if "PASSWORD" in entry["name"] and "value" in entry:
                yield f"{container.name} has {entry['name']} in the open"


RULES: Final = (
    selectors_find,
    services_lead_to_ports,
    references_are_there,
    some_are_never_two,
    scaling_is_free,
    nobody_tells_a_secret,
)
