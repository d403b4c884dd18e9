"""Many fields that ask the same kind of thing -> one statement for all of them."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Hashable, Sequence
from functools import partial
from typing import TypeVar

from strawberry.dataloader import DataLoader

from graphql_api.bounds import PAGE_MAXIMUM
from graphql_api.hot_answers import TopAsked
from graphql_api.queries.chatters import ChatterRow, top_chatters_by_span
from graphql_api.queries.connect import connected
from graphql_api.queries.emotes import EmoteRow, top_emotes_by_span
from graphql_api.queries.moments import MomentPage, MomentRow, moments_by_span
from graphql_api.queries.pages import Cut, Page
from graphql_api.queries.spans import Newest, Span
from graphql_api.queries.streams import StreamRow, stream_by_id
from graphql_api.queries.transactions import (
    TransactionRow,
    transactions_by_stream_id,
)
from graphql_api.queries.windows import Folding, Window, windows_by_span
from graphql_api.resources import Resources

Of = TypeVar("Of", bound=Hashable)
How = TypeVar("How", bound=Hashable)
Found = TypeVar("Found")


async def alike(
    keys: Sequence[tuple[Of, How]],
    load: Callable[[Sequence[Of], How], Awaitable[list[Found]]],
) -> list[Found]:
    """What each key asks `(of whom, how)`: one `load` for all that ask in the same way."""
    groups: dict[How, list[Of]] = defaultdict(list)
    for of, how in keys:
        groups[how].append(of)
    found: dict[tuple[Of, How], Found] = {}
    for how, members in groups.items():
        answers = await load(members, how)
        found |= {(of, how): answer for of, answer in zip(members, answers, strict=True)}
    return [found[key] for key in keys]


class Loaders:
    """One operation's loaders. Each takes its own connection, and gives it back with its answer."""

    def __init__(self, resources: Resources) -> None:
        self._engine = resources.engine
        self._rounds = resources.newest
        self._hot = resources.hot_answers
        self.newest = DataLoader(self._newest)
        self.stream = DataLoader(self._streams)
        self.windows = DataLoader(self._windows)
        self.top_chatters = DataLoader(self._top_chatters)
        self.top_emotes = DataLoader(self._top_emotes)
        self.moments = DataLoader(self._moments)
        self.transactions = DataLoader(self._transactions)

    async def _newest(self, stream_ids: list[str]) -> list[Newest | None]:
        found = await self._rounds.ask(stream_ids)
        return [found.get(stream_id) for stream_id in stream_ids]

    async def _streams(self, stream_ids: list[str]) -> list[StreamRow | None]:
        async with connected(self._engine) as connection:
            found = await stream_by_id(connection, stream_ids)
        return [found.get(stream_id) for stream_id in stream_ids]

    async def _windows(self, keys: list[tuple[Span, Folding]]) -> list[list[Window]]:
        async with connected(self._engine) as connection:
            return await alike(keys, partial(windows_by_span, connection))

    async def _moments(self, keys: list[tuple[Span, MomentPage]]) -> list[Page[MomentRow]]:
        async with connected(self._engine) as connection:
            return await alike(keys, partial(moments_by_span, connection))

    async def _transactions(self, keys: list[tuple[str, Cut]]) -> list[Page[TransactionRow]]:
        async with connected(self._engine) as connection:
            return await alike(keys, partial(transactions_by_stream_id, connection))

    async def _top_chatters(self, asked: list[TopAsked]) -> list[list[ChatterRow]]:
        async def compute(spans: Sequence[Span]) -> list[list[ChatterRow]]:
            async with connected(self._engine) as connection:
                return await top_chatters_by_span(connection, spans, PAGE_MAXIMUM)

        return await self._hot.rows(ChatterRow, asked, compute)

    async def _top_emotes(self, asked: list[TopAsked]) -> list[list[EmoteRow]]:
        async def compute(spans: Sequence[Span]) -> list[list[EmoteRow]]:
            async with connected(self._engine) as connection:
                return await top_emotes_by_span(connection, spans, PAGE_MAXIMUM)

        return await self._hot.rows(EmoteRow, asked, compute)
