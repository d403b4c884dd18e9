"""Each stream's last hour -> `top_chatters:{stream_id}` in Valkey, for whoever looks there."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Final

import orjson

from contracts.redis_names import top_chatters_key
from graphql_api.errors import ApiError
from graphql_api.queries.chatters import top_chatters_by_span
from graphql_api.queries.connect import connected
from graphql_api.queries.spans import HOUR, Newest, Span, newest_by_stream_id
from graphql_api.queries.streams import all_stream_ids
from graphql_api.resources import Resources

_log: Final = logging.getLogger(__name__)

PERIOD_SECONDS: Final = 2.0
PAUSE_SECONDS: Final = 10.0
LENGTH: Final = 50
_STREAMS_AT_ONCE: Final = 100


async def keep_leaderboards(resources: Resources) -> None:
    """Write the leaderboards that changed, again and again, until cancelled."""
    written: Mapping[str, Newest] = {}
    while True:
        await asyncio.sleep(PERIOD_SECONDS)
        try:
            written = await write_leaderboards(resources, written)
        except ApiError as error:
            _log.warning("leaderboards were not written: %s", error)
            await asyncio.sleep(PAUSE_SECONDS)
        except Exception:  # noqa: BLE001 - nobody else would start the next round, which may succeed
            _log.exception("leaderboards were not written")


async def write_leaderboards(
    resources: Resources, written: Mapping[str, Newest]
) -> Mapping[str, Newest]:
    """Write what changed since `written`, or is not there any more; what is written now."""
    async with connected(resources.engine) as connection:
        newest = await newest_by_stream_id(connection, await all_stream_ids(connection))
    have = await resources.cache.have_many([top_chatters_key(stream_id) for stream_id in newest])
    now = dict(written)
    # None is no Valkey: there is nowhere to write.
    stale = [
        stream_id
        for stream_id, is_there in zip(newest, have, strict=True)
        if is_there is not None and not (is_there and written.get(stream_id) == newest[stream_id])
    ]
    for start in range(0, len(stale), _STREAMS_AT_ONCE):
        some = {stream_id: newest[stream_id] for stream_id in stale[start:][:_STREAMS_AT_ONCE]}
        if await _write(resources, some):
            now |= some
    return now


async def _write(resources: Resources, newest: Mapping[str, Newest]) -> bool:
    spans = [Span(stream_id, at.end - HOUR, at.end) for stream_id, at in newest.items()]
    async with connected(resources.engine) as connection:
        tops = await top_chatters_by_span(connection, spans, LENGTH)
    answers = {
        top_chatters_key(span.stream_id): orjson.dumps(top)
        for span, top in zip(spans, tops, strict=True)
    }
    return await resources.cache.put_many(answers)
