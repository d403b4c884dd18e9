"""The guard of every operation, the same over HTTP, socket and server-sent events."""

import asyncio
import math
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, cast

from graphql import GraphQLError, OperationDefinitionNode, get_operation_ast
from graphql.execution.values import get_variable_values
from starlette.requests import HTTPConnection
from strawberry.extensions import SchemaExtension
from strawberry.types.execution import ParseOptions
from strawberry.types.graphql import OperationType

from graphql_api.errors import ApiError, CostLimitError, RateLimitedError, TooSlowError
from graphql_api.guard.bucket import Taken
from graphql_api.guard.clients import client_of
from graphql_api.guard.cost import LEAST, cost_of
from graphql_api.guard.documents import Documents, faults_of
from graphql_api.resources import Resources

_right: Final = Documents()
"""Of the process: documents are the same for every client."""


class Guard(SchemaExtension):
    """Refuses what is too large or costs too much, and gives up what lasts too long.

    It stands in front of `FreshContext`: who asks is known by what the transport gives. Inside the
    process, where there is no client, nobody's points are taken.
    """

    _resources: Resources
    _connection: HTTPConnection | None
    _taken: Taken | None = None
    _is_right: bool = False

    def on_operation(self) -> Iterator[None]:
        """See who asks."""
        given: Mapping[str, Any] = self.execution_context.context
        self._resources, self._connection = given["resources"], given.get("request")
        self._limits = self._resources.limits
        yield

    async def on_parse(self) -> AsyncIterator[None]:
        """Bound what the parser reads; a document that was found right is not read again."""
        execution, limits = self.execution_context, self._limits
        bounds = {
            "max_tokens": limits.tokens,
            "max_comments": limits.tokens,
            "max_source_length": limits.characters,
        }
        execution.parse_options = cast("ParseOptions", bounds)
        execution.graphql_document = _right.get(execution.query or "", limits)
        self._is_right = execution.graphql_document is not None
        yield
        if execution.pre_execution_errors:
            await self._take(LEAST)

    async def on_validate(self) -> AsyncIterator[None]:
        """Find what is wrong or too much; what is right has to be paid."""
        execution = self.execution_context
        faults = self._faults()
        if faults:
            await self._take(LEAST)
        execution.pre_execution_errors = faults or await self._pay()
        yield

    async def on_execute(self) -> AsyncIterator[None]:
        """Give up what lasts too long; a subscription lasts as long as its client wants.

        What is awaited is cancelled, down to the statement that PostgreSQL is busy with.
        """
        if self.execution_context.operation_type is OperationType.SUBSCRIPTION:
            yield
            return
        seconds = self._limits.seconds
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError as error:
            text = f"the answer took more than {seconds:g} s; ask for less"
            raise _as_graphql(TooSlowError(text)) from error

    def get_results(self) -> dict[str, Any]:
        """The cost of the operation; of a subscription's events the first says it."""
        taken, self._taken = self._taken, None
        if taken is None:
            return {}
        told = {
            "requested": taken.requested,
            "available": taken.available,
            "restoresAt": taken.restores_at.isoformat().replace("+00:00", "Z"),
        }
        return {"cost": told}

    def _faults(self) -> list[GraphQLError]:
        """What is wrong with the document."""
        document, limits = self.execution_context.graphql_document, self._limits
        if self._is_right or document is None:
            return []
        rules = self.execution_context.validation_rules
        faults = faults_of(self.execution_context.schema._schema, document, rules, limits)  # noqa: SLF001 - graphql-core's
        if not faults:
            _right.put(self.execution_context.query or "", limits, document)
        return faults

    async def _pay(self) -> list[GraphQLError]:
        """Take what the operation costs; the errors say why it may not run."""
        cost = self._cost()
        if isinstance(cost, list):
            await self._take(LEAST)
            return cost
        if cost > self._limits.cost:
            await self._take(LEAST, requested=cost)
            return [_as_graphql(CostLimitError(_too_dear(cost, self._limits.cost)))]
        taken = await self._take(cost)
        if taken is None or taken.is_allowed:
            return []
        return [_as_graphql(_too_often(taken))]

    def _cost(self) -> int | list[GraphQLError]:
        """The points of the operation, or what is wrong with its variables."""
        execution = self.execution_context
        schema, document = execution.schema._schema, execution.graphql_document  # noqa: SLF001 - the same
        operation = document and get_operation_ast(document, execution.operation_name)
        if document is None or not isinstance(operation, OperationDefinitionNode):
            return LEAST
        values = get_variable_values(
            schema,
            operation.variable_definitions or (),
            execution.variables or {},
            max_errors=10,
            hide_suggestions=not self._limits.is_schema_told,
        )
        return values if isinstance(values, list) else cost_of(schema, document, operation, values)

    async def _take(self, cost: int, *, requested: int | None = None) -> Taken | None:
        if self._connection is None:
            return None
        name = client_of(self._connection).name
        taken = await self._resources.buckets.take(name, cost)
        self._taken = taken if requested is None else replace(taken, requested=requested)
        return taken


def _as_graphql(error: ApiError) -> GraphQLError:
    return GraphQLError(str(error), original_error=error, extensions={"code": error.code})


def _too_dear(cost: int, most: int) -> str:
    return (
        f"this would cost {cost} points, and an operation may cost {most}: "
        "ask for fewer items, a longer step, or in several operations"
    )


def _too_often(taken: Taken) -> RateLimitedError:
    seconds = max(1, math.ceil(taken.retry_after_seconds))
    text = (
        f"this costs {taken.requested} points, and {taken.available} are left of {taken.limit}: "
        f"come back in {seconds} s"
    )
    return RateLimitedError(text, seconds)
