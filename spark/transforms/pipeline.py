"""Raw records of the four topics -> everything one batch has to write, as one DataFrame."""

from collections.abc import Mapping
from functools import reduce

from pyspark.sql import DataFrame
from pyspark.sql import functions as F

from spark.transforms.aggregate import aggregate_events, drop_duplicates
from spark.transforms.events import read_events, shape_events


def transform_records(records: Mapping[str, DataFrame]) -> DataFrame:
    """Records by topic -> aggregated rows of all grains.

    What is unreadable is counted, by topic under the name of `dead_metric`, and goes no further: it
    never meets a watermark.
    """
    events = [
        shape_events(_count_dead(read_events(of_topic, topic), topic), topic)
        for topic, of_topic in records.items()
    ]
    return aggregate_events(drop_duplicates(reduce(DataFrame.unionByName, events)))


def dead_metric(topic: str) -> str:
    """The name under which a batch's execution counts the topic's unreadable records."""
    return f"dead_{topic}"


def _count_dead(events: DataFrame, topic: str) -> DataFrame:
    return events.observe(dead_metric(topic), F.count_if(F.col("reason").isNotNull()).alias("dead"))
