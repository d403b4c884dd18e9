"""Where the API wants a key: readers give one once, overlays bring theirs, no address tells it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from playwright.async_api import Browser, BrowserContext, Page, expect

from cli.keys import create_key, revoke_key
from db.engine import Database, make_engine
from graphql_api.guard import keys, revoked
from graphql_api.guard.limits import PRODUCTION
from tests.browser.test_widths import faults_everywhere
from tests.browser.watched import Watched
from tests.graphql_api.pipeline import Pipeline
from tests.graphql_api.rows import a_stream
from tests.graphql_api.served import served

UNKNOWN = f"tlm_{'x' * 43}"
MEMORIES = "[sessionStorage, localStorage].map((one) => one.getItem('telemetra.key'))"


@dataclass(frozen=True)
class Guarded:
    """A browser at an API that wants keys, and one that it takes."""

    context: BrowserContext
    pipeline: Pipeline
    key: str
    opened: list[Watched]

    async def open(self, path: str) -> Watched:
        watched = Watched(await self.context.new_page())
        self.opened.append(watched)
        await watched.page.goto(path)
        return watched


@pytest.fixture
async def guarded(
    browser: Browser,
    database: Database,
    valkey: tuple[str, int],
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Guarded]:
    """At the end, no key stood in an address or a console, and nothing else went wrong there."""
    monkeypatch.setattr(keys, "KNOWN_SECONDS", 0.0)
    monkeypatch.setattr(revoked, "AGAIN_SECONDS", 0.1)
    engine = make_engine(database)
    pipeline = Pipeline(engine, valkey)
    async with engine.begin() as connection:
        row = a_stream()
        await connection.execute(row.table.insert().values(row.values))
    await pipeline.minute(0)
    key = create_key(database, "reader", ["read"])
    async with served(database, valkey, are_keys_wanted=True, limits=PRODUCTION) as api:
        context = await browser.new_context(base_url=api.http)
        found = Guarded(context, pipeline, key, [])
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        yield found
        await context.close()
    await pipeline.close()
    await engine.dispose()
    assert asked
    assert [url for url in asked if "tlm_" in url] == []
    for watched in found.opened:
        watched.forgive("40[13]")
        assert watched.problems == []


async def _give(page: Page, key: str, *, remember: bool = False) -> None:
    await page.get_by_label("API key").fill(key)
    if remember:
        await page.get_by_label("Remember on this device").check()
    await page.get_by_role("button", name="Use this key").click()


async def _is_asked_for(page: Page) -> None:
    await expect(page.get_by_role("heading", name="wants an API key")).to_be_visible()


async def _is_read(page: Page) -> None:
    await expect(page.get_by_role("heading", name="xqc")).to_be_visible()


async def _forget(page: Page) -> None:
    await page.get_by_label("API key", exact=True).click()
    await page.get_by_role("button", name="Forget key").click()


async def test_a_reader_gives_a_key_and_the_page_goes_on_where_it_was(
    guarded: Guarded, database: Database
) -> None:
    watched = await guarded.open("/streams/xqc?range=15m")
    page = watched.page
    await _is_asked_for(page)
    for wrong, said in (
        (UNKNOWN, "No such key is known"),
        (create_key(database, "writer", ["write"]), "may not read"),
    ):
        await _give(page, wrong)
        await expect(page.get_by_role("alert")).to_contain_text(said)
    await _give(page, f" {guarded.key} ")
    await _is_read(page)
    await guarded.pipeline.minute(1, viewer_count=4321, viewer_last=4321)
    await expect(page.get_by_text("4.32K").first).to_be_visible()
    assert len(watched.documents) == 1
    assert page.url.endswith("/streams/xqc?range=15m")


async def test_form_and_menu_of_the_key_fit_and_can_be_used_by_everyone(guarded: Guarded) -> None:
    page = (await guarded.open("/streams/xqc")).page
    await page.emulate_media(reduced_motion="reduce")
    await _is_asked_for(page)
    found = await faults_everywhere(page)
    await _give(page, UNKNOWN)
    await expect(page.get_by_role("alert")).to_contain_text("No such key is known")
    found += await faults_everywhere(page)
    await _give(page, guarded.key)
    await _is_read(page)
    await page.get_by_label("API key", exact=True).click()
    assert found + await faults_everywhere(page) == []
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Forget key")).to_be_hidden()


async def test_a_key_is_kept_for_its_tab_unless_it_is_to_be_remembered(guarded: Guarded) -> None:
    first = (await guarded.open("/streams/xqc")).page
    await _give(first, guarded.key)
    await _is_read(first)
    await first.reload()
    await _is_read(first)
    second = (await guarded.open("/streams/xqc")).page
    await _is_asked_for(second)
    await _give(second, guarded.key, remember=True)
    await _is_read(second)
    assert await second.evaluate(MEMORIES) == [None, guarded.key]
    await _is_read((await guarded.open("/streams/xqc")).page)


async def test_what_is_forgotten_in_one_tab_is_forgotten_on_the_device(guarded: Guarded) -> None:
    first = (await guarded.open("/streams/xqc")).page
    await _give(first, guarded.key, remember=True)
    await _is_read(first)
    second = (await guarded.open("/streams/xqc")).page
    await _is_read(second)
    await _forget(second)
    await _is_asked_for(second)
    await first.bring_to_front()
    await _is_asked_for(first)
    assert await first.evaluate(MEMORIES) == [None, None]


async def test_a_reader_who_only_looks_on_is_asked_again_when_the_key_is_revoked(
    guarded: Guarded, database: Database
) -> None:
    watched = await guarded.open("/streams/xqc")
    page = watched.page
    await _give(page, guarded.key)
    await _is_read(page)
    await page.wait_for_load_state("networkidle")
    revoke_key(database, "reader")
    await _is_asked_for(page)
    await expect(page.get_by_role("alert")).to_contain_text("revoked")
    await _give(page, create_key(database, "next", ["read"]))
    await _is_read(page)
    assert len(watched.documents) == 1


async def test_an_overlay_takes_its_key_from_behind_the_number_sign_and_keeps_it_nowhere(
    guarded: Guarded,
) -> None:
    page = (await guarded.open("/overlay/xqc")).page
    await expect(page.get_by_role("alert")).to_have_text("No API key")
    for key, shown in (
        (UNKNOWN, page.get_by_text("API key refused")),
        (guarded.key, page.locator("dd").first),
    ):
        await page.goto(
            f"/overlay/xqc#key={key}"
        )  # The same document: only what is behind # is new.
        await expect(shown).to_be_visible()
    await page.reload()
    await expect(page.locator("dd").first).to_be_visible()
    assert await page.evaluate(MEMORIES) == [None, None]


async def test_no_other_page_takes_a_key_from_its_address(guarded: Guarded) -> None:
    await _is_asked_for((await guarded.open(f"/streams/xqc#key={guarded.key}")).page)
