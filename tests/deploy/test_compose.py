"""The containers are what compose and Docker take, and say what the code says."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest

from tests.architecture.tree import PROJECT
from tests.deploy.compose import images, monitoring, settings, wiring
from tests.deploy.compose.deployment import Deployment

DEPLOYMENT: Final = Deployment(PROJECT)
RULES: Final = (*images.RULES, *wiring.RULES, *settings.RULES, *monitoring.RULES)
NO_ERRORS: Final = ("mime.types", 'directive "default"', 'directive ""')
PROGRAMS: Final = Path(sys.executable).parent


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_containers_keep_each_rule(rule: Any) -> None:  # noqa: ANN401
    assert list(rule(DEPLOYMENT)) == []


def _schema_says(compose: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    file = folder / "compose.json"
    file.write_text(json.dumps(compose))
    program = [str(PROGRAMS / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec"]
    return subprocess.run([*program, str(file)], capture_output=True, text=True, check=False)


@pytest.mark.parametrize("compose", [DEPLOYMENT.compose, DEPLOYMENT.scaled], ids=["one", "scaled"])
def test_compose_takes_the_file(compose: dict[str, Any], tmp_path: Path) -> None:
    ran = _schema_says(compose, tmp_path)
    assert ran.returncode == 0, ran.stdout


def test_compose_would_not_take_a_wrong_key(tmp_path: Path) -> None:
    wrong = {"services": {"redis": {"imagine": "valkey/valkey:9.1.4"}}}
    assert "imagine" in _schema_says(wrong, tmp_path).stdout


def _hadolint(file: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAMS / "hadolint", "--no-color", file], capture_output=True, text=True, check=False
    )


def test_the_dockerfile_is_written_well() -> None:
    ran = _hadolint(PROJECT / "deploy/docker/Dockerfile")
    assert ran.stdout == ""
    assert ran.returncode == 0


def test_a_dockerfile_that_is_not_is_named(tmp_path: Path) -> None:
    file = tmp_path / "Dockerfile"
    file.write_text("FROM python:latest\nRUN cd /app && sudo pip install x\n")
    assert "DL3007" in _hadolint(file).stdout


def test_nginx_knows_each_directive_of_its_configuration() -> None:
    assert _errors(DEPLOYMENT) == []


@pytest.mark.parametrize("wrong", ["client_header_time 10s", "client_header_timeout 10s 20s"])
def test_an_unknown_directive_is_named(wrong: str, tmp_path: Path) -> None:
    folder = tmp_path / "deploy/docker/nginx"
    folder.mkdir(parents=True)
    (folder / "nginx.conf").write_text(f"events {{}}\nhttp {{ {wrong}; }}\n")
    assert len(_errors(Deployment(tmp_path))) == 1


def _errors(deployment: Deployment) -> list[str]:
    """What is wrong, but for what crossplane cannot know: the image's own file, a map's lines."""
    told = [each["error"] for each in deployment.nginx["errors"]]
    return [each for each in told if not any(known in each for known in NO_ERRORS)]


def test_the_images_install_what_the_tests_run_with() -> None:
    """run.lock is the run time's part of dev.lock, hash by hash."""
    run, dev = (_pins(f"requirements/{name}.lock") for name in ("run", "dev"))
    assert run.items() <= dev.items()
    assert {"pyspark", "fastapi", "psycopg"} <= {pin.partition("==")[0] for pin in run}


def _pins(lock: str) -> dict[str, frozenset[str]]:
    pins: dict[str, set[str]] = {}
    name = ""
    for line in (PROJECT / lock).read_text().splitlines():
        word = line.strip().rstrip(" \\")
        if word.startswith("--hash="):
            pins[name].add(word)
        elif word and not word.startswith("#"):
            name = word.partition(" ;")[0]
            pins[name] = set()
    return {name: frozenset(hashes) for name, hashes in pins.items()}
