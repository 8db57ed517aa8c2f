"""A .docx as the rules for official documents see it: paragraphs in their roles, properties after style resolution."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

NAMESPACES: Final = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
}
DOCUMENT, STYLES, SETTINGS, CORE = "word/document.xml", "word/styles.xml", "word/settings.xml", "docProps/core.xml"
FONT_SLOTS: Final = ("eastAsia", "ascii", "hAnsi")

Properties = dict[str, dict[str, str]]


class Role(StrEnum):
    """What a paragraph is for, told by where it stands and how it begins, never by the name of its style."""

    NAME = "简报名称"
    ISSUE = "期号"
    IMPRINT = "编印单位和日期"
    RULE = "红线"
    TITLE = "标题"
    LEVEL1 = "一级标题"
    LEVEL2 = "二级标题"
    LEVEL3 = "三级"
    LEVEL4 = "四级"
    BODY = "正文"
    BLANK = "空行"
    CAPTION = "表题"
    NOTE = "表注"
    FIGURE = "图"
    FIGURE_CAPTION = "图题"
    CELL = "表格"
    BOXED = "文本框"
    ANCHOR = "锚点"
    RUNNING = "页眉页脚"


TEXT_ROLES: Final = frozenset((Role.BODY, Role.LEVEL1, Role.LEVEL2, Role.LEVEL3, Role.LEVEL4))
"""Everything that stands on the grid of 22 lines by 28 characters."""
LEVELS: Final = (
    (Role.LEVEL1, re.compile("([一二三四五六七八九十百]+)、")),
    (Role.LEVEL2, re.compile("（([一二三四五六七八九十百]+)）")),
    (Role.LEVEL3, re.compile(r"(\d+)\.(?!\d)")),
    (Role.LEVEL4, re.compile(r"（(\d+)）")),
)
_MASTHEAD: Final = (Role.NAME, Role.ISSUE, Role.IMPRINT, Role.TITLE)


def qualified(name: str) -> str:
    """The name of an element or attribute as lxml writes it: "w:p" with its namespace."""
    prefix, _, local = name.partition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}"


def value(element: etree._Element | None, attribute: str = "w:val") -> str:
    """An attribute, "" where the element or the attribute is not there."""
    return "" if element is None else element.get(qualified(attribute), "")


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as w:b is there and not turned off."""
    return element is not None and value(element) not in ("0", "false", "off")


def _local(name: object) -> str:
    return str(name).rpartition("}")[2]


# ---- properties


def _direct(container: etree._Element | None) -> Properties:
    """The properties that one w:pPr or w:rPr holds; borders and tabs are told apart by edge and place."""
    found: Properties = {}
    for child in container if container is not None else ():
        name = _local(child.tag)
        if name in ("pBdr", "tabs"):
            for part in child:
                key = f"{name}/{_local(part.tag)}" if name == "pBdr" else f"{name}/{value(part, 'w:pos')}"
                found[key] = _attributes(part)
        elif name not in ("rPr", "sectPr", "pPrChange", "rPrChange"):
            found[name] = _attributes(child)
    return found


def _attributes(element: etree._Element) -> dict[str, str]:
    return {_local(name): str(content) for name, content in element.attrib.items()}


_OUSTED: Final = {
    "ascii": "asciiTheme",
    "hAnsi": "hAnsiTheme",
    "eastAsia": "eastAsiaTheme",
    "cs": "cstheme",
    "firstLine": "hanging",
    "hanging": "firstLine",
}
_MERGED: Final = frozenset(("rFonts", "ind", "spacing", "lang"))


def _overlaid(layers: Sequence[Properties]) -> Properties:
    """Later layers win, attribute by attribute where Word does so; a theme font beats a name of its own layer."""
    result: Properties = {}
    for layer in layers:
        for name, attributes in layer.items():
            before = result.get(name, {}) if name in _MERGED else {}
            ousted = {_OUSTED[attribute] for attribute in attributes if attribute in _OUSTED}
            result[name] = {k: v for k, v in before.items() if k not in ousted} | attributes
    return result


