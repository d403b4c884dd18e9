"""The sentiment of each message, as a whole number so that sums are exact in any order."""

from typing import Final

import pyarrow as pa
from pyspark.sql import Column
from pyspark.sql.pandas.functions import arrow_udf
from pyspark.sql.types import LongType

from insight.sentiment import score_sentiment

SENTIMENT_SCALE: Final = 1_000_000
"""`score_sentiment` times this, rounded."""


def score_text(text: Column) -> Column:
    """Text -> its sentiment in millionths; null for a tick, which says nothing."""
    scored: Column = _score_all(text)
    return scored


@arrow_udf(LongType())  # type: ignore[call-overload, untyped-decorator] # the stubs know only the form without type hints
def _score_all(texts: pa.Array) -> pa.Array:
    return pa.array([_score(text) for text in texts.to_pylist()], pa.int64())


def _score(text: str | None) -> int | None:
    return None if text is None else round(score_sentiment(text) * SENTIMENT_SCALE)
