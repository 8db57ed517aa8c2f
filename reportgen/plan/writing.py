"""A plan workbook written from its definition: explanations, headings, drop-downs, widths; openpyxl is known here only."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from reportgen.packages import member, package
from reportgen.plan.sheets import (
    ALLOCATIONS,
    BASICS,
    BASICS_ITEMS,
    CLAUSES,
    CLAUSES_KNOWN,
    MONTHS,
    NOTE,
    SHEETS,
    Column,
    Holds,
    SheetDefinition,
)
from reportgen.wording import text_width

if TYPE_CHECKING:
    from decimal import Decimal

    from openpyxl.worksheet.worksheet import Worksheet


Table = Sequence[Mapping[str, "str | int | Decimal | date | None"]]
"""Rows by heading."""

EXPLANATION: Final = "说明"
_SPARE_ROWS = 200
_NOTE_WIDTH = 40
_LINE_HEIGHT, _MARGIN, _FILLED = 15.0, 3.0, 0.9
_THIN = Side(style="thin", color="808080")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="BDD7EE")
_MUST = PatternFill("solid", fgColor="FCE4D6")
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")


def write_plan(tables: Mapping[str, Table], title: str) -> bytes:
    """The workbook of these rows by sheet and heading; the same rows give the same bytes.

    Headings that the definition does not know are written as further columns (指标分解 has one per indicator), tables
    that it does not know as further sheets, which reading passes over.
    """
    book = Workbook()
    first = book.active
    if first is not None:
        book.remove(first)
    book.properties.title = title
    book.properties.creator = ""
    _explain(book.create_sheet(EXPLANATION))
    for definition in SHEETS:
        rows = tables.get(definition.name, ())
        if rows or definition.required:
            _fill(book.create_sheet(definition.name), definition, rows)
    known = {definition.name for definition in SHEETS}
    for name, rows in tables.items():
        if name not in known and rows:
            _fill(book.create_sheet(name), _unread(name, rows), rows)
    return _same_bytes(book)


def _same_bytes(book: Workbook) -> bytes:
    """The saved workbook with the clock taken out."""
    saved = io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    return package(member(name, _STAMP.sub(rb"\g<1>2000-01-01T00:00:00Z\g<3>", content)) for name, content in parts)


def _explain(sheet: Worksheet) -> None:
    lines: list[tuple[str, str, str, str]] = [("工作表", "栏目", "填什么", "怎么填")]
    for definition in SHEETS:
        lines.append((definition.name, "", "", definition.explanation))
        lines += [
            (definition.name, c.heading, c.holds.value, _advice(c))
            for c in _explained(definition)
            if _advice(c) or c.required
        ]
    lines += [(CLAUSES.name, c.name, "数字", f"{c.explanation}不填按{c.default}。") for c in CLAUSES_KNOWN]
    for line in lines:
        sheet.append(line)
    for row in sheet.iter_rows():
        for cell in row:
            cell.border = _FRAME
            cell.alignment = Alignment(vertical="center", wrap_text=True)
            cell.font = Font(name="宋体", size=11, bold=cell.row == 1 or not row[1].value)
            if cell.row == 1:
                cell.fill = _HEAD
    for letter, width in zip("ABCD", (12, 26, 30, 80), strict=True):
        sheet.column_dimensions[letter].width = width
    _make_room(sheet)
    sheet.freeze_panes = "A2"
    _print_nicely(sheet, landscape=True)


def _explained(definition: SheetDefinition) -> tuple[Column, ...]:
    return BASICS_ITEMS if definition is BASICS else definition.columns


def _advice(column: Column) -> str:
    must = "必填。" if column.required else ""
    return f"{must}{column.hint}"


def _fill(sheet: Worksheet, definition: SheetDefinition, rows: Table) -> None:
    headings = _headings(definition, rows)
    sheet.append(headings)
    for row in rows:
        sheet.append([row.get(heading) for heading in headings])
    columns = {column.heading: column for column in definition.columns}
    for index, heading in enumerate(headings, start=1):
        column = columns.get(heading)
        _head_cell(sheet, index, column)
        sheet.column_dimensions[get_column_letter(index)].width = column.width if column else 10
        if column:
            _offer(sheet, index, column)
    _dress(sheet, len(headings))
    if definition is BASICS:
        _offer_basics(sheet, rows)
    sheet.freeze_panes = f"{get_column_letter(1 + _kept_in_view(definition))}2"
    sheet.auto_filter.ref = (
        f"A1:{get_column_letter(len(headings))}{max(sheet.max_row, 2)}" if definition is not BASICS else None
    )
    _print_nicely(sheet, landscape=definition is not BASICS)


def _unread(name: str, rows: Table) -> SheetDefinition:
    """A sheet for people only."""
    return SheetDefinition(name, "", tuple(Column(heading, width=_NOTE_WIDTH) for heading in rows[0]))


def _headings(definition: SheetDefinition, rows: Table) -> list[str]:
    """The definition's headings, further ones before 备注; the twelve months only where a row uses them."""
    used = {heading for row in rows for heading in row}
    known = [c.heading for c in definition.columns if c.heading not in MONTHS or c.heading in used]
    more = [heading for row in rows for heading in row if heading not in known]
    notes = [heading for heading in known if heading == NOTE.heading]
    return [*(heading for heading in known if heading not in notes), *dict.fromkeys(more), *notes]


