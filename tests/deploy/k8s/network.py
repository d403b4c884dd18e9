"""Who may speak with whom: what the code wants, and nothing else."""

from collections.abc import Iterator
from typing import Any, Final

from tests.deploy.k8s.cluster import Cluster, Pod
from tests.deploy.k8s.settings import ROOMS, fields_of

REACHES: Final = "telemetra/reaches-"
BY_SETTING: Final = {
    "KAFKA_BOOTSTRAP_SERVERS": "kafka",
    "POSTGRES_HOST": "postgres",
    "REDIS_HOST": "redis",
}
"""A process that is told of a server speaks with it."""

BY_IMAGE: Final = {"kafka": {"kafka"}, "frontend": {"backend"}, "spark-worker": {"kafka"}}
"""Whom the pods reach that run no module of ours: executors read from Kafka themselves."""

CHOSEN_PORTS: Final = {"spark-master"}
"""A Service whose callers may use every port of it."""


def all_is_denied(cluster: Cluster) -> Iterator[str]:
    """Nobody speaks with anybody unless a policy lets them."""
    wanted = {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    if all(each["spec"] != wanted for each in cluster.of("NetworkPolicy")):
        yield "no policy denies what the others do not allow"


def pods_reach_what_they_read(cluster: Cluster) -> Iterator[str]:
    """The labels that open ways are those of the servers that the code asks, and no more."""
    for pod in cluster.pods:
        wanted, has = _wanted(pod), _reached(pod)
        yield from (f"{pod.name} is kept from {name}" for name in wanted - has)
        yield from (f"{pod.name} has no business with {name}" for name in has - wanted)


def _wanted(pod: Pod) -> set[str]:
    rooms = {one.room for one in pod.containers if one.room in ROOMS}
    fields = {name for room in rooms for name in fields_of(str(room))}
    by_code = {server for setting, server in BY_SETTING.items() if setting in fields}
    return by_code | BY_IMAGE.get(pod.name, set())


def _reached(pod: Pod) -> set[str]:
    return {label.removeprefix(REACHES) for label in pod.labels if label.startswith(REACHES)}


def ways_have_two_ends(cluster: Cluster) -> Iterator[str]:
    """Each server that can be reached lets its callers in, and they are let out."""
    for server in sorted({server for pod in cluster.pods for server in _reached(pod)}):
        caller = {"podSelector": {"matchLabels": {f"{REACHES}{server}": "true"}}}
        itself = {"podSelector": {"matchLabels": {"app.kubernetes.io/name": server}}}
        port = {"port": _first_port(cluster, server)}
        wanted = {
            "Ingress": itself | {"ingress": [{"from": [caller], "ports": [port]}]},
            "Egress": caller | {"egress": [{"to": [itself], "ports": [port]}]},
        }
        for direction, policy in wanted.items():
            if all(each["spec"] != policy | {"policyTypes": [direction]} for each in _all(cluster)):
                yield f"{direction} of {server} at {port['port']} is not open"


def services_can_be_reached(cluster: Cluster) -> Iterator[str]:
    """Some policy lets somebody in at each port of each Service."""
    for service in cluster.of("Service"):
        name = service["metadata"]["name"]
        open_ports = {
            port["port"]
            for each in _all(cluster)
            if each["spec"]["podSelector"].get("matchLabels") == service["spec"]["selector"]
            for way in each["spec"].get("ingress", [])
            for port in way.get("ports", [])
        }
        ports = {port["port"] for port in service["spec"]["ports"]}
        if name not in CHOSEN_PORTS and ports != open_ports:
            yield f"{name} serves {ports} and is open at {open_ports}"


def _all(cluster: Cluster) -> list[dict[str, Any]]:
    return cluster.of("NetworkPolicy")


def _first_port(cluster: Cluster, server: str) -> int | None:
    found = [each for each in cluster.of("Service") if each["metadata"]["name"] == server]
    return found[0]["spec"]["ports"][0]["port"] if found else None


RULES: Final = (
    all_is_denied,
    pods_reach_what_they_read,
    ways_have_two_ends,
    services_can_be_reached,
)
