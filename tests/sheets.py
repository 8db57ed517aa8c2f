"""A rendered brief as a reader sees it: lines, strokes, tables and ink of every page, in mm from its top left corner."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pdfplumber
from PIL import Image
from rendering import pages, pdfs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray
    from pdfplumber.page import Page as PdfPage
    from wordfile import WordFile

MM: Final = 25.4 / 72
DPI: Final = 150
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
_SAME_LINE: Final = 0.3
_ABOVE, _BELOW = 0.86, 0.14  # the share of a 汉字 above and below its baseline

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Glyph:
    """A character: its cell from x0 to x1, its baseline, its size in points."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    font: str

    @property
    def box(self) -> Box:
        """Left, top, right and bottom of its cell."""
        return self.x0, self.baseline - _ABOVE * self.size * MM, self.x1, self.baseline + _BELOW * self.size * MM


@dataclass(frozen=True)
class Line:
    """Characters on one baseline, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def x0(self) -> float:
        """Left edge."""
        return self.glyphs[0].x0

    @property
    def x1(self) -> float:
        """Right edge of the last character that is not a space."""
        return max(glyph.x1 for glyph in self.glyphs)

    @property
    def baseline(self) -> float:
        """Where the characters stand."""
        return self.glyphs[0].baseline

    @property
    def size(self) -> float:
        """The size of the largest character, in points."""
        return max(glyph.size for glyph in self.glyphs)

    @property
    def top(self) -> float:
        """The upper edge of its largest character."""
        return min(glyph.box[1] for glyph in self.glyphs)

    @property
    def bottom(self) -> float:
        """The lower edge of its largest character."""
        return max(glyph.box[3] for glyph in self.glyphs)

    def __str__(self) -> str:
        return f"“{self.text[:16]}”"


@dataclass(frozen=True)
class Stroke:
    """A straight line; `thickness` in mm."""

    x0: float
    y0: float
    x1: float
    y1: float
    thickness: float
    red: bool

    @property
    def lies(self) -> bool:
        """Whether it is horizontal."""
        return abs(self.y1 - self.y0) < 0.1 < self.x1 - self.x0

    @property
    def is_full(self) -> bool:
        """Whether it runs across the whole type area."""
        return self.lies and abs(self.x0 - LEFT) < 1 and abs(self.x1 - RIGHT) < 1


@dataclass(frozen=True)
class PrintedCell:
    """A cell of a table on a page, with the lines in it and the characters that hang out of it."""

    box: Box
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Its words."""
        return "".join(line.text for line in self.lines)


@dataclass(frozen=True)
class PrintedTable:
    """The part of a table that stands on one page; `loose` are characters that belong to no cell."""

    box: Box
    rows: tuple[tuple[PrintedCell, ...], ...]
    loose: tuple[Glyph, ...]


