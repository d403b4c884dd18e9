"""The arithmetic of the benches: percentiles, ratios, growth, and tables to paste."""

from collections.abc import Iterable, Sequence
from math import ceil
from statistics import median


def percentile(values: Iterable[float], share: float) -> float:
    """The smallest value that at least this share (0 to 1) of the values do not exceed.

    Raises:
        ValueError: There is no value.
    """
    ordered = sorted(values)
    if not ordered:
        raise ValueError("no values have no percentile")
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def paired_ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """The median over runs of one arm's value divided by the other's in the same run."""
    return median(a / b for a, b in zip(above, below, strict=True))


def growth(before: Sequence[float], after: Sequence[float]) -> float:
    """How much the median grew, as a share of what it was; 0.05 is five percent."""
    first, last = median(before), median(after)
    return (last - first) / first if first else float(last > 0)


def markdown(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; a float is shown with as many digits as tell something."""
    lines = [header, ["---"] * len(header), *([_shown(cell) for cell in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _shown(cell: object) -> str:
    if not isinstance(cell, float):
        return str(cell)
    return f"{cell:,.0f}" if abs(cell) >= 100 else f"{cell:.3g}"
