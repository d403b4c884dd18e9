import pytest

from bench.events_leak import growth_after_warm_up


def test_the_first_tenth_is_warm_up() -> None:
    samples = [(n * 100, size) for n, size in enumerate([500, 100, 100, 150, 150, 104, 106])]
    assert growth_after_warm_up(samples) == pytest.approx(0.05)
