"""收件: what was received is kept, which version counts, what 锁定日 and 豁免 let pass, and what 校验结果 tells of it."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from folders import form_bytes, plan_bytes
from office import PLAN, form, month
from openpyxl import load_workbook
from test_run import TODAY, called, full, made, reportgen

from reportgen import batch
from reportgen.forms.workbook import write_form
from reportgen.publishing import PublishError, append

if TYPE_CHECKING:
    from pathlib import Path

    from folders import Office


def archive(one: Office) -> Path:
    """The folder in which everything received is kept."""
    return one.desk.outputs / "测试" / "收件"


def kept(one: Office) -> dict[str, bytes]:
    """The copies, by name."""
    return {p.relative_to(archive(one)).as_posix(): p.read_bytes() for p in sorted(archive(one).glob("*/*"))}


def entered(one: Office) -> list[list[str]]:
    """The lines of 收件登记, without the headings."""
    return [line.split(",") for line in (archive(one) / "收件登记.csv").read_text("utf-8-sig").splitlines()[1:]]


# ---- copies and their lines


def test_every_form_received_is_kept_read_only(tmp_path: Path) -> None:
    """By month, under the day of receipt and its own name; what cannot be read is kept as well."""
    one = full(tmp_path)
    good, broken = form_bytes(), form_bytes()[:3000]
    one.put("2025-06/丙街道.xlsx", broken)
    reportgen(one, "run", *TODAY)
    found = kept(one)
    assert set(found) == {
        "2025-06/2025-06-30-乙街道.xlsx",
        "2025-06/2025-06-30-甲局.xlsx",
        "月份不明/2025-06-30-丙街道.xlsx",
    }
    assert found["2025-06/2025-06-30-甲局.xlsx"] == good
    assert found["月份不明/2025-06-30-丙街道.xlsx"] == broken
    assert {path.stat().st_mode & 0o222 for path in archive(one).glob("*/*")} == {0}
    assert len(entered(one)) == 3


def test_the_same_bytes_are_kept_once_and_other_bytes_of_one_name_beside_them(tmp_path: Path) -> None:
    """Nothing is kept twice, nothing is ever written over."""
    one = full(tmp_path)
    first = form_bytes()
    one.put("2025-06/甲局（副本）.xlsx", first)
    reportgen(one, "run", *TODAY)
    reportgen(one, "run", "--today", "2025-07-01")
    assert len(kept(one)) == 3
    second = form_bytes("Z1 | 本月累计 | 66")
    one.put("2025-06/甲局.xlsx", second)
    one.put("2025-06/甲局（副本）.xlsx", second)
    reportgen(one, "run", *TODAY)
    assert len(kept(one)) == 4
    assert kept(one)["2025-06/2025-06-30-甲局-2.xlsx"] == second
    assert first in kept(one).values()


def test_a_month_done_again_keeps_nothing_anew(tmp_path: Path) -> None:
    """The copies stand as they were, to the moment."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    before = {path: path.stat().st_mtime_ns for path in archive(one).rglob("*")}
    reportgen(one, "run", "--today", "2025-07-02")
    assert {path: path.stat().st_mtime_ns for path in archive(one).rglob("*")} == before


def test_check_and_rehearsals_receive_nothing(tmp_path: Path) -> None:
    """Check writes nothing; forms that the program made up were sent by nobody."""
    one = full(tmp_path)
    reportgen(one, "check", *TODAY)
    assert not archive(one).exists()
    reportgen(one, "rehearse", "测试", "2025")
    assert list(one.desk.outputs.rglob("收件登记.csv")) == []


class PowerCut(BaseException):
    """The machine stops: nothing is tidied up by anybody."""


@pytest.mark.parametrize("at", range(7))
def test_a_crash_between_any_two_writes_is_mended_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at: int
) -> None:
    """Every form ends with one copy and one line, and the day of receipt is that of the copy."""
    one = full(tmp_path)
    steps = iter(range(99))

    def cut(step: Any) -> Any:  # noqa: ANN401 -- whatever it wraps
        def stopped(*given: Any, **named: Any) -> Any:  # noqa: ANN401 -- the same
            if next(steps) == at:
                raise PowerCut
            return step(*given, **named)

        return stopped

    with monkeypatch.context() as patch:
        patch.setattr(os, "utime", cut(os.utime))
        patch.setattr("reportgen.publishing._settle", cut(lambda _: None))
        patch.setattr(batch, "append", cut(append))
        with pytest.raises(PowerCut):
            reportgen(one, "run", *TODAY)
    copied = set(kept(one)) - {name for name in kept(one) if "/." in name}
    assert reportgen(one, "run", "--today", "2025-07-02")[0] == 0
    lines = entered(one)
    assert sorted(line[2] for line in lines) == ["丙街道", "乙街道", "甲局"]
    assert len([name for name in kept(one) if "/." not in name]) == 3
    early = [line for line in lines if line[0].startswith("2025-06-30 12:00:00")]
    assert len(early) == len(copied)


