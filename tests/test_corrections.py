"""Correction copies: the unit's own workbook with the faulty cells marked, nothing else touched, read again on return."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from folders import form_bytes, office
from office import form, plan
from openpyxl import load_workbook
from test_run import TODAY, full, made, reportgen

from reportgen.batch import RUN_FILES
from reportgen.checks import check
from reportgen.checks.accepted import accept
from reportgen.checks.case import Case
from reportgen.corrections.coming_back import settled
from reportgen.corrections.copy import NoCopy, correction_copy
from reportgen.corrections.notes import MARK
from reportgen.findings import Severity
from reportgen.forms.definition import IDENTITY, REVIEW, REVIEW_HEADINGS, REVIEW_RECORD
from reportgen.intake.arrivals import Arrival
from reportgen.intake.reading import identity, read_filing
from reportgen.packages import member, members_of, package, unpacked
from reportgen.workbooks.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from openpyxl import Workbook

    from reportgen.findings import Finding
    from reportgen.intake.filings import Filing

FAULTY: Final = "Z2 | 本月累计 | 约12\nZ1 | 本月累计 | 6000\n二-1-1 | 进展状态 | 在做"
"""A number that is none, one that is far too large, and a choice that is not on the list."""
ANSWER: Final = "6月18日武汉项目一次签约5900亿元，协议已归档"
OTHERS_NOTE: Final = "王五：此数待财政局确认"


def examined(content: bytes, file: str = "甲局.xlsx") -> tuple[Filing, tuple[Finding, ...]]:
    """A form of 甲局 as it is read and checked when it comes in."""
    of, book = plan(), read(content)
    known = identity(book, file, [of], of.basics.code)
    arrived = Arrival(file, Path(file), hashlib.sha256(content).hexdigest(), 0.0)
    filing = read_filing(book, arrived, known, of, "甲局")
    return filing, settled(check(Case(filing, form())), filing)


def copied(content: bytes) -> bytes:
    """The correction copy of a form."""
    made = correction_copy(*examined(content), content)
    assert isinstance(made, bytes)
    return made


def typed(content: bytes, change: Callable[[Workbook], None]) -> bytes:
    """What another program leaves of a workbook when somebody changes it there."""
    book = load_workbook(io.BytesIO(content))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def answered(content: bytes, answers: Mapping[str, str]) -> bytes:
    """A copy with 您的说明 written in the rows whose cell is named."""

    def write(book: Workbook) -> None:
        for row in book[REVIEW].iter_rows(min_row=4):
            for cell, words in answers.items():
                if str(row[2].value).startswith(f"{cell} "):
                    row[6].value = words

    return typed(content, write)


def open_cells(content: bytes) -> dict[str, set[str]]:
    """By sheet, the cells that a unit can type in; every sheet must be protected, without a password."""
    found: dict[str, set[str]] = {}
    for sheet in load_workbook(io.BytesIO(content)).worksheets:
        assert sheet.protection.sheet, sheet.title
        assert not sheet.protection.password, sheet.title
        cells = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
        found |= {sheet.title: cells} if cells else {}
    return found


def notes(content: bytes) -> dict[str, str]:
    """By sheet and cell, the words of every note."""
    sheets = load_workbook(io.BytesIO(content)).worksheets
    cells = (cell for sheet in sheets for row in sheet.iter_rows() for cell in row)
    return {f"{cell.parent.title}!{cell.coordinate}": cell.comment.text for cell in cells if cell.comment}


def part(content: bytes, name: str) -> str:
    """A part as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def changed(
    content: bytes, edits: Mapping[str, Callable[[str], str]], more: Mapping[str, bytes] | None = None
) -> bytes:
    """A workbook with parts rewritten and others added, one of them packed without compression."""
    parts = [
        member(m.name, edits[m.name](unpacked(m).decode()).encode()) if m.name in edits else m
        for m in members_of(content)
    ]
    plain = package([*parts, *(member(name, data) for name, data in (more or {}).items())])
    if not more:
        return plain
    out = io.BytesIO(plain)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_STORED) as archive:
        archive.writestr("xl/media/stored.png", b"\x89PNG stored")
    return out.getvalue()


