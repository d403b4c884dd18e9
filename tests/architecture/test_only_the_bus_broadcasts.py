"""Only the bus knows broadcaster: what it gets wrong is mended in that one place."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import modules, syntax

HOME = "graphql_api/live/bus.py"


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def test_only_the_bus_imports_broadcaster() -> None:
    users = [module for module in modules() if "broadcaster" in _imported(syntax(module))]
    assert users == [HOME]


def test_an_import_is_seen() -> None:
    assert list(_imported(ast.parse("from broadcaster import Broadcast"))) == ["broadcaster"]
    assert list(_imported(ast.parse("import broadcaster._base"))) == ["broadcaster"]
