"""The whole line, as a clerk runs it: folders in, documents out, one sentence for everything that goes wrong."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import ROOT
from docx import Document
from folders import Office, form_bytes, office, plan_bytes, typed
from office import PLAN, accepted, form, month, plan, workbook
from openpyxl import load_workbook

from reportgen import batch, cli
from reportgen.forms.workbook import write_form
from reportgen.intake.register import decoded, parse
from reportgen.plan.workbook import read_plan

if TYPE_CHECKING:
    from reportgen.batch import Desk, Prepared, Result

GIVEN = ["甲局", "乙街道", "丙街道"]


def reportgen(one: Office, *arguments: str) -> tuple[int, str, str]:
    """Run the command as a clerk does, in this process; exit status, screen, complaints."""
    folders = {"--inputs": one.desk.inputs, "--outputs": one.desk.outputs, "--templates": one.desk.templates}
    if arguments[:1] == ("plan",):
        folders = {"--inputs": one.desk.inputs}
    return called(*arguments, *(str(part) for pair in folders.items() for part in pair))


def called(*arguments: str) -> tuple[int, str, str]:
    """Any call of the command; exit status, screen, complaints."""
    screen, complaints = io.StringIO(), io.StringIO()
    with redirect_stdout(screen), redirect_stderr(complaints), pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    code = ended.value.code
    assert isinstance(code, int)
    return code, screen.getvalue(), complaints.getvalue()


def full(tmp_path: Path) -> Office:
    """An office in which everybody filed in order."""
    one = office(tmp_path)
    for name in GIVEN:
        one.put(f"2025-06/{name}.xlsx", form_bytes(department=name))
    return one


TODAY = ("--today", "2025-06-30")


def made(one: Office, month: str = "2025-06") -> list[str]:
    """The files of a month's folder."""
    folder = one.desk.outputs / "测试" / month
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def texts(path: Path) -> str:
    """The words of a document, tables too."""
    document = Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_a_complete_month_ends_with_0_and_everything_written(tmp_path: Path) -> None:
    """Nobody owes anything: exit status 0, a calm screen, every document of the contract."""
    one = full(tmp_path)
    code, screen, complaints = reportgen(one, "run", *TODAY)
    assert (code, complaints) == (0, "")
    assert made(one) == [
        "run.json",
        "台账.xlsx",
        "各单位/丙街道-工作简报.docx",
        "各单位/乙街道-工作简报.docx",
        "各单位/甲局-工作简报.docx",
        "工作简报.docx",
        "收件回执/丙街道.docx",
        "收件回执/乙街道.docx",
        "收件回执/甲局.docx",
        "数据出处.xlsx",
        "校验结果.xlsx",
    ]
    lines = screen.splitlines()
    assert lines[1] == "测试：办理2025年6月（最近收到填报表的月份；要办别的月份用--period）"
    assert lines[2] == "应交3，收到3，可用3，退0，缺0（截止2025年6月30日）。"
    assert len(lines) <= 10


def test_the_brief_holds_what_the_forms_say(tmp_path: Path) -> None:
    """From the unit's cell to the sentence and the table."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    said = texts(one.desk.outputs / "测试/2025-06/工作简报.docx")
    assert "甲局6月12日召开推进会，走访企业12家。" in said
    assert "签约额（亿元）" in said
    assert "{{" not in said
    assert "{%" not in said


def test_nothing_to_correct_is_said_of_what_came(tmp_path: Path) -> None:
    """没有要改的 is no word on a unit that is missing, and 0处 is no news."""
    one = office(tmp_path)
    one.put("甲局.xlsx", form_bytes())
    _, screen, _ = reportgen(one, "run", *TODAY)
    assert "收到的表里没有要改的。" in screen
    assert "提示0处" not in screen
    whole = full(tmp_path / "whole")
    _, screen, _ = reportgen(whole, "run", *TODAY)
    assert "\n没有要改的。\n" in screen


def test_a_missing_form_and_a_wrong_one_end_with_1_and_the_rest_is_written(tmp_path: Path) -> None:
    """先出后补: the document says openly what is missing."""
    one = office(tmp_path)
    one.put("甲局.xlsx", form_bytes("Z2 | 本月累计 | 约12"))
    one.put("乙街道.xlsx", form_bytes(department="乙街道")[:3000])
    code, screen, _ = reportgen(one, "run", *TODAY)
    assert code == 1
    assert "应交3，收到2，可用1，退1，缺1" in screen
    assert "  打不开的文件1个：乙街道.xlsx" in screen
    assert "部分采用（有数要改）：甲局" in screen
    said = texts(one.desk.outputs / "测试/2025-06/工作简报.docx")
    assert "退回1家（乙街道），未报送1家（丙街道）" in said
    assert "待更正" in said


def test_one_huge_number_stops_no_document(tmp_path: Path) -> None:
    """1e29 in one cell is asked about; every document is written all the same."""
    one = full(tmp_path)
    one.put("2025-06/甲局.xlsx", form_bytes("Z1 | 本月累计 | 1e29"))
    assert reportgen(one, "run", *TODAY)[0] == 1
    assert "工作简报.docx" in made(one)


def test_every_finding_stands_in_the_workbook_of_findings(tmp_path: Path) -> None:
    """单位 · 表 · 单元格 · 问题 · 怎么改 · 规则号, who has not filed, what was passed over."""
    one = full(tmp_path)
    one.put("2025-06/甲局.xlsx", form_bytes("Z2 | 本月累计 | 约12"))
    one.put("2025-06/照片.jpg", b"x")
    reportgen(one, "run", *TODAY)
    book = load_workbook(one.desk.outputs / "测试/2025-06/校验结果.xlsx")
    owed = list(book["要办的事"].iter_rows(values_only=True))
    assert owed[0][:5] == ("单位", "表", "单元格", "问题", "怎么改")
    assert owed[0][-1] == "规则号"
    assert [row[:3] for row in owed[1:]] == [("甲局", "指标进展", "I3")]
    assert {row[1] for row in book["报送情况"].iter_rows(min_row=2, values_only=True)} == {"按时报送"}
    passed_over = "图片，读不出表格数据；如是填报表，请发Excel原表"
    rows = list(book["收到的文件"].iter_rows(values_only=True))
    assert ("测试/2025-06/照片.jpg", None, None, "跳过", passed_over) in rows


def test_what_is_to_be_done_begins_with_who_is_missing(tmp_path: Path) -> None:
    """Whom to call comes first, then forms to be sent again, then figures to be asked about."""
    one = office(tmp_path)
    one.put("甲局.xlsx", form_bytes("Z2 | 本月累计 | 约12"))
    one.put("乙街道.xlsx", form_bytes(department="乙街道")[:3000])
    reportgen(one, "run", *TODAY)
    book = load_workbook(one.desk.outputs / "测试/2025-06/校验结果.xlsx")
    rows = list(book["要办的事"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[6]) for row in rows] == [("丙街道", "没有报送"), ("乙街道", "表坏了"), ("甲局", "数有疑问")]
    assert rows[0][3] == "没有收到2025年6月填报表；应于2025年6月30日前报送。"
    notes = {row[0]: row[6] for row in book["报送情况"].iter_rows(min_row=2, values_only=True)}
    assert notes == {"丙街道": None, "乙街道": "收到的文件打不开", "甲局": None}


def test_the_ledger_has_every_row_and_every_month(tmp_path: Path) -> None:
    """Nothing typed by a unit is lost: the ledger has it in full."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    book = load_workbook(one.desk.outputs / "测试/2025-06/台账.xlsx")
    assert book.sheetnames == ["指标台账", "任务台账", "节点台账", "逐月数据", "逐月对照"]
    words = [row[7] for row in book["任务台账"].iter_rows(min_row=2, values_only=True)]
    assert "6月12日召开推进会，走访企业12家" in words
    long = list(book["逐月数据"].iter_rows(min_row=2, values_only=True))
    assert len(long) == 6 * 8
    assert ("2025-06", "甲局", "Z1", "签约额", "亿元", "有数", None, 60, 120) in long
    assert ("2025-05", "甲局", "Z1", "签约额", "亿元", "未报送", None, None, 120) in long


