"""Whether two pictures of marks show the same, though another Chromium may draw a bit otherwise.

Each cell of 2 x 2 pixels is looked for in the other picture around its place. So nothing differs
where an edge lies a pixel or two further, as after letters that another version sets closer, or
where it is smoothed otherwise; what is in one picture alone differs, be it as faint as the grid.
"""

from itertools import permutations
from pathlib import Path
from typing import Final

from PIL import Image, ImageChops, ImageFilter

CELL: Final = 2
AROUND: Final = 3
"""Cells across of the place that is looked in: the cell itself and its neighbours."""

LEVELS: Final = 8
"""Of 255: so far a cell's colour may be from all those around. The grid is 17 from its ground."""

CELLS: Final = 2
"""So many may be further. The smallest mark, half of a dot beside a line, is four."""

_FURTHER: Final = [0] * (LEVELS + 1) + [255] * (255 - LEVELS)


def differing(one: Image.Image, other: Image.Image) -> Image.Image:
    """White where they differ, a pixel a cell; all of it where their sizes do."""
    if one.size != other.size:
        return Image.new("L", one.size, 255)
    cells = [picture.convert("RGB").reduce(CELL) for picture in (one, other)]
    distances = [_distance(*pair) for pair in permutations(cells)]
    return ImageChops.lighter(*distances).point(_FURTHER)


def _distance(cells: Image.Image, others: Image.Image) -> Image.Image:
    """How far each cell is from the colours around its place in the other picture."""
    above = ImageChops.subtract(cells, others.filter(ImageFilter.MaxFilter(AROUND)))
    below = ImageChops.subtract(others.filter(ImageFilter.MinFilter(AROUND)), cells)
    red, green, blue = ImageChops.lighter(above, below).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def look_alike(one: Image.Image, other: Image.Image) -> bool:
    """Whether no more differs than another version of the browser may bring about."""
    return differing(one, other).histogram()[255] <= CELLS


def save_difference(seen: Image.Image, expected: Image.Image, path: Path) -> None:
    """Three pictures below each other: as it is, as it was, and where they differ."""
    marked = differing(seen, expected).resize(seen.size, Image.Resampling.NEAREST)
    parts = [part.convert("RGB") for part in (seen, expected, marked)]
    sheet = Image.new("RGB", (max(p.width for p in parts), sum(p.height for p in parts)))
    top = 0
    for part in parts:
        sheet.paste(part, (0, top))
        top += part.height
    sheet.save(path)
