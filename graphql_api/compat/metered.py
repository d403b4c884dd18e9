"""How much a client may ask REST for: its points are counted, and it is told how many are left."""

import math
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute

from graphql_api.compat.errors import EXPECTED, problem
from graphql_api.errors import RateLimitedError
from graphql_api.guard.bucket import Taken
from graphql_api.guard.clients import client_of
from graphql_api.resources import resources_of

COST: Final = 1
"""What a request costs, of the same points that GraphQL's operations cost."""


class MeteredRoute(APIRoute):
    """A route whose every answer has the `RateLimit-*` headers; without points it gives 429."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's own handler behind the meter."""
        handle = super().get_route_handler()

        async def metered(request: Request) -> Response:
            taken = await resources_of(request).buckets.take(client_of(request).name, COST)
            try:
                response = await handle(request) if taken.is_allowed else _too_many(request, taken)
            except EXPECTED as error:
                response = problem(request, error)
            response.headers.update(_left(taken))
            return response

        return metered


def _too_many(request: Request, taken: Taken) -> Response:
    seconds = max(1, math.ceil(taken.retry_after_seconds))
    response = problem(request, RateLimitedError(f"too many requests; come back in {seconds} s"))
    response.headers["Retry-After"] = str(seconds)
    return response


def _left(taken: Taken) -> dict[str, str]:
    seconds = (taken.restores_at - datetime.now(UTC)).total_seconds()
    return {
        "RateLimit-Limit": str(taken.limit),
        "RateLimit-Remaining": str(max(0, taken.available)),
        "RateLimit-Reset": str(max(0, math.ceil(seconds))),
    }
