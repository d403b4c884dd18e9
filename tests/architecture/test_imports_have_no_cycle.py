"""No module needs, through others, itself: each can be read, tested and moved on its own."""

import ast
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import PurePath

import pytest

from tests.architecture.tree import modules, syntax


def _name(module: str) -> str:
    return ".".join(PurePath(module).with_suffix("").parts).removesuffix(".__init__")


def _imported(tree: ast.AST) -> Iterator[str]:
    """What may be a module: `from a import b` names `a` and, perhaps, `a.b`.

    What only the type checker reads does not count: two GraphQL types may name each other.
    """
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        yield from _imported(node)


def _sorted(imports: Mapping[str, set[str]]) -> list[str]:
    return list(TopologicalSorter(imports).static_order())


def test_imports_have_no_cycle() -> None:
    names = {_name(module): module for module in modules()}
    imports = {name: names.keys() & _imported(syntax(path)) for name, path in names.items()}
    assert set(_sorted(imports)) == names.keys()


def test_a_cycle_is_seen() -> None:
    with pytest.raises(CycleError, match=r"a\.b"):
        _sorted({"a": {"a.b"}, "a.b": {"c"}, "c": {"a"}})
