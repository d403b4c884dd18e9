"""A seeded crowd: events of all four topics, as bursty and as sparse as real ones."""

from datetime import datetime, timedelta
from random import Random
from typing import Final

from contracts.events import ChatMessage, Event, TransactionKind
from tests.events import (
    NOON,
    a_chat_message,
    a_stream_meta,
    a_transaction,
    a_viewer_sample,
    an_emote,
)

TEXTS: Final = ("hello", "this is not bad", "I love it PogChamp", "so boring LUL", "naïve 🎉 café")
EMOTES: Final = (("Kappa", "25"), ("LUL", "425618"), ("PogChamp", "305954156"))


def a_crowd(
    seed: int, *, start: datetime = NOON, seconds: int = 300, per_second: float = 4.0
) -> list[Event]:
    """Events in the order of their time, over three streams."""
    random = Random(seed)  # noqa: S311 - a seeded crowd, not a secret
    times = sorted(random.uniform(0, seconds) for _ in range(int(seconds * per_second)))
    return [_an_event(random, start + timedelta(microseconds=int(t * 1e6))) for t in times]


def _an_event(random: Random, at: datetime) -> Event:
    stream_id = random.choices(("xqc", "shroud", "ninja"), (8, 3, 1))[0]
    what = random.random()
    if what < 0.90:
        return _a_message(random, at, stream_id)
    if what < 0.95:
        return a_viewer_sample(at, random.randrange(50_000), stream_id=stream_id)
    if what < 0.99:
        return _a_purchase(random, at, stream_id)
    return a_stream_meta(at, stream_id=stream_id, title=f"Title {random.randrange(9)}")


def _a_message(random: Random, at: datetime, stream_id: str) -> ChatMessage:
    login = f"chatter{min(int(random.expovariate(0.1)), 60)}"
    picks = random.choices(EMOTES, k=random.choice((0, 0, 0, 1, 2, 3)))
    return a_chat_message(
        at,
        login,
        stream_id=stream_id,
        text=random.choice(TEXTS),
        display_name=login.title(),
        subscriber_months=random.choice((None, 3, 12)),
        is_first_message=random.random() < 0.05,
        emotes=[an_emote(code, emote_id) for code, emote_id in picks],
    )


def _a_purchase(random: Random, at: datetime, stream_id: str) -> Event:
    if random.random() < 0.5:
        bits = random.randrange(1, 5_000)
        return a_transaction(at, stream_id=stream_id, quantity=bits, amount=bits / 100)
    kind = random.choice((TransactionKind.SUB, TransactionKind.GIFT))
    return a_transaction(
        at, stream_id=stream_id, kind=kind, quantity=1, amount=None, tier="1000", login=None
    )
