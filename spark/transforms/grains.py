"""An event -> what it counts for: its grains, and what it adds to the sums of each.

What a grain's key and detail are:

| grain          | key              | detail                                 |
|----------------|------------------|----------------------------------------|
| stream         | -                | -                                      |
| bucket         | 5-second slot    | -                                      |
| chatter        | login            | -                                      |
| chatter_name   | login            | display name, where not the login      |
| emote          | code             | provider                               |
| emote_image    | code             | provider/id                            |
| chatter_emote  | login            | code                                   |
| viewer         | event id         | -                                      |
| transaction    | event id         | JSON of the transaction                |
| meta           | event id         | JSON of the change                     |

Group keys carry all text: an aggregate of text would leave Spark's hash aggregation.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Final, NamedTuple

from contracts.events import ChatMessage, Event, StreamMeta, Tick, Transaction, ViewerSample
from insight.sentiment import score_sentiment

BUCKET_SECONDS: Final = 5

SENTIMENT_SCALE: Final = 1_000_000
"""`score_sentiment` times this, rounded: a whole number, so that sums are exact in any order."""

MONEY_SCALE: Final = 10_000
"""Amounts are summed in hundredths of a cent, for the same reason."""

_TRANSACTION: Final = {
    *("kind", "quantity", "tier", "amount", "login", "display_name", "recipient_login")
}
_META: Final = {"live", "title", "category", "language", "started_at"}


class Grain(NamedTuple):
    """One thing that an event counts for, and the emote uses that it counts there."""

    name: str
    key: str | None = None
    detail: str | None = None
    emote_uses: int = 0


class Sums(NamedTuple):
    """What an event adds to each of its grains; None where its kind knows nothing of it."""

    is_message: int = 0
    is_first_message: int = 0
    sentiment: int | None = None
    subscriber_months: int | None = None
    viewer_count: int | None = None
    is_transaction: int = 0
    amount: int | None = None


def sums_of(event: Event | Tick) -> Sums:
    """What the event adds; a tick is only counted."""
    match event:
        case ChatMessage():
            return Sums(
                is_message=1,
                is_first_message=int(event.is_first_message),
                sentiment=round(score_sentiment(event.text) * SENTIMENT_SCALE),
                subscriber_months=event.subscriber_months,
            )
        case ViewerSample():
            return Sums(viewer_count=event.viewer_count)
        case Transaction():
            amount = event.amount
            scaled = None if amount is None else round(amount * MONEY_SCALE)
            return Sums(is_transaction=1, amount=scaled)
        case _:
            return Sums()


def grains_of(event: Event | Tick) -> Iterator[Grain]:
    """The grains that the event counts for, each once."""
    match event:
        case ChatMessage():
            yield from _chat_grains(event)
            return
        case ViewerSample():
            yield Grain("viewer", event.event_id)
        case Transaction():
            yield Grain("transaction", event.event_id, event.model_dump_json(include=_TRANSACTION))
        case StreamMeta():
            yield Grain("meta", event.event_id, event.model_dump_json(include=_META))
    yield Grain("stream")


def _chat_grains(message: ChatMessage) -> Iterator[Grain]:
    login, uses = message.login, len(message.emotes)
    slot = int(message.occurred_at.timestamp()) // BUCKET_SECONDS * BUCKET_SECONDS
    yield Grain("stream", emote_uses=uses)
    yield Grain("bucket", str(slot), emote_uses=uses)
    yield Grain("chatter", login, emote_uses=uses)
    if message.display_name != login:
        yield Grain("chatter_name", login, message.display_name)
    if not uses:
        return
    ids = {(emote.code, emote.provider): emote.emote_id for emote in reversed(message.emotes)}
    counts = Counter((emote.code, emote.provider) for emote in message.emotes)
    for (code, provider), count in counts.items():
        yield Grain("emote", code, provider, count)
        yield Grain("emote_image", code, f"{provider}/{ids[code, provider]}")
        yield Grain("chatter_emote", login, code, count)
