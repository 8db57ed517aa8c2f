"""What happened to a form beside its answers: merges, hidden rows, filters, formulas, pictures, text in the margin."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.findings import Place
from reportgen.forms.definition import COVER, IDENTITY
from reportgen.intake.filings import Damage, Injury
from reportgen.plan.workbook import written_text
from reportgen.workbooks.cells import a1, letters, tidy

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.forms.definition import FormSheet
    from reportgen.workbooks.cells import Sheet, Value, Workbook

_LONGEST_SEEN: Final = 20
_MOST_NAMED: Final = 5

_Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Area:
    """A merged range that takes answers away; one over several rows leaves no answer in it to anybody."""

    place: Place
    several_rows: bool
    seen: str


@dataclass(frozen=True)
class Found:
    """A sheet of the form as it was found: its row of headings and the column of each."""

    form: FormSheet
    sheet: Sheet
    top: int
    columns: Mapping[str, int]

    @property
    def entry_columns(self) -> tuple[int, ...]:
        """The columns that the department fills in, as far as they are there."""
        return tuple(self.columns[f.heading] for f in self.form.entries if f.heading in self.columns)

    def place(self, file: str, cell: str | None, label: str) -> Place:
        """A place on this sheet, called as the form calls it."""
        return Place(file, self.form.name, cell, label)


# ---- merges


def merged_away(found: Found, file: str) -> dict[_Cell, Area]:
    """The cells whose answer a merge takes away, each with the merged range; 填报说明 has merges of its own."""
    away: dict[_Cell, Area] = {}
    key = {found.columns[heading] for heading in found.form.key}
    wanted = {*found.entry_columns, *key}
    for first_row, first_column, last_row, last_column in found.sheet.merged:
        rows = range(max(first_row, found.top + 1), min(last_row, len(found.sheet.rows) - 1) + 1)
        columns = sorted(column for column in wanted if first_column <= column <= last_column)
        hidden = [(r, c) for r in rows for c in columns if (r, c) != (first_row, first_column)]
        if not hidden:
            continue
        several = len(rows) > 1
        cell = f"{a1(first_row, first_column)}:{a1(rows[-1], last_column)}"
        seen = written_text(found.sheet.at(first_row, first_column))[:_LONGEST_SEEN]
        area = Area(found.place(file, cell, ""), several, seen)
        # Of a figure that spans several rows nobody knows whose it is.
        away |= dict.fromkeys(((r, c) for r in rows for c in columns) if several else hidden, area)
    return away


def merge_injuries(areas: Mapping[_Cell, Area]) -> Iterator[Injury]:
    """One for each merged range."""
    for area in dict.fromkeys(areas.values()):
        yield Injury(Damage.ROWS_MERGED if area.several_rows else Damage.COLUMNS_MERGED, area.place, area.seen)


# ---- hidden, filtered, in the margin


def hidden_injuries(found: Found, file: str) -> Iterator[Injury]:
    """Hidden rows and columns in which something was filled in; rows that a filter hides are told as a filter."""
    anatomy = found.sheet.anatomy
    if anatomy is None or not (anatomy.hidden_rows or anatomy.hidden_columns):
        return
    rows = [r for r in sorted(anatomy.hidden_rows) if r > found.top and _any(found, r, found.entry_columns)]
    if rows:
        named = "、".join(str(r + 1) for r in rows[:_MOST_NAMED]) + ("等" if len(rows) > _MOST_NAMED else "")
        cell = f"{rows[0] + 1}:{rows[-1] + 1}"
        damage = Damage.FILTERED if anatomy.filtered else Damage.HIDDEN
        yield Injury(damage, found.place(file, cell, f"第{named}行"), f"第{named}行")
    body = range(found.top + 1, len(found.sheet.rows))
    for f in found.form.entries:
        column = found.columns.get(f.heading)
        if column is not None and anatomy.hides_column(column) and any(_any(found, r, (column,)) for r in body):
            cell = f"{letters(column)}:{letters(column)}"
            words = f"“{f.heading}”一栏"
            yield Injury(Damage.HIDDEN, found.place(file, cell, words), words)


def _any(found: Found, row: int, columns: Sequence[int]) -> bool:
    return any(found.sheet.at(row, column) != "" for column in columns)


def outside_injuries(found: Found, file: str, ids: Sequence[int]) -> Iterator[Injury]:
    """What stands where nothing is read: beside the columns, above the headings, in rows below; one for a sheet.

    `ids` are the numbers of the rows that were read.
    """
    stray = [
        (row, column)
        for row, column in _strays(found, frozenset(ids))
        if tidy(found.sheet.at(row, column)) and not _is_second_heading(found, column)
    ]
    if stray:
        row, column = stray[0]
        label = f"共{len(stray)}格" if len(stray) > 1 else ""
        seen = written_text(found.sheet.at(row, column))[:_LONGEST_SEEN]
        yield Injury(Damage.OUTSIDE, found.place(file, a1(row, column), label), seen)


def _strays(found: Found, read: frozenset[int]) -> Iterator[_Cell]:
    rows, top, columns = found.sheet.rows, found.top, frozenset(found.columns.values())
    for row in range(top):
        yield from ((row, column) for column in range(len(rows[row])))
    # Where a heading is gone its column is the cause, told by its own rule.
    complete = all(f.heading in found.columns for f in found.form.fields)
    first = 0 if complete else max(columns) + 1
    if len(rows[top]) > len(columns):
        unknown = [c for c in range(first, len(rows[top])) if c not in columns]
        yield from ((row, column) for row in range(top, len(rows)) for column in unknown)
    entries = found.entry_columns
    for row in range(top + 1, len(rows)):
        if row not in read and not _any(found, row, entries):
            yield from ((row, column) for column in sorted(columns))


def _is_second_heading(found: Found, column: int) -> bool:
    heading = tidy(found.sheet.at(found.top, column))
    return found.columns.get(heading, column) != column


def twice_injuries(found: Found, file: str) -> Iterator[Injury]:
    """A heading that stands twice, where the second column holds something else than the first."""
    headings = found.sheet.rows[found.top]
    if found.top < len(found.sheet.tops):
        texts = sum(isinstance(value, str) and value != "" for value in headings)
        if texts == len(found.sheet.tops[found.top]):
            # As many different headings as cells that hold one.
            return
    for column, value in enumerate(headings):
        first = found.columns.get(tidy(value)) if isinstance(value, str) and value else None
        if first is None or first == column:
            continue
        body = range(found.top + 1, len(found.sheet.rows))
        if any(found.sheet.at(r, column) not in ("", found.sheet.at(r, first)) for r in body):
            yield Injury(Damage.COLUMN_TWICE, found.place(file, a1(found.top, column), tidy(value)), letters(first))


# ---- the workbook


def extra_sheets(workbook: Workbook, used: Sequence[Sheet]) -> Iterator[Sheet]:
    """Sheets that are none of the form's and hold something; what is hidden was put there by a program."""
    for sheet in workbook.sheets:
        own = sheet.name.strip() in (COVER, IDENTITY) or any(sheet is one for one in used)
        if sheet.visible and not own and any(value != "" for row in sheet.rows for value in row):
            yield sheet


