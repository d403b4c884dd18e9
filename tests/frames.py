"""Synthetic lines as Twitch sends them: what the tests replay and parse."""

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypedDict, Unpack
from uuid import NAMESPACE_OID, uuid5

from contracts.events import FrameFormat, RawFrame

NOON = datetime(2024, 1, 6, 12, 0, tzinfo=UTC)
SERVER = "tmi.twitch.tv"
ROOM = "4001"

_ESCAPES = {";": "\\:", " ": "\\s", "\\": "\\\\", "\r": "\\r", "\n": "\\n"}


def milliseconds(time: datetime) -> str:
    """A time as Twitch's tags say it."""
    return str((time - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1))


def an_irc_line(tags: Mapping[str, str], rest: str) -> str:
    """A line with these tags, escaped, in this order."""
    written = (f"{name}={''.join(_ESCAPES.get(c, c) for c in tags[name])}" for name in tags)
    return f"@{';'.join(written)} {rest}"


class Place(TypedDict, total=False):
    """Where and when a line was sent, and by whom: `#alpha`, at noon, by ann."""

    channel: str
    login: str
    sent_at: datetime


def a_privmsg(
    text: str = "hello",
    tags: Mapping[str, str] | None = None,
    *,
    colon: bool = True,
    **place: Unpack[Place],
) -> str:
    """A chat message; its id follows from who said what, where and when."""
    channel, login, sent_at = _place(place)
    all_tags = {
        "badge-info": "",
        "badges": "",
        "color": "#1E90FF",
        "emotes": "",
        "first-msg": "0",
        "flags": "",
        "mod": "0",
        "subscriber": "0",
        **_shared_tags(login, sent_at, f"{channel} {text}"),
        **(tags or {}),
    }
    prefix = f":{login}!{login}@{login}.{SERVER}"
    return an_irc_line(all_tags, f"{prefix} PRIVMSG #{channel} {':' if colon else ''}{text}")


def a_usernotice(
    msg_id: str,
    tags: Mapping[str, str] | None = None,
    *,
    text: str | None = None,
    **place: Unpack[Place],
) -> str:
    """A notice; its parameters are tags such as `msg-param-sub-plan`."""
    channel, login, sent_at = _place(place)
    all_tags = {
        "badges": "",
        "login": login,
        "msg-id": msg_id,
        "system-msg": f"{login} did something; wow",
        **_shared_tags(login, sent_at, f"{channel} {msg_id} {tags}"),
        **(tags or {}),
    }
    trailing = f" :{text}" if text is not None else ""
    return an_irc_line(all_tags, f":{SERVER} USERNOTICE #{channel}{trailing}")


def a_sub(*, months: int = 1, tier: str = "1000", **place: Unpack[Place]) -> str:
    """A first subscription, or one taken up again with more than one month."""
    tags = {"msg-param-cumulative-months": str(months), "msg-param-sub-plan": tier}
    return a_usernotice("sub" if months == 1 else "resub", tags, **place)


def a_gift(
    *, recipient: str = "bob", months: int = 1, tier: str = "1000", **place: Unpack[Place]
) -> str:
    """A subscription given to one person."""
    tags = {
        "msg-param-gift-months": str(months),
        "msg-param-recipient-user-name": recipient,
        "msg-param-sub-plan": tier,
    }
    return a_usernotice("subgift", tags, **place)


def a_gift_bomb(recipients: Sequence[str], **place: Unpack[Place]) -> list[str]:
    """The announcement and the single gifts that follow it."""
    count = {"msg-param-mass-gift-count": str(len(recipients))}
    announcement = a_usernotice("submysterygift", count, **place)
    return [announcement, *(a_gift(recipient=name, **place) for name in recipients)]


def a_raid(*, viewers: int = 250, **place: Unpack[Place]) -> str:
    """A raid that reaches the channel, led by `login`."""
    leader = place.get("login", "ann")
    tags = {
        "msg-param-login": leader,
        "msg-param-displayName": leader.capitalize(),
        "msg-param-viewerCount": str(viewers),
    }
    return a_usernotice("raid", tags, **place)


def a_clearchat(**place: Unpack[Place]) -> str:
    """A time-out of ten minutes for `login`."""
    channel, login, sent_at = _place(place)
    tags = {"ban-duration": "600", "room-id": ROOM, "tmi-sent-ts": milliseconds(sent_at)}
    return an_irc_line(tags, f":{SERVER} CLEARCHAT #{channel} :{login}")


def a_helix_object(
    *,
    channel: str = "alpha",
    viewers: int = 1200,
    observed_at: datetime | None = NOON,
    **fields: object,
) -> str:
    """What "Get Streams" says of a channel, and in a file when it was asked."""
    stream: dict[str, object] = {
        "id": "500",
        "user_id": ROOM,
        "user_login": channel,
        "user_name": channel.capitalize(),
        "game_name": "Chess",
        "type": "live",
        "title": "a quiet evening",
        "viewer_count": viewers,
        "started_at": "2024-01-06T09:30:00Z",
        "language": "en",
        **fields,
    }
    if observed_at:
        stream["observed_at"] = observed_at.isoformat()
    return json.dumps(stream, ensure_ascii=False)


def a_raw_frame(raw: str, **fields: object) -> RawFrame:
    """The frame that a source makes of a line."""
    is_helix = raw.startswith("{")
    return RawFrame.model_validate(
        {
            "event_id": "test:0",
            "stream_id": "alpha",
            "source": "test",
            "position": 0,
            "time_shift_seconds": 0.0,
            "received_at": NOON,
            "format": FrameFormat.HELIX if is_helix else FrameFormat.IRC,
            "raw": raw,
            **fields,
        }
    )


def write_recording(path: Path, lines: Iterable[str | bytes]) -> Path:
    """A file of such lines; gzipped if its name ends in .gz."""
    encoded = (line.encode() if isinstance(line, str) else line for line in lines)
    content = b"".join(line + b"\r\n" for line in encoded)
    path.write_bytes(gzip.compress(content) if path.suffix == ".gz" else content)
    return path


def _place(place: Place) -> tuple[str, str, datetime]:
    return place.get("channel", "alpha"), place.get("login", "ann"), place.get("sent_at", NOON)


def _shared_tags(login: str, sent_at: datetime, what: str) -> dict[str, str]:
    return {
        "display-name": login.capitalize(),
        "id": str(uuid5(NAMESPACE_OID, f"{login} {sent_at.isoformat()} {what}")),
        "room-id": ROOM,
        "tmi-sent-ts": milliseconds(sent_at),
        "user-id": f"7{sum(login.encode())}",
    }
