"""Every measuring function finds the fault that it is there for: a good brief spoilt in one property is complained of."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import gongwen
import gongwen_pages as on_paper
import pytest
from handmade import HAN_ONLY, ONE_LINE, chart, indicators, made, values
from sheets import draw
from wordfile import CORE, DOCUMENT, SETTINGS, STYLES, WordFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from sheets import Printed

ODD_FOOTER, EVEN_FOOTER, RELATIONS = "word/footer1.xml", "word/footer2.xml", "word/_rels/document.xml.rels"
CHART: Final = "word/charts/chart1.xml"

Change = tuple[str, str, str]
"""A part, a pattern in it, and what takes its place."""


def style(name: str, pattern: str, new: str) -> Change:
    """A change in the style of a name; the pattern begins where the style does."""
    return STYLES, f'(<w:name w:val="{name}"/>(?:(?!</w:style>).)*?){pattern}', rf"\1{new}"


def words(pattern: str, new: str) -> Change:
    """A change in the words of the document."""
    return DOCUMENT, pattern, new


@dataclass(frozen=True)
class Spoilt:
    """What a rule must say once these changes are made to a good brief."""

    rule: Callable[[WordFile], list[str]]
    says: str
    changes: tuple[Change, ...]


def spoilt(rule: Callable[[WordFile], list[str]], says: str, *changes: Change) -> Spoilt:
    """A case; all its changes are made."""
    return Spoilt(rule, says, changes)


def change(document: WordFile, changes: tuple[Change, ...]) -> WordFile:
    """The document after these changes, each made wherever its pattern is found."""
    for part, pattern, new in changes:
        document = document.changed(part, pattern, new)
    return document


@pytest.fixture(scope="module")
def good() -> WordFile:
    """A brief with everything that a brief can have."""
    table = {"指标表": indicators(6), "指标表注": "注：与序时差的单位是个百分点。", "有完成率图": True}
    return made("good", values(**table), chart(6))


def _rule_name(rule: Callable[[WordFile], list[str]]) -> str:
    return rule.__name__


def _name(case: Spoilt | SpoiltOnPaper) -> str:
    return case.rule.__name__


ON_FILES: Final = tuple(rule for name, rule in vars(gongwen).items() if re.match(r"r\d\d_|figures_fit", name))

_TEXT_OF_BODY: Final = '(<w:pStyle w:val="GwBody"/></w:pPr>)<w:r>'
_FIRST_RUN: Final = "<w:r><w:t "
_BOLD: Final = ('<w:b w:val="0"/>', '<w:b w:val="1"/>')

SPOILT: Final = (
    spoilt(gongwen.r01_page_size, "page", words('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')),
    spoilt(gongwen.r02_margins, "margins", words('w:left="1588"', 'w:left="1800"')),
    spoilt(gongwen.r02_margins, "type area", words('w:left="1588"', 'w:left="1800"')),
    spoilt(gongwen.r02_margins, "gutter", words('w:gutter="0"', 'w:gutter="284"')),
    spoilt(gongwen.r03_pitch, "wanted one", style("公文正文", 'w:line="579"', 'w:line="560"')),
    spoilt(gongwen.r03_pitch, "22 lines of 580", (STYLES, 'w:line="579"', 'w:line="580"')),
    spoilt(
        gongwen.r03_pitch,
        "pitch 579",
        words('w:top="2098" w:right="1474" w:bottom="1984"', 'w:top="1960" w:right="1474" w:bottom="1847"'),
    ),
    spoilt(gongwen.r04_grid, "grid", words('w:linePitch="579"', 'w:linePitch="312"')),
    spoilt(gongwen.r05_fonts, "no font for ['eastAsia']", (STYLES, r' w:eastAsia="[^"]+"( w:cs=)', r"\1")),
    spoilt(
        gongwen.r05_fonts,
        "theme fonts ['eastAsiaTheme']",
        words(_FIRST_RUN, '<w:r><w:rPr><w:rFonts w:eastAsiaTheme="minorEastAsia"/></w:rPr><w:t '),
    ),
    spoilt(
        gongwen.r06_marks,
        "without a hint",
        (STYLES, 'w:hint="eastAsia" w:ascii="[^"]+" w:hAnsi="[^"]+"', 'w:hint="default" w:ascii="Arial" w:hAnsi="Arial"'),
    ),
    spoilt(gongwen.r07_body_font, "宋体 32", style("公文正文", 'w:eastAsia="仿宋_GB2312"', 'w:eastAsia="宋体"')),
    spoilt(gongwen.r07_body_font, "仿宋_GB2312 28", style("公文正文", '<w:sz w:val="32"/>', '<w:sz w:val="28"/>')),
    spoilt(gongwen.r08_title, "黑体 44", style("公文标题", 'w:eastAsia="方正小标宋简体"', 'w:eastAsia="黑体"')),
    spoilt(gongwen.r08_title, "stands left", style("公文标题", '<w:jc w:val="center"/>', '<w:jc w:val="left"/>')),
    spoilt(gongwen.r08_title, "indented", style("公文标题", 'w:firstLine="0"', 'w:firstLine="632"')),
    spoilt(gongwen.r08_title, "bold", style("公文标题", *_BOLD)),
    spoilt(gongwen.r08_title, "at most 20", words("1号议案办理工作</w:t>", "1号议案办理工作以及其他各项有关重点工作任务</w:t>")),
    spoilt(
        gongwen.r08_title,
        "hour-glass",
        words("1号议案办理工作</w:t>", "1号议案办理工作有关情况</w:t><w:br/><w:t>及六月</w:t>"),
    ),
    spoilt(gongwen.r09_levels, "宋体 32", style("一级标题", 'w:eastAsia="黑体"', 'w:eastAsia="宋体"')),
    spoilt(gongwen.r09_levels, "黑体 32", style("二级标题", 'w:eastAsia="楷体_GB2312"', 'w:eastAsia="黑体"')),
    spoilt(gongwen.r09_levels, "bold", style("一级标题", *_BOLD)),
    spoilt(gongwen.r10_order, "number 3 after 1", words("二、主要指标", "三、主要指标")),
    spoilt(gongwen.r10_order, "number 2 after 0", words("1.丰富", "2.丰富")),
    spoilt(gongwen.r10_order, "level 4 without level 2", words("（一）强化", "（1）强化")),
    spoilt(gongwen.r11_indents, "first line 0 characters", style("公文正文", ' w:firstLineChars="200"', "")),
    spoilt(gongwen.r11_indents, "and 480 twips", style("公文正文", 'w:firstLine="632"', 'w:firstLine="480"')),
    spoilt(gongwen.r11_indents, "indented {'left'", style("公文正文", 'w:left="0"', 'w:left="420"')),
    spoilt(gongwen.r11_indents, "begins with a space", words(f">{ONE_LINE}", f">　　{ONE_LINE}")),
    spoilt(gongwen.r12_spacing, "atLeast", style("公文正文", 'w:lineRule="exact"', 'w:lineRule="atLeast"')),
    spoilt(gongwen.r12_spacing, "'after': '100'", style("公文正文", 'w:after="0"', 'w:after="100"')),
    spoilt(gongwen.r12_spacing, "'beforeLines': '50'", style("公文正文", 'w:before="0"', 'w:beforeLines="50"')),
    spoilt(gongwen.r13_off_the_grid, "snaps", style("公文正文", '<w:snapToGrid w:val="0"/>', "<w:snapToGrid/>")),
    spoilt(gongwen.r13_off_the_grid, "widow", style("公文正文", '<w:widowControl w:val="0"/>', "<w:widowControl/>")),
    spoilt(gongwen.r14_alignment, "stands left", style("公文正文", '<w:jc w:val="both"/>', '<w:jc w:val="left"/>')),
    spoilt(gongwen.r15_pushing, "4 empty", words('(<w:p><w:pPr><w:pStyle w:val="GwBlank"/></w:pPr></w:p>)', r"\1\1")),
    spoilt(
        gongwen.r16_blank_lines,
        "0 empty lines before the title and 0 behind",
        words('<w:p><w:pPr><w:pStyle w:val="GwBlank"/></w:pPr></w:p>', ""),
    ),
    spoilt(gongwen.r16_blank_lines, "an empty line of", style("公文空行", 'w:line="579"', 'w:line="400"')),
    spoilt(gongwen.r17_document_numbers, "[2025]5号", words("〔2025〕5号", "[2025]5号")),
    spoilt(gongwen.r17_document_numbers, "〔25〕5号", words("〔2025〕5号", "〔25〕5号")),
    spoilt(gongwen.r17_document_numbers, "第05号", words("〔2025〕5号", "〔2025〕第05号")),
    spoilt(gongwen.r18_dates, "2025年07年07", words("2025年7月7日", "2025年07月07日")),
    spoilt(gongwen.r18_dates, "2025年2年30", words("2025年7月7日", "2025年2月30日")),
    spoilt(gongwen.r18_dates, "2025-07-07", words("2025年7月7日", "2025-07-07")),
    spoilt(gongwen.r18_dates, "25年6月", words("现将2025年6月", "现将25年6月")),
    spoilt(gongwen.r19_r21_nothing_of_other_documents, "主送", words("通报如下。", "通报如下：")),
    spoilt(gongwen.r19_r21_nothing_of_other_documents, "附件", words(f">{ONE_LINE}", ">附件：1.进展情况表")),
    spoilt(gongwen.r22_page_numbers, "not told apart", (SETTINGS, "<w:evenAndOddHeaders/>", "")),
    spoilt(gongwen.r22_page_numbers, "stands center", style("页码单页", 'jc w:val="right"', 'jc w:val="center"')),
    spoilt(gongwen.r22_page_numbers, "0 twips from the left", style("页码双页", 'w:left="280"', 'w:left="0"')),
    spoilt(gongwen.r22_page_numbers, "- {PAGE} -", (ODD_FOOTER, "—", "-")),
    spoilt(gongwen.r22_page_numbers, "wanted — {PAGE} —", (EVEN_FOOTER, " PAGE ", " NUMPAGES ")),
    spoilt(gongwen.r22_page_numbers, "仿宋_GB2312 28", style("页码单页", 'eastAsia="宋体"', 'eastAsia="仿宋_GB2312"')),
    spoilt(gongwen.r22_page_numbers, "no footer", words('<w:footerReference w:type="even"[^>]*/>', "")),
    spoilt(gongwen.r22_page_numbers, "first page", words("<w:docGrid", "<w:titlePg/><w:docGrid")),
    spoilt(
        gongwen.r23_headers,
        "footer1.xml",
        words("<w:sectPr>", '<w:sectPr><w:headerReference w:type="default" r:id="rId4"/>'),
    ),
    spoilt(gongwen.r24_footer_distance, "footer at 720", words('w:footer="1417"', 'w:footer="720"')),
    spoilt(
        gongwen.r25_colours,
        "colour {'val': '0000FF'}",
        style("一级标题", '<w:b w:val="0"/>', '<w:b w:val="0"/><w:color w:val="0000FF"/>'),
    ),
    spoilt(
        gongwen.r25_colours,
        "themeColor",
        words(_FIRST_RUN, '<w:r><w:rPr><w:color w:val="000000" w:themeColor="accent1"/></w:rPr><w:t '),
    ),
    spoilt(
        gongwen.r25_colours,
        "highlight yellow",
        words(_FIRST_RUN, '<w:r><w:rPr><w:highlight w:val="yellow"/></w:rPr><w:t '),
    ),
    spoilt(gongwen.r25_colours, "border FF0000", words('w:space="0" w:color="000000"', 'w:space="0" w:color="FF0000"')),
    spoilt(gongwen.r25_colours, "shading FFFF00", words("<w:vAlign", '<w:shd w:val="clear" w:fill="FFFF00"/><w:vAlign')),
    spoilt(gongwen.r25_colours, "chart1.xml: 4472C4", (CHART, 'srgbClr val="BFBFBF"', 'srgbClr val="4472C4"')),
    spoilt(gongwen.r26_red_rule, "0 red rules", style("简报红线", 'w:color="FF0000"', 'w:color="000000"')),
    spoilt(gongwen.r26_red_rule, "drawn dashed", style("简报红线", 'bottom w:val="single"', 'bottom w:val="dashed"')),
    spoilt(gongwen.r26_red_rule, "36 eighths", style("简报红线", r'w:sz="\d+"', 'w:sz="36"')),
    spoilt(gongwen.r26_red_rule, "shorter", style("简报红线", 'w:left="0"', 'w:left="600"')),
    spoilt(gongwen.r27_record, "宋体 28", style("版记", 'w:eastAsia="仿宋_GB2312"', 'w:eastAsia="宋体"')),
    spoilt(gongwen.r27_record, "does not end with", words("各责任单位。</w:t>", "各责任单位</w:t>")),
    spoilt(gongwen.r27_record, "rules", words('bottom w:val="single" w:sz="8"', 'bottom w:val="single" w:sz="4"')),
    spoilt(gongwen.r27_record, "not anchored", words("<wp:align>bottom</wp:align>", "<wp:align>top</wp:align>")),
    spoilt(gongwen.r28_language, "language ja-JP", (STYLES, 'w:eastAsia="zh-CN"', 'w:eastAsia="ja-JP"')),
    spoilt(gongwen.r28_language, "theme fonts", (SETTINGS, 'w:eastAsia="zh-CN"', 'w:eastAsia="ja-JP"')),
    spoilt(gongwen.r29_compatibility, "[14]", (SETTINGS, 'w:val="15"', 'w:val="14"')),
    spoilt(gongwen.r30_tables, "9500 wide", words('<w:tblW w:w="8844"', '<w:tblW w:w="9500"')),
    spoilt(gongwen.r30_tables, "add up to", words('<w:gridCol w:w="540"/>', '<w:gridCol w:w="600"/>')),
    spoilt(gongwen.r30_tables, "not fixed", words('<w:tblLayout w:type="fixed"/>', "")),
    spoilt(gongwen.r30_tables, "outside", words('<w:tblInd w:w="0"', '<w:tblInd w:w="-108"')),
    spoilt(gongwen.r30_tables, "may be split", words("<w:cantSplit/>", "")),
    spoilt(gongwen.r30_tables, "head is not repeated", words("<w:tblHeader/>", "")),
    spoilt(gongwen.r30_tables, "figures of column 5", style("表格居中", 'jc w:val="center"', 'jc w:val="left"')),
    spoilt(gongwen.r30_tables, "has no unit", words("企业（家）<", "企业<")),
    spoilt(gongwen.r30_tables, "no unit told", words("指标（单位）", "指标名称")),
    spoilt(gongwen.r31_left_over, "['None']", words(">120.5<", ">None<")),
    spoilt(gongwen.r31_left_over, "['{{', '}}']", words(f">{ONE_LINE}", ">{{ 段 }}")),
    spoilt(gongwen.r31_left_over, "['××']", words("江岸区|区人民政府办公室", "××局")),
    spoilt(gongwen.r31_left_over, "docProps", (CORE, "<dc:title>", "<dc:title>{{")),
    spoilt(gongwen.r32_punctuation, "half-width [',']", words("各责任单位按时报送", "各责任单位,按时报送")),
    spoilt(gongwen.r32_punctuation, "half-width ['(', ')']", words("（正常推进）", "(正常推进)")),
    spoilt(gongwen.r32_punctuation, "1、", words("1.丰富", "1、丰富")),
    spoilt(gongwen.r32_punctuation, "behind （一）", words("（一）强化", "（一）、强化")),
    spoilt(gongwen.r32_punctuation, "do not follow", words("填报表。<", "填报表。。<")),
    spoilt(gongwen.r32_punctuation, "“ is not paired", words("“小巨人”", "“小巨人")),
    spoilt(gongwen.r32_punctuation, "heading ends", words("一、总体进展", "一、总体进展。")),
    spoilt(gongwen.r32_punctuation, "heading ends", words("情况（演示）<", "情况。<")),
    spoilt(gongwen.r33_digits, "full-width", words("14项", "１４项")),
    spoilt(gongwen.r33_digits, "one side only", words("50.0%。", "15～30%。")),
    spoilt(gongwen.r33_digits, "a space", words("14项", "14 项")),
    spoilt(gongwen.r34_properties, "no title", (CORE, "<dc:title>.*</dc:title>", "<dc:title/>")),
    spoilt(gongwen.r34_properties, "author python-docx", (CORE, "(<dc:creator>).*(</dc:creator>)", r"\1python-docx\2")),
    spoilt(gongwen.r34_properties, "a tool", (CORE, "(<dc:creator>).*(</dc:creator>)", r"\1python-docx\2")),
    spoilt(gongwen.r34_properties, "the path /home/", (SETTINGS, "<w:zoom", "<!-- /home/office/ --><w:zoom")),
    spoilt(
        gongwen.r34_properties,
        "w:bookmarkStart",
        words(_TEXT_OF_BODY, r'\1<w:bookmarkStart w:id="0" w:name="张三"/><w:bookmarkEnd w:id="0"/><w:r>'),
    ),
    spoilt(
        gongwen.r34_properties,
        "w:ins left",
        words(_TEXT_OF_BODY, r'\1<w:ins w:id="9" w:author="张三"/><w:r>'),
    ),
    spoilt(
        gongwen.r34_properties,
        "hidden text",
        words(_TEXT_OF_BODY, r"\1<w:r><w:rPr><w:vanish/></w:rPr><w:t>内部意见</w:t></w:r><w:r>"),
    ),
    spoilt(gongwen.r35_styles, "style “Normal”", words('<w:pStyle w:val="GwBody"/>', "")),
    spoilt(gongwen.r35_styles, "outline level none, wanted 0", style("一级标题", '<w:outlineLvl w:val="0"/>', "")),
    spoilt(
        gongwen.r35_styles,
        "outline level 0, wanted none",
        style("公文标题", '(<w:jc w:val="center"/>)', r'\2<w:outlineLvl w:val="0"/>'),
    ),
    spoilt(gongwen.r36_brief, "name in black", style("简报名称", '<w:color w:val="FF0000"/>', "")),
    spoilt(gongwen.r36_brief, "name of 52", style("简报名称", r'<w:sz w:val="\d+"/>', '<w:sz w:val="52"/>')),
    spoilt(gongwen.r36_brief, "name stands left", style("简报名称", 'jc w:val="center"', 'jc w:val="left"')),
    spoilt(gongwen.r36_brief, "期号 “第03期”", words("第3期<", "第03期<")),
    spoilt(gongwen.r36_brief, "not on one line", words("<w:tab/>", "")),
    spoilt(gongwen.r36_brief, "tab stops", style("简报编印", '<w:tab w:val="right"', '<w:tab w:val="center"')),
    spoilt(
        gongwen.r36_brief,
        "no red rule directly below",
        words('<w:p><w:pPr><w:pStyle w:val="GwRule"/></w:pPr></w:p>', ""),
    ),
    spoilt(gongwen.r36_brief, "wanted 报, 送, 发", words("报：(区委)", r"发：\1")),
    spoilt(gongwen.r36_brief, "last line of 报尾", words("共印30份", "共印份")),
    spoilt(gongwen.figures_fit, "mm wide", words('<wp:inline(.*?)<wp:extent cx="\\d+"', r'<wp:inline\1<wp:extent cx="6200000"')),
    spoilt(gongwen.figures_fit, "cut by an exact line", style("图", 'w:lineRule="auto"', 'w:lineRule="exact"')),
)  # fmt: skip


@pytest.mark.parametrize("rule", ON_FILES, ids=_rule_name)
def test_a_good_brief_is_not_complained_of(good: WordFile, rule: Callable[[WordFile], list[str]]) -> None:
    """A brief made with the house template meets the rule."""
    assert not rule(good)


@pytest.mark.parametrize("case", SPOILT, ids=_name)
def test_a_spoilt_file_is_complained_of(good: WordFile, case: Spoilt) -> None:
    """One property spoilt, and the rule names it."""
    complaints = case.rule(change(good, case.changes))
    assert any(case.says in complaint for complaint in complaints), complaints


def test_comments_are_complained_of(good: WordFile) -> None:
    """A comment left in the file is found."""
    with_comments = WordFile("comments", {**good.parts, "word/comments.xml": b"<w/>"})
    assert "comments" in gongwen.r34_properties(with_comments)


def test_every_rule_on_files_has_its_proof() -> None:
    """No rule is without a case that it must find."""
    assert {rule.__name__ for rule in ON_FILES} == {case.rule.__name__ for case in SPOILT}


# ---- on paper


@dataclass(frozen=True)
class SpoiltOnPaper:
    """What a rule must say of the pages once these changes are made to a good brief, and did not say before."""

    rule: Callable[[Printed], list[str]]
    says: str
    of: str
    changes: tuple[Change, ...]


def on(rule: Callable[[Printed], list[str]], says: str, *changes: Change, of: str = "good") -> SpoiltOnPaper:
    """A case; `of` names the brief that is spoilt."""
    return SpoiltOnPaper(rule, says, of, changes)


def _good_on_paper() -> dict[str, WordFile]:
    table = {"指标表": indicators(8), "指标表注": "注：与序时差的单位是个百分点。"}
    return {
        "good": made("good", values(**table)),
        "汉字": made("汉字", values(总体进展=(HAN_ONLY * 30,))),
        "long table": made("long table", values(**{**table, "指标表": indicators(40)})),
        "full": made("full", values(报送情况=(ONE_LINE,) * 40)),
    }


_BLANK: Final = '<w:p><w:pPr><w:pStyle w:val="GwBlank"/></w:pPr></w:p>'
_BROKEN: Final = "</w:t><w:br/><w:t>"

ON_PAPER: Final = tuple(rule for name, rule in vars(on_paper).items() if re.match(r"p\d\d_", name))
SPOILT_ON_PAPER: Final = (
    on(on_paper.p01_page_size, "215.9 by 279.4", words('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')),
    on(on_paper.p02_type_area, "ink in", words('w:footer="1417"', 'w:footer="300"')),
    on(on_paper.p02_type_area, "reaches", style("公文正文", 'w:right="0"', 'w:right="-300"')),
    on(on_paper.p02_type_area, "begins at", style("公文正文", 'w:left="0"', 'w:left="-300"')),
    on(on_paper.p03_pitch, "pitch 10.58", (STYLES, 'w:line="579"', 'w:line="600"')),
    on(on_paper.p03_pitch, "pitch from", style("公文正文", 'w:line="579"', 'w:line="560"')),
    on(on_paper.p04_lines, "21 slots", (STYLES, 'w:line="579"', 'w:line="600"'), of="汉字"),
    on(on_paper.p05_characters, "27 字", style("公文正文", '<w:spacing w:val="-5"/>', '<w:spacing w:val="0"/>'), of="汉字"),
    on(
        on_paper.p06_first_lines,
        "wanted 39.1",
        style("公文正文", 'w:firstLineChars="200" w:firstLine="632"', 'w:firstLine="316"'),
    ),
    on(on_paper.p06_first_lines, "wanted 28.0", style("公文正文", 'w:left="0"', 'w:left="100"')),
    on(on_paper.p07_title, "centred at", style("公文标题", 'jc w:val="center"', 'jc w:val="left"')),
    on(on_paper.p07_title, "0 lines of 22 pt", style("公文标题", '<w:sz w:val="44"/>', '<w:sz w:val="36"/>')),
    on(on_paper.p08_name, "the name's ink begins at", style("简报名称", r'w:before="\d+"', 'w:before="0"')),
    on(on_paper.p08_name, "no name", style("简报名称", r'<w:sz w:val="\d+"/>', '<w:sz w:val="52"/>')),
    on(on_paper.p08_name, "is not red", style("简报名称", '<w:color w:val="FF0000"/>', "")),
    on(on_paper.p09_red_rule, "wanted 28 to 184", style("简报红线", 'w:left="0"', 'w:left="600"')),
    on(on_paper.p09_red_rule, "mm thick", style("简报红线", r'w:sz="\d+"', 'w:sz="36"')),
    on(on_paper.p09_red_rule, "below the line", style("简报红线", r'w:before="\d+"', 'w:before="400"')),
    on(on_paper.p09_red_rule, "red rules at []", style("简报红线", 'w:color="FF0000"', 'w:color="000000"')),
    on(on_paper.p10_title_place, "empty lines above", words(f"{_BLANK}{_BLANK}", _BLANK)),
    on(on_paper.p10_title_place, "empty lines below", style("公文标题", 'w:after="0"', 'w:after="400"')),
    on(
        on_paper.p10_title_place,
        "no text on the first page",
        words('(<w:pStyle w:val="GwBody"/>)', r"\1<w:pageBreakBefore/>"),
    ),
    on(on_paper.p12_page_numbers, "dash at", words('w:footer="1417"', 'w:footer="1134"')),
    on(on_paper.p12_page_numbers, "edge at", style("页码单页", 'w:right="280"', 'w:right="0"')),
    on(on_paper.p12_page_numbers, "edge at", style("页码双页", 'jc w:val="left"', 'jc w:val="right"')),
    on(on_paper.p12_page_numbers, "wanted — 1 —", (ODD_FOOTER, "— ", "- ")),
    on(on_paper.p12_page_numbers, "wanted 14", style("页码单页", '<w:sz w:val="28"/>', '<w:sz w:val="21"/>')),
    on(on_paper.p13_record, "last rule at", words("<wp:align>bottom</wp:align>", "<wp:align>top</wp:align>")),
    on(on_paper.p13_record, "mm thick", words('bottom w:val="single" w:sz="8"', 'bottom w:val="single" w:sz="24"')),
    on(on_paper.p13_record, "2 rules", words('top w:val="single" w:sz="6"', 'top w:val="nil" w:sz="6"')),
    on(on_paper.p13_record, "报尾 begins at", words("<wp:wrapTopAndBottom/>", "<wp:wrapNone/>"), words(
        '<w:pStyle w:val="GwRecord"/>', '<w:pStyle w:val="GwRecord"/><w:spacing w:line="3000" w:lineRule="exact"/>'
    ), words(r'((?:wp:extent|a:ext) cx="5615940" cy=")\d+', r"\g<1>6500000"), of="full"),
    on(
        on_paper.p13_record,
        "报尾 reads",
        words('(<w:pStyle w:val="GwRecordRight"/></w:pPr><w:r>)', r"\1<w:rPr><w:vanish/></w:rPr>"),
    ),
    on(on_paper.p16_line_ends, "begins with ，", words("，已完成", f"{_BROKEN}，已完成")),
    on(on_paper.p16_line_ends, "ends with （", words("（正常", f"（{_BROKEN}正常")),
    on(
        on_paper.p17_red,
        "coloured ink",
        style("一级标题", '<w:b w:val="0"/>', '<w:b w:val="0"/><w:color w:val="FF0000"/>'),
    ),
    on(on_paper.p18_fonts, "fonts [", style("公文正文", 'w:ascii="仿宋_GB2312"', 'w:ascii="DejaVu Sans"')),
    on(
        on_paper.p19_page_ends,
        "ends with the heading",
        words(f'(<w:pStyle w:val="GwBody"/>)(?=</w:pPr><w:r><w:t[^>]*>{ONE_LINE})', r"\1<w:pageBreakBefore/>"),
    ),
    on(on_paper.p19_page_ends, "a row is split", words("<w:tblHeader/>", ""), of="long table"),
    on(
        on_paper.p20_tables,
        "characters outside",
        words("<w:trPr><w:cantSplit/></w:trPr>", '<w:trPr><w:cantSplit/><w:trHeight w:val="200" w:hRule="exact"/></w:trPr>'),
    ),
    on(on_paper.p20_tables, "not with its head", words("<w:tblHeader/>", ""), of="long table"),
    on(on_paper.p20_tables, "a table from", words('<w:tblInd w:w="0"', '<w:tblInd w:w="-50"')),
    on(on_paper.p21_pages, "is blank", words(_BLANK, f'{_BLANK}<w:p><w:r><w:br w:type="page"/></w:r></w:p>')),
    on(on_paper.p21_pages, "pages numbered", words("<w:docGrid", '<w:pgNumType w:start="5"/><w:docGrid')),
)  # fmt: skip


@dataclass(frozen=True)
class Drawn:
    """The good briefs and the spoilt ones."""

    good: dict[str, Printed]
    spoilt: dict[SpoiltOnPaper, Printed]


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """Draw them all with one start of LibreOffice."""
    documents = _good_on_paper()
    wrong = [change(documents[case.of], case.changes) for case in SPOILT_ON_PAPER]
    pages = draw([*documents.values(), *wrong], tmp_path_factory.mktemp("spoilt"))
    return Drawn(
        dict(zip(documents, pages[: len(documents)], strict=True)),
        dict(zip(SPOILT_ON_PAPER, pages[len(documents) :], strict=True)),
    )


@pytest.mark.render
@pytest.mark.usefixtures("true_widths")
@pytest.mark.parametrize("case", SPOILT_ON_PAPER, ids=_name)
def test_a_spoilt_page_is_complained_of(drawn: Drawn, case: SpoiltOnPaper) -> None:
    """One property spoilt in the file, and the rule finds it on the page."""
    new = set(case.rule(drawn.spoilt[case])) - set(case.rule(drawn.good[case.of]))
    assert any(case.says in complaint for complaint in new), new


def test_every_rule_on_pages_has_its_proof() -> None:
    """No rule is without a case that it must find."""
    assert {rule.__name__ for rule in ON_PAPER} == {case.rule.__name__ for case in SPOILT_ON_PAPER}
