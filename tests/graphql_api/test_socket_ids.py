"""The id of an operation, which may be used again as soon as the operation is over."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field

import pytest
import strawberry
from strawberry import Schema
from strawberry.extensions import SchemaExtension

from db.engine import Database
from tests.graphql_api.served import served
from tests.live_client import opened


@dataclass
class Story:
    """What happens, and what a test makes happen."""

    begins: asyncio.Event = field(default_factory=asyncio.Event)
    fails: asyncio.Event = field(default_factory=asyncio.Event)
    ends: asyncio.Event = field(default_factory=asyncio.Event)


def a_schema(story: Story) -> Schema:
    """Subscriptions that last; the first fails while it is made ready, when its client has left."""

    class Late(SchemaExtension):
        async def on_parse(self) -> AsyncIterator[None]:
            if not story.begins.is_set():
                story.begins.set()
                with suppress(asyncio.CancelledError):
                    await asyncio.Event().wait()
                await story.fails.wait()
                raise RuntimeError("the first fails")
            yield

    @strawberry.type
    class Query:
        nothing: bool = False

    @strawberry.type
    class Subscription:
        @strawberry.subscription
        async def number(self) -> AsyncGenerator[int, None]:
            try:
                yield 7
                await asyncio.Event().wait()
            finally:
                story.ends.set()

    return Schema(Query, subscription=Subscription, extensions=[Late])


async def test_what_fails_late_does_not_free_the_id_that_is_used_again(
    database: Database,
    valkey: tuple[str, int],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    story = Story()
    monkeypatch.setattr("graphql_api.app.schema", a_schema(story))
    async with served(database, valkey) as api, asyncio.timeout(20), opened(api.graphql) as socket:
        await socket.begin("subscription { number }")
        await story.begins.wait()
        await socket.send({"type": "complete", "id": "1"})
        await socket.begin("subscription { number }")
        assert (await socket.receive())["payload"]["data"] == {"number": 7}
        story.fails.set()
        while "the first fails" not in caplog.text:
            await asyncio.sleep(0.01)
        await socket.send({"type": "complete", "id": "1"})
        await story.ends.wait()
