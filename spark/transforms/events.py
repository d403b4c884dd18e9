"""Records of a topic -> rows that can be unioned, deduplicated and counted, through Arrow."""

from itertools import chain
from typing import Any, Final

import pyarrow as pa
from pyspark.sql import DataFrame
from pyspark.sql import functions as F
from pyspark.sql.pandas.functions import arrow_udf

from contracts.topics import WATERMARK_DELAY_SECONDS
from spark.transforms.grains import Grain, Sums, grains_of, sums_of
from spark.transforms.parse import Parsed, parse_all

_TIME: Final = pa.timestamp("us", tz="UTC")
_GRAIN_TYPES: Final = (pa.string(), pa.string(), pa.string(), pa.int64())
_GRAIN: Final = pa.struct(list(zip(Grain._fields, _GRAIN_TYPES, strict=True)))

_EVENT: Final = (
    "reason string, stream_id string, event_id string, occurred_at timestamp,"
    " grains array<struct<name: string, key: string, detail: string, emote_uses: bigint>>, "
) + ", ".join(f"{name} bigint" for name in Sums._fields)


def read_events(records: DataFrame, topic: str) -> DataFrame:
    """Records of the topic -> a row each: `reason`, or the envelope, the grains and the sums."""

    @arrow_udf(_EVENT)  # type: ignore[call-overload, untyped-decorator] # the stubs know only the form without type hints
    def read(values: pa.Array, broker_times: pa.Array) -> pa.Array:
        return _to_arrow(list(parse_all(topic, values, broker_times)))

    return records.select(read("value", "timestamp").alias("event")).select("event.*")


def shape_events(events: DataFrame, topic: str) -> DataFrame:
    """The readable events of a topic, with a watermark that the unreadable never met."""
    return (
        events.filter(F.col("reason").isNull())
        .drop("reason")
        .withColumn("topic", F.lit(topic))
        .withWatermark("occurred_at", f"{WATERMARK_DELAY_SECONDS} seconds")
    )


def _to_arrow(parsed: list[Parsed]) -> Any:  # noqa: ANN401 - pyarrow ships no types
    events = [one.event for one in parsed]
    nothing = (None,) * len(Sums._fields)
    sums = zip(*(nothing if event is None else sums_of(event) for event in events), strict=True)
    columns = {
        "reason": pa.array([one.reason for one in parsed], pa.string()),
        "stream_id": pa.array([event and event.stream_id for event in events], pa.string()),
        "event_id": pa.array([event and event.event_id for event in events], pa.string()),
        "occurred_at": pa.array([event and event.occurred_at for event in events], _TIME),
        "grains": _grains([() if event is None else tuple(grains_of(event)) for event in events]),
    }
    columns |= {
        name: pa.array(column, pa.int64()) for name, column in zip(Sums._fields, sums, strict=False)
    }
    return pa.StructArray.from_arrays(list(columns.values()), names=list(columns))


def _grains(of_events: list[tuple[Grain, ...]]) -> Any:  # noqa: ANN401 - pyarrow ships no types
    offsets = [0]
    for grains in of_events:
        offsets.append(offsets[-1] + len(grains))
    columns = list(zip(*chain.from_iterable(of_events), strict=True)) or [()] * len(Grain._fields)
    arrays = [pa.array(column, kind) for column, kind in zip(columns, _GRAIN_TYPES, strict=True)]
    return pa.ListArray.from_arrays(
        pa.array(offsets, pa.int32()), pa.StructArray.from_arrays(arrays, fields=list(_GRAIN))
    )
