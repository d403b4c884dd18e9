"""Creates the topics of `contracts.topics`: producing to a missing one would hang."""

from collections.abc import Sequence

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import for_code

from contracts.topics import TOPICS, Topic

_HOUR_IN_MS = 3_600_000
_TOPIC_ALREADY_EXISTS = 36


async def create_topics(
    address: str, *, retention_hours: int, topics: Sequence[Topic] = TOPICS, replication: int = 1
) -> None:
    """Create each topic that the broker at `address` does not have yet.

    Raises:
        KafkaError: The broker refused one, for any reason but that it is there.
    """
    admin = AIOKafkaAdminClient(bootstrap_servers=address)
    await admin.start()
    try:
        wanted = [_new_topic(topic, retention_hours, replication) for topic in topics]
        answer = await admin.create_topics(wanted)
    finally:
        await admin.close()
    for name, code, *message in answer.topic_errors:
        if code not in (0, _TOPIC_ALREADY_EXISTS):
            raise for_code(code)(f"{name}: {message}")


def _new_topic(topic: Topic, retention_hours: int, replication: int) -> NewTopic:
    return NewTopic(
        topic.name,
        topic.partitions,
        replication,
        topic_configs={
            # The broker's own clock, so that a record's time can be trusted.
            "message.timestamp.type": "LogAppendTime",
            "retention.ms": str(retention_hours * _HOUR_IN_MS),
            "max.message.bytes": str(topic.max_message_bytes),
        },
    )
