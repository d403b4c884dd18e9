import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import event

from db.engine import Database
from tests.graphql_api.conftest import Store
from tests.graphql_api.pipeline import EPOCH, Pipeline
from tests.graphql_api.rows import a_transaction, an_emote, an_emote_minute
from tests.graphql_api.served import Api, served
from tests.live_client import RefusedError, opened, subscribe

EMOTES = """subscription ($id: ID!, $first: Int) { topEmotes(streamId: $id, first: $first) {
  kind cursor emotes { rank emote provider usageCount chatterCount imageUrl }
} }"""
TRANSACTIONS = """subscription ($id: ID!, $first: Int) {
  transactions(streamId: $id, first: $first) { kind cursor transactions { id kind } }
}"""


@pytest.fixture
async def api(database: Database, valkey: tuple[str, int]) -> AsyncIterator[Api]:
    async with served(database, valkey) as api:
        yield api


async def _next(events: Any) -> Any:
    async with asyncio.timeout(20):
        payload = await anext(events)
    return next(iter(payload["data"].values()))


async def test_the_emotes_of_the_last_hour_are_followed(
    api: Api, pipeline: Pipeline, store: Store
) -> None:
    first_minute = await pipeline.minute(0)
    await store(an_emote("LUL", "425618"), an_emote_minute("LUL", 3), an_emote_minute("Kappa", 1))
    async with subscribe(api.graphql, EMOTES, {"id": "xqc", "first": 1}) as events:
        snapshot = await _next(events)
        await store(an_emote_minute("Kappa", 9, at=1))
        second_minute = await pipeline.minute(1)
        update = await _next(events)

    (lul,) = snapshot["emotes"]
    assert (snapshot["kind"], snapshot["cursor"]) == ("SNAPSHOT", str(first_minute))
    assert (lul["emote"], lul["usageCount"]) == ("LUL", 3)
    assert lul["imageUrl"].endswith("/425618/default/dark/2.0")
    (kappa,) = update["emotes"]
    assert (update["kind"], update["cursor"]) == ("UPDATE", str(second_minute))
    assert (kappa["emote"], kappa["usageCount"], kappa["rank"]) == ("Kappa", 10, 1)


async def test_transactions_are_followed_the_newest_first(
    api: Api, pipeline: Pipeline, store: Store
) -> None:
    await pipeline.minute(0)
    await store(a_transaction("a", 0))
    async with subscribe(api.graphql, TRANSACTIONS, {"id": "xqc", "first": 2}) as events:
        snapshot = await _next(events)
        await store(a_transaction("b", 1), a_transaction("c", 2), a_transaction("d", 3, "shroud"))
        await pipeline.minute(2)
        update = await _next(events)

    assert (snapshot["kind"], [one["id"] for one in snapshot["transactions"]]) == (
        "SNAPSHOT",
        ["a"],
    )
    assert (update["kind"], [one["id"] for one in update["transactions"]]) == (
        "UPDATE",
        ["c", "b"],
    )


async def test_what_did_not_change_is_not_told_again(
    api: Api, pipeline: Pipeline, store: Store
) -> None:
    await pipeline.minute(0)
    await store(a_transaction("a", 0))
    async with subscribe(api.graphql, TRANSACTIONS, {"id": "xqc"}) as events:
        await _next(events)
        await pipeline.minute(1)
        await pipeline.minute(2)
        await store(a_transaction("b", 3))
        third = await pipeline.minute(3)
        update = await _next(events)

    assert update["cursor"] == str(third)


async def test_a_stream_without_transactions_says_that_there_are_none(
    api: Api, pipeline: Pipeline
) -> None:
    await pipeline.minute(0)
    async with subscribe(api.graphql, TRANSACTIONS, {"id": "xqc"}) as events:
        snapshot = await _next(events)

    assert snapshot["transactions"] == []


@pytest.mark.parametrize("document", [EMOTES, TRANSACTIONS])
async def test_what_cannot_be_listed_is_refused(
    api: Api, pipeline: Pipeline, document: str
) -> None:
    await pipeline.minute(0)
    for variables, code in (
        ({"id": "xqc", "first": 101}, "BAD_USER_INPUT"),
        ({"id": "nobody"}, "NOT_FOUND"),
    ):
        async with subscribe(api.graphql, document, variables) as events:
            with pytest.raises(RefusedError) as refused:
                await _next(events)
        assert refused.value.codes == [code]


async def test_what_many_follow_is_read_once_for_all(
    api: Api, pipeline: Pipeline, store: Store
) -> None:
    await pipeline.minute(0)
    await store(a_transaction("a", 0))
    statements: list[str] = []

    def note(_c: Any, _cu: Any, statement: str, *_: Any) -> None:
        if "FROM transactions" in statement:
            statements.append(statement)

    async with opened(api.graphql) as socket:
        for number in range(20):
            await socket.begin(TRANSACTIONS, {"id": "xqc"}, operation=str(number))
        for _ in range(20):
            await socket.receive()
        event.listen(api.resources.engine.sync_engine, "before_cursor_execute", note)
        await store(a_transaction("b", 1))
        await pipeline.minute(1)
        updates = [await socket.receive() for _ in range(20)]

    cursors = {one["payload"]["data"]["transactions"]["cursor"] for one in updates}
    assert cursors == {f"{EPOCH}.2"}
    assert len(statements) <= 3
