"""A Word template drawn in docxtpl's dialect, compiled once on its XML tree; every error is told at once, with its place.

{{ 名称 }} prints a value, {%p … %} stands alone in a paragraph that it replaces, {%tr … %} alone in a table row,
{% … %} inside a paragraph, {# … #} is left out. Names are Chinese.
"""

from __future__ import annotations

import io
import lzma
import re
import struct
import zipfile
import zlib
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final

from jinja2 import StrictUndefined, TemplateSyntaxError, meta, nodes
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from reportgen.packages import Member, member
from reportgen.word.charts import ChartSlot, chart_slots, parser
from reportgen.word.layout import NAMESPACES, W

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import jinja2
    from jinja2.runtime import Context

_P, _R, _T, _TR, _TC, _TBL = (f"{{{W}}}{tag}" for tag in ("p", "r", "t", "tr", "tc", "tbl"))
_RENDERED_PARTS: Final = re.compile(
    r"^(word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml|docProps/core\.xml)$"
)
_TAG: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_LOOSE: Final = re.compile(r"\{\{|\}\}|\{%|%\}|\{#|#\}")
_FULL_WIDTH: Final = re.compile(r"｛｛|｝｝|｛%|%｝|｛％|％｝|\{％|％\}|｛#|#｝|\{｛|｛\{|\}｝|｝\}")
_SCOPE: Final = re.compile(r"^\{([{%#])(p|tr|tc|r)(?=[\s-])")
_SMART: Final = str.maketrans("“”‘’", "\"\"''")

# Delimiters that no document holds, so that nothing of a template's own text can be taken for a tag.
_OPEN, _CLOSE = {"{": "\ue001", "%": "\ue003", "#": "\ue005"}, {"{": "\ue002", "%": "\ue004", "#": "\ue006"}
_MARK: Final = re.compile("\ue010(\\d+)\ue011")
_ILLEGAL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff\ue000-\ue01f]")
_XML: Final = (".xml", ".rels")
_BROKEN_ZIP: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, OSError, ValueError, RuntimeError, EOFError, IndexError,
)  # fmt: skip
_DEEPEST_LOOP: Final = 3
_MOST_BYTES: Final = 30 * 2**20
_MOST_UNPACKED: Final = 100 * 2**20


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One error of a template: the part, the place in words, the text around it, what is wrong, what to do."""

    part: str
    place: str
    around: str
    message: str
    fix: str

    def __str__(self) -> str:
        near = f"（“{self.around}”附近）" if self.around else ""
        return f"{self.place}{near}：{self.message}。{self.fix}"


class TemplateError(Exception):
    """A template that cannot be used, with everything that is wrong in it."""

    def __init__(self, name: str, faults: Sequence[TemplateFault]) -> None:
        super().__init__(f"模板「{name}」有{len(faults)}处要改：" + "；".join(map(str, faults)))
        self.name = name
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Part:
    """One part to be rendered, and where each line of its source stands in the template."""

    name: str
    source: jinja2.Template
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Template:
    """A compiled template: parts to render, charts to fill, everything else ready-made."""

    name: str
    parts: tuple[Part, ...]
    charts: tuple[ChartSlot, ...]
    ready: tuple[Member, ...]
    order: tuple[str, ...]


def escaped(value: object) -> Markup:
    """A value as it stands inside w:t: escaped always, line breaks and tabs as Word writes them."""
    if isinstance(value, Markup):
        return value
    text = Markup.escape(_ILLEGAL.sub("", str(value)))
    if "\n" not in text and "\t" not in text:
        return text
    preserved = '<w:t xml:space="preserve">'
    broken = str(text).replace("\r\n", "\n").replace("\n", f"</w:t><w:br/>{preserved}")
    return Markup(broken.replace("\t", f"</w:t><w:tab/>{preserved}"))  # noqa: S704 -- escaped above


NUMBERS_ONLY: Final = "只有数才能相乘、相除、求余"
_FILTERS: Final = frozenset((
    "abs", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby", "int", "items", "join", "last",
    "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "replace", "reverse", "round", "safe", "select",
    "selectattr", "sort", "string", "sum", "title", "trim", "truncate", "unique", "upper",
))  # fmt: skip
"""The filters of jinja that a template may use: none can make a text of a length that its writer merely names."""


class _Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox in which a slip of the pen costs no memory: a text is not repeated a thousand million times."""

    intercepted_binops = frozenset(("*", "%", "/", "//", "**"))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401 -- jinja's own
        """Work out what is left of an operation between two numbers."""
        if not all(isinstance(value, int | float | Decimal) for value in (left, right)):
            raise SecurityError(NUMBERS_ONLY)
        return super().call_binop(context, operator, left, right)


