"""`python -m relay`: relays until it is stopped."""

import asyncio
import logging
import signal
import sys

import uvloop
from prometheus_client import REGISTRY, start_http_server
from pydantic import ValidationError

from relay.log import Logs
from relay.metrics import StatusCollector
from relay.outage import Seldom
from relay.read import Reader
from relay.relay import Relay
from relay.settings import Settings
from relay.status import Numbers, Reporter

log = logging.getLogger("relay")

_CONFIGURATION_ERROR = 2


def main() -> int:
    """Relay until SIGTERM or Ctrl-C; the exit code is then 0."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("aiokafka").setLevel(logging.WARNING)
    for handler in logging.getLogger().handlers:
        handler.addFilter(Seldom("aiokafka"))
    try:
        settings = Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"{str(each['loc'][0]).upper()}: {each['msg']}" for each in error.errors()
        )
        sys.stderr.write(f"relay: {wrong}\n")
        return _CONFIGURATION_ERROR
    uvloop.run(_run_until_stopped(settings))
    return 0


async def _run_until_stopped(settings: Settings) -> None:
    task = asyncio.ensure_future(_run(settings))
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        log.info("stopped")


async def _run(settings: Settings) -> None:
    numbers = Numbers()
    reader = Reader(settings.kafka_bootstrap_servers, settings.keep)
    logs = Logs(settings.redis_host, settings.redis_port, settings.keep)
    relay = Relay(reader, logs, numbers, settings.ready_file)
    metrics = StatusCollector()
    if settings.metrics_port is not None:
        REGISTRY.register(metrics)
        start_http_server(settings.metrics_port, settings.metrics_host)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(relay.run())
            reporter = Reporter(settings.relay_name, numbers, reader, logs, metrics.show)
            group.create_task(reporter.run())
    finally:
        await reader.close()
        await logs.close()


if __name__ == "__main__":
    sys.exit(main())