INDICATORS_PART: Final = "xl/worksheets/sheet2.xml"
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_LINKS: Final = "http://schemas.openxmlformats.org/package/2006/relationships"


def dressed(content: bytes) -> bytes:
    """A form as people dress it up: a picture, a picture in a cell (WPS), somebody's notes, a property of the OA."""
    links = (
        f'<Relationships xmlns="{_LINKS}">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/drawing" Target="../drawings/drawing1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/comments" Target="../comments1.xml"/>'
        f'<Relationship Id="rId3" Type="{_OFFICE}/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/></Relationships>'
    )
    note = (
        f'<comments xmlns="{_MAIN}"><authors><author>王五</author></authors><commentList>'
        f'<comment ref="I3" authorId="0"><text><r><rPr><b/></rPr><t>{OTHERS_NOTE}</t></r></text></comment>'
        '<comment ref="C2" authorId="0"><text><t>别的话</t></text></comment></commentList></comments>'
    )
    shapes = "".join(
        f'<v:shape id="_x0000_s{1025 + n}" type="#_x0000_t202" style="visibility:hidden"><x:ClientData '
        f'ObjectType="Note"><x:Anchor>9, 15, 2, 2, 11, 31, 6, 1</x:Anchor><x:Row>{row}</x:Row>'
        f"<x:Column>{column}</x:Column></x:ClientData></v:shape>"
        for n, (row, column) in enumerate([(2, 8), (1, 2)])
    )
    vml = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:x="urn:schemas-microsoft-com:office:excel"><v:shapetype id="_x0000_t202" coordsize="21600,21600" '
        f'o:spt="202" path="m,l,21600r21600,l21600,xe"/>{shapes}</xml>'
    )
    types = (
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        '<Override PartName="/xl/drawings/drawing1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/>'
        '<Override PartName="/xl/comments1.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"/>'
        '<Override PartName="/xl/cellimages.xml" ContentType="application/vnd.wps-officedocument.cellimage+xml"/></Types>'
    )
    picture = '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>'
    images = '<etc:cellImages xmlns:etc="http://www.wps.cn/officeDocument/2017/etCustomData"/>'
    cell_image = '<c r="O2" s="{}" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>'

    def sheet(text: str) -> str:
        head, _, tail = text.partition('<c r="O2" s="')
        look, _, rest = tail.partition('"/>')
        text = f"{head}{cell_image.format(look)}{rest}"
        return text.replace("</worksheet>", '<drawing r:id="rId1"/><legacyDrawing r:id="rId3"/></worksheet>')

    return changed(
        content,
        {
            "[Content_Types].xml": lambda text: text.replace("</Types>", types),
            INDICATORS_PART: sheet,
            "xl/_rels/workbook.xml.rels": lambda text: text.replace(
                "</Relationships>",
                '<Relationship Id="rId91" Type="http://www.wps.cn/officeDocument/2020/cellImage" '
                'Target="cellimages.xml"/></Relationships>',
            ),
        },
        {
            "xl/worksheets/_rels/sheet2.xml.rels": links.encode(),
            "xl/comments1.xml": note.encode(),
            "xl/drawings/vmlDrawing1.vml": vml.encode(),
            "xl/drawings/drawing1.xml": picture.encode(),
            "xl/media/image1.png": b"\x89PNG\r\n\x1a\n",
            "xl/cellimages.xml": images.encode(),
            "docProps/custom.xml": b"<Properties/>",
        },
    )


# ---- nothing is lost


def test_every_part_that_is_not_marked_stays_as_it_was_packed() -> None:
    """Pictures, WPS cell images, the identity sheet, texts, theme, properties: the same compressed bytes, same order."""
    sent = dressed(form_bytes(FAULTY))
    before, after = members_of(sent), {part.name: part for part in members_of(copied(sent))}
    touched = {part.name for part in before if part != after[part.name]}
    assert touched == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        *(f"xl/worksheets/sheet{n}.xml" for n in range(1, 6)),
    }
    kept = [part.name for part in before]
    assert list(after)[: len(kept)] == kept
    assert after["xl/media/stored.png"].method == zipfile.ZIP_STORED


