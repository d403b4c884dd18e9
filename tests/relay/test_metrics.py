from datetime import UTC, datetime

from prometheus_client import CollectorRegistry, generate_latest

from contracts.relay import RelayStatus
from relay.metrics import StatusCollector
from tests.metrics import Scraped, measured, samples_in, scraped_with

STATUS = RelayStatus(
    relay="relay",
    said_at=datetime(2026, 1, 1, tzinfo=UTC),
    relayed_at=None,
    newest_event_at=None,
    event_to_relayed_seconds=1.5,
    lag={"derived.metrics": 3, "derived.moments": None},
    rewinds=2,
    added=40,
    ignored=5,
    unreadable=1,
    restarted_logs=0,
    is_caught_up=True,
)


def _shown(*statuses: RelayStatus) -> Scraped:
    registry, collector = CollectorRegistry(), StatusCollector()
    registry.register(collector)
    for status in statuses:
        collector.show(status)
    return samples_in(generate_latest(registry).decode())


def test_a_status_is_scraped_and_what_is_not_known_is_left_out() -> None:
    assert _shown(STATUS.model_copy(update={"added": 39}), STATUS) == {
        "telemetra_relay_added_total": 40,
        "telemetra_relay_ignored_total": 5,
        "telemetra_relay_unreadable_total": 1,
        "telemetra_relay_rewinds_total": 2,
        "telemetra_relay_restarted_logs_total": 0,
        "telemetra_relay_caught_up": 1,
        "telemetra_relay_lag_records derived.metrics": 3,
        "telemetra_relay_event_to_relayed_seconds": 1.5,
    }


def test_before_the_first_status_there_is_nothing_to_scrape() -> None:
    assert _shown() == {}


def test_a_relay_whose_servers_are_away_can_be_scraped() -> None:
    away = {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1", "REDIS_PORT": "1"}
    with measured("relay", away) as port:
        assert scraped_with(port, "telemetra_relay_rewinds_total")["telemetra_relay_caught_up"] == 0
