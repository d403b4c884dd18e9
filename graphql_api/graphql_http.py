"""GraphQL over HTTP and WebSocket, with orjson."""

from collections.abc import Callable, Sequence
from typing import Final

import orjson
from starlette.requests import HTTPConnection
from starlette.responses import Response
from starlette.routing import WebSocketRoute
from strawberry import Schema
from strawberry.fastapi import GraphQLRouter
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from graphql_api.graphql_socket import INIT, Shared, SocketAdapter, SocketHandler
from graphql_api.http_endpoint import HttpEndpoint
from graphql_api.origins import Origins
from graphql_api.resources import resources_of

PATH: Final = "/graphql"


async def _shared(connection: HTTPConnection) -> Shared:
    return {"resources": resources_of(connection)}


class GraphQL(GraphQLRouter[Shared, None]):
    """The routes of `/graphql`. A page of another origin is answered only if it is allowed."""

    websocket_adapter_class = SocketAdapter
    graphql_transport_ws_handler_class = SocketHandler

    def __init__(
        self,
        schema: Schema,
        allowed_origins: Sequence[str],
        page: Callable[[], Response] | None,
        heartbeat_seconds: float,
    ) -> None:
        super().__init__(
            schema,
            PATH,
            context_getter=_shared,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            allowed_origins=allowed_origins,
            connection_init_wait_timeout=INIT,
        )
        # Of Strawberry's routes only the socket's: its HTTP is not that of the specification.
        self.routes[:] = [route for route in self.routes if isinstance(route, WebSocketRoute)]
        endpoint = HttpEndpoint(schema, Origins(allowed_origins), page, heartbeat_seconds)
        self.add_route(PATH, endpoint)  # type: ignore[arg-type] # Starlette takes an ASGI app too

    def decode_json(self, data: str | bytes) -> object:
        """The JSON of a request."""
        return orjson.loads(data)

    def encode_json(self, data: object) -> bytes:
        """The JSON of a response."""
        return orjson.dumps(data)
