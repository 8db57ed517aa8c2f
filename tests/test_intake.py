"""What lies in the folder: whose it is, which version counts, and that no file stops the others."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING

import pytest
import xlsxwriter
from folders import form_bytes, office, plan_bytes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from office import JUNE, PLAN, case, form, month
from openpyxl import load_workbook

from reportgen.batch import outcome_of
from reportgen.checks.verdict import Presence, Verdict
from reportgen.forms.workbook import write_form
from reportgen.intake.arrivals import Skipped, reason_to_skip
from reportgen.intake.numbers import read_number
from reportgen.intake.register import Line, Register, lines, parse
from reportgen.workbooks import read as workbooks
from reportgen.workbooks.cells import Workbook
from reportgen.workbooks.read import MOST_UNPACKED, Trouble, UnreadableError, read

if TYPE_CHECKING:
    from pathlib import Path

    from folders import Office

NAME = "2025-06/甲局-2025-06.xlsx"


def told(one: Office, code: str) -> list[str]:
    """The files about which a rule found something."""
    return [f.place.file for f in one.examined().findings if f.rule.code == code]


def test_a_good_form_in_time_is_used(tmp_path: Path) -> None:
    """A form in order gives no finding at all."""
    one = office(tmp_path)
    one.put(NAME, form_bytes())
    assert one.codes() == []
    assert list(one.examined().verdicts.values()) == [Verdict.USED]


@pytest.mark.parametrize(
    ("code", "content"),
    [
        ("F113", b""),
        ("F107", "<html>不是表格</html>".encode()),
        ("F107", b"\x89PNG\r\n\x1a\n"),
        ("F101", b"PK\x03\x04" + b"\x00" * 50),
        ("F105", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")),
    ],
)
def test_an_unreadable_spreadsheet_is_one_line_to_the_unit_it_is_named_for(
    tmp_path: Path, code: str, content: bytes
) -> None:
    """F113, F107, F101, F105: it is never silently 没有报送."""
    one = office(tmp_path)
    one.put(NAME, content)
    (finding,) = one.examined().findings
    assert (finding.rule.code, finding.department) == (code, "甲局")


def test_a_form_cut_in_transfer_is_told(tmp_path: Path) -> None:
    """F101: a cut file cannot be opened by anybody."""
    one = office(tmp_path)
    one.put(NAME, form_bytes()[:4000])
    assert told(one, "F101") == [f"测试/{NAME}"]


def test_a_file_that_cannot_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F104: a file that another program holds is here all the same; it is nobody's missing form."""
    one = office(tmp_path)
    locked = one.put(NAME, form_bytes())
    other = one.put("2025-06/乙街道.xlsx", form_bytes(department="乙街道"))
    real = type(locked).read_bytes

    def read_bytes(path: Path) -> bytes:
        if path == locked:
            raise PermissionError
        return real(path)

    monkeypatch.setattr(type(locked), "read_bytes", read_bytes)
    assert told(one, "F104") == [f"测试/{NAME}"]
    assert one.examined().verdicts[f"测试/2025-06/{other.name}"] is Verdict.USED


def test_a_folder_that_cannot_be_opened_is_passed_over_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Forms behind a closed door are not simply missing."""
    one = office(tmp_path)
    closed = one.put("私人/甲局.xlsx", form_bytes()).parent
    real = os.scandir

    def scandir(path: str | Path) -> object:
        if str(path) == str(closed):
            raise PermissionError(13, "closed", str(closed))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    assert ("测试/私人", "文件夹打不开，可能没有权限") in [(s.file, s.reason) for s in one.examined().skipped]


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    """F110: what claims gigabytes is not read."""
    one = office(tmp_path)
    one.put(NAME, _zip({"xl/workbook.xml": b" " * (MOST_UNPACKED + 1)}))
    assert told(one, "F110") == [f"测试/{NAME}"]


def test_entities_are_refused(tmp_path: Path) -> None:
    """F111: a document type has no place in a form."""
    one = office(tmp_path)
    one.put(NAME, _zip({"xl/workbook.xml": b'<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'}))
    assert told(one, "F111") == [f"测试/{NAME}"]


def test_a_file_that_kills_its_reader_kills_only_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """F121: the other files are read all the same."""
    one = office(tmp_path)
    one.put(NAME, form_bytes())
    one.put("2025-06/odd.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    real = subprocess.run
    monkeypatch.setattr(
        subprocess,
        "run",
        lambda *_, **__: real(["python3", "-c", "import os; os.abort()"], capture_output=True, check=False),
    )
    assert told(one, "F121") == ["测试/2025-06/odd.xls"]
    assert one.examined().history.keys() == {"甲局"}


def test_a_cell_at_the_end_of_the_world_is_read_within_bounds() -> None:
    """Two cells far apart must not make a table of sixteen thousand million."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write(0, 0, "x")
    sheet.write(1_048_575, 16_383, "y")
    book.close()
    with pytest.raises(UnreadableError) as caught:
        read(out.getvalue())
    assert caught.value.trouble in (Trouble.UNREADABLE, Trouble.TOO_MUCH_WORK, Trouble.DAMAGED)


