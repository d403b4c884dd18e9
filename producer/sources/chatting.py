"""The chat messages of one second of a simulated channel, as the lines that Twitch would send."""

from collections.abc import Iterator
from random import Random
from typing import Final, NamedTuple

from contracts.events import FrameFormat
from producer.sources.crowd import Chatter, draw_chatter, newcomer
from producer.sources.happenings import Happening, Kind, Plan
from producer.sources.rhythm import message_count
from producer.sources.seeded import stream, uuid_id
from producer.sources.vocabulary import say, shout
from producer.sources.wire import privmsg

_NEWCOMER_SHARE: Final = 0.012
_REPLY_SHARE: Final = 0.04
_CHEER_SHARE: Final = 0.004
_ACTION_SHARE: Final = 0.008
_CHEERS: Final = (1, 5, 10, 50, 100, 100, 100, 250, 500, 1000)
_LONGEST_THOUGHT_SECONDS: Final = 15
_ORDINARY: Final = ("good", "good", "good", "plain", "plain", "plain", "bad", "bad")
_MOOD_OF: Final = {
    Kind.CHAT_BURST: ("burst", 0.7),
    Kind.RAID: ("greeting", 0.6),
    Kind.GIFT_BOMB: ("thanks", 0.4),
    Kind.VIEWER_DROP: ("bad", 0.5),
}


class TimedLine(NamedTuple):
    """A line and its time in milliseconds since 1970."""

    at_ms: int
    stream_id: str
    format: FrameFormat
    raw: str


class Message(NamedTuple):
    """Who says what; not yet whether it is an answer, or comes with bits."""

    at_ms: int
    message_id: str
    chatter: Chatter
    is_first: bool
    text: str


class Scene(NamedTuple):
    """A second of a channel, and what goes on in it."""

    plan: Plan
    stream_id: str
    second: int
    on: list[Happening]

    @classmethod
    def at(cls, plan: Plan, stream_id: str, second: int) -> "Scene":
        """The scene in this second."""
        return cls(plan, stream_id, second, plan.on(stream_id, second))

    def chance(self, index: int) -> Random:
        """The generator of one message, which needs no other message."""
        return stream(self.plan.seed, self.stream_id, self.second, index)


def chat_lines(plan: Plan, stream_id: str, second: int, count: int) -> Iterator[TimedLine]:
    """`count` messages somewhere in this second."""
    scene = Scene.at(plan, stream_id, second)
    for index in range(count):
        chance = scene.chance(index)
        message = _message(scene, index, chance)
        text, extra = message.text, {"id": message.message_id}
        if message.is_first:
            extra["first-msg"] = "1"
        if chance.random() < _REPLY_SHARE:
            text = _answer(scene, text, extra, chance)
        elif chance.random() < _CHEER_SHARE:
            extra["bits"] = str(chance.choice(_CHEERS))
            text = f"Cheer{extra['bits']} {text}"
        elif chance.random() < _ACTION_SHARE:
            text = f"\x01ACTION {text}\x01"
        raw = privmsg(stream_id, message.chatter, text, message.at_ms, extra)
        yield TimedLine(message.at_ms, stream_id, FrameFormat.IRC, raw)


def _message(scene: Scene, index: int, chance: Random) -> Message:
    plan, stream_id, second, _ = scene
    is_first = chance.random() < _NEWCOMER_SHARE
    chatter = draw_chatter(stream_id, chance)
    return Message(
        at_ms=second * 1000 + chance.randrange(1000),
        message_id=uuid_id(plan.seed, stream_id, second, index),
        chatter=newcomer(stream_id, second, index) if is_first else chatter,
        is_first=is_first,
        text=_text(scene, chance),
    )


def _text(scene: Scene, chance: Random) -> str:
    for happening in scene.on:
        if happening.kind is Kind.EMOTE_STORM and chance.random() < happening.strength:
            return shout(happening.emote, chance)
        mood, share = _MOOD_OF.get(happening.kind, ("plain", 0.0))
        if chance.random() < share:
            return say(scene.stream_id, mood, chance)
    return say(scene.stream_id, chance.choice(_ORDINARY), chance)


def _answer(scene: Scene, text: str, extra: dict[str, str], chance: Random) -> str:
    """Make it a reply to what somebody said some seconds ago, if somebody did."""
    earlier = scene.second - chance.randint(2, _LONGEST_THOUGHT_SECONDS)
    if not message_count(scene.plan, scene.stream_id, earlier):
        return text
    then = Scene.at(scene.plan, scene.stream_id, earlier)
    parent = _message(then, 0, then.chance(0))
    extra |= {
        "reply-parent-msg-id": parent.message_id,
        "reply-parent-msg-body": parent.text,
        "reply-parent-user-id": parent.chatter.user_id,
        "reply-parent-user-login": parent.chatter.login,
        "reply-parent-display-name": parent.chatter.display_name,
    }
    return f"@{parent.chatter.display_name} {text}"
