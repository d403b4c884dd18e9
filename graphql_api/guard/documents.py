"""A parsed document -> what is wrong with it; one found right need not be looked at again."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final

from graphql import (
    ASTValidationRule,
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    validate,
)
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from graphql_api.guard.limits import Limits
from graphql_api.guard.shape import oversizes_of

CHARACTERS_KEPT: Final = 131_072
"""Of all documents together: parsed, each character of them can take about a kilobyte."""


def faults_of(
    schema: GraphQLSchema,
    document: DocumentNode,
    rules: Sequence[type[ASTValidationRule]],
    limits: Limits,
) -> list[GraphQLError]:
    """What is too much in the document, and only where nothing is, what else is wrong with it."""
    extra: list[type[ASTValidationRule]] = [MaybeNullValidationRule, OneOfInputValidationRule]
    if not limits.is_schema_told:
        extra.append(NoSchemaIntrospectionCustomRule)
    return oversizes_of(document, limits) or validate(
        schema, document, [*rules, *extra], hide_suggestions=not limits.is_schema_told
    )


class Documents:
    """The documents that were asked last, by their text and the limits that they kept."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, Limits], DocumentNode] = OrderedDict()
        self._characters = 0

    def get(self, text: str, limits: Limits) -> DocumentNode | None:
        """The parsed document; null when it was not found right of late."""
        key = text, limits
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def put(self, text: str, limits: Limits, document: DocumentNode) -> None:
        """Keep a document that is right, in the place of those that are longest unasked."""
        if (text, limits) not in self._kept:
            self._kept[text, limits] = document
            self._characters += len(text)
        while self._characters > CHARACTERS_KEPT:
            (oldest, _), _ = self._kept.popitem(last=False)
            self._characters -= len(oldest)
