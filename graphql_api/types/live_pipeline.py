"""How the pipeline does, second by second."""

from collections.abc import AsyncGenerator
from contextlib import aclosing

import strawberry

from graphql_api.context import Context
from graphql_api.live.polled import Polled
from graphql_api.types.arguments import Info
from graphql_api.types.described import subscription
from graphql_api.types.live import LiveEvent, Shared
from graphql_api.types.pipeline import Pipeline, pipeline_now


@strawberry.type(description="How the pipeline does now.")
class PipelineEvent(LiveEvent):
    """A reading. Its cursor counts the readings of one API process, and nothing takes it."""

    pipeline: Pipeline = strawberry.field(description="What the query of the same name gives.")
    shared: Shared = None


def _polled(context: Context) -> Polled[Pipeline]:
    """The one reading of the pipeline that all who watch it share."""
    resources = context.resources

    def made() -> Polled[Pipeline]:
        return Polled(lambda: pipeline_now(resources), resources.counters)

    return resources.polls.get("pipeline", made)


@strawberry.type
class PipelineSubscription:
    """The field of Subscription that gives the pipeline."""

    @subscription
    async def pipeline(self, info: Info) -> AsyncGenerator[PipelineEvent, None]:
        """How the pipeline does: at once, and then at most once a second.

        It is read while someone watches, once for all who do. The cursor is of no use here.
        """
        readings = _polled(info.context).watch()
        first = await anext(readings)

        async def events() -> AsyncGenerator[PipelineEvent, None]:
            async with aclosing(readings):
                reading = first
                while True:
                    yield PipelineEvent(
                        cursor=reading.cursor,
                        emitted_at=reading.read_at,
                        pipeline=reading.value,
                        shared=reading,
                    )
                    reading = await anext(readings)

        return events()