def test_marked_sheets_keep_values_formulas_results_limits_and_pictures() -> None:
    """Of a cell nothing changes but the number of its look."""
    sent = dressed(form_bytes(FAULTY))
    copy = copied(sent)
    old, new = (load_workbook(io.BytesIO(one), data_only=True) for one in (sent, copy))
    for sheet in old.worksheets:
        assert [[c.value for c in row] for row in sheet.iter_rows()] == [
            [c.value for c in row] for row in new[sheet.title].iter_rows()
        ]
    text, was = part(copy, INDICATORS_PART), part(sent, INDICATORS_PART)
    for tag in ("<f>", "<v", "<dataValidation ", "<cfRule ", "<pane ", "<drawing ", "<legacyDrawing "):
        assert text.count(tag) == was.count(tag), tag
    assert 'DISPIMG("ID_1",1)</v>' in text


def test_a_copy_is_the_same_bytes_every_time() -> None:
    """Nothing in it depends on a clock or on chance."""
    sent = dressed(form_bytes(FAULTY))
    assert copied(sent) == copied(sent)


def test_print_areas_still_belong_to_their_sheets() -> None:
    """Names that count the tabs move on by one, since 校核意见 stands first."""
    old, new = (load_workbook(io.BytesIO(one)) for one in (form_bytes(FAULTY), copied(form_bytes(FAULTY))))
    assert new.sheetnames == [REVIEW, *old.sheetnames, REVIEW_RECORD]
    assert {s.title: s.print_area for s in old.worksheets} == {s.title: new[s.title].print_area for s in old.worksheets}
    assert new.active.title == REVIEW if new.active else False
    assert [s.title for s in new.worksheets if s.sheet_view.tabSelected] == [REVIEW]
    assert {s.title for s in new.worksheets if s.sheet_state != "visible"} == {IDENTITY, REVIEW_RECORD}


# ---- what is marked


def test_only_faulty_cells_and_what_their_correction_needs_can_be_typed_in() -> None:
    """What the unit wrote elsewhere cannot change by accident; the advice names no cell that is locked."""
    sent = form_bytes(FAULTY)
    found = open_cells(copied(sent))
    assert found.pop(REVIEW) == {"G4", "G5", "G6"}
    assert found == {
        "指标进展": {"I2", "N2", "I3", "N3"},  # the advice for both names 情况说明
        "任务进展": {"H2", "I2", "J2", "K2"},  # another 进展状态 asks for other texts
    }


def test_the_colour_tells_how_grave_it_is() -> None:
    """One colour a severity; a cell keeps its number format and border."""
    sent = form_bytes(FAULTY)
    old, new = (load_workbook(io.BytesIO(one))["指标进展"] for one in (sent, copied(sent)))
    assert new["I2"].fill.fgColor.rgb != new["I3"].fill.fgColor.rgb != new["I4"].fill.fgColor.rgb
    for cell in ("I2", "I3", "I4"):
        assert new[cell].number_format == old[cell].number_format
        assert new[cell].border.left.style == old[cell].border.left.style
    assert new["I4"].fill.fgColor.rgb == old["I4"].fill.fgColor.rgb


def test_the_first_sheet_lists_every_point_with_a_way_to_the_cell() -> None:
    """序号 · 工作表 · 单元格 · 现在填的 · 问题 · 怎么改 · 您的说明, on A4 across, one page wide, headings frozen."""
    sheet = load_workbook(io.BytesIO(copied(form_bytes(FAULTY))))[REVIEW]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert rows[0] == REVIEW_HEADINGS
    assert rows[2][:4] == ("2", "指标进展", "I3 新增企业·本月累计", "约12")
    assert sheet["C5"].hyperlink.location == "'指标进展'!I3"
    assert "写明原因" in str(rows[1][5])
    assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("A4", "landscape", 9)
    fitting = sheet.sheet_properties.pageSetUpPr
    assert fitting is not None
    assert (sheet.page_setup.fitToHeight, fitting.fitToPage) == (0, True)
    assert sheet.print_title_rows == "$3:$3"


def test_a_note_says_what_to_do_worst_first() -> None:
    """All findings of a cell in one note, a line each."""
    sent = form_bytes(FAULTY)
    filing, findings = examined(sent)
    assert notes(copied(sent)).keys() == {
        f"{f.place.sheet}!{f.place.cell}" for f in findings if f.is_owed and filing.entry_at(f.place)
    }
    assert notes(copied(sent))["指标进展!I3"].startswith(f"{MARK}错误：填的是“约12”")


