"""The line between a client and the API: it breaks at random, also within a message."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from random import Random
from typing import Final

LONGEST_LIFE_SECONDS: Final = 2.0
LONGEST_LIFE_BYTES: Final = 1_500
_PIECE: Final = 65_536

Link = tuple[asyncio.StreamWriter, asyncio.StreamWriter]
"""The two ends of a connection: the client's, and the server's."""


@dataclass(slots=True)
class Life:
    """How long a connection lives: so many seconds, and so many bytes from the server."""

    seconds: float
    left: int

    def spend(self, piece: bytes) -> bytes:
        """The part of a piece that still goes through."""
        through, self.left = piece[: self.left], self.left - len(piece)
        return through

    @property
    def is_over(self) -> bool:
        """Whether the server has sent more than goes through."""
        return self.left < 0


LASTING: Final = 10**9


class Line:
    """A TCP proxy whose connections are reset again and again, until it has done so often enough.

    Half of them break at a random time, half at a random byte of what the server sends, or when it
    has sent too little for long.
    """

    def __init__(self, server_port: int, breaks: int, random: Random) -> None:
        self.port = 0
        self.breaks = 0
        self.has_broken = asyncio.Event()
        self._wanted = breaks
        self._server_port = server_port
        self._random = random

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Connect a client to the server and carry what they say until the line breaks."""
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self._server_port)
        except OSError:
            # The API is away: that is no break of the line.
            writer.transport.abort()
            return
        link, life = (writer, far_writer), self._life()
        ending = asyncio.get_running_loop().call_later(life.seconds, self._break, link)
        try:
            with suppress(OSError):
                await asyncio.gather(
                    self._carry_up(reader, link), self._carry_down(far_reader, link, life)
                )
        finally:
            ending.cancel()
            for end in link:
                end.close()

    async def _carry_up(self, reader: asyncio.StreamReader, link: Link) -> None:
        while piece := await reader.read(_PIECE):
            link[1].write(piece)
        link[1].close()

    async def _carry_down(self, reader: asyncio.StreamReader, link: Link, life: Life) -> None:
        while piece := await reader.read(_PIECE):
            link[0].write(life.spend(piece))
            await link[0].drain()
            if life.is_over:
                # The client is to read what came before the break, as on a real line.
                await asyncio.sleep(0.01)
                self._break(link)
                return
        link[0].close()

    def _life(self) -> Life:
        if self.has_broken.is_set():
            return Life(LASTING, LASTING)
        if self._random.random() < 0.5:
            return Life(self._random.uniform(0.02, LONGEST_LIFE_SECONDS), LASTING)
        # A quiet feed may never come to that byte.
        return Life(LONGEST_LIFE_SECONDS, self._random.randrange(1, LONGEST_LIFE_BYTES))

    def _break(self, link: Link) -> None:
        if any(end.is_closing() for end in link):
            return
        for end in link:
            end.transport.abort()
        self.breaks += 1
        if self.breaks >= self._wanted:
            self.has_broken.set()


@asynccontextmanager
async def a_line(server_port: int, breaks: int, random: Random) -> AsyncIterator[Line]:
    """A line to a server of this machine, on a port of its own, until the block ends."""
    line = Line(server_port, breaks, random)
    server = await asyncio.start_server(line.take, "127.0.0.1", 0)
    line.port = server.sockets[0].getsockname()[1]
    try:
        yield line
    finally:
        server.close()
