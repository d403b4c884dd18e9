"""The API's answer on its pipeline -> what `telemetra status` says of it, in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Part = Mapping[str, Any]


def told(pipeline: Part) -> list[str]:
    """The lines, each with its subject before it; the pipeline as GraphQL gives it."""
    relays, batches = pipeline["relays"], pipeline["unpublishedBatches"]
    return [
        f"updates   {_freshness(pipeline)}",
        f"unread    {_lags(pipeline['topics'])}; watermark {pipeline['watermark'] or 'none yet'}",
        f"unpushed  {_lags(pipeline['feeds'])}; {batches} batches unpublished",
        *(["relay     unknown: valkey does not answer"] if relays is None else _relays(relays)),
        *_clients(pipeline["live"]),
        f"dead      {_count(pipeline['deadLetters'])} dead letters",
    ]


def _freshness(pipeline: Part) -> str:
    published = _reached(pipeline["published"], "published", "the event")
    return f"{published}; {_reached(pipeline['relayed'], 'relayed', 'it')}"


def _reached(freshness: Part | None, verb: str, event: str) -> str:
    if freshness is None:
        return f"none {verb} of late"
    took, age = freshness["seconds"], freshness["ageSeconds"]
    return f"{verb} {_seconds(took)} after {event}, {_seconds(age)} ago"


def _lags(topics: Iterable[Part]) -> str:
    return ", ".join(f"{one['topic']} {_count(one['lag'])}" for one in topics)


def _relays(relays: Sequence[Part]) -> Iterable[str]:
    if not relays:
        yield "relay     none speaks: nothing is pushed"
    for one in relays:
        state = "caught up" if one["isCaughtUp"] else "catching up"
        yield (
            f"relay     {one['name']} {state}, spoke {_seconds(one['ageSeconds'])} ago; "
            f"{one['rewinds']} rewinds, {one['restartedLogs']} logs begun anew, "
            f"{one['unreadable']} unreadable"
        )


def _clients(live: Part) -> Iterable[str]:
    yield f"clients   {live['sockets']} sockets, {live['subscriptions']} subscriptions"
    yield (
        f"          since the API's start: {live['replays']} replays, {live['gaps']} gaps, "
        f"{live['dropped']} updates dropped, {live['evicted']} sockets cut"
    )


def _count(number: int | None) -> str:
    return "unknown" if number is None else str(number)


def _seconds(seconds: float) -> str:
    return f"{seconds:.1f} s"
