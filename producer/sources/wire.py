"""Writes what Twitch would send: IRC lines with all their tags, and objects of Helix."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

import orjson

from producer.irc import escape
from producer.sources.crowd import Chatter
from producer.sources.profiles import profile_of, room_id
from producer.sources.seeded import hex_id, number
from producer.sources.vocabulary import emotes_tag

_SESSION_SECONDS: Final = 6 * 3600
_SERVER: Final = "tmi.twitch.tv"

PING: Final = f"PING :{_SERVER}"


def privmsg(
    stream_id: str, chatter: Chatter, text: str, at_ms: int, extra: Mapping[str, str]
) -> str:
    """A chat message; `extra` holds its `id` and what not every message has."""
    tags = {
        **_person(chatter),
        "client-nonce": hex_id(stream_id, at_ms, chatter.login),
        "emotes": emotes_tag(stream_id, text.removeprefix("\x01ACTION ").removesuffix("\x01")),
        "first-msg": "0",
        "flags": "",
        "mod": str(int(chatter.is_moderator)),
        "returning-chatter": "0",
        "room-id": room_id(stream_id),
        "subscriber": str(int(chatter.months > 0)),
        "tmi-sent-ts": str(at_ms),
        "turbo": str(int("turbo" in chatter.badges)),
        "user-id": chatter.user_id,
        "user-type": "mod" if chatter.is_moderator else "",
        **extra,
    }
    login = chatter.login
    return f"{_tags(tags)} :{login}!{login}@{login}.{_SERVER} PRIVMSG #{stream_id} :{text}"


def usernotice(
    stream_id: str, chatter: Chatter, notice: str, at_ms: int, extra: Mapping[str, str]
) -> str:
    """A notice such as `resub`; `extra` holds its `id`, its system message and parameters."""
    tags = {
        **_person(chatter),
        "emotes": "",
        "flags": "",
        "login": chatter.login,
        "mod": str(int(chatter.is_moderator)),
        "msg-id": notice,
        "room-id": room_id(stream_id),
        "subscriber": str(int(chatter.months > 0)),
        "tmi-sent-ts": str(at_ms),
        "user-id": chatter.user_id,
        "user-type": "",
        **extra,
    }
    return f"{_tags(tags)} :{_SERVER} USERNOTICE #{stream_id}"


def clearchat(stream_id: str, chatter: Chatter, seconds: int, at_ms: int) -> str:
    """A time-out of so many seconds."""
    tags = {
        "ban-duration": str(seconds),
        "room-id": room_id(stream_id),
        "target-user-id": chatter.user_id,
        "tmi-sent-ts": str(at_ms),
    }
    return f"{_tags(tags)} :{_SERVER} CLEARCHAT #{stream_id} :{chatter.login}"


def helix_stream(stream_id: str, viewers: int, at_ms: int) -> str:
    """What "Get Streams" says of a channel that is online."""
    profile = profile_of(stream_id)
    session = at_ms // 1000 // _SESSION_SECONDS
    started_at = session * _SESSION_SECONDS - number(stream_id, session) % _SESSION_SECONDS
    stream = {
        "id": str(40_000_000_000 + number(stream_id, session, "id") % 10_000_000_000),
        "user_id": room_id(stream_id),
        "user_login": stream_id,
        "user_name": stream_id,
        "game_name": profile.category,
        "type": "live",
        "title": profile.title,
        "viewer_count": viewers,
        "started_at": datetime.fromtimestamp(started_at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "language": "en",
        "tags": ["English"],
        "is_mature": False,
    }
    return orjson.dumps(stream).decode()


def _person(chatter: Chatter) -> dict[str, str]:
    return {
        "badge-info": chatter.badge_info,
        "badges": chatter.badges,
        "color": chatter.color,
        "display-name": chatter.display_name,
    }


def _tags(tags: Mapping[str, str]) -> str:
    return "@" + ";".join(f"{name}={escape(value)}" for name, value in tags.items())
