"""`telemetra key`: who may ask the API when it runs with API_AUTH=keys."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

import typer

from cli.keys import create_key, revoke_key, stored_keys
from cli.settings import load_settings
from cli.supervisor.logs import to_terminal


class Scope(StrEnum):
    """What a key may do; nothing can be written yet."""

    READ = "read"
    WRITE = "write"


Name = Annotated[str, typer.Argument(help="Whose key it is, such as `overlay`.")]
Scopes = Annotated[
    list[Scope], typer.Option("--scope", help="What it may do; say it twice for both.")
]


def create(name: Name, scopes: Scopes = [Scope.READ]) -> None:  # noqa: B006 - Typer only reads it
    """Make a key, and print it: it is not kept, and cannot be shown again."""
    to_terminal(create_key(load_settings().database, name, sorted(set(scopes))))


def list_() -> None:
    """Show the keys by name: their first characters, what they may do, and when they were used."""
    for key in stored_keys(load_settings().database):
        state = f"revoked {_told(key.revoked_at)}" if key.revoked_at else ""
        to_terminal(
            f"{key.name:<20} {key.prefix}…  {','.join(key.scopes):<10}  "
            f"created {_told(key.created_at)}  used {_told(key.last_used_at)}  {state}".rstrip()
        )


def revoke(name: Name) -> None:
    """End a key, also for an API that runs."""
    revoke_key(load_settings().database, name)
    to_terminal(f"The key {name!r} is of no use any more.")


def _told(when: datetime | None) -> str:
    return f"{when:%Y-%m-%d %H:%M}" if when else "never"
