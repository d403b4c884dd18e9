"""API keys: how one is made, and whose it is."""

import hashlib
import re
import secrets
import time
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncEngine

from graphql_api.guard.clients import Client
from graphql_api.queries.connect import connected
from graphql_api.queries.keys import key_in_use

PREFIX: Final = "tlm_"
PREFIX_LENGTH: Final = 12
"""How much of a key is kept in the open, so that its owner knows it again."""

KNOWN_SECONDS: Final = 2.0
"""How long it is believed what a key is: a revoked one is let in no longer."""

KNOWN_KEYS: Final = 10_000

_RANDOM_BYTES: Final = 32
_FORM: Final = re.compile(rf"{PREFIX}[\w-]{{43}}", re.ASCII)


def new_key() -> str:
    """A key of 256 random bits, which is told once and never kept."""
    return PREFIX + secrets.token_urlsafe(_RANDOM_BYTES)


def hash_of(key: str) -> str:
    """What is kept of a key: nobody can guess 256 random bits, so a quick hash will do."""
    return hashlib.sha256(key.encode()).hexdigest()


def key_in(headers: Mapping[str, str]) -> str | None:
    """The key that a request or a handshake carries."""
    return _bearer(headers.get("authorization")) or headers.get("x-api-key")


def key_in_payload(payload: Mapping[str, Any] | None) -> str | None:
    """The key in the payload of `connection_init`, for pages cannot set a socket's headers."""
    told = {name.lower(): value for name, value in (payload or {}).items()}
    for name in ("apikey", "x-api-key", "authorization"):
        value = told.get(name)
        if isinstance(value, str):
            return _bearer(value) or value
    return None


def _bearer(header: str | None) -> str | None:
    scheme, _, key = (header or "").partition(" ")
    return key.strip() or None if scheme.lower() == "bearer" else None


class Keys:
    """The keys that the database knows, remembered for a moment."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._known: OrderedDict[str, tuple[float, Client | None]] = OrderedDict()

    async def client(self, key: str | None) -> Client | None:
        """The client whose key this is; null when it is nobody's, or was revoked.

        Raises:
            UnavailableError: the database does not answer.
        """
        if key is None or not _FORM.fullmatch(key):
            return None
        hash_ = hash_of(key)
        until, client = self._known.get(hash_, (0.0, None))
        if time.monotonic() < until:
            return client
        async with connected(self._engine) as connection:
            row = await key_in_use(connection, hash_)
        client = Client(f"key:{row.name}", frozenset(row.scopes)) if row else None
        self._known[hash_] = time.monotonic() + KNOWN_SECONDS, client
        self._known.move_to_end(hash_)
        if len(self._known) > KNOWN_KEYS:
            self._known.popitem(last=False)
        return client
