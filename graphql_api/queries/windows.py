"""`stream_minute` -> windows of a minute and more, each metric folded as the registry says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Double,
    Interval,
    RowMapping,
    Select,
    and_,
    cast,
    false,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql import TableValuedAlias
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.types import TypeEngine

from contracts.metrics import METRIC_BY_SLUG, Fold, Metric, Number
from db.tables import batch_ledger, chat_summary_minute, stream_minute
from graphql_api.queries.spans import MINUTE, Span, spans_table, within

ORIGIN: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Windows of every length are counted from here, so an hour starts at :00 and a day at 00:00."""

DISTINCT_COLUMNS: Final[Mapping[str, ColumnElement[Any]]] = {
    "unique_chatters": chat_summary_minute.c.username,
}
"""What is counted once over many minutes; a column of `chat_summary_minute`."""

_NUMBERS: Final[Mapping[Number, TypeEngine[Any]]] = {
    Number.WHOLE: BigInteger(),
    Number.REAL: Double(),
    Number.MONEY: Double(),
}

Value = float | int | None


@dataclass(frozen=True, slots=True)
class Window:
    """One window of a stream: `values` by the metric's slug, null where nothing was observed."""

    timestamp: datetime
    is_final: bool
    revision: int
    watermark: datetime | None
    values: Mapping[str, Value]


def _window_start(timestamp: ColumnElement[datetime], step: timedelta) -> ColumnElement[datetime]:
    start = func.date_bin(literal(step, Interval), timestamp, literal(ORIGIN, timestamp.type))
    return start.label("window_start")


def _mean(value: ColumnElement[Any], weight: ColumnElement[Any] | None) -> ColumnElement[Any]:
    if weight is None:
        return func.avg(value)
    total = cast(func.sum(weight).filter(value.is_not(None)), Double)
    return func.sum(value * weight) / func.nullif(total, 0)


def _last(value: ColumnElement[Any]) -> ColumnElement[Any]:
    newest_first = aggregate_order_by(value, stream_minute.c.timestamp.desc())
    return func.array_agg(newest_first).filter(value.is_not(None))[1]


def _fold(metric: Metric, step: timedelta) -> ColumnElement[Any]:
    value = stream_minute.c[metric.slug]
    folded: ColumnElement[Any]
    # A window of one minute has one row, whose value leaves as it is.
    match Fold.MAX if step == MINUTE else metric.fold:
        case Fold.SUM:
            folded = func.sum(value)
        case Fold.MEAN:
            folded = _mean(value, stream_minute.c[metric.weight] if metric.weight else None)
        case Fold.LAST:
            folded = _last(value)
        case Fold.MAX:
            folded = func.max(value)
        case Fold.DISTINCT:
            folded = null()  # not in this table: see `_counted_again`
    return cast(folded, _NUMBERS[metric.number]).label(metric.slug)


@dataclass(frozen=True, slots=True)
class Folding:
    """Into windows of which length, and which metrics by their slugs."""

    step: timedelta
    slugs: tuple[str, ...]


async def windows_by_span(
    connection: AsyncConnection, spans: Sequence[Span], folding: Folding
) -> list[list[Window]]:
    """The windows of each span, folded, in the order of time.

    Only windows that hold a minute of the span are there, and only such minutes are folded: at its
    edges a span may hold a part of a window. A window is final when all its minutes are and none
    can join them; its revision is the sum of theirs, its watermark the newest.
    """
    step, metrics = folding.step, [METRIC_BY_SLUG[slug] for slug in folding.slugs]
    statement = _folded(spans, step, metrics)
    for metric in metrics:
        if metric.fold is Fold.DISTINCT and step > MINUTE:
            statement = _counted_again(statement, spans, step, metric.slug)
    windows: list[list[Window]] = [[] for _ in spans]
    for row in (await connection.execute(statement)).mappings():
        windows[row["i"] - 1].append(_window(row, folding.slugs))
    return windows


def _window(row: RowMapping, slugs: Sequence[str]) -> Window:
    return Window(
        timestamp=row["window_start"],
        is_final=row["is_final"],
        revision=row["revision"],
        watermark=row["watermark"],
        values={slug: row[slug] for slug in slugs},
    )


def _folded(
    spans: Sequence[Span], step: timedelta, metrics: Sequence[Metric]
) -> Select[tuple[Any, ...]]:
    asked, minute = spans_table(spans), stream_minute.c
    return (
        select(
            asked.c.i,
            _window_start(minute.timestamp, step),
            _is_final(asked, step).label("is_final"),
            cast(func.sum(minute.revision), BigInteger).label("revision"),
            func.max(minute.watermark).label("watermark"),
            *(_fold(metric, step) for metric in metrics),
        )
        .join_from(asked, stream_minute, within(asked, stream_minute))
        .group_by(asked.c.i, "window_start")
        .order_by(asked.c.i, "window_start")
    )


def _is_final(asked: TableValuedAlias, step: timedelta) -> ColumnElement[bool]:
    minute = stream_minute.c
    all_are: ColumnElement[bool] = func.bool_and(minute.is_final)
    if step == MINUTE:
        return all_are
    now = (
        select(batch_ledger.c.watermark)
        .order_by(batch_ledger.c.committed_at.desc())
        .limit(1)
        .scalar_subquery()
    )
    window_end = func.min(_window_start(minute.timestamp, step)) + literal(step, Interval)
    end = func.least(func.max(asked.c.stop), window_end)
    # A minute that has no row yet may still get one until the watermark passes it.
    passed = end <= func.greatest(func.max(minute.watermark), now)
    return and_(all_are, func.coalesce(passed, false()))


def _counted_again(
    statement: Select[tuple[Any, ...]], spans: Sequence[Span], step: timedelta, slug: str
) -> Select[tuple[Any, ...]]:
    asked, folded = spans_table(spans), statement.order_by(None).subquery()
    counted = (
        select(
            asked.c.i,
            _window_start(chat_summary_minute.c.timestamp, step),
            func.count(DISTINCT_COLUMNS[slug].distinct()).label(slug),
        )
        .join_from(asked, chat_summary_minute, within(asked, chat_summary_minute))
        .group_by(asked.c.i, "window_start")
        .subquery()
    )
    same_window = (folded.c.i == counted.c.i) & (folded.c.window_start == counted.c.window_start)
    return (
        select(
            *(column for column in folded.c if column.name != slug),
            func.coalesce(counted.c[slug], 0).label(slug),
        )
        .join_from(folded, counted, same_window, isouter=True)
        .order_by(folded.c.i, folded.c.window_start)
    )


async def start_of_newest(connection: AsyncConnection, span: Span, windows: int) -> datetime:
    """Where a span has to start to hold only its newest `windows` minutes."""
    minute = stream_minute.c
    start = await connection.scalar(
        select(minute.timestamp)
        .where(
            minute.stream_id == span.stream_id,
            minute.timestamp >= span.start,
            minute.timestamp < span.end,
        )
        .order_by(minute.timestamp.desc())
        .offset(windows - 1)
        .limit(1)
    )
    return start or span.start
