"""The template compiler: one template, many documents, nothing lost, every fault told with its place."""

from __future__ import annotations

import contextlib
import io
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from docx import Document
from docxtpl import DocxTemplate
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from reportgen.reports.brief import NAMES
from reportgen.reports.provenance import Chart
from reportgen.word.charts import EMPTY, height, workbook
from reportgen.word.compile import Template, TemplateError, compile_template
from reportgen.word.house import (
    BRIEF,
    CHART,
    DEPARTMENT_BRIEF,
    SHIPPED,
    ColumnOf,
    chart_paragraph,
    document,
    p,
    table,
    tag,
)
from reportgen.word.layout import TEXT_WIDTH
from reportgen.word.render import render

if TYPE_CHECKING:
    from collections.abc import Callable

KNOWN = ("名", "列", "行表", "有", "编印单位", "编印日")
ALWAYS = {"编印单位": "甲局", "编印日": "2025-07-07"}


def compiled(*blocks: str) -> Template:
    """A template of these paragraphs."""
    return compile_template(document(blocks, "测试"), "测试.docx", KNOWN)


def rendered(template: Template, charts: dict[str, Chart] | None = None, **values: object) -> bytes:
    """The document that a template makes of values."""
    return render(template, {**ALWAYS, **values}, charts or {})


def texts(content: bytes) -> list[str]:
    """The paragraphs of a document as another program reads them."""
    return [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]


def faults(*blocks: str) -> list[str]:
    """Everything that a template is told is wrong with it."""
    with pytest.raises(TemplateError) as caught:
        compiled(*blocks)
    return [str(fault) for fault in caught.value.faults]


def test_a_value_is_printed_where_its_name_stands() -> None:
    """The template's own words stay around it."""
    assert texts(rendered(compiled(p("GwBody", "前{{ 名 }}后")), 名="甲"))[0] == "前甲后"


def test_a_paragraph_tag_replaces_its_paragraph() -> None:
    """{%p for %} leaves no empty line."""
    blocks = (tag("{%p for 项 in 列 %}"), p("GwBody", "{{ 项 }}。"), tag("{%p endfor %}"), p("GwBody", "完"))
    assert texts(rendered(compiled(*blocks), 列=("一", "二"))) == ["一。", "二。", "完"]
    assert texts(rendered(compiled(*blocks), 列=())) == ["完"]


def test_a_condition_chooses() -> None:
    """if, elif and else."""
    blocks = (tag("{%p if 有 %}"), p("GwBody", "是"), tag("{%p else %}"), p("GwBody", "否"), tag("{%p endif %}"))
    assert [texts(rendered(compiled(*blocks), 有=value)) for value in (True, False)] == [["是"], ["否"]]


def test_a_row_tag_repeats_its_row() -> None:
    """The head stands once, the rows as often as there are values."""
    columns = (ColumnOf("甲", "{{ 行.甲 }}", 4000), ColumnOf("乙", "{{ 行.乙 }}", TEXT_WIDTH - 4000))
    made = rendered(
        compiled(table("行 in 行表", columns), p("GwBody")), 行表=[{"甲": i, "乙": i * i} for i in range(3)]
    )
    grid = [[cell.text for cell in row.cells] for row in Document(io.BytesIO(made)).tables[0].rows]
    assert grid == [["甲", "乙"], ["0", "0"], ["1", "1"], ["2", "4"]]


def split(text: str, *pieces: str) -> str:
    """A paragraph whose text Word has cut into runs with formats of their own."""
    whole = p("GwBody", text)
    runs = "".join(f'<w:r><w:rPr><w:i/></w:rPr><w:t xml:space="preserve">{piece}</w:t></w:r>' for piece in pieces)
    return whole.replace(whole[whole.index("<w:r>") : whole.rindex("</w:r>") + 6], runs)


