"""What a spreadsheet holds, as values: cells, sheets, workbooks, and A1 addresses."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LETTERS = 26


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error such as #DIV/0!."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Uncalculated:
    """A formula that was saved without its result."""

    formula: str

    def __str__(self) -> str:
        return f"={self.formula}"


Value = str | float | int | bool | date | datetime | time | timedelta | CellError | Uncalculated
"""What one cell holds; an empty cell holds ""."""


_TOP_ROWS = 6


@dataclass(frozen=True, slots=True)
class Anatomy:
    """How a sheet is made, beside what its cells hold; rows and columns are counted from 0.

    `hidden_columns` are spans, first and last. A formula that a cell shares with others has no text of its own.
    """

    formulas: Mapping[tuple[int, int], str]
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()
    filtered: bool = False
    protected: bool = True

    def hides_column(self, column: int) -> bool:
        """Whether nobody sees this column."""
        return any(first <= column <= last for first, last in self.hidden_columns)


@dataclass(frozen=True)
class Sheet:
    """One sheet: its rows from A1 on, each as long as the widest.

    `merged` are the merged ranges as first row, first column, last row and last column, counted from 0; only where the
    reader was asked for them, or where a form has others than its own. `anatomy` is there only where a first look
    showed that something is out of the ordinary.
    """

    name: str
    visible: bool
    rows: Sequence[Sequence[Value]]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    anatomy: Anatomy | None = None

    def at(self, row: int, column: int) -> Value:
        """The value in a cell, counted from 0; "" outside the used area."""
        if row < len(self.rows) and column < len(self.rows[row]):
            return self.rows[row][column]
        return ""

    @cached_property
    def tops(self) -> tuple[dict[str, int], ...]:
        """Where headings may stand: of each of the first rows, its texts tidied with the column of each."""
        found = []
        for row in self.rows[:_TOP_ROWS]:
            columns: dict[str, int] = {}
            for column, value in enumerate(row):
                if isinstance(value, str) and value:
                    columns.setdefault(tidy(value), column)
            found.append(columns)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Workbook:
    """All sheets of a file, in order, and what else came in the file: macros, links to other files, the strict dialect."""

    sheets: tuple[Sheet, ...]
    macros: bool = False
    links: bool = False
    strict: bool = False

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of this name, blanks around the name forgiven; None where there is none."""
        return next((sheet for sheet in self.sheets if sheet.name.strip() == name), None)


@cache
def letters(column: int) -> str:
    """The letters of a column counted from 0: 0 is A, 26 is AA."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        text = chr(ord("A") + rest) + text
    return text


def a1(row: int, column: int) -> str:
    """The address of a cell counted from 0."""
    return f"{letters(column)}{row + 1}"


def span(row: int, first: int, last: int) -> str:
    """The address of a part of one row, columns counted from 0, both included."""
    return f"{a1(row, first)}:{a1(row, last)}"


_BLANKS = re.compile(r"[\s\u200b\ufeff\u00a0]+")


def tidy(value: Value) -> str:
    """A heading or label as people read it: no blanks, no stars, no line breaks."""
    return _BLANKS.sub("", str(value)).strip("*＊:：") if value != "" else ""
