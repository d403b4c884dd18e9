"""The arguments of an operation -> what is wrong with them beside their types, before it runs."""

from collections.abc import Iterator
from itertools import islice
from typing import Any, Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLField,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
    get_operation_ast,
)
from graphql.execution.values import VariableValues, get_argument_values, get_variable_values
from strawberry.extensions import SchemaExtension

from graphql_api.errors import BadInputError
from graphql_api.types.described import CHECK, Check

ERRORS_MAXIMUM: Final = 10
"""How many are told of at once."""


class ArgumentChecks(SchemaExtension):
    """Refuses arguments that are out of bounds: literals, and what variables hold.

    Each argument has its check beside it (`types.described.argument`). It stands behind what
    validates, and looks at valid documents only.
    """

    def on_validate(self) -> Iterator[None]:
        """Look at the operation that is asked for."""
        execution = self.execution_context
        if not execution.pre_execution_errors:
            wrong = self._wrong()
            if wrong:
                execution.pre_execution_errors = wrong
        yield

    def _wrong(self) -> list[GraphQLError]:
        execution = self.execution_context
        schema, document = execution.schema._schema, execution.graphql_document  # noqa: SLF001 - graphql-core's
        if document is None:
            return []
        operation = get_operation_ast(document, execution.operation_name)
        if operation is None:
            return []
        defined, given = operation.variable_definitions or (), execution.variables or {}
        values = get_variable_values(schema, defined, given)
        # Wrong variables are told of by who coerces them to run the operation.
        if isinstance(values, list):
            return []
        return list(islice(_Arguments(schema, document, values).wrong(operation), ERRORS_MAXIMUM))


class _Arguments:
    """Each fragment is looked at once, however often it is spread."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, values: VariableValues
    ) -> None:
        self._schema = schema
        self._values = values
        self._ahead = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }

    def wrong(self, operation: OperationDefinitionNode) -> Iterator[GraphQLError]:
        root = self._schema.get_root_type(operation.operation)
        return self._among(operation.selection_set, root)

    def _among(
        self, selections: SelectionSetNode | None, parent: GraphQLNamedType | None
    ) -> Iterator[GraphQLError]:
        for node in selections.selections if selections else ():
            if isinstance(node, FieldNode):
                yield from self._field(node, getattr(parent, "fields", {}).get(node.name.value))
            elif isinstance(node, InlineFragmentNode):
                condition = node.type_condition
                narrowed = self._schema.get_type(condition.name.value) if condition else parent
                yield from self._among(node.selection_set, narrowed)
            elif isinstance(node, FragmentSpreadNode):
                fragment = self._ahead.pop(node.name.value, None)
                if fragment is not None:
                    on = self._schema.get_type(fragment.type_condition.name.value)
                    yield from self._among(fragment.selection_set, on)

    def _field(self, node: FieldNode, field: GraphQLField | None) -> Iterator[GraphQLError]:
        if field is None:
            return  # `__typename`, and what introspection gives
        try:
            _check(field, node, self._values)
        except BadInputError as error:
            yield GraphQLError(str(error), node, original_error=error)
        except GraphQLError as error:
            yield error
        yield from self._among(node.selection_set, get_named_type(field.type))


def _check(field: GraphQLField, node: FieldNode, values: VariableValues) -> None:
    checks = list(_checks_of(field))
    if checks:
        arguments = get_argument_values(field, node, values)
        for check in checks:
            check(arguments)


def _checks_of(field: GraphQLField) -> Iterator[Check]:
    for argument in field.args.values():
        definition: Any = argument.extensions.get("strawberry-definition")
        check = definition.metadata.get(CHECK) if definition else None
        if check is not None:
            yield check
