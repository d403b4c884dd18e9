"""Answers that stay right until the next batch is committed: kept until then, as encoded JSON."""

import json
from collections.abc import AsyncIterator, Hashable, Sequence
from functools import partial
from time import monotonic
from typing import Final

import orjson
from sqlalchemy.ext.asyncio import AsyncEngine
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionResult
from strawberry.types.graphql import OperationType

from graphql_api.errors import ApiError
from graphql_api.joint import Rounds
from graphql_api.queries.connect import connected
from graphql_api.queries.ledger import newest_batch

KEPT_BYTES: Final = 32 * 1024 * 1024
"""Of all answers together; when more would be kept, all are forgotten."""

KEPT_SECONDS: Final = 10.0
"""A write that came without a batch, such as by retention, is seen by then."""

OF_NOW: Final = ("pipeline", "__schema", "__type")
"""Fields whose answer is not that of the stored rows. A document that asks for one names it."""

_NEWEST: Final = "newest"
Version = Hashable


async def _versions(engine: AsyncEngine, keys: Sequence[str]) -> dict[str, Version]:
    async with connected(engine) as connection:
        return dict.fromkeys(keys, await newest_batch(connection))


class Answers:
    """What was answered from the rows as the newest batch left them, by the question."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._rounds = Rounds(partial(_versions, engine))
        self._version: Version = None
        self._kept: dict[Hashable, orjson.Fragment] = {}
        self._bytes = 0
        self._since = monotonic()

    async def version(self) -> Version:
        """The newest batch, read after it was asked for; null before the first, or without it."""
        try:
            return (await self._rounds.ask([_NEWEST]))[_NEWEST]
        except ApiError:
            return None

    def get(self, version: Version, question: Hashable) -> orjson.Fragment | None:
        """The answer from the rows of this version, if it is kept."""
        return self._kept.get(question) if self._is_of(version) else None

    def put(self, version: Version, question: Hashable, data: object) -> None:
        """Keep an answer whose rows were read after this version was."""
        encoded = orjson.dumps(data)
        if not self._is_of(version) or self._bytes + len(encoded) > KEPT_BYTES:
            self._version, self._kept, self._bytes, self._since = version, {}, 0, monotonic()
        if len(encoded) <= KEPT_BYTES:
            self._kept[question] = orjson.Fragment(encoded)
            self._bytes += len(encoded)

    def _is_of(self, version: Version) -> bool:
        return version == self._version and monotonic() - self._since <= KEPT_SECONDS


class KeptAnswers(SchemaExtension):
    """Answers a query from what is kept; what is wrong, too dear or in part an error never is."""

    async def on_execute(self) -> AsyncIterator[None]:
        """Look before the operation is run, and keep its answer after."""
        execution = self.execution_context
        if not self._is_of_rows():
            yield
            return
        answers, question = execution.context.resources.answers, self._question()
        version = await answers.version()
        kept = None if version is None else answers.get(version, question)
        if kept is not None:
            execution.result = ExecutionResult(data=kept, errors=None)
        yield
        result = execution.result
        if kept is None and version is not None and result is not None and not result.errors:
            answers.put(version, question, result.data)

    def _is_of_rows(self) -> bool:
        execution = self.execution_context
        text = execution.query or ""
        is_query = execution.operation_type is OperationType.QUERY
        return is_query and bool(text) and not any(field in text for field in OF_NOW)

    def _question(self) -> Hashable:
        execution = self.execution_context
        # The standard encoder, for a variable may hold what is no text, such as half a surrogate.
        variables = json.dumps(execution.variables, sort_keys=True, default=repr)
        return execution.query, execution.operation_name, variables
