"""The rules on the printed pages of a 工作简报: P1 to P22, each a function that measures and returns complaints.

P11 (信函), P14 (附件) and P15 (署名) measure what a brief does not have. P9 is measured on the line of office and date,
which stands where other documents have their 发文字号. P22 is measured on the .docx, by `gongwen.figures_fit`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from gongwen import HAN
from rendering import STAND_INS
from sheets import BOTTOM, LEFT, MM, RIGHT, Line, bounds, grown, hanging_out, unspaced, without
from wordfile import Role

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sheets import Glyph, Page, Printed, PrintedTable

INDENT: Final = 39.1
MIDDLE: Final = 106.0
PITCHES: Final = (579 / 20 * MM, 589 / 20 * MM)
TITLE_LINE: Final = 720 / 20 * MM
_ON_LINE: Final = 0.8  # LibreOffice stands characters at four fifths of an exact line


def _each_page(printed: Printed, complain: Callable[[Page], Iterable[str]]) -> list[str]:
    return [f"page {page.number}: {words}" for page in printed.pages for words in complain(page)]


def p01_page_size(printed: Printed) -> list[str]:
    """P1 E: every page is 210 by 297 mm ±0.5."""

    def complain(page: Page) -> Iterator[str]:
        if abs(page.width - 210) > 0.5 or abs(page.height - 297) > 0.5:
            yield f"{page.width:.1f} by {page.height:.1f} mm"

    return _each_page(printed, complain)


def p02_type_area(printed: Printed) -> list[str]:
    """P2 E: text runs from 28.0 to 184.5 mm at most, and no ink lies outside 26–186 by 20–285 mm."""

    def complain(page: Page) -> Iterator[str]:
        ink = bounds(printed.ink(page).dark)
        if ink is not None and (ink[0] < 26 or ink[1] < 20 or ink[2] > 186 or ink[3] > 285):
            yield f"ink in {tuple(round(edge, 1) for edge in ink)}"
        for line in page.body:
            if line.x1 > 184.5:
                yield f"{line} reaches {line.x1:.2f} mm"
            if line.x0 < LEFT - 1:
                yield f"{line} begins at {line.x0:.2f} mm"

    return _each_page(printed, complain)


def _steps(page: Page) -> list[float]:
    """From baseline to baseline of lines of text that follow each other."""
    between = [line.baseline for line in page.lines if line not in page.body]
    steps = []
    for upper, lower in pairwise(page.body):
        step = lower.baseline - upper.baseline
        if step < 15 and not any(upper.baseline < at < lower.baseline for at in between):
            steps.append(step)
    return steps


def p03_pitch(printed: Printed) -> list[str]:
    """P3 W: lines of text follow each other by 10.21 mm (or 10.39), the same ±0.02 through a page."""
    measured = 0

    def complain(page: Page) -> Iterator[str]:
        nonlocal measured
        steps = _steps(page)
        if not steps:
            return
        measured += 1
        mean = sum(steps) / len(steps)
        if min(abs(mean - pitch) for pitch in PITCHES) > 0.05:
            yield f"pitch {mean:.3f} mm, wanted {PITCHES[0]:.2f} or {PITCHES[1]:.2f}"
        if max(steps) - min(steps) > 0.04:
            yield f"pitch from {min(steps):.3f} to {max(steps):.3f} mm"

    complaints = _each_page(printed, complain)
    return complaints if measured else ["no two lines of text to measure"]


def _is_full(page: Page, following: Page) -> bool:
    """A page of text only whose last paragraph runs on to the next page."""
    only_text = len(page.lines) - len(page.footer) == len(page.body) and not page.tables and not page.shapes
    return bool(only_text and page.body and following.body and abs(following.body[0].x0 - LEFT) < 1)


def p04_lines(printed: Printed) -> list[str]:
    """P4 W: a full page of text has 22 lines."""
    full = [page for page, following in pairwise(printed.pages) if page.number > 1 and _is_full(page, following)]
    complaints = []
    for page in full:
        height = page.body[-1].baseline - page.body[0].baseline
        lines = min(round(height / pitch) + 1 for pitch in PITCHES)
        if lines != 22 or len(page.body) != 22:
            complaints.append(f"page {page.number}: {lines} slots and {len(page.body)} lines, wanted 22")
    return complaints if full else ["no full page of text to measure"]


def p05_characters(printed: Printed) -> list[str]:
    """P5 W: a full line holds 28 汉字, 15.65 to 15.85 pt from one to the next."""
    full = [
        line
        for page in printed.pages
        for line in page.body
        if re.fullmatch(f"[{HAN}]+", line.text) and abs(line.x0 - LEFT) < 1 and line.x1 > RIGHT - 4
    ]
    complaints = []
    for line in full:
        advance = (line.glyphs[-1].x0 - line.glyphs[0].x0) / (len(line.glyphs) - 1) / MM
        if len(line.glyphs) != 28 or not 15.65 <= advance <= 15.85:
            complaints.append(f"{line}: {len(line.glyphs)} 字 by {advance:.2f} pt, wanted 28 by 15.65 to 15.85")
    return complaints if full else ["no full line of 汉字 to measure"]


def p06_first_lines(printed: Printed) -> list[str]:
    """P6 E: the first line of every paragraph begins at 39.1 mm, its other lines at 28.0, and no word is lost."""
    lines = [line for page in printed.pages for line in page.body]
    complaints: list[str] = []
    for paragraph in printed.word.texts:
        rest, first = unspaced(paragraph.text), True
        while rest:
            if not lines or not rest.startswith(unspaced(lines[0].text)):
                return [*complaints, f"“{rest[:16]}” is not printed where it should be"]
            line = lines.pop(0)
            rest = rest[len(unspaced(line.text)) :]
            wanted, slack = (INDENT, 0.4) if first else (LEFT, 0.3)
            if abs(line.x0 - wanted) > slack:
                complaints.append(f"{line} begins at {line.x0:.2f} mm, wanted {wanted}")
            first = False
    return complaints + [f"{line} is printed beside the text" for line in lines]


def p07_title(printed: Printed) -> list[str]:
    """P7 E: the title centred at 106.0 mm, 22 pt, three lines at most."""
    title = printed.pages[0].title
    complaints: list[str] = [f"{len(title)} lines of 22 pt, wanted 1 to 3"] if not 1 <= len(title) <= 3 else []
    for line in title:
        middle = (line.x0 + line.x1) / 2
        if abs(middle - MIDDLE) > 1:
            complaints.append(f"{line} centred at {middle:.2f} mm, wanted {MIDDLE}")
        if any(abs(glyph.size - 22) > 0.1 for glyph in line.glyphs):
            complaints.append(f"{line} of {line.size:.1f} pt, wanted 22")
    return complaints


def p08_name(printed: Printed) -> list[str]:
    """P8 E: the upper edge of the red name, measured by its ink, 20 mm below the edge of the type area: at 57 mm ±1."""
    page = printed.pages[0]
    if not page.name:
        return ["no name of 30 pt or more"]
    below = max(line.bottom for line in page.name)
    ink = bounds(printed.ink(page).coloured, (0, 0, 210, below + 1))
    if ink is None:
        return ["the name is not red"]
    return [] if abs(ink[1] - 57) <= 1 else [f"the name's ink begins at {ink[1]:.2f} mm, wanted 57.0 ±1"]


def p09_red_rule(printed: Printed) -> list[str]:
    """P9 E: one red rule from 28 to 184 mm, 0.3 to 0.8 mm thick, 4.0 mm ±1 below the ink of office and date."""
    page = printed.pages[0]
    heights = sorted({round(rule.y0, 1) for rule in page.red_rules})
    if len(heights) != 1:
        return [f"red rules at {heights}, wanted one"]
    rule = page.red_rules[0]
    complaints = []
    if abs(rule.x0 - LEFT) > 0.5 or abs(rule.x1 - RIGHT) > 0.5:
        complaints.append(f"from {rule.x0:.2f} to {rule.x1:.2f} mm, wanted 28 to 184")
    if not 0.3 <= rule.thickness <= 0.8:
        complaints.append(f"{rule.thickness:.2f} mm thick, wanted 0.3 to 0.8")
    above = [line for line in page.of_size(16) if line.baseline < rule.y0]
    if not above:
        return [*complaints, "no line of office and date above"]
    line = max(above, key=lambda one: one.baseline)
    edge = rule.y0 - rule.thickness / 2
    ink = bounds(printed.ink(page).dark, (LEFT, line.top - 1, RIGHT, edge - 0.3))
    gap = edge - ink[3] if ink else 0.0
    if abs(gap - 4) > 1:
        complaints.append(f"{gap:.2f} mm below the line of office and date, wanted 4.0 ±1")
    return [f"red rule: {words}" for words in complaints]


def p10_title_place(printed: Printed) -> list[str]:
    """P10 E: two empty lines between rule and title, one between title and text, and text on the first page."""
    page = printed.pages[0]
    if not page.title or not page.red_rules:
        return ["no title or no red rule"]
    if not page.body:
        return ["no text on the first page"]
    above = page.title[0].baseline - page.red_rules[0].y0 - _ON_LINE * TITLE_LINE
    below = page.body[0].baseline - page.title[-1].baseline - (1 - _ON_LINE) * TITLE_LINE - _ON_LINE * PITCHES[0]
    complaints = []
    if abs(above / PITCHES[0] - 2) > 0.25:
        complaints.append(f"{above / PITCHES[0]:.2f} empty lines above the title, wanted 2")
    if abs(below / PITCHES[0] - 1) > 0.25:
        complaints.append(f"{below / PITCHES[0]:.2f} empty lines below the title, wanted 1")
    return complaints


def p12_page_numbers(printed: Printed) -> list[str]:
    """P12 E: — N — of 14 pt 宋体, its dashes at 269.0 mm, 1 字 from the right on odd pages and from the left on even."""

    def complain(page: Page) -> Iterator[str]:
        if len(page.footer) != 1 or unspaced(page.footer[0].text) != f"—{page.number}—":
            yield f"page number {[line.text for line in page.footer]}, wanted — {page.number} —"
            return
        (line,) = page.footer
        if abs(line.size - 14) > 0.1:
            yield f"page number of {line.size:.1f} pt, wanted 14"
        dark = printed.ink(page).dark
        dash = bounds(dark, (line.x0, BOTTOM + 2, line.glyphs[0].x1, 285))
        whole = bounds(dark, (LEFT, BOTTOM + 2, RIGHT, 285))
        if dash is None or whole is None:
            yield "the page number is not printed"
            return
        height = (dash[1] + dash[3]) / 2
        if abs(height - 269) > 1:
            yield f"dash at {height:.2f} mm, wanted 269.0 ±1"
        edge, wanted = (whole[2], 179.1) if page.number % 2 else (whole[0], 32.9)
        if abs(edge - wanted) > 1.2:
            yield f"page number's edge at {edge:.2f} mm, wanted {wanted} ±1.2"

    return _each_page(printed, complain)


def p13_record(printed: Printed) -> list[str]:
    """P13 E: 报尾 ends with a rule at 262.0 mm ±1 on the last page; nothing lies over it and nothing below it."""
    rules = printed.record_rules
    if len(rules) != 3:
        return [f"{len(rules)} rules of 报尾 on the last page, wanted 3"]
    first, middle, last = rules
    complaints = []
    if abs(last.y0 - BOTTOM) > 1:
        complaints.append(f"last rule at {last.y0:.2f} mm, wanted 262.0 ±1")
    for rule, wanted in ((first, 0.35), (middle, 0.25), (last, 0.35)):
        if abs(rule.thickness - wanted) > 0.1:
            complaints.append(f"rule at {rule.y0:.1f} mm {rule.thickness:.2f} mm thick, wanted {wanted}")
        if abs(rule.x0 - LEFT) > 0.5 or abs(rule.x1 - RIGHT) > 0.5:
            complaints.append(f"rule from {rule.x0:.2f} to {rule.x1:.2f} mm, wanted 28 to 184")
    return complaints + _intruders(printed.last, first.y0, last.y0) + _record_words(printed, first.y0, last.y0)


def _intruders(page: Page, top: float, bottom: float) -> list[str]:
    """What reaches into 报尾 or below it without belonging there."""
    lines = [line for line in page.lines if line not in page.footer and not _is_record(line, top, bottom)]
    drawn = [*page.shapes, *(table.box for table in page.tables), *((s.x0, s.y0, s.x1, s.y1) for s in page.strokes)]
    inside = [box for box in drawn if box[3] > top + 0.2 and not _is_across(box)]
    return [f"{line} at {line.baseline:.1f} mm, 报尾 begins at {top:.1f}" for line in lines if line.bottom > top] + [
        f"something drawn down to {box[3]:.1f} mm, 报尾 begins at {top:.1f}" for box in inside
    ]


def _is_across(box: tuple[float, ...]) -> bool:
    return box[3] - box[1] < 0.1 and abs(box[0] - LEFT) < 1 and abs(box[2] - RIGHT) < 1


def _is_record(line: Line, top: float, bottom: float) -> bool:
    return abs(line.size - 14) < 0.6 and top < line.baseline < bottom


def _record_words(printed: Printed, top: float, bottom: float) -> list[str]:
    lines = [line.text for line in printed.last.lines if _is_record(line, top, bottom)]
    wanted = unspaced("".join(p.text for p in printed.word.with_role(Role.BOXED)))
    got = unspaced("".join(lines))
    return [] if got == wanted else [f"报尾 reads “{got}”, wanted “{wanted}”"]


_NEVER_FIRST: Final = "。，、；：？！”’）》〉】〕"
_NEVER_LAST: Final = "“‘（《〈【〔"


def _all_lines(page: Page) -> list[Line]:
    """The lines of text, of captions and 报尾, and those in the cells of tables."""
    cells = [line for table in page.tables for row in table.rows for cell in row for line in cell.lines]
    return [*(line for line in page.lines if line.size > 10), *cells]


def p16_line_ends(printed: Printed) -> list[str]:
    """P16 E: no line begins with a mark that closes and none ends with one that opens."""

    def complain(page: Page) -> Iterator[str]:
        for line in _all_lines(page):
            if line.text[0] in _NEVER_FIRST:
                yield f"a line begins with {line.text[0]}: {line}"
            if line.text[-1] in _NEVER_LAST:
                yield f"a line ends with {line.text[-1]}: {line}"

    return _each_page(printed, complain)


def p17_red(printed: Printed) -> list[str]:
    """P17 E: red only in the name and the rule under it; everything else is black or grey."""

    def complain(page: Page) -> Iterator[str]:
        names = [grown((line.x0, line.top, line.x1, line.bottom), 2) for line in page.name]
        rules = [grown((rule.x0, rule.y0, rule.x1, rule.y1), 1) for rule in page.red_rules if page.number == 1]
        stray = bounds(without(printed.ink(page).coloured, (*names, *rules[:2])))
        if stray is not None:
            yield f"coloured ink in {tuple(round(edge, 1) for edge in stray)} mm"

    return _each_page(printed, complain)


def p18_fonts(printed: Printed) -> list[str]:
    """P18 E: only the fonts that stand in for the office's, each embedded."""
    expected = frozenset(STAND_INS.values())

    def glyphs(page: Page) -> Iterator[Glyph]:
        for line in (*page.lines, *_all_lines(page)):
            yield from line.glyphs

    used = {glyph.font for page in printed.pages for glyph in glyphs(page)}
    strange = sorted(font for font in used if _family(font) not in expected)
    loose = sorted(font for font in used if not re.match(r"[A-Z]{6}\+", font))
    return [f"fonts {strange}, wanted {sorted(expected)}"] * bool(strange) + [f"not embedded {loose}"] * bool(loose)


