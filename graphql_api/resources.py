"""What the process holds from its start to its end, and every request shares."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TypedDict

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import HTTPConnection

from graphql_api.answers import Answers
from graphql_api.broker import Broker
from graphql_api.cache import Cache
from graphql_api.guard.bucket import Buckets
from graphql_api.guard.keys import Keys
from graphql_api.guard.limits import LOCAL, Limits
from graphql_api.guard.sockets import OpenSockets
from graphql_api.hot_answers import HotAnswers
from graphql_api.joint import Rounds
from graphql_api.live.counters import LiveCounters
from graphql_api.live.feeds import Feeds
from graphql_api.live.memo import Memo
from graphql_api.live.polled import Polls
from graphql_api.queries.emotes import EmoteRow
from graphql_api.queries.snapshots import Listing, top_emotes_now, transactions_now
from graphql_api.queries.spans import Newest, newest_minutes
from graphql_api.queries.transactions import TransactionRow
from graphql_api.signs import Signs


@dataclass(frozen=True, slots=True)
class Resources:
    """The pool of PostgreSQL's connections, Valkey and Kafka, and the feeds that are followed.

    `limits` are those of every client, whose points are in `buckets`. Without `keys`, nobody needs
    an API key.
    """

    engine: AsyncEngine
    cache: Cache
    broker: Broker
    feeds: Feeds
    counters: LiveCounters
    memo: Memo
    polls: Polls
    limits: Limits
    buckets: Buckets
    newest: Rounds[str, Newest]
    top_emotes: Rounds[str, Listing[EmoteRow]]
    transactions: Rounds[str, Listing[TransactionRow]]
    hot_answers: HotAnswers
    answers: Answers
    sockets: OpenSockets
    keys: Keys | None
    signs: Signs = field(default_factory=Signs)


@asynccontextmanager
async def opened(
    engine: AsyncEngine,
    valkey: tuple[str, int],
    kafka: str,
    limits: Limits = LOCAL,
    *,
    are_keys_wanted: bool = False,
) -> AsyncIterator[Resources]:
    """The resources, until the end of the block; each server may come up later, or go."""
    counters = LiveCounters()
    feeds = Feeds(engine, valkey, counters)
    cache = Cache(*valkey)
    resources = Resources(
        engine=engine,
        cache=cache,
        broker=Broker(kafka),
        feeds=feeds,
        counters=counters,
        memo=Memo(),
        polls=Polls(),
        limits=limits,
        buckets=Buckets(cache, limits),
        newest=Rounds(partial(newest_minutes, engine)),
        top_emotes=Rounds(partial(top_emotes_now, engine)),
        transactions=Rounds(partial(transactions_now, engine)),
        hot_answers=HotAnswers(cache),
        answers=Answers(engine),
        sockets=OpenSockets(limits.sockets),
        keys=Keys(engine) if are_keys_wanted else None,
    )
    await feeds.start()
    try:
        yield resources
    finally:
        resources.polls.close()
        await resources.feeds.close()
        await resources.broker.close()
        await resources.cache.close()
        await resources.engine.dispose()


class State(TypedDict):
    """What the application's lifespan hands to each request."""

    resources: Resources


def resources_of(connection: HTTPConnection) -> Resources:
    """The resources, as a request or a socket finds them."""
    resources: Resources = connection.state.resources
    return resources
