"""The schema that the migrations make."""

from alembic import command

from db.engine import Database
from db.migrate import alembic_config, upgrade


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    command.check(alembic_config(database))


def test_migrating_twice_changes_nothing(database: Database) -> None:
    upgrade(database)
    command.check(alembic_config(database))
