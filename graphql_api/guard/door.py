"""The door of the API: who comes in, with how much, on how many sockets."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, Final

from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from graphql_api.errors import ApiError, ForbiddenError, TooLargeError, UnauthenticatedError
from graphql_api.guard.clients import READ, Client, client_of
from graphql_api.guard.keys import key_in, key_in_payload
from graphql_api.guard.revoked import serve_until_revoked
from graphql_api.resources import resources_of

LATER: Final = "/graphql"
"""A socket there may give its key in `connection_init`, for a page cannot do it sooner."""

Refuse = Callable[[HTTPConnection, ApiError], Response]


class Door:
    """ASGI middleware; `refuse` makes the response to who is not let in.

    What is at `open_routes` needs no key: a supervisor has none, and a page is there to ask for it.
    """

    def __init__(self, app: ASGIApp, refuse: Refuse, open_routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._refuse = refuse
        self._open_routes = open_routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request or socket in, or not."""
        if scope["type"] == "http":
            await self._let_in_request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._let_in_socket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _let_in_request(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = HTTPConnection(scope)
        try:
            if not self._is_open(request):
                await _identify(request)
            receive = await _bounded(request, receive)
        except ApiError as error:
            response = self._refuse(request, error)
            if isinstance(error, UnauthenticatedError):
                response.headers["WWW-Authenticate"] = "Bearer"
            await response(scope, receive, send)
            return
        await self._serve(request, receive, send)

    def _is_open(self, request: HTTPConnection) -> bool:
        """Whether anybody may ask this."""
        return resources_of(request).keys is None or any(
            route.matches(request.scope)[0] is Match.FULL for route in self._open_routes
        )

    async def _let_in_socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        with ExitStack() as held:
            try:
                await _identify(socket)
                held.enter_context(resources_of(socket).sockets.one_of(client_of(socket).name))
            except ApiError as error:
                await socket.send_denial_response(self._refuse(socket, error))
                return
            await self._serve(socket, receive, send)

    async def _serve(self, connection: HTTPConnection, receive: Receive, send: Send) -> None:
        if resources_of(connection).keys is None:
            await self._app(connection.scope, receive, send)
        else:
            await serve_until_revoked(self._app, connection, receive, send)


async def admitted(connection: HTTPConnection, payload: Mapping[str, Any] | None) -> Client | None:
    """The client of a GraphQL socket, by its handshake or by the payload of `connection_init`.

    Null says that a key is wanted and there is none that is known: close with 4401.

    Raises:
        ForbiddenError: the key is known, and may not read: close with 4403.
        UnavailableError: the database does not answer.
    """
    keys = resources_of(connection).keys
    if keys is None:
        return client_of(connection)
    key = key_in(connection.headers) or key_in_payload(payload)
    client = await keys.client(key)
    if client is not None:
        connection.state.client, connection.state.key = _reading(client), key
    return client


async def _identify(connection: HTTPConnection) -> None:
    """Note whose key it is, where keys are wanted.

    Raises:
        UnauthenticatedError: there is no key, or none that is known.
        ForbiddenError: the key may not read.
        UnavailableError: the database does not answer.
    """
    keys = resources_of(connection).keys
    if keys is None:
        return
    key = key_in(connection.headers)
    client = await keys.client(key)
    if client is not None:
        connection.state.client, connection.state.key = _reading(client), key
    elif connection.scope["type"] != "websocket" or connection.url.path != LATER:
        raise UnauthenticatedError(
            "an API key is wanted, as `Authorization: Bearer` or `X-API-Key`: see `telemetra key`"
        )


def _reading(client: Client) -> Client:
    if READ in client.scopes:
        return client
    raise ForbiddenError("this API key may not read: its scopes are those it was created with")


async def _bounded(request: HTTPConnection, receive: Receive) -> Receive:
    """The body, if it is no longer than it may be.

    Raises:
        TooLargeError: it is longer.
    """
    most = resources_of(request).limits.body_bytes
    length = request.headers.get("content-length", "")
    if "transfer-encoding" in request.headers:
        return _again(await _read(receive, most), receive)
    if length.isdecimal() and int(length) > most:
        raise _too_large(most)
    return receive


async def _read(receive: Receive, most: int) -> bytes:
    """A body that does not say how long it is."""
    body, is_all = b"", False
    while not is_all:
        message = await receive()
        body += message.get("body", b"")
        is_all = not message.get("more_body", False)
        if len(body) > most:
            raise _too_large(most)
    return body


def _again(body: bytes, receive: Receive) -> Receive:
    waiting: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def again() -> Message:
        return waiting.pop() if waiting else await receive()

    return again


def _too_large(most: int) -> TooLargeError:
    return TooLargeError(f"the body of a request may have {most} bytes")
