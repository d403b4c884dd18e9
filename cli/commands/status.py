"""`telemetra status`: how each service stands, how fresh updates are, and where events went."""

import json
import time
from pathlib import Path
from typing import Annotated, Any, Final

import httpx
import typer

from cli.commands.logs import tail
from cli.pipeline import told
from cli.settings import load_settings
from cli.stack import SERVICE_NAMES
from cli.supervisor.logs import to_terminal
from cli.supervisor.state import StackState, log_file, read_state
from cli.supervisor.watcher import State

_PIPELINE: Final = """{ pipeline {
  watermark deadLetters unpublishedBatches
  published { seconds ageSeconds }
  relayed { seconds ageSeconds }
  topics { topic lag }
  feeds { topic lag }
  relays { name isCaughtUp rewinds restartedLogs unreadable ageSeconds }
  live { sockets subscriptions replays gaps dropped evicted }
  accounting {
    produced aggregated late duplicates dead inFlight residual reason unparsedFrames
  }
} }"""
_LOOK_SECONDS: Final = 0.5
_LOG_LINES: Final = 15


def status(
    wait: Annotated[
        float | None, typer.Option(help="Wait until all is ready, this many seconds at most.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Show the services; with --wait, exit code 0 says that all are ready or done."""
    folder = load_settings().data_dir
    state = read_state(folder) if wait is None else _wait_until_well(folder, wait)
    report = _report(state)
    if as_json:
        to_terminal(json.dumps(report, indent=2))
    else:
        _show(report)
    if wait is not None and not _is_well(state):
        _explain(state, folder)
        raise typer.Exit(1)


def _wait_until_well(folder: Path, seconds: float) -> StackState | None:
    deadline = time.monotonic() + seconds
    state = read_state(folder)
    while not _is_well(state) and not _has_failed(state) and time.monotonic() < deadline:
        time.sleep(_LOOK_SECONDS)
        state = read_state(folder)
    return state


def _is_well(state: StackState | None) -> bool:
    return state is not None and all(service.is_well for service in state.services)


def _has_failed(state: StackState | None) -> bool:
    return state is not None and any(one.state is State.FAILED for one in state.services)


def _report(state: StackState | None) -> dict[str, Any]:
    if state is None:
        stopped = {"pid": None, "state": State.STOPPED, "restarts": 0}
        services = [{"name": name, **stopped} for name in SERVICE_NAMES]
        return {"services": services, "urls": {}, "accounting": None, "pipeline": None}
    shown = {"name", "pid", "state", "restarts"}
    pipeline = _pipeline(state.urls) if state.is_running else None
    return {
        "services": [service.model_dump(include=shown) for service in state.services],
        "urls": state.urls,
        "accounting": pipeline and pipeline.pop("accounting"),
        "pipeline": pipeline,
    }


def _pipeline(urls: dict[str, str]) -> dict[str, Any] | None:
    """How the pipeline does, in GraphQL's words; None while the API does not answer."""
    try:
        answer = httpx.post(urls["graphql"], json={"query": _PIPELINE}, timeout=10).json()
        pipeline: dict[str, Any] = answer["data"]["pipeline"]
    except (httpx.HTTPError, ValueError, KeyError, TypeError):
        return None
    return pipeline


def _show(report: dict[str, Any]) -> None:
    for service in report["services"]:
        again = f"  restarted {service['restarts']} times" if service["restarts"] else ""
        to_terminal(f"{service['name']:<9} {service['state']:<10} {service['pid'] or '':>7}{again}")
    for name, url in report["urls"].items():
        to_terminal(f"{name:<9} {url}")
    if report["pipeline"]:
        for line in told(report["pipeline"]):
            to_terminal(line)
    if report["accounting"]:
        numbers = (f"{name} {value}" for name, value in report["accounting"].items())
        to_terminal("events    " + ", ".join(numbers))


def _explain(state: StackState | None, folder: Path) -> None:
    if state is None or not state.is_running:
        typer.echo(f"Nothing runs on {folder}: start it with `telemetra up`.", err=True)
        return
    for service in state.services:
        if not service.is_well:
            typer.echo(f"\n{service.name} is {service.state}. The end of its log:", err=True)
            typer.echo("\n".join(tail(log_file(folder, service.name), _LOG_LINES)), err=True)
