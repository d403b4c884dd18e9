"""Derived records -> the rows that the API's queries give, so that both are shown alike."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar, cast

from pydantic import ValidationError

from contracts import derived
from contracts.feeds import Cursor, FeedKind
from contracts.metrics import METRICS
from graphql_api.queries.chatters import ChatterRow
from graphql_api.queries.moments import MomentRow
from graphql_api.queries.snapshots import StreamNowRow
from graphql_api.queries.streams import StreamRow
from graphql_api.queries.windows import Window

Row = TypeVar("Row")

BEGINNING: Final = Cursor("0" * 16, 0)
"""Before the first record of a feed that is not there yet, whatever epoch it will have."""


@dataclass(frozen=True, slots=True, eq=False)
class Record(Generic[Row]):
    """A record of a feed; each is decoded once, and shared by all who are given it.

    `key` is what it tells of: of two records with the same key the later replaces the earlier,
    unless that `is_final`.
    """

    cursor: Cursor
    emitted_at: datetime
    key: Hashable
    is_final: bool
    row: Row


def window_of(minute: derived.StreamMinute) -> Window:
    """The minute as `queries.windows` gives it; a metric that the job does not know is absent."""
    return Window(
        timestamp=minute.timestamp,
        is_final=minute.is_final,
        revision=minute.revision,
        watermark=minute.watermark,
        values={
            metric.slug: minute.metrics.get(metric.slug, 0 if metric.is_zero_when_quiet else None)
            for metric in METRICS
        },
    )


def _moment_of(moment: derived.Moment) -> MomentRow:
    return MomentRow(**{name: getattr(moment, name) for name in MomentRow.__dataclass_fields__})


def _chatters_of(top: derived.TopChatters) -> list[ChatterRow]:
    return [ChatterRow(**chatter.model_dump()) for chatter in top.chatters]


def _stream_now_of(now: derived.StreamNow) -> StreamNowRow:
    row = StreamRow(**{name: getattr(now, name) for name in StreamRow.__dataclass_fields__})
    return StreamNowRow(row, window_of(now.minute) if now.minute else None)


def _streams_of(now: derived.StreamsNow) -> list[StreamNowRow]:
    return [_stream_now_of(stream) for stream in now.streams]


@dataclass(frozen=True, slots=True)
class _Reading:
    row_of: Callable[[Any], object]
    key_of: Callable[[Any], Hashable] = lambda _: None
    is_final: Callable[[Any], bool] = lambda _: False


_READINGS: Final = {
    FeedKind.METRICS: _Reading(window_of, lambda it: it.timestamp, lambda it: it.is_final),
    FeedKind.MOMENTS: _Reading(
        _moment_of, lambda it: it.moment_id, lambda it: it.status == "closed"
    ),
    FeedKind.CHATTERS: _Reading(_chatters_of),
    FeedKind.STREAMS: _Reading(_streams_of),
}

_ENVELOPES: Final = {
    kind: cast("type[derived.Derived[Any]]", derived.Derived[payload])  # type: ignore[valid-type]
    for kind, payload in derived.PAYLOAD_BY_KIND.items()
}


def read_record(kind: FeedKind, text: str | bytes) -> Record[Any]:
    """The record that this JSON is.

    Raises:
        ValueError: it is none of this kind.
    """
    try:
        found = _ENVELOPES[kind].model_validate_json(text)
    except ValidationError as error:
        raise ValueError(str(error)) from error
    reading = _READINGS[kind]
    return Record(
        cursor=Cursor(found.epoch, found.seq),
        emitted_at=found.emitted_at,
        key=reading.key_of(found.data),
        is_final=reading.is_final(found.data),
        row=reading.row_of(found.data),
    )
