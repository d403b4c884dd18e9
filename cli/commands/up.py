"""`telemetra up`: starts the stack and looks after it."""

import asyncio
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import psutil
import typer

from cli.project import SetupError
from cli.settings import Settings, load_settings
from cli.source import At, Source, SourceKind
from cli.stack import (
    refuse_servers_elsewhere,
    refuse_taken_ports,
    stack_services,
    stack_urls,
)
from cli.supervisor.logs import WriteLine, to_nowhere, to_terminal
from cli.supervisor.state import claimed, end_leftovers, log_file, read_state
from cli.supervisor.supervisor import Supervisor


def up(  # noqa: PLR0913, PLR0917 - each is an option of the command
    detach: Annotated[bool, typer.Option("--detach", help="Return, and run on.")] = False,
    source: Annotated[
        SourceKind, typer.Option(help="Where the events come from.")
    ] = SourceKind.SIMULATOR,
    file: Annotated[Path | None, typer.Option(help="The recording to replay.")] = None,
    channels: Annotated[str | None, typer.Option(help="Only these, by commas.")] = None,
    speed: Annotated[str | None, typer.Option(help="Times real time, or `max`.")] = None,
    rate: Annotated[float | None, typer.Option(help="Events a second.", min=0.001)] = None,
    at: Annotated[At | None, typer.Option(help="Keep a recording's time, or end it now.")] = None,
    silent: Annotated[bool, typer.Option("--silent", help="Log to files only.")] = False,
) -> None:
    """Start Kafka, PostgreSQL, Valkey, Spark, relay, API and a producer; Ctrl-C stops them."""
    settings = load_settings()
    chosen = Source(source, file, channels, speed, rate, at)
    if detach:
        _launch(settings, chosen)
    else:
        _run(settings, chosen, to_nowhere if silent else to_terminal)


def _run(settings: Settings, source: Source, echo: WriteLine) -> None:
    refuse_servers_elsewhere(settings)
    # While the broker starts, each look at it that fails would be told twice.
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
    with claimed(settings.data_dir):
        end_leftovers(settings.data_dir)
        refuse_taken_ports(settings)
        source.claim(settings.data_dir)
        services = stack_services(settings, source)
        supervisor = Supervisor(services, settings.data_dir, urls=stack_urls(settings), echo=echo)
        asyncio.run(_until_stopped(supervisor, lambda: echo(addresses(settings))))


async def _until_stopped(supervisor: Supervisor, greet: Callable[[], None]) -> None:
    for stopping in _stopping_signals():
        asyncio.get_running_loop().add_signal_handler(stopping, supervisor.stop)
    greeting = asyncio.create_task(supervisor.until_ready())
    greeting.add_done_callback(lambda task: None if task.cancelled() else greet())
    await supervisor.run()
    greeting.cancel()


def _stopping_signals() -> set[signal.Signals]:
    # Under nohup the stack is meant to outlive its terminal.
    outlives = signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    return {signal.SIGINT, signal.SIGTERM} | (set() if outlives else {signal.SIGHUP})


def addresses(settings: Settings) -> str:
    """What a person wants to know of a stack that runs."""
    urls = stack_urls(settings)
    return f"""
  Telemetra is up.
    Dashboard   {urls["dashboard"]}
    GraphQL     {urls["graphql"]}
    REST docs   {urls["docs"]}
    PostgreSQL  psql '{urls["postgres"]}'
    Kafka       {urls["kafka"]}
    State       telemetra status
    Logs        telemetra logs --follow
"""


def _launch(settings: Settings, source: Source) -> None:
    """Start the supervisor in a session of its own; return once it has the data folder."""
    log = log_file(settings.data_dir, "supervisor")
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        supervisor = subprocess.Popen(  # noqa: S603 - this very program
            [sys.executable, "-P", "-m", "cli", "up", "--silent", *source.arguments],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env=os.environ | {"DATA_DIR": str(settings.data_dir)},
        )
    while not _has_taken_over(supervisor.pid, settings.data_dir):
        try:
            supervisor.wait(0.1)
        except subprocess.TimeoutExpired:
            continue
        raise SetupError(log.read_text().strip().removeprefix("telemetra: "))
    to_terminal(f"Starting (pid {supervisor.pid}); `telemetra status --wait 180` waits for it.")
    to_terminal(addresses(settings).replace("is up", "is starting"))


def _has_taken_over(pid: int, folder: Path) -> bool:
    state = read_state(folder)
    return state is not None and state.pid == pid and psutil.pid_exists(pid)
