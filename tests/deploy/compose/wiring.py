"""How the containers find one another: addresses, ports, order, places, names."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from starlette.routing import Route

from graphql_api.compat.health import health
from graphql_api.compat.streams import streams
from graphql_api.pages import DASHBOARD
from graphql_api.security_headers import FRAMED_PAGE, PAGE, POLICY
from tests.deploy.compose.deployment import Deployment, Service

SCALES: Final = {"spark-worker"}
READY: Final = "service_healthy"
ENDED: Final = "service_completed_successfully"
SLOW_SECONDS: Final = 30
API_PATHS: Final = {route.path for route in health.routes if isinstance(route, Route)}
PATHS: Final = {
    "backend": API_PATHS,
    "frontend": API_PATHS,
    "spark-master": {"/json/"},
    "spark-worker": {"/json/"},
    "grafana": {"/api/health"},
}
OF_IMAGES: Final = {"pg_isready", "redis-cli", "promtool", "python", "wget", "test"}
"""Programs of a health check that their images bring; Kafka's have their names from us."""

WRITTEN: Final = ("_DIR", "_DIRS", "_FILE", "TMPDIR")


def addresses_are_there(deployment: Deployment) -> Iterator[str]:
    """Each server that a process is told of is a service, which listens at that port."""
    for service in deployment.services.values():
        for name, host, port in _addresses(service.environment):
            found = deployment.services.get(host)
            if found is None or port not in deployment.ports_of(found):
                yield f"{service.name}: {name} is {host}:{port}, where nothing listens"
    for arguments in deployment.directives("server"):
        if not arguments:
            continue
        server, _, place = arguments[0].partition(":")
        if server not in deployment.services:
            yield f"nginx: there is no {server}"
        elif int(place) not in deployment.ports_of(deployment.services[server]):
            yield f"nginx: {server} does not listen on {place}"


def _addresses(environment: Mapping[str, str]) -> Iterator[tuple[str, str, int]]:
    for name, value in environment.items():
        if name in {"KAFKA_BOOTSTRAP_SERVERS", "SPARK_MASTER"}:
            host, _, port = value.removeprefix("spark://").partition(":")
            yield name, host, int(port)
        elif name in {"POSTGRES_HOST", "REDIS_HOST"}:
            yield name, value, int(environment[name.replace("HOST", "PORT")])


def ports_are_listened_on(deployment: Deployment) -> Iterator[str]:
    """What is published or exposed leads to somebody, and servers stay on this machine."""
    for service in deployment.services.values():
        listens = deployment.ports_of(service)
        published = [deployment.filled(each) for each in service.spec.get("ports", [])]
        for each in [*published, *service.spec.get("expose", [])]:
            if int(each.rpartition(":")[2]) not in listens:
                yield f"{service.name}: {each} leads nowhere"
        for each in service.spec.get("ports", []):
            may_be_seen = service.name == "frontend" and each.startswith("${PUBLISH_ON:-127.0.0.1}")
            if not (each.startswith("127.0.0.1:") or may_be_seen):
                yield f"{service.name}: {each} lets in other machines"


def ports_are_those_of_the_readme(deployment: Deployment) -> Iterator[str]:
    """Where people look for them."""
    told = [port for s in deployment.services.values() for port in s.spec.get("ports", [])]
    published = {int(deployment.filled(port).split(":")[1]) for port in told}
    wanted = {3000, 5432, 6379, 7077, 8000, 8080, 29092}
    yield from (f"nothing is published at {port}" for port in sorted(wanted - published))


def health_is_looked_at(deployment: Deployment) -> Iterator[str]:
    """What stays says how it does, by a program that is there and asks what is there."""
    tools = set(re.findall(r"kafka-[a-z-]+", deployment.text("deploy/docker/kafka/name-tools")))
    for service in deployment.services.values():
        if service.spec["restart"] == "on-failure":
            continue
        if not service.check:
            yield f"{service.name} has no health check"
            continue
        if service.check[0] not in OF_IMAGES | tools:
            yield f"{service.name}: there is no {service.check[0]}"
        yield from _misdirected(deployment, service)


def _misdirected(deployment: Deployment, service: Service) -> Iterator[str]:
    text = " ".join(service.check)
    for found in re.findall(r"http://[^'\s]+", text):
        url = urlsplit(found)
        if url.port not in deployment.ports_of(service):
            yield f"{service.name} does not listen on {url.port}"
        if url.path not in PATHS[service.name]:
            yield f"{service.name} has no {url.path}"
    for port in re.findall(r"localhost:(\d+)(?!\S*/)", text):
        if int(port) not in deployment.ports_of(service):
            yield f"{service.name} does not listen on {port}"
    if service.check[0] == "test" and service.check[-1] != service.environment.get("READY_FILE"):
        yield f"{service.name}: {service.check[-1]} is not its READY_FILE"


