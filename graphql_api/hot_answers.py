"""Leaderboards of a last hour, through Valkey: computed once for each version of the data.

An answer's key names the stream's newest minute and the sum of the hour's revisions, read before
the rows. A newly committed batch that touches the hour changes the key, so what is kept is never
older than the newest commit; `KEPT_SECONDS` only bounds how much is kept.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import orjson

from contracts.redis_names import answer_key
from graphql_api.cache import Cache
from graphql_api.queries.spans import Span

KEPT_SECONDS: Final = 10

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class TopAsked:
    """A leaderboard of a span. `version` is that of a last hour; null for any other span."""

    span: Span
    version: int | None


async def through_cache(
    cache: Cache,
    row: Callable[..., _Row],
    asked: Sequence[TopAsked],
    compute: Callable[[Sequence[Span]], Awaitable[list[list[_Row]]]],
) -> list[list[_Row]]:
    """The rows of each leaderboard; only what is not kept is computed, all of it at once."""
    keys = {ask: _key(row, ask) for ask in asked if ask.version is not None}
    kept = zip(keys, await cache.get_many(list(keys.values())), strict=True)
    found = {ask: _rows(row, answer) for ask, answer in kept if answer is not None}
    missing = [ask for ask in asked if ask not in found]
    if missing:
        computed = await compute([ask.span for ask in missing])
        found |= zip(missing, computed, strict=True)
        answers = {keys[ask]: orjson.dumps(found[ask]) for ask in missing if ask in keys}
        await cache.put_many(answers, seconds=KEPT_SECONDS)
    return [found[ask] for ask in asked]


def _key(row: Callable[..., Any], ask: TopAsked) -> str:
    return answer_key(row.__name__, ask.span.stream_id, ask.span.end.isoformat(), ask.version)


def _rows(row: Callable[..., _Row], answer: bytes) -> list[_Row]:
    return [row(**fields) for fields in orjson.loads(answer)]