def test_the_source_of_a_printed_number_is_found(tmp_path: Path) -> None:
    """这个数从哪儿来的: file, sheet, cell, person, day."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    rows = load_workbook(one.desk.outputs / "测试/2025-06/数据出处.xlsx")["数据出处"].iter_rows(values_only=True)
    found = [row for row in rows if row[0] == "工作简报.docx" and row[2] == "60" and row[8] == "I2"]
    assert found
    assert found[0][5:12] == (
        "甲局",
        "测试/2025-06/甲局.xlsx",
        "指标进展",
        "I2",
        "签约额·本月累计",
        "张三",
        "2025-06-30",
    )


def test_the_same_inputs_give_the_same_bytes(tmp_path: Path) -> None:
    """Twice from nothing, and once more over the former outputs."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    folder = one.desk.outputs / "测试/2025-06"
    first = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    reportgen(one, "run", *TODAY)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first
    shutil.rmtree(one.desk.outputs)
    reportgen(one, "run", *TODAY)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == first


def test_inputs_are_never_written_to(tmp_path: Path) -> None:
    """Reading is all that happens there."""
    one = full(tmp_path)
    before = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in one.desk.inputs.rglob("*") if path.is_file()
    }
    for command in (("run", *TODAY), ("forms", "2025-07"), ("check", *TODAY), ("rehearse", "测试", "2025")):
        reportgen(one, *command)
    after = {
        path: (path.read_bytes(), path.stat().st_mtime_ns) for path in one.desk.inputs.rglob("*") if path.is_file()
    }
    assert after == before


