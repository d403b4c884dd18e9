"""`python -m bench.slow`: 300 headers and 300 bodies that do not end, and who else is answered.

Measured are an API process, and nginx before three of them, as the containers have it; each with
slow ones that say nothing more after a part, and with slow ones that say a byte a second.
Meanwhile somebody asks for `/health` all the time, on a connection of its own each time.
"""

import argparse
import asyncio
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import httpx

from bench.api import an_api
from bench.figures import markdown
from bench.nginx import Door, nginx_service, wants_nginx
from bench.servers import Servers, running, servers
from bench.stack import until
from cli.supervisor.ports import free_port

BEGINNINGS: Final = {
    "headers": b"GET /health/live HTTP/1.1\r\nHost: api\r\nX-Slow: ",
    "bodies": b"POST /graphql HTTP/1.1\r\nHost: api\r\nContent-Type: application/json\r\n"
    b'Content-Length: 60000\r\n\r\n{"query": "',
}
APIS: Final = 3
GONE_SECONDS: Final = 30.0
ANSWER_SECONDS: Final = 1.0
_PATIENCE_SECONDS: Final = 90.0
_LISTENING: Final = "0A"
_OK: Final = 200


@dataclass(slots=True)
class Seen:
    """Seconds until each kind was gone, and of each answer; answers other than 200 are failures."""

    gone: dict[str, float] = field(default_factory=dict)
    answers: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """All were gone in time, and everybody else was answered in time."""
        is_answered = not self.failures and max(self.answers) <= ANSWER_SECONDS
        return is_answered and max(self.gone.values(), default=0.0) <= GONE_SECONDS


async def measure(port: int, sockets: int, *, drips: bool) -> Seen:
    """Open so many of each kind, and look on until none of them is left at the server."""
    seen = Seen()
    asking = asyncio.create_task(_ask(port, seen))
    with ExitStack() as slow:
        await asyncio.sleep(1)
        opened = await asyncio.to_thread(_open, slow, port, sockets)
        began = time.monotonic()
        dripping = asyncio.create_task(_drip(opened) if drips else asyncio.sleep(0))
        with suppress(TimeoutError):
            await until(lambda: _are_gone(port, opened, began, seen), _PATIENCE_SECONDS)
        dripping.cancel()
    await asyncio.sleep(1)
    asking.cancel()
    return seen


def _open(stack: ExitStack, port: int, sockets: int) -> Mapping[str, Sequence[socket.socket]]:
    opened = {}
    for kind, beginning in BEGINNINGS.items():
        address = ("127.0.0.1", port)
        opened[kind] = [
            stack.enter_context(socket.create_connection(address, 10)) for _ in range(sockets)
        ]
        for each in opened[kind]:
            each.sendall(beginning)
    return opened


async def _drip(opened: Mapping[str, Sequence[socket.socket]]) -> None:
    while True:
        await asyncio.sleep(1)
        for each in (one for kind in opened.values() for one in kind):
            with suppress(OSError):
                each.send(b"a", socket.MSG_DONTWAIT)


async def _are_gone(
    port: int, opened: Mapping[str, Sequence[socket.socket]], began: float, seen: Seen
) -> bool:
    held, now = clients_of(port), time.monotonic()
    left = [k for k, own in opened.items() if held & {each.getsockname()[1] for each in own}]
    seen.gone |= dict.fromkeys(left, now - began)
    return not left


def clients_of(port: int) -> set[int]:
    """The ports of those whose connection to a server's port a process of it still holds."""
    found = set()
    for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
        _, local, remote, state, *others = line.split()
        is_held = others[5] != "0" and state != _LISTENING
        if is_held and int(local.rpartition(":")[2], 16) == port:
            found.add(int(remote.rpartition(":")[2], 16))
    return found


async def _ask(port: int, seen: Seen) -> None:
    each_its_own = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(timeout=10, limits=each_its_own) as client:
        while True:
            began = time.monotonic()
            try:
                status = (await client.get(f"http://127.0.0.1:{port}/health")).status_code
            except httpx.HTTPError as error:
                seen.failures.append(repr(error))
            else:
                seen.failures += [str(status)] if status != _OK else []
            seen.answers.append(time.monotonic() - began)
            await asyncio.sleep(0.1)


@asynccontextmanager
async def a_door(made: Servers) -> AsyncIterator[int]:
    """The port of nginx before several API processes, until the block ends."""
    async with AsyncExitStack() as stack:
        apis = [await stack.enter_async_context(an_api(made)) for _ in range(APIS)]
        door = Door(free_port(), free_port(), [api.port for api in apis])
        folder = made.folder / "door"
        nginx = running(folder, [nginx_service(door, folder / "nginx")])
        await asyncio.to_thread(stack.enter_context, nginx)
        yield door.port


@asynccontextmanager
async def a_bare_api(made: Servers) -> AsyncIterator[int]:
    """The port of one API process, until the block ends."""
    async with an_api(made) as api:
        yield api.port


ARMS: Final = {"API": a_bare_api, f"nginx before {APIS} APIs": a_door}


async def measure_all(made: Servers, sockets: int) -> list[tuple[str, str, Seen]]:
    """Server, manner, and what was seen, of each measurement."""
    found = []
    for name, arm in ARMS.items():
        async with arm(made) as port:
            for manner, drips in (("nothing more", False), ("a byte a second", True)):
                seen = await measure(port, sockets, drips=drips)
                found.append((name, manner, seen))
                print(f"{name}, {manner}: {seen.failures[:5] or 'all answered'}", flush=True)
    return found


def table(found: Sequence[tuple[str, str, Seen]]) -> str:
    """A row each, to paste."""
    header = ["server", "the slow send", "slowest /health, s", "asked", "failed"]
    header += [f"{kind} gone after, s" for kind in BEGINNINGS]
    rows = [
        [name, manner, max(seen.answers), len(seen.answers), len(seen.failures)]
        + [seen.gone.get(kind, 0.0) for kind in BEGINNINGS]
        for name, manner, seen in found
    ]
    return markdown(header, rows)


def main() -> int:
    """Exit code 0 says that the slow were gone in time, and all others answered in time."""
    parser = argparse.ArgumentParser(prog="bench.slow", description=__doc__)
    parser.add_argument("--sockets", type=int, default=300, help="of each kind")
    sockets: int = parser.parse_args().sockets
    wants_nginx(parser)
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, servers(Path(folder)) as made:
        found = asyncio.run(measure_all(made, sockets))
    print(f"\n{table(found)}")
    is_right = all(seen.is_right for _, _, seen in found)
    print("\nall right" if is_right else "\nNOT RIGHT")
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
