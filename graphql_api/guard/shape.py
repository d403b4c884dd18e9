"""A parsed document -> what is too much in it, before anything else looks at it."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionNode,
)

from graphql_api.guard.limits import Limits

Holder = OperationDefinitionNode | FragmentDefinitionNode | FieldNode | InlineFragmentNode

FAR_MORE: Final = 1_000_000
"""Fragments of fragments make numbers that are longer than any text."""


class Shape(NamedTuple):
    """How large a part of a document is, with each fragment in each place it is spread."""

    levels: int = 0
    selections: int = 0
    aliases: int = 0
    directives: int = 0
    root_fields: int = 0
    """Fields right in it: for an operation, those of its root."""


class TooDeepError(Exception):
    """A path through the document has more levels than any may have."""


def oversizes_of(document: DocumentNode, limits: Limits) -> list[GraphQLError]:
    """What is too much in it, each with the number that is allowed; empty when nothing is."""
    measure = _Measure(document, limits.levels)
    operations = [one for one in document.definitions if isinstance(one, OperationDefinitionNode)]
    return [fault for one in operations for fault in _oversizes_of(one, measure, limits)]


def _oversizes_of(
    operation: OperationDefinitionNode, measure: "_Measure", limits: Limits
) -> Iterator[GraphQLError]:
    try:
        shape = measure.of(operation)
    except TooDeepError:
        text = f"an operation may have at most {limits.levels} levels of selections"
        yield GraphQLError(text, operation)
        return
    for name in Shape._fields:
        found, most = getattr(shape, name), getattr(limits, name)
        if found > most:
            yield GraphQLError(_too_many(name.replace("_", " "), found, most), operation)


def _too_many(what: str, found: int, most: int) -> str:
    told = str(found) if found < FAR_MORE else "far more"
    return f"an operation may have at most {most} {what} with its fragments laid out, not {told}"


def _directives(node: Holder | FragmentSpreadNode) -> int:
    return len(node.directives or ())


class _Measure:
    """Each fragment is measured once, however often and from wherever it is spread."""

    def __init__(self, document: DocumentNode, levels: int) -> None:
        self._levels = levels
        self._fragments = {
            one.name.value: one
            for one in document.definitions
            if isinstance(one, FragmentDefinitionNode)
        }
        self._measured: dict[str, Shape] = {}

    def of(self, holder: Holder, above: int = 0) -> Shape:
        """The shape of what is in the braces of `holder`, which lie `above` levels deep.

        Raises:
            TooDeepError: there are more levels than there may be.
        """
        if holder.selection_set is None:
            return Shape(directives=_directives(holder))
        if above >= self._levels:
            raise TooDeepError
        parts = [self._selection(one, above + 1) for one in holder.selection_set.selections]
        return Shape(
            levels=1 + max((part.levels for part in parts), default=0),
            selections=sum(part.selections for part in parts),
            aliases=sum(part.aliases for part in parts),
            directives=sum(part.directives for part in parts) + _directives(holder),
            root_fields=sum(part.root_fields for part in parts),
        )

    def _selection(self, selection: SelectionNode, above: int) -> Shape:
        if isinstance(selection, FragmentSpreadNode):
            shape = self._fragment(selection.name.value, above)
            directives = shape.directives + _directives(selection)
            return shape._replace(selections=shape.selections + 1, directives=directives)
        if isinstance(selection, InlineFragmentNode):
            shape = self.of(selection, above)
            return shape._replace(selections=shape.selections + 1)
        assert isinstance(selection, FieldNode)  # noqa: S101 - GraphQL has no fourth kind
        shape = self.of(selection, above)
        aliases = shape.aliases + (selection.alias is not None)
        return shape._replace(selections=shape.selections + 1, aliases=aliases, root_fields=1)

    def _fragment(self, name: str, above: int) -> Shape:
        if name not in self._measured:
            fragment = self._fragments.get(name)
            # One in itself, or of no name, measures nothing: validation says so.
            self._measured[name] = Shape()
            if fragment is not None:
                self._measured[name] = self.of(fragment, above)
        shape = self._measured[name]
        if above + shape.levels > self._levels:
            raise TooDeepError
        return shape