@pytest.mark.parametrize(
    ("stray", "in_this_process"), [("ZZ99999", False), ("A1000000", True), ("XFD100", True), ("XFD1000", False)]
)
def test_a_stray_cell_far_out_is_not_read_in_this_process(
    monkeypatch: pytest.MonkeyPatch, stray: str, *, in_this_process: bool
) -> None:
    """More than two million cells, rows times columns, are read where memory is bounded, or not at all."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write("A1", "x")
    sheet = book.add_worksheet()
    sheet.write("A1", "x")
    sheet.write(stray, "y")
    book.close()
    assert _read_here(monkeypatch, out.getvalue()) is in_this_process


@pytest.mark.parametrize(
    ("rows", "in_this_process"),
    [
        ('<row r="1"><c r="A1"/></row>', True),
        ("<row r='99999'><c r='ZZ99999'/></row>", False),
        ('<row r="1048576"><c/><c/></row>', False),
        ("<row><c/></row>" * 1200 + f"<row>{'<c/>' * 2000}</row>", False),
        ('<x:row r="99999"><x:c r="ZZ99999"/></x:row>', False),
    ],
)
def test_a_stray_cell_is_seen_however_it_is_written(
    monkeypatch: pytest.MonkeyPatch, rows: str, *, in_this_process: bool
) -> None:
    """Quotes, prefixes and addresses left out hide no cell."""
    mark = ("x:", ":x") if "<x:" in rows else ("", "")
    space = f'xmlns{mark[1]}="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    sheet = f"<{mark[0]}worksheet {space}><{mark[0]}sheetData>{rows}</{mark[0]}sheetData></{mark[0]}worksheet>"
    content = _zip({"xl/workbook.xml": b"<workbook/>", "xl/worksheets/sheet1.xml": sheet.encode()})
    assert _read_here(monkeypatch, content) is in_this_process


def _read_here(monkeypatch: pytest.MonkeyPatch, content: bytes) -> bool:
    """Whether a file is given to the parser in this process."""
    here: list[bytes] = []

    def parse_nothing(given: bytes, **_: bool) -> Workbook:
        here.append(given)
        return Workbook(())

    monkeypatch.setattr(workbooks, "_parsed", parse_nothing)
    monkeypatch.setattr(workbooks, "_read_apart", lambda *_, **__: Workbook(()))
    read(content)
    return bool(here)


def test_error_cells_and_formulas_without_result_are_not_read_as_empty() -> None:
    """#DIV/0! is neither blank nor nought."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("表")
    sheet.write_formula("B2", "=1/0", None, "#DIV/0!")
    sheet.write_formula("C2", "=B1+1", None, "")
    sheet.write_formula("D2", "=1+1", None, 2)
    book.close()
    row = read(out.getvalue()).sheets[0].rows[1]
    assert [str(value) for value in row] == ["", "#DIV/0!", "=B1+1", "2.0"]


def test_another_plans_form_is_returned(tmp_path: Path) -> None:
    """F123: a form of a plan that is not here is nobody's filing."""
    one = office(tmp_path, PLAN.replace("测-1", "测-2"))
    one.put(NAME, form_bytes())
    assert told(one, "F123") == [f"测试/{NAME}"]
    assert one.examined().history == {}


