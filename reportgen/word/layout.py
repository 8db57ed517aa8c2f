"""The page of an official document in numbers (GB/T 9704—2012): margins, pitch, fonts, styles, page numbers.

Lengths are twips (1/20 pt, 56.693 to the millimetre). What the standard says and what is custom is told in each
comment by its clause, or by 实务.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

W: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES: Final = {
    "w": W,
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "w10": "urn:schemas-microsoft-com:office:word",
}
DECLARED: Final = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())

EMU_PER_MM: Final = 36000
EMU_PER_TWIP: Final = 635
CELL_MARGINS: Final = (
    '<w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/>'
    '<w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
)
"""实务: 0.5 mm above and below the text of a cell, 1 mm beside it."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One way to meet 5.2: margins and line pitch belong together."""

    top: int
    bottom: int
    left: int
    right: int
    pitch: int


PROFILE_A: Final = Profile(top=2098, bottom=1984, left=1588, right=1474, pitch=579)
"""37, 35, 28, 26 mm; 22 lines of 28.95 pt fill the 225 mm (5.2.1; the pitch is 实务)."""

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838  # 5.1: A4
TEXT_WIDTH: Final = PAGE_WIDTH - PROFILE_A.left - PROFILE_A.right  # 5.2.1: 156 mm
FOOTER_DISTANCE: Final = 1417  # 7.5: the dash 7 mm below the type area
CHARACTER: Final = 316  # 3.1: 156 mm / 28
SMALL_CHARACTER: Final = 280  # a 4号 character
RECORD_LINE: Final = 480  # 实务: the pitch of 报尾
INDENT: Final = 632  # 7.3.3: 左空二字
TIGHTEN: Final = -5  # 28 characters of 16 pt need 442.2 pt, not 448 (5.2.3)


@dataclass(frozen=True, slots=True)
class Fonts:
    """Font products for the standard's typeface classes; the products themselves are 实务."""

    title: str
    body: str
    kai: str
    hei: str
    song: str


OFFICE_FONTS: Final = Fonts("方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体")
_ALTERNATES: Final = {
    "方正小标宋简体": "宋体",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "SimHei",
    "宋体": "SimSun",
}

# 字号 in half-points (5.2.2, 7.2–7.5)
SIZE_2, SIZE_3, SIZE_4, SIZE_5 = 44, 32, 28, 21
SIZE_NAME: Final = 84  # 实务: the brief's name, 初号
RED: Final = "FF0000"


@dataclass(frozen=True, slots=True)
class Style:
    """A named paragraph style; `line` is exact unless `at_least`."""

    id: str
    name: str
    font: str
    size: int
    jc: str = "both"
    indent: tuple[int, int, int] = (0, 0, 0)  # left, right, first line
    line: int = PROFILE_A.pitch
    rule: str = "exact"
    before: int = 0
    after: int = 0
    colour: str = ""
    tight: bool = False
    keep_next: bool = False
    outline: int | None = None
    tabs: tuple[tuple[str, int], ...] = ()
    border: str = ""
    hanging: int = 0


