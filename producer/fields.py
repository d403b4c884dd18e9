"""A frame's tags and times -> the envelope that every typed event shares."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, Final

from contracts.events import RawFrame
from producer.irc import Line

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MAX_DIGITS: Final = 18


class UnreadableFrameError(ValueError):
    """The frame breaks a rule of Twitch's; the message names it and what would be right."""


def envelope(line: Line, frame: RawFrame) -> dict[str, Any]:
    """`event_id`, `stream_id`, `occurred_at` and `received_at` of an event in a channel.

    Raises:
        UnreadableFrameError: The line names no channel, or has no `tmi-sent-ts`.
    """
    sent_at = from_milliseconds(whole(line.tags, "tmi-sent-ts"))
    received_ms = whole(line.tags, "rm-received-ts", default=0)
    received_at = shifted(from_milliseconds(received_ms), frame) if received_ms else None
    return {
        "event_id": line.tags.get("id") or derived_id(frame),
        "stream_id": channel(line),
        "occurred_at": shifted(sent_at, frame),
        "received_at": received_at or frame.received_at,
    }


def channel(line: Line) -> str:
    """The login of the channel that the line was sent to."""
    name = line.params[0] if line.params else ""
    if not name.startswith("#"):
        raise UnreadableFrameError(
            f"{line.command} names no channel; its first parameter should be #channel"
        )
    return name[1:].lower()


def whole(tags: Mapping[str, str], name: str, *, default: int | None = None) -> int:
    """A tag as a whole number; `default` where it is missing or empty.

    Raises:
        UnreadableFrameError: It is not a whole number, or it is missing and there is no default.
    """
    text = tags.get(name, "")
    if not text and default is not None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS):
        raise UnreadableFrameError(f"the tag {name} is {text[:32]!r}; it should be a whole number")
    return int(text)


def from_milliseconds(milliseconds: int) -> datetime:
    """A time as Twitch's tags write it.

    Raises:
        UnreadableFrameError: It is beyond the year 9999.
    """
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        raise UnreadableFrameError(f"{milliseconds} ms since 1970 is in no calendar") from None


def shifted(time: datetime, frame: RawFrame) -> datetime:
    """A time that stands in the frame, moved as the whole run is."""
    return time + timedelta(seconds=frame.time_shift_seconds)


def derived_id(frame: RawFrame) -> str:
    """An id for a frame that has none: the same text seen at the same unshifted time, the same id.

    The time is part of it because Twitch's answers about a quiet stream can equal each other.
    """
    seen_at = frame.received_at - timedelta(seconds=frame.time_shift_seconds)
    text = f"{frame.stream_id} {seen_at.isoformat()} {frame.raw}"
    return blake2b(text.encode(errors="replace"), digest_size=16).hexdigest()
