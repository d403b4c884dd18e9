from typing import Any

from graphql import GraphQLObjectType, is_enum_type, is_introspection_type, is_object_type
from strawberry.utils.str_converters import to_camel_case

from contracts.events import TransactionKind as StoredKind
from contracts.metrics import METRICS, Number
from graphql_api.queries.streams import Order
from graphql_api.schema import schema
from graphql_api.types.stream import StreamOrder
from graphql_api.types.transaction import TransactionKind
from tests.graphql_api.conftest import Ask, Store
from tests.graphql_api.rows import (
    a_chatter,
    a_chatter_emote_minute,
    a_chatter_minute,
    a_minute,
    a_moment,
    a_stream,
    a_transaction,
    an_emote,
    an_emote_minute,
)

EVERYTHING = """
fragment Everything on Stream {
  id channel title category language live startedAt lastSeenAt
  metrics(step: MINUTE) {
    timestamp durationSeconds isFinal revision watermark messageCount chatRate uniqueChatters
    viewerCount viewerLast viewerPeak transactionCount revenue sentimentScore emoteCount
    firstTimeChatters
  }
  series(metrics: [MESSAGE_COUNT]) { streamId metric unit step timestamps values }
  moments(types: [CHAT_SPIKE], minSeverity: LOW, first: 5) {
    edges { cursor node { ...Why } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
  topChatters(first: 3) {
    login displayName messageCount share subscriberMonths isFirstTime rank
  }
  topEmotes(first: 3) { emote provider imageUrl usageCount chatterCount rank }
  transactions(first: 2) {
    edges {
      cursor
      node { id timestamp kind login displayName recipient quantity tier amount currency }
    }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}
fragment Why on Moment {
  id streamId stream { id } timestamp type severity status score baseline observed startedAt
  peakedAt endedAt description cause
  contributors {
    emotes { emote usageCount } chatters { login messageCount } terms { term chatterCount }
  }
  sampleMessages { login displayName text occurredAt }
}
fragment Fresh on Freshness { newestEventAt reachedAt seconds ageSeconds }
query {
  streams { edges { cursor node { ...Everything } }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }
  stream(id: "xqc") { ...Everything }
  metrics(streamId: "xqc") { messageCount }
  series(streamIds: ["xqc"], metrics: [CHAT_RATE]) { values }
  moments(streamId: "xqc") { edges { node { ...Why } } }
  moment(id: "m1") { ...Why }
  topChatters(streamId: "xqc") { login }
  topEmotes(streamId: "xqc") { emote }
  pipeline {
    watermark newestWindowAt lastBatchAt freshnessSeconds deadLetters
    published { ...Fresh } unpublishedBatches relayed { ...Fresh }
    relays {
      name saidAt ageSeconds isCaughtUp rewinds added ignored unreadable restartedLogs
      lag { topic lag }
    }
    feeds { topic lag }
    live { sockets subscriptions replays gaps dropped evicted }
    topics { topic endOffset readOffset lag }
    accounting {
      produced aggregated late duplicates dead inFlight residual reason unparsedFrames
    }
  }
}
"""

WHY = {
    "score": 4.5,
    "baseline": 20.0,
    "observed": 90.0,
    "contributors": {
        "emotes": [{"emote": "Kappa", "usage_count": 3}],
        "chatters": [{"login": "ada", "message_count": 2}],
        "terms": [{"term": "wow", "chatter_count": 2}],
    },
    "sample_messages": [
        {
            "login": "ada",
            "display_name": "Ada",
            "text": "wow",
            "occurred_at": "2024-01-06T12:00:01.5Z",
        }
    ],
    "cause": "a raid",
}


async def _one_of_each(store: Store) -> None:
    await store(
        a_stream(title="A title", category="Chess", language="en"),
        a_minute(
            message_count=3,
            unique_chatters=2,
            viewer_count=10.5,
            viewer_last=11,
            viewer_peak=12,
            sentiment_score=0.25,
            emote_count=3,
            revenue="1.25",
            transaction_count=1,
            first_time_chatters=1,
            positive_messages=2,
            negative_messages=1,
            revision=4,
        ),
        a_chatter_minute("ada", 2, subscriber_months=7),
        a_chatter_minute("bob", 1, is_first_time=True),
        a_chatter("ada", "Ada"),
        an_emote_minute("Kappa", 3),
        a_chatter_emote_minute("ada", "Kappa", 3),
        an_emote("Kappa", "25"),
        a_moment("m1", metadata=WHY),
        a_transaction("t1"),
    )


async def test_every_field_of_the_design_answers(ask: Ask, store: Store) -> None:
    await _one_of_each(store)

    data = await ask(EVERYTHING)

    stream = data["stream"]
    assert data["streams"]["edges"][0]["node"] == stream
    assert stream["metrics"] == [
        {
            "timestamp": "2024-01-06T12:00:00Z",
            "durationSeconds": 60,
            "isFinal": True,
            "revision": 4,
            "watermark": "2024-01-06T12:01:00Z",
            "messageCount": 3,
            "chatRate": 3.0,
            "uniqueChatters": 2,
            "viewerCount": 10.5,
            "viewerLast": 11,
            "viewerPeak": 12,
            "transactionCount": 1,
            "revenue": 1.25,
            "sentimentScore": 0.25,
            "emoteCount": 3,
            "firstTimeChatters": 1,
        }
    ]
    assert data["metrics"] == [{"messageCount": 3}]
    assert data["series"] == [{"values": [None] * 59 + [3.0]}]
    assert data["topChatters"] == [{"login": "ada"}, {"login": "bob"}]
    assert data["topEmotes"] == [{"emote": "Kappa"}]