@pytest.mark.parametrize("command", [("run", *TODAY), ("forms", "2025-07"), ("rehearse", "测试", "2025")])
@pytest.mark.parametrize(
    "way", ["same", "inside", "relative", "link", "plan link", "inputs inside", "inputs inside by link"]
)
def test_outputs_never_lie_among_inputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...], way: str
) -> None:
    """Refused before anything is written, however the folders are named: a month's folder would replace forms."""
    one = full(tmp_path)
    inputs, outputs = one.desk.inputs, one.desk.outputs
    match way:
        case "same":
            outputs = inputs
        case "inside":
            outputs = inputs / "测试" / "结果"
        case "relative":
            monkeypatch.chdir(tmp_path)
            inputs, outputs = Path("inputs"), Path("templates/../inputs/outputs")
        case "link":
            outputs.symlink_to(inputs)
        case "plan link":
            outputs.mkdir()
            (outputs / "测试").symlink_to(inputs / "测试")
        case "inputs inside":
            shutil.copytree(inputs, outputs / "测试" / "2025-06")
            inputs = outputs / "测试" / "2025-06"
        case "inputs inside by link":
            shutil.copytree(inputs, outputs / "测试" / "2025-06")
            inputs = tmp_path / "别名"
            inputs.symlink_to(outputs / "测试" / "2025-06")
    before = {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")}
    code, _, complaints = called(
        *command, "--inputs", str(inputs), "--outputs", str(outputs), "--templates", str(one.desk.templates)
    )
    assert (code, "不能" in complaints and "输入文件夹" in complaints) == (2, True)
    assert {path: path.is_file() and path.read_bytes() for path in tmp_path.rglob("*")} == before


def test_inputs_beside_the_plans_of_the_outputs_are_no_trouble(tmp_path: Path) -> None:
    """Everything in one folder is how some offices begin."""
    one = full(tmp_path)
    code, _, complaints = called(
        "run",
        *TODAY,
        "--inputs",
        str(one.desk.inputs),
        "--outputs",
        str(tmp_path),
        "--templates",
        str(one.desk.templates),
    )
    assert (code, complaints) == (0, "")


def test_run_json_is_for_programs(tmp_path: Path) -> None:
    """What was read, found, made and skipped, with hashes; the same on the screen with --json."""
    one = full(tmp_path)
    one.put("2025-06/丙街道.xlsx", b"")
    (one.desk.inputs / "测试/2025-06/乙街道.xlsx").unlink()
    code, screen, _ = reportgen(one, "run", "--json", *TODAY)
    record = json.loads(screen)
    assert code == 1
    assert record == json.loads((one.desk.outputs / "测试/2025-06/run.json").read_text(encoding="utf-8"))
    assert record["period"] == "2025-06"
    assert [f["rule"] for f in record["findings"]] == ["F113"]
    assert record["missing"] == [{"department": "乙街道", "period": "2025-06", "due": "2025-06-30", "contact": ""}]
    assert {f["verdict"] for f in record["files"]} == {"采用", "退回"}
    assert all(len(o["sha256"]) == 64 for o in record["outputs"])


def test_the_register_keeps_when_each_form_was_first_seen(tmp_path: Path) -> None:
    """收件登记 is added to, once per file."""
    one = full(tmp_path)
    for _ in range(2):
        reportgen(one, "run", *TODAY)
    text = (one.desk.outputs / "测试/收件/收件登记.csv").read_text(encoding="utf-8")
    assert text.startswith("\ufeff首次收到时间,文件,单位,期间,校验值")
    assert len(text.splitlines()) == 1 + 3


@pytest.mark.parametrize("way", ["", "测试", "测试/2025-06", "测试/收件"])
def test_a_file_in_the_way_of_a_folder_is_one_true_sentence(tmp_path: Path, way: str) -> None:
    """Exit status 2, nothing moved, the same the second time; no results are called unchanged that are not."""
    one = full(tmp_path)
    path = one.desk.outputs / way
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("别人的", encoding="utf-8")
    for _ in range(2):
        code, _, complaints = reportgen(one, "run", *TODAY)
        assert (code, "是一个文件，应当是文件夹" in complaints) == (2, True)
        assert not (one.desk.outputs / "测试/2025-06/run.json").exists()
    assert path.read_text(encoding="utf-8") == "别人的"


def test_a_fault_after_the_first_plan_says_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """没有改动 is said only of what is not changed."""
    one = full(tmp_path)
    shutil.copytree(one.desk.inputs / "测试", one.desk.inputs / "第二")
    (one.desk.inputs / "第二/计划.xlsx").write_bytes(plan_bytes(PLAN.replace("测-1", "测-2")))
    (one.desk.inputs / "第二/2025-06/甲局.xlsx").write_bytes(
        form_bytes(of=read_plan(workbook(PLAN.replace("测-1", "测-2")), "计划.xlsx"))
    )
    made = batch.make

    def fail(desk: Desk, one: Prepared) -> Result:
        if one.examined.folder.name == "第二":
            raise ZeroDivisionError
        return made(desk, one)

    monkeypatch.setattr(batch, "make", fail)
    monkeypatch.chdir(tmp_path)
    code, _, complaints = reportgen(one, "run", *TODAY)
    assert code == 3
    assert f"已写出“{one.desk.outputs / '测试/2025-06'}”，其余的没有写" in complaints
    assert "没有改动" not in complaints


def _as_excel_saves_it(text: str) -> dict[str, bytes]:
    """收件登记 after somebody looked into it with a spreadsheet program and saved it."""
    plain = text.removeprefix("\ufeff")
    slashed = plain.replace("2025-06-30 12:00:00", "2025/6/30 12:00")
    return {
        "GBK": slashed.encode("gbk"),
        "UTF-8 with mark": b"\xef\xbb\xbf" + slashed.encode(),
        "UTF-8 without mark": slashed.encode(),
        "semicolons": slashed.replace(",", ";").encode("gb18030"),
        "tabs": slashed.replace(",", "\t").encode("gb18030"),
        "Unicode text": b"\xff\xfe" + slashed.replace(",", "\t").encode("utf-16-le"),
        "quotes": "".join(",".join(f'"{c}"' for c in r.split(",")) + "\r\n" for r in plain.splitlines()).encode("gbk"),
        "unix lines": slashed.replace("\r\n", "\n").encode("gb18030"),
        "last line open": slashed.rstrip("\r\n").encode("gb18030"),
        "columns added": slashed.replace("\r\n", ",,\r\n").encode("gbk"),
    }


@pytest.mark.parametrize("how", _as_excel_saves_it(""))
def test_a_register_saved_by_excel_is_still_the_register(tmp_path: Path, how: str) -> None:
    """What was received stays received, and new lines are added in the same writing; no line is ever lost."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    register = one.desk.outputs / "测试/收件/收件登记.csv"
    saved = _as_excel_saves_it(register.read_bytes().decode())[how]
    register.write_bytes(saved)
    reportgen(one, "run", "--today", "2025-07-02")
    assert register.read_bytes() == saved
    one.put("2025-06/甲局.xlsx", form_bytes("Z1 | 本月累计 | 66"))
    assert reportgen(one, "run", "--today", "2025-07-02")[0] == 0
    assert register.read_bytes().startswith(saved)
    text, _ = decoded(register.read_bytes())
    assert len(text.split()) - len(decoded(saved)[0].split()) >= 1
    assert text.count("甲局.xlsx") == 2
    assert sorted(when.day for when in parse(text, date(2025, 7, 2)).seen.values()) == [2, 30, 30, 30]


def test_a_register_of_several_writings_is_read_line_by_line() -> None:
    """A file saved in GBK to which UTF-8 was added keeps all its lines."""
    first = f"首次收到时间,文件,单位,期间,校验值\r\n2025/6/28 9:00,甲局.xlsx,甲局,Jun-25,{'a' * 64}\r\n".encode("gbk")
    text, _ = decoded(first + f"2025-06-29 09:00:00,乙街道.xlsx,乙街道,2025-06,{'b' * 64}\r\n".encode())
    assert set(parse(text, date(2025, 7, 1)).seen) == {"a" * 64, "b" * 64}


@pytest.mark.parametrize("content", [b"PK\x03\x04\xff\xff\x80", b"\xff\xff\xff\xff", "会议记录".encode()])
def test_a_register_that_is_none_stops_the_run_with_a_sentence(tmp_path: Path, content: bytes) -> None:
    """Nobody can say what came when: exit status 2, nothing made, the file as it was."""
    one = full(tmp_path)
    register = one.desk.outputs / "测试/收件/收件登记.csv"
    register.parent.mkdir(parents=True)
    register.write_bytes(content)
    code, _, complaints = reportgen(one, "run", *TODAY)
    assert (code, made(one), register.read_bytes()) == (2, [], content)
    assert "收件登记" in complaints
    assert "读不懂" in complaints


def test_a_draft_changed_by_hand_survives(tmp_path: Path) -> None:
    """The clerk edits the draft, a late form arrives, she runs again."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    draft = one.desk.outputs / "测试/2025-06/工作简报.docx"
    edited = Document(str(draft))
    edited.add_paragraph("经办人补的一段")
    edited.save(str(draft))
    _, screen, _ = reportgen(one, "run", *TODAY)
    assert "您改过的1个文件已留存" in screen
    assert "经办人补的一段" in texts(one.desk.outputs / "测试/2025-06/人工修改留存/工作简报.docx")


def test_an_office_may_change_its_template(tmp_path: Path) -> None:
    """Wording belongs to the office; a plan may have templates of its own."""
    one = full(tmp_path)
    template = Document(str(one.desk.templates / "工作简报.docx"))
    for paragraph in template.paragraphs:
        if paragraph.text == "六、报送情况":
            paragraph.runs[0].text = "六、各单位报送"
    own = one.desk.inputs / "测试/templates/工作简报.docx"
    own.parent.mkdir()
    template.save(str(own))
    assert reportgen(one, "run", *TODAY)[0] == 0
    assert "六、各单位报送" in texts(one.desk.outputs / "测试/2025-06/工作简报.docx")
    assert "六、填报情况" in texts(one.desk.outputs / "测试/2025-06/各单位/甲局-工作简报.docx")


# ---- what the user can put right


def spoil_template(one: Office, written: str = "{{ 简报名 }}") -> None:
    """Misspell a name in the office's template."""
    template = Document(str(one.desk.templates / "工作简报.docx"))
    template.paragraphs[0].runs[0].text = written
    template.save(str(one.desk.templates / "工作简报.docx"))


def spoil(how: str, one: Office) -> None:
    """Break one thing in an office."""
    match how:
        case "no template":
            (one.desk.templates / "工作简报.docx").unlink()
        case "bad template":
            spoil_template(one)
        case "bad sum":
            spoil_template(one, "{{ 1/0 }}")
        case "bad plan":
            one.put("计划.xlsx", plan_bytes(PLAN.replace("Z2       | 2025 | 24", "Z2       | 2025 | 二十")))
        case "two plans":
            one.put("计划（副本）.xlsx", (one.desk.inputs / "测试/计划.xlsx").read_bytes())
        case "broken plan":
            one.put("计划.xlsx", (one.desk.inputs / "测试/计划.xlsx").read_bytes()[:5000])
        case "no inputs":
            shutil.rmtree(one.desk.inputs)
        case "nothing filed":
            for path in one.desk.inputs.rglob("2025-06/*.xlsx"):
                path.unlink()


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ("no template", "找不到模板“工作简报.docx”"),
        ("bad template", "没有“简报名”这个名称。您是不是要写“简报名称”？"),
        ("bad sum", "正文第1段：这里的算式算不出来"),
        ("bad plan", "“年度目标”表C3（目标值）填的是“二十”，不是数字"),
        ("two plans", "文件夹“测试”里有2个计划"),
        ("broken plan", "「计划.xlsx」打不开"),
        ("no inputs", "找不到输入文件夹"),
        ("nothing filed", "还没有收到填报表"),
    ],
)
def test_what_the_user_can_mend_is_one_sentence_and_nothing_is_made(tmp_path: Path, how: str, sentence: str) -> None:
    """Exit status 2, no traceback, no half-made folder, the same as JSON."""
    one = full(tmp_path)
    spoil(how, one)
    code, _, complaints = reportgen(one, "run", *TODAY)
    assert code == 2
    assert sentence in complaints
    assert "Traceback" not in complaints
    assert made(one) == []
    code, screen, _ = reportgen(one, "run", "--json", *TODAY)
    assert code == 2
    assert sentence in json.loads(screen)["error"]["message"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("跑",), "没有“跑”这个命令"),
        (("run", "--快"), "没有“--快”这个选项"),
        (("forms",), "少写了“月份”"),
        (("forms", "2025-13"), "2025年没有第13个月"),
        (("run", "--today", "昨天"), "不是能认出的日期"),
        (("run", "--plan", "没有的"), "没有找到计划“没有的”。现有计划：测试。"),
        (("run", "--period", "2026-01"), "不要求报送2026年1月"),
        (("check", "没有.xlsx"), "找不到文件“没有.xlsx”"),
    ],
)
def test_a_slip_of_the_hand_is_told_in_chinese(tmp_path: Path, arguments: tuple[str, ...], sentence: str) -> None:
    """Never an English word in a user's face."""
    code, _, complaints = reportgen(full(tmp_path), *arguments)
    assert code == 2
    assert sentence in complaints


