from typing import Any

from httpx import AsyncClient

from tests.graphql_api.conftest import Store
from tests.graphql_api.rows import a_minute, a_moment, a_stream, minute_at

REFUSALS = {"401", "403", "414", "422", "429", "431", "500", "503", "504"}


async def _graphql(client: AsyncClient, query: str) -> Any:
    return (await client.post("/graphql", json={"query": query})).json()["data"]


async def test_streams_are_those_of_graphql(client: AsyncClient, store: Store) -> None:
    await store(
        a_stream("few", title="Hi"),
        a_stream("many"),
        a_stream("*"),
        a_minute(0, "few", viewer_count=1),
        a_minute(0, "many", viewer_count=2),
    )

    rest = (await client.get("/streams")).json()
    graphql = await _graphql(
        client,
        "{ streams { edges { node {"
        " stream_id: id channel title category language live started_at: startedAt"
        " last_seen_at: lastSeenAt } } } }",
    )

    assert [row["stream_id"] for row in rest] == ["many", "few"]
    assert rest == [edge["node"] for edge in graphql["streams"]["edges"]]
    assert len((await client.get("/streams?limit=1")).json()) == 1


async def test_minutes_are_those_of_graphql(client: AsyncClient, store: Store) -> None:
    await store(
        a_stream(),
        a_minute(0, message_count=3, sentiment_score=0.1, revenue="1.25"),
        a_minute(2, viewer_count=2.5, viewer_last=3, viewer_peak=4, is_final=False),
        a_minute(1, "other"),
    )

    rest = (await client.get("/streams/xqc/metrics")).json()
    graphql = await _graphql(
        client,
        '{ metrics(streamId: "xqc") { timestamp message_count: messageCount chat_rate: chatRate'
        " unique_chatters: uniqueChatters viewer_count: viewerCount viewer_last: viewerLast"
        " viewer_peak: viewerPeak transaction_count: transactionCount revenue"
        " sentiment_score: sentimentScore emote_count: emoteCount"
        " positive_messages: positiveMessages negative_messages: negativeMessages"
        " first_time_chatters: firstTimeChatters is_final: isFinal revision watermark } }",
    )

    assert rest == [{**window, "stream_id": "xqc"} for window in graphql["metrics"]]
    assert [row["timestamp"] for row in rest] == ["2024-01-06T12:00:00Z", "2024-01-06T12:02:00Z"]


async def test_moments_are_those_of_graphql_in_rising_order(
    client: AsyncClient, store: Store
) -> None:
    await store(a_stream(), a_minute(10), a_moment("m1", at=1), a_moment("m2", at=2))

    rest = (await client.get("/streams/xqc/moments")).json()
    graphql = await _graphql(
        client,
        '{ moments(streamId: "xqc") { edges { node { moment_id: id timestamp'
        " stream_id: streamId description started_at: startedAt peaked_at: peakedAt"
        " ended_at: endedAt } } } }",
    )

    nodes = [edge["node"] for edge in graphql["moments"]["edges"]]
    assert [row["moment_id"] for row in rest] == ["m1", "m2"]
    assert [{key: row[key] for key in nodes[0]} for row in rest] == nodes[::-1]
    assert rest[0]["moment_type"] == "chat_spike"
    assert rest[0]["metadata"]["score"] == 4.5


async def test_a_limit_keeps_the_newest_in_rising_order(client: AsyncClient, store: Store) -> None:
    await store(
        a_stream(),
        *(a_minute(at) for at in range(0, 30_000, 1_000)),
        *(a_moment(f"m{at}", at=at) for at in range(3)),
    )
    since = {"from": minute_at(0).isoformat(), "limit": "2"}

    minutes = (await client.get("/streams/xqc/metrics", params=since)).json()
    moments = (await client.get("/streams/xqc/moments", params=since)).json()

    assert [row["timestamp"] for row in minutes] == ["2024-01-25T22:40:00Z", "2024-01-26T15:20:00Z"]
    assert [row["moment_id"] for row in moments] == ["m1", "m2"]


async def test_a_range_is_cut_as_in_graphql(client: AsyncClient, store: Store) -> None:
    await store(a_stream(), *(a_minute(at) for at in range(4)))
    between = {"from": minute_at(1).isoformat(), "to": minute_at(3).isoformat()}

    rows = (await client.get("/streams/xqc/metrics", params=between)).json()

    assert [row["timestamp"][14:16] for row in rows] == ["01", "02"]


async def test_an_unknown_stream_is_404(client: AsyncClient, store: Store) -> None:
    await store(a_stream("*"))
    for stream_id in ("nobody", "*", "%00"):
        for what in ("metrics", "moments"):
            answer = await client.get(f"/streams/{stream_id}/{what}")
            assert answer.status_code == 404
            assert "is tracked" in answer.json()["detail"]


async def test_a_bad_parameter_is_422_and_says_what_is_wrong(
    client: AsyncClient, store: Store
) -> None:
    await store(a_stream())
    backwards = "from=2024-01-06T13:00:00Z&to=2024-01-06T12:00:00Z"
    for query in (
        "limit=0",
        "limit=1001",
        "limit=x",
        "from=noon",
        "to=0.5",
        "to=0001-01-01",
        backwards,
    ):
        for what in ("metrics", "moments"):
            answer = await client.get(f"/streams/xqc/{what}?{query}")
            assert answer.status_code == 422, query
            assert answer.json()["code"] == "BAD_USER_INPUT"
            assert answer.json()["detail"]
    assert (await client.get("/streams?limit=1001")).status_code == 422
    assert "from must lie before to" in answer.text


async def test_openapi_tells_of_every_status(client: AsyncClient) -> None:
    paths = (await client.get("/openapi.json")).json()["paths"]

    for path in ("/streams/{stream_id}/metrics", "/streams/{stream_id}/moments"):
        responses = paths[path]["get"]["responses"]
        assert set(responses) == REFUSALS | {"200", "304", "404"}
        assert responses["200"]["content"]["application/json"]["schema"]["type"] == "array"
        for status in (REFUSALS | {"404"}) - {"200", "304"}:
            (media_type, said), *others = responses[status]["content"].items()
            assert media_type == "application/problem+json"
            assert not others
            assert said["example"]["status"] == int(status)
    assert set(paths["/health"]["get"]["responses"]) == {"200", "414", "431", "500", "503"}


async def test_a_page_of_a_known_origin_may_read(client: AsyncClient) -> None:
    known = await client.get("/health", headers={"Origin": "http://page"})
    other = await client.get("/health", headers={"Origin": "http://elsewhere"})

    assert known.headers["access-control-allow-origin"] == "http://page"
    assert "access-control-allow-origin" not in other.headers


async def test_ticks_are_never_shown(client: AsyncClient, store: Store) -> None:
    await store(
        a_stream(),
        a_minute(0),
        a_stream("*"),
        a_minute(5, "*"),
        a_moment("of a tick", at=0, stream_id="*", severity="critical"),
    )

    answers = [
        (await client.get("/streams")).text,
        str(
            await _graphql(
                client,
                "{ streams { edges { node { id metrics { timestamp } } } }"
                " moments { edges { node { id streamId } } } pipeline { newestWindowAt } }",
            )
        ),
    ]

    assert all('"*"' not in answer and "'*'" not in answer for answer in answers)
    assert "of a tick" not in answers[1]
    assert "12:05" not in answers[1]
