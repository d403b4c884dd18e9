import asyncio
import json
from contextlib import ExitStack

from websockets.asyncio.server import ServerConnection, serve

from bench.client import PROTOCOL
from bench.deaf import deaf_clients, queued_bytes

LARGE = "x" * 20_000


async def test_a_deaf_client_subscribes_and_leaves_what_follows_in_the_kernel() -> None:
    said: list[dict[str, object]] = []

    async def handle(socket: ServerConnection) -> None:
        said.append(json.loads(await socket.recv()))
        await socket.send(json.dumps({"type": "connection_ack"}))
        said.append(json.loads(await socket.recv()))
        await socket.send(LARGE)
        await socket.wait_closed()

    async with serve(handle, "127.0.0.1", 0, subprotocols=[PROTOCOL]) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        with ExitStack() as sockets:
            clients = deaf_clients(port, "subscription { x }", [{"n": 1}, {"n": "ü" * 99}])
            await asyncio.to_thread(sockets.enter_context, clients)
            async with asyncio.timeout(10):
                while len(said) < 4 or queued_bytes(port)[1] == 0:
                    await asyncio.sleep(0.01)
            assert queued_bytes(port)[0] == 2
    subscribed = [one["payload"] for one in said if one["type"] == "subscribe"]
    query = "subscription { x }"
    assert {"query": query, "variables": {"n": 1}} in subscribed
    assert {"query": query, "variables": {"n": "ü" * 99}} in subscribed