def test_help_is_chinese() -> None:
    """Every command explains itself without an English sentence."""
    for command in ((), ("run",), ("forms",), ("check",), ("rehearse",), ("plan",), ("plan", "check")):
        code, screen, _ = called(*command, "--help")
        assert code == 0
        assert screen.startswith("用法：reportgen")
        assert "Usage" not in screen
        assert "Show" not in screen


def test_a_fault_of_ours_is_one_sentence_with_a_file_for_whoever_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 3, no traceback on the screen, the details in a file."""

    def fail(*_: Any, **__: Any) -> None:  # noqa: ANN401 -- whatever it is called with
        raise ZeroDivisionError

    monkeypatch.setattr(batch, "load_plans", fail)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        cli.main(["run", "--inputs", str(tmp_path)])
    assert ended.value.code == 3
    assert "Traceback" not in capsys.readouterr().err
    assert "ZeroDivisionError" in (tmp_path / "reportgen-故障记录.txt").read_text(encoding="utf-8")


# ---- several plans


def second(one: Office, text: str = PLAN) -> Path:
    """Another plan in a folder of its own, before or after the first as its name says."""
    folder = one.desk.inputs / "一号"
    folder.mkdir()
    (folder / "计划.xlsx").write_bytes(
        plan_bytes(text.replace("测-1", "测-2").replace("简称     | 测试", "简称     | 一号"))
    )
    return folder


def everything_made(one: Office) -> set[str]:
    """Every document below outputs/."""
    return {path.relative_to(one.desk.outputs).as_posix() for path in one.desk.outputs.rglob("*.docx")}


def test_a_plan_without_forms_yet_stops_no_other(tmp_path: Path) -> None:
    """It is passed over with a sentence that names it; the exit status is that of the others."""
    one = full(tmp_path)
    second(one)
    for command in ("run", "check"):
        code, screen, _ = reportgen(one, command, *TODAY)
        assert code == 0
        assert "“一号”里还没有收到填报表" in screen
    assert "工作简报.docx" in made(one)
    code, _, complaints = reportgen(one, "run", "--plan", "一号", *TODAY)
    assert (code, "“一号”里还没有收到填报表" in complaints) == (2, True)


def test_a_month_that_one_of_two_plans_asks_for_is_done_for_that_one(tmp_path: Path) -> None:
    """The other is named with its months; a month of neither is a call that cannot be carried out."""
    one = full(tmp_path)
    second(one, PLAN.replace("2025-12-31\n简报", "2025-05-31\n简报").replace("2025-12-31", "2025-05-31"))
    code, screen, _ = reportgen(one, "run", "--period", "2025-06", *TODAY)
    assert (code, "计划“一号”不要求报送2025年6月" in screen) == (0, True)
    for command in (("forms", "2031-01"), ("check", "--period", "2030-01"), ("run", "--period", "2030-01")):
        code, _, complaints = reportgen(one, *command)
        assert code == 2
        assert "计划“测试”不要求报送" in complaints
        assert "2025-01、2025-02" in complaints


@pytest.mark.parametrize("how", ["plan", "contradiction", "template", "twin"])
def test_nothing_is_published_while_anything_is_broken(tmp_path: Path, how: str) -> None:
    """A damaged plan or template of one folder is found before the documents of another are written."""
    one = full(tmp_path)
    folder = one.desk.inputs / "终号"
    folder.mkdir()
    text = PLAN.replace("测-1", "测-2") if how != "twin" else PLAN
    content = plan_bytes(text.replace("建设网格 | 乙街道", "建设网格 | 丁街道") if how == "contradiction" else text)
    (folder / "计划.xlsx").write_bytes(content[:5000] if how == "plan" else content)
    if how == "template":
        (folder / "甲局.xlsx").write_bytes(form_bytes(of=plan(text)))
        (folder / "templates").mkdir()
        (folder / "templates" / "工作简报.docx").write_bytes(b"PK")
    assert reportgen(one, "run", *TODAY)[0] == 2
    assert everything_made(one) == set()
    code, screen, _ = reportgen(one, "run", "--plan", "测试", *TODAY)
    assert (code, "工作简报.docx" in made(one)) == ((2, False) if how == "twin" else (0, True))
    assert ("计划“终号”不能用，这次没有办：「计划.xlsx」打不开" in screen) is (how == "plan")


def test_a_broken_plan_that_is_asked_for_is_told(tmp_path: Path) -> None:
    """--plan with the damaged plan's folder ends with 2."""
    one = full(tmp_path)
    (second(one) / "计划.xlsx").write_bytes(b"PK\x03\x04")
    code, _, complaints = reportgen(one, "run", "--plan", "一号", *TODAY)
    assert (code, "「计划.xlsx」打不开" in complaints) == (2, True)
    code, screen, _ = reportgen(one, "plan", "check", "--json")
    assert (code, json.loads(screen)["findings"][0]["rule"]) == (2, "J100")


