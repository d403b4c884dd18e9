"""PostgreSQL's pool -> one connection, for as long as one question needs it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from graphql_api.errors import ApiError, TooSlowError, UnavailableError

_ANSWER_SECONDS: Final = 2.0
_STATEMENT_TIMEOUT: Final = "57014"
_NOT_SERVING: Final = ("08", "53", "57P", "28", "3D")
"""SQLSTATEs of a server that is away, full, stopping, or not (yet) ours."""


def _explained(error: Exception) -> ApiError | None:
    sqlstate = getattr(getattr(error, "orig", error), "sqlstate", None) or ""
    if sqlstate == _STATEMENT_TIMEOUT:
        return TooSlowError("the answer took too long; ask for a shorter range")
    if isinstance(error, DBAPIError) and not error.connection_invalidated:
        lost = sqlstate.startswith(_NOT_SERVING)
        return UnavailableError("the database does not answer") if lost else None
    return UnavailableError("the database does not answer")


@asynccontextmanager
async def connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A connection of the pool, given back at the end.

    Never ask for a second one inside: with all connections taken, both would wait for ever.

    Raises:
        UnavailableError: PostgreSQL is away, or every connection stayed busy.
        TooSlowError: a statement ran into its time limit.
    """
    try:
        async with engine.connect() as connection:
            # A read needs no transaction, whose begin and end would be two more round trips.
            yield await connection.execution_options(isolation_level="AUTOCOMMIT")
    except (DBAPIError, PoolTimeoutError, OSError) as error:
        if explained := _explained(error):
            raise explained from error
        raise


async def is_up(engine: AsyncEngine) -> bool:
    """Whether PostgreSQL answers within two seconds."""
    try:
        async with asyncio.timeout(_ANSWER_SECONDS), connected(engine) as connection:
            await connection.execute(select(1))
    except (ApiError, TimeoutError):
        return False
    return True
