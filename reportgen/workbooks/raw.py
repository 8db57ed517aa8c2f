"""What a values-only reader does not see: errors, formulas, hidden rows, merges, protection (lxml)."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from reportgen.workbooks.cells import Anatomy, CellError, Uncalculated

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterable, Iterator

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_LETTERS = 26
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


def _tree(content: bytes) -> etree._Element | None:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    try:
        return etree.fromstring(content, parser)
    except etree.XMLSyntaxError:
        return None


def sheet_names_by_part(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet part to sheet name, by way of the workbook's relationships."""
    book = _tree(archive.read("xl/workbook.xml")) if "xl/workbook.xml" in archive.namelist() else None
    rels = "xl/_rels/workbook.xml.rels"
    links = _tree(archive.read(rels)) if rels in archive.namelist() else None
    if book is None or links is None:
        return {}
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    names = {}
    for sheet in book.iter("{*}sheet"):
        target = targets.get(sheet.get(_RELATION) or sheet.get(_STRICT_RELATION), "")
        names[posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")] = sheet.get("name", "")
    return names


@dataclass(frozen=True, slots=True)
class Look:
    """What one sheet part tells at a second look; `blanks` are cells that hold something and look empty."""

    blanks: dict[tuple[int, int], CellError | Uncalculated]
    merged: tuple[tuple[int, int, int, int], ...]
    anatomy: Anatomy


def second_look(content: bytes) -> Look | None:
    """One pass over a sheet part; None where it is no XML."""
    root = _tree(content)
    if root is None:
        return None
    blanks: dict[tuple[int, int], CellError | Uncalculated] = {}
    formulas: dict[tuple[int, int], str] = {}
    for cell in root.iter("{*}c"):
        place = _place(cell.get("r", ""))
        if place is None:
            continue
        stored = (cell.findtext("{*}v") or "").strip()
        formula = cell.find("{*}f")
        if formula is not None:
            formulas[place] = formula.text or ""
        if cell.get("t") == "e":
            blanks[place] = CellError(stored or "#N/A")
        elif formula is not None and not stored and cell.get("t") != "str":
            blanks[place] = Uncalculated(formula.text or "")
    return Look(blanks, tuple(_merges(root)), _anatomy(root, formulas))


def _merges(root: etree._Element) -> Iterator[tuple[int, int, int, int]]:
    for merge in _children(root, "mergeCells"):
        first, _, last = merge.get("ref", "").partition(":")
        begin, end = _place(first), _place(last)
        if begin is not None and end is not None:
            yield (*begin, *end)


def _children(root: etree._Element, name: str) -> Iterable[etree._Element]:
    parent = root.find(f"{{*}}{name}")
    return () if parent is None else parent


def _anatomy(root: etree._Element, formulas: dict[tuple[int, int], str]) -> Anatomy:
    protection = root.find("{*}sheetProtection")
    return Anatomy(
        formulas,
        frozenset(
            int(row.get("r", "1")) - 1
            for row in _children(root, "sheetData")
            if _is_true(row.get("hidden")) and row.get("r", "").isdecimal()
        ),
        tuple(
            (int(column.get("min", "1")) - 1, int(column.get("max", "1")) - 1)
            for column in _children(root, "cols")
            if _is_true(column.get("hidden"))
            and column.get("min", "").isdecimal()
            and column.get("max", "").isdecimal()
        ),
        filtered=root.find("{*}autoFilter") is not None,
        protected=protection is not None and _is_true(protection.get("sheet")),
    )


def _is_true(text: str | None) -> bool:
    return text in ("1", "true")


def extent(content: bytes) -> tuple[int, int]:
    """How many rows and columns a sheet part spans, all that there can be where it is damaged.

    A row or cell without an address follows the one before it.
    """
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return _MOST_ROWS, _MOST_COLUMNS
    row = column = rows = columns = 0
    for one in root.iter("{*}row", "{*}c"):
        address = one.get("r", "")
        if etree.QName(one).localname == "row":
            row = int(address) if address.isdecimal() else row + 1
            column = 0
            continue
        place = _place(address)
        column = column + 1 if place is None else place[1] + 1
        rows, columns = max(rows, row if place is None else place[0] + 1), max(columns, column)
    return rows, columns


def _place(address: str) -> tuple[int, int] | None:
    letters = address.rstrip("0123456789")
    digits = address[len(letters) :]
    if not (letters.isalpha() and letters.isascii() and digits):
        return None
    column = 0
    for letter in letters.upper():
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return int(digits) - 1, column - 1