def test_others_notes_are_kept_and_added_to() -> None:
    """The note of a colleague stays, ours stands below it."""
    found = notes(copied(dressed(form_bytes(FAULTY))))
    assert found["指标进展!C2"] == "别的话"
    assert found["指标进展!I3"].startswith(f"{OTHERS_NOTE}\n{MARK}错误：")


def test_every_changed_locked_cell_can_be_put_right() -> None:
    """校验结果 names the first of many; in the copy each is marked, with what was sent out."""

    def spoil(book: Workbook) -> None:
        for row in range(2, 7):
            book["指标进展"][f"F{row}"] = 1

    sent = typed(form_bytes(), spoil)
    _, findings = examined(sent)
    assert [f.place.label for f in findings if f.is_owed] == ["签约额·年度目标等5格"]
    copy = copied(sent)
    cells = {f"F{row}" for row in range(2, 7)}
    assert open_cells(copy)["指标进展"] == cells
    assert "发出时是“24”" in notes(copy)["指标进展!F3"]
    _, findings = examined(copy)
    assert [f.times for f in findings if f.is_owed] == [2]

    def mend(book: Workbook) -> None:
        for row, goal in zip(range(2, 7), (120, 24, 60, 7.5, 400), strict=True):
            book["指标进展"][f"F{row}"] = goal

    assert not [f for f in examined(typed(copy, mend))[1] if f.is_owed]


def test_a_sheet_of_which_a_row_is_at_fault_stays_open() -> None:
    """A row without 编号 must be moved to where it belongs; it is told on the first sheet."""

    def add(book: Workbook) -> None:
        book["指标进展"]["N10"] = "另外还签约3家"

    copy = copied(typed(form_bytes(), add))
    first = load_workbook(io.BytesIO(copy))[REVIEW]
    assert str(first["C4"].value).startswith("10:10 ")
    assert first["C4"].hyperlink.location == "'指标进展'!A10"
    found = open_cells(copy)
    assert {"I2", "N9", "N10"} <= found["指标进展"]
    assert "A2" not in found["指标进展"]
    assert "任务进展" not in found


def test_a_formula_like_text_stays_text() -> None:
    """What a unit typed is never run: no formula, no link, no control character."""
    sent = form_bytes('Z2 | 本月累计 | \'=HYPERLINK("http://x","y")约1')
    sheet = load_workbook(io.BytesIO(copied(sent)))[REVIEW]
    assert sheet["D4"].data_type in ("s", "inlineStr")
    assert str(sheet["D4"].value).startswith("=HYPERLINK")


def test_a_blank_cell_that_the_file_left_out_is_made() -> None:
    """Some programs write no blank cells; the mark needs one."""
    sent = changed(form_bytes("| 审核人 | "), {"xl/worksheets/sheet1.xml": lambda text: _without_cell(text, "B10")})
    assert "B10" in open_cells(copied(sent))["填报说明"]


def _without_cell(text: str, address: str) -> str:
    head, _, tail = text.partition(f'<c r="{address}"')
    assert tail
    return head + tail.partition("/>")[2]


# ---- what comes back


def test_a_corrected_copy_is_accepted() -> None:
    """The form is recognised as before, the added sheets are no part of it, nothing is left to do."""

    def correct(book: Workbook) -> None:
        book["指标进展"]["I3"] = 12
        book["指标进展"]["I2"] = 60
        book["任务进展"]["H2"] = "正常推进"

    filing, findings = examined(typed(copied(form_bytes(FAULTY)), correct))
    assert [f.message for f in findings if f.is_owed] == []
    assert (filing.department, filing.carrier.value, filing.round.number) == ("甲局", "表单页", 1)
    assert correction_copy(filing, findings, b"") is None