@dataclass(frozen=True)
class _StyleSheet:
    """The styles of a document by their ids."""

    root: etree._Element

    @cached_property
    def by_id(self) -> dict[str, etree._Element]:
        return {value(style, "w:styleId"): style for style in self.root.iter(qualified("w:style"))}

    def default(self, kind: str) -> str:
        for identity, style in self.by_id.items():
            if value(style, "w:type") == kind and value(style, "w:default") in ("1", "true"):
                return identity
        return ""

    def name(self, identity: str) -> str:
        style = self.by_id.get(identity)
        return value(style.find(qualified("w:name"))) if style is not None else ""

    def layers(self, identity: str, kind: str) -> list[Properties]:
        """The properties of a style from the root of its basedOn chain to itself; `kind` is pPr or rPr."""
        chain: list[Properties] = []
        seen: set[str] = set()
        while identity and identity not in seen:
            seen.add(identity)
            style = self.by_id.get(identity)
            if style is None:
                break
            chain.insert(0, _direct(style.find(qualified(f"w:{kind}"))))
            identity = value(style.find(qualified("w:basedOn")))
        return chain

    def defaults(self, kind: str) -> Properties:
        found = self.root.find(f"{qualified('w:docDefaults')}/{qualified(f'w:{kind}Default')}/{qualified(f'w:{kind}')}")
        return _direct(found)


# ---- what a document consists of


@dataclass(frozen=True)
class Run:
    """A piece of text with the properties that it is printed with."""

    text: str
    properties: Properties

    def of(self, name: str, attribute: str = "val") -> str:
        """A property, "" where it is not set."""
        return self.properties.get(name, {}).get(attribute, "")

    def has(self, name: str) -> bool:
        """Whether a switch such as b is on."""
        return name in self.properties and self.of(name) not in ("0", "false", "off")

    @property
    def font(self) -> str:
        """The font of its 汉字."""
        return self.of("rFonts", "eastAsia")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its role, its runs and the properties that it is set with."""

    role: Role
    style: str
    properties: Properties
    runs: tuple[Run, ...]
    part: str = DOCUMENT
    element: etree._Element = field(repr=False, kw_only=True)

    def of(self, name: str, attribute: str = "val") -> str:
        """A property, "" where it is not set."""
        return self.properties.get(name, {}).get(attribute, "")

    def twips(self, name: str, attribute: str) -> int:
        """A length, 0 where it is not set."""
        return round(float(self.of(name, attribute) or 0))

    @cached_property
    def text(self) -> str:
        """Its words; a tab is a tab, a manual line break a line feed."""
        return "".join(run.text for run in self.runs)

    @property
    def written(self) -> tuple[Run, ...]:
        """The runs that print something."""
        return tuple(run for run in self.runs if run.text.strip())

    def __str__(self) -> str:
        return f"{self.role}“{self.text[:16]}”"


@dataclass(frozen=True)
class Row:
    """A row of a table; `head` is repeated on every page, `whole` is never split."""

    head: bool
    whole: bool
    cells: tuple[tuple[Paragraph, ...], ...]
    borders: tuple[tuple[str, str, str], ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The words of the cells, line breaks left out."""
        return tuple("".join(p.text for p in cell).replace("\n", "") for cell in self.cells)


@dataclass(frozen=True)
class Table:
    """A table; `boxed` stands in a text box."""

    boxed: bool
    width: int
    indent: int
    fixed: bool
    grid: tuple[int, ...]
    rows: tuple[Row, ...]
    above: str


