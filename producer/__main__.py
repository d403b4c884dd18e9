"""`python -m producer`: wires a source to Kafka and runs until the source ends or is stopped."""

import asyncio
import logging
import signal
import sys
from argparse import ArgumentTypeError

from prometheus_client import REGISTRY, start_http_server
from pydantic import ValidationError

from producer.arguments import Arguments, ConfigurationError, parse_arguments, parse_channels
from producer.metrics import TallyCollector
from producer.run import run
from producer.settings import Settings
from producer.source import Source
from producer.sources.replay import open_replay
from producer.sources.simulator import Simulator
from producer.tally import Tally

log = logging.getLogger("producer")

_CONFIGURATION_ERROR = 2


def main(words: list[str]) -> int:
    """Run what the arguments ask for; the exit code is 0 at the end or when stopped."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s"
    )
    logging.getLogger("aiokafka").setLevel(logging.WARNING)
    arguments = parse_arguments(words)
    try:
        settings = Settings()
        source = open_source(arguments, settings)
        asyncio.run(_run_until_stopped(source, settings))
    except ValidationError as error:
        return _refuse("; ".join(f"{each['loc'][0]}: {each['msg']}" for each in error.errors()))
    except (ConfigurationError, ArgumentTypeError) as error:
        return _refuse(str(error))
    return 0


def open_source(arguments: Arguments, settings: Settings) -> Source:
    """The source that was asked for."""
    if arguments.source == "replay" and arguments.file:
        return open_replay(arguments.file, arguments.channels, arguments.at, arguments.speed)
    channels = arguments.channels or parse_channels(settings.mock_channels)
    if not channels:
        raise ConfigurationError("MOCK_CHANNELS names no channel; it should be such as xqc,ninja")
    return Simulator(
        channels=channels,
        seed=settings.simulator_seed,
        interval_seconds=settings.producer_interval,
        rate=arguments.rate,
        truth_file=settings.data_dir / "simulator" / "truth.jsonl",
    )


def _refuse(reason: str) -> int:
    sys.stderr.write(f"producer: {reason}\n")
    return _CONFIGURATION_ERROR


async def _run_until_stopped(source: Source, settings: Settings) -> None:
    total = Tally()
    if settings.metrics_port is not None:
        REGISTRY.register(TallyCollector(total))
        start_http_server(settings.metrics_port, settings.metrics_host)
    task = asyncio.ensure_future(
        run(source, settings.kafka_bootstrap_servers, settings.ready_file, total)
    )
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, task.cancel)
    try:
        log.info("done: %s", await task)
    except asyncio.CancelledError:
        log.info("stopped")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
