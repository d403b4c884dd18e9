"""Raw records of the four topics -> everything one batch has to write, as one DataFrame."""

from collections.abc import Mapping
from functools import reduce

from pyspark.sql import DataFrame

from contracts.events import EVENT_BY_TOPIC
from spark.transforms.aggregate import aggregate_events, drop_duplicates
from spark.transforms.dead import pick_unreadable
from spark.transforms.events import shape_events
from spark.transforms.parse import parse_records


def transform_records(records: Mapping[str, DataFrame]) -> DataFrame:
    """Records by topic -> aggregated rows of all grains, and the dead ones.

    The dead leave by a stateless branch: what is unreadable never meets a watermark.
    """
    parsed = {topic: parse_records(df, EVENT_BY_TOPIC[topic]) for topic, df in records.items()}
    events = reduce(
        DataFrame.unionByName, [shape_events(df, topic) for topic, df in parsed.items()]
    )
    dead = reduce(DataFrame.unionByName, [pick_unreadable(df) for df in parsed.values()])
    return aggregate_events(drop_duplicates(events)).unionByName(dead, allowMissingColumns=True)
