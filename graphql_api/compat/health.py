"""`GET /health`: which of the servers behind the API answer."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Response, status
from pydantic import BaseModel, Field

from graphql_api.queries.connect import is_up
from graphql_api.resources import Resources, resources_of

UpOrDown = Literal["up", "down"]

health = APIRouter(tags=["health"])


class Health(BaseModel):
    """The API and what it stands on."""

    status: Literal["ok", "degraded", "down"] = Field(
        description="ok: all answer. degraded: without valkey or kafka. down: without postgres."
    )
    postgres: UpOrDown = Field(description="Holds every answer.")
    valkey: UpOrDown = Field(description="Makes hot answers fast.")
    kafka: UpOrDown = Field(description="Is asked for the pipeline's lag and accounting.")


async def _health_of(resources: Resources) -> Health:
    postgres, valkey, ends = await asyncio.gather(
        is_up(resources.engine), resources.cache.is_up(), resources.broker.end_offsets()
    )
    kafka = ends is not None
    overall: Literal["ok", "degraded"] = "ok" if valkey and kafka else "degraded"
    return Health(
        status=overall if postgres else "down",
        postgres=_word(is_up=postgres),
        valkey=_word(is_up=valkey),
        kafka=_word(is_up=kafka),
    )


def _word(*, is_up: bool) -> UpOrDown:
    return "up" if is_up else "down"


@health.get("/health", responses={503: {"model": Health, "description": "postgres is down"}})
async def get_health(
    response: Response, resources: Annotated[Resources, Depends(resources_of)]
) -> Health:
    """Which of the servers behind the API answer: 200 as long as PostgreSQL does, else 503."""
    found = await _health_of(resources)
    if found.status == "down":
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return found