_ENVIRONMENT: Final = _Sandbox(
    undefined=StrictUndefined,
    autoescape=True,
    finalize=escaped,
    variable_start_string=_OPEN["{"],
    variable_end_string=_CLOSE["{"],
    block_start_string=_OPEN["%"],
    block_end_string=_CLOSE["%"],
    comment_start_string=_OPEN["#"],
    comment_end_string=_CLOSE["#"],
    keep_trailing_newline=True,
)
_ENVIRONMENT.globals.clear()
_ENVIRONMENT.filters = {name: made for name, made in _ENVIRONMENT.filters.items() if name in _FILTERS}
UNWORKABLE: Final = (
    JinjaError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)
"""What jinja, and the Python that it writes, say of a template with which they cannot go on."""


def compile_template(content: bytes, name: str, known: Collection[str]) -> Template:
    """Compile a template; `known` are the names that it may use. Raises `TemplateError` with every fault."""
    archive = _opened(content, name)
    faults = [
        _damaged(part) for part in archive.namelist() if part.endswith(_XML) and not _is_whole(archive.read(part))
    ]
    if faults:
        raise TemplateError(name, faults)
    parts: list[Part] = []
    ready: list[Member] = []
    slots = chart_slots(archive)
    for slot in slots:
        if not slot.looks:
            message, fix = f"图表“{slot.name}”里没有数据系列", "请在Word里给这个图表保留一个数据系列。"
            faults.append(TemplateFault(slot.part, "正文的图表", slot.name, message, fix))
    filled = {part for slot in slots for part in (slot.part, slot.workbook)}
    for part in archive.namelist():
        body = archive.read(part)
        if _RENDERED_PARTS.match(part) and _may_hold_tags(body):
            compiled = _compiled(part, body, known, slots, faults)
            if compiled is not None:
                parts.append(compiled)
        elif part not in filled and not part.endswith("/"):
            ready.append(member(part, body))
    if faults:
        raise TemplateError(name, faults)
    return Template(
        name, tuple(parts), slots, tuple(ready), tuple(n for n in archive.namelist() if not n.endswith("/"))
    )


def _opened(content: bytes, name: str) -> zipfile.ZipFile:
    def fault(message: str, fix: str) -> TemplateError:
        return TemplateError(name, [TemplateFault("", "整个文件", "", message, fix)])

    if len(content) > _MOST_BYTES:
        raise fault("文件太大", f"模板不应超过{_MOST_BYTES // 2**20}MB，请删去大图。")
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        names = archive.namelist()
        if sum(info.file_size for info in archive.infolist()) > _MOST_UNPACKED:
            raise fault("展开后太大", "请删去大图。")
        if archive.testzip() is not None:
            raise fault("文件已损坏", "请在Word里打开，另存为.docx。")
    except _BROKEN_ZIP as e:
        raise fault("不是Word文档（.docx）或已损坏", "请在Word里打开，另存为.docx。") from e
    if "word/document.xml" not in names or len(set(names)) != len(names):
        raise fault("不是完整的Word文档", "请在Word里打开，另存为.docx。")
    return archive


def _is_whole(body: bytes) -> bool:
    try:
        etree.fromstring(body, parser())
    except etree.XMLSyntaxError:
        return False
    return True


def _damaged(part: str) -> TemplateFault:
    return TemplateFault(part, _part_words(part), "", "内容已损坏", "请在Word里打开，另存为.docx。")


