import json
from datetime import UTC, datetime
from pathlib import Path

from contracts.events import RawFrame
from producer.source import Resume, TickTime
from producer.sources.happenings import HISTORY_SECONDS, Plan
from producer.sources.simulator import Simulator, sliced
from producer.sources.truth import TruthFile

CHANNELS = ("xqc", "summit1g")
PRESENT = 1_704_542_421


def a_simulator(channels: tuple[str, ...] = CHANNELS, rate: float | None = None) -> Simulator:
    return Simulator(channels, 1, 1.0, rate, Path("unused"))


def a_resume(frames: list[RawFrame]) -> Resume:
    places = frozenset((frame.source, frame.position) for frame in frames)
    return Resume(frames[0], frames[-1], places)


def run_until(present: int, seconds: range) -> list[RawFrame]:
    """Frames that a simulator started at `present` sent in these seconds."""
    simulation = a_simulator().simulation(present)
    return [frame for second in seconds for frame in simulation.frames(second)]


def test_a_first_run_starts_half_an_hour_ago_at_a_whole_minute() -> None:
    simulation, second = a_simulator().start(None, PRESENT)
    assert second % 60 == 0
    assert 0 <= PRESENT - HISTORY_SECONDS - second < 60
    assert simulation.plan.origin == PRESENT


def test_it_goes_on_in_the_second_of_the_last_frame() -> None:
    sent = run_until(PRESENT, range(PRESENT, PRESENT + 50))[:-3]
    simulation, second = a_simulator().start(a_resume(sent), PRESENT + 60)
    assert simulation == a_simulator().simulation(PRESENT)
    assert second == sent[-1].position // 1_000_000


def test_it_goes_back_to_a_second_with_a_missing_frame() -> None:
    sent = run_until(PRESENT, range(PRESENT, PRESENT + 50))
    hole = next(
        index for index, frame in enumerate(sent) if frame.position // 10**6 == PRESENT + 45
    )
    _, second = a_simulator().start(a_resume(sent[:hole] + sent[hole + 1 :]), PRESENT + 60)
    assert second == PRESENT + 45


def test_after_more_than_half_an_hour_it_starts_a_new_history() -> None:
    sent = run_until(PRESENT, range(PRESENT, PRESENT + 5))
    later = PRESENT + HISTORY_SECONDS + 100
    simulation, second = a_simulator().start(a_resume(sent), later)
    assert simulation.plan.origin == later
    assert second == later // 60 * 60 - HISTORY_SECONDS


def test_with_other_channels_it_goes_on_after_the_last_second() -> None:
    sent = run_until(PRESENT, range(PRESENT, PRESENT + 5))
    simulation, second = a_simulator(channels=("ninja",)).start(a_resume(sent), PRESENT + 60)
    assert second == PRESENT + 5
    assert simulation.plan.channels == ("ninja",)
    assert simulation.source != sent[0].source


def test_a_second_is_given_in_fifths_and_ends_with_its_tick() -> None:
    simulation = a_simulator().simulation(PRESENT)
    parts = list(sliced(simulation, PRESENT, PRESENT + 1))
    assert len(parts) == 5
    items = [item for _, part in parts for item in part]
    assert items[:-1] == simulation.frames(PRESENT)
    end = datetime.fromtimestamp(PRESENT + 1, UTC)
    assert items[-1] == TickTime(simulation.source, end)
    assert parts[-1][0] == end


def test_seconds_that_are_over_are_given_together_with_a_tick_each() -> None:
    ((_, items),) = sliced(a_simulator().simulation(PRESENT), PRESENT, PRESENT + 4)
    assert sum(isinstance(item, TickTime) for item in items) == 4


def test_the_truth_holds_each_happening_once_over_restarts(tmp_path: Path) -> None:
    path = tmp_path / "simulator" / "truth.jsonl"
    plan = Plan(1, CHANNELS, PRESENT)
    for _ in range(2):
        truth = TruthFile(path)
        for second in range(PRESENT - HISTORY_SECONDS, PRESENT + 3600, 4):
            truth.add(plan.beginning(second, second + 4))
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert all(
        set(row) == {"stream_id", "kind", "started_at", "ended_at", "detail"} for row in rows
    )
    places = [(row["stream_id"], row["kind"], row["started_at"]) for row in rows]
    assert len(places) == len(set(places))
    end = datetime.fromtimestamp(PRESENT, UTC).isoformat()
    bursts = [row for row in rows if row["kind"] == "chat_burst" and row["started_at"] < end]
    assert sorted(row["stream_id"] for row in bursts) == sorted(CHANNELS)
