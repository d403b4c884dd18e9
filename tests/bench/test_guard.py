"""What the bench of the guard holds to be so, or fails."""

import pytest

from bench.guard import ACCEPTED, REFUSED, accepted, refused


@pytest.mark.parametrize("name", ACCEPTED)
def test_what_is_called_accepted_is(name: str) -> None:
    cost = accepted(ACCEPTED[name], rounds=1)
    assert cost.all > 0
    assert cost.validation > 0


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_called_refused_is(name: str) -> None:
    assert refused(REFUSED[name], rounds=1) > 0


def test_neither_is_taken_for_the_other() -> None:
    with pytest.raises(ValueError, match="it is refused"):
        accepted("{ nothing }", rounds=1)
    with pytest.raises(ValueError, match="it is accepted"):
        refused("{ __typename }", rounds=1)
