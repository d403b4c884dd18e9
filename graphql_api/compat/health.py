"""`GET /health`: whether this process lives, may be asked, and what it stands on."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Response, status
from pydantic import BaseModel, Field

from graphql_api.compat.openapi import OF_ANY
from graphql_api.queries.connect import is_up
from graphql_api.relays import relay_statuses
from graphql_api.resources import Resources, resources_of

UpOrDown = Literal["up", "down"]
Held = Annotated[Resources, Depends(resources_of)]

POSTGRES: Final = "postgres"
VALKEY: Final = "valkey"
KAFKA: Final = "kafka"
RELAY: Final = "relay"
LIVE: Final = "live"

health = APIRouter(prefix="/health", tags=["health"], responses=OF_ANY)


class Dependency(BaseModel):
    """Something that the API stands on."""

    status: UpOrDown
    age_seconds: float | None = Field(
        description=(
            "Seconds since its newest sign of life that this process knows of, and looked for when "
            "it was asked for its health. Null when it never gave one."
        )
    )


class Health(BaseModel):
    """The API and what it stands on."""

    status: Literal["ok", "degraded", "down"] = Field(
        description="ok: all is up. down: postgres is down. degraded: anything else is down."
    )
    postgres: UpOrDown = Field(description="Holds every answer.")
    valkey: UpOrDown = Field(description="Makes hot answers fast, and has what is pushed.")
    kafka: UpOrDown = Field(description="Is asked for the pipeline's lag and accounting.")
    relay: UpOrDown = Field(description="Brings to valkey what is pushed. Up: one spoke just now.")
    live: UpOrDown = Field(description="Whether this process hears what is pushed.")
    dependencies: dict[str, Dependency] = Field(description="The same five, with their age.")


class Alive(BaseModel):
    """That this process answers."""

    status: Literal["alive"] = "alive"


class Ready(BaseModel):
    """Whether this process can answer questions."""

    status: Literal["ready", "unready"]
    reasons: list[str] = Field(description="Why it cannot; empty when it can.")


async def _signs_of(resources: Resources) -> Mapping[str, float | None]:
    """How old each one's newest sign of life is; null for one that gives none now."""
    postgres, valkey, ends, relay = await asyncio.gather(
        is_up(resources.engine),
        resources.cache.is_up(),
        resources.broker.end_offsets(),
        _age_of_relay(resources),
    )
    return {
        POSTGRES: _now_if(postgres),
        VALKEY: _now_if(valkey),
        KAFKA: _now_if(ends is not None),
        RELAY: relay,
        LIVE: _now_if(resources.feeds.are_heard),
    }


async def _age_of_relay(resources: Resources) -> float | None:
    relays = await relay_statuses(resources.cache) or []
    ages = [(datetime.now(UTC) - relay.said_at).total_seconds() for relay in relays]
    return min(ages, default=None)


def _now_if(is_there: bool) -> float | None:
    return 0.0 if is_there else None


def _dependencies(resources: Resources, ages: Mapping[str, float | None]) -> dict[str, Dependency]:
    for name, age in ages.items():
        resources.signs.note(name, age)
    return {
        name: Dependency(
            status="down" if age is None else "up", age_seconds=resources.signs.age_seconds(name)
        )
        for name, age in ages.items()
    }


@health.get("", responses={503: {"model": Health, "description": "postgres is down"}})
async def get_health(response: Response, resources: Held) -> Health:
    """What the API stands on: 200 as long as PostgreSQL answers, else 503."""
    found = _dependencies(resources, await _signs_of(resources))
    up = {name for name, one in found.items() if one.status == "up"}
    if POSTGRES not in up:
        response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return Health(
        status="down" if POSTGRES not in up else "ok" if len(up) == len(found) else "degraded",
        dependencies=found,
        postgres=found[POSTGRES].status,
        valkey=found[VALKEY].status,
        kafka=found[KAFKA].status,
        relay=found[RELAY].status,
        live=found[LIVE].status,
    )


@health.get("/live")
async def get_liveness() -> Alive:
    """Whether this process answers at all: it looks at nothing. If not, start it again."""
    return Alive()


@health.get("/ready", responses={503: {"model": Ready, "description": "postgres is down"}})
async def get_readiness(response: Response, resources: Held) -> Ready:
    """Whether this process can answer questions, which only PostgreSQL decides; else 503."""
    if await is_up(resources.engine):
        return Ready(status="ready", reasons=[])
    response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    return Ready(status="unready", reasons=["postgres does not answer"])
