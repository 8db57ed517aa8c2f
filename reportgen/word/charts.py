"""Native charts: the look stays as the office drew it, only the data are replaced, in the chart and in its workbook."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from lxml import etree

from reportgen.packages import Member, member, package
from reportgen.reports.provenance import Chart
from reportgen.word.layout import EMU_PER_MM, NAMESPACES
from reportgen.wording import plain
from reportgen.workbooks.cells import letters

if TYPE_CHECKING:
    import zipfile
    from decimal import Decimal

_C: Final = NAMESPACES["c"]
_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_MARK: Final = re.compile(r"^图表[:：]\s*(.+?)\s*$")
_DATA_SHEET: Final = "数据"
_SERIES: Final = "series"
_BEHIND_VALUES: Final = frozenset(("shape", "smooth", "bubble3D", "extLst"))
_REPLACED: Final = frozenset(("idx", "order", "tx", "cat", "val", "dPt"))


EMPTY: Final = Chart((), ())
"""What stands behind a drawing that a document leaves out."""


@dataclass(frozen=True, slots=True)
class ChartSlot:
    """A chart drawn in a template: the name in its alternative text, its parts, and its XML around the series.

    `looks` are the series as drawn, each as what stands before its categories and behind its values; a chart without
    any cannot be filled.
    """

    name: str
    part: str
    workbook: str
    relation: str
    lying: bool
    before: str
    looks: tuple[tuple[str, str], ...]
    after: str


def chart_slots(archive: zipfile.ZipFile) -> tuple[ChartSlot, ...]:
    """Every chart of the document whose alternative text begins with “图表：”."""
    document = _tree(archive, "word/document.xml")
    targets = _targets(archive, "word/document.xml")
    found = []
    for drawing in document.iter(f"{{{NAMESPACES['wp']}}}inline", f"{{{NAMESPACES['wp']}}}anchor"):
        named = _name_of(drawing)
        chart = next(drawing.iter(f"{{{_C}}}chart"), None)
        relation = chart.get(f"{{{NAMESPACES['r']}}}id", "") if chart is not None else ""
        part = targets.get(relation, "")
        if named and part in archive.namelist():
            found.append(_slot(archive, named, relation, part))
    return tuple(found)


def _name_of(drawing: etree._Element) -> str:
    about = drawing.find(f"{{{NAMESPACES['wp']}}}docPr")
    if about is None:
        return ""
    marked = _MARK.match(about.get("descr", "")) or _MARK.match(about.get("title", ""))
    return marked[1] if marked else ""


def parser() -> etree.XMLParser:
    """A parser for a template's parts that fetches and expands nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)


def _tree(archive: zipfile.ZipFile, part: str) -> etree._Element:
    return etree.fromstring(archive.read(part), parser())


def _rels_of(part: str) -> str:
    """The relationships part of a part."""
    folder, name = posixpath.split(part)
    return f"{folder}/_rels/{name}.rels"


def _targets(archive: zipfile.ZipFile, part: str) -> dict[str, str]:
    rels = _rels_of(part)
    if rels not in archive.namelist():
        return {}
    folder = posixpath.dirname(part)
    return {
        link.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, link.get("Target", ""))).lstrip("/")
        for link in _tree(archive, rels).iter(f"{{{_RELS}}}Relationship")
        if link.get("TargetMode") != "External"
    }


def _slot(archive: zipfile.ZipFile, name: str, relation: str, part: str) -> ChartSlot:
    """Cut the chart's XML at its series; of each series keep the look."""
    root = _tree(archive, part)
    external = root.find(f"{{{_C}}}externalData")
    link = external.get(f"{{{NAMESPACES['r']}}}id", "") if external is not None else ""
    workbook = _targets(archive, part).get(link, "")
    series = list(root.iter(f"{{{_C}}}ser"))
    looks = tuple(_look(one) for one in series)
    for number, one in enumerate(series):
        parent = one.getparent()
        if parent is not None and number == 0:
            parent.replace(one, etree.ProcessingInstruction(_SERIES))
        elif parent is not None:
            parent.remove(one)
    before, _, after = etree.tostring(root, encoding="unicode").partition(f"<?{_SERIES} ?>")
    direction = next(root.iter(f"{{{_C}}}barDir"), None)
    lying = direction is not None and direction.get("val") == "bar"
    return ChartSlot(name, part, workbook, relation, lying, before, looks, after)


