from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from contracts.metrics import METRICS, Fold, Metric
from db import tables
from graphql_api.queries.connect import connected
from graphql_api.queries.spans import Span
from graphql_api.queries.windows import DISTINCT_COLUMNS, Folding, Window, windows_by_span
from tests.graphql_api.conftest import Ask, Store
from tests.graphql_api.rows import a_batch, a_chatter_minute, a_minute, minute_at

FOLDED = """
query ($step: Step!, $from: DateTime, $to: DateTime) {
  metrics(streamId: "xqc", step: $step, from: $from, to: $to) {
    timestamp durationSeconds isFinal revision watermark messageCount chatRate uniqueChatters
    viewerCount viewerLast viewerPeak sentimentScore revenue
  }
}
"""


async def test_five_minutes_fold_as_the_registry_says(ask: Ask, store: Store) -> None:
    await store(
        a_minute(
            0,
            message_count=10,
            sentiment_score=1.0,
            viewer_count=100,
            viewer_peak=150,
            viewer_last=90,
            revenue="0.10",
            revision=2,
        ),
        a_minute(
            1,
            message_count=30,
            sentiment_score=0.0,
            viewer_count=200,
            viewer_peak=220,
            viewer_last=210,
            revenue="0.20",
            revision=3,
        ),
        # Nobody wrote and nobody was sampled: neither mean counts this minute.
        a_minute(3, message_count=0, revision=1),
    )

    (window,) = (await ask(FOLDED, step="MINUTES_5"))["metrics"]

    assert window == {
        "timestamp": "2024-01-06T12:00:00Z",
        "durationSeconds": 300,
        "isFinal": True,
        "revision": 6,
        "watermark": "2024-01-06T12:04:00Z",
        "messageCount": 40,
        "chatRate": pytest.approx(40 / 3),
        "uniqueChatters": 0,
        "viewerCount": 150.0,
        "viewerLast": 210,
        "viewerPeak": 220,
        "sentimentScore": 0.25,
        "revenue": pytest.approx(0.3),
    }


async def test_a_chatter_of_two_minutes_is_one_unique_chatter(ask: Ask, store: Store) -> None:
    await store(
        a_minute(0, unique_chatters=2),
        a_minute(1, unique_chatters=2),
        a_minute(6, unique_chatters=1),
        a_chatter_minute("ada", at=0),
        a_chatter_minute("bob", at=0),
        a_chatter_minute("ada", at=1),
        a_chatter_minute("eve", at=1),
        a_chatter_minute("ada", at=6),
        a_chatter_minute("ada", at=0, stream_id="other"),
    )

    by_minute = (await ask(FOLDED, step="MINUTE"))["metrics"]
    by_five = (await ask(FOLDED, step="MINUTES_5"))["metrics"]
    by_day = (await ask(FOLDED, step="DAY"))["metrics"]

    assert [window["uniqueChatters"] for window in by_minute] == [2, 2, 1]
    assert [window["uniqueChatters"] for window in by_five] == [3, 1]
    assert [window["uniqueChatters"] for window in by_day] == [3]


async def test_the_range_cuts_minutes_at_its_start_and_before_its_end(
    ask: Ask, store: Store
) -> None:
    await store(*(a_minute(at, message_count=1) for at in range(10)))

    windows = (
        await ask(
            FOLDED,
            step="MINUTES_5",
            **{"from": minute_at(2).isoformat(), "to": minute_at(7).isoformat()},
        )
    )["metrics"]

    assert [(w["timestamp"][11:16], w["messageCount"]) for w in windows] == [
        ("12:00", 3),
        ("12:05", 2),
    ]


async def test_without_a_range_it_is_the_hour_that_ends_with_the_newest_data(
    ask: Ask, store: Store
) -> None:
    await store(a_minute(0), a_minute(1), a_minute(60))

    windows = (await ask(FOLDED, step="MINUTE"))["metrics"]

    assert [window["timestamp"][11:16] for window in windows] == ["12:01", "13:00"]


async def test_an_hour_with_an_open_minute_is_open(ask: Ask, store: Store) -> None:
    await store(a_minute(0), a_minute(1, is_final=False))

    assert [w["isFinal"] for w in (await ask(FOLDED, step="HOUR"))["metrics"]] == [False]


async def test_an_hour_is_open_until_the_watermark_has_passed_it(ask: Ask, store: Store) -> None:
    until_one = {"to": minute_at(60).isoformat()}
    await store(a_minute(0), a_batch(1, watermark=minute_at(59)))

    (still_running,) = (await ask(FOLDED, step="HOUR", **until_one))["metrics"]
    await store(a_batch(2, watermark=minute_at(60)))
    (over,) = (await ask(FOLDED, step="HOUR", **until_one))["metrics"]

    assert not still_running["isFinal"]
    assert over["isFinal"]


