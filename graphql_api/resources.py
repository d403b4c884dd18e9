"""What the process holds from its start to its end, and every request shares."""

from dataclasses import dataclass
from typing import TypedDict

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import HTTPConnection

from graphql_api.broker import Broker
from graphql_api.cache import Cache


@dataclass(frozen=True, slots=True)
class Resources:
    """The pool of PostgreSQL's connections, Valkey and Kafka."""

    engine: AsyncEngine
    cache: Cache
    broker: Broker

    async def close(self) -> None:
        """Give everything back."""
        await self.broker.close()
        await self.cache.close()
        await self.engine.dispose()


class State(TypedDict):
    """What the application's lifespan hands to each request."""

    resources: Resources


def resources_of(connection: HTTPConnection) -> Resources:
    """The resources, as a request or a socket finds them."""
    resources: Resources = connection.state.resources
    return resources
