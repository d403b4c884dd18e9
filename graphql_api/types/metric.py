"""Windows of metrics. The registry alone says which metrics there are."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import Enum
from functools import partial
from typing import Annotated, Any, Final, TypeVar

import strawberry

from contracts.metrics import METRIC_BY_SLUG, METRICS, Fold, Metric, Number
from graphql_api.bounds import checked_stream_ids
from graphql_api.context import Context
from graphql_api.queries.spans import Span
from graphql_api.queries.windows import Folding, Value, Window
from graphql_api.ranges import Range, checked_range
from graphql_api.types.arguments import From, Info, StreamId, To
from graphql_api.types.described import argument, field
from graphql_api.types.step import LENGTHS, Step, chosen_step, window_starts

_Class = TypeVar("_Class", bound=type)

_FOLDS: Final = {
    Fold.SUM: "the sum",
    Fold.MEAN: "the mean of the observed minutes",
    Fold.MAX: "the maximum",
    Fold.LAST: "the last observed",
    Fold.DISTINCT: "counted again, each once",
}


def _described(metric: Metric) -> str:
    folds = _FOLDS[metric.fold] + (f", weighed by {metric.weight}" if metric.weight else "")
    absent = "0 when there were none" if metric.is_zero_when_quiet else "null when not observed"
    return f"{metric.description} Unit: {metric.unit}; {absent}; over a longer step {folds}."


def _graphql_type(metric: Metric) -> Any:  # noqa: ANN401 - a type, which Strawberry reads
    number = int if metric.number is Number.WHOLE else float
    return number if metric.is_zero_when_quiet else number | None


def _value_of(metric: Metric) -> Any:  # noqa: ANN401 - Strawberry's own field() returns Any
    def value(root: "MetricWindow") -> Value:
        return root.values[metric.slug]

    return strawberry.field(
        resolver=value, graphql_type=_graphql_type(metric), description=_described(metric)
    )


def one_field_a_metric(cls: _Class) -> _Class:
    """Give the class one field for each entry of the registry, named by its slug."""
    for metric in METRICS:
        setattr(cls, metric.slug, _value_of(metric))
    return cls


@strawberry.enum(description="The metrics that a stream's windows have; see MetricWindow.")
class MetricName(Enum):
    """One value for each entry of the registry: the slug in upper case."""

    vars().update(
        {
            metric.slug.upper(): strawberry.enum_value(metric.slug, description=_described(metric))
            for metric in METRICS
        }
    )


@strawberry.type(description="A stream's metrics over one window of time.")
@one_field_a_metric
class MetricWindow:
    """What is true of the window, beside its metrics."""

    timestamp: datetime = strawberry.field(description="The window's start, inclusive.")
    duration_seconds: int = strawberry.field(
        description="The window's length in seconds. At the range's edges it may hold less."
    )
    is_final: bool = strawberry.field(
        description="Whether the window has closed: its values never change again."
    )
    revision: int = strawberry.field(
        description="Grows with each change of the window; of two answers the higher is newer."
    )
    watermark: datetime | None = strawberry.field(
        description=(
            "All events up to this time were counted when the window was last written. "
            "Null before the first watermark."
        )
    )
    values: strawberry.Private[Mapping[str, Value]]

    @classmethod
    def of(cls, window: Window, length: timedelta) -> "MetricWindow":
        """The window, as a client sees it."""
        return cls(
            timestamp=window.timestamp,
            duration_seconds=int(length.total_seconds()),
            is_final=window.is_final,
            revision=window.revision,
            watermark=window.watermark,
            values=window.values,
        )


@strawberry.type(description="One metric of one stream over time, in columns.")
class MetricSeries:
    """Two columns of the same length, and what they mean."""

    stream_id: strawberry.ID = strawberry.field(description="The stream, by its id.")
    metric: MetricName = strawberry.field(description="The metric.")
    unit: str = strawberry.field(description="The values' unit, such as `messages/min`.")
    step: Step = strawberry.field(description="The step that was used, never AUTO.")
    timestamps: list[datetime] = strawberry.field(
        description="The start of every window of the range, without gaps, in the order of time."
    )
    values: list[float | None] = strawberry.field(
        description="The value of each window; null where nothing was observed, 0 where none was."
    )


async def metrics_of(
    context: Context, stream_id: str, asked: Range, step: Step | None
) -> list[MetricWindow]:
    """The stream's windows, with all metrics."""
    span = await context.span(stream_id, asked)
    if span is None:
        return []
    length = LENGTHS[chosen_step(step or Step.MINUTE, span.start, span.end)]
    windows = await context.load.windows.load((span, Folding(length, tuple(METRIC_BY_SLUG))))
    return [MetricWindow.of(window, length) for window in windows]