def order_is_kept(deployment: Deployment) -> Iterator[str]:
    """Who writes to Kafka or PostgreSQL waits for topics and tables; who needs a server, for it."""
    for service in deployment.services.values():
        after = {n: c["condition"] for n, c in service.spec.get("depends_on", {}).items()}
        for name, condition in after.items():
            if name not in deployment.services:
                yield f"{service.name} waits for {name}, which is not there"
            elif condition == READY and not deployment.services[name].check:
                yield f"{service.name} waits for the health of {name}, which tells none"
        missing = sorted(_needed(service).items() - after.items())
        yield from (f"{service.name} does not wait for {name}: {c}" for name, c in missing)


def _needed(service: Service) -> dict[str, str]:
    told = service.environment.keys()
    if service.name == "prepare":
        return {"kafka": READY, "postgres": READY}
    needed = {"prepare": ENDED} if "KAFKA_BOOTSTRAP_SERVERS" in told else {}
    needed |= {"redis": READY} if "REDIS_HOST" in told else {}
    needed |= {"spark-worker": READY} if "SPARK_MASTER" in told else {}
    return needed | ({"backend": READY} if service.name == "frontend" else {})


def places_are_there(deployment: Deployment) -> Iterator[str]:
    """What is mounted exists; where a process is told to write, a volume is."""
    declared = deployment.compose["volumes"].keys()
    for service in deployment.services.values():
        for mount in service.spec.get("volumes", []):
            source = mount.partition(":")[0]
            if source.startswith("./") and not (deployment.root / source).exists():
                yield f"{service.name}: there is no {source}"
            elif not source.startswith((".", "/")) and source not in declared:
                yield f"{service.name}: the volume {source} is not declared"
        for name, value in service.environment.items():
            is_within = any(f"{value}/".startswith(f"{at}/") for at in service.folders)
            if name.endswith(WRITTEN) and not is_within:
                yield f"{service.name}: {name} is {value}, where no volume is"


def names_are_kept(deployment: Deployment) -> Iterator[str]:
    """Containers have the names that the runbook calls them by; what scales has none."""
    for name, service in deployment.services.items():
        wanted = None if name in SCALES else f"telemetra-{name}"
        if service.spec.get("container_name") != wanted:
            yield f"{name}: container_name is not {wanted}"
    scaled: dict[str, Any] = deployment.scaled["services"]
    for name in ("backend", "relay", "spark-worker"):
        if "container_name" in scaled[name]:
            yield f"{name} has a name, and cannot scale"


def nginx_leads_to_the_api(deployment: Deployment) -> Iterator[str]:
    """Behind the dashboard's port too, but for the dashboard's own pages."""
    proxied = [args[1] for args in deployment.directives("location") if args[0] == "~"]
    apart = {"/graphql", "/live/{_}", "/openapi.json", "/docs"}
    below = {route.path for route in streams.routes if isinstance(route, Route)}
    for path in sorted(apart | API_PATHS | below | {*DASHBOARD}):
        is_proxied = any(re.match(one, re.sub("{.*?}", "xqc", path)) for one in proxied)
        if is_proxied == (path in DASHBOARD):
            yield f"nginx does not lead {path} to {'its page' if is_proxied else 'the API'}"


def nginx_lets_nobody_be_slow(deployment: Deployment) -> Iterator[str]:
    """Whoever sends or takes nothing is gone within 30 s, and bodies are bounded."""
    for name in ("client_header_timeout", "client_body_timeout", "send_timeout"):
        seconds = [int(arguments[0].rstrip("s")) for arguments in deployment.directives(name)]
        if not seconds or max(seconds) > SLOW_SECONDS:
            yield f"nginx: {name} lets clients be slow"
    if deployment.directives("client_max_body_size") != [["1m"]]:
        yield "nginx: bodies are not bounded"
    if ["X-Forwarded-For", "$remote_addr"] not in deployment.directives("proxy_set_header"):
        yield "nginx: clients may say who they are"
    policies = [each[1] for each in deployment.directives("add_header") if each[0] == POLICY]
    if policies != [FRAMED_PAGE, PAGE]:
        yield "nginx: the policies of overlay and dashboard are not those of the API's pages"


RULES: Final = (
    addresses_are_there,
    ports_are_listened_on,
    ports_are_those_of_the_readme,
    health_is_looked_at,
    order_is_kept,
    places_are_there,
    names_are_kept,
    nginx_leads_to_the_api,
    nginx_lets_nobody_be_slow,
)
