"""The playground answers the worked examples that it opens with."""

from asyncio import sleep

from playwright.async_api import Page, expect

from bench.stack import until
from tests.browser.conftest import Open


async def is_answered(page: Page, example: str, *answer: str) -> None:
    """Choose a worked example, and ask it until all of the answer is there, in whichever order.

    Until the editor shows the first example, it forgets what was chosen. Just after the choice it
    still names the operation before; and it keeps its lines in an order of its own.
    """
    await expect(page.locator(".graphiql-editor .view-lines").first).to_contain_text("Welcome")
    await page.get_by_role("button", name=example, exact=True).click()
    ask = page.get_by_role("button", name="Execute query")
    result = page.get_by_role("region", name="Result Window")

    async def has_come() -> bool:
        if await ask.is_visible():
            await ask.click()
        await sleep(0.5)
        text = await result.inner_text()
        return all(part in text for part in answer)

    await until(has_come, seconds=30)


async def test_a_worked_example_is_run_and_its_answer_shown(visit: Open) -> None:
    page = (await visit("/graphql")).page
    await is_answered(page, "Moments", '"data":', '"moments":', '"edges":')


async def test_a_worked_subscription_is_pushed_to(visit: Open) -> None:
    page = (await visit("/graphql")).page
    await is_answered(page, "FollowMetrics", '"UPDATE"')
    await page.get_by_role("button", name="Stop query").click()
