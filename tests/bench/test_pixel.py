from bench.pixel import Sample, first_seen


def test_a_sample_is_seen_when_its_number_or_a_later_one_is() -> None:
    samples = [Sample(1.0, 101), Sample(2.0, 102), Sample(3.0, 103), Sample(4.0, 104)]
    seen = [(0.5, 100), (1.4, 101), (3.6, 103)]
    assert first_seen(samples, seen) == [1.4, 3.6, 3.6, None]
