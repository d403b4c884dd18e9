import pytest

from bench.figures import growth, markdown, paired_ratio, percentile


def test_a_percentile_is_a_value_that_was_seen() -> None:
    values = [float(n) for n in range(1, 101)]
    assert [percentile(values, share) for share in (0.5, 0.95, 0.99, 1.0)] == [50, 95, 99, 100]
    assert percentile([3.0], 0.99) == 3.0
    assert percentile([2.0, 1.0], 0.5) == 1.0


def test_no_values_have_no_percentile() -> None:
    with pytest.raises(ValueError, match="no values"):
        percentile([], 0.5)


def test_a_ratio_is_taken_within_each_run() -> None:
    # The second run was disturbed: both arms took ten times as long.
    assert paired_ratio([2.0, 20.0, 6.0], [1.0, 10.0, 2.0]) == 2.0


def test_growth_compares_medians() -> None:
    assert growth([100.0, 100.0, 900.0], [105.0, 105.0, 0.0]) == pytest.approx(0.05)
    assert growth([0.0], [0.0]) == 0.0
    assert growth([0.0], [3.0]) == 1.0


def test_a_table_is_markdown() -> None:
    assert markdown(["arm", "rows/s"], [["one", 12_345.6], ["two", 0.123456]]) == (
        "| arm | rows/s |\n| --- | --- |\n| one | 12,346 |\n| two | 0.123 |"
    )
