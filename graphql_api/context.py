"""What one operation works with. Nothing in it outlives the operation, also not on a socket."""

from collections.abc import Iterator, Sequence
from functools import cached_property

from strawberry.extensions import SchemaExtension

from graphql_api.bounds import is_stream_id
from graphql_api.hot_answers import TopAsked
from graphql_api.loaders import Loaders
from graphql_api.place import Place
from graphql_api.queries.spans import Span
from graphql_api.ranges import LAST_HOUR, Range
from graphql_api.resources import Resources


class Context:
    """The operation's loaders, over what the process holds."""

    def __init__(self, resources: Resources, place: Place | None = None) -> None:
        self.resources = resources
        self.place = place or Place()

    @cached_property
    def load(self) -> Loaders:
        """The loaders, which keep what they have loaded."""
        return Loaders(self.resources)

    def renewed(self) -> "Context":
        """The same with nothing loaded yet: for each event of a subscription."""
        return Context(self.resources, self.place)

    async def span(self, stream_id: str, asked: Range) -> Span | None:
        """The stretch of this stream that is meant; null when nothing can be in it."""
        if not is_stream_id(stream_id):
            return None
        newest = None if asked.end else await self.load.newest.load(stream_id)
        stretch = asked.around(newest.end if newest else None)
        return Span(stream_id, *stretch) if stretch else None

    async def spans(self, stream_ids: Sequence[str], asked: Range) -> list[Span]:
        """The same stretch of each known stream, which ends with the newest data of them all."""
        known = [stream_id for stream_id in dict.fromkeys(stream_ids) if is_stream_id(stream_id)]
        newest = zip(known, await self.load.newest.load_many(known), strict=True)
        ends = {stream_id: found.end for stream_id, found in newest if found}
        stretch = asked.around(max(ends.values(), default=None))
        return [Span(stream_id, *stretch) for stream_id in ends] if stretch else []

    async def top(self, stream_id: str, asked: Range) -> TopAsked | None:
        """The leaderboard that is meant; null when nobody can be on it."""
        span = await self.span(stream_id, asked)
        if span is None:
            return None
        newest = await self.load.newest.load(stream_id) if asked == LAST_HOUR else None
        return TopAsked(span, newest.version if newest else None)


class FreshContext(SchemaExtension):
    """Gives each operation a context of its own: a socket's would be shared by all of its."""

    def on_operation(self) -> Iterator[None]:
        """Replace the transport's context, which names only the resources."""
        execution = self.execution_context
        given = execution.context
        execution.context = Context(given["resources"], given.get("place"))
        yield
