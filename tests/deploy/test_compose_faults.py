"""Each rule over the containers is broken in a copy of the files, and must say so."""

import shutil
from pathlib import Path
from typing import Final

import pytest
import yaml

from tests.architecture.tree import PROJECT
from tests.deploy.compose import images, monitoring, settings, wiring
from tests.deploy.compose.deployment import Deployment

FILES: Final = ("docker-compose.yml", ".dockerignore", ".env.example")
FOLDERS: Final = ("deploy/docker", "deploy/monitoring")
FAULTS: Final = yaml.safe_load((Path(__file__).parent / "compose" / "faults.yaml").read_text())
RULES: Final = {
    rule.__name__: rule
    for rule in (*images.RULES, *wiring.RULES, *settings.RULES, *monitoring.RULES)
}


def _copied(folder: Path) -> Deployment:
    for name in FILES:
        shutil.copy(PROJECT / name, folder / name)
    for name in FOLDERS:
        shutil.copytree(PROJECT / name, folder / name)
    return Deployment(folder)


@pytest.mark.parametrize(
    ("rule", "fault"),
    [(rule, fault) for rule, faults in FAULTS.items() for fault in faults],
    ids=lambda one: one if isinstance(one, str) else one["says"],
)
def test_a_planted_fault_is_named(rule: str, fault: dict[str, str], tmp_path: Path) -> None:
    deployment = _copied(tmp_path)
    file = tmp_path / fault.get("in", "docker-compose.yml")
    whole = file.read_text()
    assert fault["find"] in whole
    file.write_text(whole.replace(fault["find"], fault["put"]))
    assert any(fault["says"] in said for said in RULES[rule](deployment))


def test_every_rule_has_a_fault_that_it_names() -> None:
    assert FAULTS.keys() == RULES.keys()