def test_a_form_goes_to_its_plan_wherever_it_lies(tmp_path: Path) -> None:
    """F123 must not: a form in another plan's folder is its own plan's."""
    one = office(tmp_path)
    other = one.desk.inputs / "另一个" / "计划.xlsx"
    other.parent.mkdir(parents=True)
    other.write_bytes(plan_bytes(PLAN.replace("测-1", "测-2")))
    (other.parent / "甲局.xlsx").write_bytes(form_bytes())
    assert one.codes() == []
    assert set(one.examined().history) == {"甲局"}


def test_a_form_without_a_name_is_returned(tmp_path: Path) -> None:
    """F124: without unit and month a form is not guessed."""
    one = office(tmp_path)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("任务进展")
    sheet.write_row(0, 0, ["任务编号", "进展状态", "本月进展", "存在问题"])
    sheet.write_row(1, 0, ["二-1-1", "正常推进", "走访企业3家", ""])
    book.close()
    one.put("2025-06/最终版.xlsx", out.getvalue())
    assert told(one, "F124") == ["测试/2025-06/最终版.xlsx"]


def test_a_unit_that_is_not_in_the_plan_is_returned(tmp_path: Path) -> None:
    """F116: a renamed unit is told, not missed."""
    one = office(tmp_path, PLAN.replace("乙街道", "戊街道"))
    one.put("2025-06/乙街道.xlsx", form_bytes(department="乙街道"))
    assert told(one, "F116") == ["测试/2025-06/乙街道.xlsx"]


def test_an_alias_in_the_form_is_the_unit(tmp_path: Path) -> None:
    """F116 must not: the plan's aliases are understood."""
    renamed = PLAN.replace("乙街道   | 乙街", "乙街道办 | 乙街道、乙街").replace("乙街道、丙街道", "乙街道办、丙街道")
    one = office(tmp_path, renamed)
    one.put("2025-06/乙街道.xlsx", form_bytes(department="乙街道"))
    assert one.codes() == []
    assert set(one.examined().history) == {"乙街道办"}


def test_a_month_that_is_not_asked_for_is_returned(tmp_path: Path) -> None:
    """F125: the commonest silent fault is the wrong month."""
    one = office(tmp_path, PLAN.replace("2025-12-31\n简报", "2025-05-31\n简报").replace("2025-12-31", "2025-05-31"))
    one.put(NAME, form_bytes())
    assert told(one, "F125") == [f"测试/{NAME}"]


def test_the_same_file_twice_is_one_filing(tmp_path: Path) -> None:
    """F114: 副本 is not a second version."""
    one = office(tmp_path)
    one.put(NAME, form_bytes())
    one.put("2025-06/甲局-2025-06 - 副本.xlsx", form_bytes())
    assert len(told(one, "F114")) == 1
    assert "F115" not in one.codes()


def test_the_version_received_last_counts_and_the_other_is_named(tmp_path: Path) -> None:
    """F115: the earlier version is kept and named."""
    one = office(tmp_path)
    first = one.put("2025-06/甲局.xlsx", form_bytes())
    second = one.put("2025-06/甲局（更正）.xlsx", form_bytes("Z1 | 本月累计 | 66"))
    os.utime(first, (1_000_000, 1_000_000))
    os.utime(second, (2_000_000, 2_000_000))
    assert told(one, "F115") == ["测试/2025-06/甲局.xlsx"]
    assert one.examined().history["甲局"][0].value("Z1") == 66


def test_a_version_seen_by_an_earlier_run_is_the_earlier_one(tmp_path: Path) -> None:
    """F115: receipt counts, not the time that a file claims for itself."""
    one = office(tmp_path)
    first = one.put("2025-06/甲局.xlsx", form_bytes())
    register = one.desk.outputs / "测试" / "收件" / "收件登记.csv"
    register.parent.mkdir(parents=True)
    digest = hashlib.sha256(first.read_bytes()).hexdigest()
    line = Line(datetime(2025, 6, 28, 9), "甲局.xlsx", "甲局", "2025-06", digest)  # noqa: DTZ001 -- the office's own clock
    register.write_text(lines([line], with_headings=True), encoding="utf-8")
    second = one.put("2025-06/甲局（更正）.xlsx", form_bytes("Z1 | 本月累计 | 66"))
    os.utime(second, (1_000_000, 1_000_000))
    assert told(one, "F115") == ["测试/2025-06/甲局.xlsx"]


