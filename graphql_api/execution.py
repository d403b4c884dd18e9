"""How graphql-core runs an operation: each event with what is its own, and equal ones once."""

from collections.abc import Hashable
from typing import Any, cast

import orjson
from graphql import ExecutionResult, NamedTypeNode, TypeNode
from graphql.execution import Executor
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from graphql_api.context import Context
from graphql_api.types.scalars import CURSOR


class Execution(StrawberryGraphQLCoreExecutionContext):
    """Strawberry's, mended for subscriptions."""

    _asked: Hashable = None

    def build_per_event_executor(self, payload: Any) -> Executor[Any]:  # noqa: ANN401 - graphql-core's
        """An executor of the event's own.

        graphql-core 3.3.2 copies this one and shares its memo of sub-fields, whose keys no later
        event has: it would grow with every event. Loaders are renewed too, as they keep rows.
        """
        if isinstance(self.context_value, Context):
            self.context_value.place.cursor = getattr(payload, "cursor", None)
        kept = self._kept(payload)
        if kept is not None:
            return cast("Executor[Any]", _Answered(kept))
        executor = super().build_per_event_executor(payload)
        executor._relevant_sub_fields = {}  # noqa: SLF001 - where the leak is
        if isinstance(self.context_value, Context):
            executor.context_value = self.context_value.renewed()
        return executor

    def execute_operation(self, serially: bool | None = None) -> Any:  # noqa: ANN401 - graphql-core's
        """Run the operation; the answer to an event that others share is kept for them.

        Only what was answered at once is shared: a field that had to be waited for was loaded.
        """
        result = super().execute_operation(serially)
        key = self._key(self.root_value)
        if key is not None and isinstance(result, ExecutionResult) and not result.errors:
            memo = self.context_value.resources.memo
            result.data = memo.put(key, result.data)
        return result

    def _kept(self, payload: object) -> orjson.Fragment | None:
        key = self._key(payload)
        return None if key is None else self.context_value.resources.memo.get(key)

    def _key(self, payload: object) -> Hashable | None:
        shared = getattr(payload, "shared", None)
        if shared is None or not isinstance(self.context_value, Context):
            return None
        if self._asked is None:
            self._asked = self._question()
        return self._asked, shared

    def _question(self) -> Hashable:
        """What is asked of every event: the text and the variables, but for where one was."""
        cursors = {
            definition.variable.name.value
            for definition in self.operation.variable_definitions or ()
            if _name(definition.type) == CURSOR
        }
        variables = sorted(
            (name, repr(value))
            for name, value in self.variable_values.coerced.items()
            if name not in cursors
        )
        name = self.operation.name.value if self.operation.name else None
        text = self.operation.loc.source.body if self.operation.loc else id(self.operation)
        return text, name, tuple(variables)


class _Answered:
    """Stands for an executor whose answer is there already; orjson writes it as it is."""

    def __init__(self, answer: orjson.Fragment) -> None:
        self._answer = answer

    def execute_operation(self, _: bool | None = None) -> ExecutionResult:
        return ExecutionResult(data=self._answer)  # type: ignore[arg-type]


def _name(type_: TypeNode) -> str | None:
    while not isinstance(type_, NamedTypeNode):
        type_ = type_.type  # type: ignore[attr-defined] # a list, or one that is never null
    return type_.name.value
