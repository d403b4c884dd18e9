import pytest

from bench.freshness.probes import Probe, Push, first_pushes
from bench.freshness.stages import STAGES, Journey

MINUTE = 1_700_000_040


def a_probe(second: float) -> Probe:
    return Probe(MINUTE + second, offset=0, stored_at=MINUTE + second)


def a_push(second: float, message_count: int, minute: int = MINUTE) -> Push:
    return Push(MINUTE + second, minute, message_count)


def test_a_probe_is_counted_by_the_first_push_with_enough_messages() -> None:
    probes = [a_probe(1.0), a_probe(2.0), a_probe(3.0)]
    pushes = [a_push(1.5, 1), a_push(1.9, 1), a_push(3.4, 3), a_push(4.0, 3)]
    assert first_pushes(probes, pushes) == [pushes[0], pushes[2], pushes[2]]


def test_probes_are_counted_within_their_own_minute() -> None:
    probes = [a_probe(59.0), a_probe(60.5)]
    next_minute = MINUTE + 60
    pushes = [a_push(59.5, 1), a_push(60.8, 1), a_push(61.0, 1, next_minute)]
    assert first_pushes(probes, pushes) == [pushes[0], pushes[2]]


def test_a_probe_that_no_push_counts_is_lost() -> None:
    assert first_pushes([a_probe(1.0), a_probe(2.0)], [a_push(5.0, 1)])[1] is None


def test_the_stages_of_a_journey_add_up_to_it() -> None:
    journey = Journey(1.0, 1.1, 1.3, 1.6, 1.65, 1.7)
    assert journey.seconds == pytest.approx([0.1, 0.2, 0.3, 0.05, 0.05])
    assert len(journey.seconds) == len(STAGES)