def test_a_broken_form_called_a_plan_stops_nobody(tmp_path: Path) -> None:
    """工作计划完成情况.xlsx is a form, broken or not, where the folder has its plan."""
    one = full(tmp_path)
    one.put("甲局工作计划完成情况.xlsx", form_bytes()[:3000])
    assert reportgen(one, "run", *TODAY)[0] == 1
    assert "工作简报.docx" in made(one)


def test_a_locked_file_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that Excel holds open, or that belongs to somebody else, is told; the others are read."""
    one = full(tmp_path)
    locked = one.put("甲局（更正）计划.xlsx", form_bytes())
    real = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path == locked:
            raise PermissionError
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    code, screen, _ = reportgen(one, "run", "--json", *TODAY)
    record = json.loads(screen)
    assert code == 1
    assert [(f["rule"], f["department"]) for f in record["findings"]] == [("F104", "甲局")]
    assert len((one.desk.outputs / "测试/收件/收件登记.csv").read_text(encoding="utf-8").splitlines()) == 1 + 3


# ---- what belongs to no plan, and files that are named


def test_what_belongs_to_no_plan_is_told_to_every_plan(tmp_path: Path) -> None:
    """A damaged form in 收件箱 and evidence beside it stand in run.json and 校验结果.xlsx."""
    one = full(tmp_path)
    inbox = one.desk.inputs / "收件箱"
    inbox.mkdir()
    (inbox / "坏.xlsx").write_bytes(form_bytes()[:3000])
    (inbox / "照片.jpg").write_bytes(b"x")
    assert reportgen(one, "run", *TODAY)[0] == 1
    record = json.loads((one.desk.outputs / "测试/2025-06/run.json").read_text(encoding="utf-8"))
    assert [f["file"] for f in record["files"] if f["verdict"] == "退回"] == ["收件箱/坏.xlsx"]
    assert "收件箱/照片.jpg" in [s["file"] for s in record["skipped"]]
    book = load_workbook(one.desk.outputs / "测试/2025-06/校验结果.xlsx")
    assert "收件箱/坏.xlsx" in {row[7] for row in book["要办的事"].iter_rows(values_only=True)}


def test_a_broken_form_in_the_inbox_is_its_units(tmp_path: Path) -> None:
    """A unit whose name the broken file bears has not failed to file: it must file again."""
    one = full(tmp_path)
    (one.desk.inputs / "测试/2025-06/甲局.xlsx").unlink()
    inbox = one.desk.inputs / "收件箱"
    inbox.mkdir()
    (inbox / "甲局-2025-06.xlsx").write_bytes(form_bytes()[:3000])
    _, screen, _ = reportgen(one, "run", *TODAY)
    assert "收到3，可用2，退1，缺0" in screen


@pytest.mark.parametrize(
    ("name", "content", "code", "verdict"),
    [
        ("收到/坏.xlsx", b"PK\x03\x04", 1, "退回"),
        ("收到/证明.pdf", b"%PDF", 0, "跳过，PDF文件，读不出表格数据；如是填报表，请发Excel原表"),
        ("inputs/测试/证明.pdf", b"%PDF", 0, "跳过，PDF文件，读不出表格数据；如是填报表，请发Excel原表"),
        ("inputs/测试/templates/甲局.xlsx", form_bytes(), 0, "采用"),
        ("收到/别的.xlsx", plan_bytes(), 0, "跳过，计划工作簿，不在计划文件夹的第一层，没有使用"),
        ("inputs/测试/计划.xlsx", None, 0, "跳过，计划本身"),
    ],
)
def test_a_file_named_is_always_answered_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, content: bytes | None, code: int, verdict: str
) -> None:
    """With its verdict, or 跳过 and the reason; with one plan or two, once."""
    one = office(tmp_path)
    second(one)
    monkeypatch.chdir(tmp_path)
    if content is not None:
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_bytes(content)
    ended, screen, _ = reportgen(one, "check", name)
    shown = name if name.startswith("收到") or "templates" in name else name.removeprefix("inputs/")
    told = [line for line in screen.splitlines() if line.startswith(shown)]
    assert (ended, told) == (code, [f"{shown}：{verdict}"])
    assert "没有找到填报表" not in screen


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ("", []),
        ("Z2 | 本月累计 | 约12", ["T125"]),
        ("Z1 | 本月累计 | 40", ["H102", "P108"]),
        ("Z6 | 本月累计 | 6", []),
        ("Z6 | 本月累计 | 70", ["P114"]),
        ("Z1 | 年度目标 | 100", ["S113"]),
        ("二-1-2 | 进展状态 | 正常推进", ["P106"]),
        (" | 审核人 |\n | 主要成效 |", ["T133", "T138"]),
        ("Z1 | 本月累计 |", ["T102"]),
    ],
)
def test_a_unit_can_check_its_form_before_it_sends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changes: str, codes: list[str]
) -> None:
    """Without plan and folders a form is checked from what it carries: targets, last month's figures, deadlines."""
    monkeypatch.chdir(tmp_path)
    asked = form("甲局", past=(accepted("Z1 | 本月累计 | 50\n二-1-1 | 本月进展 | 5月8日召开动员会"),))
    Path("我的表.xlsx").write_bytes(write_form(asked, typed(changes)))
    code, screen, _ = called("check", "我的表.xlsx")
    assert (code, "手边没有计划" in screen) == (int(bool(codes)), True)
    code, screen, _ = called("check", "我的表.xlsx", "--json")
    answer = json.loads(screen)
    assert sorted(f["rule"] for f in answer["findings"]) == codes
    assert [(f["file"], f["department"], f["period"]) for f in answer["files"]] == [("我的表.xlsx", "甲局", "2025-06")]


