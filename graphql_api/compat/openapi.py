"""What `/openapi.json` says of the answers of REST: statuses, headers, examples."""

from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI

from graphql_api.compat.errors import INTERNAL, Problem, ProblemResponse
from graphql_api.errors import (
    BadInputError,
    ForbiddenError,
    NotFoundError,
    RateLimitedError,
    TooSlowError,
    UnauthenticatedError,
    UnavailableError,
)

Responses = dict[int | str, dict[str, Any]]

_WHOLE: Final = {"type": "integer", "minimum": 0}
_RATE_HEADERS: Final[dict[str, Any]] = {
    "RateLimit-Limit": {"schema": _WHOLE, "description": "How many points the client can hold."},
    "RateLimit-Remaining": {"schema": _WHOLE, "description": "How many it has left."},
    "RateLimit-Reset": {"schema": _WHOLE, "description": "Seconds until it has all of them."},
}
_CACHE_HEADERS: Final[dict[str, Any]] = {
    "ETag": {
        "schema": {"type": "string", "pattern": '^W/"[0-9a-f]{24}"$'},
        "description": "The version; with it in `If-None-Match`, the answer is 304 until a change.",
    },
    "Cache-Control": {"schema": {"type": "string"}, "description": "`private, no-cache`."},
}
_LINK: Final[dict[str, Any]] = {
    "Link": {
        "schema": {"type": "string"},
        "description": 'The next page, `<...>; rel="next"` (RFC 8288); absent on the last.',
    }
}
_RETRY: Final[dict[str, Any]] = {
    "Retry-After": {
        "schema": {"type": "integer", "minimum": 1},
        "description": "Seconds until the same request can be answered.",
    }
}
_CHALLENGE: Final[dict[str, Any]] = {
    "WWW-Authenticate": {
        "schema": {"type": "string"},
        "description": "`Bearer`: how a key is given.",
    }
}

_TOO_MANY: Final = "Input should be less than or equal to 1000"
_WRONG: Final = {"parameter": "limit", "detail": _TOO_MANY}


def _problem(status: int, code: str, detail: str, **parts: object) -> Responses:
    example = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "instance": "/streams/xqc/metrics",
        "code": code,
        **parts,
    }
    content = {"application/json": {"example": example}}
    return {status: {"model": Problem, "description": detail, "content": content}}


def _with_headers(headers: dict[str, Any], responses: Responses) -> Responses:
    return {status: {**said, "headers": headers} for status, said in responses.items()}


OF_ANY: Final = (
    _problem(414, "BAD_USER_INPUT", "path and query may have 8192 bytes together")
    | _problem(431, "BAD_USER_INPUT", "headers may have 32768 bytes together")
    | _problem(500, INTERNAL, "internal error")
)
"""What any path may answer."""

OF_ROWS: Final = (
    OF_ANY
    | _with_headers(
        _RATE_HEADERS,
        _problem(422, BadInputError.code, f"limit: {_TOO_MANY}", errors=[_WRONG])
        | _problem(503, UnavailableError.code, "the database does not answer")
        | _problem(504, TooSlowError.code, "the answer took too long; ask for a shorter range"),
    )
    | _with_headers(_CHALLENGE, _problem(401, UnauthenticatedError.code, "an API key is wanted"))
    | _problem(403, ForbiddenError.code, "this API key may not read")
    | _with_headers(
        _RATE_HEADERS | _RETRY,
        _problem(429, RateLimitedError.code, "too many requests; come back in 2 s"),
    )
    | {
        200: {"headers": _RATE_HEADERS | _CACHE_HEADERS | _LINK},
        304: {
            "description": "what `If-None-Match` names is still so",
            "headers": _RATE_HEADERS | _CACHE_HEADERS,
        },
    }
)
"""What a path that gives rows may answer."""

OF_STREAM: Final = _with_headers(
    _RATE_HEADERS, _problem(404, NotFoundError.code, "no stream 'xqc' is tracked")
)
"""What a path below a stream may answer besides."""


def describe_problems(app: FastAPI) -> None:
    """Let `/openapi.json` name the media type of problems: FastAPI gives all models the rows'."""
    described = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            for path in described()["paths"].values():
                for operation in path.values():
                    _name_media_type(operation["responses"])
        return described()

    # As FastAPI's own guide has it.
    app.openapi = openapi  # type: ignore[method-assign]


def _name_media_type(responses: dict[str, Any]) -> None:
    for said in responses.values():
        content = said.get("content", {})
        schema = content.get("application/json", {}).get("schema", {})
        if schema.get("$ref") == "#/components/schemas/Problem":
            content[ProblemResponse.media_type] = content.pop("application/json")
