"""`telemetra topics`: creates the Kafka topics."""

import asyncio

from cli.settings import load_settings
from cli.supervisor.logs import to_terminal
from cli.topics import create_topics
from contracts.topics import TOPICS


def topics() -> None:
    """Create each topic that the broker does not have yet."""
    settings = load_settings()
    asyncio.run(
        create_topics(
            settings.kafka_address,
            retention_hours=settings.kafka_log_retention_hours,
            replication=settings.kafka_replication,
        )
    )
    names = ", ".join(topic.name for topic in TOPICS)
    to_terminal(f"{settings.kafka_address} has the topics {names}.")