def _family(font: str) -> str:
    return font.rpartition("+")[2].partition("-")[0]


def p19_page_ends(printed: Printed) -> list[str]:
    """P19 W: no page ends with a heading and no row of a table is split."""
    headings = {unspaced(p.text) for p in printed.word.with_role(Role.LEVEL1, Role.LEVEL2)}
    complaints = []
    for page in printed.pages[:-1]:
        lows = [line.baseline for line in page.lines if line not in page.footer]
        lows += [table.box[3] for table in page.tables] + [box[3] for box in page.shapes]
        if page.body and page.body[-1].baseline == max(lows) and unspaced(page.body[-1].text) in headings:
            complaints.append(f"page {page.number} ends with the heading {page.body[-1]}")
    wanted = sum(len(table.rows) - 1 for table in printed.word.data_tables)
    rows = sum(len(table.rows) - 1 for page in printed.pages for table in page.tables)
    return complaints if rows == wanted else [*complaints, f"{rows} rows printed, {wanted} written: a row is split"]


def p20_tables(printed: Printed) -> list[str]:
    """P20 E: every character inside its cell, tables inside the type area, their head on every page."""
    heads = ["".join(table.rows[0].texts) for table in printed.word.data_tables if table.rows]

    def complain(page: Page) -> Iterator[str]:
        for table in page.tables:
            if table.box[2] > 184.5 or table.box[0] < LEFT - 0.5:
                yield f"a table from {table.box[0]:.2f} to {table.box[2]:.2f} mm"
            if _head(table) not in heads:
                yield f"a table begins with “{_head(table)[:20]}”, not with its head"
            if out := list(hanging_out(table, 0.3)):
                yield f"characters outside their cells: “{''.join(glyph.text for glyph in out[:10])}”"

    complaints = _each_page(printed, complain)
    written = unspaced("".join(t for table in printed.word.data_tables for row in table.rows[1:] for t in row.texts))
    seen = unspaced("".join(_cells(printed)))
    return complaints if written == seen else [*complaints, "the tables do not hold all the words written into them"]


def _head(table: PrintedTable) -> str:
    return "".join(unspaced(cell.text) for cell in table.rows[0])


def _cells(printed: Printed) -> Iterator[str]:
    """The words of all rows but the heads."""
    for page in printed.pages:
        for table in page.tables:
            for row in table.rows[1:]:
                yield from (cell.text for cell in row)


def p21_pages(printed: Printed) -> list[str]:
    """P21 E: no page is blank, and the last page's number is how many there are."""
    blank = [page.number for page in printed.pages if len(page.lines) == len(page.footer) and not _has_drawing(page)]
    complaints = [f"page {number} is blank" for number in blank]
    numbers = [number for page in printed.pages for number in _printed_numbers(page.footer)]
    if numbers != list(range(1, len(printed.pages) + 1)):
        complaints.append(f"pages numbered {numbers}, {len(printed.pages)} of them")
    return complaints


def _has_drawing(page: Page) -> bool:
    return bool(page.tables or page.shapes)


def _printed_numbers(footer: Sequence[Line]) -> Iterator[int]:
    for line in footer:
        yield from (int(number) for number in re.findall(r"\d+", line.text))
