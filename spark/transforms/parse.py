"""Raw records -> typed events, or the reason why a record is unreadable.

Schema and conditions are derived from the classes of `contracts.events`, so a field or a bound is
written once.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from functools import reduce
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from annotated_types import Ge, Le, MaxLen, MinLen
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

from contracts.events import SCHEMA_VERSION, TICK_STREAM, Event
from contracts.topics import FUTURE_ALLOWANCE_SECONDS

CORRUPT: Final = "_corrupt_record"
EARLIEST: Final = "2000-01-01T00:00:00Z"
LATEST: Final = "2100-01-01T00:00:00Z"

_SIMPLE_TYPES: Final[dict[type, T.DataType]] = {
    str: T.StringType(),
    int: T.LongType(),
    float: T.DoubleType(),
    bool: T.BooleanType(),
    datetime: T.TimestampType(),
}


def spark_schema(payload: type[BaseModel]) -> T.StructType:
    """The Spark schema of a payload class: every field nullable, as JSON may lack any."""
    return T.StructType(
        [T.StructField(name, _spark_type(f.annotation)) for name, f in payload.model_fields.items()]
    )


def parse_records(records: DataFrame, event_class: type[Event]) -> DataFrame:
    """Records of Kafka -> topic, partition, offset, value, reason, event.

    `event` is a struct of the class's fields. `reason` is null for a readable record; a tick
    (stream `*`) is readable with the envelope alone.
    """
    schema = spark_schema(event_class).add(CORRUPT, T.StringType())
    options = {"mode": "PERMISSIVE", "columnNameOfCorruptRecord": CORRUPT}
    parsed = records.withColumn(
        "event", F.from_json(F.col("value").cast("string"), schema, options)
    )
    return parsed.select(
        "topic", "partition", "offset", "value", _reason(event_class).alias("reason"), "event"
    )


def _spark_type(annotation: Any) -> T.DataType:  # noqa: ANN401 - a type form has no type
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _spark_type(arguments[0])
    if origin in (Union, UnionType):
        return _spark_type(next(a for a in arguments if a is not NoneType))
    if origin is Literal:
        return _SIMPLE_TYPES[type(arguments[0])]
    if origin is list:
        return T.ArrayType(_spark_type(arguments[0]))
    if issubclass(annotation, BaseModel):
        return spark_schema(annotation)
    return T.StringType() if issubclass(annotation, StrEnum) else _SIMPLE_TYPES[annotation]


def _reason(event_class: type[Event]) -> Column:
    """Why a record is unreadable, by the first rule that it breaks; null for a readable one."""
    event = F.col("event")
    envelope = [name for name in Event.model_fields if name != "stream_id"]
    is_tick = event["stream_id"] == TICK_STREAM
    of_record = [
        ("the record has no value", F.col("value").isNull()),
        ("the value is not UTF-8", ~F.expr("is_valid_utf8(value)")),
        ("the value holds a NUL character", _holds_nul()),
        ("the value is not JSON of the payload's types", event[CORRUPT].isNotNull()),
        ("schema_version is not 1", event["schema_version"] != SCHEMA_VERSION),
    ]
    of_envelope = [v for n in envelope for v in _violations(n, Event.model_fields[n], event[n])]
    too_new = F.col("timestamp") + F.expr(f"INTERVAL {FUTURE_ALLOWANCE_SECONDS} SECONDS")
    late_clock = f"occurred_at lies over {FUTURE_ALLOWANCE_SECONDS} s after the broker's time"
    of_payload = [
        (reason, violated & ~F.coalesce(is_tick, F.lit(False)))
        for name, field in event_class.model_fields.items()
        if name not in envelope
        for reason, violated in _violations(name, field, event[name])
    ]
    rules = [*of_record, *of_envelope, (late_clock, event["occurred_at"] > too_new), *of_payload]
    return F.coalesce(*(F.when(violated, F.lit(reason)) for reason, violated in rules))


def _holds_nul() -> Column:
    """PostgreSQL's text cannot hold U+0000; an escaped backslash before `u0000` is harmless.

    The cheap search decides nearly always; the pattern only where it found something. A NUL that is
    not escaped is no JSON.
    """
    text = F.col("value").cast("string")
    return F.contains(text, F.lit("\\u0000")) & text.rlike(r"(?<!\\)(\\\\)*\\u0000")


def _violations(name: str, field: FieldInfo, column: Column) -> Iterator[tuple[str, Column]]:
    """What may be wrong with a field: a reason, and when it holds."""
    annotation, metadata = field.annotation, list(field.metadata)
    if field.is_required():
        yield f"{name} is missing", column.isNull()
    if get_origin(annotation) in (Union, UnionType):
        inner = next(a for a in get_args(annotation) if a is not NoneType)
        metadata += [m for a in get_args(inner)[1:] for m in getattr(a, "metadata", [a])]
        annotation = get_args(inner)[0] if get_origin(inner) is Annotated else inner
    for bound in metadata:
        yield from _bound_violations(name, bound, column)
    yield from _type_violations(name, annotation, column)


def _bound_violations(name: str, bound: object, column: Column) -> Iterator[tuple[str, Column]]:
    match bound:
        case Ge(ge=low):
            yield f"{name} is below {low}", column < F.lit(low)
        case Le(le=high):
            yield f"{name} is above {high}", column > F.lit(high)
        case MinLen(min_length=shortest):
            yield f"{name} is shorter than {shortest}", F.length(column) < shortest
        case MaxLen(max_length=longest):
            yield f"{name} is longer than {longest} characters", F.length(column) > longest
        case _ if (pattern := getattr(bound, "pattern", None)) is not None:
            yield f"{name} does not match {pattern}", ~column.rlike(pattern)
        case _:
            raise TypeError(f"{name}: no Spark condition for the bound {bound!r}")


def _type_violations(
    name: str,
    annotation: Any,  # noqa: ANN401 - a type form has no type
    column: Column,
) -> Iterator[tuple[str, Column]]:
    if annotation is datetime:
        earliest, latest = F.lit(EARLIEST).cast("timestamp"), F.lit(LATEST).cast("timestamp")
        yield f"{name} is not between 2000 and 2100", ~column.between(earliest, latest)
    elif annotation is float:
        yield f"{name} is not a number", F.isnan(column)
    elif isinstance(annotation, type) and issubclass(annotation, StrEnum):
        values = [member.value for member in annotation]
        yield f"{name} is none of {', '.join(values)}", ~column.isin(values)
    elif get_origin(annotation) is list:
        (item,) = get_args(annotation)
        # A lambda is interpreted, which is slow: only where the list has items.
        is_bad = F.exists(column, lambda element: _is_unreadable(item, element))
        yield f"{name} has an unreadable item", F.when(F.size(column) > 0, is_bad)


def _is_unreadable(item: type[BaseModel], column: Column) -> Column:
    """Whether any field of a list's item is; null, which says no, where a bound meets a null."""
    violated = [
        condition
        for name, field in item.model_fields.items()
        for _, condition in _violations(name, field, column[name])
    ]
    return reduce(Column.__or__, violated)
