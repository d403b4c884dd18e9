"""What a relay says of itself -> Prometheus."""

from collections.abc import Iterator

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from contracts.relay import RelayStatus


class StatusCollector(Collector):
    """The newest status, as metrics; none before the first."""

    def __init__(self) -> None:
        self._status: RelayStatus | None = None

    def show(self, status: RelayStatus) -> None:
        """Take the place of what was shown."""
        self._status = status

    def collect(self) -> Iterator[Metric]:
        """What is scraped."""
        if (status := self._status) is None:
            return
        for name, told in (
            ("added", "Records that were added to a log."),
            ("ignored", "Records that a log had already."),
            ("unreadable", "Records that are none of a feed."),
            ("rewinds", "How often it went back in Kafka, the start included."),
            ("restarted_logs", "Logs that began anew: clients were told of a gap."),
        ):
            yield CounterMetricFamily(f"telemetra_relay_{name}", told, value=getattr(status, name))
        yield GaugeMetricFamily(
            "telemetra_relay_caught_up", "1 when it waits for news.", value=status.is_caught_up
        )
        yield _lag(status)
        if status.event_to_relayed_seconds is not None:
            yield GaugeMetricFamily(
                "telemetra_relay_event_to_relayed_seconds",
                "How old the newest event was when its update was pushed.",
                value=status.event_to_relayed_seconds,
            )


def _lag(status: RelayStatus) -> Metric:
    lag = GaugeMetricFamily(
        "telemetra_relay_lag_records", "Records that are not relayed yet.", labels=["topic"]
    )
    for topic, records in status.lag.items():
        if records is not None:
            lag.add_metric([topic], records)
    return lag
