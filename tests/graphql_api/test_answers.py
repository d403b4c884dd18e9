"""An answer is kept until the next batch is committed, and never longer."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from graphql_api import answers
from graphql_api.resources import Resources
from graphql_api.schema import schema
from tests.graphql_api.conftest import Ask, Store
from tests.graphql_api.rows import a_batch, a_minute, a_stream

ASK = 'query ($n: Int) { stream(id: "xqc") { title } streams(first: $n) { edges { node { id } } } }'


@pytest.fixture
async def story(store: Store) -> None:
    await store(a_stream(title="One"), a_minute(0), a_batch(0))


async def _retitle(engine: AsyncEngine, title: str) -> None:
    async with engine.begin() as connection:
        await connection.execute(text("UPDATE streams SET title = :title"), {"title": title})


@pytest.mark.usefixtures("story")
async def test_a_question_asked_again_costs_only_the_look_for_a_new_batch(
    ask: Ask, statements: list[str]
) -> None:
    first = await ask(ASK)
    statements.clear()

    assert await ask(ASK) == first
    assert ["batch_ledger" in sent for sent in statements] == [True]


@pytest.mark.usefixtures("story")
async def test_the_first_question_after_a_commit_is_answered_anew(
    ask: Ask, store: Store, engine: AsyncEngine
) -> None:
    titles = [(await ask(ASK))["stream"]["title"]]
    await _retitle(engine, "Two")
    titles.append((await ask(ASK))["stream"]["title"])
    await store(a_batch(1))
    titles.append((await ask(ASK))["stream"]["title"])

    # The second write came without a batch, which only a test does.
    assert titles == ["One", "One", "Two"]


async def test_before_the_first_batch_nothing_is_kept(
    ask: Ask, store: Store, engine: AsyncEngine
) -> None:
    await store(a_stream(title="One"))
    before = await ask(ASK)
    await _retitle(engine, "Two")

    assert (before["stream"]["title"], (await ask(ASK))["stream"]["title"]) == ("One", "Two")


@pytest.mark.usefixtures("story")
async def test_other_variables_and_another_operation_are_other_questions(
    resources: Resources, store: Store
) -> None:
    await store(a_stream("a"))
    both = 'query A { stream(id: "a") { id } } query B { stream(id: "xqc") { id } }'

    async def answer(query: str, operation: str | None = None, **variables: Any) -> str:
        given = {"resources": resources}
        result = await schema.execute(query, variables, given, operation_name=operation)
        return str(result.data)

    assert await answer(ASK, n=1) != await answer(ASK, n=2)
    assert await answer(both, "A") != await answer(both, "B")


@pytest.mark.usefixtures("story")
@pytest.mark.parametrize(
    "query", ["{ pipeline { lastBatchAt } }", "{ __schema { queryType { name } } }"]
)
async def test_what_is_of_now_is_not_kept(ask: Ask, resources: Resources, query: str) -> None:
    await ask(query)

    assert not resources.answers._kept


@pytest.mark.usefixtures("story")
async def test_an_answer_with_an_error_is_not_kept(
    resources: Resources, engine: AsyncEngine
) -> None:
    async with engine.begin() as connection:
        await connection.exec_driver_sql("ALTER TABLE moments RENAME TO gone")
    result = await schema.execute('{ moment(id: "m") { id } }', {}, {"resources": resources})

    assert result.errors
    assert not resources.answers._kept


@pytest.mark.usefixtures("story")
async def test_answers_are_forgotten_when_they_take_too_much_room(
    ask: Ask, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "KEPT_BYTES", 150)

    for n in range(1, 20):
        await ask(ASK, n=n)
        assert resources.answers._bytes <= 150
    assert resources.answers._kept
