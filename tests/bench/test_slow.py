import asyncio
from contextlib import suppress

from bench.slow import BEGINNINGS, Seen, clients_of, measure


async def test_a_client_is_seen_until_the_server_lets_go() -> None:
    taken: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: taken.append(writer), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    async with asyncio.timeout(10):
        while not taken:
            await asyncio.sleep(0.01)
    assert clients_of(port) == {writer.get_extra_info("sockname")[1]}
    for end in (*taken, writer):
        end.close()
        with suppress(OSError):
            await end.wait_closed()
    assert clients_of(port) == set()
    server.close()


async def test_a_server_that_lets_the_slow_go_and_answers_all_others_is_right() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.read(1024)
        if head not in BEGINNINGS.values():
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    seen = await measure(server.sockets[0].getsockname()[1], 3, drips=False)
    server.close()
    assert (seen.is_right, seen.failures) == (True, [])


def test_an_answer_that_is_late_or_none_and_one_who_stays_are_not_right() -> None:
    gone = {"headers": 10.0, "bodies": 10.0}
    assert Seen(gone, [0.2]).is_right
    assert not Seen(gone, [0.2, 1.5]).is_right
    assert not Seen(gone, [0.2], ["502"]).is_right
    assert not Seen(gone | {"bodies": 31.0}, [0.2]).is_right
