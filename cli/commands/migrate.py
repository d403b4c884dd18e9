"""`telemetra migrate`: brings the database to the newest schema."""

from cli.servers.postgres import create_database
from cli.settings import load_settings
from cli.supervisor.logs import to_terminal
from db.migrate import upgrade


def migrate() -> None:
    """Create the database if need be, and apply every migration it does not have."""
    database = load_settings().database
    create_database(database)
    upgrade(database)
    to_terminal(f"{database.name} on port {database.port} has the newest schema.")