async def series_of(
    context: Context, span: Span, metrics: Sequence[MetricName], step: Step | None
) -> list[MetricSeries]:
    """One series a metric, of one stream."""
    step = chosen_step(step or Step.AUTO, span.start, span.end)
    length, slugs = LENGTHS[step], tuple(metric.value for metric in dict.fromkeys(metrics))
    starts = window_starts(span.start, span.end, length)
    windows = await context.load.windows.load((span, Folding(length, slugs)))
    values_at = {window.timestamp: window.values for window in windows}
    return [
        MetricSeries(
            stream_id=strawberry.ID(span.stream_id),
            metric=metric,
            unit=METRIC_BY_SLUG[metric.value].unit,
            step=step,
            timestamps=starts,
            values=[values_at.get(start, {}).get(metric.value) for start in starts],
        )
        for metric in dict.fromkeys(metrics)
    ]


def _step_fits(default: Step, arguments: Mapping[str, Any]) -> None:
    asked = checked_range(arguments.get("from"), arguments.get("to"))
    # Where the end is that of the data, only the data tell how many windows there are.
    stretch = asked.around(None)
    if stretch:
        chosen_step(arguments.get("step") or default, *stretch)


def _ids_fit(arguments: Mapping[str, Any]) -> None:
    checked_stream_ids(arguments["streamIds"])


_STEP: Final = "How long each window is; at most 10 080 windows. Null is the default."

MetricsAsked = Annotated[
    list[MetricName],
    argument(
        "The metrics, each of which becomes a series of its own; one named twice is given once."
    ),
]
StepOrMinute = Annotated[Step | None, argument(_STEP, check=partial(_step_fits, Step.MINUTE))]
StepOrAuto = Annotated[Step | None, argument(_STEP, check=partial(_step_fits, Step.AUTO))]


@strawberry.type
class MetricQuery:
    """The fields of Query that give metrics."""

    @field
    async def metrics(
        self,
        info: Info,
        stream_id: StreamId,
        from_: From = None,
        to: To = None,
        step: StepOrMinute = Step.MINUTE,
    ) -> list[MetricWindow]:
        """A stream's windows in the order of time; only those in which something was observed.

        Empty for an unknown stream. At most 10 080 windows.
        """
        return await metrics_of(info.context, stream_id, checked_range(from_, to), step)

    @field
    async def series(
        self,
        info: Info,
        stream_ids: Annotated[
            list[strawberry.ID], argument("At most 20 streams, by id.", check=_ids_fit)
        ],
        metrics: MetricsAsked,
        from_: From = None,
        to: To = None,
        step: StepOrAuto = Step.AUTO,
    ) -> list[MetricSeries]:
        """Metrics of several streams in columns, ready to draw.

        One series a stream and metric, in the order asked. An unknown stream has none. At most
        10 080 windows a series.
        """
        checked_stream_ids(stream_ids)
        spans = await info.context.spans(stream_ids, checked_range(from_, to))
        series = [series_of(info.context, span, metrics, step) for span in spans]
        return [one for of_stream in await asyncio.gather(*series) for one in of_stream]