def test_a_tag_cut_into_runs_is_joined() -> None:
    """Word cuts what somebody types; the first run's format counts."""
    made = rendered(compiled(split("x", "前{", "{ 名", " }", "}后")), 名="甲")
    assert texts(made)[0] == "前甲后"
    assert Document(io.BytesIO(made)).paragraphs[0].runs[0].italic


@pytest.mark.parametrize(
    "value",
    [
        "研发&推广<重点>项目",
        "\"引号\"'单'",
        "{{ 名 }}",
        "{% if %}",
        "😀𬭚",
        "a\tb",
        "一\n二",
        "x" * 5000,
        "]]>",
        "&amp;",
        "",
    ],
)
def test_every_value_arrives_as_it_is(value: str) -> None:
    """Nothing of a value is lost or taken for a tag, and the template's words after it stay."""
    assert texts(rendered(compiled(p("GwBody", "前{{ 名 }}后")), 名=value))[0] == f"前{value}后"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_at_all_gives_a_document_that_opens(value: str) -> None:
    """Control characters never reach the XML; everything else arrives."""
    made = rendered(TEMPLATE, 名=value)
    kept = "".join(c for c in value if c in "\t\n\r" or ord(c) >= 32)
    shown = texts(made)[0][1:-1]
    assert shown.replace("\n", "") == "".join(
        c
        for c in kept
        if c not in "\n\r"
        and not 0xD800 <= ord(c) <= 0xDFFF
        and not 0xE000 <= ord(c) <= 0xE01F
        and ord(c) not in (0xFFFE, 0xFFFF)
    ).replace("\r", "")


TEMPLATE = compiled(p("GwBody", "前{{ 名 }}后"))


