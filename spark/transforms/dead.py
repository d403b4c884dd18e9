"""Unreadable records -> rows of the grain `dead`, in the columns of the aggregation's output."""

from typing import Final

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

DEAD_COLUMNS: Final = ("topic", "partition", "offset")
"""What only a dead row has: where it came from. Its key is the reason, its detail the bytes."""


def pick_unreadable(parsed: DataFrame) -> DataFrame:
    """Parsed records -> a row for each that has a reason; `detail` is its value in base64."""
    dead = parsed.filter(F.col("reason").isNotNull())
    return dead.select(
        F.lit("dead").alias("grain"),
        F.col("reason").alias("key"),
        F.base64(F.coalesce("value", F.lit(b""))).alias("detail"),
        *DEAD_COLUMNS,
    )
