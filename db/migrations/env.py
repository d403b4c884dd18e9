"""Runs the migrations over one connection, in one transaction."""

from alembic import context
from sqlalchemy import create_engine

from db.tables import metadata

ADVISORY_LOCK = 7_281_001
"""Two processes that start at once migrate one after the other."""

engine = create_engine(context.config.get_main_option("sqlalchemy.url", ""))
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=metadata)
    with context.begin_transaction():
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({ADVISORY_LOCK})")
        context.run_migrations()
engine.dispose()
