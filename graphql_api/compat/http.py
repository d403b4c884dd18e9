"""What holds for every answer over HTTP: bounded questions, HEAD, and compression."""

from typing import Final

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from graphql_api.compat.errors import problem

TARGET_MAXIMUM_BYTES: Final = 8_192
"""A path with its query."""

HEADERS_MAXIMUM_BYTES: Final = 32_768
EXPOSED_HEADERS: Final = (
    "ETag",
    "Link",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
)
"""What the script of a page of another origin may read of an answer."""

COMPRESSED_FROM_BYTES: Final = 1_024
COMPRESSION_LEVEL: Final = 5


class BoundedQuestion:
    """Refuses a target or headers that are too long, before anybody reads them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        refusal = _refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            await problem(Request({**scope, "path": "/"}), refusal)(scope, receive, send)


def _refusal(scope: Scope) -> HTTPException | None:
    if len(scope["raw_path"]) + len(scope["query_string"]) > TARGET_MAXIMUM_BYTES:
        return HTTPException(414, f"path and query may have {TARGET_MAXIMUM_BYTES} bytes together")
    if sum(len(name) + len(value) for name, value in scope["headers"]) > HEADERS_MAXIMUM_BYTES:
        return HTTPException(431, f"headers may have {HEADERS_MAXIMUM_BYTES} bytes together")
    return None


class HeadAsGet:
    """Answers HEAD as GET, of which the server sends the headers alone; but not for GraphQL."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        if is_head and not scope["path"].startswith("/graphql"):
            scope = {**scope, "method": "GET"}
        await self._app(scope, receive, send)


def add_http(app: FastAPI) -> None:
    """Put all of it around the application."""
    app.add_middleware(HeadAsGet)
    app.add_middleware(
        GZipMiddleware, minimum_size=COMPRESSED_FROM_BYTES, compresslevel=COMPRESSION_LEVEL
    )
    app.add_middleware(BoundedQuestion)
