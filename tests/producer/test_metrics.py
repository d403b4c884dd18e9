from collections import Counter

from prometheus_client import CollectorRegistry, generate_latest

from producer.metrics import TallyCollector
from producer.tally import Tally
from tests.metrics import measured, samples_in, scraped_with


def test_a_tally_is_scraped_as_it_grows() -> None:
    registry, tally = CollectorRegistry(), Tally()
    registry.register(TallyCollector(tally))
    tally.add(Tally(frames=3, ticks=9, dead=1, events=Counter(chat=2), ignored=Counter(PING=1)))

    assert samples_in(generate_latest(registry).decode()) == {
        "telemetra_producer_frames_total": 3,
        "telemetra_producer_dead_total": 1,
        "telemetra_producer_events_total chat": 2,
        "telemetra_producer_ignored_total PING": 1,
    }


def test_a_producer_without_kafka_can_be_scraped() -> None:
    with measured("producer", {"KAFKA_BOOTSTRAP_SERVERS": "127.0.0.1:1"}) as port:
        scraped_with(port, "telemetra_producer_frames_total")
