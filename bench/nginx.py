"""The nginx of the containers before API processes of this machine."""

import re
import shutil
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.api import answers
from cli.project import ROOT
from cli.servers.postgres import unprivileged
from cli.supervisor.service import Service

PROGRAM: Final = "nginx"
_CONTAINERS: Final = ROOT / "deploy" / "docker" / "nginx"
_TYPES: Final = "/etc/nginx/mime.types"


@dataclass(frozen=True, slots=True)
class Door:
    """Where nginx listens, for the API alone and for the dashboard, and which APIs are behind."""

    port: int
    pages_port: int
    apis: Sequence[int]


def wants_nginx(parser: ArgumentParser) -> None:
    """End the command with a plain word where there is no nginx on PATH."""
    if shutil.which(PROGRAM) is None:
        parser.error("there is no nginx on PATH. On Debian: apt-get install nginx-light")


def nginx_service(door: Door, folder: Path, after: Iterable[str] = ()) -> Service:
    """Nginx, which must be on PATH, as the containers have it but for addresses and folders."""
    configuration = folder / "nginx.conf"

    async def prepare() -> None:
        folder.mkdir(parents=True, exist_ok=True)  # noqa: ASYNC240 - a moment, before it starts
        for name, text in configured(door, folder).items():
            (folder / name).write_text(text)

    async def is_ready() -> bool:
        return await answers(f"http://127.0.0.1:{door.port}/health/live")

    # Not as root, which would hand its work to a user who cannot enter the folder.
    command: list[str | Path] = [*unprivileged(), PROGRAM, "-e", "stderr"]
    command += ["-p", folder, "-c", configuration, "-g", "daemon off;"]
    return Service("nginx", command, is_ready, after=tuple(after), prepare=prepare)


def configured(door: Door, folder: Path) -> dict[str, str]:
    """The files of deploy/docker/nginx by name, with what must differ on one machine put in.

    Raises:
        LookupError: Something that must differ is not there.
    """
    places = {
        "include mime.types;": f"include {_TYPES};",
        "listen 8000;": f"listen 127.0.0.1:{door.port};",
        "listen 3000;": f"listen 127.0.0.1:{door.pages_port};",
        "root /usr/share/nginx/html;": f"root {ROOT / 'frontend' / 'dist'};",
        " /tmp/": f" {folder}/",
    }
    servers = "\n".join(rf"server 127.0.0.1:{port} \1;" for port in door.apis)
    addresses = {
        re.escape("resolver 127.0.0.11 valid=5s ipv6=off;"): "",
        "server backend:8000 resolve (.+);": servers,
    }
    return {
        "nginx.conf": _with("nginx.conf", {re.escape(old): new for old, new in places.items()}),
        "upstream.conf": _with("upstream.conf", addresses),
    }


def _with(name: str, changes: Mapping[str, str]) -> str:
    text = (_CONTAINERS / name).read_text()
    for pattern, new in changes.items():
        text, count = re.subn(pattern, new, text)
        if count == 0:
            raise LookupError(f"{pattern} is not in {name}")
    return text
