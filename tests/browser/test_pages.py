"""Each page shows what it is for, and its console stays empty."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Open

CHANNELS = ["ninja", "pokimane", "shroud", "summit1g", "xqc"]
NUMBER = re.compile(r"^[+-]?\d[\d.]*[KM]?")


async def test_the_overview_shows_every_stream_with_its_figures_and_what_stood_out(
    visit: Open,
) -> None:
    page = (await visit("/")).page
    rows = page.locator(".stream-row")
    await expect(rows).to_have_count(len(CHANNELS))
    assert sorted(await rows.get_by_role("link").all_inner_texts()) == CHANNELS
    for part in ("viewers", "chat", "mood .figure"):
        await expect(rows.locator(f".stream-{part}")).to_have_text([NUMBER] * len(CHANNELS))
    await expect(rows.get_by_role("img", name="Chat rate of")).to_have_count(len(CHANNELS))
    await expect(
        page.get_by_role("region", name="Moments").get_by_role("listitem").first
    ).to_be_visible()


async def test_a_streams_page_shows_its_figures_its_charts_and_who_is_in_it(visit: Open) -> None:
    page = (await visit("/streams/xqc")).page
    await expect(page.get_by_role("heading", level=1)).to_contain_text("xqc")
    for label in ("Viewers", "Chat rate", "Unique chatters", "Transactions", "Sentiment"):
        card = page.get_by_role("group", name=label, exact=True)
        await expect(card.locator(".metric-value")).to_have_text(NUMBER)
    for label in ("Viewers", "Chat rate", "Sentiment"):
        await expect(page.get_by_role("application", name=f"{label}, ")).to_be_visible()
    for label in ("Moments", "Top chatters", "Top emotes", "Transactions"):
        items = page.get_by_role("region", name=label, exact=True).get_by_role("listitem")
        await expect(items.first).to_be_visible()
    await expect(page).to_have_title(re.compile(r"^\d.* · xqc · Telemetra$"))


async def test_a_moment_says_why_it_was_seen_as_one(visit: Open) -> None:
    page = (await visit("/streams/xqc")).page
    why, moments = page.locator(".why"), page.get_by_role("region", name="Moments")
    await moments.locator("[aria-expanded=true]").click()  # the newest explains itself
    await expect(why).to_have_count(0)
    await moments.locator("[aria-expanded]").last.click()
    for said in ("Usual, ", "Seen", "Chatters"):
        await expect(why).to_contain_text(said)
    await expect(page).to_have_url(re.compile(r"moment=xqc-"))


async def test_a_comparison_shows_the_streams_of_its_address_in_one_chart(visit: Open) -> None:
    page = (await visit("/compare?streams=xqc,ninja,shroud&metric=chat_rate")).page
    await expect(page.get_by_role("application", name="Chat rate / min, ")).to_be_visible()
    rows = page.get_by_role("table", name="Chat rate by stream").get_by_role("rowheader")
    await expect(rows).to_have_text(["xqc", "ninja", "shroud"])
    await page.get_by_role("button", name="Start = 100").click()
    await expect(page.get_by_role("heading", name="Chat rate (start = 100)")).to_be_visible()
    await page.get_by_role("button", name="Take ninja out").click()
    await expect(rows).to_have_text(["xqc", "shroud"])


async def test_the_moments_of_all_streams_can_be_ranked_and_filtered(visit: Open) -> None:
    page = (await visit("/moments")).page
    found = page.get_by_role("table", name="Moments").locator("tbody tr")
    await expect(found.first).to_be_visible()
    await page.get_by_role("button", name="Score").click()
    await expect(found.first.get_by_role("cell").first).to_have_text("1")
    scores = [float(text) for text in await found.locator("[data-label=Score]").all_inner_texts()]
    assert scores == sorted(scores, reverse=True)
    await page.get_by_role("combobox", name="Stream").select_option("ninja")
    await expect(page).to_have_url(re.compile(r"stream=ninja"))
    await expect(found.locator("b").first).to_have_text("ninja")
    assert set(await found.locator("b").all_inner_texts()) == {"ninja"}


async def test_the_pipelines_page_says_that_all_is_well_and_every_event_is_counted(
    visit: Open,
) -> None:
    page = (await visit("/pipeline")).page
    for part in ("Events", "Kafka", "Streaming job", "Relay", "Valkey", "Accounting"):
        told = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=part))
        await expect(told).to_contain_text(re.compile("Well|Exact"))
    await expect(page.get_by_role("group", name="Event to push").locator("p").first).to_have_text(
        re.compile(r"\d s$")
    )
    await expect(page).to_have_title("All is well · Pipeline · Telemetra")


async def test_rests_page_lists_what_can_be_asked(visit: Open) -> None:
    page = (await visit("/docs")).page
    await expect(page.get_by_role("heading", name="Telemetra")).to_be_visible()
    await expect(page.get_by_text("/streams/{stream_id}/metrics")).to_be_visible()


async def test_an_unknown_stream_is_said_to_be_unknown(visit: Open) -> None:
    page = (await visit("/streams/nobody")).page
    await expect(page.get_by_role("heading", level=1)).to_have_text("No stream “nobody”")
    await page.get_by_role("main").get_by_role("link", name="All streams").click()
    await expect(page.locator(".stream-row")).to_have_count(len(CHANNELS))


async def test_a_path_that_no_page_has_leads_back(visit: Open) -> None:
    watched = await visit("/no/such/page")
    watched.forgive("404")
    await expect(watched.page.get_by_role("heading", level=1)).to_have_text("There is no such page")
    await watched.page.get_by_role("main").get_by_role("link", name="All streams").click()
    await expect(watched.page.locator(".stream-row")).to_have_count(len(CHANNELS))
