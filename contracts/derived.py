"""The derived records on the wire: what the streaming job says after each commit.

Every record is a `Derived` envelope around one of the payloads. Times are UTC with microseconds.
"""

from datetime import datetime
from typing import Any, Final, Generic, Literal, TypeVar

from pydantic import BaseModel, Field, SerializeAsAny

from contracts.events import SCHEMA_VERSION, Payload
from contracts.feeds import FeedKind

Data = TypeVar("Data", bound=BaseModel)


class Derived(Payload, Generic[Data]):
    """A record of a feed: its place there, and what it says.

    `seq` counts from 1 without a hole within `epoch`. `emitted_at` is when the batch was written,
    `newest_event_at` the newest event that the batch counted, null where it counted none.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    feed: str
    epoch: str
    seq: int = Field(ge=1)
    emitted_at: datetime
    newest_event_at: datetime | None
    data: SerializeAsAny[Data]


class StreamMinute(Payload):
    """A stream's minute as it is now; of two the higher `revision` is newer.

    `metrics` holds a number, or null where nothing was observed, for each slug of the registry.
    A minute that `is_final` never changes again. `watermark` is null before the first one.
    """

    stream_id: str
    timestamp: datetime
    is_final: bool
    revision: int
    watermark: datetime | None
    metrics: dict[str, int | float | None]


class TopChatter(Payload):
    """A chatter's place in a leaderboard. `share` is their part of all its messages, 0 to 1."""

    rank: int
    login: str
    display_name: str
    message_count: int
    share: float
    subscriber_months: int | None
    is_first_time: bool


class TopChatters(Payload):
    """The busiest chatters, at most 50, of the stream's last hour: from `start` before `end`."""

    stream_id: str
    start: datetime
    end: datetime
    chatters: list[TopChatter]


class SentimentWindow(Payload):
    """How the messages of a stream's minute felt: counts by label, and the mean from -1 to 1."""

    stream_id: str
    timestamp: datetime
    is_final: bool
    revision: int
    positive: int
    neutral: int
    negative: int
    mean: float | None


class Moment(Payload):
    """One revision of a moment: the columns of the table `moments`."""

    moment_id: str
    stream_id: str
    timestamp: datetime
    moment_type: str
    description: str
    severity: str
    status: str
    started_at: datetime
    peaked_at: datetime
    ended_at: datetime | None
    metadata: dict[str, Any]
    revision: int


class StreamNow(Payload):
    """A stream as it is now, with its newest minute; null where it has none."""

    stream_id: str
    channel: str
    title: str | None
    category: str | None
    language: str | None
    live: bool | None
    started_at: datetime | None
    last_seen_at: datetime
    minute: StreamMinute | None


class StreamsNow(Payload):
    """The streams that a batch changed, at most 200 a record."""

    streams: list[StreamNow]


PAYLOAD_BY_KIND: Final[dict[FeedKind, type[Payload]]] = {
    FeedKind.METRICS: StreamMinute,
    FeedKind.CHATTERS: TopChatters,
    FeedKind.SENTIMENT: SentimentWindow,
    FeedKind.MOMENTS: Moment,
    FeedKind.STREAMS: StreamsNow,
}
