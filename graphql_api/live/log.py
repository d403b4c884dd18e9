"""The logs in Redis -> what a client has missed of a feed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from contracts.feeds import Cursor, FeedKind
from contracts.redis_names import LOG_RECORD, log_key
from graphql_api.live.gathered import Gathered
from graphql_api.live.records import Record, read_record

PAGE: Final = 200
TIMEOUT_SECONDS: Final = 2.0


class LogAwayError(Exception):
    """Valkey does not answer."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """An entry of the log that is no record of its feed."""

    cursor: Cursor


Entry = Record[Any] | Unreadable


class Logs:
    """Reads the logs of all feeds. Who asks for the same page at once shares the reading of it."""

    def __init__(self, host: str, port: int) -> None:
        pool = BlockingConnectionPool(
            host=host,
            port=port,
            max_connections=8,
            timeout=TIMEOUT_SECONDS,
            socket_timeout=TIMEOUT_SECONDS,
            socket_connect_timeout=TIMEOUT_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._redis = Redis.from_pool(pool)
        self._pages = Gathered(self._read)

    async def page(self, kind: FeedKind, feed: str, position: Cursor) -> Sequence[Entry]:
        """At most 200 entries from the position on, with its own: inclusive, as a log may be new.

        Empty when the log is not there, or does not reach the position yet.

        Raises:
            LogAwayError: Valkey does not answer.
        """
        return await self._pages.ask((kind, feed, position))

    async def close(self) -> None:
        """Close the connections."""
        await self._pages.close()
        await self._redis.aclose()

    async def _read(self, asked: tuple[FeedKind, str, Cursor]) -> Sequence[Entry]:
        kind, feed, position = asked
        key = log_key(feed, position.epoch)
        try:
            found = await self._redis.xrange(key, min=f"{position.seq}-0", count=PAGE)
        # redis-py raises more than its own errors when a server dies under it.
        except Exception as error:
            raise LogAwayError(str(error)) from error
        return [
            _entry(kind, position.epoch, *entry)
            for entry in cast("list[tuple[bytes, dict[bytes, bytes]]]", found)
        ]


def _entry(kind: FeedKind, epoch: str, entry_id: bytes, fields: dict[bytes, bytes]) -> Entry:
    cursor = Cursor(epoch, int(entry_id.partition(b"-")[0]))
    try:
        record = read_record(kind, fields[LOG_RECORD.encode()])
    except (ValueError, KeyError):
        return Unreadable(cursor)
    return record if record.cursor == cursor else Unreadable(cursor)