def styles(fonts: Fonts = OFFICE_FONTS) -> tuple[Style, ...]:
    """Every style of the house; the same ids in every template."""
    body = fonts.body
    return (
        Style("GwBody", "公文正文", body, SIZE_3, indent=(0, 0, INDENT), tight=True),
        Style("GwBlank", "公文空行", body, SIZE_3, tight=True),
        Style("GwTitle", "公文标题", fonts.title, SIZE_2, jc="center", line=720),
        Style("GwHead1", "一级标题", fonts.hei, SIZE_3, indent=(0, 0, INDENT), tight=True, keep_next=True, outline=0),
        Style("GwHead2", "二级标题", fonts.kai, SIZE_3, indent=(0, 0, INDENT), tight=True, keep_next=True, outline=1),
        Style(
            "GwName", "简报名称", fonts.title, SIZE_NAME, jc="center", line=1000, before=990, after=240, colour=RED
        ),
        Style("GwIssue", "简报期号", body, SIZE_3, jc="center", after=240),
        Style(
            "GwImprint", "简报编印", body, SIZE_3, jc="left", indent=(CHARACTER, CHARACTER, 0),
            tabs=(("right", TEXT_WIDTH - CHARACTER),),
        ),
        Style(
            "GwRule", "简报红线", body, SIZE_5, jc="left", line=80, before=60,
            border=f'w:val="single" w:sz="12" w:space="1" w:color="{RED}"',
        ),
        Style("GwCaption", "表题", fonts.hei, SIZE_4, jc="center", line=480, before=120, keep_next=True),
        Style("GwFigureCaption", "图题", fonts.hei, SIZE_4, jc="center", line=480, after=120),
        Style("GwTableHead", "表头文字", fonts.hei, SIZE_5, jc="center", line=300, rule="atLeast", keep_next=True),
        Style("GwCell", "表格文字", body, SIZE_5, jc="left", line=300, rule="atLeast"),
        Style("GwCellMid", "表格居中", body, SIZE_5, jc="center", line=300, rule="atLeast"),
        Style("GwCellNum", "表格数字", body, SIZE_5, jc="right", line=300, rule="atLeast"),
        Style("GwNote", "表注", body, SIZE_5, jc="left", line=300, rule="atLeast", after=120),
        Style("GwFigure", "图", body, SIZE_5, jc="center", line=240, rule="auto", before=120, keep_next=True),
        Style("GwTo", "主送机关", body, SIZE_3, jc="left", tight=True),
        Style("GwSign", "署名和日期", body, SIZE_3, jc="right", indent=(0, 2 * CHARACTER, 0), tight=True),
        Style("GwPageOdd", "页码单页", fonts.song, SIZE_4, jc="right", indent=(0, SMALL_CHARACTER, 0), line=240, rule="auto"),
        Style("GwPageEven", "页码双页", fonts.song, SIZE_4, jc="left", indent=(SMALL_CHARACTER, 0, 0), line=240, rule="auto"),
        Style(
            "GwRecord", "版记", body, SIZE_4, jc="left", line=RECORD_LINE,
            indent=(3 * SMALL_CHARACTER, SMALL_CHARACTER, 0), hanging=2 * SMALL_CHARACTER,
        ),
        Style("GwRecordRight", "版记右", body, SIZE_4, jc="right", line=RECORD_LINE, indent=(0, SMALL_CHARACTER, 0)),
        Style("GwAnchor", "版记锚点", body, SIZE_5, jc="left", line=20),
    )  # fmt: skip


def run_properties(style: Style) -> str:
    """Fonts for every script (7.2–7.5 by the style), size, colour, the tightening that gives 28 characters."""
    font = quoteattr(style.font)
    return (
        "<w:rPr>"
        f'<w:rFonts w:hint="eastAsia" w:ascii={font} w:hAnsi={font} w:eastAsia={font} w:cs={font}/>'
        '<w:b w:val="0"/>'
        + (f'<w:color w:val="{style.colour}"/>' if style.colour else "")
        + f'<w:spacing w:val="{TIGHTEN if style.tight else 0}"/>'
        + f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/></w:rPr>'
    )


def paragraph_properties(style: Style) -> str:
    """Pitch, indents and alignment, in the order of the schema."""
    left, right, first = style.indent
    ind = f'<w:ind w:left="{left}" w:right="{right}"'
    if first:
        # Word counts characters, LibreOffice twips: both are written (5.2.3, 7.3.3).
        ind += f' w:firstLineChars="200" w:firstLine="{first}"/>'
    elif style.hanging:
        ind += f' w:hanging="{style.hanging}"/>'
    else:
        ind += ' w:firstLineChars="0" w:firstLine="0"/>'
    tabs = "".join(f'<w:tab w:val="{kind}" w:pos="{at}"/>' for kind, at in style.tabs)
    return (
        "<w:pPr>"
        + ("<w:keepNext/>" if style.keep_next else "")
        + '<w:widowControl w:val="0"/>'
        + (f"<w:pBdr><w:bottom {style.border}/></w:pBdr>" if style.border else "")
        + (f"<w:tabs>{tabs}</w:tabs>" if tabs else "")
        + '<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/>'
        + f'<w:spacing w:before="{style.before}" w:after="{style.after}" w:line="{style.line}" w:lineRule="{style.rule}"/>'
        + f'{ind}<w:jc w:val="{style.jc}"/>'
        + (f'<w:outlineLvl w:val="{style.outline}"/>' if style.outline is not None else "")
        + "</w:pPr>"
    )


