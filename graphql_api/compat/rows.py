"""The rows of the tables, as REST gives them: snake_case, with the tables' own names."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, create_model

from contracts.metrics import METRICS, Metric, Number
from graphql_api.queries.moments import MomentRow
from graphql_api.queries.windows import Window


class Row(BaseModel):
    """A row that is read from an object with the same names."""

    model_config = ConfigDict(from_attributes=True)


class StreamOut(Row):
    """A tracked channel; null is not known."""

    stream_id: str
    channel: str
    title: str | None
    category: str | None
    language: str | None
    live: bool | None
    started_at: datetime | None
    last_seen_at: datetime


class MomentOut(Row):
    """Something that stood out. `metadata` holds its score and what explains it."""

    moment_id: str
    timestamp: datetime
    stream_id: str
    moment_type: str
    description: str
    severity: str
    status: str
    started_at: datetime
    peaked_at: datetime
    ended_at: datetime | None = Field(description="Null while it is open.")
    metadata: dict[str, Any]


def _field(metric: Metric) -> tuple[Any, Any]:
    number = int if metric.number is Number.WHOLE else float
    kind = number if metric.is_zero_when_quiet else number | None
    return kind, Field(description=f"{metric.description} Unit: {metric.unit}.")


_metrics: dict[str, Any] = {metric.slug: _field(metric) for metric in METRICS}

MinuteOut = create_model(
    "MinuteOut",
    __doc__="One minute of a stream; null is not observed.",
    timestamp=(datetime, Field(description="The minute's start.")),
    stream_id=(str, ...),
    **_metrics,
    is_final=(bool, Field(description="Whether its values never change again.")),
    revision=(int, Field(description="Grows with each change.")),
    watermark=(datetime | None, Field(description="Up to when events were counted.")),
)


def minute_values(stream_id: str, window: Window) -> dict[str, Any]:
    """The window of a minute by the names of `stream_minute`."""
    return {
        "timestamp": window.timestamp,
        "stream_id": stream_id,
        **window.values,
        "is_final": window.is_final,
        "revision": window.revision,
        "watermark": window.watermark,
    }


def minute_row(stream_id: str, window: Window) -> dict[str, Any]:
    """A minute as REST's JSON has it."""
    return MinuteOut(**minute_values(stream_id, window)).model_dump(mode="json")


def moment_row(_: str, moment: MomentRow) -> dict[str, Any]:
    """A moment as REST's JSON has it."""
    return MomentOut.model_validate(moment).model_dump(mode="json")