@dataclass(frozen=True)
class WordFile:
    """A .docx: its parts and what can be read in them."""

    name: str
    parts: Mapping[str, bytes]

    @classmethod
    def read(cls, path: Path, name: str = "") -> WordFile:
        """The file at a path."""
        return cls.of(path.read_bytes(), name or path.stem)

    @classmethod
    def of(cls, content: bytes, name: str) -> WordFile:
        """The file with these bytes."""
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return cls(name, {part: archive.read(part) for part in archive.namelist()})

    def content(self) -> bytes:
        """The bytes of the file."""
        whole = io.BytesIO()
        with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
            for part, body in self.parts.items():
                archive.writestr(part, body)
        return whole.getvalue()

    def changed(self, part: str, pattern: str, new: str, count: int = 0) -> WordFile:
        """A copy in which a pattern of one part is replaced; raises where the part does not hold it."""
        text, times = re.subn(pattern, new, self.parts[part].decode(), count=count)
        if not times:
            message = f"{self.name}: {part} does not hold {pattern}"
            raise ValueError(message)
        return WordFile(self.name, {**self.parts, part: text.encode()})

    # ---- parts

    @cached_property
    def trees(self) -> dict[str, etree._Element]:
        """Every XML part, parsed."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return {n: etree.fromstring(body, parser) for n, body in self.parts.items() if n.endswith((".xml", ".rels"))}

    @cached_property
    def style_sheet(self) -> _StyleSheet:
        """word/styles.xml."""
        return _StyleSheet(self.trees[STYLES])

    @property
    def settings(self) -> etree._Element:
        """word/settings.xml."""
        return self.trees[SETTINGS]

    @property
    def sections(self) -> tuple[etree._Element, ...]:
        """Every w:sectPr."""
        return tuple(self.trees[DOCUMENT].iter(qualified("w:sectPr")))

    def running(self, section: etree._Element, kind: str) -> dict[str, str]:
        """The header or footer parts of a section by their type: default, even, first."""
        targets = {
            relation.get("Id", ""): f"word/{relation.get('Target', '')}"
            for relation in self.trees["word/_rels/document.xml.rels"]
        }
        return {
            value(reference, "w:type"): targets.get(value(reference, "r:id"), "")
            for reference in section.findall(qualified(f"w:{kind}Reference"))
        }

    # ---- paragraphs

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """Every paragraph of the document, those of tables and text boxes included."""
        roles = _roles(self.trees[DOCUMENT])
        return tuple(self.paragraph(element, roles[element], DOCUMENT) for element in roles)

    def with_role(self, *roles: Role) -> tuple[Paragraph, ...]:
        """The paragraphs of these roles."""
        return tuple(p for p in self.paragraphs if p.role in roles)

    @property
    def texts(self) -> tuple[Paragraph, ...]:
        """Body text and headings."""
        return self.with_role(*TEXT_ROLES)

    def first(self, role: Role) -> Paragraph | None:
        """The first paragraph of a role."""
        return next((p for p in self.paragraphs if p.role is role), None)

    def part_paragraphs(self, part: str) -> tuple[Paragraph, ...]:
        """The paragraphs of a header or footer."""
        return tuple(self.paragraph(e, Role.RUNNING, part) for e in self.trees[part].iter(qualified("w:p")))

    @cached_property
    def everything(self) -> tuple[Paragraph, ...]:
        """The paragraphs of the document and of every header and footer."""
        running = [n for n in self.parts if re.fullmatch(r"word/(header|footer)\d*\.xml", n)]
        return (*self.paragraphs, *(p for part in running for p in self.part_paragraphs(part)))

    def paragraph(self, element: etree._Element, role: Role, part: str) -> Paragraph:
        """A paragraph with its styles resolved: defaults, table style, style by style, then what it says itself."""
        sheet = self.style_sheet
        own = element.find(qualified("w:pPr"))
        identity = value(own.find(qualified("w:pStyle"))) if own is not None else ""
        identity = identity or sheet.default("paragraph")
        table = _table_style(element, sheet)
        properties = _overlaid(
            [sheet.defaults("pPr"), *sheet.layers(table, "pPr"), *sheet.layers(identity, "pPr"), _direct(own)]
        )
        base = [sheet.defaults("rPr"), *sheet.layers(table, "rPr"), *sheet.layers(identity, "rPr")]
        runs = tuple(self._run(run, base) for run in _own(element, "w:r"))
        return Paragraph(role, sheet.name(identity), properties, runs, part, element=element)

    def _run(self, run: etree._Element, base: list[Properties]) -> Run:
        own = run.find(qualified("w:rPr"))
        named = value(own.find(qualified("w:rStyle"))) if own is not None else ""
        layers = [*base, *self.style_sheet.layers(named, "rPr"), _direct(own)]
        return Run("".join(map(_printed, run)), _overlaid(layers))

    # ---- tables

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Every table, those in text boxes included."""
        found = {p.element: p for p in self.paragraphs}
        return tuple(_table(element, found) for element in _visible(self.trees[DOCUMENT], "w:tbl"))

    @property
    def data_tables(self) -> tuple[Table, ...]:
        """The tables that show figures: all but those in text boxes."""
        return tuple(table for table in self.tables if not table.boxed)


def _text(element: etree._Element) -> str:
    return element.text or ""


_MARKS: Final = {qualified("w:tab"): "\t", qualified("w:br"): "\n", qualified("w:noBreakHyphen"): "-"}


def _printed(child: etree._Element) -> str:
    """What a piece of a run prints."""
    return _text(child) if child.tag == qualified("w:t") else _MARKS.get(str(child.tag), "")


def _visible(root: etree._Element, name: str) -> Iterator[etree._Element]:
    """Elements in the order of the document, without the second copies that old programs would show."""
    for element in root.iter(qualified(name)):
        if next(element.iterancestors(qualified("mc:Fallback")), None) is None:
            yield element


def _own(paragraph: etree._Element, name: str) -> Iterator[etree._Element]:
    """The descendants of a paragraph that are not those of a paragraph inside it."""
    for element in paragraph.iter(qualified(name)):
        if next(element.iterancestors(qualified("w:p")), None) is paragraph:
            yield element