async def test_steps_count_in_utc_from_midnight_and_the_full_hour(ask: Ask, store: Store) -> None:
    await store(a_minute(17), a_minute(59), a_minute(60))
    starts = {
        step: [w["timestamp"][11:16] for w in (await ask(FOLDED, step=step))["metrics"]]
        for step in ("MINUTES_5", "MINUTES_15", "HOUR", "DAY", "AUTO")
    }

    assert starts == {
        "MINUTES_5": ["12:15", "12:55", "13:00"],
        "MINUTES_15": ["12:15", "12:45", "13:00"],
        "HOUR": ["12:00", "13:00"],
        "DAY": ["00:00"],
        "AUTO": ["12:17", "12:59", "13:00"],
    }


def test_every_distinct_metric_says_what_is_counted() -> None:
    distinct = {metric.slug for metric in METRICS if metric.fold is Fold.DISTINCT}

    assert distinct == set(DISTINCT_COLUMNS)


def _plain_fold(metric: Metric, rows: list[dict[str, Any]]) -> float | None:
    observed = [row for row in rows if row[metric.slug] is not None]
    values: list[float] = [row[metric.slug] for row in observed]
    match metric.fold:
        case Fold.SUM:
            return sum(values)
        case Fold.MAX:
            return max(values, default=None)
        case Fold.LAST:
            return values[-1] if values else None
        case _:
            weights: list[float] = [row[metric.weight] if metric.weight else 1 for row in observed]
            total = sum(weights)
            weighted = sum(v * w for v, w in zip(values, weights, strict=True))
            return weighted / total if total else None


def _maybe(numbers: st.SearchStrategy[float]) -> st.SearchStrategy[float | None]:
    return st.none() | numbers


def _as_it_can_be(row: dict[str, Any]) -> dict[str, Any]:
    """Without a message there is no sentiment to observe."""
    return row if row["message_count"] else {**row, "sentiment_score": None}


a_story = st.lists(
    st.fixed_dictionaries(
        {
            "message_count": st.integers(0, 1000),
            "chat_rate": st.floats(0, 1000),
            "viewer_count": _maybe(st.floats(0, 1e6)),
            "viewer_last": _maybe(st.integers(0, 10**6)),
            "viewer_peak": _maybe(st.integers(0, 10**6)),
            "sentiment_score": _maybe(st.floats(-1, 1)),
            "transaction_count": st.integers(0, 9),
            "revenue": st.integers(0, 10**6).map(lambda cents: cents / 100),
            "emote_count": st.integers(0, 1000),
            "positive_messages": st.integers(0, 1000),
            "negative_messages": st.integers(0, 1000),
            "first_time_chatters": st.integers(0, 9),
            "is_final": st.booleans(),
            "revision": st.integers(1, 9),
        }
    ).map(_as_it_can_be),
    min_size=1,
    max_size=40,
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=a_story, minutes=st.sampled_from([1, 5, 15, 60, 1440]))
async def test_folds_equal_those_of_plain_python(
    engine: AsyncEngine, store: Store, story: list[dict[str, Any]], minutes: int
) -> None:
    async with engine.begin() as connection:
        await connection.execute(tables.stream_minute.delete())
    await store(*(a_minute(at, **row) for at, row in enumerate(story)))
    metrics = [metric for metric in METRICS if metric.fold is not Fold.DISTINCT]

    windows = await _windows(engine, minutes, tuple(metric.slug for metric in metrics))

    for window in windows:
        held = [
            row
            for at, row in enumerate(story)
            if _start(minute_at(at), minutes) == window.timestamp
        ]
        expected = {metric.slug: _plain_fold(metric, held) for metric in metrics}
        assert window.values == {slug: _about(value) for slug, value in expected.items()}
        assert window.revision == sum(row["revision"] for row in held)
    assert len(windows) == len({_start(minute_at(at), minutes) for at in range(len(story))})


def _about(value: float | None) -> object:
    return None if value is None else pytest.approx(value, rel=1e-9, abs=1e-9)


def _start(when: datetime, minutes: int) -> datetime:
    midnight = datetime(2024, 1, 6, tzinfo=UTC)
    return when - (when - midnight) % timedelta(minutes=minutes)


async def _windows(engine: AsyncEngine, minutes: int, slugs: tuple[str, ...]) -> list[Window]:
    span = Span("xqc", minute_at(0), minute_at(40))
    async with connected(engine) as connection:
        folding = Folding(timedelta(minutes=minutes), slugs)
        (windows,) = await windows_by_span(connection, [span], folding)
    return windows
