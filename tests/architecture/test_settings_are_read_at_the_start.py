"""Settings are read where a process starts; everything below receives what it needs.

A module that reads the environment itself cannot be tested without it, and hides what it wants.
"""

import ast
from collections.abc import Iterator
from typing import Final

from tests.architecture.tree import ROOMS, modules, syntax

ENVIRONMENT: Final = {"environ", "getenv", "dotenv_values", "load_dotenv"}
PROCESSES: Final = [room for room in ROOMS if room != "cli"]
"""`cli` wires the environment of the others, and has a rule of its own."""


def _calls(tree: ast.Module, name: str) -> bool:
    named = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(isinstance(node, ast.Name) and node.id == name for node in named)


def _reads_environment(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        name = node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", None)
        if name in ENVIRONMENT:
            yield str(name)


def _settings_classes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            names = (getattr(base, "id", "") for base in node.bases)
            yield from (name for name in names if name == "BaseSettings")


def test_a_settings_class_stands_in_the_settings_of_its_room() -> None:
    found = [module for module in modules() if any(_settings_classes(syntax(module)))]
    assert set(found) <= {f"{room}/settings.py" for room in ROOMS}


def test_a_process_reads_its_settings_where_it_starts() -> None:
    starts = {f"{room}/__main__.py" for room in PROCESSES}
    below = [module for module in modules(*PROCESSES) if module not in starts]
    assert [module for module in below if _calls(syntax(module), "Settings")] == []
    assert [module for module in below if any(_reads_environment(syntax(module)))] == []


def test_the_command_reads_its_settings_in_its_subcommands() -> None:
    callers = [module for module in modules("cli") if _calls(syntax(module), "load_settings")]
    assert [module for module in callers if not module.startswith("cli/commands/")] == []
    makers = [module for module in modules("cli") if _calls(syntax(module), "Settings")]
    assert makers == ["cli/settings.py"]


def test_a_look_at_the_environment_is_seen() -> None:
    assert list(_reads_environment(ast.parse("import os\nos.environ['A']"))) == ["environ"]
    assert list(_reads_environment(ast.parse("from os import getenv\ngetenv('A')"))) == ["getenv"]
    assert list(_settings_classes(ast.parse("class A(BaseSettings): ..."))) == ["BaseSettings"]
    assert _calls(ast.parse("a = Settings()"), "Settings")