def test_an_explained_value_is_used_and_no_longer_asked_about() -> None:
    """核实 with a real reason: 提示, the value counts unmarked, the reason is kept."""
    back = answered(copied(form_bytes(FAULTY)), {"I2": ANSWER, "I3": ANSWER})
    filing, findings = examined(back)
    (large,) = [f for f in findings if f.place.cell == "I2"]
    (wrong,) = [f for f in findings if f.place.cell == "I3"]
    assert (large.severity, large.explanation, large.is_owed) == (Severity.NOTE, ANSWER, False)
    assert (wrong.severity, wrong.explanation) == (Severity.ERROR, ANSWER)
    kept = accept(filing, findings)
    assert kept is not None
    assert ("指标进展", "I2") not in kept.questioned
    assert kept.reason("指标进展", "Z1") == ANSWER


@pytest.mark.parametrize("words", ["", "  ", "无", "核实无误", "已核实", "见附件", "属实"])
def test_an_empty_answer_explains_nothing(words: str) -> None:
    """核实无误 is no reason."""
    _, findings = examined(answered(copied(form_bytes(FAULTY)), {"I2": words}))
    (large,) = [f for f in findings if f.place.cell == "I2"]
    assert (large.severity, large.times) == (Severity.VERIFY, 2)


def test_a_unit_cannot_confirm_its_own_not_applicable() -> None:
    """不适用 is the office's decision (豁免), whatever the unit writes."""
    sent = form_bytes("Z1 | 本月累计 | \nZ1 | 填报情形 | 不适用\nZ1 | 情况说明 | 本年没有安排这项工作")
    before = [f.rule.code for f in examined(sent)[1] if f.is_owed]
    assert "P120" in before
    back = answered(copied(sent), dict.fromkeys(("M2", "I2", "N2"), "本年没有安排这项工作"))
    assert "P120" in [f.rule.code for f in examined(back)[1] if f.is_owed]


def test_an_untouched_finding_is_told_a_second_time() -> None:
    """第2次, in 校验结果, in the note and on the first sheet; one that was touched starts anew."""

    def touch(book: Workbook) -> None:
        book["指标进展"]["I2"] = 7000

    _, findings = examined(back := typed(copied(form_bytes(FAULTY)), touch))
    assert {f.place.cell: f.times for f in findings if f.is_owed} == {"I2": 1, "I3": 2, "H2": 2}
    again = copied(back)
    assert "（第2次提醒）" in notes(again)["指标进展!I3"]
    assert "（第2次提醒）" not in notes(again)["指标进展!I2"]
    assert "（第2次）" in str(load_workbook(io.BytesIO(again))[REVIEW]["A1"].value)


def test_what_was_explained_once_is_not_asked_again() -> None:
    """The reason travels with the form while the value stays, and ends with it."""
    second = copied(answered(copied(form_bytes(FAULTY)), {"I2": ANSWER}))
    assert "指标进展!I2" not in notes(second)
    _, findings = examined(second)
    assert [f.explanation for f in findings if f.place.cell == "I2"] == [ANSWER]

    def touch(book: Workbook) -> None:
        book["指标进展"]["I2"] = 7000

    _, findings = examined(typed(copied(second), touch))
    assert [f.severity for f in findings if f.place.cell == "I2"] == [Severity.VERIFY]


def _without_cell_image(book: Workbook) -> None:
    """Saved by openpyxl a formula loses its result, which would be found."""
    book["指标进展"]["O2"] = None


@pytest.mark.parametrize("saved_elsewhere", [False, True])
def test_marking_twice_does_not_pile_up(saved_elsewhere: bool) -> None:
    """Notes, sheets and looks of an earlier round are known again and replaced, also when another program saved them."""
    first = copied(dressed(form_bytes(FAULTY)))
    back = typed(first, _without_cell_image) if saved_elsewhere else first
    second = copied(back)
    third = copied(second)
    assert notes(second).keys() == notes(first).keys()
    assert all(text.count("怎么改") <= 1 for text in notes(third).values())
    assert notes(third)["指标进展!I3"].count(MARK) == 1
    assert notes(third)["指标进展!I3"].startswith(OTHERS_NOTE)
    assert part(third, "xl/styles.xml") == part(second, "xl/styles.xml")
    assert load_workbook(io.BytesIO(third)).sheetnames == load_workbook(io.BytesIO(first)).sheetnames
    assert [m.name for m in members_of(third)] == [m.name for m in members_of(second)]
    assert open_cells(third) == open_cells(first)


