"""A raw frame of Twitch -> typed events. Pure: the same frame gives the same events and ids.

What is known and not needed is ignored by name, so that it can be counted. What cannot be read is
an error with its reason; this module never raises.
"""

from dataclasses import dataclass
from typing import Final

from pydantic import ValidationError

from contracts.events import Event, FrameFormat, RawFrame
from producer.chat import parse_privmsg
from producer.fields import UnreadableFrameError
from producer.helix import parse_helix
from producer.irc import Line, parse_line
from producer.notices import IGNORED_NOTICES, parse_usernotice

IGNORED_COMMANDS: Final = frozenset(
    {
        *("CAP", "CLEARCHAT", "CLEARMSG", "GLOBALUSERSTATE", "HOSTTARGET", "JOIN", "NOTICE"),
        *("PART", "PING", "PONG", "RECONNECT", "ROOMSTATE", "USERSTATE", "WHISPER"),
        *("001", "002", "003", "004", "353", "366", "372", "375", "376", "421"),
    }
)
"""Commands of Twitch that say nothing we keep."""

SHARED_CHAT: Final = "shared_chat"
"""A message that was sent in another channel of a shared chat: that channel's to count."""

OTHER_NOTICE: Final = "USERNOTICE"
"""A notice that we do not know: Twitch adds kinds without notice."""


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a frame is: events by topic, or ignored by this name, or an error with this reason."""

    events: tuple[tuple[str, Event], ...] = ()
    ignored: str | None = None
    error: str | None = None


def parse(frame: RawFrame) -> Parsed:
    """Read one frame; all bounds of the contract hold for the events."""
    try:
        if "\0" in frame.raw:
            return Parsed(error="the frame holds a NUL character, which cannot be stored")
        if frame.format is FrameFormat.HELIX:
            return Parsed(events=parse_helix(frame))
        return _parse_irc(frame)
    except ValidationError as error:
        return Parsed(error=_reason(error))
    except (ValueError, OverflowError) as error:
        return Parsed(error=str(error))


def _parse_irc(frame: RawFrame) -> Parsed:
    line = parse_line(frame.raw)
    if is_from_another_room(line):
        return Parsed(ignored=SHARED_CHAT)
    if line.command == "PRIVMSG":
        return Parsed(events=parse_privmsg(line, frame))
    if line.command == "USERNOTICE":
        return _parse_notice(line, frame)
    if line.command in IGNORED_COMMANDS:
        return Parsed(ignored=line.command)
    raise UnreadableFrameError(f"the command {line.command[:32]!r} is none of Twitch's")


def _parse_notice(line: Line, frame: RawFrame) -> Parsed:
    if events := parse_usernotice(line, frame):
        return Parsed(events=events)
    notice = line.tags["msg-id"]
    return Parsed(ignored=notice if notice in IGNORED_NOTICES else OTHER_NOTICE)


def is_from_another_room(line: Line) -> bool:
    """Whether a shared chat brought the line here from another channel."""
    source = line.tags.get("source-room-id")
    return bool(source) and source != line.tags.get("room-id")


def _reason(error: ValidationError) -> str:
    """The first bound that the frame breaks: `text: String should have at most 4096 characters`."""
    first = error.errors(include_url=False, include_input=False, include_context=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}"