def test_a_line_without_its_copy_gets_one(tmp_path: Path) -> None:
    """A register from before the copies, or copies that were lost: the day stays that of the line."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    for folder in archive(one).glob("2025-*"):
        shutil.rmtree(folder)
    before = entered(one)
    reportgen(one, "run", "--today", "2025-07-02")
    assert "2025-06/2025-06-30-甲局.xlsx" in kept(one)
    assert entered(one) == before


def test_a_register_that_is_lost_is_made_again_from_the_copies(tmp_path: Path) -> None:
    """Days of receipt, and forms that lie no longer in inputs."""
    one = full(tmp_path)
    reportgen(one, "run", *TODAY)
    (archive(one) / "收件登记.csv").unlink()
    (one.desk.inputs / "测试/2025-06/乙街道.xlsx").unlink()
    reportgen(one, "run", "--today", "2025-07-05")
    assert {(line[0], line[3]) for line in entered(one)} == {("2025-06-30 12:00:00", "2025-06")}
    assert len(entered(one)) == 3


def test_a_disk_that_is_full_receives_nothing_and_replaces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 2 and one sentence; what stood there stands."""
    one = full(tmp_path)

    def full_disk(*_: object) -> Path:
        message = "磁盘空间不足"
        raise PublishError(message)

    monkeypatch.setattr(batch, "keep", full_disk)
    code, _, complaints = reportgen(one, "run", *TODAY)
    assert (code, made(one), "磁盘空间不足" in complaints) == (2, [], True)


# ---- which version counts, and who was on time


def on(one: Office, day: date) -> Office:
    """The same office on another day."""
    return replace(one, today=day)


def run(one: Office, day: str) -> dict[str, Any]:
    """A run of June on a day; its run.json."""
    _, screen, _ = reportgen(one, "run", "--json", "--period", "2025-06", "--today", day)
    record: dict[str, Any] = json.loads(screen)
    return record


def verdicts(record: dict[str, Any]) -> dict[str, str]:
    """What became of each file, by its name."""
    return {one["file"].removeprefix("测试/"): one["verdict"] for one in record["files"]}


def rules(record: dict[str, Any]) -> list[str]:
    """The rules that found something."""
    return [one["rule"] for one in record["findings"]]


def rows(one: Office, sheet: str) -> list[dict[str, Any]]:
    """The rows of a sheet of June's 校验结果, by heading."""
    heads, *body = load_workbook(one.desk.outputs / "测试/2025-06/校验结果.xlsx")[sheet].iter_rows(values_only=True)
    return [dict(zip(map(str, heads), row, strict=True)) for row in body]


def of_unit(one: Office, name: str = "甲局") -> dict[str, Any]:
    """A unit's row of 报送情况."""
    (row,) = [row for row in rows(one, "报送情况") if row["单位"] == name]
    return row


def figure(one: Office, day: date) -> object:
    """签约额 of 甲局 in June as it counts on a day."""
    (accepted,) = [a for a in on(one, day).examined().history.get("甲局", ()) if str(a.filing.period) == "2025-06"]
    return accepted.value("Z1")


CORRECTION = "Z1 | 本月累计 | 66\n | 填报日期 | 2025-06-20"


def test_a_correction_counts_although_an_earlier_day_is_written_on_it(tmp_path: Path) -> None:
    """F115: first seen on 3 July, signed on 20 June; the older form was seen on 1 July, signed on 27 June."""
    one = full(tmp_path)
    run(one, "2025-07-01")
    one.put("2025-06/甲局（更正）.xlsx", form_bytes(CORRECTION))
    os.utime(one.desk.inputs / "测试/2025-06/甲局（更正）.xlsx", (1, 1))
    record = run(one, "2025-07-03")
    assert verdicts(record)["2025-06/甲局.xlsx"] == "被替代"
    assert figure(one, date(2025, 7, 3)) == 66
    assert figure(one, date(2025, 7, 5)) == 66


