"""A bounded run of `bench.cutoffs`: cut off and shaken, a client misses and repeats nothing."""

from pathlib import Path

from bench.cutoffs import Plan, come_back_too_late, cut_and_judge, is_told_of_expiry
from bench.stack import a_stack


async def test_a_client_that_is_cut_off_again_and_again_misses_and_repeats_nothing(
    tmp_path: Path,
) -> None:
    plan = Plan(cuts=12, restarts={"valkey": 1, "relay": 1, "api": 1}, channels=("xqc", "summit1g"))
    async with a_stack(tmp_path, "--rate", "200") as stack:
        await stack.until_ready()
        report = await cut_and_judge(stack, plan)
        assert report.is_right, f"\n{report}"
        assert min(verdict.delivered for verdict in report.verdicts[:2]) > 12
        assert is_told_of_expiry(await come_back_too_late(stack, "xqc"))