def test_a_lone_file_that_is_no_form_is_answered_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken, blank, pasted into a new workbook, or no spreadsheet: told, never passed over in silence."""
    monkeypatch.chdir(tmp_path)
    book = load_workbook(io.BytesIO(form_bytes()))
    del book["_表单"]
    book.save("新表.xlsx")
    Path("坏.xlsx").write_bytes(form_bytes()[:3000])
    Path("空.xlsx").write_bytes(write_form(form()))
    Path("证明.pdf").write_bytes(b"%PDF")
    Path("计划.xlsx").write_bytes(plan_bytes())
    code, screen, _ = called("check", "新表.xlsx", "坏.xlsx", "空.xlsx", "证明.pdf", "计划.xlsx")
    assert code == 1
    assert [line.partition("，")[0] for line in screen.splitlines() if line[0] != " "][2:] == [
        "新表.xlsx：跳过",
        "坏.xlsx：退回",
        "空.xlsx：退回",
        "证明.pdf：跳过",
        "计划.xlsx：跳过",
    ]


def test_a_file_of_another_plan_that_is_named_is_answered_for(tmp_path: Path) -> None:
    """--plan with one plan and a form of the other."""
    one = full(tmp_path)
    second(one)
    form = one.desk.inputs / "测试/2025-06/甲局.xlsx"
    _, screen, _ = reportgen(one, "check", "--plan", "一号", str(form))
    assert f"{form}：跳过，不属于这次核对的计划" in screen


def test_options_without_a_command_are_those_of_run(tmp_path: Path) -> None:
    """Run is the default command."""
    one = full(tmp_path)
    code, screen, _ = reportgen(one, "--period", "2025-06", *TODAY)
    assert (code, "办理2025年6月" in screen) == (0, True)


def test_a_complaint_says_which_argument_is_meant(tmp_path: Path) -> None:
    """With --json the place is the argument's own name."""
    one = office(tmp_path)
    for command, place in ((("forms", "2025-Q2"), "月份"), (("run", "--period", "2025-Q2"), "--period")):
        code, screen, _ = reportgen(one, *command, "--json")
        assert (code, json.loads(screen)["error"]["where"]) == (2, place)


