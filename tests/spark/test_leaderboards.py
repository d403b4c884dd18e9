"""A leaderboard is told seldom, and the longest waiting first."""

from spark.leaderboards import BUDGET_SECONDS, PERIOD_SECONDS, Leaderboards


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_only_what_changed_is_due_and_only_once_a_period() -> None:
    clock = Clock()
    boards = Leaderboards(clock)
    assert list(boards.due()) == []
    boards.mark(["xqc"])
    assert list(boards.due()) == ["xqc"]
    boards.told(["xqc"])
    boards.mark(["xqc"])
    assert list(boards.due()) == []
    clock.now += PERIOD_SECONDS
    assert list(boards.due()) == ["xqc"]


def test_what_is_not_told_stays_due() -> None:
    boards = Leaderboards(Clock())
    boards.mark(["xqc"])
    assert list(boards.due()) == list(boards.due()) == ["xqc"]


def test_a_batch_stops_at_its_budget_and_the_next_goes_on_with_the_others() -> None:
    clock = Clock()
    boards = Leaderboards(clock)
    boards.mark(["a", "b", "c"])
    told = []
    for stream_id in boards.due():
        told.append(stream_id)
        clock.now += BUDGET_SECONDS * 0.6
    assert told == ["a", "b"]
    boards.told(told)
    boards.mark(["a", "b"])
    clock.now += PERIOD_SECONDS
    assert next(boards.due()) == "c"