def test_the_same_values_give_the_same_bytes() -> None:
    """Byte for byte, and no clock in the package."""
    template = compiled(p("GwBody", "{{ 名 }}"), chart_paragraph(CHART, "图"))
    chart = {CHART: Chart(("甲",), (("完成率", (Decimal(50),)),))}
    assert rendered(template, chart, 名="甲") == rendered(template, chart, 名="甲")
    with zipfile.ZipFile(io.BytesIO(rendered(template, chart, 名="甲"))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_what_docxtpl_renders_is_rendered_alike() -> None:
    """The dialect is docxtpl's: both give the same words and the same grid."""
    columns = (ColumnOf("甲", "{{ 行.甲 }}", 4000), ColumnOf("乙", "{{ 行.乙 }}", TEXT_WIDTH - 4000))
    blocks = (
        p("GwBody", "{{ 名 }}：{% if 有 %}有{% else %}无{% endif %}。"),
        tag("{%p for 项 in 列 %}"),
        p("GwBody", "{{ 项 }}"),
        tag("{%p endfor %}"),
        table("行 in 行表", columns),
        p("GwBody", "{# 说明 #}完"),
    )
    values = {
        "名": "甲局",
        "有": True,
        "列": ["一", "二"],
        "行表": [{"甲": "1", "乙": "2"}, {"甲": "3", "乙": "4"}],
        **ALWAYS,
    }
    source = document(blocks, "测试")
    theirs = DocxTemplate(io.BytesIO(source))
    theirs.render(values, autoescape=True)
    out = io.BytesIO()
    theirs.save(out)
    ours = render(compile_template(source, "x", KNOWN), values, {})
    assert texts(ours) == texts(out.getvalue())
    grids = [
        [[cell.text for cell in row.cells] for row in Document(io.BytesIO(one)).tables[0].rows]
        for one in (ours, out.getvalue())
    ]
    assert grids[0] == grids[1]


# ---- faults


@pytest.mark.parametrize(
    ("blocks", "told"),
    [
        ((p("GwBody", "共{{ 名称 }}项"),), "正文第1段（“共…项”附近）：没有“名称”这个名称。您是不是要写“名”？"),
        ((p("GwBody", "｛｛ 名 ｝｝"),), "全角的花括号"),
        ((p("GwBody", "{{ 名 }"),), "标记没有写完整，只见“{{”"),
        ((p("GwBody", "{{ 名 名 }}"),), "“{{ 名 名 }}”写得不对"),
        ((p("GwBody", "说明{%p if 有 %}"), tag("{%p endif %}")), "旁边还有文字，会丢失"),
        ((tag("{%p if 有 %}"), p("GwBody", "是")), "“{%p if 有 %}”没有结束"),
        ((p("GwBody", "是"), tag("{%p endif %}")), "前面没有与它配对的开头"),
        ((tag("{%p for 项 in 列 %}"), tag("{%p endif %}")), "前面没有与它配对的开头"),
        ((p("GwBody", "{{r 名 }}"),), "本程序不支持"),
        ((p("GwBody", "{%tc for 项 in 列 %}"),), "本程序不支持"),
        ((p("GwBody", "{% include 名 %}"),), "不是能用的标记"),
        ((p("GwBody", "完"), p("GwBody", "第{{ 名|nosuch }}期")), "正文第2段（“第…期”附近）：没有“nosuch”这个过滤器"),
        ((p("GwBody", "{% if 名 %}{{ 名|center(9) }}{% endif %}"),), "没有“center”这个过滤器"),
        ((p("GwBody", "{% if 名 is nosuch %}是{% endif %}"),), "没有“nosuch”这个判断"),
        ((p("GwBody", "{% for i in range(10**9) %}x{% endfor %}"),), "正文第1段（“…x…”附近）：“{% for i in range(10**9) %}”里"),
        ((p("GwBody", "{% if 有 %}是{% elif 名|nosuch %}否{% endif %}"),), "没有“nosuch”这个过滤器"),
        ((p("GwBody", "{{ 10**10**10 }}"),), "“{{ 10**10**10 }}”里有乘方"),
        ((p("GwBody", "{{ 名.ljust(10) }}"),), "里有带括号的调用"),
        ((p("GwBody", f"{{{{ {'(' * 3000}名{')' * 3000} }}}}"),), "写得不对"),
        ((tag("{%tr for 项 in 列 %}"), tag("{%tr endfor %}")), "正文第1段（“{%tr for 项 in 列 %}”附近）：“{%tr for 项 in 列 %}”不在表格里"),
        (tuple(tag("{%p for 项 in 列 %}") for _ in range(30)) + (tag("{%p endfor %}"),) * 30, "循环套循环太深"),
        (tuple(tag("{%p if 有 %}") for _ in range(120)) + (tag("{%p endif %}"),) * 120, "标记连在一起不成立"),
    ],
)  # fmt: skip
def test_a_fault_is_told_in_chinese_with_its_place(blocks: tuple[str, ...], told: str) -> None:
    """Part, paragraph, the words around it, what is wrong and what to do."""
    assert any(told in fault for fault in faults(*blocks)), faults(*blocks)


def test_all_faults_are_told_at_once() -> None:
    """A template is mended once, not five times."""
    told = faults(p("GwBody", "{{ 没有 }}"), p("GwBody", "{{ 也没有 }}"))
    assert len(told) == 2
    told = faults(p("GwBody", "｛｛名｝｝"), p("GwBody", "{{ 名 "), tag("{%p if 有 %}"))
    assert len(told) == 3


def test_a_fault_in_a_table_names_the_cell() -> None:
    """正文第1个表格第3行第2格."""
    columns = (ColumnOf("甲", "{{ 行.甲 }}", 4000), ColumnOf("乙", "{{ 错 }}", TEXT_WIDTH - 4000))
    (told,) = faults(table("行 in 行表", columns), p("GwBody"))
    assert told.startswith("正文第1个表格第3行第2格")


def test_a_value_that_a_row_lacks_is_told_with_its_place() -> None:
    """A name inside a row is checked when it is printed."""
    template = compiled(tag("{%p for 项 in 列 %}"), p("GwBody", "{{ 项.没有 }}"), tag("{%p endfor %}"))
    with pytest.raises(TemplateError, match="正文第2段：没有“没有”这个名称"):
        rendered(template, 列=[{"有": 1}])


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04" + b"\x00" * 40])
def test_what_is_no_word_document_is_told(content: bytes) -> None:
    """A template that is not .docx is one sentence."""
    with pytest.raises(TemplateError, match=r"另存为\.docx"):
        compile_template(content, "坏.docx", KNOWN)


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{{ 1/0 }}", "正文第2段：这里的算式算不出来"),
        ("{{ 名 + 1 }}", "正文第2段：这里的算式算不出来"),
        ("{{ 名 * 999999999 }}", "正文第2段：只有数才能相乘、相除、求余"),
        ("{{ '%0999999999d' % 1 }}", "正文第2段：只有数才能相乘、相除、求余"),
        ("{% for 项 in 7 %}x{% endfor %}", "正文第2段：这里的算式算不出来"),
        ("{{ 列|map('center', 999999999)|join }}", "正文第2段：这里的标记用不了"),
        ("{% for 甲 in 列 %}{% for 乙 in 列 %}{% for 丙 in 列 %}好{% endfor %}{% endfor %}{% endfor %}", "正文第2段：写出的内容太长"),
    ],
)  # fmt: skip
def test_what_cannot_be_worked_out_is_told_with_its_place(written: str, told: str) -> None:
    """A sum that fails while a document is made is the template's fault, and never eats the machine."""
    template = compiled(p("GwBody", "前"), p("GwBody", written))
    with pytest.raises(TemplateError) as caught:
        rendered(template, 名="甲", 列=["乙"] * 1000)
    assert str(caught.value.faults[0]).startswith(told)


