"""PRIVMSG -> a chat message and, with bits, a transaction."""

from collections.abc import Mapping
from typing import Any, Final

from contracts.events import ChatMessage, Event, RawFrame, Transaction, TransactionKind
from contracts.topics import CHAT, TRANSACTIONS
from producer.fields import UnreadableFrameError, envelope, whole
from producer.irc import Line

ANONYMOUS: Final = frozenset({"ananonymousgifter", "ananonymouscheerer"})
"""The logins behind which Twitch hides who gave."""

_ACTION: Final = "\x01ACTION "
_USD_PER_BIT: Final = 0.01
_CHANNEL_AND_TEXT: Final = 2


def parse_privmsg(line: Line, frame: RawFrame) -> tuple[tuple[str, Event], ...]:
    """One chat message; bits in it make a transaction with the same id.

    Raises:
        UnreadableFrameError: A tag cannot be read, or the line has no text.
    """
    tags, shared = line.tags, envelope(line, frame)
    login = line.nick.lower()
    display_name = tags.get("display-name") or login
    text, bits = _text(line), whole(tags, "bits", default=0)
    message = ChatMessage.model_validate(
        {
            **shared,
            "text": text,
            "chatter_id": tags.get("user-id", ""),
            "login": login,
            "display_name": display_name,
            "badges": parse_badges(tags.get("badges", "")),
            "subscriber_months": subscriber_months(tags),
            "is_first_message": tags.get("first-msg") == "1",
            "reply_to": tags.get("reply-parent-msg-id") or None,
            "emotes": parse_emotes(tags.get("emotes", ""), text),
            "bits": bits,
        }
    )
    if not bits:
        return ((CHAT, message),)
    return (CHAT, message), (TRANSACTIONS, _cheer(shared, bits, login, display_name))


def parse_badges(tag: str) -> list[dict[str, str]]:
    """`subscriber/12,turbo/1` -> names and versions."""
    badges = (badge.partition("/") for badge in tag.split(",") if badge)
    return [{"name": name, "version": version} for name, _, version in badges]


def subscriber_months(tags: Mapping[str, str]) -> int | None:
    """How long the chatter has subscribed; the badge's own version is only a step of it."""
    for badge in parse_badges(tags.get("badge-info", "")):
        if badge["name"] in {"subscriber", "founder"}:
            return whole(badge, "version")
    return None


def parse_emotes(tag: str, text: str) -> list[dict[str, Any]]:
    """`25:0-4,12-16/1902:6-10` -> uses in the order of the text, in code points.

    Raises:
        UnreadableFrameError: A range is not one, or does not fit the text.
    """
    emotes = []
    for entry in tag.split("/") if tag else ():
        emote_id, _, ranges = entry.partition(":")
        for span in ranges.split(","):
            start, end = _span(emote_id, span, len(text))
            code = text[start : end + 1]
            emotes.append({"code": code, "emote_id": emote_id, "start": start, "end": end})
    return sorted(emotes, key=_start) if len(emotes) > 1 else emotes


def _start(emote: Mapping[str, Any]) -> int:
    return int(emote["start"])


def _span(emote_id: str, span: str, length: int) -> tuple[int, int]:
    start, _, end = span.partition("-")
    if not (start.isascii() and start.isdigit() and end.isascii() and end.isdigit()):
        raise UnreadableFrameError(
            f"emote {emote_id[:64]!r} has the range {span[:32]!r}; it should be 0-4"
        )
    first, last = int(start), int(end)
    if not first <= last < length:
        raise UnreadableFrameError(
            f"emote {emote_id[:64]!r} is at {span[:32]}, "
            f"which does not fit a text of {length} characters"
        )
    return first, last


def _text(line: Line) -> str:
    """The message as people see it; positions of emotes count from here, in a /me message too."""
    if len(line.params) != _CHANNEL_AND_TEXT:
        raise UnreadableFrameError(
            f"PRIVMSG has {len(line.params)} parameters; it should have a channel and a text"
        )
    text = line.params[1]
    if text.startswith(_ACTION):
        return text.removeprefix(_ACTION).removesuffix("\x01")
    return text


def _cheer(shared: Mapping[str, Any], bits: int, login: str, display_name: str) -> Transaction:
    is_named = login not in ANONYMOUS
    return Transaction.model_validate(
        {
            **shared,
            "kind": TransactionKind.BITS,
            "quantity": bits,
            "amount": round(bits * _USD_PER_BIT, 2),
            "login": login if is_named else None,
            "display_name": display_name if is_named else None,
        }
    )
