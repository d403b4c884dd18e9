"""What each image copies is enough to start what it starts: its steps, done in an empty folder."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

import pytest
from dotenv import dotenv_values

from cli.project import SPARK_JARS
from tests.architecture.tree import PROJECT
from tests.deploy.compose.deployment import Deployment, Step
from tests.deploy.compose.images import is_ignored

DEPLOYMENT: Final = Deployment(PROJECT)
STARTS: Final = {
    "api": "import graphql_api.__main__, cli.main",
    "relay": "import relay.__main__",
    "producer": "import producer.__main__",
    "spark": "import spark.__main__",
}
"""What a process imports when it starts; the API's image has the command, too."""


def _lay_out(stage: str, root: Path) -> Path:
    """Do the stage's COPY steps, those of what it is made from first; gives its folder of work."""
    base = DEPLOYMENT.stages[stage]
    work = _lay_out(base, root) if base in DEPLOYMENT.stages else root
    for step in DEPLOYMENT.steps:
        if step.stage == stage and step.word == "WORKDIR":
            work = root / step.arguments[0].lstrip("/")
            work.mkdir(parents=True, exist_ok=True)
        elif step.stage == stage:
            _copy(step, root, work)
    return work


def _copy(step: Step, root: Path, work: Path) -> None:
    for source in step.sources:
        place = step.arguments[-1]
        target = root / place.lstrip("/") if place.startswith("/") else work / place
        if (PROJECT / source).is_dir():
            shutil.copytree(PROJECT / source, target, ignore=_ignored, dirs_exist_ok=True)
        else:
            is_folder = place.endswith("/")
            (target if is_folder else target.parent).mkdir(parents=True, exist_ok=True)
            shutil.copy(PROJECT / source, target)


def _ignored(folder: str, names: Sequence[str]) -> set[str]:
    here = PurePosixPath(Path(folder).relative_to(PROJECT).as_posix())
    return {name for name in names if is_ignored(DEPLOYMENT, str(here / name))}


def _run(work: Path, words: Sequence[str | Path], **told: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(work), **told}
    return subprocess.run(
        [str(word) for word in words],
        cwd=work,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


# The tests' own Python finds the checkout as well, which an image has not.
WITHOUT_THE_CHECKOUT: Final = f"import sys; sys.path.remove({str(PROJECT)!r})"


@pytest.mark.parametrize("target", STARTS)
def test_what_an_image_copies_is_enough_to_start_it(target: str, tmp_path: Path) -> None:
    work = _lay_out(target, tmp_path)
    ran = _run(work, [sys.executable, "-P", "-c", f"{WITHOUT_THE_CHECKOUT}; {STARTS[target]}"])
    assert ran.returncode == 0, ran.stderr


def test_a_room_that_is_not_copied_is_missed(tmp_path: Path) -> None:
    work = _lay_out("spark", tmp_path)
    shutil.rmtree(work / "insight")
    ran = _run(work, [sys.executable, "-P", "-c", f"{WITHOUT_THE_CHECKOUT}; {STARTS['spark']}"])
    assert "No module named 'insight'" in ran.stderr


def test_the_command_of_an_image_is_the_checkouts(tmp_path: Path) -> None:
    work = _lay_out("api", tmp_path)
    program = tmp_path / "usr/local/bin/telemetra"
    python = Path(sys.executable).parent
    ran = _run(work, ["sh", program, "migrate", "--help"], PATH=f"{python}:/usr/bin:/bin")
    assert "Create the database if need be" in ran.stdout, ran.stderr


def test_the_jars_are_fetched_by_what_is_copied_for_it(tmp_path: Path) -> None:
    work = _lay_out("jars", tmp_path)
    # They are there already, byte for byte, so that nothing is fetched.
    shutil.copytree(SPARK_JARS, work / ".runtime/jars/spark")
    (step,) = (s for s in DEPLOYMENT.steps if (s.stage, s.word) == ("jars", "RUN"))
    command = step.arguments[0].replace("PYTHONPATH=/app python", f"PYTHONPATH=. {sys.executable}")
    ran = _run(work, ["sh", "-c", command])
    assert ran.returncode == 0, ran.stderr


def test_the_pages_are_built_by_what_is_copied_for_it(tmp_path: Path) -> None:
    work = _lay_out("pages", tmp_path)
    assert not (work / "dist").exists()
    (work / "node_modules").symlink_to(PROJECT / "frontend" / "node_modules")
    ran = _run(work, ["npm", "run", "--silent", "build"], HOME=str(tmp_path))
    assert ran.returncode == 0, ran.stderr
    built = {page.name for page in (work / "dist").glob("*.html")}
    assert built == {page.name for page in (PROJECT / "frontend").glob("*.html")}


def test_kafkas_tools_have_their_usual_names(tmp_path: Path) -> None:
    _lay_out("kafka", tmp_path)
    kafka, names = tmp_path / "kafka", tmp_path / "names"
    for folder in (kafka, names):
        folder.mkdir()
    program = tmp_path / "usr/local/bin/name-tools"
    assert _run(tmp_path, ["sh", program, kafka, names]).returncode == 1
    for tool in set(re.findall(r"kafka-[a-z-]+", program.read_text())):
        script = kafka / f"{tool}.sh"
        script.write_text('#!/bin/sh\necho "$(basename "$0") $1 $2"\n')
        script.chmod(0o755)
    assert _run(tmp_path, ["sh", program, kafka, names]).returncode == 0
    asked = _run(tmp_path, [names / "kafka-topics", "--describe", "a b"])
    assert asked.stdout == "kafka-topics.sh --describe a b\n"


def test_the_brokers_start_lays_out_its_storage_and_passes_options_on(tmp_path: Path) -> None:
    _lay_out("kafka", tmp_path)
    (tmp_path / "bin").mkdir()
    for name in ("kafka-storage.sh", "kafka-server-start.sh"):
        script = tmp_path / "bin" / name
        script.write_text('#!/bin/sh\necho "$(basename "$0") $*"\n')
        script.chmod(0o755)
    start, folder = tmp_path / "usr/local/bin/start", tmp_path / "etc/telemetra"
    told = {"KAFKA_HOME": str(tmp_path), "KAFKA_CONFIGURATION": str(folder)}
    assert "CLUSTER_ID" in _run(tmp_path, ["sh", start], **told).stderr
    ran = _run(tmp_path, ["sh", start, "--override", "a=b"], CLUSTER_ID="x" * 22, **told)
    properties = folder / "broker.properties"
    assert properties.is_file()
    assert (folder / "log4j2.properties").is_file()
    assert ran.stdout.splitlines() == [
        f"kafka-storage.sh format --ignore-formatted --cluster-id {'x' * 22} --config {properties}",
        f"kafka-server-start.sh {properties} --override a=b",
    ]


def test_the_containers_broker_is_that_of_one_machine_but_for_its_addresses() -> None:
    """So what was tried with the one holds for the other."""
    own = dotenv_values(PROJECT / "deploy/docker/kafka/broker.properties", interpolate=False)
    local = dotenv_values(PROJECT / "cli/servers/kafka.properties", interpolate=False)
    addresses = {"controller.quorum.voters", "listeners", "advertised.listeners", "log.dirs"}
    addresses |= {"inter.broker.listener.name", "listener.security.protocol.map"}
    by_compose = {"log.retention.hours"}
    assert {k: v for k, v in own.items() if k not in addresses} == {
        k: v for k, v in local.items() if k not in addresses | by_compose
    }
