"""An HTTP request -> what is asked by it, or why it is no well-formed question."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import Message
from typing import Any

import orjson
from starlette.requests import ClientDisconnect, Request

from graphql_api.errors import BadInputError


@dataclass(frozen=True, slots=True)
class Asked:
    """A document, and what goes with it."""

    query: str
    variables: dict[str, Any] | None
    operation_name: str | None
    extensions: dict[str, Any] | None


@dataclass
class RefusedError(Exception):
    """A request that is not answered by running an operation; the text says what would be right."""

    status: int
    text: str
    code: str = BadInputError.code
    headers: Mapping[str, str] = field(default_factory=dict)


async def asked_by(request: Request) -> Asked:
    """What a GET or a POST asks.

    Raises:
        RefusedError: it is not JSON, or not of the shape of a question.
    """
    fields = _in_address(request) if request.method == "GET" else await _in_body(request)
    query = fields.get("query")
    if not isinstance(query, str) or not query:
        raise RefusedError(400, "query must be a string that holds a GraphQL document")
    name = fields.get("operationName")
    if not isinstance(name, str | None):
        raise RefusedError(400, "operationName must be a string or null")
    return Asked(query, _object(fields, "variables"), name or None, _object(fields, "extensions"))


def _object(fields: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    value = fields.get(name)
    if not isinstance(value, dict | None):
        raise RefusedError(400, f"{name} must be an object or null")
    return value


def _in_address(request: Request) -> dict[str, Any]:
    fields: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if name in fields:
            fields[name] = _json(fields[name] or "null", name)
    return fields


async def _in_body(request: Request) -> dict[str, Any]:
    _check_type(request)
    fields = _json(await _body(request), "the body")
    if not isinstance(fields, dict):
        raise RefusedError(400, "the body must be one JSON object")
    return fields


def _check_type(request: Request) -> None:
    """A browser sends no JSON to another origin without asking first, which forms need not."""
    header = Message()
    header["Content-Type"] = request.headers.get("content-type", "text/plain")
    charset = str(header.get_param("charset", "utf-8")).lower()
    is_plain = request.headers.get("content-encoding", "identity").lower() == "identity"
    if (header.get_content_type(), charset, is_plain) != ("application/json", "utf-8", True):
        raise RefusedError(415, "send application/json in UTF-8, without a Content-Encoding")


async def _body(request: Request) -> bytes:
    try:
        return await request.body()
    except ClientDisconnect as error:
        raise RefusedError(400, "the body broke off") from error


def _json(text: str | bytes, name: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RefusedError(400, f"{name} must be JSON in UTF-8") from error
