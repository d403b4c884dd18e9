"""The recording -> what the stream page asks for, and what all that it follows starts with."""

from collections.abc import Callable, Mapping
from typing import Final

from bench.frontend.listings import (
    STREAM,
    Json,
    chatters,
    emotes,
    moment_why,
    moments,
    transactions,
)
from bench.frontend.recording import MINUTES, Recording


def _head(recording: Recording) -> Json:
    stream = {
        "__typename": "Stream",
        "id": STREAM,
        "channel": "xQc",
        "title": "a recorded day",
        "category": "Just Chatting",
        "language": "en",
        "live": True,
        "startedAt": recording.time(0),
        "lastSeenAt": recording.time(MINUTES),
    }
    return {"stream": stream}


ANSWERS: Final[Mapping[str, Callable[[Recording], Json]]] = {
    "StreamHead": _head,
    "StreamHistory": lambda recording: {"metrics": recording.history()},
    "StreamMoments": lambda recording: moments(recording.time, range(MINUTES - 20, 60, -120)),
    "MomentWhy": lambda recording: moment_why(recording.time, MINUTES - 20),
}
"""By the query's name."""

GREETINGS: Final[Mapping[str, Callable[[Recording], Json]]] = {
    "FollowMinutes": Recording.snapshot,
    "FollowTopChatters": lambda _: chatters(0),
    "FollowTopEmotes": lambda _: emotes(0),
    "FollowTransactions": lambda recording: transactions(recording.time, MINUTES, 0),
}
"""By the subscription's name; one that is not here starts with nothing."""
