"""Our own workbooks, from values to the same bytes every time; XlsxWriter is known here only."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import xlsxwriter

from reportgen.packages import member, package
from reportgen.wording import text_width
from reportgen.workbooks.cells import letters

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_NO_CLOCK: Final = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_HINT_LENGTH, _HINT_TITLE_LENGTH, _OPTIONS_LENGTH = 255, 32, 255
_A4 = 9
_INCH = 25.4
_EMPTY_RESULT = re.compile(rb'(<c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?)(><f>[^<]*</f><v></v></c>)')
_FIXED_ROW = re.compile(rb'(<row r="(?:[2-9]|[1-9]\d+)"[^>]*?) customHeight="1"')
_POINTS_A_LINE = 1.35
_IDLE_POINTS = 5.0


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks, and whether it is locked on a protected sheet."""

    bold: bool = False
    size: int = 11
    font: str = "宋体"
    colour: str = "#000000"
    fill: str = ""
    align: str = "left"
    valign: str = "vcenter"
    number: str = ""
    border: bool = True
    wrap: bool = True
    locked: bool = True
    indent: int = 0
    shrink: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell to write: a value, or a formula with its value."""

    value: str | Decimal | int | date | None
    look: Look = Look()
    formula: str = ""
    note: str = ""
    link: str = ""


class Allow(StrEnum):
    """What a cell accepts."""

    LIST = "list"
    DECIMAL = "decimal"
    INTEGER = "integer"
    DATE = "date"
    LENGTH = "length"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Limit:
    """What one cell accepts, the hint shown when it is chosen and the sentence shown when it is refused."""

    row: int
    column: int
    allow: Allow
    hint: str
    title: str = ""
    options: tuple[str, ...] = ()
    least: Decimal | int | date | None = None
    most: Decimal | int | date | None = None
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Colouring:
    """Cells coloured while a formula about the first of them is true."""

    first: tuple[int, int]
    last: tuple[int, int]
    formula: str
    fill: str
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet as a value: rows from A1 on, widths in half-width characters, heights in points.

    On a `growing` page a row below the heading starts with its height and grows while somebody types.
    """

    name: str
    widths: Sequence[float]
    rows: Sequence[Sequence[Cell | None]]
    heights: Sequence[float | None] = ()
    growing: bool = False
    freeze: tuple[int, int] = (0, 0)
    repeat: int = 0
    merges: Sequence[tuple[int, int, int, int]] = ()
    limits: Sequence[Limit] = ()
    colourings: Sequence[Colouring] = ()
    landscape: bool = True
    head: str = ""
    foot: str = ""
    protect: bool = False
    hidden: bool = False
    filter_rows: bool = False
    tab: str = ""


