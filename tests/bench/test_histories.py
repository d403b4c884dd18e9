from dataclasses import replace

import pytest

from bench.histories import Delivery, Verdict, holes, judge, up_to
from contracts.feeds import Cursor

EPOCH = "0123456789abcdef"
RIGHT = Verdict(
    delivered=4, missing=0, repeated=0, out_of_order=0, altered=0, notices=0, snapshots=0
)


def at(seq: int, epoch: str = EPOCH) -> Cursor:
    return Cursor(epoch, seq)


def an_update(seq: int, says: object = None, kind: str = "UPDATE") -> Delivery:
    said = (seq if says is None else says,)
    return Delivery(at(seq), kind, kind in ("EXPIRED", "SLOW_CLIENT"), said, 0.0, "")


def a_history(*seqs: int) -> list[Delivery]:
    """A snapshot at 3, then these."""
    return [an_update(3, "now", kind="SNAPSHOT"), *(an_update(seq) for seq in seqs)]


LOG = {at(seq): (seq,) for seq in range(1, 8)}


def test_every_record_after_the_snapshot_once_and_in_order_is_right() -> None:
    assert judge(a_history(4, 5, 6, 7), LOG) == RIGHT
    assert RIGHT.is_right


@pytest.mark.parametrize(
    ("history", "wrong"),
    [
        (a_history(4, 6, 7), {"delivered": 3, "missing": 1}),
        (a_history(4, 5, 6), {"delivered": 3, "missing": 1}),
        (a_history(4, 5, 5, 6, 7), {"delivered": 5, "repeated": 1}),
        (a_history(4, 6, 5, 7), {"out_of_order": 1}),
        ([*a_history(4, 5, 6, 7), an_update(7, kind="EXPIRED")], {"notices": 1}),
        ([*a_history(4, 5, 6, 7), an_update(7, kind="SNAPSHOT")], {"snapshots": 1}),
        ([*a_history(4, 5, 6), an_update(7, "something else")], {"altered": 1}),
        ([*a_history(4, 5, 6, 7), an_update(8)], {"delivered": 5, "altered": 1}),
    ],
)
def test_what_is_wrong_is_named(history: list[Delivery], wrong: dict[str, int]) -> None:
    verdict = judge(history, LOG)
    assert verdict == replace(RIGHT, **wrong)
    assert not verdict.is_right


def test_a_feed_that_had_nothing_is_delivered_from_its_first_record() -> None:
    assert judge([an_update(seq) for seq in range(1, 8)], LOG).is_right
    assert judge([], LOG).missing == 7


def test_what_came_after_the_end_was_not_to_be_delivered() -> None:
    assert list(up_to(LOG, at(2))) == [at(1), at(2)]
    assert up_to(LOG, None) == {}


def test_a_hole_is_counted_in_each_epoch() -> None:
    other = "fedcba9876543210"
    assert holes([at(1), at(2), at(5, other), at(6, other)]) == 0
    assert holes([at(1), at(3), at(5, other), at(8, other)]) == 3
