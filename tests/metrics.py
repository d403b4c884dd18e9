"""What Prometheus would scrape of a process of ours."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from cli.supervisor.ports import free_port

Scraped = dict[str, float]
"""The value of each sample, by its name with its labels' values: `requests_total 200`."""


def samples_in(text: str) -> Scraped:
    """The samples of an exposition."""
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def scraped(port: int) -> Scraped:
    """What the process tells at this port."""
    return samples_in(httpx.get(f"http://127.0.0.1:{port}/metrics", timeout=30).text)


def scraped_with(port: int, sample: str) -> Scraped:
    """The same, once that sample is there."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            found = scraped(port)
        except httpx.TransportError:
            found = {}
        if sample in found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"{sample} was never scraped")


@contextmanager
def measured(room: str, environment: dict[str, str]) -> Iterator[int]:
    """The room's process with its `/metrics`, whose port this gives."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", room],
        env={"PATH": os.environ["PATH"], "METRICS_PORT": str(port), **environment},
        cwd=Path(__file__).parents[1],
        stderr=subprocess.DEVNULL,
    )
    try:
        yield port
    finally:
        process.kill()
        process.wait()
