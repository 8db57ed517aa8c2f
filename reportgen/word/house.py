"""The templates that this program ships, in the house format: written once as Word files, then the office's to change."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape, quoteattr

from reportgen.packages import member, package
from reportgen.word.charts import EMPTY, workbook
from reportgen.word.layout import (
    CELL_MARGINS,
    DECLARED,
    EMU_PER_MM,
    EMU_PER_TWIP,
    NAMESPACES,
    OFFICE_FONTS,
    TEXT_WIDTH,
    font_table_part,
    footer_part,
    section_properties,
    settings_part,
    styles_part,
    theme_part,
)
from reportgen.word.record import ALT_TEXT, height

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_RELS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES: Final = "application/vnd.openxmlformats-officedocument"
_CHART_RELATION: Final = "rId20"

BRIEF, DEPARTMENT_BRIEF = "工作简报", "单位工作简报"
CHART: Final = "指标完成率"


# ---- blocks


_BREAKS: Final = {"\t": "<w:r><w:tab/></w:r>", "\n": "<w:r><w:br/></w:r>"}


def p(style: str, text: str = "", *, keep: bool = False) -> str:
    """A paragraph of a named style; tabs and line breaks in the text are Word's; `keep` holds it to the next one."""
    pieces = re.split(r"([\t\n])", text)
    runs = "".join(
        _BREAKS.get(piece) or f'<w:r><w:t xml:space="preserve">{escape(piece)}</w:t></w:r>' for piece in pieces if piece
    )
    kept = "<w:keepNext/>" if keep else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{kept}</w:pPr>{runs}</w:p>'


def tag(text: str) -> str:
    """A paragraph that holds nothing but a tag."""
    return p("GwBlank", text)


@dataclass(frozen=True, slots=True)
class ColumnOf:
    """One column of a table: its head, the value of a row, its width and how its cells stand."""

    head: str
    value: str
    width: int
    style: str = "GwCellMid"


def table(loop: str, columns: Sequence[ColumnOf]) -> str:
    """A table as wide as the text, head row repeated, rows not split, one row a turn of the loop."""
    total = sum(column.width for column in columns)
    if total != TEXT_WIDTH:
        message = f"the columns are {total} twips wide, the text {TEXT_WIDTH}"
        raise ValueError(message)
    grid = "".join(f'<w:gridCol w:w="{column.width}"/>' for column in columns)
    heads = "".join(_cell(column.width, p("GwTableHead", column.head)) for column in columns)
    cells = "".join(_cell(column.width, p(column.style, column.value)) for column in columns)
    rows = (
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heads}</w:tr>"
        f"{_tag_row('{%tr for ' + loop + ' %}', len(columns), total)}"
        f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
        f"{_tag_row('{%tr endfor %}', len(columns), total)}"
    )
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
        for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/>{CELL_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>"
        f"{rows}</w:tbl>"
    )


def _cell(width: int, content: str, borders: str = "") -> str:
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{borders}<w:vAlign w:val="center"/></w:tcPr>{content}</w:tc>'
    )


def _tag_row(text: str, span: int, width: int) -> str:
    return (
        f'<w:tr><w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:gridSpan w:val="{span}"/></w:tcPr>'
        f"{p('GwCell', text)}</w:tc></w:tr>"
    )


# ---- 报尾


def record(lines: Sequence[tuple[str, str]], last: str) -> str:
    """报尾 at the bottom of the last page: a text box anchored to the bottom margin, holding a table of three rules.

    A line is left out where its value is empty. 0.35 mm outside, 0.25 mm inside (7.4.1).
    """
    outer, inner, none = '"single" w:sz="8"', '"single" w:sz="6"', '"nil"'
    rows = ""
    for number, (name, label) in enumerate(lines):
        top = outer if number == 0 else none
        rows += _tag_row_plain("{%tr if " + name + " %}")
        rows += _record_row(p("GwRecord", f"{label}：{{{{ {name} }}}}。"), top, none)
        rows += _tag_row_plain("{%tr endif %}")
    rows += _record_row(p("GwRecordRight", last), inner, outer)
    box = (
        f'<w:tbl><w:tblPr><w:tblW w:w="{TEXT_WIDTH}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="000000"/></w:tblBorders>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        f'</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="{TEXT_WIDTH}"/></w:tblGrid>{rows}</w:tbl>'
        f"{p('GwAnchor')}"
    )
    return _anchored(box, len(lines) + 1)


