"""Real workbooks with one thing done to each: found at its cell, in its pile, and nothing else is said."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from datetime import datetime
from typing import TYPE_CHECKING, Final

import pytest
from folders import form_bytes, office
from office import filing, form
from openpyxl import Workbook as NewBook
from openpyxl import load_workbook
from openpyxl.styles import Font
from test_run import full, reportgen

from reportgen.checks import check
from reportgen.checks.case import Case
from reportgen.findings import Pile, Severity
from reportgen.workbooks.read import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

    from reportgen.findings import Finding

R, E, Q, NOTE = Severity.RETURN, Severity.ERROR, Severity.VERIFY, Severity.NOTE
FORM, DATA = Pile.FORM, Pile.DATA
SOUND: Final = form_bytes()


def in_book(change: Callable[[NewBook], object]) -> Callable[[bytes], bytes]:
    """A form saved by another program, with a change."""

    def edit(content: bytes) -> bytes:
        book = load_workbook(io.BytesIO(content))
        change(book)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return edit


def on(sheet: str, change: Callable[[Worksheet], object]) -> Callable[[bytes], bytes]:
    """A change on one sheet."""
    return in_book(lambda book: change(book[sheet]))


def put(sheet: str, cell: str, value: object) -> Callable[[bytes], bytes]:
    """Something typed into a cell."""

    def change(page: Worksheet) -> None:
        page[cell] = value  # type: ignore[assignment] # whatever a unit types
        if isinstance(value, str) and not value.startswith("="):
            page[cell].number_format = "@"

    return on(sheet, change)


def text(sheet: str, cell: str, value: str) -> Callable[[bytes], bytes]:
    """A text typed into a cell, though it begins like a formula."""

    def change(page: Worksheet) -> None:
        page[cell] = value
        page[cell].data_type = "s"

    return on(sheet, change)


def in_part(part: str, old: str, new: str) -> Callable[[bytes], bytes]:
    """A change in one part of the file itself, everything else left as it was."""

    def edit(content: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
            for name in archive.namelist():
                told = archive.read(name).decode() if name.endswith((".xml", ".rels")) else ""
                changed = re.sub(old, new, told, count=1) if name.endswith(part) else told
                copy.writestr(name, changed.encode() if told else archive.read(name))
        return out.getvalue()

    return edit


def with_part(name: str, content: bytes) -> Callable[[bytes], bytes]:
    """A part more in the file."""

    def edit(sound: bytes) -> bytes:
        out = io.BytesIO(sound)
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr(name, content)
        return out.getvalue()

    return edit


def strict(content: bytes) -> bytes:
    """The same workbook in the strict dialect."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in archive.namelist():
            part = archive.read(name)
            for usual, other in (
                (
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                ),
                (
                    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                    b"http://purl.oclc.org/ooxml/officeDocument/relationships",
                ),
            ):
                part = part.replace(usual, other)
            copy.writestr(name, part)
    return out.getvalue()


def pasted(content: bytes) -> bytes:
    """Everything pasted as values into a new workbook: no identity sheet, no protection, no formulas."""
    old, new = load_workbook(io.BytesIO(content)), NewBook()
    for page in old.worksheets[:-1]:
        sheet = new.create_sheet(page.title)
        for row in page.iter_rows():
            for cell in row:
                if not str(cell.value).startswith("="):
                    sheet[cell.coordinate] = cell.value
    out = io.BytesIO()
    new.save(out)
    return out.getvalue()


def hidden(rows: tuple[int, ...] = (), columns: str = "") -> Callable[[Worksheet], None]:
    """Rows and columns out of sight."""

    def change(page: Worksheet) -> None:
        for row in rows:
            page.row_dimensions[row].hidden = True
        for column in columns:
            page.column_dimensions[column].hidden = True

    return change


def filtered(page: Worksheet) -> None:
    """A filter left on."""
    page.auto_filter.ref = "A1:O9"
    page.row_dimensions[3].hidden = True