async def test_a_leaderboard_says_who_and_how_much(ask: Ask, store: Store) -> None:
    await _one_of_each(store)

    stream = (await ask(EVERYTHING))["stream"]

    assert stream["topChatters"] == [
        {
            "login": "ada",
            "displayName": "Ada",
            "messageCount": 2,
            "share": 2 / 3,
            "subscriberMonths": 7,
            "isFirstTime": False,
            "rank": 1,
        },
        {
            "login": "bob",
            "displayName": "bob",
            "messageCount": 1,
            "share": 1 / 3,
            "subscriberMonths": None,
            "isFirstTime": True,
            "rank": 2,
        },
    ]
    assert stream["topEmotes"] == [
        {
            "emote": "Kappa",
            "provider": "twitch",
            "imageUrl": "https://static-cdn.jtvnw.net/emoticons/v2/25/default/dark/2.0",
            "usageCount": 3,
            "chatterCount": 1,
            "rank": 1,
        }
    ]


async def test_a_moment_explains_itself(ask: Ask, store: Store) -> None:
    await _one_of_each(store)

    data = await ask(EVERYTHING)

    moment = data["moment"]
    assert data["moments"]["edges"][0]["node"] == moment
    assert data["stream"]["moments"]["edges"][0]["node"] == moment
    assert moment == {
        "id": "m1",
        "streamId": "xqc",
        "stream": {"id": "xqc"},
        "timestamp": "2024-01-06T12:00:00Z",
        "type": "CHAT_SPIKE",
        "severity": "MEDIUM",
        "status": "CLOSED",
        "score": 4.5,
        "baseline": 20.0,
        "observed": 90.0,
        "startedAt": "2024-01-06T12:00:00Z",
        "peakedAt": "2024-01-06T12:00:30Z",
        "endedAt": "2024-01-06T12:01:00Z",
        "description": "Chat went wild.",
        "cause": "a raid",
        "contributors": {
            "emotes": [{"emote": "Kappa", "usageCount": 3}],
            "chatters": [{"login": "ada", "messageCount": 2}],
            "terms": [{"term": "wow", "chatterCount": 2}],
        },
        "sampleMessages": [
            {
                "login": "ada",
                "displayName": "Ada",
                "text": "wow",
                "occurredAt": "2024-01-06T12:00:01.500000Z",
            }
        ],
    }


async def test_a_number_that_postgresql_keeps_as_a_whole_one_is_told(
    ask: Ask, store: Store
) -> None:
    await store(a_stream(), a_moment("m1", metadata=WHY | {"score": 10**20}))
    answer = await ask('{ moment(id: "m1") { score } }')
    assert answer == {"moment": {"score": 1e20}}


async def test_a_transaction_says_what_was_given(ask: Ask, store: Store) -> None:
    await _one_of_each(store)

    stream = (await ask(EVERYTHING))["stream"]

    (edge,) = stream["transactions"]["edges"]
    assert edge["node"] == {
        "id": "t1",
        "timestamp": "2024-01-06T12:00:00Z",
        "kind": "BITS",
        "login": "ada",
        "displayName": "Ada",
        "recipient": None,
        "quantity": 100,
        "tier": None,
        "amount": 1.0,
        "currency": "USD",
    }


def _described_things() -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name, kind in schema._schema.type_map.items():
        if is_introspection_type(kind) or name in {"String", "Int", "Float", "Boolean", "ID"}:
            continue
        found[name] = kind.description
        if is_enum_type(kind):
            found |= {f"{name}.{value}": of.description for value, of in kind.values.items()}
        if is_object_type(kind):
            found |= _described_fields(kind)
    return found


def _described_fields(kind: GraphQLObjectType) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name, of in kind.fields.items():
        found[f"{kind.name}.{name}"] = of.description
        arguments: dict[str, Any] = of.args
        found |= {f"{kind.name}.{name}({a})": arguments[a].description for a in arguments}
    return found


def test_everything_in_the_schema_has_a_description() -> None:
    things = _described_things()

    assert len(things) > 200
    assert [name for name, description in things.items() if not description] == []


def test_every_metric_of_the_registry_is_a_field_and_an_enum_value() -> None:
    names = schema._schema.type_map["MetricName"]
    window = schema._schema.type_map["MetricWindow"]
    assert is_enum_type(names)
    assert is_object_type(window)

    assert list(names.values) == [metric.slug.upper() for metric in METRICS]
    for metric in METRICS:
        type_of_field = str(window.fields[to_camel_case(metric.slug)].type)
        assert type_of_field.startswith("Int" if metric.number is Number.WHOLE else "Float")
        assert type_of_field.endswith("!") == metric.is_zero_when_quiet


def test_what_can_be_stored_can_be_shown() -> None:
    assert {kind.value for kind in TransactionKind} == {kind.value for kind in StoredKind}
    assert {order.value for order in StreamOrder} == {order.value for order in Order}
