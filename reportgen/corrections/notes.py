"""Notes on cells: the comments of a sheet and the drawing that shows them; what others wrote is kept (lxml)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from reportgen.corrections.book import MAIN, OFFICE, PatchError, default_space, main, place_child, plain_text
from reportgen.wording import text_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.corrections.book import Book

MARK: Final = "【校核】"
"""Every line of ours in a note begins so, and so is known again when the form comes back."""
_AUTHOR: Final = "校核"
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_V: Final = "urn:schemas-microsoft-com:vml"
_O: Final = "urn:schemas-microsoft-com:office:office"
_X: Final = "urn:schemas-microsoft-com:office:excel"
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"
_THREAD: Final = "tc="
_SHAPE_NUMBER: Final = re.compile(r"_s(\d+)$")
_BLOCK: Final = 1024
_WIDTH, _LINE = 40, 1


def write_notes(
    book: Book, sheet: str, notes: Mapping[tuple[int, int], str], addresses: Mapping[str, tuple[int, int]]
) -> None:
    """Our lines in the notes of a sheet's cells, by row and column from 0; those of an earlier round are gone.

    `addresses` are the same cells by A1.
    """
    links = {kind: target for _, kind, target in book.links(sheet)}
    part = links.get("comments", "")
    if not part and not notes:
        return
    if not part:
        part = _new_comments(book, sheet)
    elif not notes and MARK not in "".join(t.text or "" for t in book.read(part).iter(main("t"))):
        return
    root = book.change(part)
    texts = root.find(main("commentList"))
    if root.tag != main("comments") or texts is None:
        raise PatchError("批注部件少见")
    gone = _without_ours(texts)
    there = {(one.get("ref") or "").upper(): one for one in texts.iterchildren(main("comment"))}
    fresh: dict[tuple[int, int], str] = {}
    for address, place in addresses.items():
        words = plain_text(notes[place])
        if address not in there:
            _add(root, texts, address, words)
            if address not in gone:
                fresh[place] = words
            gone.discard(address)
        elif not _is_thread(root, there[address]):
            _append(there[address], words)
    _draw(book, sheet, links, fresh, gone)


def _new_comments(book: Book, sheet: str) -> str:
    part = book.free_name("xl/comments{}.xml")
    root = etree.Element(main("comments"), nsmap=default_space(MAIN))
    etree.SubElement(root, main("authors"))
    etree.SubElement(root, main("commentList"))
    book.put_tree(part, root, _COMMENTS_TYPE)
    book.link(sheet, "comments", part)
    return part


def _without_ours(texts: etree._Element) -> set[str]:
    """Take our lines out; the cells whose note held nothing else."""
    gone: set[str] = set()
    for one in list(texts.iterchildren(main("comment"))):
        ours = False
        for text in one.iter(main("t")):
            if MARK in (text.text or ""):
                ours = True
                lines = (text.text or "").replace("\r\n", "\n").split("\n")
                text.text = "\n".join(line for line in lines if not line.startswith(MARK))
        if ours and not "".join(text.text or "" for text in one.iter(main("t"))).strip():
            gone.add((one.get("ref") or "").upper())
            texts.remove(one)
    return gone


def _is_thread(root: etree._Element, one: etree._Element) -> bool:
    authors = root.find(main("authors"))
    number = int(one.get("authorId") or 0)
    name = (authors[number].text or "") if authors is not None and number < len(authors) else ""
    return name.startswith(_THREAD)


def _add(root: etree._Element, texts: etree._Element, address: str, words: str) -> None:
    authors = root.find(main("authors"))
    if authors is None:
        authors = etree.Element(main("authors"))
        root.insert(0, authors)
    names = [author.text for author in authors]
    if _AUTHOR not in names:
        etree.SubElement(authors, main("author")).text = _AUTHOR
        names.append(_AUTHOR)
    one = etree.SubElement(texts, main("comment"), ref=address, authorId=str(names.index(_AUTHOR)))
    _run(etree.SubElement(one, main("text")), words)


def _append(one: etree._Element, words: str) -> None:
    text = one.find(main("text"))
    if text is None:
        text = etree.SubElement(one, main("text"))
    plain = text.find(main("t"))
    if plain is not None and text.find(main("r")) is None:
        before = plain.text or ""
        text.remove(plain)
        _run(text, before)
    ends_with_a_line = "".join(t.text or "" for t in text.iter(main("t"))).endswith("\n")
    _run(text, words if ends_with_a_line else f"\n{words}")


def _run(text: etree._Element, words: str) -> None:
    run = etree.Element(main("r"))
    look = etree.SubElement(run, main("rPr"))
    for tag, value in (("sz", "10"), ("rFont", "宋体"), ("family", "2")):
        etree.SubElement(look, main(tag), val=value)
    held = etree.SubElement(run, main("t"))
    held.text = words
    held.set(_SPACE, "preserve")
    place_child(text, run, ("t", "r", "rPh", "phoneticPr"))


# ---- the drawing


def _draw(
    book: Book, sheet: str, links: Mapping[str, str], fresh: Mapping[tuple[int, int], str], gone: set[str]
) -> None:
    """A box for every new note, none for those that are gone."""
    if not fresh and not gone:
        return
    part = links.get("vmlDrawing", "")
    drawing = book.change(part) if part else _new_drawing(book, sheet)
    if drawing.tag != "xml":
        raise PatchError("批注图形少见")
    shapes = [shape for shape in drawing.iterchildren(f"{{{_V}}}shape") if _cell_of(shape) is not None]
    empty = {(_row(address), _column(address)) for address in gone}
    for shape in shapes:
        if _cell_of(shape) in empty:
            drawing.remove(shape)
    taken = [
        int(n[1]) for s in drawing.iter() if isinstance(s.tag, str) and (n := _SHAPE_NUMBER.search(s.get("id") or ""))
    ]
    number = max(taken, default=_first_number(sheet))
    _shape_type(drawing)
    for (row, column), words in sorted(fresh.items()):
        number += 1
        drawing.append(_box(number, row, column, words))


def _new_drawing(book: Book, sheet: str) -> etree._Element:
    part = book.free_name("xl/drawings/vmlDrawing{}.vml")
    root = etree.Element("xml", nsmap={"v": _V, "o": _O, "x": _X})
    layout = etree.SubElement(root, f"{{{_O}}}shapelayout")
    layout.set(f"{{{_V}}}ext", "edit")
    block = etree.SubElement(layout, f"{{{_O}}}idmap", data=str(_first_number(sheet) // _BLOCK))
    block.set(f"{{{_V}}}ext", "edit")
    book.know_ending("vml", _VML_TYPE)
    book.put_tree(part, root)
    mark = etree.Element(main("legacyDrawing"), nsmap={"r": OFFICE})
    mark.set(f"{{{OFFICE}}}id", book.link(sheet, "vmlDrawing", part))
    place_child(book.change(sheet), mark)
    return root


def _first_number(sheet: str) -> int:
    """Where the numbers of a sheet's shapes begin, away from those that others gave."""
    digits = "".join(c for c in sheet if c.isdigit()) or "0"
    return (100 + int(digits[-3:])) * _BLOCK


