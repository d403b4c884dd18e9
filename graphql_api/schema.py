"""The nouns -> one schema. `python -m graphql_api.schema` prints it."""

import sys
from typing import Final

import strawberry
from strawberry.schema.config import StrawberryConfig

from graphql_api.answers import KeptAnswers
from graphql_api.argument_checks import ArgumentChecks
from graphql_api.context import FreshContext
from graphql_api.execution import Execution
from graphql_api.graphql_errors import ClearErrors, LoggingSchema
from graphql_api.guard.extension import Guard
from graphql_api.one_operation import OneOperation
from graphql_api.types.chatter import ChatterQuery
from graphql_api.types.emote import EmoteQuery
from graphql_api.types.live_chatter import ChatterSubscription
from graphql_api.types.live_emote import EmoteSubscription
from graphql_api.types.live_metric import MetricSubscription
from graphql_api.types.live_moment import MomentSubscription
from graphql_api.types.live_pipeline import PipelineSubscription
from graphql_api.types.live_stream import StreamSubscription
from graphql_api.types.live_transaction import TransactionSubscription
from graphql_api.types.metric import MetricQuery
from graphql_api.types.moment import MomentQuery
from graphql_api.types.pipeline import PipelineQuery
from graphql_api.types.scalars import SCALARS
from graphql_api.types.stream import StreamQuery


@strawberry.type(description="What can be asked. Null is not observed; 0 is observed, and none.")
class Query(
    PipelineQuery, EmoteQuery, ChatterQuery, MomentQuery, MetricQuery, StreamQuery
):  # Strawberry lists the fields of the last base first.
    """The fields of every noun."""


@strawberry.type(
    description=(
        "What can be followed: first a SNAPSHOT of how things stand, then every change in order "
        "and once. What cannot be given is told of."
    )
)
class Subscription(
    StreamSubscription,
    MetricSubscription,
    MomentSubscription,
    ChatterSubscription,
    EmoteSubscription,
    TransactionSubscription,
    PipelineSubscription,
):
    """The live fields of every noun."""


schema: Final = LoggingSchema(
    query=Query,
    subscription=Subscription,
    execution_context_class=Execution,
    config=StrawberryConfig(scalar_map=SCALARS),
    extensions=[Guard, FreshContext, OneOperation, ArgumentChecks, KeptAnswers, ClearErrors],
)


def print_schema() -> str:
    """The schema as GraphQL writes it: what `schema.graphql` must hold."""
    return schema.as_str() + "\n"


if __name__ == "__main__":
    sys.stdout.write(print_schema())
