"""A document of several operations -> the one that is named, or none: Strawberry ran the first."""

from collections.abc import Iterator
from typing import Final

from graphql import GraphQLError, get_operation_ast
from strawberry.extensions import SchemaExtension

NOT_ONE: Final = "operationName must name one of the document's operations"


class OneOperation(SchemaExtension):
    """Refuses what does not say which of its operations is meant.

    It stands behind what validates.
    """

    def on_validate(self) -> Iterator[None]:
        """Look for the operation."""
        execution = self.execution_context
        document, name = execution.graphql_document, execution._provided_operation_name  # noqa: SLF001 - else the first
        is_wrong = bool(execution.pre_execution_errors)
        if document and not is_wrong and get_operation_ast(document, name) is None:
            execution.pre_execution_errors = [GraphQLError(NOT_ONE)]
        yield