@pytest.mark.parametrize("name", ["甲局.xlsx", "甲局（更正）.xlsx"])
def test_a_unit_that_was_on_time_stays_on_time_when_it_sends_a_correction(tmp_path: Path, name: str) -> None:
    """F119 must not, under a new name or laid over the old file; the day of the correction is told."""
    one = full(tmp_path)
    run(one, "2025-06-30")
    one.put(f"2025-06/{name}", form_bytes(CORRECTION))
    record = run(one, "2025-07-03")
    assert "F119" not in rules(record)
    row = of_unit(one)
    assert (row["报送情况"], row["收到日期"]) == ("按时报送", "2025-06-30")
    assert row["说明"] == "采用的是2025年7月3日收到的更正表"
    assert figure(one, date(2025, 7, 3)) == 66


def test_a_blank_form_in_time_makes_nobody_punctual(tmp_path: Path) -> None:
    """F119: what cannot be used was not filed; the usable form came late."""
    one = full(tmp_path)
    one.put("2025-06/甲局.xlsx", write_form(form()))
    run(one, "2025-06-30")
    one.put("2025-06/甲局.xlsx", form_bytes())
    assert "F119" in rules(run(one, "2025-07-03"))
    assert of_unit(one)["报送情况"] == "逾期报送"


def test_a_file_laid_over_another_is_a_second_version(tmp_path: Path) -> None:
    """The former one is found in 收件 and named; what was taken out altogether is no version any more."""
    one = full(tmp_path)
    run(one, "2025-06-30")
    one.put("2025-06/甲局.xlsx", form_bytes(CORRECTION))
    (one.desk.inputs / "测试/2025-06/乙街道.xlsx").unlink()
    record = run(one, "2025-07-03")
    assert verdicts(record) == {
        "2025-06/甲局.xlsx": "采用",
        "2025-06/丙街道.xlsx": "采用",
        "收件/2025-06/2025-06-30-甲局.xlsx": "被替代",
    }
    assert [one["department"] for one in record["missing"]] == ["乙街道"]


def test_a_correction_that_is_taken_out_again_does_not_count(tmp_path: Path) -> None:
    """The clerk laid it into the wrong folder and took it away: the form that lies there counts."""
    one = full(tmp_path)
    run(one, "2025-06-30")
    other = one.put("2025-06/甲局（更正）.xlsx", form_bytes(CORRECTION))
    run(one, "2025-07-03")
    other.unlink()
    assert verdicts(run(one, "2025-07-04"))["2025-06/甲局.xlsx"] == "采用"
    assert figure(one, date(2025, 7, 4)) == 60


# ---- 锁定日


@pytest.mark.parametrize("name", ["甲局.xlsx", "甲局（更正）.xlsx"])
def test_after_the_lock_a_month_does_not_change(tmp_path: Path, name: str) -> None:
    """F130: the correction of 10 July is kept and listed, the earlier version counts; June was locked on 7 July."""
    one = full(tmp_path)
    run(one, "2025-06-30")
    one.put(f"2025-06/{name}", form_bytes(CORRECTION))
    for day in ("2025-07-10", "2025-07-11"):
        record = run(one, day)
        (finding,) = [f for f in record["findings"] if f["rule"] == "F130"]
        assert (finding["severity"], finding["department"]) == ("提示", "甲局")
        assert "“豁免”表写上" in finding["fix"]
        assert "2025年7月10日才收到，2025年6月的数已在2025年7月7日锁定" in finding["message"]
        assert verdicts(record)[f"2025-06/{name}"] == "被替代"
        assert figure(one, date(2025, 7, 11)) == 60
        assert of_unit(one)["报送情况"] == "按时报送"
    assert len([copy for copy in kept(one) if "甲局" in copy]) == 2
    assert "锁定日（2025年7月7日）后收到" in str([row["说明"] for row in rows(one, "收到的文件")])


def test_on_the_day_of_the_lock_a_correction_still_counts(tmp_path: Path) -> None:
    """F130 must not: after 锁定日 means after that day."""
    one = full(tmp_path)
    run(one, "2025-06-30")
    one.put("2025-06/甲局.xlsx", form_bytes(CORRECTION))
    assert "F130" not in rules(run(one, "2025-07-07"))
    assert figure(one, date(2025, 7, 20)) == 66