def on_cover(content: bytes, label: str, value: str | datetime | None) -> bytes:
    """A form with another answer beside a label of 填报说明."""
    book = load_workbook(io.BytesIO(content))
    for row in book["填报说明"].iter_rows():
        if row[0].value == label:
            row[1].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("label", "value", "unit"),
    [
        ("填报月份", "2025年6月", "甲局"),
        ("填报月份", datetime(2025, 6, 1), "甲局"),  # noqa: DTZ001 -- as Excel keeps it
        ("填报月份", "6月", "甲局"),
        ("填报单位", "乙街道", ""),
        ("填报单位", "别的局", ""),
    ],
)
def test_an_old_form_used_again_is_returned_and_replaces_nothing(
    tmp_path: Path, label: str, value: str | datetime, unit: str
) -> None:
    """F127: May's form with 2025年6月 written over it is neither May's nor June's."""
    one = office(tmp_path)
    one.put("2025-05/甲局.xlsx", form_bytes("Z1 | 本月累计 | 50", month=month("2025-05")))
    again = form_bytes("Z1 | 本月累计 | 66", month=month("2025-05"))
    os.utime(one.put("2025-06/甲局.xlsx", on_cover(again, label, value)), (4_000_000_000, 4_000_000_000))
    assert told(one, "F127") == ["测试/2025-06/甲局.xlsx"]
    (finding,) = [f for f in one.examined().findings if f.rule.code == "F127"]
    assert (finding.department, finding.place.sheet, finding.period) == (unit, "填报说明", None)
    assert [accepted.value("Z1") for accepted in one.examined().history["甲局"]] == [50]


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("填报月份", "2025 年 6 月"),
        ("填报月份", "2025年6月份"),
        ("填报月份", "2025-06"),
        ("填报月份", datetime(2025, 6, 1)),  # noqa: DTZ001 -- as Excel keeps it
        ("填报月份", None),
        ("填报单位", "甲"),
        ("填报单位", "甲局（盖章）"),
        ("填报单位", None),
    ],
)
def test_a_cover_that_says_the_same_in_other_words_is_let_pass(
    tmp_path: Path, label: str, value: str | datetime | None
) -> None:
    """F127 must not: the month as Excel shows it, an alias, a note beside the name."""
    one = office(tmp_path)
    one.put(NAME, on_cover(form_bytes(), label, value))
    assert one.codes() == []


def test_a_unit_that_used_an_old_form_has_not_failed_to_file(tmp_path: Path) -> None:
    """Its form came in June and must come again: 退回, never 未报送."""
    one = office(tmp_path)
    one.put("2025-06/甲局.xlsx", on_cover(form_bytes(month=month("2025-05")), "填报月份", "2025年6月"))
    (own,) = [t for t in outcome_of(one.examined(), JUNE).turnout if t.department.name == "甲局"]
    assert (own.presence, own.file, own.unreadable) == (Presence.RETURNED, "测试/2025-06/甲局.xlsx", False)


def test_a_blank_form_sent_after_a_good_one_wipes_out_nothing(tmp_path: Path) -> None:
    """F126: what cannot be used replaces nothing that can; the blank form is told all the same."""
    one = office(tmp_path)
    os.utime(one.put("2025-06/甲局.xlsx", form_bytes()), (1_000_000, 1_000_000))
    os.utime(one.put("2025-06/甲局（2）.xlsx", write_form(form())), (2_000_000, 2_000_000))
    assert told(one, "F126") == told(one, "S126") == ["测试/2025-06/甲局（2）.xlsx"]
    verdicts = one.examined().verdicts
    assert verdicts["测试/2025-06/甲局.xlsx"] is Verdict.USED
    assert verdicts["测试/2025-06/甲局（2）.xlsx"] is Verdict.RETURNED
    assert one.examined().history["甲局"][0].value("Z1") == 60


