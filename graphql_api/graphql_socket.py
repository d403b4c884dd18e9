"""GraphQL over WebSocket: graphql-transport-ws, deaf to junk and quiet about lost clients."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final, cast

import orjson
from graphql import GraphQLFormattedError
from starlette.requests import HTTPConnection
from starlette.websockets import WebSocketDisconnect
from strawberry.asgi import ASGIWebSocketAdapter
from strawberry.http.exceptions import WebSocketDisconnected
from strawberry.subscriptions.protocols.graphql_transport_ws.handlers import (
    BaseGraphQLTransportWSHandler,
)
from strawberry.subscriptions.protocols.graphql_transport_ws.types import (
    ConnectionInitMessage,
    Message,
    PingMessage,
    PongMessage,
    SubscribeMessage,
)

from graphql_api.errors import ApiError, ForbiddenError
from graphql_api.guard.door import admitted
from graphql_api.resources import Resources
from graphql_api.socket_messages import fault_of

Shared = dict[str, Resources]

INIT: Final = timedelta(seconds=5)
"""How long a client may take to send `connection_init`."""

OPERATIONS_MAXIMUM: Final = 50
"""How many operations a socket may have under way."""

OVER: Final = ""
"""The id of an operation that its client has ended: if it fails later, no id in use is freed."""

UNAUTHORIZED: Final = 4401
FORBIDDEN: Final = 4403
TRY_AGAIN_LATER: Final = 1013

_TOO_MANY: Final[GraphQLFormattedError] = {
    "message": (
        f"a socket has at most {OPERATIONS_MAXIMUM} operations under way: "
        "complete one, or open another socket"
    ),
    "extensions": {"code": "TOO_MANY_OPERATIONS"},
}
_REASON_BYTES: Final = 120


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
        fitting = reason.encode()[:_REASON_BYTES].decode(errors="ignore")
        try:
            await self.ws.close(code=code, reason=fitting)
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
        """Take one message; one that is not well formed closes the socket with 4400."""
        fault = fault_of(message)
        if fault is None:
            await super().handle_message(message)
        else:
            await self.handle_invalid_message(fault)

    async def handle_connection_init(self, message: ConnectionInitMessage) -> None:
        """Let the client in, or close with 4401 or 4403; a payload that is null is none."""
        payload = message.get("payload") or {}
        connection = cast("HTTPConnection", self.context["request"])
        try:
            client = await admitted(connection, payload)
        except ApiError as error:
            code = FORBIDDEN if isinstance(error, ForbiddenError) else TRY_AGAIN_LATER
            await self.websocket.close(code, str(error))
            return
        if client is None:
            await self.websocket.close(UNAUTHORIZED, "an API key is wanted, and none is known")
            return
        await super().handle_connection_init({"type": "connection_init", "payload": payload})

    async def handle_ping(self, message: PingMessage) -> None:
        """Answer with what the ping carried."""
        payload = message.get("payload")
        pong: PongMessage = {"type": "pong"}
        await self.send_message(pong if payload is None else {**pong, "payload": payload})

    async def handle_subscribe(self, message: SubscribeMessage) -> None:
        """Begin an operation, unless as many as there may be are under way."""
        is_new = self.connection_acknowledged and message["id"] not in self.operations
        if is_new and len(self.operations) >= OPERATIONS_MAXIMUM:
            await self.send_message({"type": "error", "id": message["id"], "payload": [_TOO_MANY]})
        else:
            await super().handle_subscribe(message)

    async def cleanup_operation(self, operation_id: str) -> None:
        """End an operation that the client does not want any more: it says nothing from now on."""
        operation = self.operations.get(operation_id)
        if operation is not None:
            operation.completed = True
            operation.id = OVER
        await super().cleanup_operation(operation_id)

    async def handle_task_exception(self, error: Exception) -> None:
        """Log what went wrong; that a client went away is nothing wrong."""
        if not isinstance(error, WebSocketDisconnected):
            await super().handle_task_exception(error)
