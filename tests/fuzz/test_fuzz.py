"""A short run of what `make fuzz` does at length."""

from collections.abc import Iterator

import pytest

from tests.fuzz.fuzzer import DESCRIPTIONS, fuzz
from tests.fuzz.server import Served, serving

CASES = 150


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving(tmp_path_factory.mktemp("fuzz")) as served:
        yield served


@pytest.mark.parametrize("description", DESCRIPTIONS)
def test_the_api_is_as_it_describes_itself(served: Served, description: str) -> None:
    outcome = fuzz(served.address, description, seed=1, cases=CASES)

    assert outcome.is_clean, outcome.said
    assert outcome.cases >= CASES, outcome.said
    assert served.tracebacks == 0, served.log.read_text(encoding="utf-8")
