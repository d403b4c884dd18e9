from pathlib import Path

from graphql_api.schema import print_schema

SCHEMA = Path(__file__).parents[2] / "schema.graphql"


def test_the_printed_schema_is_that_of_the_code() -> None:
    assert SCHEMA.read_text() == print_schema(), (
        "run: python -m graphql_api.schema > schema.graphql"
    )
