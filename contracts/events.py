"""The events on the wire: one class a payload, JSON in Kafka.

These classes read the events as well, so a bound written here is enforced wherever an event is
read. Times are UTC with microseconds.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

SCHEMA_VERSION: Final = 1
TICK_STREAM: Final = "*"
"""The stream of the ticks, which move event time on in a quiet topic."""

STREAM_ID_PATTERN: Final = r"^[a-z0-9_]{1,25}$"

Name = Annotated[str, Field(min_length=1, max_length=128)]
Text = Annotated[str, Field(max_length=4096)]
Count = Annotated[int, Field(ge=0, le=1_000_000_000)]
Time = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2100, 1, 1, tzinfo=UTC))
]
StreamId = Annotated[str, Field(pattern=STREAM_ID_PATTERN)]


class Payload(BaseModel):
    """What every payload is: frozen, and deaf to fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)


class Event(Payload):
    """The envelope of a typed event.

    `event_id` is Twitch's own message id where there is one, else derived from the frame, so that
    the same frame read twice gives the same id. It is unique within its topic and stream.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    event_id: Name
    stream_id: StreamId
    occurred_at: Time
    received_at: Time


class Badge(Payload):
    """A chat badge, such as `subscriber` version `12`."""

    name: Name
    version: Name


class Emote(Payload):
    """One use of an emote: code points `start` to `end` of the text, both included."""

    code: Name
    provider: Name = "twitch"
    emote_id: Name
    start: Count
    end: Count


class ChatMessage(Event):
    """A message in a channel's chat. `subscriber_months` is null for who does not subscribe."""

    text: Text
    chatter_id: Name
    login: Name
    display_name: Name
    badges: list[Badge] = []
    subscriber_months: Count | None = None
    is_first_message: bool = False
    reply_to: Name | None = None
    emotes: list[Emote] = []
    bits: Count = 0


class ViewerSample(Event):
    """How many people watched at a moment."""

    viewer_count: Count


class TransactionKind(StrEnum):
    """What was bought or given."""

    BITS = "bits"
    SUB = "sub"
    RESUB = "resub"
    GIFT = "gift"
    UPGRADE = "upgrade"
    CHARITY = "charity"


class Transaction(Event):
    """Bits, a subscription, a gift or a donation.

    `quantity` is in the kind's own unit: bits, months subscribed so far, months given, else 1.
    `tier` is Twitch's plan (`1000`, `2000`, `3000`, `Prime`), null where there is none. `amount` is
    in USD and null where Twitch states none: a subscription frame carries no price. `login` is
    null for an anonymous giver.
    """

    kind: TransactionKind
    quantity: Count
    tier: Name | None = None
    amount: Annotated[float, Field(ge=0, le=1_000_000_000)] | None = None
    login: Name | None = None
    display_name: Name | None = None
    recipient_login: Name | None = None


class StreamMeta(Event):
    """What a channel shows of itself, or a raid that reached it.

    A null field says nothing new. `live` is true while online. A raid fills `raid_from` and
    `raid_viewers` and leaves the rest null.
    """

    live: bool | None = None
    title: Text | None = None
    category: Text | None = None
    language: Name | None = None
    started_at: Time | None = None
    raid_from: Name | None = None
    raid_viewers: Count | None = None


class Tick(Payload):
    """Moves event time on in its topic; never listed, never published."""

    schema_version: Literal[1] = SCHEMA_VERSION
    event_id: Name
    stream_id: Literal["*"] = TICK_STREAM
    occurred_at: Time
    received_at: Time


class FrameFormat(StrEnum):
    """The two tongues that Twitch speaks: IRC lines, and JSON objects of its Helix API."""

    IRC = "irc"
    HELIX = "helix"


class RawFrame(Payload):
    """A frame exactly as it was received: the recording.

    `source` names the run it came from and `position` its place there, from 0, in the order of
    sending. `time_shift_seconds` was added to its own time; `received_at` is already shifted.
    `stream_id` is `*` for a frame that belongs to no channel.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    event_id: Name
    stream_id: Annotated[str, Field(pattern=r"^(\*|[a-z0-9_]{1,25})$")]
    source: Name
    position: Annotated[int, Field(ge=0)]
    time_shift_seconds: float
    received_at: datetime
    format: FrameFormat
    raw: str


class DeadLetter(Payload):
    """Something unreadable, with where it came from and why.

    A record of Kafka has `topic`, `partition` and `offset`; a producer's frame has `source` and
    `position`. `raw_base64` holds the bytes as they were.
    """

    schema_version: Literal[1] = SCHEMA_VERSION
    reason: Text
    raw_base64: str
    topic: Name | None = None
    partition: int | None = None
    offset: int | None = None
    source: Name | None = None
    position: int | None = None
    failed_at: datetime


EVENT_BY_TOPIC: Final[dict[str, type[Event]]] = {
    "chat": ChatMessage,
    "viewer": ViewerSample,
    "transactions": Transaction,
    "stream_meta": StreamMeta,
}


def to_json(payload: Payload) -> bytes:
    """The payload as it goes on the wire: UTF-8 JSON, times in ISO 8601 with `Z`."""
    return payload.model_dump_json().encode()