def workbook_injuries(workbook: Workbook, file: str) -> Iterator[Injury]:
    """Macros and the strict dialect: read all the same, and said."""
    if workbook.macros:
        yield Injury(Damage.MACROS, Place(file))
    if workbook.strict:
        yield Injury(Damage.STRICT, Place(file))


# ---- formulas


_OURS = re.compile(
    r'IF\(OR\(NOT\(ISNUMBER\(([A-Z]+\d+)\)\),([A-Z]+\d+)=""\),"",\1-\2\)|IF\(ISNUMBER\(([A-Z]+\d+)\),\3/[A-Z]+\d+,""\)'
)
_ARITHMETIC = re.compile(r"[\d.,+\-*/()% ]+")
_LINK = re.compile(r"\[[^\[\]]+\][^\[\]]*!")
_PICTURE = "DISPIMG("
_HALF: Final = Decimal("0.5")
_SHARE_SLACK: Final = Decimal("0.0006")


def is_picture(value: Value, formula: str) -> bool:
    """Whether a cell holds a picture as WPS keeps it: a formula =DISPIMG("ID_…",1)."""
    return _PICTURE in formula or (not isinstance(value, float) and _PICTURE in str(value))


def is_arithmetic(formula: str) -> bool:
    """Whether a formula is made of plain numbers only, as =50+10: its value is what it is."""
    return _ARITHMETIC.fullmatch(formula) is not None


def is_link(formula: str) -> bool:
    """Whether a formula looks into another workbook, as [1]Sheet1!A1 or '[月报.xlsx]表'!A1 does."""
    return _LINK.search(formula) is not None


def formula_of(sheet: Sheet, row: int, column: int) -> str:
    """The formula in a cell, "" where there is none or none was seen."""
    return sheet.anatomy.formulas.get((row, column), "") if sheet.anatomy is not None else ""


def is_replaced(sheet: Sheet, row: int, column: int) -> bool:
    """Whether one of the form's own formulas has given way to a number, a text or another formula."""
    value = sheet.at(row, column)
    if value in ("", "—"):
        return False
    if sheet.anatomy is None:
        return isinstance(value, str)
    formula = sheet.anatomy.formulas.get((row, column))
    if formula is None:
        return True
    return bool(formula) and _OURS.fullmatch(formula.replace("$", "").replace(" ", "")) is None


def agrees(seen: Decimal, expected: Decimal, *, share: bool) -> bool:
    """Whether a number typed over a formula is its result, as rounded as it was typed; a share may stand as %."""
    if share:
        return min(abs(seen - expected), abs(seen / 100 - expected)) <= _SHARE_SLACK
    exponent = seen.as_tuple().exponent
    step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) and exponent < 0 else Decimal(0)
    return abs(seen - expected) <= step * _HALF
