"""Feeds: numbered updates of one stream and kind, or of one kind over all streams."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self

from contracts.topics import (
    DERIVED_CHATTERS,
    DERIVED_METRICS,
    DERIVED_MOMENTS,
    DERIVED_SENTIMENT,
)

ALL_STREAMS: Final = "*"
"""In the place of a stream id: the feed holds a kind over all streams."""


class FeedKind(StrEnum):
    """What a feed tells of."""

    METRICS = "metrics"
    CHATTERS = "chatters"
    SENTIMENT = "sentiment"
    MOMENTS = "moments"
    STREAMS = "streams"


TOPIC_BY_KIND: Final = {
    FeedKind.METRICS: DERIVED_METRICS,
    FeedKind.CHATTERS: DERIVED_CHATTERS,
    FeedKind.SENTIMENT: DERIVED_SENTIMENT,
    FeedKind.MOMENTS: DERIVED_MOMENTS,
    FeedKind.STREAMS: DERIVED_METRICS,
}

DERIVED_TOPICS: Final = (DERIVED_METRICS, DERIVED_CHATTERS, DERIVED_SENTIMENT, DERIVED_MOMENTS)
"""The topics that carry feeds."""

_CURSOR: Final = re.compile(r"([0-9a-f]{16})\.(\d{1,18})")


def feed_name(kind: FeedKind, stream_id: str = ALL_STREAMS) -> str:
    """The feed's name, which is also the key of its records in Kafka: `metrics:xqc`."""
    return f"{kind.value}:{stream_id}"


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a feed: just after the record `seq` of this epoch; `seq` 0 is its beginning.

    An epoch is 16 hexadecimal digits, drawn when the feed is first written; numbers of two epochs
    cannot be compared. Within one, records are numbered 1, 2, 3, ... without a hole.
    """

    epoch: str
    seq: int

    def __str__(self) -> str:
        return f"{self.epoch}.{self.seq}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """The cursor that `str` wrote.

        Raises:
            ValueError: it is not 16 hexadecimal digits, a dot and a whole number.
        """
        match = _CURSOR.fullmatch(text)
        if match is None:
            raise ValueError(f"not a cursor: {text!r}; one looks like 0123456789abcdef.42")
        return cls(match[1], int(match[2]))