def _look(series: etree._Element) -> tuple[str, str]:
    """What stands before the categories and behind the values of a series, in the order of the schema."""
    kept: tuple[list[str], list[str]] = ([], [])
    for child in series:
        if isinstance(child.tag, str):
            local = etree.QName(child).localname
            if local not in _REPLACED:
                kept[local in _BEHIND_VALUES].append(etree.tostring(child, encoding="unicode", with_tail=False))
    return "".join(kept[0]), "".join(kept[1])


_FRAME_MM, _BAR_MM, _LEAST_MM, _MOST_MM = 18, 5, 38, 110


def height(bars: int) -> int:
    """How tall a chart of lying bars is drawn, in EMU: 5 mm a bar, so that one bar is no block and fourteen are legible."""
    return min(max(_FRAME_MM + _BAR_MM * bars, _LEAST_MM), _MOST_MM) * EMU_PER_MM


# ---- filling


def filled(slot: ChartSlot, chart: Chart) -> tuple[Member, ...]:
    """The chart part and its workbook with these data; cache and workbook are written from the same values."""
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    last = len(slot.looks) - 1
    body = "".join(_series(chart, index, slot.looks[min(index, last)]) for index in range(len(chart.series)))
    parts = [member(slot.part, f"{head}{slot.before}{body}{slot.after}".encode())]
    if slot.workbook:
        parts.append(member(slot.workbook, workbook(chart)))
    return tuple(parts)


def _series(chart: Chart, index: int, look: tuple[str, str]) -> str:
    name, values = chart.series[index]
    column, last = letters(index + 1), len(chart.categories) + 1
    return (
        f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:tx><c:strRef><c:f>{_DATA_SHEET}!${column}$1</c:f>'
        f'<c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"{look[0]}<c:cat><c:strRef><c:f>{_DATA_SHEET}!$A$2:$A${last}</c:f><c:strCache>"
        f"{_points(tuple(map(escape, chart.categories)))}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{_DATA_SHEET}!${column}$2:${column}${last}</c:f><c:numCache>"
        f"<c:formatCode>{escape(chart.number)}</c:formatCode>"
        f"{_points(tuple(None if v is None else plain(v) for v in values))}</c:numCache></c:numRef></c:val>{look[1]}</c:ser>"
    )


def _points(texts: tuple[str | None, ...]) -> str:
    points = "".join(f'<c:pt idx="{i}"><c:v>{t}</c:v></c:pt>' for i, t in enumerate(texts) if t is not None)
    return f'<c:ptCount val="{len(texts)}"/>{points}'


_SHEET_NS: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PARTS: Final = (
    member(
        "[Content_Types].xml",
        b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        b'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        b'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
        b'<Override PartName="/xl/worksheets/sheet1.xml" ContentType='
        b'"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    ),
    member(
        "_rels/.rels",
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELS}"><Relationship Id="rId1" '
        f'Type="{NAMESPACES["r"]}/officeDocument" Target="xl/workbook.xml"/></Relationships>'.encode(),
    ),
    member(
        "xl/workbook.xml",
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<workbook xmlns="{_SHEET_NS}" xmlns:r="{NAMESPACES["r"]}">'
        f'<sheets><sheet name="{_DATA_SHEET}" sheetId="1" r:id="rId1"/></sheets></workbook>'.encode(),
    ),
    member(
        "xl/_rels/workbook.xml.rels",
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{_RELS}"><Relationship Id="rId1" '
        f'Type="{NAMESPACES["r"]}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'.encode(),
    ),
)


def workbook(chart: Chart) -> bytes:
    """The workbook behind a chart: what Word shows under 编辑数据."""
    rows: list[list[str | Decimal | None]] = [["", *(name for name, _ in chart.series)]]
    rows += [[c, *(values[i] for _, values in chart.series)] for i, c in enumerate(chart.categories)]
    body = "".join(
        f'<row r="{number}">{"".join(_cell(f"{letters(i)}{number}", value) for i, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    sheet = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{_SHEET_NS}"><cols><col min="1" max="1" width="36" customWidth="1"/></cols>'
        f"<sheetData>{body}</sheetData></worksheet>"
    )
    return package((*_PARTS, member("xl/worksheets/sheet1.xml", sheet.encode())))


def _cell(address: str, value: str | Decimal | None) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        return f'<c r="{address}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{address}"><v>{plain(value)}</v></c>'