def test_a_corrected_cell_looks_as_it_did_and_its_note_is_gone() -> None:
    """Of a cell that is right now nothing is left of the mark; others' words stay."""

    def correct(book: Workbook) -> None:
        book["指标进展"]["I3"] = 12
        book["任务进展"]["H2"] = "正常推进"

    sent = dressed(form_bytes(FAULTY))
    second = copied(typed(copied(sent), correct))
    assert notes(second)["指标进展!I3"] == OTHERS_NOTE
    assert "任务进展!H2" not in notes(second)
    old, new = (load_workbook(io.BytesIO(one)) for one in (sent, second))
    for name, cell in (("指标进展", "I3"), ("任务进展", "H2")):
        assert new[name][cell].fill.fgColor.rgb == old[name][cell].fill.fgColor.rgb
        assert new[name][cell].protection.locked


def test_a_record_that_somebody_spoilt_is_no_record() -> None:
    """What stands in 「_校核」 is a unit's word: counts have a bound, colours and addresses a form."""
    copy = copied(form_bytes(FAULTY))

    def spoil(book: Workbook) -> None:
        for row in book[REVIEW_RECORD].iter_rows(min_row=4):
            row[3].value, row[7].value, row[9].value = "I2 or so", "9" * 5000, '"/><x>'
        book[REVIEW_RECORD]["B2"] = -1

    filing, _ = examined(spoilt := typed(copy, spoil))
    assert {(p.cell, p.times, p.fill) for p in filing.round.points} == {("", 1, "")}
    assert filing.round.number == 1
    assert notes(copied(spoilt)).keys() == notes(copy).keys()


# ---- what cannot be marked safely


@pytest.mark.parametrize(
    ("edits", "reason"),
    [
        ({"xl/styles.xml": lambda t: t.replace("?>", '?><!DOCTYPE x [<!ENTITY a "b">]>', 1)}, "实体声明"),
        ({"xl/styles.xml": lambda t: t[:200]}, "不是规范的XML"),
        ({"xl/drawings/vmlDrawing1.vml": lambda t: t.replace("</xml>", "<br></xml>")}, "不是规范的XML"),
        ({INDICATORS_PART: lambda t: t.replace('<c r="I3" ', "<c ")}, "没有写明位置"),
        ({"xl/workbook.xml": lambda t: t.replace('localSheetId="1"', 'localSheetId="x"')}, "内部编号"),
        ({INDICATORS_PART: lambda t: t.replace('<c r="I3" s="', f'<c r="I3" s="{"9" * 5000}')}, "内部编号"),
        ({INDICATORS_PART: lambda t: t.replace('<c r="I3" s="', '<c r="I3" s="999')}, "样式编号"),
        ({"xl/workbook.xml": lambda t: t.replace('name="节点进展"', f'name="{REVIEW}"')}, REVIEW),
    ],
)
def test_a_workbook_that_cannot_be_marked_safely_is_not(edits: Mapping[str, Callable[[str], str]], reason: str) -> None:
    """No half-marked copy: the reason is said instead."""
    sent = dressed(form_bytes(FAULTY))
    filing, findings = examined(sent)
    broken = changed(sent, edits)
    told = correction_copy(_as_if(filing, broken), findings, broken)
    assert isinstance(told, NoCopy)
    assert reason in told.reason


def _as_if(filing: Filing, content: bytes) -> Filing:
    arrival = replace(filing.arrival, sha256=hashlib.sha256(content).hexdigest())
    return replace(filing, arrival=arrival)


def test_a_file_that_changed_meanwhile_or_is_no_xlsx_is_not_marked() -> None:
    """What was checked and what is marked are the same bytes."""
    sent = form_bytes(FAULTY)
    filing, findings = examined(sent)
    assert correction_copy(filing, findings, sent + b" ") == NoCopy("文件刚刚又变了")
    filing, findings = examined(sent, "甲局.et")
    assert correction_copy(filing, findings, sent) == NoCopy("不是.xlsx格式")


# ---- a run


