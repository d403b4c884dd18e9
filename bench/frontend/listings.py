"""Who and what fills the recorded stream, and what stood out in it."""

from collections.abc import Callable
from typing import Any, Final

STREAM: Final = "xqc"
Json = dict[str, Any]
Clock = Callable[[int], str]
"""The start of a minute, counted from the recording's first."""


def moment(clock: Clock, minute: int) -> Json:
    """A moment of two minutes that ends with this one."""
    return {
        "__typename": "Moment",
        "id": f"moment-{minute}",
        "streamId": STREAM,
        "timestamp": clock(minute - 1),
        "type": "CHAT_SPIKE",
        "severity": ("LOW", "MEDIUM", "HIGH", "CRITICAL")[minute // 10 % 4],
        "status": "CLOSED",
        "score": 4.2,
        "baseline": 420.0,
        "observed": 900.0,
        "startedAt": clock(minute - 1),
        "peakedAt": clock(minute - 1),
        "endedAt": clock(minute),
        "description": f"Chat at 900 messages a minute, twice the usual (no. {minute})",
        "contributors": {"emotes": [{"emote": "KEKW"}], "terms": [{"term": "clip"}]},
    }


def moment_why(clock: Clock, minute: int) -> Json:
    """All that is told of a moment."""
    contributors = {
        "emotes": [{"emote": "KEKW", "usageCount": 90}],
        "chatters": [{"login": "chatter_1", "messageCount": 9}],
        "terms": [{"term": "clip", "chatterCount": 40}],
    }
    more: Json = {"cause": None, "contributors": contributors, "sampleMessages": []}
    return {"moment": moment(clock, minute) | more}


def moments(clock: Clock, minutes: range) -> Json:
    """Those that end with these minutes."""
    edges = [{"__typename": "MomentEdge", "node": moment(clock, minute)} for minute in minutes]
    return {"moments": {"__typename": "MomentConnection", "edges": edges}}


def moment_update(clock: Clock, minute: int, number: int) -> Json:
    """Word of one that has just ended."""
    update = _event("MomentUpdate", number) | {"moment": moment(clock, minute)}
    return {"moments": update}


def chatters(number: int) -> Json:
    """The ten busiest of the hour."""
    rows = [
        {
            "__typename": "Chatter",
            "login": f"chatter_{rank}",
            "displayName": f"Chatter_{rank}",
            "messageCount": 100 + number // 50 - 7 * rank,
            "share": 0.04 - rank / 1000,
            "subscriberMonths": rank or None,
            "isFirstTime": False,
            "rank": rank + 1,
        }
        for rank in range(10)
    ]
    return {"topChatters": _event("TopChattersEvent", number) | {"chatters": rows}}


def emotes(number: int) -> Json:
    """The ten most used of the hour."""
    rows = [
        {
            "__typename": "EmoteUsage",
            "emote": f"emote{rank}",
            "provider": "TWITCH",
            "usageCount": 900 + number // 20 - 70 * rank,
            "chatterCount": 300 - 20 * rank,
            "rank": rank + 1,
        }
        for rank in range(10)
    ]
    return {"topEmotes": _event("TopEmotesEvent", number) | {"emotes": rows}}


def transactions(clock: Clock, minute: int, number: int) -> Json:
    """The newest twelve."""
    newest = 12 + number // 100
    rows = [
        {
            "__typename": "Transaction",
            "id": f"transaction-{at}",
            "timestamp": clock(minute),
            "kind": "BITS",
            "login": f"giver_{at}",
            "displayName": f"Giver_{at}",
            "recipient": None,
            "quantity": 100,
            "tier": None,
            "amount": 1.0,
        }
        for at in range(newest, newest - 12, -1)
    ]
    return {"transactions": _event("TransactionsEvent", number) | {"transactions": rows}}


def _event(name: str, number: int) -> Json:
    return {"__typename": name, "cursor": f"bench.{number}", "kind": "UPDATE"}
