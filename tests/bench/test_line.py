import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from random import Random

from bench.line import LASTING, Life, a_line

SEED = 1
TEXT = bytes(range(256)) * 8


@asynccontextmanager
async def a_server() -> AsyncIterator[int]:
    """It sends the text again and again to whoever connects, and echoes nothing."""

    async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while not writer.is_closing():
                writer.write(TEXT)
                await writer.drain()
                await asyncio.sleep(0.001)
        writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def read_all(port: int) -> bytes:
    """What a client gets before its connection breaks."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    got = bytearray()
    try:
        with suppress(OSError):
            while piece := await reader.read(4096):
                got += piece
    finally:
        writer.close()
    return bytes(got)


async def test_a_line_breaks_as_often_as_told_and_then_lasts() -> None:
    async with a_server() as server, a_line(server, 3, Random(SEED)) as line:
        texts = [await read_all(line.port) for _ in range(3)]
        assert (line.breaks, line.has_broken.is_set()) == (3, True)
        assert all(text == (TEXT * 10_000)[: len(text)] for text in texts)
        with suppress(TimeoutError):
            async with asyncio.timeout(3):
                await read_all(line.port)
                raise AssertionError("the line broke once more")


async def test_an_absent_server_is_no_break_of_the_line() -> None:
    async with a_line(1, 3, Random(SEED)) as line:
        assert await read_all(line.port) == b""
        assert line.breaks == 0


def test_a_life_ends_within_the_piece_that_is_too_long() -> None:
    life = Life(LASTING, 5)
    assert (life.spend(b"abc"), life.is_over) == (b"abc", False)
    assert (life.spend(b"defg"), life.is_over) == (b"de", True)
