"""Who is scraped, and what is asked of what was scraped."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Final

import yaml
from prometheus_client import CollectorRegistry

from contracts.relay import RelayStatus
from graphql_api.live.counters import LiveCounters
from graphql_api.metrics import Measured, _of_pipeline
from graphql_api.queries.ledger import LedgerSide
from producer.metrics import TallyCollector
from producer.tally import Tally
from relay.metrics import StatusCollector
from spark.metrics import BatchMetrics
from tests.deploy.compose.deployment import Deployment

FOLDER: Final = "deploy/monitoring"
OF_PROMETHEUS: Final = {"up", "ALERTS", "process_resident_memory_bytes"}
_EMPTY: Final = LedgerSide(0, 0, 0, 0, {}, None, None, None, None, 0, None)
_STATUS: Final = RelayStatus(
    relay="relay",
    said_at=datetime(2026, 1, 1, tzinfo=UTC),
    relayed_at=None,
    newest_event_at=None,
    event_to_relayed_seconds=1,
    lag={},
    rewinds=1,
    added=0,
    ignored=0,
    unreadable=0,
    restarted_logs=0,
    is_caught_up=True,
)


def metrics_of_ours() -> set[str]:
    """The names of all samples that our processes can tell."""
    registry, relay = CollectorRegistry(), StatusCollector()
    relay.show(_STATUS)
    BatchMetrics(registry)
    registry.register(TallyCollector(Tally()))
    registry.register(relay)
    Measured(lambda *_: None, registry)  # type: ignore[arg-type]
    families = [*registry.collect(), *_of_pipeline(_EMPTY, None)]
    names = {family.name for family in families}
    names |= {f"telemetra_api_{name}" for name in LiveCounters.__dataclass_fields__}
    return names | {f"{name}{end}" for name in names for end in ("_total", "_bucket")}


def queries(deployment: Deployment) -> list[str]:
    """Every question of an alert or a panel."""
    alerts = yaml.safe_load(deployment.text(f"{FOLDER}/alerts.yml"))
    board = json.loads(deployment.text(f"{FOLDER}/grafana/dashboards/telemetra.json"))
    rules = [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    return rules + [each["expr"] for panel in board["panels"] for each in panel["targets"]]


def questions_have_answers(deployment: Deployment) -> Iterator[str]:
    """Each metric that is asked for is one that somebody tells."""
    known = metrics_of_ours() | OF_PROMETHEUS
    for query in queries(deployment):
        plain = re.sub(r'"[^"]*"', "", query)
        asked = re.findall(r"\b(?:telemetra|process|metrics)_\w+|\bup\b|\bALERTS\b", plain)
        if not asked:
            yield f"{query!r} asks for nothing"
        yield from (f"nobody tells {name}" for name in asked if name not in known)


def targets_are_there(deployment: Deployment) -> Iterator[str]:
    """Each target is a service that listens at that port; each that tells metrics is a target."""
    jobs = yaml.safe_load(deployment.text(f"{FOLDER}/prometheus.yml"))["scrape_configs"]
    places = [
        (name, each["port"])
        for job in jobs
        for each in job["dns_sd_configs"]
        for name in each["names"]
    ]
    for name, port in places:
        service = deployment.services.get(name)
        if service is None or port not in deployment.ports_of(service):
            yield f"Prometheus asks {name}:{port}, where nothing listens"
    measured = {s.name for s in deployment.services.values() if "METRICS_PORT" in s.environment}
    yield from (f"nobody scrapes {name}" for name in sorted(measured - dict(places).keys()))


def grafana_finds_prometheus(deployment: Deployment) -> Iterator[str]:
    """Its source is the service; its dashboard asks that source, where compose mounts both."""
    source = yaml.safe_load(
        deployment.text(f"{FOLDER}/grafana/provisioning/datasources/prometheus.yml")
    )["datasources"][0]
    if source["url"] != "http://prometheus:9090":
        yield f"Grafana looks for Prometheus at {source['url']}"
    board = json.loads(deployment.text(f"{FOLDER}/grafana/dashboards/telemetra.json"))
    for panel in board["panels"]:
        if panel["datasource"]["uid"] != source["uid"]:
            yield f"{panel['title']} asks {panel['datasource']['uid']}"
    provider = yaml.safe_load(
        deployment.text(f"{FOLDER}/grafana/provisioning/dashboards/telemetra.yml")
    )["providers"][0]["options"]["path"]
    if not any(f":{provider}:" in m for m in deployment.services["grafana"].spec["volumes"]):
        yield f"nothing is mounted at {provider}"


RULES: Final = (questions_have_answers, targets_are_there, grafana_finds_prometheus)
