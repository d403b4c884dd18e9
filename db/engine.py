"""PostgreSQL's address and the API's connection pool."""

from dataclasses import dataclass

from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


@dataclass(frozen=True, slots=True)
class Database:
    """Where PostgreSQL listens, and as whom we go in."""

    host: str
    port: int
    name: str
    user: str
    password: str

    @property
    def conninfo(self) -> str:
        """The address as libpq reads it: for psql and psycopg."""
        return self.url("postgresql")

    def url(self, driver: str) -> str:
        """The address as SQLAlchemy reads it, such as `postgresql+asyncpg`; with the password."""
        address = URL.create(driver, self.user, self.password, self.host, self.port, self.name)
        # SQLAlchemy leaves a space as it is, which libpq refuses.
        return address.render_as_string(hide_password=False).replace(" ", "%20")


def make_engine(
    database: Database, *, pool_size: int = 10, statement_timeout_seconds: int = 10
) -> AsyncEngine:
    """An engine whose connections are checked before use: a restarted server is no error.

    A statement that takes longer than its time-out is cancelled by the server.
    """
    settings = {
        "timezone": "UTC",
        "application_name": "telemetra-api",
        "statement_timeout": f"{statement_timeout_seconds}s",
    }
    return create_async_engine(
        database.url("postgresql+asyncpg"),
        pool_size=pool_size,
        max_overflow=0,
        pool_pre_ping=True,
        pool_timeout=10,
        connect_args={"timeout": 5, "server_settings": settings},
    )