def styles_part(fonts: Fonts = OFFICE_FONTS) -> str:
    """word/styles.xml: no theme fonts anywhere, Chinese as the language of the east."""
    normal = Style("Normal", "Normal", fonts.body, SIZE_3, tight=True)
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    own = "".join(
        f'<w:style w:type="paragraph" w:customStyle="1" w:styleId="{s.id}"><w:name w:val="{s.name}"/>'
        f'<w:basedOn w:val="Normal"/><w:qFormat/>{paragraph_properties(s)}{run_properties(s)}</w:style>'
        for s in styles(fonts)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:styles {DECLARED}>'
        f"<w:docDefaults><w:rPrDefault>{run_properties(normal).replace('</w:rPr>', language + '</w:rPr>')}</w:rPrDefault>"
        "<w:pPrDefault/></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"{paragraph_properties(normal)}{run_properties(normal)}</w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f'<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/>{CELL_MARGINS}</w:tblPr></w:style>'
        f"{own}</w:styles>"
    )


def settings_part() -> str:
    """word/settings.xml: page numbers left and right (7.5), Word 2013 layout, Chinese punctuation compressed."""
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:settings {DECLARED}>'
        '<w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/><w:bordersDoNotSurroundFooter/>'
        '<w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/><w:drawingGridVerticalSpacing w:val="156"/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/><w:compat>'
        "<w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
        "<w:doNotExpandShiftReturn/><w:useFELayout/>"
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        "</w:compat>"
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def font_table_part(fonts: Fonts = OFFICE_FONTS) -> str:
    """word/fontTable.xml: what to take where a machine lacks the office's fonts."""
    names = (fonts.title, fonts.body, fonts.kai, fonts.hei, fonts.song)
    table = "".join(
        f'<w:font w:name="{name}">'
        + (f'<w:altName w:val="{_ALTERNATES[name]}"/>' if name in _ALTERNATES else "")
        + '<w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name in names
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:fonts {DECLARED}>{table}</w:fonts>'


def theme_part(fonts: Fonts = OFFICE_FONTS) -> str:
    """word/theme/theme1.xml: Word wants one; nothing here refers to its fonts or colours."""
    colours = (
        ("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "333333"), ("lt2", "F2F2F2"), ("accent1", "595959"),
        ("accent2", "7F7F7F"), ("accent3", "A6A6A6"), ("accent4", "BFBFBF"), ("accent5", "404040"), ("accent6", "262626"),
        ("hlink", "000000"), ("folHlink", "000000"),
    )  # fmt: skip
    scheme = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in colours)
    font = f'<a:latin typeface="{fonts.song}"/><a:ea typeface="{fonts.song}"/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350" cap="flat" cmpd="sng" algn="ctr">{fill}<a:prstDash val="solid"/></a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<a:theme xmlns:a="{NAMESPACES["a"]}" name="公文"><a:themeElements><a:clrScheme name="公文">{scheme}</a:clrScheme>'
        f'<a:fontScheme name="公文"><a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>'
        f'<a:fmtScheme name="公文"><a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst><a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )


def footer_part(*, odd: bool) -> str:
    """The page number, 4号宋体 between 一字线, 单页居右空一字 and 双页居左空一字 (7.5)."""
    style = "GwPageOdd" if odd else "GwPageEven"
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:ftr {DECLARED}><w:p><w:pPr>'
        f'<w:pStyle w:val="{style}"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>{field}'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>'
    )


def section_properties(odd_footer: str, even_footer: str) -> str:
    """A4, the type area of 156 by 225 mm, the grid of 22 lines (5.1, 5.2)."""
    p = PROFILE_A
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{odd_footer}"/>'
        f'<w:footerReference w:type="even" r:id="{even_footer}"/>'
        f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{p.top}" w:right="{p.right}" w:bottom="{p.bottom}" w:left="{p.left}" w:header="851" '
        f'w:footer="{FOOTER_DISTANCE}" w:gutter="0"/><w:docGrid w:type="lines" w:linePitch="{p.pitch}"/></w:sectPr>'
    )