def _record_row(content: str, top: str, bottom: str) -> str:
    borders = (
        f'<w:tcBorders><w:top w:val={top} w:space="0" w:color="000000"/>'
        f'<w:bottom w:val={bottom} w:space="0" w:color="000000"/></w:tcBorders>'
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{_cell(TEXT_WIDTH, content, borders)}</w:tr>"


def _tag_row_plain(text: str) -> str:
    return f"<w:tr>{_cell(TEXT_WIDTH, p('GwRecord', text))}</w:tr>"


def _anchored(content: str, lines: int) -> str:
    """A paragraph that anchors a text box to the bottom of the type area."""
    width, tall = TEXT_WIDTH * EMU_PER_TWIP, height(lines)
    return (
        '<w:p><w:pPr><w:pStyle w:val="GwAnchor"/></w:pPr><w:r><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="251659264" behindDoc="0" '
        'locked="0" layoutInCell="1" allowOverlap="0"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>left</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent cx="{width}" cy="{tall}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>'
        f'<wp:docPr id="1" name="{ALT_TEXT}" descr="{ALT_TEXT}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic><a:graphicData uri="{NAMESPACES["wps"]}"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm>'
        f'<a:off x="0" y="0"/><a:ext cx="{width}" cy="{tall}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "<a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>"
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr rot="0" vert="horz" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"/>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r></w:p>"
    )


# ---- 图


def chart_paragraph(name: str, title: str, height: float = 60) -> str:
    """A paragraph with a native chart named in its alternative text; its part is rId20."""
    width, tall = round(154 * EMU_PER_MM), round(height * EMU_PER_MM)
    return (
        '<w:p><w:pPr><w:pStyle w:val="GwFigure"/></w:pPr><w:r><w:drawing>'
        f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{tall}"/>'
        f'<wp:effectExtent l="0" t="0" r="0" b="0"/><wp:docPr id="2" name={quoteattr(title)} descr="图表：{name}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{NAMESPACES["c"]}">'
        f'<c:chart r:id="{_CHART_RELATION}"/></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>'
    )


def bar_chart_part() -> str:
    """Bars lying down, grey for what is done under a frame for what is due, so that a black print stays readable."""
    font = f'<a:latin typeface="{OFFICE_FONTS.song}"/><a:ea typeface="{OFFICE_FONTS.song}"/><a:cs typeface="{OFFICE_FONTS.song}"/>'
    text = (
        '<c:txPr><a:bodyPr/><a:lstStyle/><a:p><a:pPr><a:defRPr sz="900" b="0"><a:solidFill>'
        f'<a:srgbClr val="000000"/></a:solidFill>{font}</a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
    line = '<a:ln w="6350"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'
    grey = '<a:solidFill><a:srgbClr val="BFBFBF"/></a:solidFill>'
    labels = (
        '<c:dLbls><c:numFmt formatCode="0.0&quot;%&quot;" sourceLinked="0"/><c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{text}<c:dLblPos val="inBase"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbls>'
    )

    def series(index: int, fill: str, marks: str) -> str:
        return (
            f'<c:ser><c:idx val="{index}"/><c:order val="{index}"/><c:spPr>{fill}{line}</c:spPr>'
            f'<c:invertIfNegative val="0"/>{marks}</c:ser>'
        )

    def axis(kind: str, identity: int, other: int, position: str, number: str) -> str:
        down = kind == "catAx"
        scaling = f'<c:orientation val="{"maxMin" if down else "minMax"}"/>' + ("" if down else '<c:min val="0"/>')
        return (
            f'<c:{kind}><c:axId val="{identity}"/><c:scaling>{scaling}</c:scaling><c:delete val="0"/>'
            f'<c:axPos val="{position}"/><c:numFmt formatCode="{number}" sourceLinked="0"/>'
            '<c:majorTickMark val="out"/><c:minorTickMark val="none"/>'
            f'<c:tickLblPos val="nextTo"/><c:spPr>{line}</c:spPr>{text}<c:crossAx val="{other}"/>'
            f'<c:crosses val="{"autoZero" if down else "max"}"/>'
        )

    return (
        f'{_HEAD}<c:chartSpace xmlns:c="{NAMESPACES["c"]}" xmlns:a="{NAMESPACES["a"]}" xmlns:r="{NAMESPACES["r"]}">'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart>'
        '<c:barDir val="bar"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f"{series(0, grey, labels)}{series(1, '<a:noFill/>', '')}"
        '<c:gapWidth val="40"/><c:overlap val="100"/><c:axId val="111111111"/><c:axId val="222222222"/></c:barChart>'
        f"{axis('catAx', 111111111, 222222222, 'l', 'General')}"
        '<c:auto val="1"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/><c:noMultiLvlLbl val="0"/></c:catAx>'
        f"{axis('valAx', 222222222, 111111111, 'b', '0&quot;%&quot;')}"
        '<c:crossBetween val="between"/></c:valAx><c:spPr><a:noFill/></c:spPr></c:plotArea>'
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{text}</c:legend>'
        '<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        '<c:spPr><a:solidFill><a:srgbClr val="FFFFFF"/></a:solidFill><a:ln><a:noFill/></a:ln></c:spPr>'
        '<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    )


# ---- the package


def document(blocks: Sequence[str], title: str, *, charts: bool = True) -> bytes:
    """A .docx of these blocks in the house format, if wanted with one chart part that a block may show."""
    body = f"{_HEAD}<w:document {DECLARED}><w:body>{''.join(blocks)}{section_properties('rId4', 'rId5')}</w:body></w:document>"
    chart = ((_CHART_RELATION, "chart", "charts/chart1.xml"),) if charts else ()
    parts = {
        "[Content_Types].xml": _content_types(charts=charts),
        "_rels/.rels": _relations((("rId1", "officeDocument", "word/document.xml"),), core="docProps/core.xml"),
        "docProps/core.xml": _core(title),
        "word/document.xml": body,
        "word/_rels/document.xml.rels": _relations(
            (
                ("rId1", "styles", "styles.xml"),
                ("rId2", "settings", "settings.xml"),
                ("rId3", "fontTable", "fontTable.xml"),
                ("rId4", "footer", "footer1.xml"),
                ("rId5", "footer", "footer2.xml"),
                ("rId6", "theme", "theme/theme1.xml"),
                *chart,
            )
        ),
        "word/styles.xml": styles_part(),
        "word/settings.xml": settings_part(),
        "word/fontTable.xml": font_table_part(),
        "word/theme/theme1.xml": theme_part(),
        "word/footer1.xml": footer_part(odd=True),
        "word/footer2.xml": footer_part(odd=False),
    }
    if charts:
        parts["word/charts/chart1.xml"] = bar_chart_part()
        parts["word/charts/_rels/chart1.xml.rels"] = _relations((("rId1", "package", "../embeddings/chart1.xlsx"),))
    members = [member(name, text.encode()) for name, text in parts.items()]
    return package((*members, *([member("word/embeddings/chart1.xlsx", workbook(EMPTY))] if charts else ())))


def _relations(links: Sequence[tuple[str, str, str]], core: str = "") -> str:
    lines = "".join(
        f'<Relationship Id="{identity}" Type="{NAMESPACES["r"]}/{kind}" Target="{target}"/>'
        for identity, kind, target in links
    )
    if core:
        lines += f'<Relationship Id="rId9" Type="{_RELS}/metadata/core-properties" Target="{core}"/>'
    return f'{_HEAD}<Relationships xmlns="{_RELS}">{lines}</Relationships>'


def _content_types(*, charts: bool) -> str:
    word = f"{_TYPES}.wordprocessingml"
    overrides = (
        ("/word/document.xml", f"{word}.document.main+xml"),
        ("/word/styles.xml", f"{word}.styles+xml"),
        ("/word/settings.xml", f"{word}.settings+xml"),
        ("/word/fontTable.xml", f"{word}.fontTable+xml"),
        ("/word/theme/theme1.xml", f"{_TYPES}.theme+xml"),
        ("/word/footer1.xml", f"{word}.footer+xml"),
        ("/word/footer2.xml", f"{word}.footer+xml"),
        ("/word/charts/chart1.xml", f"{_TYPES}.drawingml.chart+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    )
    listed = "".join(
        f'<Override PartName="{name}" ContentType="{kind}"/>'
        for name, kind in overrides
        if charts or "chart" not in name
    )
    return (
        f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Default Extension="xlsx" ContentType="{_TYPES}.spreadsheetml.sheet"/>{listed}</Types>'
    )


def _core(title: str) -> str:
    """docProps/core.xml: the document's title and the office as its author."""
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{{{{ 编印单位 }}}}</dc:creator>"
        '<dcterms:created xsi:type="dcterms:W3CDTF">{{ 编印日 }}T00:00:00Z</dcterms:created>'
        '<dcterms:modified xsi:type="dcterms:W3CDTF">{{ 编印日 }}T00:00:00Z</dcterms:modified></cp:coreProperties>'
    )


# ---- 工作简报


def masthead() -> list[str]:
    """报头: the red name, 期号, who and when, the red rule; then the title two lines below it."""
    return [
        p("GwName", "{{ 简报名称 }}"),
        p("GwIssue", "第{{ 期号 }}期"),
        p("GwImprint", "{{ 编印单位 }}\t{{ 编印日期 }}"),
        p("GwRule"),
        p("GwBlank"),
        p("GwBlank"),
        p("GwTitle", "{{ 标题 }}"),
        p("GwBlank"),
        p("GwBody", "{{ 导语 }}"),
    ]


def paragraphs(name: str, style: str = "GwBody") -> list[str]:
    """One paragraph a value of a list."""
    return [tag(f"{{%p for 段 in {name} %}}"), p(style, "{{ 段 }}"), tag("{%p endfor %}")]


def grouped(name: str) -> list[str]:
    """Second-level headings, each with its paragraphs; a group without a heading has none."""
    return [
        tag(f"{{%p for 组 in {name} %}}"),
        tag("{%p if 组.标题 %}"),
        p("GwHead2", "{{ 组.标题 }}"),
        tag("{%p endif %}"),
        *paragraphs("组.各段"),
        tag("{%p endfor %}"),
    ]


_FIGURES: Final = (
    ColumnOf("年度\n目标", "{{ 行.年度目标 }}", 820),
    ColumnOf("本月\n新增", "{{ 行.本月新增 }}", 760),
    ColumnOf("累计", "{{ 行.累计 }}", 840),
    ColumnOf("完成率", "{{ 行.完成率 }}", 820),
    ColumnOf("与序\n时差", "{{ 行.与序时差 }}", 760),
    ColumnOf("进展", "{{ 行.进展 }}", 960),
)
_FIGURES_WIDE: Final = sum(column.width for column in _FIGURES)
_INDICATOR_COLUMNS: Final = (
    ColumnOf("序号", "{{ 行.序号 }}", 540),
    ColumnOf("指标（单位）", "{{ 行.指标名称 }}", TEXT_WIDTH - 540 - _FIGURES_WIDE - 1380, "GwCell"),
    *_FIGURES,
    ColumnOf("填报单位", "{{ 行.填报单位 }}", 1380),
)
_DEPARTMENT_COLUMNS: Final = (
    ColumnOf("序号", "{{ 行.序号 }}", 540),
    ColumnOf("指标（单位）", "{{ 行.指标名称 }}", TEXT_WIDTH - 540 - _FIGURES_WIDE, "GwCell"),
    *_FIGURES,
)


def _indicators(columns: Sequence[ColumnOf]) -> list[str]:
    return [
        p("GwHead1", "二、主要指标"),
        *paragraphs("主要指标"),
        tag("{%p if 指标表 %}"),
        p("GwCaption", "主要指标进展情况（截至{{ 截止日 }}）"),
        table("行 in 指标表", columns),
        p("GwNote", "{{ 指标表注 }}"),
        tag("{%p endif %}"),
        tag("{%p if 有完成率图 %}"),
        chart_paragraph(CHART, "指标完成率与序时进度"),
        p("GwFigureCaption", "指标完成率与序时进度"),
        tag("{%p endif %}"),
    ]


def _tail(last: str) -> list[str]:
    return [record((("报", "报"), ("送", "送"), ("发", "发")), last)]


def _body(columns: Sequence[ColumnOf], sixth: str) -> list[str]:
    return [
        *masthead(),
        p("GwHead1", "一、总体进展"),
        *paragraphs("总体进展"),
        *_indicators(columns),
        p("GwHead1", "三、重点任务进展"),
        *grouped("任务进展"),
        p("GwHead1", "四、存在问题"),
        *grouped("存在问题"),
        p("GwHead1", "五、下一步工作"),
        *grouped("下一步工作"),
        p("GwHead1", f"六、{sixth}"),
        *paragraphs("报送情况"),
    ]


def brief_template() -> bytes:
    """工作简报.docx: the plan's monthly brief."""
    blocks = [*_body(_INDICATOR_COLUMNS, "报送情况"), *_tail("（共印{{ 印数 }}份）")]
    return document(blocks, "{{ 简报名称 }}第{{ 期号 }}期")


def department_brief_template() -> bytes:
    """单位工作简报.docx: the brief that a department hands in."""
    blocks = [*_body(_DEPARTMENT_COLUMNS, "填报情况"), *_tail("（共印{{ 印数 }}份）")]
    return document(blocks, "{{ 简报名称 }}第{{ 期号 }}期")


# ---- 函件


def _letter(*middle: str) -> list[str]:
    """Title, whom it goes to, the text, 署名 and date, whom to call (7.3)."""
    return [
        p("GwBlank"),
        p("GwTitle", "{{ 标题 }}"),
        p("GwBlank"),
        p("GwTo", "{{ 主送 }}："),
        p("GwBody", "{{ 引言 }}"),
        *middle,
        *paragraphs("各段"),
    ]


def _signed(closing: str = "") -> list[str]:
    """署名 and date never part, nor leave the closing words behind: no page without text of its own (7.3.5.5)."""
    return [
        *([p("GwBody", closing, keep=True)] if closing else []),
        p("GwBlank", keep=True),
        p("GwSign", "{{ 署名 }}", keep=True),
        p("GwSign", "{{ 日期 }}"),
        tag("{%p if 联系 %}"),
        p("GwBody", "{{ 联系 }}"),
        tag("{%p endif %}"),
    ]


_POINT_COLUMNS: Final = (
    ColumnOf("序号", "{{ 行.序号 }}", 540),
    ColumnOf("位置", "{{ 行.位置 }}", 2200, "GwCell"),
    ColumnOf("问题", "{{ 行.问题 }}", TEXT_WIDTH - 540 - 2200 - 2500 - 760, "GwCell"),
    ColumnOf("怎么改", "{{ 行.怎么改 }}", 2500, "GwCell"),
    ColumnOf("程度", "{{ 行.程度 }}", 760),
)


def chasing_template() -> bytes:
    """催报函.docx: to a unit that has not filed."""
    return document([*_letter(), *_signed("特此函告。")], "{{ 题名 }}", charts=False)


def returning_template() -> bytes:
    """退回函.docx: to a unit whose form must be mended."""
    points = (p("GwCaption", "{{ 表题 }}"), table("行 in 问题表", _POINT_COLUMNS))
    return document([*_letter(*points), *_signed("特此函告。")], "{{ 题名 }}", charts=False)


def receipt_template() -> bytes:
    """收件回执.docx: when a form came and what became of it."""
    return document([*_letter(), *_signed()], "{{ 题名 }}", charts=False)


def circular_template() -> bytes:
    """报送情况通报.docx: a draft naming the units that are late."""
    return document([*_letter(), *_signed()], "{{ 题名 }}", charts=False)


SHIPPED: Final = {
    BRIEF: brief_template,
    DEPARTMENT_BRIEF: department_brief_template,
    "催报函": chasing_template,
    "退回函": returning_template,
    "收件回执": receipt_template,
    "报送情况通报": circular_template,
}
"""The shipped templates by their file names."""
