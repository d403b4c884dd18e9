"""Leaderboards of a last hour, through Valkey: computed once for each version of the data.

An answer's key names the stream's newest minute and the sum of the hour's revisions, read before
the rows. A newly committed batch that touches the hour changes the key, so what is kept is never
older than the newest commit; `KEPT_SECONDS` only bounds how much is kept.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import orjson

from contracts.redis_names import answer_key
from graphql_api.cache import Cache
from graphql_api.joint import Joint
from graphql_api.queries.spans import Span

KEPT_SECONDS: Final = 10

_Row = TypeVar("_Row")
Compute = Callable[[Sequence[Span]], Awaitable[list[list[_Row]]]]
"""Counts the leaderboards of some spans."""


@dataclass(frozen=True, slots=True)
class TopAsked:
    """A leaderboard of a span. `version` is that of a last hour; null for any other span."""

    span: Span
    version: int | None


_Found = dict[TopAsked, list[Any]]


class HotAnswers:
    """The leaderboards that are kept, and those that are just being looked for.

    Who asks for one that is being looked for waits for it: of any number of equal questions at
    once, one asks Valkey, and if need be PostgreSQL.
    """

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._coming: dict[str, Joint[_Found]] = {}

    async def rows(
        self, row: Callable[..., _Row], asked: Sequence[TopAsked], compute: Compute[_Row]
    ) -> list[list[_Row]]:
        """The rows of each leaderboard; only what is not kept is computed, all of it at once."""
        sources = self._sources(row, asked, compute)
        found: _Found = {}
        for source in set(sources):
            found |= await source.result()
        return [found[ask] for ask in asked]

    def _sources(
        self, row: Callable[..., _Row], asked: Sequence[TopAsked], compute: Compute[_Row]
    ) -> list[Joint[_Found]]:
        """Where each leaderboard comes from: what is looked for already, or one new search."""
        self._coming = {key: joint for key, joint in self._coming.items() if joint.is_open}
        keys = {ask: _key(row, ask) for ask in asked if ask.version is not None}
        coming = {ask: self._coming[key] for ask, key in keys.items() if key in self._coming}
        ours = [ask for ask in asked if ask not in coming]
        if ours:
            search = Joint(self._found(row, ours, keys, compute))
            self._coming |= {keys[ask]: search for ask in ours if ask in keys}
            coming |= dict.fromkeys(ours, search)
        return [coming[ask] for ask in asked]

    async def _found(
        self,
        row: Callable[..., _Row],
        asked: Sequence[TopAsked],
        keys: Mapping[TopAsked, str],
        compute: Compute[_Row],
    ) -> _Found:
        kept_by = {ask: keys[ask] for ask in asked if ask in keys}
        kept = zip(kept_by, await self._cache.get_many(list(kept_by.values())), strict=True)
        found: _Found = {ask: _rows(row, answer) for ask, answer in kept if answer is not None}
        missing = [ask for ask in asked if ask not in found]
        if missing:
            found |= zip(missing, await compute([ask.span for ask in missing]), strict=True)
            answers = {kept_by[ask]: orjson.dumps(found[ask]) for ask in missing if ask in kept_by}
            await self._cache.put_many(answers, seconds=KEPT_SECONDS)
        return found


def _key(row: Callable[..., Any], ask: TopAsked) -> str:
    return answer_key(row.__name__, ask.span.stream_id, ask.span.end.isoformat(), ask.version)


def _rows(row: Callable[..., _Row], answer: bytes) -> list[_Row]:
    return [row(**fields) for fields in orjson.loads(answer)]