def test_a_good_form_sent_after_a_blank_one_replaces_it(tmp_path: Path) -> None:
    """F126 must not: the correction counts, and the blank form is only named."""
    one = office(tmp_path)
    os.utime(one.put("2025-06/甲局.xlsx", write_form(form())), (1_000_000, 1_000_000))
    os.utime(one.put("2025-06/甲局（2）.xlsx", form_bytes()), (2_000_000, 2_000_000))
    assert one.codes() == ["F115"]
    assert one.examined().history["甲局"][0].value("Z1") == 60


def test_a_form_in_another_months_folder_is_its_own_months(tmp_path: Path) -> None:
    """F117: June's form in May's folder is June's, with a word to the clerk."""
    one = office(tmp_path)
    one.put("2025-05/甲局.xlsx", form_bytes())
    assert told(one, "F117") == ["测试/2025-05/甲局.xlsx"]
    one.put("6月/甲局.xlsx", form_bytes())
    assert told(one, "F117") == ["测试/2025-05/甲局.xlsx"]


def test_a_file_named_for_another_unit_is_told(tmp_path: Path) -> None:
    """F118: what counts is the unit in the form."""
    one = office(tmp_path)
    one.put("2025-06/乙街道-2025-06.xlsx", form_bytes())
    assert told(one, "F118") == ["测试/2025-06/乙街道-2025-06.xlsx"]
    assert set(one.examined().history) == {"甲局"}


def test_a_late_form_is_used_and_told(tmp_path: Path) -> None:
    """F119: late by the day on which a run saw it."""
    one = office(tmp_path, today=date(2025, 7, 2))
    register = one.desk.outputs / "测试" / "收件" / "收件登记.csv"
    register.parent.mkdir(parents=True)
    seen = Line(datetime(2025, 5, 30, 9), "别的.xlsx", "甲局", "2025-05", "1" * 64)  # noqa: DTZ001 -- the office's own clock
    register.write_text(lines([seen], with_headings=True), encoding="utf-8")
    one.put(NAME, form_bytes())
    assert told(one, "F119") == [f"测试/{NAME}"]
    assert set(one.examined().history) == {"甲局"}


def test_a_form_signed_weeks_after_it_came_is_asked_about(tmp_path: Path) -> None:
    """T142: 6月27日 on a form of the fifth; dated by the deadline a few days ahead it is not asked about."""
    one = office(tmp_path, today=date(2025, 6, 5))
    one.put(NAME, form_bytes())
    assert told(one, "T142") == [f"测试/{NAME}"]
    (tmp_path / "then").mkdir()
    later = office(tmp_path / "then", today=date(2025, 6, 23))
    later.put(NAME, form_bytes())
    assert told(later, "T142") == []


def test_forms_from_before_the_register_count_by_their_signing_day(tmp_path: Path) -> None:
    """F119 must not: an office that begins in autumn does not call its spring forms late."""
    one = office(tmp_path, today=date(2025, 11, 3))
    one.put(NAME, form_bytes())
    assert "F119" not in one.codes()
    (received,) = one.examined().received
    assert (received.received, received.inferred) == (date(2025, 6, 27), True)


def test_a_form_saved_in_an_older_format_is_read(tmp_path: Path) -> None:
    """F106: .xls, .ods and .et are read, with a word about locks."""
    one = office(tmp_path)
    one.put("2025-06/甲局.et", form_bytes())
    assert told(one, "F106") == ["测试/2025-06/甲局.et"]
    assert set(one.examined().history) == {"甲局"}


