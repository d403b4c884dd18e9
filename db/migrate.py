"""Brings a database to the newest schema."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from db.engine import Database


def alembic_config(database: Database) -> Config:
    """Alembic's configuration for this database; there is no ini file."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    # Alembic interpolates `%`, which a percent-encoded password may hold.
    config.set_main_option("sqlalchemy.url", database.url("postgresql+psycopg").replace("%", "%%"))
    return config


def upgrade(database: Database) -> None:
    """Apply every migration that the database does not have yet."""
    command.upgrade(alembic_config(database), "head")
