"""How busy a simulated channel is: messages and viewers in each second of its life."""

from math import exp, floor, pi, sin
from typing import Final

from producer.sources.happenings import Happening, Kind, Plan
from producer.sources.profiles import profile_of
from producer.sources.seeded import between, number, unit

_GREETING_TIMES: Final = 3.0
_DROP_TIMES: Final = 0.8
_WAVE: Final = 0.3
_FLUTTER: Final = 0.25
_SWAY: Final = 0.03
_SWAY_SECONDS: Final = 5_400
_DRIFT: Final = ((0.03, 5_400), (0.01, 2_220))
_SAMPLE_NOISE: Final = 0.012
_FADE_SECONDS: Final = 600
_RISE_SECONDS: Final = 20
_FALL_SECONDS: Final = 30
_RETURN_SECONDS: Final = 60


def message_rate(plan: Plan, stream_id: str, second: int) -> float:
    """Messages that this second is good for.

    What is not planted moves a minute's sum by less than chance alone would: short waves have whole
    periods in each minute, and a long sway is slow.
    """
    rate = profile_of(stream_id).messages_per_second * _wave(plan.seed, stream_id, second)
    rate *= 1 + _SWAY * sin(_angle(plan.seed, stream_id, second, _SWAY_SECONDS))
    rate *= between(1 - _FLUTTER, 1 + _FLUTTER, plan.seed, stream_id, second, "flutter")
    for happening in plan.on(stream_id, second):
        rate *= _times_usual(happening)
    return rate


def message_count(plan: Plan, stream_id: str, second: int, scale: float = 1.0) -> int:
    """Messages in this second; `scale` is for runs of another size."""
    rate = scale * message_rate(plan, stream_id, second)
    return floor(rate + unit(plan.seed, stream_id, second, "count"))


def viewer_count(plan: Plan, stream_id: str, time: float) -> int:
    """Viewers that Twitch would report at a time (seconds since 1970)."""
    second = int(time)
    share = 1.0
    for size, period in _DRIFT:
        share += size * sin(_angle(plan.seed, stream_id, second, period))
    for happening in plan.around(stream_id, second):
        share += _viewers_felt(happening, second)
    noise = between(1 - _SAMPLE_NOISE, 1 + _SAMPLE_NOISE, plan.seed, stream_id, time, "viewers")
    return max(0, round(profile_of(stream_id).viewers * share * noise))


def _times_usual(happening: Happening) -> float:
    match happening.kind:
        case Kind.CHAT_BURST | Kind.LULL:
            return happening.strength
        case Kind.RAID:
            return _GREETING_TIMES
        case Kind.VIEWER_DROP:
            return _DROP_TIMES
        case _:
            return 1.0


def _wave(seed: int, stream_id: str, second: int) -> float:
    minute, place = divmod(second, 60)
    place_of_wave = (seed, stream_id, minute, "wave")
    periods = 2 + number(*place_of_wave) % 5
    return 1 + _WAVE * sin(2 * pi * (periods * place / 60 + unit(*place_of_wave)))


def _angle(seed: int, stream_id: str, second: int, period: int) -> float:
    return 2 * pi * (second / period + unit(seed, stream_id, period))


def _viewers_felt(happening: Happening, second: int) -> float:
    """The share of viewers that came, or went (below 0), because of this."""
    since = second - happening.started_at
    if since < 0:
        return 0.0
    if happening.kind is Kind.RAID:
        return happening.strength * min(1.0, since / _RISE_SECONDS) * exp(-since / _FADE_SECONDS)
    if happening.kind is Kind.VIEWER_DROP:
        back = max(0.0, 1 - max(0, second - happening.ended_at) / _RETURN_SECONDS)
        return -happening.strength * min(1.0, since / _FALL_SECONDS) * back
    return 0.0
