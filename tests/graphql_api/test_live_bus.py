import asyncio
from collections import Counter, deque
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis

from cli.servers.valkey import valkey_service
from cli.supervisor.ports import free_port
from graphql_api.live import bus as the_bus
from graphql_api.live.bus import JOINED, LOST, Bus
from graphql_api.live.channels import Channels
from tests.stack import running

CHANNELS = ("a", "b")


@pytest.fixture
async def redis(valkey: tuple[str, int]) -> AsyncIterator[Redis]:
    async with Redis(host=valkey[0], port=valkey[1], decode_responses=True) as client:
        yield client


@pytest.fixture
async def bus(valkey: tuple[str, int]) -> AsyncIterator[Bus]:
    bus = Bus(*valkey)
    await bus.start()
    yield bus
    await bus.close()


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not is_so():
            await asyncio.sleep(0.01)


class Listener:
    """Listens to a channel in a task of its own, and keeps what it hears."""

    def __init__(self, bus: Bus, channel: str) -> None:
        self.heard: list[str] = []
        self._task = asyncio.create_task(self._listen(bus, channel))

    async def _listen(self, bus: Bus, channel: str) -> None:
        async with bus.listening(channel) as heard:
            while True:
                self.heard.append(await heard())

    def has(self, message: str, times: int = 1) -> bool:
        return self.heard.count(message) >= times

    async def joins(self, times: int = 1) -> None:
        await _until(partial(self.has, JOINED, times))

    async def leave(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


async def test_what_is_published_after_the_join_is_heard(bus: Bus, redis: Redis) -> None:
    listener = Listener(bus, "a")
    await listener.joins()
    for number in range(3):
        await redis.publish("a", str(number))
    await _until(lambda: len(listener.heard) == 4)
    await listener.leave()

    assert listener.heard == [JOINED, "0", "1", "2"]


async def test_two_who_are_the_first_at_once_both_hear(bus: Bus, redis: Redis) -> None:
    listeners = [Listener(bus, "a") for _ in range(2)]
    for listener in listeners:
        await listener.joins()
    await redis.publish("a", "1")
    await _until(lambda: all("1" in listener.heard for listener in listeners))

    assert await redis.pubsub_numsub("a") == [("a", 1)]
    for listener in listeners:
        await listener.leave()


async def test_the_last_to_leave_ends_the_subscription(bus: Bus, redis: Redis) -> None:
    first, second = Listener(bus, "a"), Listener(bus, "a")
    await first.joins()
    await first.leave()
    await redis.publish("a", "1")
    await _until(lambda: "1" in second.heard)
    await second.leave()

    async with asyncio.timeout(20):
        while await redis.pubsub_numsub("a") != [("a", 0)]:
            await asyncio.sleep(0.01)


async def test_after_much_coming_and_going_who_stays_hears_all(bus: Bus, redis: Redis) -> None:
    for _ in range(200):
        passer = Listener(bus, "a")
        await asyncio.sleep(0)
        await passer.leave()
    listener = Listener(bus, "a")
    await listener.joins()
    await redis.publish("a", "1")
    await _until(lambda: "1" in listener.heard)
    await listener.leave()


async def test_a_server_that_dies_and_comes_back_is_a_loss_and_then_a_join(
    tmp_path: Path,
) -> None:
    port = free_port()
    bus = Bus("127.0.0.1", port)
    await bus.start()
    listener = Listener(bus, "a")
    for times in (1, 2):
        with running(valkey_service(port), tmp_path):
            await listener.joins(times)
            async with Redis(port=port) as redis:
                await redis.publish("a", str(times))
            await _until(partial(listener.has, str(times)))
        await _until(partial(listener.has, LOST, times))
    await listener.leave()
    await bus.close()

    assert [one for one in listener.heard if one != LOST] == [JOINED, "1", JOINED, "2"]


async def test_a_connection_that_is_cut_is_made_anew(bus: Bus, redis: Redis) -> None:
    listener = Listener(bus, "a")
    for times in range(1, 6):
        await listener.joins(times)
        await redis.client_kill_filter(_type="pubsub")
    await listener.joins(6)
    await listener.leave()

    assert listener.heard == [JOINED, *[LOST, JOINED] * 5]


async def test_a_connection_that_falls_silent_is_noticed(
    valkey: tuple[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(the_bus, "PING_SECONDS", 0.2)
    monkeypatch.setattr(the_bus, "SILENCE_SECONDS", 0.8)
    proxy = Proxy(valkey)
    bus = Bus("127.0.0.1", await proxy.start())
    await bus.start()
    listener = Listener(bus, "a")
    await listener.joins()
    await asyncio.sleep(1)
    assert listener.heard == [JOINED]

    proxy.is_open.clear()
    await _until(lambda: LOST in listener.heard)
    proxy.is_open.set()
    await listener.joins(2)
    await listener.leave()
    await bus.close()
    await proxy.stop()


class Proxy:
    """Passes on what it gets, while it is open, and is silent otherwise."""

    def __init__(self, address: tuple[str, int]) -> None:
        self.is_open = asyncio.Event()
        self.is_open.set()
        self._address = address
        self._tasks = set[asyncio.Task[None]]()

    async def start(self) -> int:
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.add(asyncio.current_task())  # type: ignore[arg-type]
        # Cancelled at any moment, it leaves no end open.
        with closing(writer):
            server_reader, server_writer = await asyncio.open_connection(*self._address)
            with closing(server_writer):
                there, back = self._pass(reader, server_writer), self._pass(server_reader, writer)
                await asyncio.gather(there, back)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            while data := await reader.read(65_536):
                await self.is_open.wait()
                writer.write(data)


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["want", "drop"]), st.sampled_from(CHANNELS)),
        st.tuples(st.sampled_from(["send", "answer", "lose"]), st.just("")),
    )
)


@given(ACTIONS)
def test_who_was_told_that_it_joined_is_subscribed_until_it_leaves_or_is_lost(
    actions: list[tuple[str, str]],
) -> None:
    """Against Redis as it is seen from its answers: in order, one a channel and command."""
    channels, answers = Channels(), deque[tuple[str, str]]()
    subscribed, joined, wanted = set[str](), set[str](), Counter[str]()
    for action, of in [*actions, *[("send", ""), ("answer", "")] * 40]:
        if action == "want":
            wanted[of] = 1
            joined |= {of} if channels.want(of) else set()
        elif action == "drop":
            wanted[of] = 0
            joined.discard(of)
            channels.drop(of)
        elif action == "send":
            answers += [(name, one) for name, *many in channels.commands() for one in many]
        elif action == "lose":
            channels.forget()
            answers.clear()
            subscribed.clear()
            joined.clear()
        elif answers:
            name, channel = answers.popleft()
            (subscribed.add if name == "SUBSCRIBE" else subscribed.discard)(channel)
            joined |= {channel} if channels.confirm(channel) else set()
        assert joined <= subscribed
    assert joined == subscribed == {channel for channel in CHANNELS if wanted[channel]}
