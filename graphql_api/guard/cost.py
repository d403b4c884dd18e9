"""An operation and its variables -> what it costs at most, before any of it runs."""

import math
from typing import Final

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLNamedType,
    GraphQLSchema,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    get_named_type,
)
from graphql.execution.values import VariableValues, get_argument_values

from graphql_api.guard.prices import INTROSPECTION, PRICES, Price, one

FREE: Final = Price(0)
_DIGITS: Final = 6

LEAST: Final = 1
"""What every operation costs at least, also one that is refused."""


def cost_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    operation: OperationDefinitionNode,
    values: VariableValues,
) -> int:
    """The points of a valid operation, rounded up.

    Every selection is counted, also one that a directive or a type may leave out. Where an argument
    is wrong, nothing will run, and the least is what it costs.
    """
    root = schema.get_root_type(operation.operation)
    try:
        cost = _Bill(schema, document, values).of(operation.selection_set, root)
    except GraphQLError:
        return LEAST
    return max(LEAST, math.ceil(round(cost, _DIGITS)))


class _Bill:
    """Each fragment is priced once: what it costs does not depend on where it is spread."""

    def __init__(
        self, schema: GraphQLSchema, document: DocumentNode, values: VariableValues
    ) -> None:
        self._schema = schema
        self._values = values
        self._fragments = {
            each.name.value: each
            for each in document.definitions
            if isinstance(each, FragmentDefinitionNode)
        }
        self._priced: dict[str, float] = {}

    def of(self, selections: SelectionSetNode | None, parent: GraphQLNamedType | None) -> float:
        """What these selections of a type cost together."""
        cost = 0.0
        for selection in selections.selections if selections else ():
            if isinstance(selection, FieldNode):
                cost += self._field(selection, parent)
            elif isinstance(selection, FragmentSpreadNode):
                cost += self._fragment(selection.name.value)
            elif isinstance(selection, InlineFragmentNode):
                cost += self.of(selection.selection_set, self._narrowed(selection, parent))
        return cost

    def _field(self, node: FieldNode, parent: GraphQLNamedType | None) -> float:
        field = getattr(parent, "fields", {}).get(node.name.value)
        if parent is None or field is None:
            return INTROSPECTION.get(node.name.value, 0.0)
        price = PRICES.get(f"{parent.name}.{node.name.value}", FREE)
        size = 1
        if price.size is not one:
            size = price.size(get_argument_values(field, node, self._values))
        items = self.of(node.selection_set, get_named_type(field.type))
        return price.own + size * (price.each + items)

    def _fragment(self, name: str) -> float:
        if name not in self._priced:
            fragment = self._fragments[name]
            parent = self._schema.get_type(fragment.type_condition.name.value)
            self._priced[name] = self.of(fragment.selection_set, parent)
        return self._priced[name]

    def _narrowed(
        self, node: InlineFragmentNode, parent: GraphQLNamedType | None
    ) -> GraphQLNamedType | None:
        condition = node.type_condition
        return self._schema.get_type(condition.name.value) if condition else parent
