"""SQL is written where it can be found: in the API's queries, the job's writer, the migrations."""

import ast
from collections.abc import Iterator

from tests.architecture.tree import modules, syntax

HOMES = ("graphql_api/queries/", "spark/write/", "db/migrations/")
STATEMENTS = {"select", "text"}


def _statements_in(tree: ast.Module) -> Iterator[str]:
    """What a module takes from SQLAlchemy to write statements with."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            yield from (alias.name for alias in node.names if alias.name in STATEMENTS)
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name == "sqlalchemy")


def test_only_the_homes_of_sql_write_statements() -> None:
    outside = [module for module in modules() if not module.startswith(HOMES)]
    assert [module for module in outside if any(_statements_in(syntax(module)))] == []


def test_a_statement_outside_is_seen() -> None:
    assert list(_statements_in(ast.parse("from sqlalchemy import Text, select"))) == ["select"]
    assert list(_statements_in(ast.parse("import sqlalchemy"))) == ["sqlalchemy"]
