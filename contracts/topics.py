"""The Kafka topics: who writes them, who reads them, and how the broker keeps them."""

from dataclasses import dataclass
from typing import Final

TWITCH_EVENTS: Final = "twitch-events"
CHAT: Final = "chat"
VIEWER: Final = "viewer"
TRANSACTIONS: Final = "transactions"
STREAM_META: Final = "stream_meta"
DERIVED_METRICS: Final = "derived.metrics"
DERIVED_CHATTERS: Final = "derived.chatters"
DERIVED_SENTIMENT: Final = "derived.sentiment"
DERIVED_MOMENTS: Final = "derived.moments"
DEAD_LETTER: Final = "dead-letter"

EVENT_TOPICS: Final = (CHAT, VIEWER, TRANSACTIONS, STREAM_META)
"""The typed topics that the streaming job reads; the order has no meaning."""

CONSUMER_GROUP: Final = "spark-streaming-consumer"
"""Holds the streaming job's published offsets, so that Kafka's own tools show its lag."""

DEAD_LETTER_OF_JOB: Final = 0
DEAD_LETTER_OF_PRODUCER: Final = 1
"""Partitions of `dead-letter`: each writer has its own, so an end offset counts its records."""

FUTURE_ALLOWANCE_SECONDS: Final = 60
"""An event stamped further than this beyond the broker's time is a dead letter."""

WATERMARK_DELAY_SECONDS: Final = 10
"""How far behind its topic's newest event an event may arrive and still count."""


@dataclass(frozen=True, slots=True)
class Topic:
    """How the broker keeps one topic. `max_message_bytes` is the size of one record batch."""

    name: str
    partitions: int = 1
    max_message_bytes: int = 1_048_588


_MEGABYTES_4 = 4 * 1024 * 1024

TOPICS: Final = (
    Topic(TWITCH_EVENTS),
    *(Topic(name) for name in EVENT_TOPICS),
    Topic(DERIVED_METRICS),
    Topic(DERIVED_CHATTERS),
    Topic(DERIVED_SENTIMENT),
    Topic(DERIVED_MOMENTS),
    # A dead letter holds its raw record in base64, which is a third larger.
    Topic(DEAD_LETTER, partitions=2, max_message_bytes=_MEGABYTES_4),
)
