"""The command `telemetra`: which subcommands there are."""

import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

import typer

from cli.commands import key
from cli.commands.doctor import doctor
from cli.commands.down import down
from cli.commands.logs import logs
from cli.commands.migrate import migrate
from cli.commands.prune import prune
from cli.commands.reset import reset
from cli.commands.setup import setup
from cli.commands.status import status
from cli.commands.topics import topics
from cli.commands.up import up
from cli.project import SetupError

app: Final = typer.Typer(
    help="Real-time analytics for Twitch streams, on this machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _in_plain_words(subcommand: Callable[..., None]) -> Callable[..., None]:
    @wraps(subcommand)
    def told(**options: Any) -> None:  # noqa: ANN401 - the options are the subcommand's own
        try:
            subcommand(**options)
        except SetupError as error:
            print(f"telemetra: {error}", file=sys.stderr)  # noqa: T201
            raise typer.Exit(1) from error

    return told


for _subcommand in (up, down, status, logs, doctor, reset, setup, migrate, topics, prune):
    app.command()(_in_plain_words(_subcommand))

_keys: Final = typer.Typer(help="API keys, for an API with API_AUTH=keys.", no_args_is_help=True)
_keys.command("create")(_in_plain_words(key.create))
_keys.command("list")(_in_plain_words(key.list_))
_keys.command("revoke")(_in_plain_words(key.revoke))
app.add_typer(_keys, name="key")