def test_a_run_writes_a_copy_for_every_unit_with_a_faulty_cell(tmp_path: Path) -> None:
    """退回修改/<单位>.xlsx; a unit in order has none; 校验结果 says where it is."""
    one = full(tmp_path)
    one.put("2025-06/甲局.xlsx", form_bytes(FAULTY))
    assert reportgen(one, "run", *TODAY)[0] == 1
    assert [name for name in made(one) if name.startswith("退回修改")] == ["退回修改/甲局.xlsx"]
    assert "退回修改/<单位>.xlsx" in dict(RUN_FILES)
    book = load_workbook(one.desk.outputs / "测试/2025-06/校验结果.xlsx")
    told = {row[0]: row[4] for row in book["收到的文件"].iter_rows(values_only=True)}
    assert told["测试/2025-06/甲局.xlsx"] == "修改表：退回修改/甲局.xlsx"


def test_the_copy_dropped_into_the_inputs_replaces_the_form(tmp_path: Path) -> None:
    """One point corrected, one explained, one left alone: 第2次 and 单位说明 stand in 校验结果."""
    one = full(tmp_path)
    one.put("2025-06/甲局.xlsx", form_bytes(FAULTY))
    reportgen(one, "run", *TODAY)
    copy = (one.desk.outputs / "测试/2025-06/退回修改/甲局.xlsx").read_bytes()

    def correct(book: Workbook) -> None:
        book["任务进展"]["H2"] = "正常推进"

    one.put("2025-06/甲局（改）.xlsx", answered(typed(copy, correct), {"I2": ANSWER}))
    reportgen(one, "run", "--today", "2025-07-01", "--period", "2025-06")
    book = load_workbook(one.desk.outputs / "测试/2025-06/校验结果.xlsx")
    heads, *owed = book["要办的事"].iter_rows(values_only=True)
    rows = [dict(zip(heads, row, strict=True)) for row in owed if row[0] == "甲局"]
    assert {row["单元格"]: row["第几次"] for row in rows} == {"I3": "第2次"}
    heads, *noticed = book["提示"].iter_rows(values_only=True)
    rows = [dict(zip(heads, row, strict=True)) for row in noticed]
    assert [row["单位说明"] for row in rows if row["单元格"] == "I2"] == [ANSWER]


def test_the_reason_why_there_is_no_copy_stands_in_the_results(tmp_path: Path) -> None:
    """The findings stand in 校验结果 as before."""
    one = office(tmp_path)
    sent = form_bytes(FAULTY)
    one.put("甲局.xlsx", changed(sent, {"xl/styles.xml": lambda t: t.replace("?>", "?><!DOCTYPE x>", 1)}))
    reportgen(one, "run", *TODAY)
    assert not [name for name in made(one) if name.startswith("退回修改")]
    book = load_workbook(one.desk.outputs / "测试/2025-06/校验结果.xlsx")
    assert "没有做修改表：里面有实体声明" in [row[4] for row in book["收到的文件"].iter_rows(values_only=True)]


# ---- other programs


@pytest.mark.render
def test_libreoffice_opens_it_shows_the_notes_and_sends_it_back(tmp_path: Path) -> None:
    """Saved by LibreOffice the copy still carries notes, answers and the round."""
    sent = answered_in_xml(copied(form_bytes(FAULTY)))
    path = tmp_path / "甲局.xlsx"
    path.write_bytes(sent)
    out = tmp_path / "out"
    subprocess.run(
        [shutil.which("soffice") or "soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(path)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    saved = (out / "甲局.xlsx").read_bytes()
    assert notes(saved).keys() == notes(sent).keys()
    filing, findings = examined(saved)
    assert filing.round.number == 1
    assert {f.place.cell: f.times for f in findings if f.is_owed} == {"I3": 2, "H2": 2}
    again = copied(saved)
    assert notes(again)["指标进展!I3"].count(MARK) == 1


def answered_in_xml(copy: bytes) -> bytes:
    """A copy with an answer beside the first point, nothing else changed."""
    parts = {"xl/worksheets/sheet7.xml": lambda text: _typed_at(text, "G4", ANSWER)}
    return changed(copy, parts)


def _typed_at(text: str, address: str, words: str) -> str:
    head, _, tail = text.partition(f'<c r="{address}" s="')
    look, _, rest = tail.partition('"/>')
    return f'{head}<c r="{address}" s="{look}" t="inlineStr"><is><t>{words}</t></is></c>{rest}'
