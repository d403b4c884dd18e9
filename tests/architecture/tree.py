"""The project's own modules, as the rules of the house look at them."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

PROJECT: Final = Path(__file__).parents[2]
ROOMS: Final = ("cli", "contracts", "db", "graphql_api", "insight", "producer", "relay", "spark")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def modules(*rooms: str) -> list[str]:
    """The modules of these rooms, of all of them without one: paths within the project."""
    paths = (path for room in rooms or ROOMS for path in (PROJECT / room).rglob("*.py"))
    return sorted(str(path.relative_to(PROJECT)) for path in paths)


def syntax(module: str) -> ast.Module:
    """The syntax tree of a module, given its path within the project."""
    return ast.parse((PROJECT / module).read_text())


def functions(tree: ast.Module) -> Iterator[Function]:
    """Every function and method, the nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))
