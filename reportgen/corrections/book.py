"""A workbook as the parts of its package: what is not touched stays as it is packed, byte for byte (lxml)."""

from __future__ import annotations

import posixpath
import re
from functools import partial
from typing import TYPE_CHECKING, Final, cast

from lxml import etree

from reportgen.packages import PackageError, member, members_of, package, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES: Final = "http://schemas.openxmlformats.org/package/2006/content-types"
_LINKS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
CONTENT_TYPES: Final = "[Content_Types].xml"
WORKBOOK: Final = "xl/workbook.xml"
STYLES: Final = "xl/styles.xml"
_MOST_BYTES: Final = 16 * 2**20
"""A form's part has some ten thousand; more is only ever read in a process of its own."""
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class PatchError(Exception):
    """A workbook that cannot be changed without loss; the message is the reason, for the user."""


def main(tag: str) -> str:
    """A tag of SpreadsheetML."""
    return f"{{{MAIN}}}{tag}"


def plain_text(text: str) -> str:
    """A text without the characters that XML cannot hold."""
    return _NO_XML.sub("\ufffd", text)


def parsed(content: bytes) -> etree._Element:
    """A part as a tree, nothing resolved and nothing fetched; raises `PatchError`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as e:
        raise PatchError("里面有的部件不是规范的XML") from e
    if root.getroottree().docinfo.internalDTD is not None:
        raise PatchError("里面有实体声明")
    return root


class Book:
    """The parts of one workbook; trees asked for with `change` are written again, all else is copied as packed."""

    def __init__(self, content: bytes) -> None:
        """Take a workbook apart; raises `PatchError`."""
        try:
            self._members = {part.name: part for part in members_of(content)}
        except PackageError as e:
            raise PatchError(str(e)) from e
        self._trees: dict[str, etree._Element] = {}
        self._changed: set[str] = set()
        self._new: dict[str, bytes] = {}
        if WORKBOOK not in self._members or STYLES not in self._members or CONTENT_TYPES not in self._members:
            raise PatchError("部件不全或放在少见的位置")
        if self.read(WORKBOOK).tag != main("workbook"):
            raise PatchError("存成了“严格Open XML”格式")

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return name in self._members or name in self._new

    def read(self, name: str) -> etree._Element:
        """A part as a tree that is only looked at."""
        if name not in self._trees:
            if name not in self._members:
                raise PatchError("部件不全或放在少见的位置")
            if self._members[name].size > _MOST_BYTES:
                raise PatchError("里面有的部件太大")
            try:
                self._trees[name] = parsed(unpacked(self._members[name]))
            except PackageError as e:
                raise PatchError(str(e)) from e
        return self._trees[name]

    def change(self, name: str) -> etree._Element:
        """A part as a tree that will be written again."""
        self._changed.add(name)
        return self.read(name)

    def put(self, name: str, content: bytes, content_type: str) -> None:
        """A new part."""
        self._new[name] = content
        self._declare(name, content_type)

    def put_tree(self, name: str, root: etree._Element, content_type: str = "") -> None:
        """A new part that is still going to be changed; without a type its ending tells it."""
        self._trees[name] = root
        self._changed.add(name)
        self._new[name] = b""
        if content_type:
            self._declare(name, content_type)

    def _declare(self, name: str, content_type: str) -> None:
        types = self.change(CONTENT_TYPES)
        etree.SubElement(types, f"{{{_TYPES}}}Override", PartName=f"/{name}", ContentType=content_type)

    def drop(self, name: str) -> None:
        """A part of ours is gone, with its links and its type."""
        for one in (name, links_of(name)):
            self._members.pop(one, None)
            self._new.pop(one, None)
            self._trees.pop(one, None)
            self._changed.discard(one)
        types = self.change(CONTENT_TYPES)
        for entry in [e for e in types if e.get("PartName") == f"/{name}"]:
            types.remove(entry)

    def know_ending(self, ending: str, content_type: str) -> None:
        """Tell the type of parts with this ending where it is not told."""
        known = (e for e in self.read(CONTENT_TYPES) if e.tag == f"{{{_TYPES}}}Default")
        if not any((e.get("Extension") or "").lower() == ending for e in known):
            types = self.change(CONTENT_TYPES)
            types.insert(0, etree.Element(f"{{{_TYPES}}}Default", Extension=ending, ContentType=content_type))

    def free_name(self, pattern: str) -> str:
        """The first name of a pattern with {} for a number that no part bears."""
        taken = {name.lower() for name in (*self._members, *self._new)}
        return next(name for n in range(1, 9999) if (name := pattern.format(n)).lower() not in taken)

    # ---- links from part to part

    def links(self, name: str) -> Iterator[tuple[str, str, str]]:
        """Id, kind and target part of every link of a part inside the package."""
        if not self.has(links_of(name)):
            return
        for link in self.read(links_of(name)):
            if link.get("TargetMode") == "External":
                continue
            kind = (link.get("Type") or "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", posixpath.dirname(name), link.get("Target") or ""))
            yield link.get("Id") or "", kind, target.lstrip("/")

    def link(self, name: str, kind: str, target: str) -> str:
        """Link a part to another; the id of the link."""
        if not self.has(links_of(name)):
            self.put_tree(links_of(name), etree.Element(f"{{{_LINKS}}}Relationships", nsmap=default_space(_LINKS)))
        root = self.change(links_of(name))
        taken = {link.get("Id") for link in root}
        made = next(one for n in range(1, 9999) if (one := f"rId{n}") not in taken)
        relative = posixpath.relpath(target, posixpath.dirname(name) or ".")
        etree.SubElement(root, f"{{{_LINKS}}}Relationship", Id=made, Type=f"{OFFICE}/{kind}", Target=relative)
        return made

    def unlink(self, name: str, identity: str) -> None:
        """Take a link away."""
        root = self.change(links_of(name))
        for link in [one for one in root if one.get("Id") == identity]:
            root.remove(link)

    # ---- sheets

    def sheets(self) -> dict[str, str]:
        """Sheet name to part, in the order of the tabs."""
        parts = {identity: target for identity, _, target in self.links(WORKBOOK)}
        return {
            (entry.get("name") or "").strip(): parts.get(entry.get(f"{{{OFFICE}}}id") or "", "")
            for entry in self.read(WORKBOOK).iter(main("sheet"))
        }

    def drop_sheet(self, name: str) -> None:
        """Take a sheet of ours out of the workbook, with the names that belong to it."""
        book = self.change(WORKBOOK)
        tabs = self._tabs(book)
        for place, tab in enumerate(list(tabs)):
            if (tab.get("name") or "").strip() == name:
                identity = tab.get(f"{{{OFFICE}}}id") or ""
                self.drop(self.sheets()[name])
                self.unlink(WORKBOOK, identity)
                tabs.remove(tab)
                _renumber(book, partial(_without, place))
                return

    def add_sheet(self, name: str, content: bytes, *, first: bool, hidden: bool = False) -> None:
        """A new sheet, before all others or after them; the first one is what the workbook opens with."""
        book = self.change(WORKBOOK)
        tabs = self._tabs(book)
        part = self.free_name("xl/worksheets/sheet{}.xml")
        self.put(part, content, _SHEET_TYPE)
        number = 1 + max((int(t.get("sheetId") or 0) for t in tabs), default=0)
        tab = etree.Element(main("sheet"), name=name, sheetId=str(number))
        if hidden:
            tab.set("state", "hidden")
        tab.set(f"{{{OFFICE}}}id", self.link(WORKBOOK, "worksheet", part))
        if not first:
            tabs.append(tab)
            return
        tabs.insert(0, tab)
        _renumber(book, lambda n: n + 1)
        for view in book.iter(main("workbookView")):
            view.set("activeTab", "0")
            view.set("firstSheet", "0")

    def repeat_rows(self, place: int, name: str, rows: str) -> None:
        """The rows of a sheet that every printed page repeats."""
        book = self.change(WORKBOOK)
        names = book.find(main("definedNames"))
        if names is None:
            names = etree.Element(main("definedNames"))
            self._tabs(book).addnext(names)
            for before in book.iterchildren(main("functionGroups"), main("externalReferences")):
                before.addnext(names)
        made = etree.SubElement(names, main("definedName"), name="_xlnm.Print_Titles", localSheetId=str(place))
        made.text = f"'{name}'!{rows}"

    @staticmethod
    def _tabs(book: etree._Element) -> etree._Element:
        tabs = book.find(main("sheets"))
        if tabs is None:
            raise PatchError("部件不全或放在少见的位置")
        return tabs

    # ---- back to a file

    def content(self) -> bytes:
        """The workbook with what was changed."""
        for name in self._changed:
            self._new[name] = etree.tostring(self._trees[name], xml_declaration=True, encoding="UTF-8", standalone=True)
        old = [member(name, self._new[name]) if name in self._new else part for name, part in self._members.items()]
        return package([*old, *(member(name, made) for name, made in self._new.items() if name not in self._members)])


def default_space(namespace: str) -> dict[str, str]:
    """A namespace without a prefix, which the stubs of lxml cannot say."""
    return cast("dict[str, str]", {None: namespace})


def _renumber(book: etree._Element, moved: Callable[[int], int | None]) -> None:
    """Names that belong to one sheet count the tabs."""
    for name in list(book.iter(main("definedName"))):
        here = name.get("localSheetId")
        if here is not None:
            there = moved(int(here))
            if there is None:
                parent = name.getparent()
                if parent is not None:
                    parent.remove(name)
            else:
                name.set("localSheetId", str(there))
    names = book.find(main("definedNames"))
    if names is not None and not len(names):
        book.remove(names)


def _without(gone: int, place: int) -> int | None:
    return None if place == gone else place - (place > gone)


def links_of(name: str) -> str:
    """The part that holds the links of a part."""
    folder, _, file = name.rpartition("/")
    return f"{folder}/_rels/{file}.rels"


# ---- sheets as trees


_ORDER: Final = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip


def place_child(root: etree._Element, child: etree._Element, order: Sequence[str] = _ORDER) -> None:
    """Put a child where the schema wants it, which Excel insists on."""
    rank = order.index(etree.QName(child).localname)
    for number, other in enumerate(root):
        name = etree.QName(other).localname if isinstance(other.tag, str) else ""
        if name in order and order.index(name) > rank:
            root.insert(number, child)
            return
    root.append(child)
