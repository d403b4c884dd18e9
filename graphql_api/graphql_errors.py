"""What went wrong -> an error that a client can act on, and a log line where it is our fault."""

import logging
from collections.abc import Iterator
from typing import Any, Final

from graphql import GraphQLError
from strawberry import Schema
from strawberry.extensions import SchemaExtension
from strawberry.types import ExecutionContext

from graphql_api.errors import ApiError, BadInputError

_log: Final = logging.getLogger(__name__)

INTERNAL: Final = "INTERNAL"


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
        path=error.path,
        extensions={"code": code},
    )


class LoggingSchema(Schema):
    """A schema that logs what is our fault, with its trace, and nothing that a client got wrong."""

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
        _clear_all(result)
        yield


def _clear_all(result: Any) -> None:  # noqa: ANN401 - one of several classes of results
    errors = getattr(result, "errors", None)
    if errors:
        result.errors = [_clear(error) for error in errors]
