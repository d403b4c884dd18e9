from itertools import islice
from typing import Any

from bench.frontend.__main__ import Turn, tables
from bench.frontend.answers import ANSWERS, GREETINGS
from bench.frontend.chromium import Cost
from bench.frontend.recording import MINUTES, UPDATES_A_MINUTE, Recording


def _windows(count: int) -> list[dict[str, Any]]:
    updates = islice(Recording(0).updates(), count)
    return [update.data["metrics"]["window"] for update in updates if "metrics" in update.data]


def test_a_recording_is_the_same_whenever_it_is_played() -> None:
    first, again = (list(islice(Recording(60_000).updates(), 700)) for _ in range(2))
    assert first == again
    assert Recording(60_000).history() == ANSWERS["StreamHistory"](Recording(60_000))["metrics"]


def test_the_day_is_closed_and_the_minute_behind_it_is_open() -> None:
    history, live = Recording(0).history(), _windows(10)
    assert (len(history), {window["isFinal"] for window in history}) == (MINUTES, {True})
    assert {window["timestamp"] for window in live} == {Recording(0).time(MINUTES)}
    assert not any(window["isFinal"] for window in live)


def test_a_minute_closes_when_the_next_has_begun_and_outranks_what_was_said_before() -> None:
    windows = _windows(UPDATES_A_MINUTE + 10)
    closed = [window for window in windows if window["isFinal"]]
    before = [window for window in windows if window["timestamp"] == Recording(0).time(MINUTES)]
    assert len(closed) == 1
    assert closed[0] == max(before, key=lambda window: window["revision"])


def test_all_that_the_page_follows_is_told_of() -> None:
    told = {update.operation for update in islice(Recording(0).updates(), 3001)}
    assert told == {*GREETINGS, "FollowStreamMoments"}


def test_the_figures_are_medians_and_the_ratio_is_of_the_script() -> None:
    def a_turn(script: float) -> Turn:
        return Turn(Cost(10, script, 2 * script, 0, [0.016] * 99 + [0.1]), 5)

    told = tables(
        {
            "dashboard": [a_turn(0.5), a_turn(0.9), a_turn(0.6)],
            "naive page": [a_turn(5), a_turn(9), a_turn(12)],
        }
    )
    assert "| dashboard | 60 | 120 | 10 | 99 | 5 |" in told
    assert "| dashboard : naive page | 0.1 | 0.1 |" in told
