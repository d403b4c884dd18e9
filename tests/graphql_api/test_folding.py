"""Every metric at every step is what the raw minutes say, recounted in plain Python."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from contracts.metrics import METRICS, Fold, Metric
from tests.graphql_api.conftest import Ask
from tests.graphql_api.rows import Row, a_batch, a_chatter_minute, a_minute, minute_at

STEPS: Final = {
    "MINUTE": timedelta(minutes=1),
    "MINUTES_5": timedelta(minutes=5),
    "MINUTES_15": timedelta(minutes=15),
    "HOUR": timedelta(hours=1),
    "DAY": timedelta(days=1),
}
BOTH: Final = """
query ($from: DateTime!, $to: DateTime!, $step: Step!, $metrics: [MetricName!]!) {
  series(streamIds: ["xqc"], metrics: $metrics, from: $from, to: $to, step: $step) {
    metric timestamps values
  }
  metrics(streamId: "xqc", from: $from, to: $to, step: $step) {
    timestamp durationSeconds isFinal revision
  }
}
"""
# Within the day of 2024-01-06, and over its end.
_AT: Final = st.one_of(
    st.integers(min_value=0, max_value=40), st.integers(min_value=700, max_value=760)
)
_COUNT: Final = st.integers(min_value=0, max_value=1_000)
_LOGINS: Final = ("ada", "bob", "eve", "zoe")


@dataclass(frozen=True)
class Minute:
    """A minute as it is stored."""

    chatters: frozenset[str]
    counts: dict[str, int]
    viewers: tuple[float, int, int] | None
    sentiment: float | None
    revenue: Decimal
    is_final: bool
    revision: int

    def value(self, metric: Metric) -> float | None:
        """What the minute itself says of a metric."""
        own = {
            "chat_rate": float(self.counts["message_count"]),
            "unique_chatters": len(self.chatters),
            "sentiment_score": self.sentiment,
            "revenue": self.revenue,
            **dict(zip(_VIEWERS, self.viewers or (None,) * 3, strict=True)),
            **self.counts,
        }[metric.slug]
        return None if own is None else float(own)


_VIEWERS: Final = ("viewer_count", "viewer_last", "viewer_peak")
_COUNTED: Final = (
    *("message_count", "transaction_count", "positive_messages", "negative_messages"),
    *("emote_count", "first_time_chatters"),
)


@st.composite
def _minutes(draw: st.DrawFn) -> Minute:
    counts = {slug: draw(_COUNT) for slug in _COUNTED}
    score = st.floats(min_value=-1, max_value=1, allow_subnormal=False)
    return Minute(
        chatters=draw(st.frozensets(st.sampled_from(_LOGINS))),
        counts=counts,
        viewers=draw(
            st.none() | st.tuples(st.floats(0, 1e6, allow_subnormal=False), _COUNT, _COUNT)
        ),
        # No message, no sentiment.
        sentiment=draw(st.none() | score) if counts["message_count"] else None,
        revenue=draw(st.decimals(0, 1_000, places=2)),
        is_final=draw(st.booleans()),
        revision=draw(st.integers(min_value=1, max_value=9)),
    )


BATCHES: Final = count()


@dataclass(frozen=True)
class Story:
    """Minutes by when they are, up to where the pipeline has come, and what is asked of them."""

    minutes: dict[int, Minute]
    watermark: int
    start: int
    length: int
    asked: tuple[datetime, datetime] = field(init=False)

    def __post_init__(self) -> None:
        ends = minute_at(self.start), minute_at(self.start + self.length)
        object.__setattr__(self, "asked", ends)

    def rows(self) -> Iterable[Row]:
        """The story as the streaming job would have stored it."""
        # Another batch than before, or what was answered would stand.
        yield a_batch(
            next(BATCHES), watermark=minute_at(self.watermark), committed_at=minute_at(5_000)
        )
        for at, minute in self.minutes.items():
            values: dict[str, Any] = {
                **minute.counts,
                **dict(zip(_VIEWERS, minute.viewers or (None,) * 3, strict=True)),
                "chat_rate": float(minute.counts["message_count"]),
                "unique_chatters": len(minute.chatters),
                "sentiment_score": minute.sentiment,
                "revenue": minute.revenue,
                "is_final": minute.is_final,
                "revision": minute.revision,
                "watermark": minute_at(self.watermark),
            }
            yield a_minute(at, **values)
            for login in minute.chatters:
                yield a_chatter_minute(login, at=at)


STORIES: Final = st.builds(
    Story,
    st.dictionaries(_AT, _minutes(), min_size=1, max_size=8),
    watermark=st.integers(min_value=0, max_value=1_500),
    start=st.integers(min_value=-30, max_value=30),
    length=st.integers(min_value=1, max_value=1_000),
)


def _folded(metric: Metric, minutes: Sequence[Minute]) -> float | None:
    """The registry's rule, over minutes in the order of time, of which there is one at least."""
    if metric.fold is Fold.DISTINCT:
        return float(len(frozenset().union(*(minute.chatters for minute in minutes))))
    observed = [
        (minute, value) for minute in minutes if (value := minute.value(metric)) is not None
    ]
    if not observed:
        return None
    values = [value for _, value in observed]
    if metric.fold is Fold.MEAN:
        weights = [minute.counts[metric.weight] if metric.weight else 1 for minute, _ in observed]
        return sum(map(float.__mul__, values, map(float, weights))) / sum(weights)
    folds: dict[Fold, Callable[[list[float]], float]] = {
        Fold.SUM: sum,
        Fold.MAX: max,
        Fold.LAST: lambda all_of: all_of[-1],
    }
    return folds[metric.fold](values)