@pytest.mark.parametrize("name", ["证明.pdf", "汇总.csv", "照片.JPG", "材料.zip", "材料.rar", "说明.docx", "说明.wps"])
def test_of_what_is_no_spreadsheet_it_is_said_what_to_do(tmp_path: Path, name: str) -> None:
    """One sentence each: a form sent as a picture can be sent again as a workbook."""
    path = tmp_path / name
    path.write_bytes(b"x")
    assert "请" in reason_to_skip(path)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("~$甲局.xlsx", "临时文件"),
        (".~甲局.xlsx", "临时文件"),
        (".DS_Store", "系统文件"),
        ("Thumbs.db", "系统文件"),
        ("证明.pdf", "PDF"),
        ("照片.JPG", "图片"),
        ("材料.zip", "压缩包"),
        ("说明.docx", "Word"),
        ("下载.xlsx.part", "没有传完"),
        ("甲局.xlsx", ""),
    ],
)
def test_what_is_no_form_is_passed_over_with_its_reason(tmp_path: Path, name: str, reason: str) -> None:
    """Evidence, pictures and archives are listed as 跳过, never taken for forms."""
    path = tmp_path / name
    path.write_bytes(b"x")
    said = reason_to_skip(path)
    assert reason in said
    assert bool(said) is bool(reason)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("十二", "家", 12),
        ("十二家", "家", 12),
        ("一百零五", "", 105),
        ("两千三百", "家", 2300),
        ("三万二千", "元", 32000),
        ("壹佰贰拾", "元", 120),
        ("一亿", "元", 100_000_000),
        ("零", "家", 0),
        ("一百五", "家", None),
        ("一万五", "家", None),
        ("十几", "家", None),
        ("三五", "家", None),
        ("百", "家", None),
    ],
)
def test_numbers_written_out_are_read_where_one_meaning_is_possible(typed: str, unit: str, value: int | None) -> None:
    """十二 is 12; 一百五 is 105 to one and 150 to another."""
    assert read_number(typed, unit).value == value


def test_hidden_files_evidence_and_the_plan_are_skipped(tmp_path: Path) -> None:
    """Only forms are forms."""
    one = office(tmp_path)
    one.put("2025-06/~$甲局.xlsx", b"lock")
    one.put("2025-06/.隐藏/甲局.xlsx", form_bytes())
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.add_worksheet().write(0, 0, "佐证")
    book.close()
    one.put("2025-06/佐证.xlsx", out.getvalue())
    skipped = {s.file: s.reason for s in one.examined().skipped}
    assert set(skipped) == {"测试/计划.xlsx", "测试/2025-06/~$甲局.xlsx", "测试/2025-06/佐证.xlsx"}
    assert one.codes() == []
    assert isinstance(one.examined().skipped[0], Skipped)


def test_a_form_without_its_identity_sheet_is_the_folders_plan(tmp_path: Path) -> None:
    """S101 on disk: somebody pasted the sheets into a new workbook."""
    one = office(tmp_path)
    book = load_workbook(io.BytesIO(form_bytes()))
    del book["_表单"]
    out = io.BytesIO()
    book.save(out)
    one.put(NAME, out.getvalue())
    assert "S101" in one.codes()
    assert set(one.examined().history) == {"甲局"}


def test_the_register_is_read_as_it_was_written() -> None:
    """收件登记 keeps the first sight of every file."""
    when = datetime(2025, 6, 28, 9, 30)  # noqa: DTZ001 -- the office's own clock
    text = lines([Line(when, "甲,局.xlsx", "甲局", "2025-06", "a" * 64)], with_headings=True)
    again = lines([Line(when.replace(day=29), "甲局.xlsx", "甲局", "2025-06", "a" * 64)], with_headings=False)
    kept = parse(text + again + "坏行\r\n", date(2025, 7, 1))
    assert kept == Register({"a" * 64: when}, date(2025, 6, 28))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        ("2025-06-28 09:30:00", datetime(2025, 6, 28, 9, 30)),  # noqa: DTZ001 -- the office's own clock
        ("2025/6/28", datetime(2025, 6, 28)),  # noqa: DTZ001
        ("2025-6-28 8:00", datetime(2025, 6, 28, 8)),  # noqa: DTZ001
        ("2025/6/28 8:05:09", datetime(2025, 6, 28, 8, 5, 9)),  # noqa: DTZ001
        ("2025/06/28 下午 3:20", datetime(2025, 6, 28, 15, 20)),  # noqa: DTZ001
        ("2025年6月28日", datetime(2025, 6, 28)),  # noqa: DTZ001
        ("2025.6.28 8时30分", datetime(2025, 6, 28, 8, 30)),  # noqa: DTZ001
        ("45836.375", datetime(2025, 6, 28, 9)),  # noqa: DTZ001
        ("45836", datetime(2025, 6, 28)),  # noqa: DTZ001
    ],
)
def test_a_register_saved_again_by_excel_is_read(written: str, seen: datetime) -> None:
    """Excel writes days in its own way, adds columns and trims what it likes; the day of receipt stays."""
    line = f"{written},测试/甲局.xlsx,甲局,2025/6/1,{'A' * 64},\n"
    kept = parse(f"首次收到时间,文件,单位,期间,校验值,\n{line}", date(2025, 7, 1))
    assert kept == Register({"a" * 64: seen}, seen.date())
    assert kept.unread == ()