def test_a_unit_whose_first_form_comes_after_the_lock_has_not_filed(tmp_path: Path) -> None:
    """F130: 未报送 it stays, and the clerk is told what to do."""
    one = full(tmp_path)
    late = one.desk.inputs / "测试/2025-06/甲局.xlsx"
    content = late.read_bytes()
    late.unlink()
    run(one, "2025-06-30")
    late.write_bytes(content)
    record = run(one, "2025-07-10")
    assert rules(record) == ["F130"]
    assert [one["department"] for one in record["missing"]] == ["甲局"]
    assert verdicts(record)["2025-06/甲局.xlsx"] == "退回"
    assert of_unit(one)["报送情况"] == "未报送"


def test_months_from_before_the_register_are_not_locked_out(tmp_path: Path) -> None:
    """F130 must not: an office that begins in autumn has its spring forms, on the first day and on the second."""
    one = full(tmp_path)
    other = one.desk.inputs / "测试/2025-06/丙街道.xlsx"
    content = other.read_bytes()
    other.unlink()
    assert rules(run(one, "2025-11-03")) == []
    other.write_bytes(content)
    assert rules(run(one, "2025-11-04")) == []
    assert of_unit(one)["说明"] == "收到日期按填报日期推定"
    one.put("2025-05/甲局.xlsx", form_bytes("Z1 | 本月累计 | 50", month=month("2025-05")))
    assert "F130" not in on(one, date(2025, 11, 5)).codes()


def let_in(one: Office, *rows: str) -> None:
    """Write rows into 豁免 of the plan."""
    heads = "规则或文件 | 单位名称 | 月份 | 理由 | 批准人 | 有效期至"
    one.put("计划.xlsx", plan_bytes("\n".join([PLAN, "[豁免]", heads, *rows])))


@pytest.mark.parametrize(
    "row",
    [
        "甲局（更正）.xlsx | 甲局 | 2025-06 | 统计口径更正 | 王五 |",
        "甲局（更正） | 甲 | | 统计口径更正 | 王五 | 2025-12-31",
        "「2025-06/甲局（更正）.XLSX」 | | 2025-06 | 统计口径更正 | 王五 |",
    ],
)
def test_a_late_correction_counts_once_it_is_let_in(tmp_path: Path, row: str) -> None:
    """A row of 豁免 names the file, for the unit by any of its names."""
    one = full(tmp_path)
    run(one, "2025-06-30")
    one.put("2025-06/甲局（更正）.xlsx", form_bytes(CORRECTION))
    run(one, "2025-07-10")
    let_in(one, row)
    record = run(one, "2025-07-11")
    assert (rules(record), verdicts(record)["2025-06/甲局（更正）.xlsx"]) == (["F131"], "采用")
    assert figure(one, date(2025, 7, 11)) == 66
    assert of_unit(one)["报送情况"] == "按时报送"


@pytest.mark.parametrize(
    "row",
    [
        "甲局（更正）.xlsx | 乙街道 | 2025-06 | 别的单位 | 王五 |",
        "甲局（更正）.xlsx | 甲局 | 2025-05 | 别的月份 | 王五 |",
        "甲局（更正）.xlsx | 甲局 | | 早已过期 | 王五 | 2025-05-31",
    ],
)
def test_a_row_for_another_unit_month_or_time_lets_nothing_in(tmp_path: Path, row: str) -> None:
    """F130 stands."""
    one = full(tmp_path)
    run(one, "2025-06-30")
    one.put("2025-06/甲局（更正）.xlsx", form_bytes(CORRECTION))
    let_in(one, row)
    assert rules(run(one, "2025-07-11")) == ["F130"]


def test_a_waiver_names_the_version_that_counts(tmp_path: Path) -> None:
    """F131: the version named in 豁免 comes before the one received last, also one of which only the copy is left."""
    one = full(tmp_path)
    run(one, "2025-06-30")
    one.put("2025-06/甲局.xlsx", form_bytes(CORRECTION))
    let_in(one, "2025-06-30-甲局.xlsx | 甲局 | 2025-06 | 更正有误 | 王五 |")
    record = run(one, "2025-07-02")
    assert rules(record) == ["F131"]
    assert verdicts(record)["2025-06/甲局.xlsx"] == "被替代"
    assert figure(one, date(2025, 7, 2)) == 60


# ---- 豁免


FALLING = "Z2 | 本月累计 | 约12"


def fallen(tmp_path: Path) -> Office:
    """An office in which 甲局 filed a figure that is no number (T125, 错误)."""
    one = full(tmp_path)
    one.put("2025-06/甲局.xlsx", form_bytes(FALLING))
    return one


