"""GraphQL over WebSocket: graphql-transport-ws, deaf to junk and quiet about lost clients."""

from collections.abc import Mapping
from typing import Any, Final

import orjson
from starlette.websockets import WebSocketDisconnect
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import Message

from graphql_api.resources import Resources

Shared = dict[str, Resources]

_NULL: Final = type(None)
_SHAPE: Final[Mapping[str, tuple[type, ...]]] = {
    "query": (str,),
    "variables": (dict, _NULL),
    "operationName": (str, _NULL),
    "extensions": (dict, _NULL),
}


class SocketAdapter(ASGIWebSocketAdapter):
    """The socket as Strawberry uses it."""

    async def send_json(self, message: Mapping[str, object]) -> None:
        """Send one text frame, when there is room for it: orjson's bytes would make it binary."""
        try:
            await self.ws.send_text(orjson.dumps(message).decode())
        # Starlette gives a RuntimeError for a socket that was closed meanwhile.
        except (WebSocketDisconnect, RuntimeError) as error:
            raise WebSocketDisconnected from error

    async def close(self, code: int, reason: str) -> None:
        """Close the socket, unless it is closed; a longer reason would not fit its frame."""
        try:
            await self.ws.close(code=code, reason=reason[:120])
        except (WebSocketDisconnect, RuntimeError) as error:
            raise WebSocketDisconnected from error


class SocketHandler(BaseGraphQLTransportWSHandler[Shared, None]):
    """One client's operations."""

    async def handle(self) -> None:
        """Serve the socket until it ends."""
        counters = self.context["resources"].counters
        counters.sockets += 1
        try:
            await super().handle()
        finally:
            counters.sockets -= 1

    async def handle_message(self, message: Message) -> None:
        """Take one message; one of the wrong shape closes the socket with 4400."""
        if _is_well_formed(message):
            await super().handle_message(message)
        else:
            await self.handle_invalid_message("Invalid message")

    async def handle_task_exception(self, error: Exception) -> None:
        """Log what went wrong; that a client went away is nothing wrong."""
        if not isinstance(error, WebSocketDisconnected):
            await super().handle_task_exception(error)


def _is_well_formed(message: object) -> bool:
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        return False
    if message["type"] not in {"subscribe", "complete"}:
        return True
    has_id = isinstance(message.get("id"), str) and bool(message["id"])
    return has_id and (message["type"] == "complete" or _is_request(message.get("payload")))


def _is_request(payload: Any) -> bool:  # noqa: ANN401 - whatever JSON holds
    return isinstance(payload, dict) and all(
        isinstance(payload.get(name), kinds) for name, kinds in _SHAPE.items()
    )
