"""Whether the two arms came to the same results, each in its own tables."""

from collections import Counter
from collections.abc import Iterator, Mapping
from math import isclose
from typing import Any, Final

import psycopg

from db.engine import Database

Row = tuple[Any, ...]
Tables = dict[str, dict[Row, Row]]
"""By table and key, the values of its rows."""

TOLERANCE: Final = 1e-6
"""Sentiment is summed in whole millionths by the one and in floating point by the other.

So a mean, which may lie near zero, can differ by a millionth, and a sum by a millionth of itself.
"""

_RAW: Final = {
    "viewer_timeseries": "SELECT stream_id, timestamp, viewer_count FROM viewer_timeseries",
    "transactions": (
        "SELECT event_id, stream_id, timestamp, username, kind, quantity,"
        " amount::double precision FROM transactions"
    ),
}
"""Tables of single events: each row is its own key, and how often it is there its value."""

_AGGREGATED: Final = {
    "chat_summary_minute": (
        "SELECT stream_id, timestamp, username, message_count, sentiment_score"
        " FROM chat_summary_minute"
    ),
    "stream_minute": (
        "SELECT stream_id, timestamp, NULL, message_count, viewer_count, transaction_count"
        " FROM stream_minute WHERE stream_id <> '*'"
    ),
}
_KEY_COLUMNS: Final = 3


def read_results(database: Database) -> Tables:
    """What an arm has stored, as far as both store it."""
    with psycopg.connect(database.conninfo) as connection:
        tables: Tables = {
            name: {key: (n,) for key, n in Counter(connection.execute(query)).items()}
            for name, query in _RAW.items()
        }
        for name, query in _AGGREGATED.items():
            rows = connection.execute(query).fetchall()
            tables[name] = {row[:_KEY_COLUMNS]: row[_KEY_COLUMNS:] for row in rows}
        felt = [said * mean for said, mean in tables["chat_summary_minute"].values()]
        tables["sum of sentiment"] = {("in all",): (sum(felt),)}
    return tables


def differences(one: Tables, other: Tables) -> list[str]:
    """Where two arms differ, in words; empty where their results are equal."""
    return [
        f"{name} {key}: {ours} and {theirs}"
        for name in sorted(one.keys() | other.keys())
        for key, ours, theirs in _pairs(one.get(name, {}), other.get(name, {}))
        if not _are_equal(ours, theirs)
    ]


def _pairs(
    one: Mapping[Row, Row], other: Mapping[Row, Row]
) -> Iterator[tuple[Row, Row | None, Row | None]]:
    for key in one.keys() | other.keys():
        yield key, one.get(key), other.get(key)


def _are_equal(one: Row | None, other: Row | None) -> bool:
    if one is None or other is None or len(one) != len(other):
        return False
    return all(_is_near(a, b) for a, b in zip(one, other, strict=True))


def _is_near(one: object, other: object) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return isclose(one, other, rel_tol=TOLERANCE, abs_tol=TOLERANCE)
    return one == other
