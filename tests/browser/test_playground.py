"""The playground answers the worked examples that it opens with."""

import re

from playwright.async_api import expect

from tests.browser.conftest import Open


async def test_a_worked_example_is_run_and_its_answer_shown(visit: Open) -> None:
    page = (await visit("/graphql")).page
    await expect(page.get_by_role("tab")).to_have_count(8)
    await page.get_by_role("tab", name="Moments", exact=True).click()
    await page.get_by_role("button", name="Execute query").click()
    answer = page.get_by_role("region", name="Result Window")
    await expect(answer).to_contain_text(re.compile(r'"data":.*"moments":.*"edges":', re.DOTALL))
    await expect(answer).not_to_contain_text('"errors"')


async def test_a_worked_subscription_is_pushed_to(visit: Open) -> None:
    watched = await visit("/graphql")
    page = watched.page
    await page.get_by_role("tab", name="FollowMetrics").click()
    await page.get_by_role("button", name="Execute query").click()
    answer = page.get_by_role("region", name="Result Window")
    await expect(answer).to_contain_text('"UPDATE"', timeout=10_000)
    await page.get_by_role("button", name="Stop query").click()
