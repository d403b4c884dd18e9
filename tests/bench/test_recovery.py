from bench.recovery import Recovery, is_steady, recovery


def test_the_longest_silence_after_a_fault_is_what_is_felt() -> None:
    arrivals = [0.0, 5.0, 9.5, 10.25, 10.5, 18.5, 19.0, 19.5]
    assert recovery(arrivals, 10.0, 20.0) == Recovery(8.0, 8.5)
    assert str(recovery(arrivals, 10.0, 20.0)) == "8.5 s"


def test_a_silence_that_began_just_before_the_fault_counts() -> None:
    assert recovery([9.75, 16.0, 16.5], 10.0, 17.0) == Recovery(6.25, 6.0)


def test_a_silence_that_has_not_ended_lasts_until_now() -> None:
    assert recovery([9.9, 10.5], 10.0, 30.0).silence_seconds == 19.5
    assert recovery([], 10.0, 30.0).recovered_after_seconds == 20.0


def test_a_short_silence_is_not_felt() -> None:
    assert str(recovery([9.5, 10.5, 11.0], 10.0, 11.5)).startswith("not felt")


def test_pushes_are_steady_where_no_silence_is_felt() -> None:
    assert is_steady([1.0, 3.0, 5.0], 0.0, 6.0)
    assert not is_steady([1.0, 5.0], 0.0, 6.0)
    assert not is_steady([1.0], 0.0, 6.0)
    assert not is_steady([], 0.0, 6.0)
