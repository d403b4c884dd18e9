"""GraphQL over HTTP, with orjson."""

import orjson
from starlette.requests import HTTPConnection
from strawberry import Schema
from strawberry.fastapi import GraphQLRouter

from graphql_api.resources import Resources, resources_of

Shared = dict[str, Resources]


async def _shared(connection: HTTPConnection) -> Shared:
    return {"resources": resources_of(connection)}


class GraphQL(GraphQLRouter[Shared, None]):
    """The router at `/graphql`. There are no subscriptions yet, so it takes no sockets."""

    def __init__(self, schema: Schema) -> None:
        super().__init__(
            schema, context_getter=_shared, graphql_ide=None, subscription_protocols=()
        )

    def decode_json(self, data: str | bytes) -> object:
        """The JSON of a request."""
        return orjson.loads(data)

    def encode_json(self, data: object) -> bytes:
        """The JSON of a response."""
        return orjson.dumps(data)
