"""The playground answers the worked examples that it opens with."""

import re
from asyncio import sleep

from playwright.async_api import Page

from bench.stack import until
from tests.browser.conftest import Open


async def is_answered(page: Page, example: str, answer: str) -> None:
    """Choose a worked example, and ask it until the answer comes.

    Just after the choice the editor still names the operation before.
    """
    await page.get_by_role("button", name=example, exact=True).click()
    ask = page.get_by_role("button", name="Execute query")
    result = page.get_by_role("region", name="Result Window")

    async def has_come() -> bool:
        if await ask.is_visible():
            await ask.click()
        await sleep(0.5)
        return re.search(answer, await result.inner_text()) is not None

    await until(has_come, seconds=30)


async def test_a_worked_example_is_run_and_its_answer_shown(visit: Open) -> None:
    page = (await visit("/graphql")).page
    await is_answered(page, "Moments", r'(?s)"data":.+"moments":.+"edges":')


async def test_a_worked_subscription_is_pushed_to(visit: Open) -> None:
    page = (await visit("/graphql")).page
    await is_answered(page, "FollowMetrics", '"UPDATE"')
    await page.get_by_role("button", name="Stop query").click()