def test_a_rehearsal_uses_the_plans_own_templates(tmp_path: Path) -> None:
    """A broken template shows in February and not in December."""
    one = office(tmp_path)
    one.put("templates/工作简报.docx", b"PK")
    code, _, complaints = reportgen(one, "rehearse", "测试", "2025")
    assert (code, "模板「工作简报.docx」" in complaints) == (2, True)


# ---- check, forms, plan check


def test_check_writes_nothing_and_answers_as_the_contract_says(tmp_path: Path) -> None:
    """files, findings, missing and, when asked, entries."""
    one = full(tmp_path)
    one.put("2025-06/甲局.xlsx", form_bytes("Z2 | 本月累计 | '１２"))
    (one.desk.inputs / "测试/2025-06/丙街道.xlsx").unlink()
    code, screen, _ = reportgen(one, "check", "--json", "--entries", *TODAY)
    answer = json.loads(screen)
    assert code == 1
    assert set(answer) == {"files", "findings", "missing", "entries"}
    assert set(answer["files"][0]) == {"file", "department", "period", "verdict", "sha256"}
    (finding,) = answer["findings"]
    assert finding == {
        "rule": "T103",
        "severity": "提示",
        "pile": "数有疑问",
        "department": "甲局",
        "period": "2025-06",
        "file": "测试/2025-06/甲局.xlsx",
        "sheet": "指标进展",
        "cell": "I3",
        "value": "１２",
        "expected": "12",
        "message": "“指标进展”表I3（新增企业·本月累计）的文本“１２”已按12读取。",
        "fix": "不用处理；如读得不对请改正。",
    }
    read = [e for e in answer["entries"] if e["id"] == "Z2" and e["field"] == "本月累计"]
    assert read == [
        {
            "department": "甲局", "period": "2025-06", "id": "Z2", "field": "本月累计", "raw": "１２", "value": "12",
            "state": "有数", "sheet": "指标进展", "cell": "I3",
        }
    ]  # fmt: skip
    assert [m["department"] for m in answer["missing"]] == ["丙街道"]
    assert not one.desk.outputs.exists()


def test_a_file_named_is_checked_alone(tmp_path: Path) -> None:
    """Missing units do not count when files are named; a file elsewhere is checked too."""
    one = office(tmp_path)
    path = tmp_path / "我的表.xlsx"
    path.write_bytes(form_bytes())
    code, screen, _ = reportgen(one, "check", str(path))
    assert (code, screen.splitlines()[1:]) == (0, [f"{path}：采用"])
    path.write_bytes(form_bytes("Z2 | 本月累计 | 约12"))
    code, screen, _ = reportgen(one, "check", str(path))
    assert (code, "I3" in screen) == (1, True)


def test_forms_as_json_lists_the_files(tmp_path: Path) -> None:
    """Forms --json prints {"files": […]}."""
    one = office(tmp_path)
    code, screen, _ = reportgen(one, "forms", "2025-07", "--json")
    files = json.loads(screen)["files"]
    assert (code, len(files)) == (0, 3)
    assert all(Path(file).is_file() for file in files)


@pytest.mark.parametrize(
    ("change", "code"), [(("", ""), 0), (("| 300", "|"), 1), (("建设网格 | 乙街道", "建设网格 | 丁街道"), 2)]
)
def test_plan_check_ends_with_its_gravest_grade(tmp_path: Path, change: tuple[str, str], code: int) -> None:
    """0 nothing above 提示, 1 请核对, 2 必须改."""
    one = office(tmp_path, PLAN.replace(*change) if change[0] else PLAN)
    ended, screen, _ = reportgen(one, "plan", "check", "--json")
    assert ended == code
    parts = {"grade", "rule", "sheet", "cell", "message", "fix"}
    assert all(set(finding) == parts for finding in json.loads(screen)["findings"])


# ---- months


def test_the_latest_month_with_forms_is_run_and_never_one_to_come(tmp_path: Path) -> None:
    """A form for July is no reason to write July's brief in June."""
    one = full(tmp_path)
    one.put("甲局-7月.xlsx", form_bytes(month=month("2025-07")))
    _, screen, _ = reportgen(one, "run", *TODAY)
    assert "办理2025年6月" in screen


@pytest.mark.parametrize(
    ("today", "issued"),
    [
        (date(2025, 6, 27), "2025-06-30"),
        (date(2025, 6, 30), "2025-06-30"),
        (date(2025, 7, 3), "2025-07-03"),
        (date(2026, 3, 1), "2025-07-07"),
    ],
)
def test_a_brief_bears_a_day_between_the_months_end_and_its_lock(tmp_path: Path, today: date, issued: str) -> None:
    """Never before the month's end, and the same in March when it is run again."""
    one = full(tmp_path)
    _, screen, _ = reportgen(one, "run", "--json", "--today", today.isoformat())
    assert json.loads(screen)["issued"] == issued


# ---- names and languages of other machines