def _may_hold_tags(body: bytes) -> bool:
    return any(mark in body for mark in (b"{", b"}", "｛".encode(), "｝".encode()))


# ---- one part


@dataclass
class _Marks:
    """The tags of one part in order: what jinja reads, where each stands, and in which elements."""

    tags: list[str] = field(default_factory=list)
    places: list[tuple[str, str]] = field(default_factory=list)
    depths: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, tag: str, place: str, around: str, inside: etree._Element | None = None) -> str:
        """Keep a tag; the mark that stands for it until the XML is written."""
        self.tags.append(tag)
        self.places.append((place, around))
        self.depths.append(() if inside is None else tuple(str(one.tag) for one in inside.iterancestors()))
        return f"\ue010{len(self.tags) - 1}\ue011"


def _compiled(
    part: str, body: bytes, known: Collection[str], slots: Sequence[ChartSlot], faults: list[TemplateFault]
) -> Part | None:
    root = etree.fromstring(body, parser())
    before = len(faults)
    marks = _Marks()
    if root.tag.startswith(f"{{{W}}}"):
        _mark_heights(root, slots, marks)
        _mark_paragraphs(root, part, marks, faults)
    else:
        _mark_texts(root, part, marks)
    _check_tags(part, marks, faults)
    if len(faults) > before:
        return None
    source, lines = _source(etree.tostring(root, encoding="unicode"), marks)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return _checked(part, head + source, lines, {*known, *map(height_name, slots)}, faults)


def height_name(slot: ChartSlot) -> str:
    """The name under which a chart's height is given to a template."""
    return f"图高_{slot.relation}"


def _mark_heights(root: etree._Element, slots: Sequence[ChartSlot], marks: _Marks) -> None:
    """The height of a chart of lying bars follows the number of its bars."""
    for slot in slots:
        if not slot.lying:
            continue
        for chart in root.iter(f"{{{NAMESPACES['c']}}}chart"):
            if chart.get(f"{{{NAMESPACES['r']}}}id") == slot.relation:
                for extent in chart.iterancestors(f"{{{NAMESPACES['wp']}}}inline", f"{{{NAMESPACES['wp']}}}anchor"):
                    size = extent.find(f"{{{NAMESPACES['wp']}}}extent")
                    if size is not None:
                        size.set("cy", marks.add(f"{{{{ {height_name(slot)} }}}}", "正文的图表", slot.name))


def _part_words(part: str) -> str:
    if not _RENDERED_PARTS.match(part):
        return part
    if part == "word/document.xml":
        return "正文"
    if "header" in part:
        return "页眉"
    if "footer" in part:
        return "页脚"
    return "文档属性" if part.startswith("docProps") else "脚注"


def _mark_texts(root: etree._Element, part: str, marks: _Marks) -> None:
    """Outside Word's own parts (the properties) tags stand in the text of elements."""
    for element in root.iter():
        if isinstance(element.tag, str) and element.text:
            element.text = _marked(element.text, part, marks)


def _marked(text: str, part: str, marks: _Marks) -> str:
    return _TAG.sub(lambda tag: marks.add(tag[0], _part_words(part), text[:20]), text)


def _mark_paragraphs(root: etree._Element, part: str, marks: _Marks, faults: list[TemplateFault]) -> None:
    # The places are told by the template as it stands, so they are taken before any paragraph is replaced.
    places = [(paragraph, _place(paragraph, part, number)) for number, paragraph in enumerate(root.iter(_P), start=1)]
    for paragraph, place in places:
        texts = list(_own_texts(paragraph))
        whole = "".join(text.text or "" for text in texts)
        around = _TAG.sub("…", whole).strip()[:20]
        fault = _loose_braces(whole)
        if fault:
            faults.append(TemplateFault(part, place, whole.strip()[:30], *fault))
            continue
        tags = list(_TAG.finditer(whole))
        if not tags:
            continue
        wrong = (
            _wrong_scopes(whole, [tag[0] for tag in tags])
            or _outside_a_table(paragraph, tags)
            or _over_other_elements(texts, tags)
        )
        if wrong:
            faults.append(TemplateFault(part, place, whole.strip()[:30], *wrong))
            continue
        scope = _SCOPE.match(tags[0][0])
        if scope and scope[2] in ("p", "tr"):
            target = paragraph if scope[2] == "p" else next(paragraph.iterancestors(_TR))
            _replace(target, marks.add(tags[0][0], place, around or whole.strip()[:30], target))
        else:
            _mark_inline(texts, tags, marks, place, around)


