"""An object of Helix's "Get Streams" -> a viewer sample and what the channel shows of itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson

from contracts.events import Event, RawFrame, StreamMeta, ViewerSample
from contracts.topics import STREAM_META, VIEWER
from producer.fields import UnreadableFrameError, derived_id, shifted


def load_object(raw: str | bytes) -> dict[str, Any]:
    """The JSON object of a Helix frame.

    Raises:
        UnreadableFrameError: It is not JSON, or not an object.
    """
    try:
        stream = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise UnreadableFrameError(f"not JSON: {error}") from None
    if not isinstance(stream, dict):
        raise UnreadableFrameError(
            f"the Helix frame is a {type(stream).__name__}; it should be an object"
        )
    return stream


def parse_helix(frame: RawFrame) -> tuple[tuple[str, Event], ...]:
    """One sample and one meta change, both at the time when Twitch was asked.

    Raises:
        UnreadableFrameError: It is not an object of Helix, or a field has the wrong type.
    """
    stream = load_object(frame.raw)
    shared = {
        "event_id": derived_id(frame),
        "stream_id": _text(stream, "user_login").lower(),
        "occurred_at": frame.received_at,
        "received_at": frame.received_at,
    }
    viewers = ViewerSample.model_validate({**shared, "viewer_count": _viewers(stream)})
    meta = StreamMeta.model_validate(
        {
            **shared,
            "live": _text(stream, "type") == "live",
            "title": _text(stream, "title") or None,
            "category": _text(stream, "game_name") or None,
            "language": _text(stream, "language") or None,
            "started_at": _started_at(stream, frame),
        }
    )
    return (VIEWER, viewers), (STREAM_META, meta)


def _text(stream: Mapping[str, Any], name: str) -> str:
    value = stream.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or "\0" in value:
        raise UnreadableFrameError(f"{name} should be a text without NUL characters")
    return value


def _viewers(stream: Mapping[str, Any]) -> int:
    count = stream.get("viewer_count")
    if not isinstance(count, int) or isinstance(count, bool):
        raise UnreadableFrameError("viewer_count is missing or not a whole number")
    return count


def _started_at(stream: Mapping[str, Any], frame: RawFrame) -> datetime | None:
    text = _text(stream, "started_at")
    return shifted(parse_time(text, "started_at"), frame) if text else None


def parse_time(text: str, name: str) -> datetime:
    """A time in ISO 8601 with its offset from UTC.

    Raises:
        UnreadableFrameError: It is no such time.
    """
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise UnreadableFrameError(
            f"{name} is {text[:40]!r}; it should be a time such as 2024-01-06T16:27:15Z"
        )
    return time
