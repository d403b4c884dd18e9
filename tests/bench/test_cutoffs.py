from bench.cutoffs import Plan, is_told_of_expiry


def test_each_service_is_killed_as_often_as_told_and_spread_over_the_run() -> None:
    shocks = Plan(cuts=1000, restarts={"valkey": 20, "api": 5}).shocks()
    at = [cuts for cuts, service in shocks if service == "valkey"]
    assert [cuts // 50 for cuts in at] == list(range(20))
    assert [cuts // 200 for cuts, service in shocks if service == "api"] == list(range(5))
    assert shocks == sorted(shocks)


def test_an_expired_cursor_is_told_of_by_a_notice_and_then_a_snapshot() -> None:
    notice, snapshot = {"reason": "EXPIRED"}, {"kind": "SNAPSHOT"}
    assert is_told_of_expiry([notice, snapshot])
    assert not is_told_of_expiry([snapshot, notice])
    assert not is_told_of_expiry([notice, {"kind": "UPDATE"}])
    assert not is_told_of_expiry([{"reason": "NEW_EPOCH"}, snapshot])
    assert not is_told_of_expiry([notice])
    assert not is_told_of_expiry([])
