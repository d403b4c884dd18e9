"""What the topology runs is what compose and the cluster say, on this machine's own addresses."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from bench.follower import Follower
from bench.histories import Delivery, Followed
from bench.recovery import Recovery
from cli.supervisor.service import Service
from contracts.feeds import Cursor, FeedKind
from tests.end_to_end.kills import Crowd, Kill
from tests.end_to_end.topology.places import BROKERS, Places
from tests.end_to_end.topology.processes import COMPOSE, process_services, scraped
from tests.end_to_end.topology.report import Report
from tests.end_to_end.topology.servers import PRODUCTION, properties
from tests.end_to_end.topology.watch import Look, Watch

ADDRESSES = ("HOST", "PORT", "SERVERS", "MASTER", "BIND", "DIR", "DIRS", "FILE", "OPTIONS")
OURS = ("prepare", "spark-master", "spark-worker", "spark-streaming", "relay", "backend")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places.free(tmp_path)


@pytest.fixture
def services(places: Places) -> list[Service]:
    return process_services(places, 1000)


def of_kind(services: list[Service], kind: str) -> list[Service]:
    return [each for each in services if each.name.rstrip("-0123456789") == kind]


@pytest.mark.parametrize("kind", [*OURS, "producer"])
def test_a_process_is_told_all_that_compose_tells_it(services: list[Service], kind: str) -> None:
    told = COMPOSE.services[kind].environment
    here = {"POSTGRES_PASSWORD", "SPARK_WORKER_CORES", "TMPDIR"}
    for each in of_kind(services, kind):
        differ = {name for name, value in told.items() if each.environment.get(name) != value}
        assert {name for name in differ if not name.endswith(ADDRESSES)} <= here


@pytest.mark.parametrize("kind", OURS)
def test_a_process_is_the_command_of_compose(services: list[Service], kind: str) -> None:
    words = COMPOSE.services[kind].words
    for each in of_kind(services, kind):
        assert len(each.command) == len(words)
        pairs = zip(map(str, each.command), words, strict=True)
        assert [own for own, word in pairs if own != word and own.startswith("-")] == []


def test_nobody_listens_but_on_the_loopback(services: list[Service], places: Places) -> None:
    told = [f"{each.command} {dict(each.environment)}" for each in services]
    told += [properties(PRODUCTION.data("kafka"), places, n) for n in range(BROKERS)]
    assert [one for one in told if "0.0.0.0" in one or "://:" in one] == []  # noqa: S104


def test_a_broker_is_told_all_that_the_production_cluster_tells_it(places: Places) -> None:
    told = dict(
        line.split("=", 1) for line in properties(PRODUCTION.data("kafka"), places, 2).split()
    )
    assert told["min.insync.replicas"] == "2"
    assert told["offsets.topic.replication.factor"] == "3"
    assert told["node.id"] == "2"
    assert [voter.partition("@")[0] for voter in told["controller.quorum.voters"].split(",")] == [
        "0",
        "1",
        "2",
    ]


def test_prometheus_finds_each_process_of_each_job(services: list[Service]) -> None:
    found = {job: len(ports) for job, ports in scraped(services).items()}
    assert found == {
        "api": 3,
        "relay": 2,
        "producer": 1,
        "job": 1,
        "spark-master": 1,
        "spark-worker": 2,
    }


def a_follower(kind: FeedKind, *received_at: float) -> Follower:
    follower = Follower(Followed(kind, "xqc"), 0)
    follower.deliveries = [
        Delivery(
            Cursor("e", seq), "UPDATE", is_notice=False, says=(), received_at=at, emitted_at=""
        )
        for seq, at in enumerate(received_at)
    ]
    return follower


def test_the_client_that_heard_nothing_for_longest_says_what_was_felt() -> None:
    now = time.time()
    quick = a_follower(FeedKind.METRICS, *(now - seconds for seconds in range(40, 0, -1)))
    slow = a_follower(FeedKind.METRICS, now - 31, now - 11, now - 1)
    crowd = Crowd([quick, slow, a_follower(FeedKind.MOMENTS)])
    assert [len(times) for times in crowd.arrivals(now - 11.5)] == [11, 2]
    felt = crowd.felt(now - 30)
    assert (round(felt.silence_seconds), round(felt.recovered_after_seconds)) == (20, 19)
    assert round(crowd.stillness(now - 30).silence_seconds) == 1


def test_the_sockets_are_told_of_while_a_process_is_away_and_all_are_held() -> None:
    report = Report()
    spread: list[tuple[float, Sequence[int | None]]] = [
        (10.0, [10, 10, 10]),
        (11.5, [None, 12, 12]),
        (12.5, [None, 15, 15]),
        (20.0, [0, 15, 15]),
    ]
    report.watch = Watch([Look(at, sockets, 100 * at, 7) for at, sockets in spread])
    report.kills = [Kill("backend-1", 11.0, 21.0, Recovery(1.0, 1.0), Recovery(0.5, 1.0), 0)]
    report.tell_of_sockets(30)
    assert [str(result) for _, result in report.results] == [
        "10 + 10 + 10",
        "away + 15 + 15",
        "0 + 15 + 15",
    ]
    assert report.is_right
    assert report.watch.rate(10, 20) == 100
    report.tell_of_sockets(31)
    assert not report.is_right
