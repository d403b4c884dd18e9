"""How a client is turned away that may not come in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Final

import pytest

from cli.keys import create_key
from db.engine import Database
from tests.conformance.dialogue import code_of_close, silent
from tests.conftest import a_database
from tests.graphql_api.served import served

UNKNOWN: Final = f"tlm_{'x' * 43}"


@dataclass(frozen=True)
class Door:
    """A server that wants keys, and keys of which it turns one away."""

    url: str
    writer: str
    reader: str = ""


@pytest.fixture(scope="module")
async def our_door(
    postgres_server: Database, valkey_server: tuple[str, int]
) -> AsyncIterator[Door]:
    """Our server, and a key that may write but not read."""
    with a_database(postgres_server) as database:
        writer = create_key(database, "writer", ["write"])
        reader = create_key(database, "reader", ["read"])
        async with served(database, valkey_server, are_keys_wanted=True) as api:
            yield Door(api.graphql, writer, reader)


@pytest.fixture(params=["telemetra", "graphql-ws"])
def door(request: pytest.FixtureRequest) -> Door:
    """Each of the two in turn; theirs lets no key in."""
    if request.param == "graphql-ws":
        return Door(request.getfixturevalue("their_url"), "any")
    ours: Door = request.getfixturevalue("our_door")
    return ours


async def _code_after(door: Door, payload: dict[str, Any]) -> int | None:
    async with silent(door.url) as socket:
        await socket.send({"type": "connection_init", "payload": payload})
        return await code_of_close(socket)


async def test_who_is_known_and_may_not_come_in_is_forbidden(door: Door) -> None:
    assert await _code_after(door, {"apiKey": door.writer}) == 4403


# That a server wants to know the client at all is ours to say.
@pytest.mark.parametrize("payload", [{}, {"apiKey": UNKNOWN}, {"apiKey": "no key"}])
async def test_who_is_not_known_is_unauthorized(our_door: Door, payload: dict[str, Any]) -> None:
    assert await _code_after(our_door, payload) == 4401


async def test_who_is_known_and_may_read_comes_in(our_door: Door) -> None:
    async with silent(our_door.url) as socket:
        await socket.send({"type": "connection_init", "payload": {"apiKey": our_door.reader}})
        assert (await socket.receive())["type"] == "connection_ack"