def bare(book: NewBook) -> None:
    """All protection taken off."""
    for page in book.worksheets:
        page.protection.disable()


def bare_with_another_goal(book: NewBook) -> None:
    """Protection taken off to change a target."""
    bare(book)
    book[FIGURES]["F2"] = 100


def coloured(page: Worksheet) -> None:
    """Colours and widths are nobody's business."""
    page["I2"].font = Font(color="FF0000", bold=True)
    page.column_dimensions["N"].width = 60
    page.row_dimensions[2].height = 80


def column_more(page: Worksheet) -> None:
    """A column of the unit's own between ours."""
    page.insert_cols(4)
    page["D1"], page["D3"] = "科室", "一科"


def column_again(page: Worksheet) -> None:
    """本月累计 copied to the right and changed there."""
    for row in range(1, page.max_row + 1):
        page.cell(row, 16).value = page.cell(row, 9).value
    page["P2"] = 66


def rows_above(page: Worksheet) -> None:
    """A title put above the headings."""
    page.insert_rows(1, 2)
    page["A1"] = "甲局2025年6月指标进展"


FIGURES, TASKS, NODES = "指标进展", "任务进展", "节点进展"
COVER = "填报说明"
Told = tuple[str, "str | None", "str | None", Severity, Pile]
PLANTED: Final[dict[str, tuple[Callable[[bytes], bytes], tuple[Told, ...]]]] = {
    # the workbook
    "带宏": (with_part("xl/vbaProject.bin", b"\x00"), (("F108", None, None, NOTE, FORM),)),
    "严格格式": (strict, (("F112", None, None, NOTE, FORM),)),
    "取自别的文件": (
        in_part("sheet2.xml", '(<c r="I2" s="\\d+">)<v>60</v>', "\\1<f>[1]月报!$B$2</f><v>60</v>"),
        (("F109", None, None, Q, FORM),),
    ),
    "取消保护": (in_book(bare), (("S128", None, None, NOTE, FORM),)),
    "一张表取消保护": (on(TASKS, lambda p: p.protection.disable()), (("S128", None, None, NOTE, FORM),)),
    "贴到新工作簿": (pasted, (("S101", None, None, Q, FORM),)),
    "多了工作表": (
        in_book(lambda b: b.create_sheet("附件").append(["清单"])),
        (("S129", "附件", None, NOTE, FORM),),
    ),
    "工作表复制了一张": (
        in_book(lambda b: b.copy_worksheet(b[FIGURES])),
        (("S132", "指标进展 Copy", None, Q, FORM),),
    ),
    "删了工作表": (in_book(lambda b: b.remove(b[TASKS])), (("S106", TASKS, None, E, FORM),)),
    "改了表名": (in_book(lambda b: setattr(b[TASKS], "title", "Sheet3")), (("S107", TASKS, None, NOTE, FORM),)),
    "改了身份页": (
        in_part("sharedStrings.xml", "<t>300</t>", "<t>301</t>"),
        (("S102", "_表单", None, Q, FORM),),
    ),
    # rows and columns
    "上面插了两行": (on(FIGURES, rows_above), (("S123", FIGURES, "A1", Q, FORM),)),
    "上面插了二十行": (on(FIGURES, lambda p: p.insert_rows(1, 20)), ()),
    "中间插了一列": (on(TASKS, column_more), (("S123", TASKS, "D1", Q, FORM),)),
    "栏目复制了一列": (on(FIGURES, column_again), (("S134", FIGURES, "P1", Q, FORM),)),
    "改了栏目名": (put(TASKS, "I1", "进展"), (("S109", TASKS, "A1", E, FORM),)),
    "删了一行": (on(TASKS, lambda p: p.delete_rows(4)), (("S110", TASKS, None, E, FORM),)),
    "添了一行没有编号": (put(TASKS, "I5", "又走访3家"), (("S111", TASKS, "5:5", E, FORM),)),
    "改了目标": (put(FIGURES, "F2", 100), (("S113", FIGURES, "F2", E, FORM),)),
    "取消保护改了目标": (
        in_book(bare_with_another_goal),
        (("S113", FIGURES, "F2", E, FORM),),
    ),
    "写在表外": (put(FIGURES, "Q4", "口径已调整"), (("S123", FIGURES, "Q4", Q, FORM),)),
    "写在表下": (put(FIGURES, "A12", "注：签约额为快报数"), (("S123", FIGURES, "A12", Q, FORM),)),
    "合并了几行": (on(FIGURES, lambda p: p.merge_cells("I2:I3")), (("S117", FIGURES, "I2:I3", E, FORM),)),
    "合并了几行文字": (on(TASKS, lambda p: p.merge_cells("I2:I4")), (("S117", TASKS, "I2:I4", E, FORM),)),
    "合并了编号": (on(TASKS, lambda p: p.merge_cells("B2:B3")), (("S117", TASKS, "B2:B3", E, FORM),)),
    "合并了几栏": (on(TASKS, lambda p: p.merge_cells("I2:K2")), (("S130", TASKS, "I2:K2", Q, FORM),)),
    "隐藏了行": (on(FIGURES, hidden((3, 4))), (("S118", FIGURES, "3:4", Q, FORM),)),
    "隐藏了列": (on(TASKS, hidden(columns="I")), (("S118", TASKS, "I:I", Q, FORM),)),
    "开着筛选": (on(FIGURES, filtered), (("S119", FIGURES, "3:3", NOTE, FORM),)),
    # formulas and pictures
    "完成率改成了数": (put(FIGURES, "K2", 0.9), (("S114", FIGURES, "K2", Q, FORM),)),
    "本月新增改成了数": (put(FIGURES, "J6", 5), (("S114", FIGURES, "J6", Q, FORM),)),
    "完成率改了公式": (
        in_part("sheet2.xml", r"<f>IF\(ISNUMBER\(I2\),I2/F2,\"\"\)</f><v>0.5</v>", "<f>I2/100</f><v>0.6</v>"),
        (("S114", FIGURES, "K2", Q, FORM),),
    ),
    "填了图片": (
        in_part(
            "sheet2.xml",
            '(<c r="I2" s="\\d+")><v>60</v>',
            '\\1 t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v>',
        ),
        (("S124", FIGURES, "I2", E, FORM),),
    ),
    "佐证贴了图片": (
        in_part(
            "sheet2.xml",
            '<c r="O2" s="(\\d+)"/>',
            '<c r="O2" s="\\1" t="str"><f>_xlfn.DISPIMG("ID_1",1)</f><v>=DISPIMG("ID_1",1)</v></c>',
        ),
        (("S131", FIGURES, "O2", NOTE, FORM),),
    ),
    "填了引用公式": (
        in_part("sheet2.xml", '(<c r="I2" s="\\d+">)<v>60</v>', "\\1<f>SUM(Z1:Z3)</f><v>60</v>"),
        (("T111", FIGURES, "I2", Q, DATA),),
    ),
    "填了算式": (
        in_part("sheet2.xml", '(<c r="I2" s="\\d+">)<v>60</v>', "\\1<f>50+10</f><v>60</v>"),
        (("T103", FIGURES, "I2", NOTE, DATA),),
    ),
    "公式没有结果": (put(FIGURES, "I2", "=H2+1"), (("T112", FIGURES, "I2", E, DATA),)),
    "公式出错": (
        in_part("sheet2.xml", '(<c r="I2" s="\\d+")><v>60</v>', '\\1 t="e"><f>1/0</f><v>#DIV/0!</v>'),
        (("T110", FIGURES, "I2", E, DATA),),
    ),
    # values with one meaning
    "全角": (put(FIGURES, "I3", "１２"), (("T103", FIGURES, "I3", NOTE, DATA),)),
    "千分位": (put(FIGURES, "I6", "1,234.5"), (("T103", FIGURES, "I6", NOTE, DATA),)),
    "带单位": (put(FIGURES, "I3", "12家"), (("T103", FIGURES, "I3", NOTE, DATA),)),
    "带万": (put(FIGURES, "I2", "600000万元"), (("T103", FIGURES, "I2", NOTE, DATA),)),
    "百分号": (put(FIGURES, "I4", "61.5%"), (("T103", FIGURES, "I4", NOTE, DATA),)),
    "前后空格": (put(FIGURES, "I3", " 12 "), (("T103", FIGURES, "I3", NOTE, DATA),)),
    "中文数字": (put(FIGURES, "I3", "十二"), (("T103", FIGURES, "I3", NOTE, DATA),)),
    "中文数字带单位": (put(FIGURES, "I3", "一十二家"), (("T103", FIGURES, "I3", NOTE, DATA),)),
    "日期序号": (put(NODES, "E2", "45765"), (("T103", NODES, "E2", NOTE, DATA),)),
    "文本日期": (put(COVER, "B12", "2025.6.27"), (("T103", COVER, "B12", NOTE, DATA),)),
    "八位日期": (put(COVER, "B12", 20250627), (("T103", COVER, "B12", NOTE, DATA),)),
    "小数太多": (put(FIGURES, "I2", 60.33333), (("T123", FIGURES, "I2", NOTE, DATA),)),
    # values with two meanings, or none
    "约数": (put(FIGURES, "I2", "约60"), (("T125", FIGURES, "I2", E, DATA),)),
    "区间": (put(FIGURES, "I2", "60—65"), (("T125", FIGURES, "I2", E, DATA),)),
    "斜杠": (put(FIGURES, "I2", "/"), (("T126", FIGURES, "I2", E, DATA),)),
    "同上": (put(FIGURES, "I2", "同上"), (("T140", FIGURES, "I2", E, DATA),)),
    "见附件": (put(FIGURES, "I2", "详见附件"), (("T140", FIGURES, "I2", E, DATA),)),
    "进展见附件": (put(TASKS, "I2", "详见附件"), (("T140", TASKS, "I2", E, DATA),)),
    "百分数填成小数": (put(FIGURES, "I4", 0.615), (("T109", FIGURES, "I4", Q, DATA),)),
    "数变成日期": (put(FIGURES, "I2", datetime(2025, 6, 12)), (("T141", FIGURES, "I2", E, DATA),)),  # noqa: DTZ001 -- as Excel keeps it
    "别的单位": (put(FIGURES, "I3", "12人"), (("T107", FIGURES, "I3", E, DATA),)),
    "不是数": (put(FIGURES, "I2", "若干"), (("T105", FIGURES, "I2", E, DATA),)),
    "没有写到日": (put(NODES, "E2", "2025年4月"), (("T116", NODES, "E2", Q, DATA),)),
    "填报日期没有写到日": (put(COVER, "B12", "6月底"), (("T116", COVER, "B12", Q, DATA),)),
    "年份错了": (put(NODES, "E2", datetime(2015, 4, 18)), (("T117", NODES, "E2", Q, DATA),)),  # noqa: DTZ001
    "填报日期早于当月": (put(COVER, "B12", datetime(2025, 5, 27)), (("T117", COVER, "B12", Q, DATA),)),  # noqa: DTZ001
    "填报日期晚了多年": (put(COVER, "B12", datetime(2052, 6, 27)), (("T117", COVER, "B12", Q, DATA),)),  # noqa: DTZ001
    "完成日期还没到": (put(NODES, "E2", datetime(2025, 7, 2)), (("T137", NODES, "E2", Q, DATA),)),  # noqa: DTZ001
    "状态粘贴成别的": (put(TASKS, "H2", "推进中"), (("T118", TASKS, "H2", E, DATA),)),
    # nothing to say
    "另一个程序保存": (in_book(lambda _: None), ()),
    "改了颜色和列宽": (on(FIGURES, coloured), ()),
    "文字以等号开头": (text(TASKS, "I2", "=6月12日召开推进会，走访企业12家"), ()),
    "公式位置打了空格": (put(FIGURES, "K2", " "), ()),
    "公式位置填了同样的数": (put(FIGURES, "K2", "50%"), ()),
    "隐藏了空行": (on(FIGURES, hidden((20,))), ()),
    "空的工作表": (in_book(lambda b: b.create_sheet("Sheet1")), ()),
    "移动了栏目": (on(FIGURES, lambda p: p.move_range("N1:N9", cols=3)), ()),
}


