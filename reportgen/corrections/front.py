"""The sheets that a correction copy adds: 「校核意见」 as a page to work through, and the hidden record of the round."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from reportgen.corrections.book import MAIN, plain_text
from reportgen.forms.definition import RECORD_HEADINGS, RECORD_ROUND, REVIEW_ANSWER, REVIEW_HEADINGS
from reportgen.wording import text_width
from reportgen.workbooks.cells import a1, letters

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reportgen.corrections.styles import Styles
    from reportgen.findings import Severity
    from reportgen.intake.rounds import Point

HEAD_ROW: Final = 3
"""The row of the headings, counted from 1, which every printed page repeats."""
_WIDTHS: Final = (6, 11, 32, 16, 38, 36, 28)
_WIDEST: Final = 32_000
_LINE: Final = 15.0
_PROTECTION: Final = '<sheetProtection sheet="1" objects="1" scenarios="1" formatColumns="0" formatRows="0"/>'


@dataclass(frozen=True, slots=True)
class Line:
    """One row of 「校核意见」; `target` is the place that the link leads to, "" for a whole file."""

    sheet: str
    cell: str
    value: str
    problem: str
    fix: str
    severity: Severity
    target: str = ""


def front_page(title: str, guide: str, lines: Sequence[Line], fills: Mapping[Severity, str], styles: Styles) -> bytes:
    """「校核意见」: a row a point, on A4 across one page wide, only 您的说明 open."""
    text, border = styles.font(11), styles.thin_border()
    top = styles.new(styles.font(16, bold=True), horizontal="center", top=False)
    told = styles.new(text, top=False)
    head = styles.new(styles.font(11, bold=True), styles.fill("FFD9D9D9"), border, "center", top=False)
    rows = [_row(1, 32, [(title, top)]), _row(2, _height((guide,), (sum(_WIDTHS),)), [(guide, told)])]
    rows.append(_row(HEAD_ROW, 24, [(heading, head) for heading in REVIEW_HEADINGS]))
    links = []
    answer = styles.new(text, border=border, locked=False)
    blue = styles.font(11, rgb="FF0563C1", underlined=True)
    looks_of: dict[Severity, tuple[int, int, int]] = {}
    for severity in dict.fromkeys(line.severity for line in lines):
        fill = styles.fill(fills[severity])
        middle, left = (styles.new(text, fill, border, side) for side in ("center", "left"))
        looks_of[severity] = middle, left, styles.new(blue, fill, border)
    for number, line in enumerate(lines, start=1):
        middle, left, link = looks_of[line.severity]
        texts = (str(number), line.sheet, line.cell, line.value, line.problem, line.fix, "")
        looks = (middle, left, link if line.target else left, left, left, left, answer)
        rows.append(_row(HEAD_ROW + number, _height(texts, _WIDTHS), zip(texts, looks, strict=True)))
        if line.target:
            place = a1(HEAD_ROW + number - 1, 2)
            links.append(f"<hyperlink ref={quoteattr(place)} location={quoteattr(plain_text(line.target))}/>")
    last = HEAD_ROW + len(lines)
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(_WIDTHS, start=1)
    )
    end = letters(len(_WIDTHS) - 1)
    first_answer = f"{letters(REVIEW_HEADINGS.index(REVIEW_ANSWER))}{HEAD_ROW + 1}"
    xml = (
        f'<worksheet xmlns="{MAIN}"><sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{end}{last}"/><sheetViews><sheetView showGridLines="0" tabSelected="1" '
        f'workbookViewId="0"><pane ySplit="{HEAD_ROW}" topLeftCell="A{HEAD_ROW + 1}" activePane="bottomLeft" '
        f'state="frozen"/><selection pane="bottomLeft" activeCell="{first_answer}" sqref="{first_answer}"/></sheetView>'
        f'</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols>'
        f"<sheetData>{''.join(rows)}</sheetData>{_PROTECTION}"
        f'<mergeCells count="2"><mergeCell ref="A1:{end}1"/><mergeCell ref="A2:{end}2"/></mergeCells>'
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<printOptions horizontalCentered="1"/><pageMargins left="0.59" right="0.59" top="0.79" bottom="0.71" '
        'header="0.3" footer="0.3"/><pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()


def record_page(number: int, points: Sequence[Point]) -> bytes:
    """「_校核」: the round, and every point in the order of 「校核意见」, answers of earlier rounds below."""
    rows = [_row(1, None, [("键", 0), ("值", 0)]), _row(2, None, [(RECORD_ROUND, 0), (str(number), 0)])]
    rows.append(_row(3, None, [(heading, 0) for heading in RECORD_HEADINGS]))
    for place, p in enumerate(points, start=1):
        texts = (str(place), p.rule, p.sheet, p.cell, p.id, p.heading, p.value, str(p.times), p.kept, p.fill)
        rows.append(_row(3 + place, None, [(text, 0) for text in texts]))
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(rows)}</sheetData>{_PROTECTION}</worksheet>'
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{xml}'.encode()


def _row(number: int, height: float | None, cells: Iterable[tuple[str, int]]) -> str:
    tall = f' ht="{height:g}"' if height is not None else ""
    inner = "".join(_cell(a1(number - 1, column), text, look) for column, (text, look) in enumerate(cells))
    return f'<row r="{number}"{tall}>{inner}</row>'


def _cell(address: str, text: str, look: int) -> str:
    if not text:
        return f'<c r="{address}" s="{look}"/>'
    held = escape(plain_text(text[:_WIDEST]))
    return f'<c r="{address}" s="{look}" t="inlineStr"><is><t xml:space="preserve">{held}</t></is></c>'


def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
    """Points that the wrapped texts of a row need; rows still grow while somebody types."""
    lines = max(
        sum(max(1, -(-text_width(part) // int(width - 2))) for part in text.split("\n"))
        for text, width in zip(texts, widths, strict=False)
    )
    return min(lines * _LINE + 6, 400)
