"""A connection -> the client by which everything is counted."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from starlette.requests import HTTPConnection

READ: Final = "read"
WRITE: Final = "write"
SCOPES: Final = frozenset({READ, WRITE})


@dataclass(frozen=True, slots=True)
class Client:
    """Who asks: `name` is what it is counted by, `scopes` are what it may do."""

    name: str
    scopes: frozenset[str]


def client_of(connection: HTTPConnection) -> Client:
    """The client of a request or a socket: by its API key where one was checked, else by address.

    A key counts only after `Admission` has let it in: with one made up for each request, nobody
    would meet a limit.
    """
    admitted: Client | None = getattr(connection.state, "client", None)
    return admitted or by_address(connection.client.host if connection.client else None)


def by_address(host: str | None) -> Client:
    """The client behind an address; all of a /64 are one, for so much is given to one household."""
    try:
        address = ip_address(host or "")
    except ValueError:
        return Client(f"address:{host or 'unknown'}", SCOPES)
    if isinstance(address, IPv6Address):
        return Client(f"address:{ip_network((int(address), 64), strict=False)}", SCOPES)
    return Client(f"address:{address}", SCOPES)
