"""GraphQL over HTTP and WebSocket, with orjson."""

from collections.abc import Sequence

import orjson
from starlette.requests import HTTPConnection
from strawberry import Schema
from strawberry.fastapi import GraphQLRouter
from strawberry.subscriptions import GRAPHQL_TRANSPORT_WS_PROTOCOL

from graphql_api.graphql_socket import Shared, SocketAdapter, SocketHandler
from graphql_api.resources import resources_of


async def _shared(connection: HTTPConnection) -> Shared:
    return {"resources": resources_of(connection)}


class GraphQL(GraphQLRouter[Shared, None]):
    """The router at `/graphql`. A page of another origin opens a socket only if it is allowed."""

    websocket_adapter_class = SocketAdapter
    graphql_transport_ws_handler_class = SocketHandler

    def __init__(self, schema: Schema, allowed_origins: Sequence[str]) -> None:
        super().__init__(
            schema,
            context_getter=_shared,
            graphql_ide=None,
            subscription_protocols=(GRAPHQL_TRANSPORT_WS_PROTOCOL,),
            allowed_origins=allowed_origins,
        )

    def decode_json(self, data: str | bytes) -> object:
        """The JSON of a request."""
        return orjson.loads(data)

    def encode_json(self, data: object) -> bytes:
        """The JSON of a response."""
        return orjson.dumps(data)
