"""Newly final minutes -> moments, explained from what is stored and what was said."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from psycopg import Cursor

from contracts import derived
from contracts.topics import CHAT
from insight.detector import Detection, Minute, StreamDetector
from insight.explain import Said, count_terms, pick_samples
from spark.write.moments import (
    load_detector_states,
    offsets_of_minutes,
    save_detector_states,
    save_moment,
    top_of_minute,
)

MinuteKey = tuple[str, datetime]
"""A stream id and the start of one of its minutes."""

MessageLookup = Callable[
    [Collection[MinuteKey], Mapping[int, tuple[int, int]]], Mapping[MinuteKey, Sequence[Said]]
]
"""(minutes, offsets `[first, end)` of `chat` by partition) -> what was said in each."""

MINUTE: Final = timedelta(minutes=1)


def detect_moments(
    cursor: Cursor, minutes: Sequence[derived.StreamMinute], look_up_messages: MessageLookup
) -> list[derived.Moment]:
    """Feed the minutes, oldest first, to their streams' detectors; the moments that were stored.

    The detectors' state is stored in the same transaction, so a minute is judged exactly once.
    """
    states = load_detector_states(cursor, {minute.stream_id for minute in minutes})
    detectors = {m.stream_id: StreamDetector(states.get(m.stream_id)) for m in minutes}
    found = [
        (minute.stream_id, detection)
        for minute in minutes
        for detection in detectors[minute.stream_id].observe(_judged(minute))
    ]
    save_detector_states(cursor, {name: detector.state for name, detector in detectors.items()})
    moments: list[derived.Moment] = []
    if found:
        wanted = {(stream_id, detection.started_at) for stream_id, detection in found}
        offsets = offsets_of_minutes(cursor, CHAT, [minute for _, minute in wanted])
        said = look_up_messages(wanted, offsets)
        for stream_id, detection in found:
            messages = said[stream_id, detection.started_at]
            moment = _moment(cursor, stream_id, detection, messages)
            save_moment(cursor, moment)
            moments.append(moment)
    return moments


def _judged(minute: derived.StreamMinute) -> Minute:
    return Minute(
        minute.timestamp,
        int(minute.metrics["message_count"] or 0),
        minute.metrics["viewer_count"],
    )


def _moment(
    cursor: Cursor, stream_id: str, detection: Detection, said: Sequence[Said]
) -> derived.Moment:
    emotes, chatters = top_of_minute(cursor, stream_id, detection.started_at)
    terms = [{"term": term, "chatter_count": count} for term, count in count_terms(said)]
    return derived.Moment(
        moment_id=f"{stream_id}-{detection.type.value}-{detection.started_at:%Y%m%dT%H%MZ}",
        stream_id=stream_id,
        timestamp=detection.started_at,
        moment_type=detection.type.value,
        description=detection.description,
        severity=detection.severity.value,
        status="closed",
        started_at=detection.started_at,
        peaked_at=detection.started_at,
        ended_at=detection.started_at + MINUTE,
        metadata={
            "score": round(detection.score, 4),
            "baseline": round(detection.baseline, 4),
            "observed": round(detection.observed, 4),
            "contributors": {"emotes": emotes, "chatters": chatters, "terms": terms},
            "sample_messages": [_sample(message) for message in pick_samples(said)],
            "cause": None,
        },
        revision=1,
    )


def _sample(message: Said) -> dict[str, str]:
    return {
        "login": message.login,
        "display_name": message.display_name,
        "text": message.text,
        "occurred_at": message.occurred_at.isoformat(),
    }
