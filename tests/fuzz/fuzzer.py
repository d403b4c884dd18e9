"""Schemathesis in a process of its own, against one description of the API."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from cli.project import ROOT

DESCRIPTIONS: Final = ("/openapi.json", "/graphql")
EXAMPLES_PER_CASE: Final = {"/openapi.json": 10, "/graphql": 8}
"""Of so many cases that are wanted, one example is asked for of each path or field."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run came to: `cases` were judged; `said` is all that it told."""

    cases: int
    findings: int
    is_clean: bool
    said: str


def fuzz(address: str, description: str, *, seed: int, cases: int) -> Outcome:
    """At least about `cases` cases from the description at this path, by all checks."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [
            *(Path(sys.executable).with_name("schemathesis"), "run", address + description),
            *("--checks", "all", "--seed", seed, "--suppress-health-check", "all"),
            *("--max-examples", max(1, cases // EXAMPLES_PER_CASE[description])),
            *("--continue-on-failure", "--no-color", "--report", "json"),
            *("--report-json-path", report),
        ]
        environment = os.environ | {
            "SCHEMATHESIS_HOOKS": "tests.fuzz.hooks",
            "PYTHONPATH": str(ROOT),
        }
        ran = subprocess.run(
            [str(part) for part in command],
            check=False,
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if not report.exists():
            return Outcome(0, 0, is_clean=False, said=ran.stdout)
        return _outcome(json.loads(report.read_text(encoding="utf-8")), ran)


def _outcome(told: dict[str, Any], ran: "subprocess.CompletedProcess[str]") -> Outcome:
    counts = told["test_cases"]
    is_clean = ran.returncode == 0 and told["complete"] and not told["errors"]
    return Outcome(counts["generated"], counts["unique_failures"], is_clean, ran.stdout)