def test_without_a_waiver_the_finding_is_owed(tmp_path: Path) -> None:
    """What the waivers of these tests let pass."""
    record = run(fallen(tmp_path), "2025-06-30")
    assert [(f["rule"], f["severity"], f["cell"]) for f in record["findings"]] == [("T125", "错误", "I3")]
    assert record["waived"] == []


@pytest.mark.parametrize(
    "row",
    [
        "T125 | 甲局 | 2025-06 | 系统上线初期 | 王五 |",
        "t125 | 甲 | | 系统上线初期 | 王五 | 2025-06-30",
        "约数或区间 | | 2025-06 | 系统上线初期 | 王五 |",
        "Z2 | 甲局 | 2025-06 | 系统上线初期 | 王五 |",
        "P108、T125 | | | 系统上线初期 | 王五 |",
    ],
)
def test_a_row_mutes_by_code_title_or_number_for_a_unit_and_month(tmp_path: Path, row: str) -> None:
    """The finding is owed no more, is no error any more, and is listed as waived."""
    one = fallen(tmp_path)
    let_in(one, row)
    code, screen, _ = reportgen(one, "run", "--json", *TODAY)
    record = json.loads(screen)
    assert (code, record["findings"]) == (0, [])
    assert [(f["rule"], f["cell"], f["reason"], f["approver"]) for f in record["waived"]] == [
        ("T125", "I3", "系统上线初期", "王五")
    ]
    assert verdicts(record)["2025-06/甲局.xlsx"] == "采用"
    assert rows(one, "要办的事") == []
    (told,) = rows(one, "豁免")
    assert (told["本月用了几次"], told["一共用了几次"]) == (1, 1)
    assert "T125" in told["用在哪里"]
    assert reportgen(one, "check", *TODAY)[0] == 0


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("T125 | 乙街道 | 2025-06 | 理由 | 王五 |", "请核对写法"),
        ("T125 | 甲局 | 2025-05 | 理由 | 王五 |", "请核对写法"),
        ("T125 | 甲局 | | 理由 | 王五 | 2025-05-31", "请核对写法"),
        ("T12 | 甲局 | 2025-06 | 理由 | 王五 |", "请核对写法"),
        ("Z1 | 甲局 | 2025-06 | 理由 | 王五 |", "请核对写法"),
        ("T125 | 子虚局 | 2025-06 | 理由 | 王五 |", "“单位”表里没有“子虚局”"),
    ],
)
def test_a_row_for_something_else_mutes_nothing_and_is_told_as_unused(tmp_path: Path, row: str, why: str) -> None:
    """A slip in 豁免 shows itself."""
    one = fallen(tmp_path)
    let_in(one, row)
    assert rules(run(one, "2025-06-30")) == ["T125"]
    (told,) = rows(one, "豁免")
    assert (told["本月用了几次"], why in told["用在哪里"]) == (0, True)


def test_what_nobody_can_read_is_never_waived(tmp_path: Path) -> None:
    """退回 stays 退回: there is nothing to be used."""
    one = full(tmp_path)
    one.put("2025-06/甲局.xlsx", form_bytes()[:3000])
    one.put("2025-06/乙街道.xlsx", write_form(form("乙街道")))
    let_in(one, "F101 | | | 理由 | 王五 |", "S126 | | | 理由 | 王五 |")
    assert rules(run(one, "2025-06-30")) == ["F101", "S126"]


def test_a_confirmed_bu_shi_yong_is_counted_among_the_uses(tmp_path: Path) -> None:
    """A 不适用 that 豁免 confirms leaves the denominator, and the row says that it was used."""
    one = full(tmp_path)
    one.put("2025-06/甲局.xlsx", form_bytes("Z1 | 本月累计 |\nZ1 | 填报情形 | 不适用\nZ1 | 情况说明 | 职能已于5月划出"))
    let_in(one, "Z1 | 甲局 | 2025-06 | 职能划出 | 王五 |")
    record = run(one, "2025-06-30")
    assert (record["findings"], len(record["waived"])) == ([], 1)
    assert rows(one, "豁免")[0]["本月用了几次"] == 1


def test_a_late_correction_let_in_is_a_use_of_its_row(tmp_path: Path) -> None:
    """The sheet 豁免 tells which file the row let in."""
    one = full(tmp_path)
    run(one, "2025-06-30")
    one.put("2025-06/甲局（更正）.xlsx", form_bytes(CORRECTION))
    let_in(one, "甲局（更正）.xlsx | 甲局 | 2025-06 | 统计口径更正 | 王五 |")
    run(one, "2025-07-11")
    (told,) = rows(one, "豁免")
    assert (told["本月用了几次"], told["用在哪里"]) == (1, "采用「甲局（更正）.xlsx」")