def run_as_a_program(one: Office, *arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, as from a prompt with this environment and nothing else."""
    places: list[str | Path] = [
        "--inputs",
        one.desk.inputs,
        "--outputs",
        one.desk.outputs,
        "--templates",
        one.desk.templates,
    ]
    return subprocess.run(
        [sys.executable, "-m", "reportgen.cli", *arguments, *places],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment},
        cwd=one.root,
        capture_output=True,
        check=False,
        timeout=100,
    )


def test_a_machine_that_knows_only_ascii_runs_all_the_same(tmp_path: Path) -> None:
    """LANG=C with nothing to help: Chinese file names and arguments are read, and the screen is UTF-8."""
    one = full(tmp_path)
    done = run_as_a_program(
        one, "run", *TODAY, "--plan", "测试", LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0"
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "应交3，收到3".encode() in done.stdout
    assert "工作简报.docx" in made(one)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps names that are no text")
def test_names_that_are_no_text_stop_no_run(tmp_path: Path) -> None:
    """Unpacked from a Windows archive, names are GBK: shown with �, told apart, and the real files are read."""
    one = office(tmp_path)
    folder = os.fsencode(one.desk.inputs / "测试")
    for name in ("甲局", "乙街道", "丙街道"):
        path = os.path.join(folder, f"{name}.xlsx".encode("gbk"))  # noqa: PTH118 -- bytes
        with open(path, "wb") as file:  # noqa: PTH123 -- bytes
            file.write(form_bytes(department=name))
    with open(os.path.join(folder, "照片.jpg".encode("gbk")), "wb") as file:  # noqa: PTH118, PTH123
        file.write(b"x")
    for quiet in ((), ("--json",), ("--quiet",)):
        code, screen, complaints = reportgen(one, "run", *TODAY, *quiet)
        assert (code, complaints) == (0, ""), screen
        (screen + complaints).encode()
    code, screen, _ = reportgen(one, "check", *TODAY)
    assert (code, screen.encode() != b"") == (0, True)
    record = json.loads((one.desk.outputs / "测试/2025-06/run.json").read_text(encoding="utf-8"))
    names = [file["file"] for file in record["files"]]
    assert all(re.fullmatch(".*\ufffd.*\\([0-9a-f]{4}\\)\\.xlsx", name) for name in names), names
    assert len(set(names)) == 3
    assert {file["department"] for file in record["files"]} == set(GIVEN)
    register = (one.desk.outputs / "测试/收件/收件登记.csv").read_text(encoding="utf-8")
    assert all(name in register for name in names)
    assert reportgen(one, "check", str(one.desk.inputs / "测试"), "--json")[0] == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps names that are no text")
def test_a_plans_folder_whose_name_is_no_text_is_run(tmp_path: Path) -> None:
    """Its forms are its own, its results lie under the name that is shown; a file left there by hand is kept."""
    one = full(tmp_path)
    os.rename(one.desk.inputs / "测试", os.path.join(os.fsencode(one.desk.inputs), "测试".encode("gbk")))  # noqa: PTH104, PTH118
    for _ in range(2):
        code, _, complaints = reportgen(one, "run", *TODAY)
        assert (code, complaints) == (0, "")
        (folder,) = one.desk.outputs.iterdir()
        assert "\ufffd" in folder.name
        with open(os.path.join(os.fsencode(folder / "2025-06"), "备忘.txt".encode("gbk")), "wb") as file:  # noqa: PTH118, PTH123
            file.write(b"x")
    assert len(list((folder / "2025-06" / "人工修改留存").iterdir())) == 1
    assert reportgen(one, "rehearse", "测试", "2025", "--quiet")[0] == 0
    assert reportgen(one, "forms", "2025-07", "--json")[0] == 0


def test_a_fault_of_ours_is_told_even_where_its_words_are_no_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing comes out of the last door but a sentence."""

    def fail(*_: Any, **__: Any) -> None:  # noqa: ANN401 -- whatever it is called with
        raise LookupError("\udcbc")

    monkeypatch.setattr(batch, "load_plans", fail)
    monkeypatch.chdir(tmp_path)
    code, _, complaints = called("run", "--inputs", str(tmp_path))
    assert (code, complaints.count("\n")) == (3, 1)
    assert "LookupError" in (tmp_path / "reportgen-故障记录.txt").read_text(encoding="utf-8")


def test_lines_of_the_register_that_cannot_be_read_are_told_once_and_kept(tmp_path: Path) -> None:
    """The clerk hears which, and nothing of the file is changed."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    path = one.desk.outputs / "测试/收件/收件登记.csv"
    with path.open("a", encoding="utf-8") as file:
        file.write(f"昨天上午,x.xlsx,甲局,2025-06,{'b' * 64}\r\n")
    before = path.read_bytes()
    _, screen, _ = reportgen(one, "run", *TODAY)
    assert screen.count("收件登记") == 1
    assert f"“{path}”第5行认不出来，没有使用，原样留在文件里；请把时间写成2025-06-28 09:30:00的样子。" in screen
    assert path.read_bytes() == before


def test_an_ordinary_run_loads_no_library_before_it_needs_it() -> None:
    """The first line on the screen waits for no spreadsheet, Word or table library."""
    heavy = ("pandas", "numpy", "openpyxl", "lxml", "jinja2", "xlsxwriter", "rich")
    code = f"import sys, reportgen.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == "[]"


def test_checking_loads_neither_pandas_nor_openpyxl(tmp_path: Path) -> None:
    """They come with the ledger and with plan workbooks that are written."""
    one = full(tmp_path)
    code = (
        "import sys\nfrom reportgen import cli\ntry:\n    cli.main(sys.argv[1:])\nexcept SystemExit: pass\n"
        "print([m for m in ('pandas','openpyxl','numpy') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "check", "--inputs", str(one.desk.inputs), *TODAY],
        capture_output=True, encoding="utf-8", check=True,
    )  # fmt: skip
    assert done.stdout.strip().splitlines()[-1] == "[]"
