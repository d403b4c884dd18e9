"""Three brokers as the production cluster has them, PostgreSQL, and Valkey."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Final

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from cli.runtime.java import find_java_home
from cli.servers.kafka import broker_service
from cli.servers.postgres import postgres_service
from cli.servers.valkey import valkey_service
from cli.supervisor.service import Service
from contracts.topics import CHAT, TOPICS
from tests.deploy.k8s.cluster import FOLDER, Cluster
from tests.deploy.k8s.kustomized import built
from tests.end_to_end.topology.places import BROKERS, Places

PRODUCTION: Final = Cluster(built(FOLDER / "overlays" / "prod"))


def server_services(places: Places) -> list[Service]:
    """What all else stands on; the topics are not there yet."""
    told, folder = PRODUCTION.data("kafka"), places.servers
    brokers = [
        broker_service(
            f"kafka-{number}",
            port,
            folder / f"kafka-{number}",
            find_java_home(),
            partial(properties, told, places, number),
            cluster_id=told["CLUSTER_ID"],
        )
        for number, port in enumerate(places.brokers)
    ]
    return [
        *brokers,
        postgres_service(places.database, folder / "postgres"),
        valkey_service(places.redis),
    ]


def properties(told: Mapping[str, str], places: Places, number: int) -> str:
    """A broker's settings as its image would write them down, with addresses of this machine."""
    settings = {
        name.removeprefix("KAFKA_").replace("_", ".").lower(): value
        for name, value in told.items()
        if name.startswith("KAFKA_") and name != "KAFKA_HEAP_OPTS"
    }
    voters = [f"{n}@127.0.0.1:{port}" for n, port in enumerate(places.controllers)]
    clients = f"CLIENTS://127.0.0.1:{places.brokers[number]}"
    here = {
        "node.id": str(number),
        "controller.quorum.voters": ",".join(voters),
        "listeners": f"{clients},CONTROLLER://127.0.0.1:{places.controllers[number]}",
        "advertised.listeners": clients,
        "log.dirs": str(Path(places.servers, f"kafka-{number}", "data")),
    }
    return "".join(f"{name}={value}\n" for name, value in (settings | here).items())


async def leaders(kafka: str) -> dict[str, int]:
    """The broker that leads each topic's first partition.

    Raises:
        AssertionError: A topic is not kept three times, or may be acknowledged by one broker.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=kafka)
    await admin.start()
    try:
        topics = await admin.describe_topics([topic.name for topic in TOPICS])
        asked = ConfigResource(ConfigResourceType.TOPIC, CHAT, {"min.insync.replicas": None})
        (answer,) = await admin.describe_configs([asked])
    finally:
        await admin.close()
    ((_code, _message, _kind, _name, ((_setting, least, *_), *_)),) = answer.resources
    assert least == "2"
    partitions = {topic["topic"]: topic["partitions"][0] for topic in topics}
    assert {len(partition["replicas"]) for partition in partitions.values()} == {BROKERS}
    return {name: partition["leader"] for name, partition in partitions.items()}
