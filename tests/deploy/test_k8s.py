"""The manifests of the cluster are valid, and say what the code says."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import kubernetes_validate
import pytest
import yaml
from dotenv import dotenv_values

from tests.architecture.tree import PROJECT
from tests.deploy.k8s import network, pods, settings, wiring
from tests.deploy.k8s.cluster import FOLDER, OVERLAYS, Cluster
from tests.deploy.k8s.kustomized import Manifest, built

RULES: Final = (*pods.RULES, *wiring.RULES, *settings.RULES, *network.RULES)
OLDEST: Final = "1.30"
"""Of Kubernetes: the sleep before a stop, and the ordinal of a pod as its label."""

KUSTOMIZE: Final = shutil.which("kustomize")


def _cluster(overlay: str) -> Cluster:
    return Cluster(built(FOLDER / "overlays" / overlay))


@pytest.mark.parametrize("overlay", OVERLAYS)
@pytest.mark.parametrize("version", [OLDEST, kubernetes_validate.latest_version()])
def test_every_object_is_what_kubernetes_takes(overlay: str, version: str) -> None:
    for each in _cluster(overlay).objects:
        kubernetes_validate.validate(each, version, strict=True)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("overlay", OVERLAYS)
def test_the_manifests_keep_each_rule(overlay: str, rule: Any) -> None:  # noqa: ANN401
    assert list(rule(_cluster(overlay))) == []


@pytest.mark.parametrize("folder", ["base", *(f"overlays/{name}" for name in OVERLAYS)])
def test_every_file_of_a_folder_is_part_of_it(folder: str) -> None:
    """One that `resources` does not name would be forgotten without a word."""
    kustomization = yaml.safe_load((FOLDER / folder / "kustomization.yaml").read_text())
    there = {file.name for file in (FOLDER / folder).glob("*.yaml")} - {"kustomization.yaml"}
    assert {name for name in kustomization["resources"] if name.endswith(".yaml")} == there


def test_production_has_three_brokers_and_nothing_of_its_own_that_is_secret() -> None:
    cluster = _cluster("prod")
    assert {pod.name: pod.workload["spec"].get("replicas") for pod in cluster.pods}["kafka"] == 3
    assert cluster.data("kafka")["KAFKA_MIN_INSYNC_REPLICAS"] == "2"
    assert cluster.of("Secret") == []


def test_the_example_names_the_secrets_and_git_ignores_the_real_ones() -> None:
    example = FOLDER / "overlays" / "dev" / "secrets.env.example"
    assert dotenv_values(example) == {"POSTGRES_PASSWORD": ""}
    command = ["git", "check-ignore", "--quiet", str(example.with_suffix(""))]
    assert subprocess.run(command, cwd=PROJECT, check=False).returncode in {0, 128}


@pytest.mark.skipif(KUSTOMIZE is None, reason="kustomize is not installed")
@pytest.mark.parametrize("overlay", OVERLAYS)
def test_kustomize_builds_what_these_tests_look_at(overlay: str, tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    folder = tmp_path / "overlays" / overlay
    for example in folder.glob("*.example"):
        example.rename(example.with_suffix(""))
    ran = subprocess.run([str(KUSTOMIZE), "build", folder], capture_output=True, check=True)
    hashed = list(yaml.safe_load_all(ran.stdout))
    assert sorted(_without_hashes(hashed), key=_name) == sorted(built(folder), key=_name)


def _name(each: Manifest) -> tuple[str, str]:
    return each["kind"], each["metadata"]["name"]


def _without_hashes(objects: list[Manifest]) -> Iterator[Manifest]:
    """Of what is generated, whose names end in a hash; a Secret's values are not in base64."""
    text = yaml.safe_dump_all(objects)
    for each in objects:
        name = each["metadata"]["name"]
        if each["kind"] in {"ConfigMap", "Secret"}:
            text = text.replace(name, name.rpartition("-")[0])
    for each in yaml.safe_load_all(text):
        yield {
            key: value for key, value in each.items() if (each["kind"], key) != ("Secret", "type")
        }