def _own_texts(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The w:t of a paragraph in order, without those of paragraphs inside it (text boxes)."""
    for text in paragraph.iter(_T):
        if next(text.iterancestors(_P)) is paragraph:
            yield text


def _place(paragraph: etree._Element, part: str, number: int) -> str:
    """Where a paragraph stands, in words: 正文第12段, 正文第1个表格第2行第3格."""
    words = _part_words(part)
    cell, row, table = (next(paragraph.iterancestors(tag), None) for tag in (_TC, _TR, _TBL))
    if cell is None or row is None or table is None:
        return f"{words}第{number}段"
    tables = list(table.getroottree().getroot().iter(_TBL))
    # Word wraps rows and cells in content controls: they are the table's all the same, those of a table inside are not.
    rows = [one for one in table.iter(_TR) if next(one.iterancestors(_TBL)) is table]
    cells = [one for one in row.iter(_TC) if next(one.iterancestors(_TR)) is row]
    return f"{words}第{tables.index(table) + 1}个表格第{rows.index(row) + 1}行第{cells.index(cell) + 1}格"


def _loose_braces(whole: str) -> tuple[str, str] | None:
    """Full-width braces of a Chinese keyboard, and tags opened or closed alone."""
    if _FULL_WIDTH.search(whole):
        return "标记用了全角的花括号或百分号", "请切换到英文输入法，改成{{ }}或{% %}。"
    loose = _LOOSE.search(_TAG.sub("", whole))
    if loose:
        return f"标记没有写完整，只见“{loose[0]}”", "一个标记要写在同一段里，成对写{{ }}或{% %}。"
    return None


def _wrong_scopes(whole: str, tags: Sequence[str]) -> tuple[str, str] | None:
    """A tag that replaces its paragraph or row may have nothing beside it, since that would be lost."""
    for tag in tags:
        scope = _SCOPE.match(tag)
        if scope is None:
            continue
        if scope[1] == "{" or scope[2] in ("tc", "r"):
            return f"“{tag}”这种标记本程序不支持", "请改用{{ }}、{%p %}或{%tr %}。"
        if whole.strip() != tag:
            return f"“{tag}”旁边还有文字，会丢失", "请让这个标记单独占一段。"
    return None


def _outside_a_table(paragraph: etree._Element, tags: Sequence[re.Match[str]]) -> tuple[str, str] | None:
    """A tag that stands for a table row needs a row to stand in."""
    scope = _SCOPE.match(tags[0][0])
    if scope and scope[2] == "tr" and next(paragraph.iterancestors(_TR), None) is None:
        return f"“{tags[0][0]}”不在表格里", "请放进表格里单独的一行，或改用{%p %}。"
    return None


def _over_other_elements(texts: Sequence[etree._Element], tags: Sequence[re.Match[str]]) -> tuple[str, str] | None:
    """A tag split over runs is joined; one that runs into a link or a tracked change is not."""
    owners = [(text.getparent(), length) for text, length in ((t, len(t.text or "")) for t in texts)]
    parents = [run.getparent() if run is not None else None for run, length in owners for _ in range(length)]
    for tag in tags:
        if len({id(parent) for parent in parents[tag.start() : tag.end()]}) > 1:
            return f"“{tag[0]}”跨在超链接、修订或域上", "请接受修订、取消超链接后，把标记重新写一遍。"
    return None


def _plain_tag(tag: str) -> str:
    """A tag as jinja reads it: without p or tr, quotes straight."""
    return _SCOPE.sub(lambda scope: "{" + scope[1], tag).translate(_SMART)


def _replace(target: etree._Element, mark: str) -> None:
    """Put a mark in the place of a paragraph, or of a table row."""
    parent = target.getparent()
    before = target.getprevious()
    tail = mark + (target.tail or "")
    if before is not None:
        before.tail = (before.tail or "") + tail
    elif parent is not None:
        parent.text = (parent.text or "") + tail
    target.tail = None
    if parent is not None:
        parent.remove(target)


def _mark_inline(
    texts: Sequence[etree._Element], tags: Sequence[re.Match[str]], marks: _Marks, place: str, around: str
) -> None:
    """Each tag goes whole into the run in which it begins, and takes that run's formatting."""
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text.text or "")
    kept = [list(text.text or "") for text in texts]
    for tag in tags:
        begins = max(index for index, start in enumerate(starts) if start <= tag.start())
        mark = marks.add(tag[0], place, around, texts[begins])
        first = True
        for index, start in enumerate(starts):
            for offset in range(len(kept[index])):
                if tag.start() <= start + offset < tag.end():
                    kept[index][offset] = mark if first else ""
                    first = False
    for text, characters in zip(texts, kept, strict=True):
        text.text = "".join(characters)
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


