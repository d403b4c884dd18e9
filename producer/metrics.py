"""What a run has sent -> Prometheus."""

from collections.abc import Iterator, Mapping

from prometheus_client.core import CounterMetricFamily, Metric
from prometheus_client.registry import Collector

from producer.tally import Tally


class TallyCollector(Collector):
    """The tally of a run, which goes on being counted, as metrics."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def collect(self) -> Iterator[Metric]:
        """What is scraped."""
        tally = self._tally
        yield CounterMetricFamily(
            "telemetra_producer_frames", "Frames that Kafka has acknowledged.", value=tally.frames
        )
        yield CounterMetricFamily(
            "telemetra_producer_dead", "Frames that could not be read.", value=tally.dead
        )
        yield _by_kind("telemetra_producer_events", "Typed events, ticks aside.", tally.events)
        yield _by_kind("telemetra_producer_ignored", "Frames that say nothing.", tally.ignored)


def _by_kind(name: str, told: str, counts: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(name, told, labels=["kind"])
    # Copied in one step: the run goes on counting while this is scraped.
    for kind, count in dict(counts).items():
        family.add_metric([kind], count)
    return family