def _table_style(paragraph: etree._Element, sheet: _StyleSheet) -> str:
    table = next(paragraph.iterancestors(qualified("w:tbl")), None)
    if table is None:
        return ""
    return value(table.find(f"{qualified('w:tblPr')}/{qualified('w:tblStyle')}")) or sheet.default("table")


# ---- roles


def _roles(document: etree._Element) -> dict[etree._Element, Role]:
    """What every paragraph is for."""
    roles: dict[etree._Element, Role] = {}
    masthead = iter(_MASTHEAD)
    for paragraph in _visible(document, "w:p"):
        if next(paragraph.iterancestors(qualified("w:txbxContent")), None) is not None:
            roles[paragraph] = Role.BOXED
        elif next(paragraph.iterancestors(qualified("w:tc")), None) is not None:
            roles[paragraph] = Role.CELL
        else:
            text = "".join(_text(t) for t in _own(paragraph, "w:t")).strip()
            roles[paragraph] = _role(paragraph, text, masthead)
    return roles


def _role(paragraph: etree._Element, text: str, masthead: Iterator[Role]) -> Role:
    if next(paragraph.iter(qualified("w:txbxContent")), None) is not None:
        return Role.ANCHOR
    if next(paragraph.iter(qualified("wp:inline")), None) is not None:
        return Role.FIGURE
    if not text:
        return Role.RULE if _is_ruled(paragraph) else Role.BLANK
    place = next(masthead, None)
    if place is not None:
        return place
    return _beside(paragraph, text) or _level(text)


def _is_ruled(paragraph: etree._Element) -> bool:
    """An empty paragraph before the title, right behind words: nothing else but a rule is written so."""
    before = paragraph.getprevious()
    return before is not None and before.tag == qualified("w:p") and _words(before) and not _has_title_before(paragraph)


def _words(paragraph: etree._Element) -> bool:
    return any(_text(t).strip() for t in _own(paragraph, "w:t"))


def _has_title_before(paragraph: etree._Element) -> bool:
    written = sum(_words(p) for p in paragraph.itersiblings(qualified("w:p"), preceding=True))
    return written >= len(_MASTHEAD)


def _beside(paragraph: etree._Element, text: str) -> Role | None:
    """A paragraph that belongs to the table or the figure next to it."""
    before, behind = paragraph.getprevious(), paragraph.getnext()
    if behind is not None and behind.tag == qualified("w:tbl"):
        return Role.CAPTION
    if before is None:
        return None
    if before.tag == qualified("w:tbl") and text.startswith("注："):
        return Role.NOTE
    return Role.FIGURE_CAPTION if next(before.iter(qualified("wp:inline")), None) is not None else None


def _level(text: str) -> Role:
    return next((role for role, start in LEVELS if start.match(text)), Role.BODY)


# ---- tables


def _table(element: etree._Element, found: Mapping[etree._Element, Paragraph]) -> Table:
    def about(name: str, attribute: str) -> str:
        return value(element.find(f"{qualified('w:tblPr')}/{qualified(name)}"), attribute)

    before = element.getprevious()
    caption = found.get(before) if before is not None else None
    return Table(
        boxed=next(element.iterancestors(qualified("w:txbxContent")), None) is not None,
        width=int(about("w:tblW", "w:w") or 0) if about("w:tblW", "w:type") == "dxa" else 0,
        indent=int(about("w:tblInd", "w:w") or 0),
        fixed=about("w:tblLayout", "w:type") == "fixed",
        grid=tuple(int(value(c, "w:w") or 0) for c in element.findall(f"{qualified('w:tblGrid')}/{qualified('w:gridCol')}")),
        rows=tuple(_row(row, found) for row in element.findall(qualified("w:tr"))),
        above=caption.text if caption else "",
    )  # fmt: skip


def _row(element: etree._Element, found: Mapping[etree._Element, Paragraph]) -> Row:
    properties = qualified("w:trPr")
    cells = element.findall(qualified("w:tc"))
    return Row(
        head=is_on(element.find(f"{properties}/{qualified('w:tblHeader')}")),
        whole=is_on(element.find(f"{properties}/{qualified('w:cantSplit')}")),
        cells=tuple(tuple(found[p] for p in cell.findall(qualified("w:p"))) for cell in cells),
        borders=tuple(
            (_local(edge.tag), value(edge), value(edge, "w:sz"))
            for cell in cells
            for edge in cell.iterfind(f"{qualified('w:tcPr')}/{qualified('w:tcBorders')}/*")
        ),
    )