@dataclass(frozen=True)
class Page:
    """One page; `lines` are those outside tables, `shapes` the boxes of whatever else is drawn."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    strokes: tuple[Stroke, ...]
    shapes: tuple[Box, ...]
    tables: tuple[PrintedTable, ...]

    @property
    def footer(self) -> tuple[Line, ...]:
        """The lines below the type area."""
        return tuple(line for line in self.lines if line.baseline > BOTTOM + 2)

    def of_size(self, points: float) -> tuple[Line, ...]:
        """The lines of a size inside the type area."""
        return tuple(line for line in self.lines if abs(line.size - points) < 0.6 and line not in self.footer)

    @property
    def name(self) -> tuple[Line, ...]:
        """The name of the brief."""
        return tuple(line for line in self.lines if line.size > 30) if self.number == 1 else ()

    @property
    def title(self) -> tuple[Line, ...]:
        """The lines of the title."""
        return self.of_size(22) if self.number == 1 else ()

    @property
    def red_rules(self) -> tuple[Stroke, ...]:
        """Red strokes that lie."""
        return tuple(stroke for stroke in self.strokes if stroke.red and stroke.lies)

    @property
    def body(self) -> tuple[Line, ...]:
        """The lines of text and headings, below the rule and the title on the first page."""
        heads = [*(line.baseline for line in self.title), *(rule.y0 for rule in self.red_rules)]
        return tuple(line for line in self.of_size(16) if line.baseline > max(heads, default=0.0))


@dataclass(frozen=True)
class Printed:
    """A .docx with the pages that it became; pictures of them are drawn below `folder` when they are wanted."""

    word: WordFile
    pdf: Path
    folder: Path

    @property
    def name(self) -> str:
        """The name of the document."""
        return self.word.name

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """Every page."""
        with pdfplumber.open(self.pdf) as pdf:
            return tuple(_page(page) for page in pdf.pages)

    @cached_property
    def _pictures(self) -> list[Path]:
        return pages(self.pdf, self.folder, DPI, "ppm")

    @cached_property
    def _inks(self) -> dict[int, Ink]:
        return {}

    def ink(self, page: Page) -> Ink:
        """What the picture of a page shows."""
        if page.number not in self._inks:
            pixels = np.asarray(Image.open(self._pictures[page.number - 1]).convert("RGB"))
            red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
            most = np.maximum(np.maximum(red, green), blue)
            least = np.minimum(np.minimum(red, green), blue)
            self._inks[page.number] = Ink(dark=least < 200, coloured=most - least > 80)
        return self._inks[page.number]

    @property
    def last(self) -> Page:
        """The last page."""
        return self.pages[-1]

    @property
    def record_rules(self) -> tuple[Stroke, ...]:
        """The rules of 报尾 from top to bottom: thicker than those of tables, right across the last page."""
        found = [s for s in self.last.strokes if s.is_full and not s.red and s.thickness > 0.2]
        return tuple(sorted(found, key=lambda stroke: stroke.y0))


@dataclass(frozen=True)
class Ink:
    """Where a page is printed at all, and where in neither black nor grey."""

    dark: NDArray[np.bool_]
    coloured: NDArray[np.bool_]


def without(mask: NDArray[np.bool_], boxes: Iterable[Box]) -> NDArray[np.bool_]:
    """A mask with nothing inside these boxes."""
    rest = mask.copy()
    for box in boxes:
        x0, y0, x1, y1 = (max(0, round(edge / 25.4 * DPI)) for edge in box)
        rest[y0 : y1 + 1, x0 : x1 + 1] = False
    return rest


def bounds(mask: NDArray[np.bool_], box: Box | None = None) -> Box | None:
    """The smallest box in mm around what a mask shows, inside another; None for nothing."""
    x0, y0, x1, y1 = (max(0, round(edge / 25.4 * DPI)) for edge in box or (0, 0, 10_000, 10_000))
    rows, columns = np.nonzero(mask[y0:y1, x0:x1])
    if not len(rows):
        return None
    step = 25.4 / DPI
    left, right = (int(columns.min()) + x0) * step, (int(columns.max()) + x0 + 1) * step
    return left, (int(rows.min()) + y0) * step, right, (int(rows.max()) + y0 + 1) * step


def grown(box: Box, by: float) -> Box:
    """A box with so much more on every side."""
    return box[0] - by, box[1] - by, box[2] + by, box[3] + by


def draw(documents: Iterable[WordFile], folder: Path, *, hanging: bool = False) -> list[Printed]:
    """The pages of every document, with one start of LibreOffice; `hanging` as in `pdfs`."""
    words = list(documents)
    folder.mkdir(exist_ok=True)
    paths = [folder / f"{number}.docx" for number in range(len(words))]
    for word, path in zip(words, paths, strict=True):
        path.write_bytes(word.content())
    return [Printed(word, pdf, folder) for word, pdf in zip(words, pdfs(paths, folder, hanging=hanging), strict=True)]


# ---- reading


def _page(page: PdfPage) -> Page:
    glyphs = [_glyph(char, float(page.height)) for char in page.chars if char["text"].strip()]
    tables, rest = _tables(page, glyphs)
    strokes = tuple(dict.fromkeys(_stroke(line) for line in page.lines))
    shapes = tuple(_box(thing) for thing in (*page.rects, *page.curves, *page.images))
    return Page(page.page_number, page.width * MM, page.height * MM, _lines(rest), strokes, shapes, tables)


def _glyph(char: dict[str, Any], height: float) -> Glyph:
    baseline = (height - char["matrix"][5]) * MM
    return Glyph(char["text"], char["x0"] * MM, char["x1"] * MM, baseline, float(char["size"]), char["fontname"])


def _stroke(line: dict[str, Any]) -> Stroke:
    x0, top, x1, bottom = _box(line)
    return Stroke(x0, top, x1, bottom, line["linewidth"] * MM, _is_red(line["stroking_color"]))


def _is_red(colour: object) -> bool:
    if not isinstance(colour, (tuple, list)) or len(colour) != 3:
        return False
    red, green, blue = colour
    return bool(red > 0.7 and green < 0.3 and blue < 0.3)


def _box(thing: dict[str, Any]) -> Box:
    return thing["x0"] * MM, thing["top"] * MM, thing["x1"] * MM, thing["bottom"] * MM


def _lines(glyphs: Sequence[Glyph]) -> tuple[Line, ...]:
    """Characters gathered by their baselines; those of another size at the same height are another line."""
    groups: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (round(g.size), g.baseline, g.x0)):
        before = groups[-1][0] if groups else None
        if before and round(before.size) == round(glyph.size) and glyph.baseline - before.baseline < _SAME_LINE:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    lines = (Line(tuple(sorted(group, key=lambda g: g.x0))) for group in groups)
    return tuple(sorted(lines, key=lambda line: (line.baseline, line.x0)))


def _tables(page: PdfPage, glyphs: Sequence[Glyph]) -> tuple[tuple[PrintedTable, ...], list[Glyph]]:
    """The tables as wide as the text, and the characters outside them."""
    tables: list[PrintedTable] = []
    rest = list(glyphs)
    for found in page.find_tables():
        left, top, right, bottom = box = tuple(edge * MM for edge in found.bbox)
        if abs(left - LEFT) > 1.5 or abs(right - RIGHT) > 1.5 or len(found.cells) < 4:
            continue
        inside = [g for g in rest if top < _middle(g)[1] < bottom]
        rest = [g for g in rest if g not in inside]
        tables.append(_table(box, [tuple(edge * MM for edge in cell) for cell in found.cells], inside))
    return tuple(tables), rest


def _table(box: tuple[float, ...], cells: Sequence[tuple[float, ...]], glyphs: Sequence[Glyph]) -> PrintedTable:
    held = {cell: [g for g in glyphs if _holds(cell, g)] for cell in cells}
    loose = [g for g in glyphs if not any(_holds(cell, g) for cell in cells)]
    rows = groupby(sorted(cells, key=lambda c: (round(c[1], 1), c[0])), key=lambda c: round(c[1], 1))
    return PrintedTable(
        _four(box),
        tuple(tuple(PrintedCell(_four(cell), _lines(held[cell])) for cell in row) for _, row in rows),
        tuple(loose),
    )


def _four(edges: Sequence[float]) -> Box:
    x0, y0, x1, y1 = edges
    return x0, y0, x1, y1


def _middle(glyph: Glyph) -> tuple[float, float]:
    x0, y0, x1, y1 = glyph.box
    return (x0 + x1) / 2, (y0 + y1) / 2


def _holds(cell: Sequence[float], glyph: Glyph) -> bool:
    x, y = _middle(glyph)
    return cell[0] <= x < cell[2] and cell[1] <= y < cell[3]


def unspaced(text: str) -> str:
    """Words without any spaces and line breaks, to compare what was written with what was printed."""
    return re.sub(r"\s+", "", text)


def hanging_out(table: PrintedTable, slack: float) -> Iterator[Glyph]:
    """The characters of a table that are not wholly inside their cells."""
    yield from table.loose
    for row in table.rows:
        for cell in row:
            x0, y0, x1, y1 = grown(cell.box, slack)
            for line in cell.lines:
                for glyph in line.glyphs:
                    left, top, right, bottom = glyph.box
                    if left < x0 or top < y0 or right > x1 or bottom > y1:
                        yield glyph
