from tests.graphql_api.conftest import Ask, Store
from tests.graphql_api.rows import (
    a_chatter_emote_minute,
    a_chatter_minute,
    a_minute,
    a_moment,
    a_stream,
    a_transaction,
    an_emote_minute,
)

NESTED = """
query ($first: Int!) {
  streams(first: $first) { edges { node {
    id
    metrics { messageCount }
    byHour: metrics(step: HOUR) { uniqueChatters }
    series(metrics: [CHAT_RATE]) { values }
    moments { edges { node { id stream { id channel } } } }
    topChatters { login displayName }
    topEmotes { emote chatterCount }
    transactions(first: 5) { edges { node { id } } }
  } } }
}
"""


async def test_20_streams_cost_as_many_statements_as_one(
    ask: Ask, store: Store, statements: list[str]
) -> None:
    for stream_id in (f"stream{i:02}" for i in range(20)):
        await store(
            a_stream(stream_id),
            a_minute(0, stream_id, message_count=2),
            a_chatter_minute("ada", 2, stream_id=stream_id),
            an_emote_minute("Kappa", 1, stream_id=stream_id),
            a_chatter_emote_minute("ada", "Kappa", stream_id=stream_id),
            a_moment(f"m-{stream_id}", stream_id=stream_id),
            a_transaction("t", stream_id=stream_id),
        )
    counts = []
    for first in (1, 20):
        statements.clear()
        edges = (await ask(NESTED, first=first))["streams"]["edges"]
        assert len(edges) == first
        assert all(
            edge["node"]["topEmotes"] == [{"emote": "Kappa", "chatterCount": 1}] for edge in edges
        )
        counts.append(len(statements))

    assert counts[0] == counts[1]


async def test_each_kind_of_field_costs_one_statement(
    ask: Ask, store: Store, statements: list[str]
) -> None:
    await store(a_stream(), a_minute(0))
    statements.clear()

    await ask(NESTED, first=1)

    # the newest batch, streams, newest, three foldings, moments, chatters, emotes, transactions
    assert len(statements) == 10
