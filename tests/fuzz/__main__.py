"""`python -m tests.fuzz`: the API against cases made from what it says of itself, by all checks."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import markdown
from tests.fuzz.fuzzer import DESCRIPTIONS, fuzz
from tests.fuzz.server import Served, serving


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--cases", type=int, default=2_000, help="at least, for each seed")
    return parser.parse_args()


def main() -> int:
    """0 when there was no finding, no traceback, and as many cases as were asked for."""
    asked = _arguments()
    with TemporaryDirectory(prefix="telemetra-fuzz-") as folder, serving(Path(folder)) as served:
        rows = list(_runs(served, asked.seeds, asked.cases))
        tracebacks = served.tracebacks
    sys.stdout.write(markdown(["description", "seed", "cases", "findings", "clean"], rows))
    sys.stdout.write(f"\ntracebacks in the API's log: {tracebacks}\n")
    return int(
        tracebacks > 0 or not all(clean and cases >= asked.cases for _, _, cases, _, clean in rows)
    )


def _runs(
    served: Served, seeds: Sequence[int], cases: int
) -> Iterator[tuple[str, int, int, int, bool]]:
    for seed in seeds:
        for description in DESCRIPTIONS:
            outcome = fuzz(served.address, description, seed=seed, cases=cases)
            if not outcome.is_clean:
                sys.stdout.write(outcome.said)
            yield description, seed, outcome.cases, outcome.findings, outcome.is_clean


if __name__ == "__main__":
    sys.exit(main())
