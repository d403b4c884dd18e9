"""The registry holds together."""

from contracts.metrics import METRIC_BY_SLUG, METRICS, Fold
from db.tables import stream_minute


def test_each_slug_is_there_once_and_is_a_column() -> None:
    assert len(METRIC_BY_SLUG) == len(METRICS)
    assert METRIC_BY_SLUG.keys() <= set(stream_minute.columns.keys())


def test_a_weight_names_a_summed_metric() -> None:
    weights = [metric.weight for metric in METRICS if metric.weight]
    assert all(METRIC_BY_SLUG[weight].fold is Fold.SUM for weight in weights)
