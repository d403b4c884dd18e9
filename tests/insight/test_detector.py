"""Which final minutes are moments."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insight.detector import (
    COOL_DOWN,
    MAX_BASELINE_MINUTES,
    Detection,
    Minute,
    MomentType,
    Severity,
    StreamDetector,
)

NOON = datetime(2024, 1, 6, 12, tzinfo=UTC)


def a_minute(index: int, messages: int = 20, viewers: float | None = 1000.0) -> Minute:
    return Minute(NOON + timedelta(minutes=index), messages, viewers)


def observe(detector: StreamDetector, *minutes: Minute) -> list[Detection]:
    return [detection for minute in minutes for detection in detector.observe(minute)]


def a_baseline(minutes: int = 10, messages: int = 20) -> list[Minute]:
    return [a_minute(i, messages + i % 2) for i in range(minutes)]


def test_a_burst_after_ten_minutes_is_a_chat_spike() -> None:
    (spike,) = observe(StreamDetector(), *a_baseline(), a_minute(10, messages=80))
    assert (spike.type, spike.observed, spike.baseline) == (MomentType.CHAT_SPIKE, 80, 20.5)
    assert spike.score == pytest.approx((80 - 20.5) / 20.5**0.5)
    assert spike.description == "Chat rose to 80 messages in a minute, 3.9 times the usual 20."


def test_a_burst_after_nine_minutes_is_none() -> None:
    assert observe(StreamDetector(), *a_baseline(9), a_minute(9, messages=80)) == []


def test_a_fall_of_the_audience_is_a_viewer_drop_and_a_rise_is_not() -> None:
    (drop,) = observe(StreamDetector(), *a_baseline(), a_minute(10, viewers=600))
    assert (drop.type, drop.observed, drop.baseline) == (MomentType.VIEWER_DROP, 600, 1000)
    assert drop.description == "Viewers fell to 600, 40% below the usual 1,000."
    assert observe(StreamDetector(), *a_baseline(), a_minute(10, viewers=2000)) == []


def test_a_burst_in_a_silent_chat_is_compared_with_nothing() -> None:
    (spike,) = observe(
        StreamDetector(),
        *[a_minute(i, messages=0) for i in range(10)],
        a_minute(10, messages=1200),
    )
    assert spike.description == (
        "Chat rose to 1,200 messages in a minute, where hardly any are usual."
    )


def test_minutes_without_viewer_samples_say_nothing_of_the_audience() -> None:
    blind = [a_minute(i, viewers=None) for i in range(20)]
    assert observe(StreamDetector(), *blind, a_minute(20, viewers=1)) == []


def test_the_threshold_is_three_deviations() -> None:
    baseline = [a_minute(i, messages=100) for i in range(10)]
    assert observe(StreamDetector(), *baseline, a_minute(10, messages=129)) == []
    assert len(observe(StreamDetector(), *baseline, a_minute(10, messages=130))) == 1


def test_a_second_burst_within_the_cool_down_is_silent_and_one_after_it_is_not() -> None:
    detector = StreamDetector()
    observe(detector, *a_baseline(), a_minute(10, messages=500))
    assert observe(detector, a_minute(11, messages=500)) == []
    quiet = [a_minute(12 + i) for i in range(30)]
    after = 42
    assert observe(detector, *quiet) == []
    assert len(observe(detector, a_minute(after, messages=2000))) == 1
    assert timedelta(minutes=5) == COOL_DOWN


def test_a_moment_stays_out_of_its_own_baseline() -> None:
    detector = StreamDetector()
    observe(detector, *a_baseline(), a_minute(10, messages=500))
    assert 500 not in detector.state["chat_spike"]["values"]


@pytest.mark.parametrize(
    ("score", "severity"),
    [
        (3.0, Severity.LOW),
        (4.0, Severity.MEDIUM),
        (6.0, Severity.HIGH),
        (10.0, Severity.CRITICAL),
    ],
)
def test_severity_steps_with_the_score(score: float, severity: Severity) -> None:
    assert Detection(MomentType.CHAT_SPIKE, NOON, score, 1, 1).severity is severity


@given(st.lists(st.integers(0, 10_000), max_size=90), st.integers(0, 90))
def test_stopping_and_going_on_from_the_stored_state_changes_nothing(
    counts: list[int], cut: int
) -> None:
    minutes = [a_minute(i, count, float(count)) for i, count in enumerate(counts)]
    whole = StreamDetector()
    found = observe(whole, *minutes)
    first = StreamDetector()
    before = observe(first, *minutes[:cut])
    second = StreamDetector(json.loads(json.dumps(first.state)))
    assert before + observe(second, *minutes[cut:]) == found
    assert second.state == whole.state
    assert all(len(s["values"]) <= MAX_BASELINE_MINUTES for s in whole.state.values())