def repacked(change: Callable[[str, bytes], bytes]) -> bytes:
    """A template with its parts changed."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(document([p("GwBody", "{{ 名 }}")], "测试"))) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return out.getvalue()


@pytest.mark.parametrize(
    ("part", "told"),
    [
        ("word/document.xml", "正文：内容已损坏"),
        ("word/_rels/document.xml.rels", "word/_rels/document.xml.rels：内容已损坏"),
        ("docProps/core.xml", "文档属性：内容已损坏"),
        ("word/styles.xml", "word/styles.xml：内容已损坏"),
    ],
)
def test_a_part_cut_short_is_named(part: str, told: str) -> None:
    """A part that ends in the middle of a tag is a damaged file."""
    content = repacked(lambda name, body: body[: len(body) // 2] if name == part else body)
    with pytest.raises(TemplateError) as caught:
        compile_template(content, "工作简报.docx", KNOWN)
    assert [str(fault) for fault in caught.value.faults] == [f"{told}。请在Word里打开，另存为.docx。"]


@pytest.mark.parametrize("width", [1, 8, 64])
def test_a_template_damaged_anywhere_is_told_or_still_good(width: int) -> None:
    """Bytes gone wrong in the file never end in a fault of ours."""
    whole = document([p("GwBody", "{{ 名 }}")], "测试")
    for at in range(0, len(whole), len(whole) // 150):
        with contextlib.suppress(TemplateError):
            rendered(compile_template(whole[:at] + b"\xff" * width + whole[at + width :], "x", KNOWN), 名="甲")


def test_a_block_that_would_spoil_the_document_is_told_with_its_paragraph() -> None:
    """A condition that begins in a paragraph and ends as one, or in a table and outside it, leaves half an element."""
    (told,) = faults(p("GwBody", "前{% if 有 %}"), tag("{%p endif %}"))
    assert told.startswith("正文第2段（“…”附近）：“{%p endif %}”与它的开头“{% if 有 %}”不在同一层，会写坏文档。")
    columns = (ColumnOf("甲", "甲{% endif %}", TEXT_WIDTH),)
    told, *_ = faults(p("GwBody", "{% if 有 %}"), table("行 in 行表", columns), p("GwBody"))
    assert "前面没有与它配对的开头" in told
    assert told.startswith("正文第1个表格第3行第1格")


def test_a_block_may_span_paragraphs_of_one_kind() -> None:
    """What lies between two tags of one level is left out whole."""
    template = compiled(p("GwBody", "前{% if 有 %}甲"), p("GwBody", "乙{% endif %}后"))
    assert texts(rendered(template, 有=True)) == ["前甲", "乙后"]
    assert texts(rendered(template, 有=False)) == ["前后"]


def test_a_row_inside_a_content_control_has_a_place() -> None:
    """Word wraps repeated rows and cells in controls of its own."""
    columns = (ColumnOf("甲", "{{ 错 }}", 4000), ColumnOf("乙", "乙", TEXT_WIDTH - 4000))
    whole = table("行 in 行表", columns)
    rows = whole.split("<w:tr>")
    wrapped = (
        "<w:tr>".join(rows)
        .replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>")
        .replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>")
    )
    (told,) = faults(wrapped, p("GwBody"))
    assert told.startswith("正文第1个表格第3行第1格")


def test_a_template_cannot_run_code() -> None:
    """The sandbox lets no attribute of Python through."""
    template = compiled(p("GwBody", "{{ 名.__class__.__mro__ }}"))
    with pytest.raises(TemplateError):
        rendered(template, 名="甲")


# ---- charts


def test_a_charts_cache_and_its_workbook_say_the_same() -> None:
    """Editing the data in Word shows what the picture shows; a gap is a gap."""
    chart = Chart(("甲&乙", "丙"), (("完成率", (Decimal("51.3"), None)), ("序时进度", (Decimal(50), Decimal("41.7")))))
    made = rendered(compiled(chart_paragraph(CHART, "图")), {CHART: chart})
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        part = archive.read("word/charts/chart1.xml").decode()
        page = load_workbook(io.BytesIO(archive.read("word/embeddings/chart1.xlsx")))["数据"]
    assert [list(row) for row in page.iter_rows(values_only=True)] == [
        [None, "完成率", "序时进度"],
        ["甲&乙", 51.3, 50],
        ["丙", None, 41.7],
    ]
    assert part.count("<c:ser>") == 2
    assert "<c:v>51.3</c:v>" in part
    assert "甲&amp;乙" in part
    assert '<c:ptCount val="2"/><c:pt idx="0"><c:v>51.3</c:v></c:pt></c:numCache>' in part


def test_a_document_without_the_drawing_is_whole() -> None:
    """A chart that is left out leaves no broken link."""
    template = compiled(tag("{%p if 有 %}"), chart_paragraph(CHART, "图"), tag("{%p endif %}"), p("GwBody", "完"))
    assert texts(rendered(template, {}, 有=False)) == ["完"]
    assert len(workbook(EMPTY)) > 0


def test_a_chart_grows_with_its_bars() -> None:
    """One bar is no block, fourteen are legible, and no chart is taller than the page."""
    assert height(1) < height(8) < height(14)
    assert height(200) == height(100)


def test_a_series_beyond_those_drawn_takes_the_last_ones_look() -> None:
    """The look is the office's, the data are ours."""
    chart = Chart(("甲",), tuple((f"系列{i}", (Decimal(i),)) for i in range(3)))
    made = rendered(compiled(chart_paragraph(CHART, "图")), {CHART: chart})
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        part = archive.read("word/charts/chart1.xml").decode()
    assert part.count("<c:ser>") == 3
    assert part.count('<a:noFill/><a:ln w="6350">') == 2


# ---- the shipped templates


@pytest.mark.parametrize("kind", [BRIEF, DEPARTMENT_BRIEF])
def test_a_shipped_template_compiles_and_opens(kind: str) -> None:
    """Each template that we ship uses only names that there are."""
    content = SHIPPED[kind]()
    compile_template(content, kind, NAMES)
    assert "简报名称" in "".join(texts(content))