def _cell_of(shape: etree._Element) -> tuple[int, int] | None:
    row, column = shape.find(f".//{{{_X}}}Row"), shape.find(f".//{{{_X}}}Column")
    data = shape.find(f"{{{_X}}}ClientData")
    if row is None or column is None or data is None or data.get("ObjectType") != "Note":
        return None
    return int(row.text or -1), int(column.text or -1)


def _row(address: str) -> int:
    return int("".join(c for c in address if c.isdigit())) - 1


def _column(address: str) -> int:
    number = 0
    for letter in (c for c in address if c.isalpha()):
        number = number * 26 + ord(letter) - 64
    return number - 1


def _shape_type(drawing: etree._Element) -> None:
    if any(one.get("id") == "_x0000_t202" for one in drawing.iterchildren(f"{{{_V}}}shapetype")):
        return
    kind = etree.SubElement(
        drawing, f"{{{_V}}}shapetype", id="_x0000_t202", coordsize="21600,21600", path="m,l,21600r21600,l21600,xe"
    )
    kind.set(f"{{{_O}}}spt", "202")
    etree.SubElement(kind, f"{{{_V}}}stroke", joinstyle="miter")
    path = etree.SubElement(kind, f"{{{_V}}}path", gradientshapeok="t")
    path.set(f"{{{_O}}}connecttype", "rect")


def _box(number: int, row: int, column: int, words: str) -> etree._Element:
    lines = sum(-(-text_width(line) // _WIDTH) or 1 for line in words.split("\n"))
    height = min(max(lines * 15 + 12, 60), 320)
    shape = etree.Element(
        f"{{{_V}}}shape",
        id=f"_x0000_s{number}",
        type="#_x0000_t202",
        style=f"position:absolute;margin-left:80pt;margin-top:5pt;width:220pt;height:{height}pt;z-index:1;visibility:hidden",
        fillcolor="#ffffe1",
    )
    shape.set(f"{{{_O}}}insetmode", "auto")
    etree.SubElement(shape, f"{{{_V}}}fill", color2="#ffffe1")
    etree.SubElement(shape, f"{{{_V}}}shadow", on="t", color="black", obscured="t")
    path = etree.SubElement(shape, f"{{{_V}}}path")
    path.set(f"{{{_O}}}connecttype", "none")
    box = etree.SubElement(shape, f"{{{_V}}}textbox", style="mso-direction-alt:auto")
    etree.SubElement(box, "div", style="text-align:left")
    data = etree.SubElement(shape, f"{{{_X}}}ClientData", ObjectType="Note")
    etree.SubElement(data, f"{{{_X}}}MoveWithCells")
    etree.SubElement(data, f"{{{_X}}}SizeWithCells")
    rows = max(3, height // 20)
    anchor = (column + 1, 15, max(row - 1, 0), 10, column + 4, 30, max(row - 1, 0) + rows, 4)
    etree.SubElement(data, f"{{{_X}}}Anchor").text = ", ".join(map(str, anchor))
    etree.SubElement(data, f"{{{_X}}}AutoFill").text = "False"
    etree.SubElement(data, f"{{{_X}}}Row").text = str(row)
    etree.SubElement(data, f"{{{_X}}}Column").text = str(column)
    return shape
