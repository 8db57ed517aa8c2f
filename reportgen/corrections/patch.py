"""The sheets of a form with its faulty cells coloured and open, all other entry cells locked (lxml)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from lxml import etree

from reportgen.corrections.book import PatchError, main, place_child
from reportgen.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.corrections.book import Book
    from reportgen.corrections.styles import Styles

FILLS: Final = {
    Severity.RETURN: "FFF4A7A0",
    Severity.ERROR: "FFF8B9B0",
    Severity.VERIFY: "FFFFE38A",
    Severity.NOTE: "FFFFFFFF",
}
"""The colour of a marked cell; no colour that the form itself uses, so that ours are known again."""

_ADDRESS: Final = re.compile(r"^([A-Z]{1,3})([1-9]\d{0,6})$")
_ROWS: Final = re.compile(r"^[A-Z]{0,3}([1-9]\d{0,6}):[A-Z]{0,3}([1-9]\d{0,6})$")
_MOST_ROWS: Final = 1000
_LETTERS: Final = 26
_ALLOWED: Final = ("formatColumns", "formatRows", "autoFilter")


@dataclass(frozen=True)
class Marks:
    """What is done to one sheet, cells by A1: the faulty ones, those that their correction needs, those of last time.

    Of a `loose` sheet a row or the whole is at fault: its entry cells stay open, and all cells of the faulty `rows`
    (counted from 1) are. `former` holds the colour that a cell had before it was marked in an earlier round.
    """

    faulty: Mapping[str, Severity] = field(default_factory=dict)
    needed: frozenset[str] = frozenset()
    former: Mapping[str, str] = field(default_factory=dict)
    loose: bool = False
    rows: frozenset[int] = frozenset()


def position(address: str) -> tuple[int, int] | None:
    """Row and column of a cell from 0; None for a range or anything else."""
    parts = _ADDRESS.match(address)
    if parts is None:
        return None
    column = 0
    for letter in parts[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(parts[2]) - 1, column - 1


def rows_of(address: str) -> frozenset[int]:
    """The rows of a range, counted from 1; nothing for a single cell or anything else."""
    parts = _ROWS.match(address)
    if parts is None or int(parts[2]) - int(parts[1]) > _MOST_ROWS:
        return frozenset()
    return frozenset(range(int(parts[1]), int(parts[2]) + 1))


def _row_number(address: str) -> int:
    return int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ") or 0)


def mark_sheet(book: Book, styles: Styles, part: str, marks: Marks) -> dict[str, str]:
    """Colour, open and lock the cells of a sheet and protect it; the colour that each faulty cell had before."""
    root = book.change(part)
    if root.tag != main("worksheet"):
        raise PatchError("工作表部件少见")
    cells = dict(_cells(root))
    for address in marks.faulty:
        if address not in cells:
            cells[address] = _new_cell(root, address)
    before: dict[str, str] = {}
    in_rows = {address for address in cells if marks.rows and _row_number(address) in marks.rows}
    marks = replace(marks, needed=marks.needed | (in_rows - marks.faulty.keys()))
    special = {*marks.faulty, *marks.needed, *marks.former}
    others: dict[str | None, str | None] = {}  # the look that a cell without a mark gets, by the look that it has
    for address, cell in cells.items():
        has = cell.get("s")
        if address in special:
            look, fill = _look(styles, _number(has), address, marks)
            cell.set("s", str(look))
            if address in marks.faulty:
                before[address] = fill
            continue
        if has not in others:
            own = _number(has)
            look, _ = _look(styles, own, address, marks)
            others[has] = str(look) if look != own else None
        if (new := others[has]) is not None:
            cell.set("s", new)
    _protect(root)
    return before


def _look(styles: Styles, own: int, address: str, marks: Marks) -> tuple[int, str]:
    """The look that a cell gets, and the colour that it had before any mark of ours."""
    ours = address in marks.former and styles.fill_of(own) in FILLS.values()
    severity = marks.faulty.get(address)
    if severity is not None:
        before = marks.former[address] if ours else styles.fill_of(own)
        return styles.look(own, FILLS[severity], locked=False), before
    back = marks.former[address] if ours else None
    if address in marks.needed:
        return styles.look(own, back, locked=False), ""
    if ours or (styles.is_open(own) and not marks.loose):
        return styles.look(own, back, locked=not marks.loose), ""
    return own, ""


def _cells(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    for cell in root.iter(main("c")):
        address = cell.get("r")
        if not address:
            raise PatchError("单元格没有写明位置")
        yield address.upper(), cell


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _new_cell(root: etree._Element, address: str) -> etree._Element:
    """A cell that the file left out because it is blank, in its place in its row."""
    place = position(address)
    data = root.find(main("sheetData"))
    if place is None or data is None:
        raise PatchError("工作表部件少见")
    row = _row(data, place[0] + 1)
    column_look = next(
        (
            c.get("style")
            for c in root.iter(main("col"))
            if _number(c.get("min")) <= place[1] + 1 <= _number(c.get("max"))
        ),
        None,
    )
    look = row.get("s") if row.get("customFormat") in ("1", "true") else column_look
    cell = etree.Element(main("c"), r=address, s=look or "0")
    for number, other in enumerate(row):
        there = position((other.get("r") or "").upper())
        if there is not None and there[1] > place[1]:
            row.insert(number, cell)
            return cell
    row.append(cell)
    return cell


def _row(data: etree._Element, number: int) -> etree._Element:
    for place, row in enumerate(data):
        here = _number(row.get("r"))
        if not here:
            raise PatchError("单元格没有写明位置")
        if here == number:
            return row
        if here > number:
            made = etree.Element(main("row"), r=str(number))
            data.insert(place, made)
            return made
    return etree.SubElement(data, main("row"), r=str(number))


def _protect(root: etree._Element) -> None:
    """Protection on, without a password; areas that were excepted from it are no longer."""
    for name in ("sheetProtection", "protectedRanges"):
        for old in root.findall(main(name)):
            root.remove(old)
    made = etree.Element(main("sheetProtection"), sheet="1", objects="1", scenarios="1")
    for what in _ALLOWED:
        made.set(what, "0")
    place_child(root, made)


def deselect(book: Book, parts: Mapping[str, str]) -> None:
    """No other sheet stays chosen beside the first: what is typed into one of several chosen goes into all."""
    for part in parts.values():
        if not part.startswith("xl/worksheets/"):
            continue
        if any(view.get("tabSelected") in ("1", "true") for view in book.read(part).iter(main("sheetView"))):
            for view in book.change(part).iter(main("sheetView")):
                view.attrib.pop("tabSelected", "")
