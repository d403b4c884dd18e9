from typing import Any

import pytest

from tests.graphql_api.conftest import Ask, Store
from tests.graphql_api.rows import a_chatter_minute, a_minute, minute_at

SERIES = """
query ($ids: [ID!]!, $metrics: [MetricName!]!, $from: DateTime, $to: DateTime, $step: Step) {
  series(streamIds: $ids, metrics: $metrics, from: $from, to: $to, step: $step) {
    streamId metric unit step timestamps values
  }
}
"""


def _between(start: float, end: float) -> dict[str, str]:
    return {"from": minute_at(start).isoformat(), "to": minute_at(end).isoformat()}


async def test_what_was_not_observed_is_null_in_its_place(ask: Ask, store: Store) -> None:
    await store(a_minute(1, message_count=4), a_minute(3, message_count=0))

    (series,) = (
        await ask(SERIES, ids=["xqc"], metrics=["MESSAGE_COUNT"], step="MINUTE", **_between(0, 5))
    )["series"]

    assert series == {
        "streamId": "xqc",
        "metric": "MESSAGE_COUNT",
        "unit": "messages",
        "step": "MINUTE",
        "timestamps": [f"2024-01-06T12:0{at}:00Z" for at in range(5)],
        "values": [None, 4.0, None, 0.0, None],
    }


async def test_there_is_one_series_a_stream_and_metric_in_the_order_asked(
    ask: Ask, store: Store
) -> None:
    await store(a_minute(0, "b"), a_minute(0, "a"))

    series = (
        await ask(SERIES, ids=["b", "nobody", "*", "a", "b"], metrics=["VIEWER_COUNT", "CHAT_RATE"])
    )["series"]

    assert [(one["streamId"], one["metric"]) for one in series] == [
        ("b", "VIEWER_COUNT"),
        ("b", "CHAT_RATE"),
        ("a", "VIEWER_COUNT"),
        ("a", "CHAT_RATE"),
    ]


async def test_streams_are_compared_over_the_same_hour_the_newest_of_them_all(
    ask: Ask, store: Store
) -> None:
    await store(a_minute(0, "a", message_count=1), a_minute(59, "b"), a_minute(99, "c"))

    of_a, of_b = (await ask(SERIES, ids=["a", "b"], metrics=["MESSAGE_COUNT"]))["series"]

    assert of_a["timestamps"] == of_b["timestamps"]
    assert of_a["timestamps"][0] == "2024-01-06T12:00:00Z"
    assert (of_a["values"][0], of_b["values"][-1]) == (1.0, 0.0)


async def test_unique_chatters_of_a_day_are_counted_once(ask: Ask, store: Store) -> None:
    await store(
        *(a_minute(at, unique_chatters=2) for at in range(8)),
        *(a_chatter_minute(f"chatter{at}", at=at) for at in range(8)),
        *(a_chatter_minute("regular", at=at) for at in range(8)),
    )

    (series,) = (await ask(SERIES, ids=["xqc"], metrics=["UNIQUE_CHATTERS"], step="DAY"))["series"]

    assert series["values"] == [9.0]
    assert series["timestamps"] == ["2024-01-06T00:00:00Z"]


@pytest.mark.parametrize(
    ("minutes", "step"),
    [
        (2_000, "MINUTE"),
        (2_001, "MINUTES_5"),
        (10_000, "MINUTES_5"),
        (10_001, "MINUTES_15"),
        (120_000, "HOUR"),
        (120_001, "DAY"),
    ],
)
async def test_auto_takes_the_shortest_step_with_at_most_2000_windows(
    ask: Ask, store: Store, minutes: int, step: str
) -> None:
    await store(a_minute(0))

    (series,) = (await ask(SERIES, ids=["xqc"], metrics=["CHAT_RATE"], **_between(0, minutes)))[
        "series"
    ]

    assert series["step"] == step
    assert len(series["values"]) <= 2_000


async def test_more_than_a_week_of_minutes_is_refused(refused: Ask, store: Store) -> None:
    await store(a_minute(0))
    asked: dict[str, Any] = {"ids": ["xqc"], "metrics": ["CHAT_RATE"], "step": "MINUTE"}

    message, code = await refused(SERIES, **asked, **_between(0, 10_081))

    assert code == "BAD_USER_INPUT"
    assert "10081 windows, more than 10080" in message
    assert "ask for a longer step" in message


async def test_more_than_20_streams_are_refused(refused: Ask) -> None:
    ids = [f"stream{i}" for i in range(21)]

    message, code = await refused(SERIES, ids=ids, metrics=["CHAT_RATE"])

    assert (message, code) == (
        "streamIds may name at most 20 streams, not 21",
        "BAD_USER_INPUT",
    )


async def test_a_range_that_starts_within_a_minute_starts_with_the_next(
    ask: Ask, store: Store
) -> None:
    await store(a_minute(0, message_count=1), a_minute(1, message_count=2))

    (series,) = (await ask(SERIES, ids=["xqc"], metrics=["MESSAGE_COUNT"], **_between(0.5, 1.5)))[
        "series"
    ]

    assert series["timestamps"] == ["2024-01-06T12:01:00Z"]
    assert series["values"] == [2.0]
