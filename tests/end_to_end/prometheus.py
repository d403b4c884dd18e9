"""A Prometheus of this machine with the questions of the monitoring profile."""

import asyncio
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import httpx
import yaml

from bench.api import answers
from cli.supervisor.service import Service
from tests.architecture.tree import PROJECT
from tests.deploy.compose.deployment import Deployment
from tests.deploy.compose.monitoring import FOLDER, queries

PROGRAM: Final = shutil.which("prometheus")
COMPOSE: Final = Deployment(PROJECT)
_EVERY: Final = "5s"
_THRESHOLD: Final = re.compile(r" (?:==|!=|<|>) [\d.]+$")

Targets = Mapping[str, Sequence[int]]
"""The ports of this machine that are scraped, by the name of the job that scrapes them."""


def prometheus_service(port: int, targets: Targets, folder: Path) -> Service:
    """Prometheus on this port of the loopback; PROGRAM must be there."""
    file = folder / "prometheus.yml"

    async def prepare() -> None:
        await asyncio.to_thread(_lay_out, file, configured(targets))

    command: list[str | Path] = [str(PROGRAM), f"--config.file={file}"]
    command += [f"--storage.tsdb.path={folder / 'data'}", f"--web.listen-address=127.0.0.1:{port}"]
    ready = f"http://127.0.0.1:{port}/api/v1/status/runtimeinfo"
    return Service("prometheus", command, lambda: answers(ready), prepare=prepare)


def _lay_out(file: Path, told: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(yaml.safe_dump(told))


def configured(targets: Targets) -> dict[str, Any]:
    """What the containers' Prometheus is told, but for addresses, and for how often it looks.

    Jobs whose processes are not here are left out, and so is what releases before 3.0 do not know.
    """
    told: dict[str, Any] = yaml.safe_load(COMPOSE.text(f"{FOLDER}/prometheus.yml"))
    told["global"] = {"scrape_interval": _EVERY, "evaluation_interval": _EVERY}
    told["rule_files"] = [str(COMPOSE.root / FOLDER / name) for name in told["rule_files"]]
    jobs = [job for job in told["scrape_configs"] if job["job_name"] in targets]
    for job in jobs:
        addresses = [f"127.0.0.1:{port}" for port in targets[job["job_name"]]]
        del job["dns_sd_configs"]
        job.pop("fallback_scrape_protocol", None)
        job["static_configs"] = [{"targets": addresses}]
    return told | {"scrape_configs": jobs}


def questions() -> list[str]:
    """What each panel asks, and each alert of which it tells when it is too much."""
    return [_THRESHOLD.sub("", query) for query in queries(COMPOSE)]


async def unanswered(port: int) -> list[str]:
    """The questions that no series answers now."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        return [query for query in questions() if not await _series(client, query)]


async def down(port: int) -> list[str]:
    """The targets that were not reached when they were last scraped, and why."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
        targets = (await client.get("/api/v1/targets")).json()["data"]["activeTargets"]
    return [f"{one['scrapeUrl']}: {one['lastError']}" for one in targets if one["health"] != "up"]


async def _series(client: httpx.AsyncClient, query: str) -> list[Any]:
    answer = (await client.get("/api/v1/query", params={"query": query})).json()
    found: list[Any] = answer["data"]["result"]
    return found
