"""API keys, by the hash of the key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from db.tables import api_keys

NOTED_EACH: Final = timedelta(minutes=1)
"""How exactly it is known when a key was last used."""


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key that may be used."""

    name: str
    scopes: Sequence[str]


async def key_in_use(connection: AsyncConnection, hash_: str) -> KeyRow | None:
    """The key of this hash, noted as used now; null when there is none, or it was revoked."""
    keys = api_keys.c
    is_it = (keys.hash == hash_, keys.revoked_at.is_(None))
    found = (await connection.execute(select(keys.name, keys.scopes).where(*is_it))).one_or_none()
    if found is None:
        return None
    is_due = or_(keys.last_used_at.is_(None), keys.last_used_at < func.now() - NOTED_EACH)
    await connection.execute(update(api_keys).where(*is_it, is_due).values(last_used_at=func.now()))
    await connection.commit()
    return KeyRow(found.name, found.scopes)
