"""`telemetra doctor`: what is missing, and the exact command that gets it."""

import shutil
import sys
from collections.abc import Callable
from typing import Final

import psutil
import typer

from cli.project import PAGES, SetupError
from cli.runtime.jars import missing_jars, read_lock
from cli.runtime.java import find_java_home, java_release
from cli.servers.postgres import find_postgres, unprivileged
from cli.servers.valkey import find_valkey
from cli.settings import Settings, load_settings
from cli.stack import refuse_taken_ports
from cli.supervisor.logs import to_terminal
from cli.supervisor.state import read_state

_GIGABYTE: Final = 1024**3
_MEMORY_GIGABYTES: Final = 3
_DISK_GIGABYTES: Final = 2

Check = Callable[[Settings], str]
"""What it found, in a few words; a SetupError says what is missing and how to get it."""


def doctor() -> None:
    """Look at everything the stack needs; exit code 1 if something is missing."""
    settings = load_settings()
    results = [_tell(name, check, settings) for name, check in _CHECKS.items()]
    if not all(results):
        raise typer.Exit(1)


def _tell(name: str, check: Check, settings: Settings) -> bool:
    try:
        to_terminal(f"ok       {name}: {check(settings)}")
    except SetupError as error:
        to_terminal(f"MISSING  {name}: {error}")
        return False
    return True


def _python(_settings: Settings) -> str:
    return f"{sys.version.split()[0]} at {sys.executable}"


def _java(_settings: Settings) -> str:
    home = find_java_home()
    release = java_release(home / "bin" / "java")
    if release is None:
        raise SetupError(f"{home} holds a Java that does not run. Run `make setup`.")
    return f"{release} at {home}"


def _jars(_settings: Settings) -> str:
    jars = read_lock()
    missing = missing_jars(jars)
    if missing:
        names = ", ".join(jar.file_name for jar in missing[:3])
        raise SetupError(f"{len(missing)} are not there ({names} ...). Run `telemetra setup`.")
    return f"{len(jars)}, each with its pinned SHA-256"


def _postgres(settings: Settings) -> str:
    binaries = find_postgres(settings.pg_bin)
    as_user = unprivileged()
    return f"{binaries}" + (f", run by `{' '.join(as_user)}`" if as_user else "")


def _valkey(_settings: Settings) -> str:
    return str(find_valkey())


def _pages(_settings: Settings) -> str:
    if not (PAGES / "playground.html").is_file():
        raise SetupError("they are not built. Run `make setup`, which needs Node 20.19 or newer.")
    return str(PAGES)


def _ports(settings: Settings) -> str:
    state = read_state(settings.data_dir)
    if state is not None and state.is_running:
        return f"in use by this stack (pid {state.pid})"
    refuse_taken_ports(settings)
    return ", ".join(f"{name} {port}" for name, port in settings.ports.items())


def _memory(_settings: Settings) -> str:
    available = psutil.virtual_memory().available / _GIGABYTE
    if available < _MEMORY_GIGABYTES:
        raise SetupError(f"{available:.1f} GB are free, and the stack wants {_MEMORY_GIGABYTES}.")
    return f"{available:.1f} GB free"


def _disk(settings: Settings) -> str:
    wanted = settings.data_dir
    folder = next(place for place in (wanted, *wanted.parents) if place.exists())
    free = shutil.disk_usage(folder).free / _GIGABYTE
    if free < _DISK_GIGABYTES:
        raise SetupError(f"{free:.1f} GB are free in {folder}; set DATA_DIR to a larger disk.")
    return f"{free:.1f} GB free in {folder}"


_CHECKS: Final[dict[str, Check]] = {
    "Python": _python,
    "Java": _java,
    "jars": _jars,
    "PostgreSQL": _postgres,
    "Valkey": _valkey,
    "pages": _pages,
    "ports": _ports,
    "memory": _memory,
    "disk": _disk,
}