def test_a_line_of_the_register_that_cannot_be_read_is_told() -> None:
    """Its number in the file, so that the clerk finds it; an empty line is none."""
    good = lines([Line(datetime(2025, 6, 28, 9, 30), '甲"局.xlsx', "甲局", "", "a" * 64)], with_headings=True)  # noqa: DTZ001
    kept = parse(
        f'{good}昨天,x.xlsx,甲局,2025-06,{"b" * 64}\r\n\r\n,,,,\r\n"没写完,x\r\n2025/2/30,x,x,x,{"c" * 64}',
        date(2025, 7, 1),
    )
    assert set(kept.seen) == {"a" * 64}
    assert kept.unread == (3, 6, 7)


def test_of_two_lines_about_one_form_the_earlier_counts() -> None:
    """Lines may have been sorted by hand."""
    text = "".join(f"2025-06-{day} 08:00:00,x,x,x,{'a' * 64}\r\n" for day in (29, 28, 30))
    assert parse(text, date(2025, 7, 1)).since == date(2025, 6, 28)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("23\u200b", "家", 23),
        ("\ufeff23", "家", 23),
        ("2\u20603\u00a0家", "家", 23),
        ("２３", "家", 23),
        ("100㎡", "㎡", 100),
        ("100m²", "m²", 100),
        ("２３①", "家", None),
        ("23②", "", None),
        ("5²", "家", None),
        ("½", "家", None),
        ("⑶", "家", None),
        ("٣", "家", None),
    ],
)
def test_what_nobody_sees_is_no_part_of_a_number_and_a_ring_is_no_digit(
    typed: str, unit: str, value: int | None
) -> None:
    """A zero-width blank comes with a number copied from a page; the ① of a footnote is no 1."""
    reading = read_number(typed, unit)
    assert reading.value == value
    assert (reading.unclear is None) is (value is not None)


def test_what_nobody_sees_is_no_part_of_a_choice() -> None:
    """A choice pasted from a page is the choice; a cell with nothing to be seen in it is empty."""
    given = "二-1-1 | 进展状态 | 正常推进\u200b\nZ1 | 填报情形 | \ufeff正常\n二-1-1/召开大会 | 是否完成 | 是\u200b\nZ2 | 本月累计 | \u200b"
    one = case(given).filing
    values = {(e.id, e.field): e.value for e in one.entries}
    assert values["二-1-1", "进展状态"] == "正常推进"
    assert values["Z1", "填报情形"] == "正常"
    assert values["二-1-1/召开大会", "是否完成"] == "是"
    blank = one.entry("指标进展", "Z2", "本月累计")
    assert blank is not None
    assert blank.blank


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.integers(0, 12000), st.integers(1, 64))
def test_a_form_damaged_anywhere_ends_in_findings(tmp_path: Path, noise: bytes, at: int, width: int) -> None:
    """Arbitrary bytes, and real forms with arbitrary bytes in them, are judged or passed over; the others are read."""
    one = office(tmp_path)
    one.put("2025-06/乙街道.xlsx", form_bytes(department="乙街道"))
    whole = form_bytes()
    for content in (noise, whole[:at] + noise[:width] + whole[at + width :]):
        one.put(NAME, content)
        examined = one.examined()
        assert f"测试/{NAME}" in {*examined.verdicts, *(s.file for s in examined.skipped)}
        assert examined.verdicts["测试/2025-06/乙街道.xlsx"] is Verdict.USED