# ---- versions compared, forms that came back, 校验码


def test_two_versions_are_compared_cell_by_cell(tmp_path: Path) -> None:
    """版本对比: the cells to be filled in that differ, and no others."""
    one = full(tmp_path)
    run(one, "2025-06-30")
    one.put("2025-06/甲局.xlsx", form_bytes("Z1 | 本月累计 | 66\n二-1-1 | 本月进展 | 6月12日召开推进会，走访企业15家"))
    run(one, "2025-07-03")
    told = [(row["单位"], row["工作表"], row["单元格"], row["原来"], row["现在"]) for row in rows(one, "版本对比")]
    assert told == [
        ("甲局", "指标进展", "I2", "60", "66"),
        ("甲局", "任务进展", "I2", "6月12日召开推进会，走访企业12家", "6月12日召开推进会，走访企业15家"),
    ]
    assert rows(one, "版本对比")[0]["文件"] == "「2025-06-30-甲局.xlsx」→「甲局.xlsx」"


def test_a_version_that_came_too_late_is_compared_as_well(tmp_path: Path) -> None:
    """What it would change, and that it does not."""
    one = full(tmp_path)
    run(one, "2025-06-30")
    one.put("2025-06/甲局（更正）.xlsx", form_bytes("Z1 | 本月累计 | 66"))
    run(one, "2025-07-20")
    (row,) = rows(one, "版本对比")
    assert (row["原来"], row["现在"]) == ("60", "66")
    assert row["文件"] == "「甲局.xlsx」→「甲局（更正）.xlsx」（没有计入）"


def test_it_is_counted_how_often_a_form_came_back(tmp_path: Path) -> None:
    """Versions that were 退回 or 部分采用 before the one that counts, each laid over the one before."""
    one = full(tmp_path)
    one.put("2025-06/甲局.xlsx", form_bytes()[:3000])
    run(one, "2025-06-27")
    assert of_unit(one)["退回过几次"] == 0
    one.put("2025-06/甲局.xlsx", write_form(form()))
    run(one, "2025-06-28")
    assert of_unit(one)["退回过几次"] == 1
    one.put("2025-06/甲局.xlsx", form_bytes(FALLING))
    run(one, "2025-06-29")
    assert of_unit(one)["退回过几次"] == 2
    one.put("2025-06/甲局.xlsx", form_bytes())
    run(one, "2025-06-30")
    assert of_unit(one)["退回过几次"] == 3
    assert of_unit(one, "乙街道")["退回过几次"] == 0


def test_a_unit_reads_the_code_that_the_office_reads(tmp_path: Path) -> None:
    """自检通过（校验码…）where the unit checks without a plan at hand, and 报送情况: the same code of the same answers."""
    one = full(tmp_path)
    path = str(one.desk.inputs / "测试/2025-06/甲局.xlsx")
    code, screen, _ = called("check", path, "--inputs", str(tmp_path / "没有"))
    (alone,) = re.findall(r"自检通过（校验码([2-9A-Z]{4}-[2-9A-Z]{4})）", screen)
    assert code == 0
    run(one, "2025-06-30")
    assert of_unit(one)["校验码"] == alone
    assert of_unit(one, "乙街道")["校验码"] != alone
    one.put("2025-06/甲局.xlsx", form_bytes("Z1 | 本月累计 | 61"))
    run(one, "2025-06-30")
    assert of_unit(one)["校验码"] != alone


def test_a_form_in_which_something_is_owed_gets_no_code(tmp_path: Path) -> None:
    """自检通过 is never said of what did not pass."""
    one = fallen(tmp_path)
    path = str(one.desk.inputs / "测试/2025-06/甲局.xlsx")
    screen = called("check", path, "--inputs", str(tmp_path / "没有"))[1]
    assert "部分采用" in screen
    assert "自检通过" not in screen


def test_a_form_saved_by_another_program_keeps_its_code(tmp_path: Path) -> None:
    """The code is of the answers, not of the bytes."""
    one = full(tmp_path)
    run(one, "2025-06-30")
    before = of_unit(one)["校验码"]
    out = io.BytesIO()
    load_workbook(io.BytesIO(form_bytes())).save(out)
    one.put("2025-06/甲局.xlsx", out.getvalue())
    run(one, "2025-06-30")
    assert of_unit(one)["校验码"] == before