def write(pages: Sequence[Page], title: str, author: str) -> bytes:
    """The workbook of these pages; the same pages give the same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": False,
        },
    )
    book.set_properties({"title": title, "author": author, "created": _NO_CLOCK})
    book.set_calc_mode("auto")
    looks: dict[Look, Format] = {}
    for page in pages:
        _write_page(book, page, looks)
    first_shown = next((i for i, page in enumerate(pages) if not page.hidden), 0)
    book.worksheets()[first_shown].activate()
    book.close()
    return _growing(out, pages)


def _growing(saved: io.BytesIO, pages: Sequence[Page]) -> bytes:
    """The saved workbook with two things put right that XlsxWriter can only do in one way.

    The heights of growing rows are no longer fixed, and a formula whose result is an empty text says so, as Excel
    writes it: without the mark it looks as if it had never been calculated.
    """
    growing = {f"xl/worksheets/sheet{number}.xml" for number, page in enumerate(pages, start=1) if page.growing}
    with zipfile.ZipFile(saved) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    return package(member(name, _put_right(name, content, growing)) for name, content in parts)


def _put_right(name: str, content: bytes, growing: Collection[str]) -> bytes:
    if name in growing:
        content = _FIXED_ROW.sub(rb"\g<1>", content)
    return _EMPTY_RESULT.sub(rb'\g<1> t="str"\g<2>', content) if b"</f><v></v>" in content else content


def _write_page(book: xlsxwriter.Workbook, page: Page, looks: dict[Look, Format]) -> None:
    sheet = book.add_worksheet(page.name)
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    for row, height in enumerate(page.heights):
        if height is not None:
            sheet.set_row(row, height)
    _write_cells(book, sheet, page, looks)
    for limit in page.limits:
        sheet.data_validation(limit.row, limit.column, limit.row, limit.column, _validation(limit))
    for colouring in page.colourings:
        shade = book.add_format({"bg_color": colouring.fill, "font_color": colouring.colour})
        area = (*colouring.first, *colouring.last)
        sheet.conditional_format(*area, {"type": "formula", "criteria": colouring.formula, "format": shade})
    _arrange(sheet, page)
    if page.hidden:
        sheet.hide()
    if page.protect:
        sheet.protect("", {"format_rows": True, "format_columns": True, "autofilter": True})


def _write_cells(book: xlsxwriter.Workbook, sheet: Worksheet, page: Page, looks: dict[Look, Format]) -> None:
    merged = {(top, left): (bottom, right) for top, left, bottom, right in page.merges}
    for row, cells in enumerate(page.rows):
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            look = looks.get(cell.look)
            if look is None:
                look = looks[cell.look] = _format(book, cell.look)
            if (row, column) in merged:
                sheet.merge_range(row, column, *merged[row, column], "", look)
            _write_cell(sheet, row, column, cell, look)
            if cell.note:
                sheet.write_comment(row, column, cell.note, {"x_scale": 1.5, "author": ""})


def _write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    value = cell.value
    if cell.formula:
        sheet.write_formula(row, column, cell.formula, look, _result(value))
    elif cell.link:
        sheet.write_url(row, column, cell.link, look, str(value))
    elif value is None or value == "":
        sheet.write_blank(row, column, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, look)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
    else:
        sheet.write_number(row, column, float(value), look)


def _result(value: str | Decimal | int | date | None) -> str | float:
    if value is None:
        return ""
    return float(value) if isinstance(value, Decimal | int) else str(value)


def _format(book: xlsxwriter.Workbook, look: Look) -> Format:
    wanted: dict[str, Any] = {
        "font_name": look.font,
        "font_size": look.size,
        "font_color": look.colour,
        "bold": look.bold,
        "align": look.align,
        "valign": look.valign,
        "text_wrap": look.wrap,
        "locked": look.locked,
        "indent": look.indent,
        "shrink": look.shrink,
    }
    if look.border:
        wanted |= {"border": 1, "border_color": "#808080"}
    if look.fill:
        wanted["bg_color"] = look.fill
    if look.number:
        wanted["num_format"] = look.number
    return book.add_format(wanted)


def _validation(limit: Limit) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "input_title": limit.title[:_HINT_TITLE_LENGTH],
        "input_message": limit.hint[:_HINT_LENGTH],
        "error_title": "请核对",
        "error_message": (limit.refusal or limit.hint)[:_HINT_LENGTH],
        "ignore_blank": True,
    }
    match limit.allow:
        case Allow.ANY:
            return {"validate": "any", **shown}
        case Allow.LIST:
            return {"validate": "list", "source": _options(limit.options), **shown}
        case Allow.LENGTH:
            return {"validate": "length", "criteria": "<=", "value": limit.most, **shown}
        case _:
            return {"validate": limit.allow.value, **_bounds(limit), **shown}


def _options(options: Sequence[str]) -> list[str]:
    if len(",".join(options)) > _OPTIONS_LENGTH:
        message = f"a drop-down may hold {_OPTIONS_LENGTH} characters: {options}"
        raise ValueError(message)
    return list(options)


def _bounds(limit: Limit) -> dict[str, Any]:
    least, most = (_plain(bound) for bound in (limit.least, limit.most))
    if least is not None and most is not None:
        return {"criteria": "between", "minimum": least, "maximum": most}
    return {"criteria": "<=", "value": most} if least is None else {"criteria": ">=", "value": least}


def _plain(bound: Decimal | int | date | None) -> float | date | None:
    if isinstance(bound, Decimal):
        return int(bound) if bound == bound.to_integral_value() else float(bound)
    return bound


def _arrange(sheet: Worksheet, page: Page) -> None:
    """Freeze, filter, and print on A4, one page wide, headings repeated."""
    sheet.freeze_panes(*page.freeze)
    if page.filter_rows and page.rows:
        sheet.autofilter(page.freeze[0] - 1, 0, max(len(page.rows) - 1, page.freeze[0]), len(page.widths) - 1)
    if page.tab:
        sheet.set_tab_color(page.tab)
    sheet.set_paper(_A4)
    if page.landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=15 / _INCH, right=15 / _INCH, top=20 / _INCH, bottom=18 / _INCH)
    sheet.center_horizontally()
    if page.head:
        sheet.set_header(page.head)
    sheet.set_footer(page.foot or "&C第 &P 页，共 &N 页")
    if page.repeat:
        sheet.repeat_rows(0, page.repeat - 1)
    if page.rows and not page.hidden:
        # A hidden sheet with a print area would be printed by LibreOffice.
        width = max(len(page.widths), 1)
        sheet.print_area(f"A1:{letters(width - 1)}{len(page.rows)}")
    sheet.hide_gridlines(2)


def row_height(cells: Sequence[Cell | None], widths: Sequence[float]) -> float:
    """Points that a row needs for its wrapped texts in columns of these widths."""
    return max((_cell_height(c, w) for c, w in zip(cells, widths, strict=False) if c is not None), default=0.0)


def _cell_height(cell: Cell, width: float) -> float:
    if not isinstance(cell.value, str):
        return cell.look.size * _POINTS_A_LINE + _IDLE_POINTS
    room = max(width - 1, 1) * 11 / cell.look.size
    lines = sum(max(1, -(-text_width(line) // int(room))) for line in cell.value.split("\n"))
    return lines * cell.look.size * _POINTS_A_LINE + _IDLE_POINTS
