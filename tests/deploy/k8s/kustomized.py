"""A kustomization -> the objects that `kustomize build` makes of it, as far as ours go.

Names keep no hash of what a ConfigMap holds. What this cannot read, it refuses.
"""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from dotenv import dotenv_values

Manifest = dict[str, Any]

GENERATED: Final = {"configMapGenerator": "ConfigMap", "secretGenerator": "Secret"}
KNOWN: Final = {
    *("apiVersion", "kind", "namespace", "labels", "resources", "replicas"),
    *GENERATED,
}


def built(folder: Path) -> list[Manifest]:
    """The objects of an overlay or a base. Secrets not there are taken from their example."""
    kustomization = yaml.safe_load((folder / "kustomization.yaml").read_text())
    unknown = kustomization.keys() - KNOWN
    if unknown:
        raise ValueError(f"{folder.name} has {sorted(unknown)}, which are not read here")
    objects = [each for path in kustomization["resources"] for each in _resource(folder / path)]
    for generator, kind in GENERATED.items():
        for entry in kustomization.get(generator, []):
            _generate(objects, kind, entry, folder)
    _label(objects, kustomization.get("labels", []))
    for entry in kustomization.get("replicas", []):
        _scale(objects, entry)
    for each in objects:
        if each["kind"] != "Namespace":
            each["metadata"]["namespace"] = kustomization["namespace"]
    return objects


def _resource(path: Path) -> list[Manifest]:
    if path.is_dir():
        return built(path.resolve())
    return list(yaml.safe_load_all(path.read_text()))


def _generate(objects: list[Manifest], kind: str, entry: Manifest, folder: Path) -> None:
    data = dict(_settings_in(folder, entry))
    if entry.get("behavior") == "merge":
        named(objects, kind, entry["name"])["data"].update(data)
    else:
        metadata = {"name": entry["name"]}
        objects.append({"apiVersion": "v1", "kind": kind, "metadata": metadata, "data": data})


def _settings_in(folder: Path, entry: Manifest) -> Iterator[tuple[str, str]]:
    for name in entry.get("envs", []):
        file = folder / name
        real = file if file.exists() else file.with_name(f"{name}.example")
        yield from ((key, value or "") for key, value in dotenv_values(real).items())
    for name in entry.get("files", []):
        yield name, (folder / name).read_text()
    for literal in entry.get("literals", []):
        key, _, value = literal.partition("=")
        yield key, value


def _label(objects: Iterable[Manifest], entries: Iterable[Mapping[str, Any]]) -> None:
    for each in objects:
        spec = each.get("spec", {})
        templates = [spec["template"]] if "template" in spec else []
        for labelled in [each, *templates, *spec.get("volumeClaimTemplates", [])]:
            for entry in entries:
                labelled["metadata"].setdefault("labels", {}).update(entry["pairs"])


def _scale(objects: list[Manifest], entry: Mapping[str, Any]) -> None:
    found = [
        each
        for each in objects
        if each["metadata"]["name"] == entry["name"] and "template" in each.get("spec", {})
    ]
    if not found:
        raise ValueError(f"there is no workload {entry['name']} to have {entry['count']} of")
    for each in found:
        each["spec"]["replicas"] = entry["count"]


def named(objects: Iterable[Manifest], kind: str, name: str) -> Manifest:
    """The one object of this kind and name.

    Raises:
        LookupError: there is none.
    """
    for each in objects:
        if each["kind"] == kind and each["metadata"]["name"] == name:
            return each
    raise LookupError(f"there is no {kind} {name}")