# ---- jinja


def _source(xml: str, marks: _Marks) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The jinja source, each tag on a line of its own so that a line number leads back to a place."""
    lines: list[tuple[str, str]] = [("", "")] * (xml.count("\n") + 3 + 2 * len(marks.tags))
    pieces: list[str] = []
    number, end = 2, 0
    for mark in _MARK.finditer(xml):
        between = xml[end : mark.start()]
        number += between.count("\n")
        index = int(mark[1])
        tag = _plain_tag(marks.tags[index])
        inner = tag[2:-2].replace("\n", " ")
        pieces += (between, f"{_OPEN[tag[1]]}\n{inner}\n{_CLOSE[tag[1]]}")
        lines[number - 1] = lines[number] = marks.places[index]
        number += 2
        end = mark.end()
    return "".join((*pieces, xml[end:])), tuple(lines)


_ENDS: Final = {"if": "endif", "for": "endfor"}
_MIDDLES: Final = {"else": ("if", "for"), "elif": ("if",)}


def _check_tags(part: str, marks: _Marks, faults: list[TemplateFault]) -> None:
    """Every tag by itself, and every block with its end; all that is wrong, not the first."""
    open_blocks: list[tuple[str, int]] = []
    for index, tag in enumerate(marks.tags):
        place, around = marks.places[index]
        opened = open_blocks[-1][1] if open_blocks else index
        wrong = _wrong_tag(tag, open_blocks, index) or _on_another_level(marks, opened, index)
        if wrong:
            faults.append(TemplateFault(part, place, around, *wrong))
        elif [word for word, _ in open_blocks].count("for") > _DEEPEST_LOOP:
            faults.append(TemplateFault(part, place, around, "循环套循环太深", f"最多套{_DEEPEST_LOOP}层。"))
            return
    for word, index in open_blocks:
        place, around = marks.places[index]
        message = f"“{marks.tags[index]}”没有结束"
        faults.append(
            TemplateFault(
                part, place, around, message, f"请在后面补上{{%p {_ENDS[word]} %}}或{{%tr {_ENDS[word]} %}}。"
            )
        )


def _on_another_level(marks: _Marks, opened: int, index: int) -> tuple[str, str] | None:
    """What stands between a block's tags may be left out or repeated only if they lie in elements of the same kind."""
    tag = marks.tags[index]
    word = _inner(tag).partition(" ")[0]
    if tag[1] != "%" or word not in (*_ENDS.values(), *_MIDDLES) or marks.depths[opened] == marks.depths[index]:
        return None
    return (
        f"“{tag}”与它的开头“{marks.tags[opened]}”不在同一层，会写坏文档",
        "请把成对的标记放在同一段、同一格里，或都用{%p %}各占一段。",
    )


def _inner(tag: str) -> str:
    return _plain_tag(tag)[2:-2].strip().strip("-").strip()


