from collections import Counter
from copy import deepcopy
from typing import Any

import pytest

from bench.catchup.backlog import backlog
from bench.catchup.equality import Tables, differences
from contracts.events import TICK_STREAM
from tests.events import NOON

END = int(NOON.timestamp())


def tables() -> Tables:
    return {
        "chat_summary_minute": {("xqc", NOON, "ann"): (3, 0.25), ("xqc", NOON, "bob"): (1, None)},
        "transactions": {("id-1", "xqc", NOON, "ann", "bits", 100, 1.0): (1,)},
        "sum of sentiment": {("in all",): (0.75,)},
    }


def test_equal_results_have_no_difference() -> None:
    assert differences(tables(), tables()) == []


def test_a_mean_may_differ_by_its_rounding_only() -> None:
    other = tables()
    other["chat_summary_minute"]["xqc", NOON, "ann"] = (3, 0.2500004)
    assert differences(tables(), other) == []
    other["chat_summary_minute"]["xqc", NOON, "ann"] = (3, 0.25001)
    assert len(differences(tables(), other)) == 1


@pytest.mark.parametrize(
    ("table", "key", "row"),
    [
        ("chat_summary_minute", ("xqc", NOON, "ann"), (4, 0.25)),
        ("chat_summary_minute", ("xqc", NOON, "bob"), (1, 0.0)),
        ("chat_summary_minute", ("xqc", NOON, "eve"), (1, 0.0)),
        ("transactions", ("id-1", "xqc", NOON, "ann", "bits", 100, 1.0), (2,)),
    ],
)
def test_another_count_row_or_repetition_is_a_difference(
    table: str, key: tuple[Any, ...], row: tuple[Any, ...]
) -> None:
    other = deepcopy(tables())
    other[table][key] = row
    assert len(differences(tables(), other)) == 1


def test_a_missing_table_is_a_difference() -> None:
    other = tables()
    del other["transactions"]
    assert len(differences(tables(), other)) == 1


def test_a_backlog_is_as_long_as_asked_and_all_topics_are_in_it() -> None:
    records = list(backlog(2_000, 200.0, END))
    counts = Counter(record.topic for record in records if record.key != TICK_STREAM.encode())
    # It ends with the fifth of a second that completes it.
    assert 2_000 <= counts.total() < 2_000 + 200
    assert set(counts) >= {"chat", "viewer", "stream_meta"}
    assert counts["chat"] > 0.8 * counts.total()


def test_a_backlog_is_the_same_each_time() -> None:
    assert list(backlog(300, 100.0, END)) == list(backlog(300, 100.0, END))
