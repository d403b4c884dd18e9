"""What came of an operation -> an HTTP response: its status, its media type, its JSON."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from starlette.responses import Response
from strawberry.types import ExecutionResult
from strawberry.types.execution import PreExecutionError

from graphql_api.errors import (
    ApiError,
    BadInputError,
    ForbiddenError,
    RateLimitedError,
    UnauthenticatedError,
)
from graphql_api.graphql_errors import RETRY_AFTER
from graphql_api.http_request import RefusedError

GRAPHQL_JSON: Final = "application/graphql-response+json"
PLAIN_JSON: Final = "application/json"

OF_THE_CLIENT: Final = {UnauthenticatedError.status, ForbiddenError.status, RateLimitedError.status}

OK: Final = 200
BAD_REQUEST: Final = 400
OUR_FAULT: Final = 500


def answered(result: ExecutionResult, media_type: str) -> Response:
    """The response.

    An old client, which knows plain JSON only, looks into the body for what is wrong with its
    document. That it may not ask, or not now, is a status for all.
    """
    status = _status(result) if is_refused(result) else OK
    is_told_by_body = media_type == PLAIN_JSON and status not in OF_THE_CLIENT
    return _response(body_of(result), OK if is_told_by_body else status, media_type, _when(result))


def turned_away(refusal: RefusedError, media_type: str) -> Response:
    """The response to what is no question, or not one for here."""
    error = {"message": refusal.text, "extensions": {"code": refusal.code}}
    return _response({"errors": [error]}, refusal.status, media_type, refusal.headers)


def is_refused(result: ExecutionResult) -> bool:
    """Whether nothing ran: the question was wrong, or could not be begun with."""
    if isinstance(result, PreExecutionError):
        return True
    errors = result.errors or ()
    return result.data is None and bool(errors) and all(error.path is None for error in errors)


def body_of(result: ExecutionResult) -> dict[str, Any]:
    """What is told of it: no `data` where nothing ran."""
    body: dict[str, Any] = {} if is_refused(result) else {"data": result.data}
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    if result.extensions:
        body["extensions"] = result.extensions
    return body


def _when(result: ExecutionResult) -> Mapping[str, str]:
    """The header that says when to come back, where an error does."""
    told = [(error.extensions or {}).get(RETRY_AFTER) for error in result.errors or ()]
    return {"Retry-After": str(told[0])} if any(told) else {}


def _status(result: ExecutionResult) -> int:
    statuses = {error.code: error.status for error in ApiError.__subclasses__()}
    # GraphQL over HTTP knows one status for whatever is wrong with a document or its variables.
    statuses[BadInputError.code] = BAD_REQUEST
    code = ((result.errors or [])[0].extensions or {}).get("code")
    return statuses.get(str(code), OUR_FAULT)


def _response(
    body: object, status: int, media_type: str, headers: Mapping[str, str] | None = None
) -> Response:
    return Response(
        orjson.dumps(body),
        status,
        {"Vary": "Accept", **(headers or {})},
        f"{media_type}; charset=utf-8",
    )