def _wrong_tag(tag: str, open_blocks: list[tuple[str, int]], index: int) -> tuple[str, str] | None:
    inner = _inner(tag)
    if tag[1] == "#":
        return None
    if tag[1] == "{":
        return _wrong_expression(tag, f"{_OPEN['{']}{inner}{_CLOSE['{']}")
    word = inner.partition(" ")[0]
    if word in _ENDS:
        open_blocks.append((word, index))
        return _wrong_expression(tag, f"{_OPEN['%']}{inner}{_CLOSE['%']}{_OPEN['%']}{_ENDS[word]}{_CLOSE['%']}")
    innermost = open_blocks[-1][0] if open_blocks else ""
    if word in _ENDS.values():
        if _ENDS.get(innermost) == word:
            open_blocks.pop()
            return None
        return f"“{tag}”前面没有与它配对的开头", "请核对if与endif、for与endfor是否成对。"
    if word in _MIDDLES:
        if innermost not in _MIDDLES[word]:
            return f"“{tag}”不在它的条件或循环里", "请把它放在if和endif之间。"
        condition = inner.removeprefix("el") if word == "elif" else "if 1"
        return _wrong_expression(tag, f"{_OPEN['%']}{condition}{_CLOSE['%']}{_OPEN['%']}endif{_CLOSE['%']}")
    if word == "set":
        return _wrong_expression(tag, f"{_OPEN['%']}{inner}{_CLOSE['%']}")
    return f"“{tag}”不是能用的标记", "能用的有if、elif、else、endif、for、endfor和set。"


def _wrong_expression(tag: str, source: str) -> tuple[str, str] | None:
    try:
        tree = _ENVIRONMENT.parse(source)
    except UNWORKABLE:
        return f"“{tag}”写得不对", "请核对花括号里的名称和写法。"
    # A filter is looked up and a sum of constants worked out as soon as a template is compiled: they are asked about first.
    for used in tree.find_all((nodes.Filter, nodes.Test)):
        known, kind = (_FILTERS, "过滤器") if isinstance(used, nodes.Filter) else (_ENVIRONMENT.tests.keys(), "判断")
        if used.name not in known:
            return f"没有“{used.name}”这个{kind}", f"能用的有：{'、'.join(sorted(known))}。"
    if tree.find(nodes.Call) is not None:
        return f"“{tag}”里有带括号的调用，本程序不支持", "请只写名称；要算的数由程序算好。"
    if tree.find(nodes.Pow) is not None:
        return f"“{tag}”里有乘方，本程序不支持", "请只写名称；要算的数由程序算好。"
    return None


def _checked(
    part: str, source: str, lines: Sequence[tuple[str, str]], known: Collection[str], faults: list[TemplateFault]
) -> Part | None:
    try:
        tree = _ENVIRONMENT.parse(source)
        ready = _ENVIRONMENT.from_string(source)
    except UNWORKABLE as e:
        # A line that Python names is a line of what jinja wrote, and leads nowhere.
        line = e.lineno if isinstance(e, TemplateSyntaxError) else 1
        place, around = lines[min(line, len(lines)) - 1]
        message, fix = "标记连在一起不成立", "请核对if与endif、for与endfor的位置。"
        faults.append(TemplateFault(part, place or _part_words(part), around, message, fix))
        return None
    unknown = meta.find_undeclared_variables(tree) - set(known)
    for name in sorted(unknown):
        line = next((n.lineno for n in tree.find_all(nodes.Name) if n.name == name), 1)
        place, around = lines[min(line, len(lines)) - 1]
        faults.append(
            TemplateFault(part, place or _part_words(part), around, f"没有“{name}”这个名称", _guess(name, known))
        )
    if unknown:
        return None
    return Part(part, ready, tuple(lines))


def _guess(name: str, known: Collection[str]) -> str:
    close = get_close_matches(name, list(known), 1, 0.4)
    return f"您是不是要写“{close[0]}”？" if close else f"可用的名称有：{'、'.join(sorted(known)[:12])}等。"


def place_of(part: Part, line: int) -> str:
    """The place in the template of a line of a part's source."""
    return part.places[min(max(line, 1), len(part.places)) - 1][0]
