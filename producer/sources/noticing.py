"""Subscriptions, gifts, raids and time-outs of one second, as the lines that Twitch would send."""

from collections.abc import Iterator
from random import Random
from typing import Final

from contracts.events import FrameFormat
from producer.sources.chatting import TimedLine
from producer.sources.crowd import Chatter, draw_chatter
from producer.sources.happenings import Happening, Kind, Plan
from producer.sources.profiles import profile_of
from producer.sources.seeded import hex_id, stream, unit, uuid_id
from producer.sources.wire import clearchat, usernotice

_NOTICES_A_MESSAGE: Final = 0.006
_TIME_OUTS_A_MESSAGE: Final = 0.001
_TIME_OUT_SECONDS: Final = (1, 10, 60, 600, 600)
_NOTICES: Final = ("sub", "sub", "sub", "resub", "resub", "resub", "subgift", "primepaidupgrade")
_PLANS: Final = ("1000", "1000", "1000", "1000", "Prime", "Prime", "2000", "3000")
_BOMB_SECONDS: Final = 10
_ANONYMOUS_SHARE: Final = 0.2
_ANONYMOUS: Final = Chatter(
    login="ananonymousgifter",
    display_name="AnAnonymousGifter",
    user_id="274598607",
    color="",
    months=0,
    badges="",
    is_moderator=False,
)


def notice_lines(plan: Plan, stream_id: str, second: int) -> Iterator[TimedLine]:
    """What is not chat: of its own accord and because of what is planted."""
    chance = stream(plan.seed, stream_id, second, "notices")
    size = profile_of(stream_id).messages_per_second
    if chance.random() < size * _NOTICES_A_MESSAGE:
        yield _purchase(stream_id, second, chance)
    if chance.random() < size * _TIME_OUTS_A_MESSAGE:
        at_ms = second * 1000 + chance.randrange(1000)
        who, length = draw_chatter(stream_id, chance), chance.choice(_TIME_OUT_SECONDS)
        yield _line(stream_id, at_ms, clearchat(stream_id, who, length, at_ms))
    for happening in plan.on(stream_id, second):
        if happening.kind is Kind.RAID and second == happening.started_at:
            yield _raid(happening)
        elif happening.kind is Kind.GIFT_BOMB:
            yield from _gifts(happening, second)


def _purchase(stream_id: str, second: int, chance: Random) -> TimedLine:
    notice, at_ms = chance.choice(_NOTICES), second * 1000 + chance.randrange(1000)
    chatter = draw_chatter(stream_id, chance)
    if notice == "subgift":
        receiver = draw_chatter(stream_id, chance)
        return _gift(stream_id, chatter, receiver, at_ms, uuid_id(stream_id, at_ms, "gift"))
    months = 1 if notice != "resub" else max(2, chatter.months + 1)
    tier = chance.choice(_PLANS)
    extra = {
        "id": uuid_id(stream_id, at_ms, notice, chatter.login),
        "msg-param-cumulative-months": str(months),
        "msg-param-should-share-streak": "0",
        "msg-param-sub-plan": tier,
        "msg-param-sub-plan-name": f"Friends of {stream_id}",
        "system-msg": f"{chatter.display_name} subscribed with {tier}; {months} months so far!",
    }
    return _line(stream_id, at_ms, usernotice(stream_id, chatter, notice, at_ms, extra))


def _gifts(bomb: Happening, second: int) -> Iterator[TimedLine]:
    """First the announcement, then the single gifts, spread over the seconds that follow."""
    stream_id, count = bomb.stream_id, int(bomb.strength)
    place = (stream_id, bomb.started_at)
    giver = draw_chatter(stream_id, stream(*place, "giver"))
    if unit(*place, "anonymous") < _ANONYMOUS_SHARE:
        giver = _ANONYMOUS
    if second == bomb.started_at:
        yield _announcement(bomb, giver, count)
    for index in range(count):
        at_ms = (bomb.started_at + 1) * 1000 + index * _BOMB_SECONDS * 1000 // count
        if at_ms // 1000 == second:
            receiver = draw_chatter(stream_id, stream(*place, index))
            yield _gift(stream_id, giver, receiver, at_ms, uuid_id(*place, index))


def _announcement(bomb: Happening, giver: Chatter, count: int) -> TimedLine:
    stream_id, at_ms = bomb.stream_id, bomb.started_at * 1000
    extra = {
        "id": uuid_id(stream_id, at_ms, "bomb"),
        "msg-param-mass-gift-count": str(count),
        "msg-param-origin-id": hex_id(stream_id, at_ms, "origin"),
        "msg-param-sub-plan": "1000",
        "system-msg": f"{giver.display_name} is gifting {count} Tier 1 Subs to the community!",
    }
    return _line(stream_id, at_ms, usernotice(stream_id, giver, "submysterygift", at_ms, extra))


def _gift(
    stream_id: str, giver: Chatter, receiver: Chatter, at_ms: int, message_id: str
) -> TimedLine:
    extra = {
        "id": message_id,
        "msg-param-gift-months": "1",
        "msg-param-months": str(receiver.months + 1),
        "msg-param-recipient-display-name": receiver.display_name,
        "msg-param-recipient-id": receiver.user_id,
        "msg-param-recipient-user-name": receiver.login,
        "msg-param-sub-plan": "1000",
        "msg-param-sub-plan-name": f"Friends of {stream_id}",
        "system-msg": f"{giver.display_name} gifted a Tier 1 sub to {receiver.display_name}!",
    }
    return _line(stream_id, at_ms, usernotice(stream_id, giver, "subgift", at_ms, extra))


def _raid(raid: Happening) -> TimedLine:
    stream_id, at_ms = raid.stream_id, raid.started_at * 1000
    leader = draw_chatter(stream_id, stream(stream_id, at_ms, "raider"))
    extra = {
        "id": uuid_id(stream_id, at_ms, "raid"),
        "msg-param-displayName": leader.display_name,
        "msg-param-login": leader.login,
        "msg-param-viewerCount": str(raid.raid_viewers),
        "system-msg": f"{raid.raid_viewers} raiders from {leader.display_name} have joined!",
    }
    return _line(stream_id, at_ms, usernotice(stream_id, leader, "raid", at_ms, extra))


def _line(stream_id: str, at_ms: int, raw: str) -> TimedLine:
    return TimedLine(at_ms, stream_id, FrameFormat.IRC, raw)
