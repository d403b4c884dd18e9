"""What went wrong -> an error that a client can act on, and a log line where it is our fault."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any, Final

from graphql import GraphQLError
from strawberry import Schema
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionContext, ExecutionResult
from strawberry.types.execution import PreExecutionError
from strawberry.types.graphql import OperationType

from graphql_api.errors import ApiError, BadInputError, RateLimitedError

_log: Final = logging.getLogger(__name__)

INTERNAL: Final = "INTERNAL"

RETRY_AFTER: Final = "retryAfterSeconds"
"""The extension of a `RATE_LIMITED` error that says when to come back."""


def _code(error: GraphQLError) -> str:
    cause = error.original_error
    if isinstance(cause, ApiError):
        return cause.code
    # Without a path, execution had not begun: the document or its variables are wrong.
    asked_wrongly = cause is None or isinstance(cause, GraphQLError) or error.path is None
    return BadInputError.code if asked_wrongly else INTERNAL


def _clear(error: GraphQLError) -> GraphQLError:
    code = _code(error)
    return GraphQLError(
        "internal error" if code == INTERNAL else error.message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path or None,
        extensions={"code": code, **_when(error.original_error)},
    )


def _when(cause: Exception | None) -> dict[str, int]:
    """When to come back, where that is known."""
    seconds = cause.retry_after_seconds if isinstance(cause, RateLimitedError) else None
    return {} if seconds is None else {RETRY_AFTER: seconds}


class LoggingSchema(Schema):
    """A schema that logs what is our fault, with its trace, and nothing that a client got wrong."""

    async def execute(  # noqa: PLR0913, PLR0917 - Strawberry's signature
        self,
        query: str | None,
        variable_values: dict[str, Any] | None = None,
        context_value: Any | None = None,  # noqa: ANN401 - the same
        root_value: Any | None = None,  # noqa: ANN401 - the same
        operation_name: str | None = None,
        allowed_operation_types: Iterable[OperationType] | None = None,
        operation_extensions: dict[str, Any] | None = None,
    ) -> ExecutionResult:
        """As Strawberry does; a subscription is refused, for one answer is not what it asks for."""
        allowed = set(allowed_operation_types or OperationType) - {OperationType.SUBSCRIPTION}
        return await super().execute(
            query,
            variable_values,
            context_value,
            root_value,
            operation_name,
            allowed,
            operation_extensions,
        )

    def process_errors(
        self,
        errors: list[GraphQLError],
        execution_context: ExecutionContext | None = None,  # noqa: ARG002 - Strawberry's signature
    ) -> None:
        """Log the errors that clients see only as `internal error`."""
        for error in errors:
            if _code(error) == INTERNAL:
                _log.error("a resolver failed at %s", error.path, exc_info=error.original_error)


class ClearErrors(SchemaExtension):
    """Gives every error a code, and masks those that would tell of our insides."""

    def on_operation(self) -> Iterator[None]:
        """Replace the errors of the result, whether it failed before or while it ran."""
        yield
        _clear_all(self.execution_context.result)

    def on_stream_result(self, result: object) -> Iterator[None]:
        """The same for each result of a stream, before it is sent."""
        if not isinstance(result, PreExecutionError):
            _own_up(result)
        _clear_all(result)
        yield


class BrokenStreamError(Exception):
    """A stream that had begun broke off, and not by what was asked."""


def _own_up(result: object) -> None:
    """Take on what broke a stream: such an error has no path, like those of a wrong question."""
    for error in getattr(result, "errors", None) or ():
        cause = error.original_error
        if error.path is None and not isinstance(cause, ApiError | GraphQLError | None):
            _log.error("a subscription broke off", exc_info=cause)
            error.path, error.original_error = [], BrokenStreamError()


def _clear_all(result: Any) -> None:  # noqa: ANN401 - one of several classes of results
    errors = getattr(result, "errors", None)
    if errors:
        result.errors = [_clear(error) for error in errors]
