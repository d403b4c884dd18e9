import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
ROOMS = ("cli", "contracts", "db", "graphql_api", "insight", "producer", "spark")
HOMES = ("graphql_api/queries/", "spark/write.py", "db/migrations/")
STATEMENTS = {"select", "text"}


def _statements_in(source: str) -> Iterator[str]:
    """What a module takes from SQLAlchemy to write statements with."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            yield from (alias.name for alias in node.names if alias.name in STATEMENTS)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name == "sqlalchemy")


def _modules() -> list[str]:
    paths = (path for room in ROOMS for path in (PROJECT / room).rglob("*.py"))
    return sorted(str(path.relative_to(PROJECT)) for path in paths)


@pytest.mark.parametrize("module", [m for m in _modules() if not m.startswith(HOMES)])
def test_only_the_homes_of_sql_write_statements(module: str) -> None:
    assert list(_statements_in((PROJECT / module).read_text())) == []


def test_a_statement_outside_is_seen() -> None:
    assert list(_statements_in("from sqlalchemy import Text, select")) == ["select"]
    assert list(_statements_in("import sqlalchemy")) == ["sqlalchemy"]
