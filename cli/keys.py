"""The API keys in PostgreSQL, as the command makes and ends them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import psycopg
from psycopg.rows import class_row

from cli.project import SetupError
from db.engine import Database
from graphql_api.guard.keys import PREFIX_LENGTH, hash_of, new_key

_CREATE: Final = """
    INSERT INTO api_keys (name, prefix, hash, scopes, created_at)
    VALUES (%s, %s, %s, %s, now()) ON CONFLICT (name) DO NOTHING
"""
_LIST: Final = """
    SELECT name, prefix, scopes, created_at, last_used_at, revoked_at
    FROM api_keys ORDER BY created_at, name
"""
_REVOKE: Final = """
    UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE name = %s
"""


@dataclass(frozen=True, slots=True)
class StoredKey:
    """What is known of a key; the key itself is not."""

    name: str
    prefix: str
    scopes: Sequence[str]
    created_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None


def create_key(database: Database, name: str, scopes: Sequence[str]) -> str:
    """A new key: it is told here, and never again.

    Raises:
        SetupError: there is one of this name, or PostgreSQL does not answer.
    """
    key = new_key()
    row = (name, key[:PREFIX_LENGTH], hash_of(key), list(scopes))
    with _connected(database) as connection:
        if connection.execute(_CREATE, row).rowcount == 0:
            raise SetupError(f"there is a key {name!r} already, or was one: take another name")
    return key


def stored_keys(database: Database) -> list[StoredKey]:
    """Every key, the oldest first, with those that were revoked.

    Raises:
        SetupError: PostgreSQL does not answer.
    """
    with _connected(database) as connection:
        return connection.cursor(row_factory=class_row(StoredKey)).execute(_LIST).fetchall()


def revoke_key(database: Database, name: str) -> None:
    """End a key; an API that runs lets it in for two seconds more at most.

    Raises:
        SetupError: there is none of this name, or PostgreSQL does not answer.
    """
    with _connected(database) as connection:
        if connection.execute(_REVOKE, [name]).rowcount == 0:
            raise SetupError(f"there is no key {name!r}: see `telemetra key list`")


def _connected(database: Database) -> psycopg.Connection[tuple[Any, ...]]:
    try:
        return psycopg.connect(database.conninfo, connect_timeout=5)
    except psycopg.OperationalError as error:
        raise SetupError(f"PostgreSQL does not answer on port {database.port}: {error}") from error
