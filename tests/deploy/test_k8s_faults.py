"""Each rule over the cluster's manifests is broken in a copy, and must say so."""

from copy import deepcopy
from pathlib import Path
from typing import Any, Final

import kubernetes_validate
import pytest
import yaml

from tests.deploy.k8s import network, pods, settings, wiring
from tests.deploy.k8s.cluster import FOLDER, Cluster
from tests.deploy.k8s.kustomized import Manifest, built, named

PROD: Final = built(FOLDER / "overlays" / "prod")
FAULTS: Final = yaml.safe_load((Path(__file__).parent / "k8s" / "faults.yaml").read_text())
RULES: Final = {
    rule.__name__: rule for rule in (*pods.RULES, *wiring.RULES, *settings.RULES, *network.RULES)
}
SHORT: Final = {"pod": "spec/template/spec", "first": "spec/template/spec/containers/0"}


def _planted(fault: dict[str, Any]) -> list[Manifest]:
    objects = deepcopy(PROD)
    place: Any = named(objects, *fault["in"].split("/"))
    *way, last = [_step(word) for word in _whole(fault["at"]).split("/")]
    for step in way:
        place = place[step]
    if "put" in fault:
        place[last] = fault["put"]
    else:
        del place[last]
    return objects


def _whole(path: str) -> str:
    start, slash, rest = path.partition("/")
    return f"{SHORT.get(start, start)}{slash}{rest}"


def _step(word: str) -> str | int:
    return int(word) if word.isdecimal() else word.replace("~", "/")


@pytest.mark.parametrize(
    ("rule", "fault"),
    [(rule, fault) for rule, faults in FAULTS.items() for fault in faults],
    ids=lambda one: one if isinstance(one, str) else f"{one['in']}-{one['at']}",
)
def test_a_planted_fault_is_named(rule: str, fault: dict[str, Any]) -> None:
    assert not any(fault["says"] in said for said in RULES[rule](Cluster(PROD)))
    assert any(fault["says"] in said for said in RULES[rule](Cluster(_planted(fault))))


def test_every_rule_has_a_fault_that_it_names() -> None:
    assert FAULTS.keys() == RULES.keys()


@pytest.mark.parametrize(
    ("path", "value"), [("spec/replica", 1), ("apiVersion", "apps/v2"), ("first/ports", "8000")]
)
def test_what_kubernetes_does_not_know_is_refused(path: str, value: object) -> None:
    planted = _planted({"in": "Deployment/backend", "at": path, "put": value})
    refusals = kubernetes_validate.ValidationError, kubernetes_validate.SchemaNotFoundError
    with pytest.raises(refusals):
        kubernetes_validate.validate(named(planted, "Deployment", "backend"), "1.37", strict=True)


def test_a_kustomization_that_these_tests_cannot_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: []\npatches: []\n")
    with pytest.raises(ValueError, match="patches"):
        built(tmp_path)
