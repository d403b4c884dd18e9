"""The names of everything kept in Redis."""

from typing import Final


def top_chatters_key(stream_id: str) -> str:
    """The key of a stream's leaderboard: a JSON string of its last hour's top chatters."""
    return f"top_chatters:{stream_id}"


def answer_key(name: str, *arguments: object) -> str:
    """The key of one cached answer of the API, for these arguments."""
    return ":".join(["answer", name, *(str(argument) for argument in arguments)])


def log_key(feed: str, epoch: str) -> str:
    """The key of a feed's log: a stream whose ids are `seq-0`, contiguous, its last id the top."""
    return f"log:{feed}:{epoch}"


def bucket_key(client_name: str) -> str:
    """The key of a client's points: a hash that goes when all of them are there again."""
    return f"bucket:{client_name}"


LOG_RECORD: Final = "record"
"""The field of a log's entry that holds the derived record as it came from Kafka."""

LOG_RELAYED_AT: Final = "relayed_at"
"""The field of a log's entry that says when it was added, in milliseconds since 1970."""


def feed_channel(feed: str) -> str:
    """The pub/sub channel of a feed: each record is published as it is added to the log."""
    return f"live:{feed}"


RELAY_FILLED: Final = "relay:filled"
"""A key that stands as long as the logs do: without it Redis was emptied."""


def relay_status_key(relay: str) -> str:
    """The key of what one relay says of itself: a JSON string that goes with the relay."""
    return f"relay:status:{relay}"


RELAYS: Final = "relay:names"
"""A sorted set: each relay's name, by when it last spoke, in seconds since 1970."""