def told(content: bytes) -> list[Finding]:
    """Everything that is said of a workbook."""
    asked = form()
    return list(check(Case(filing(read(content), asked.plan), asked)))


@pytest.mark.parametrize("kind", PLANTED)
def test_what_was_done_to_a_form_is_found_there_and_nothing_else_is_said(kind: str) -> None:
    """One cause is one line, at its cell, in its pile."""
    edit, expected = PLANTED[kind]
    found = [(f.rule.code, f.place.sheet, f.place.cell, f.severity, f.rule.pile) for f in told(edit(SOUND))]
    assert found == list(expected)


def test_enough_kinds_are_planted() -> None:
    """Sixty kinds of damage, a third of the rules and more."""
    assert sum(bool(expected) for _, expected in PLANTED.values()) >= 60


@pytest.mark.parametrize("kind", PLANTED)
def test_what_is_said_of_a_form_can_be_read_by_anybody(kind: str) -> None:
    """At most 120 characters, no code, no English but names of cells and programs."""
    for finding in told(PLANTED[kind][0](SOUND)):
        assert len(finding.message) <= 120
        assert finding.fix.endswith("。")
        assert not re.search(r"None|nan|Decimal|[{}]|datetime", finding.message + finding.fix)


@pytest.mark.parametrize("typed", ["=HYPERLINK(1)召开推进会，走访企业12家", "+86走访企业12家", "@全体企业召开推进会"])
def test_what_begins_like_a_formula_is_text_in_everything_written(tmp_path: Path, typed: str) -> None:
    """A unit's sentence never becomes a formula in a workbook of ours."""
    one = full(tmp_path)
    one.put("2025-06/甲局.xlsx", text(TASKS, "I2", typed)(SOUND))
    assert reportgen(one, "run", "--today", "2025-06-30")[0] in (0, 1)
    books = [path for path in one.desk.outputs.rglob("*.xlsx") if "收件" not in path.parts]  # those are the units' own
    assert len(books) >= 3
    for path in books:
        with zipfile.ZipFile(path) as archive:
            for part in archive.namelist():
                assert b"<f>" not in archive.read(part), f"{path.name}: {part}"


def test_a_workbook_with_macros_is_read_under_its_own_name(tmp_path: Path) -> None:
    """F108: .xlsm is a form like any other; what it would run is not run."""
    one = office(tmp_path)
    one.put("2025-06/甲局.xlsm", with_part("xl/vbaProject.bin", b"\x00")(SOUND))
    assert one.codes() == ["F108"]
    assert one.examined().history["甲局"][0].value("Z1") == 60


@pytest.mark.render
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_sound_form_saved_by_libreoffice_in_any_format_is_sound(tmp_path: Path, ending: str) -> None:
    """Another program changes formats, protection and drop-downs, and nothing that counts."""
    sound = tmp_path / "甲局.xlsx"
    sound.write_bytes(SOUND)
    home = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", ending, "--outdir", str(tmp_path / "out"), str(sound)]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    assert told((tmp_path / "out" / f"甲局.{ending}").read_bytes()) == []
