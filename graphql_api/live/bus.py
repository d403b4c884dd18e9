"""Redis pub/sub -> the feeds of this process: one connection, and no hole that nobody hears of."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, Never

from broadcaster import Broadcast, BroadcastBackend, Event
from redis.asyncio import Connection
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from graphql_api.live.channels import Channels

_log: Final = logging.getLogger(__name__)

JOINED: Final = "joined"
"""In place of a record: from here on all is heard; what was published before may be missed."""

LOST: Final = "lost"
"""In place of a record: nothing is heard any more, until JOINED."""

CONNECT_SECONDS: Final = 2.0
PING_SECONDS: Final = 2.5
SILENCE_SECONDS: Final = 7.5
"""With a ping every few seconds, a connection this silent is dead."""

FIRST_PAUSE_SECONDS: Final = 0.05
LONGEST_PAUSE_SECONDS: Final = 1.0


class RedisBackend(BroadcastBackend):
    """What broadcaster asks for, over one connection that is made anew whenever it breaks.

    `subscribe` and `unsubscribe` only note what is wanted and never wait: broadcaster adds its
    queue after them, and two that subscribe at once would else lose each other.
    """

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._channels = Channels()
        self._changed = asyncio.Event()
        self._heard: asyncio.Queue[Event] = asyncio.Queue()
        self._pause = FIRST_PAUSE_SECONDS
        self.is_connected = False
        self._life: asyncio.Task[Never] | None = None

    async def connect(self) -> None:
        """Begin; Redis may come up later."""
        self._life = asyncio.create_task(self._stay_connected(), name="live bus")

    async def disconnect(self) -> None:
        """End, and close the connection."""
        if self._life is not None:
            self._life.cancel()
            await asyncio.gather(self._life, return_exceptions=True)

    async def subscribe(self, group: str) -> None:
        """Listen to the channel: JOINED comes first, at once or when Redis has confirmed it."""
        if self._channels.want(group):
            self._tell(group, JOINED)
        self._changed.set()

    async def unsubscribe(self, group: str) -> None:
        """Nobody listens to the channel any more."""
        self._channels.drop(group)
        self._changed.set()

    async def publish(self, channel: str, message: object) -> None:
        """The API publishes nothing: the relay does."""
        raise NotImplementedError

    async def next_published(self) -> Event:
        """What was heard next. Never fails: broadcaster's listener would be gone for good."""
        return await self._heard.get()

    def _tell(self, channel: str, message: str) -> None:
        self._heard.put_nowait(Event(channel, message))

    async def _stay_connected(self) -> Never:
        while True:
            try:
                await self._session()
            # redis-py raises more than its own errors when a server dies under it.
            except Exception as error:  # noqa: BLE001
                if self._pause == FIRST_PAUSE_SECONDS:
                    _log.warning("live updates wait for Valkey: %s", _said(error))
            await asyncio.sleep(self._pause)
            self._pause = min(2 * self._pause, LONGEST_PAUSE_SECONDS)

    async def _session(self) -> None:
        """One connection, until it breaks."""
        host, port = self._address
        connection = Connection(
            host=host,
            port=port,
            protocol=2,
            decode_responses=True,
            socket_connect_timeout=CONNECT_SECONDS,
            # With a time-out redis-py sends through wait_for, which may swallow a cancellation;
            # and it says who it is, which waits for an answer without one.
            socket_timeout=None,
            driver_info=None,
            # redis-py would connect again by itself, and nobody would hear of the hole.
            retry=Retry(NoBackoff(), 0),
        )
        try:
            await connection.connect()  # type: ignore[no-untyped-call]
            self._pause = FIRST_PAUSE_SECONDS
            self.is_connected = True
            async with asyncio.TaskGroup() as halves:
                halves.create_task(self._write(connection))
                halves.create_task(self._read(connection))
        finally:
            self.is_connected = False
            self._channels.forget()
            for channel in self._channels.wanted:
                self._tell(channel, LOST)
            await connection.disconnect(nowait=True)

    async def _write(self, connection: Connection) -> Never:
        """The only one who writes, so commands leave in the order in which they were noted."""
        while True:
            self._changed.clear()
            for command in self._channels.commands():
                await connection.send_command(*command, check_health=False)
            try:
                async with asyncio.timeout(PING_SECONDS):
                    await self._changed.wait()
            except TimeoutError:
                await connection.send_command("PING", check_health=False)

    async def _read(self, connection: Connection) -> Never:
        while True:
            match await connection.read_response(
                timeout=SILENCE_SECONDS, disconnect_on_error=False, push_request=True
            ):
                case ["message", str(channel), str(message)]:
                    self._tell(channel, message)
                case ["subscribe" | "unsubscribe", str(channel), _]:
                    if self._channels.confirm(channel):
                        self._tell(channel, JOINED)
                case None:
                    raise TimeoutError(f"nothing was heard for {SILENCE_SECONDS} seconds")


def _said(error: BaseException) -> str:
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return str(error) or repr(error)


class Bus:
    """The channels of Redis, each subscribed once however many listen. Made within a loop."""

    def __init__(self, host: str, port: int) -> None:
        self._backend = RedisBackend(host, port)
        self._broadcast = Broadcast(backend=self._backend)

    @property
    def is_connected(self) -> bool:
        """Whether Redis is listened to now; one that has died is known to within seconds."""
        return self._backend.is_connected

    async def start(self) -> None:
        """Begin to listen; Redis may come up later."""
        await self._broadcast.connect()

    async def close(self) -> None:
        """End."""
        await self._broadcast.disconnect()

    @asynccontextmanager
    async def listening(self, channel: str) -> AsyncIterator[Callable[[], Awaitable[str]]]:
        """Gives what waits for the channel's next message: a record, JOINED or LOST."""
        async with self._broadcast.subscribe(channel) as subscriber:

            async def heard() -> str:
                return (await subscriber.get()).message

            yield heard
