"""All that runs, as one stack, which is asked through nginx."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from bench.servers import running
from bench.stack import Stack, until
from cli.supervisor.state import ServiceState, read_state
from tests.end_to_end.kills import LONGEST_RECOVERY_SECONDS
from tests.end_to_end.prometheus import PROGRAM, down, prometheus_service, questions, unanswered
from tests.end_to_end.topology.places import Places
from tests.end_to_end.topology.processes import process_services, scraped

START_SECONDS: Final = 400.0


class Topology(Stack):
    """Servers and processes; `scraped` are the ports of each job of Prometheus."""

    def __init__(self, places: Places, scraped: Mapping[str, Sequence[int]]) -> None:
        super().__init__(
            {
                "DATA_DIR": str(places.processes),
                "API_PORT": str(places.door.port),
                "KAFKA_BOOTSTRAP_SERVERS": places.kafka,
                "POSTGRES_PORT": str(places.database.port),
                "REDIS_PORT": str(places.redis),
            }
        )
        self.places = places
        self.scraped = scraped

    def services(self) -> dict[str, ServiceState]:
        """Servers and processes, each as its supervisor sees it now."""
        states = [read_state(each) for each in (self.places.servers, self.places.processes)]
        return {one.name: one for state in states if state for one in state.services}

    async def until_drained(self, events: float) -> None:
        """Return when no more events wait than so many."""

        async def is_drained() -> bool:
            waiting = (await self.accounting())["inFlight"]
            return waiting is not None and waiting <= events

        await until(is_drained, LONGEST_RECOVERY_SECONDS)

    async def monitoring(self) -> str:
        """Which targets are down, and which questions have no answer."""
        if PROGRAM is None:
            return "there is no prometheus on PATH"
        port = self.places.prometheus
        wrong = [*await down(port), *await unanswered(port)]
        targets = sum(map(len, self.scraped.values()))
        said = f"{targets} targets are up, {len(questions())} questions have an answer"
        return f"WRONG: {wrong}" if wrong else said


@contextmanager
def a_topology(places: Places, rate: float) -> Iterator[Topology]:
    """The processes, on servers that run, until the block ends; Prometheus too, where there is one.

    Raises:
        RuntimeError: They did not become ready.
    """
    services = process_services(places, rate)
    targets = scraped(services)
    if PROGRAM is not None:
        folder = places.processes / "prometheus"
        services.append(prometheus_service(places.prometheus, targets, folder))
    with running(places.processes, services, START_SECONDS):
        yield Topology(places, targets)
