"""How much one client may ask for: each number is still served, and one more is refused."""

from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of every client. What is laid out has each fragment in each place it is spread."""

    characters: int = 16_384
    """Of a document."""

    tokens: int = 1_000
    """Of a document: its names, numbers, strings and brackets."""

    levels: int = 25
    """Of selections in selections, laid out."""

    selections: int = 1_000
    """Of an operation: fields and fragments, laid out."""

    aliases: int = 100
    """Of an operation, laid out."""

    directives: int = 50
    """Of an operation, laid out."""

    root_fields: int = 30
    """Of an operation: those of Query or Subscription itself, laid out."""

    cost: int = 100_000
    """Of an operation, in points."""

    points: int = 1_000_000
    """What a client can spend at once; a request of REST costs 1."""

    points_per_second: float = 100_000
    """How many of them come back each second."""

    seconds: float = 15
    """Until a query or a mutation is given up."""

    body_bytes: int = 65_536
    """Of a request over HTTP; a message on a socket has as many."""

    sockets: int = 1_000
    """Of a client, in each process of the API."""

    is_schema_told: bool = True
    """Whether there is introspection, and an error may name what was perhaps meant."""


LOCAL: Final = Limits()
"""On one's own machine: no honest client meets one."""

PRODUCTION: Final = replace(
    LOCAL,
    cost=5_000,
    points=20_000,
    points_per_second=500,
    seconds=10,
    sockets=50,
    is_schema_told=False,
)
"""Where strangers ask: what differs is what many at once would cost."""
