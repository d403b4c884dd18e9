"""A cursor is what it was after its way through a client."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.feeds import Cursor, FeedKind, feed_name

EPOCHS = st.text("0123456789abcdef", min_size=16, max_size=16)


@given(EPOCHS, st.integers(0, 10**18 - 1))
def test_a_cursor_reads_back(epoch: str, seq: int) -> None:
    cursor = Cursor(epoch, seq)
    assert Cursor.parse(str(cursor)) == cursor


@pytest.mark.parametrize("text", ["", "1", "0123456789abcdef", "0123456789abcdef.-1", "x.1"])
def test_what_is_no_cursor_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="not a cursor"):
        Cursor.parse(text)


def test_a_feed_over_all_streams_has_a_star_for_its_stream() -> None:
    assert feed_name(FeedKind.MOMENTS) == "moments:*"
    assert feed_name(FeedKind.METRICS, "xqc") == "metrics:xqc"