def _windows(story: Story, length: timedelta) -> dict[datetime, list[int]]:
    """Every window of the range, in UTC from midnight, with the minutes of the range in it."""
    start, end = story.asked
    midnight = start.replace(hour=0, minute=0)
    first = midnight + (start - midnight) // length * length
    windows: dict[datetime, list[int]] = {}
    while first < end:
        windows[first] = [
            at
            for at in sorted(story.minutes)
            if max(first, start) <= minute_at(at) < min(first + length, end)
        ]
        first += length
    return windows


def _is_final(story: Story, start: datetime, length: timedelta, ats: list[int]) -> bool:
    all_are = all(story.minutes[at].is_final for at in ats)
    end = min(start + length, story.asked[1])
    return all_are and (length == STEPS["MINUTE"] or end <= minute_at(story.watermark))


async def _replace(engine: AsyncEngine, rows: Iterable[Row]) -> None:
    async with engine.begin() as connection:
        await connection.exec_driver_sql(
            "TRUNCATE stream_minute, chat_summary_minute, batch_ledger"
        )
        for row in rows:
            await connection.execute(row.table.insert().values(row.values))


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(story=STORIES)
async def test_every_metric_at_every_step_is_what_its_minutes_say(
    ask: Ask, engine: AsyncEngine, story: Story
) -> None:
    await _replace(engine, story.rows())
    names = [metric.slug.upper() for metric in METRICS]
    start, end = (when.isoformat() for when in story.asked)
    for step, length in STEPS.items():
        answer = await ask(BOTH, **{"from": start, "to": end, "step": step, "metrics": names})
        windows = _windows(story, length)
        for series, metric in zip(answer["series"], METRICS, strict=True):
            assert series["timestamps"] == [_text(at) for at in windows]
            for value, ats in zip(series["values"], windows.values(), strict=True):
                counted = _folded(metric, [story.minutes[at] for at in ats]) if ats else None
                assert _is_same(value, counted), (step, metric.slug, ats)
        assert answer["metrics"] == [
            {
                "timestamp": _text(at),
                "durationSeconds": length.total_seconds(),
                "isFinal": _is_final(story, at, length, ats),
                "revision": sum(story.minutes[minute].revision for minute in ats),
            }
            for at, ats in windows.items()
            if ats
        ]


def _is_same(value: float | None, counted: float | None) -> bool:
    if value is None or counted is None:
        return value is counted
    return math.isclose(value, counted, rel_tol=1e-6, abs_tol=1e-12)


def _text(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")
