"""What this process counts, and how the pipeline does -> Prometheus."""

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import TimeoutError as NotInTimeError
from dataclasses import asdict
from typing import Any, Final, cast

from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graphql_api.accounting import account_for, lags_of
from graphql_api.queries.ledger import LedgerSide, Offsets, ledger_side
from graphql_api.resources import Resources

ANSWER_SECONDS: Final = 5.0
"""So long a scrape waits for PostgreSQL and Kafka; without them it tells of this process alone."""

_OPEN_NOW: Final = ("sockets", "subscriptions")
_PIPELINE: Final = "telemetra_pipeline"

Found = tuple[LedgerSide, Offsets | None]


class Measured(Collector):
    """The application, with its requests counted; and what else is scraped of its process."""

    def __init__(self, app: ASGIApp, registry: CollectorRegistry) -> None:
        self._app = app
        self._loop: asyncio.AbstractEventLoop | None = None
        self._state: dict[str, Any] = {}
        self._requests = Counter(
            "telemetra_api_requests", "Answers by status.", ["status"], registry=registry
        )
        self._seconds = Histogram(
            "telemetra_api_first_byte_seconds", "Until an answer begins.", registry=registry
        )
        registry.register(self)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket, or the application's life."""
        if scope["type"] == "lifespan":
            self._loop, self._state = asyncio.get_running_loop(), scope["state"]
        started = time.perf_counter()

        async def send_counted(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._requests.labels(str(message["status"])).inc()
                self._seconds.observe(time.perf_counter() - started)
            await send(message)

        await self._app(scope, receive, send_counted if scope["type"] == "http" else send)

    def describe(self) -> list[Metric]:
        """Nothing: what there is shows when it is scraped."""
        return []

    def collect(self) -> Iterator[Metric]:
        """What is scraped, from a thread of its own."""
        resources = cast("Resources | None", self._state.get("resources"))
        if resources is None or self._loop is None:
            return
        yield from _of_clients(resources)
        asked = asyncio.run_coroutine_threadsafe(_ask(resources), self._loop)
        try:
            ledger, ends = asked.result(ANSWER_SECONDS)
        except (Exception, NotInTimeError):  # noqa: BLE001 - a scrape never fails for a server's sake
            asked.cancel()
            return
        yield from _of_pipeline(ledger, ends)


async def _ask(resources: Resources) -> Found:
    # In this order: what a batch has read is then never beyond Kafka's end.
    ledger = await ledger_side(resources.engine)
    return ledger, await resources.broker.end_offsets()


def _of_clients(resources: Resources) -> Iterator[Metric]:
    for name, count in asdict(resources.counters).items():
        family = GaugeMetricFamily if name in _OPEN_NOW else CounterMetricFamily
        yield family(f"telemetra_api_{name}", f"{name} of live clients.", value=count)


def _of_pipeline(ledger: LedgerSide, ends: Offsets | None) -> Iterator[Metric]:
    accounting = asdict(account_for(ledger, ends))
    del accounting["reason"]
    events = GaugeMetricFamily(
        f"{_PIPELINE}_events", "Where every event went; `residual` is 0.", labels=["term"]
    )
    for term, count in accounting.items():
        if count is not None:
            events.add_metric([term], count)
    yield events
    unread = GaugeMetricFamily(
        f"{_PIPELINE}_unread_records", "Records that no batch has read.", labels=["topic"]
    )
    for lag in lags_of(ledger, ends):
        if lag.lag is not None:
            unread.add_metric([lag.topic], lag.lag)
    yield unread
    yield GaugeMetricFamily(
        f"{_PIPELINE}_unpublished_batches",
        "Batches that are committed, and not known to be published.",
        value=ledger.unpublished_batches,
    )