def _kept_in_view(definition: SheetDefinition) -> int:
    """Columns that stay in view: up to the name of the row."""
    if definition is ALLOCATIONS:
        return 2
    named = [i for i, c in enumerate(definition.columns, start=1) if c.heading.endswith("名称")]
    return named[0] if named else 1


def _head_cell(sheet: Worksheet, index: int, column: Column | None) -> None:
    cell = sheet.cell(1, index)
    cell.fill = _MUST if column and column.required else _HEAD
    text = f"{column.holds.value}。{_advice(column)}" if column else "指标编号"
    cell.comment = Comment(text, "", width=260, height=110)


def _dress(sheet: Worksheet, width: int) -> None:
    for row in sheet.iter_rows(max_col=width):
        for cell in row:
            cell.border = _FRAME
            head = cell.row == 1
            cell.font = Font(name="宋体", size=11, bold=head)
            cell.alignment = Alignment(horizontal="center" if head else None, vertical="center", wrap_text=True)
            if isinstance(cell.value, date):
                cell.number_format = "yyyy-mm-dd"
    _make_room(sheet)
    sheet.row_dimensions[1].height = 28


def _make_room(sheet: Worksheet) -> None:
    """Rows as high as their longest cell needs; not every program does this when it opens the file."""
    for number, row in enumerate(sheet.iter_rows(min_row=2, values_only=True), start=2):
        lines = max((_lines(sheet, column, value) for column, value in enumerate(row, start=1)), default=1)
        if lines > 1:
            sheet.row_dimensions[number].height = lines * _LINE_HEIGHT + _MARGIN


def _lines(sheet: Worksheet, column: int, value: object) -> int:
    """How many lines a text takes in its column."""
    if not isinstance(value, str):
        return 1
    room = sheet.column_dimensions[get_column_letter(column)].width * _FILLED
    return sum(max(1, math.ceil(text_width(line) / room)) for line in value.split("\n"))


def _offer(sheet: Worksheet, index: int, column: Column) -> None:
    """A drop-down where the words are fixed; a choice that may be added to warns and lets pass."""
    if not column.choices:
        return
    options = f'"{",".join(column.choices)}"'
    rule = DataValidation("list", formula1=options, allow_blank=True, showErrorMessage=True)
    rule.errorStyle = "warning" if column.open_choice else "stop"
    rule.errorTitle = "请核对"
    rule.error = f"可选：{'、'.join(column.choices)}。"
    rule.promptTitle, rule.prompt = column.heading, column.hint or f"可选：{'、'.join(column.choices)}。"
    rule.showInputMessage = True
    letter = get_column_letter(index)
    rule.add(f"{letter}2:{letter}{_SPARE_ROWS}")
    sheet.add_data_validation(rule)


def _offer_basics(sheet: Worksheet, rows: Table) -> None:
    items = {column.heading: column for column in BASICS_ITEMS}
    for number, row in enumerate(rows, start=2):
        item = items.get(str(row.get("项目", "")))
        if item and item.required:
            sheet.cell(number, 1).fill = _MUST
        if item and item.holds is Holds.YES_NO:
            rule = DataValidation("list", formula1=f'"{",".join(item.choices)}"', allow_blank=True)
            rule.add(f"B{number}")
            sheet.add_data_validation(rule)
        sheet.cell(number, 2).alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)


def _print_nicely(sheet: Worksheet, *, landscape: bool) -> None:
    sheet.page_setup.paperSize = 9
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    footer = sheet.oddFooter
    if footer is not None:
        footer.center.text = "第 &P 页，共 &N 页"
