"""plan new and plan check at the command line; a plan that changes in the middle, from forms to brief."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

from folders import form_bytes, office
from office import JUNE, PLAN, plan
from test_run import called, reportgen, texts

from reportgen.period import Period
from reportgen.workbooks.read import read

if TYPE_CHECKING:
    from pathlib import Path

    from reportgen.workbooks.cells import Sheet

MAY, JULY = Period(2025, 5), Period(2025, 7)


def test_a_new_plan_is_written_beside_the_results_and_never_over_another(tmp_path: Path) -> None:
    """inputs/ stays the office's own; what a clerk has begun to fill in is not written over."""
    where = ("--inputs", str(tmp_path / "inputs"), "--outputs", str(tmp_path / "outputs"))
    ended, screen, _ = called("plan", "new", "某某/方案", *where)
    path = tmp_path / "outputs" / "某某_方案" / "计划.xlsx"
    assert (ended, path.is_file()) == (0, True)
    assert "reportgen plan check" in screen
    assert not (tmp_path / "inputs").exists()
    before = path.read_bytes()
    ended, _, complaint = called("plan", "new", "某某/方案", *where)
    assert ended == 2
    assert "没有改动它" in complaint
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == ["计划.xlsx"]


def test_a_new_plan_must_be_filled_in_before_it_is_used(tmp_path: Path) -> None:
    """Its examples are told one sheet a line."""
    where = ("--inputs", str(tmp_path / "inputs"), "--outputs", str(tmp_path / "outputs"))
    called("plan", "new", "某", *where)
    ended, screen, _ = called("plan", "check", str(tmp_path / "outputs" / "某" / "计划.xlsx"), "--json")
    told = json.loads(screen)["findings"]
    assert ended == 2
    assert {f["grade"] for f in told} == {"必须改"}
    assert len([f for f in told if f["rule"] == "J109"]) == 10


def test_plan_check_says_which_plan_it_means(tmp_path: Path) -> None:
    """With several plans every finding stands under its file."""
    one = office(tmp_path, PLAN.replace("300", ""))
    second = tmp_path / "inputs" / "第二"
    second.mkdir()
    other = office(tmp_path / "other", PLAN.replace("测-1", "测-2").replace("300", ""))
    (second / "计划.xlsx").write_bytes((other.desk.inputs / "测试" / "计划.xlsx").read_bytes())
    _, screen, _ = reportgen(one, "plan", "check")
    assert [line for line in screen.splitlines() if line.endswith("：")] == ["测试/计划.xlsx：", "第二/计划.xlsx："]


def _indicators_of(path: Path) -> Sheet:
    """The sheet 指标进展 of a form."""
    sheet = read(path.read_bytes()).sheet("指标进展")
    assert sheet is not None
    return sheet


ADJUSTED = f"""{PLAN}
[目标调整]
指标编号 | 生效月份 | 原目标值 | 新目标值 | 批准文号
Z1 | 2025-07 | 120 | 150 | 测政〔2025〕20号
"""


def test_an_adjusted_target_is_asked_judged_and_printed_from_its_month_on(tmp_path: Path) -> None:
    """June knows nothing of it; July's form, brief and note do, with both targets and the document."""
    one = office(tmp_path, ADJUSTED, date(2025, 7, 31))
    of = plan(ADJUSTED)
    one.put("2025-06/甲.xlsx", form_bytes(of=of))
    one.put("2025-07/甲.xlsx", form_bytes("Z1 | 本月累计 | 75\n | 填报日期 | 2025-07-30", month=JULY, of=of))
    reportgen(one, "run", "--period", "2025-06")
    reportgen(one, "run", "--period", "2025-07")
    june, july = (texts(one.desk.outputs / "测试" / m / "工作简报.docx") for m in ("2025-06", "2025-07"))
    words = "自2025年7月起由120亿元调整为150亿元（测政〔2025〕20号）"
    assert words not in june
    assert words in july
    assert "完成年度目标的50.0%" in july
    reportgen(one, "forms", "2025-07")
    form = _indicators_of(one.desk.outputs / "测试" / "填报表" / "2025-07" / "甲局-2025-07.xlsx")
    assert form.at(1, 5) == 150
    ended, screen, _ = reportgen(one, "check", "--json", "--period", "2025-07")
    assert ended == 1
    assert json.loads(screen)["missing"]


RENAMED = PLAN.replace(
    "单位名称 | 简称与别名 | 类别 | 成员", "单位名称 | 简称与别名 | 类别 | 成员 | 原名 | 生效月份"
).replace("甲局     | 甲         | 部门 |", "甲局     | 甲         | 部门 | | 老甲局 | 2025-06")


def test_a_renamed_unit_carries_its_figures_over(tmp_path: Path) -> None:
    """老甲局 reported 50 in May; in June 甲局's form begins with them, and its brief says 10 were added."""
    one = office(tmp_path, RENAMED)
    of = plan(RENAMED)
    one.put("2025-05/老甲局.xlsx", form_bytes("Z1 | 本月累计 | 50", department="老甲局", month=MAY, of=of))
    reportgen(one, "forms", "2025-06")
    form = _indicators_of(one.desk.outputs / "测试" / "填报表" / "2025-06" / "甲局-2025-06.xlsx")
    assert form.at(1, 7) == 50
    one.put("2025-06/甲局.xlsx", form_bytes(of=of, month=JUNE))
    reportgen(one, "run", "--period", "2025-06")
    assert "60" in texts(one.desk.outputs / "测试" / "2025-06" / "各单位" / "甲局-工作简报.docx")
    _, screen, _ = reportgen(one, "check", "--json", "--period", "2025-05")
    assert [f["department"] for f in json.loads(screen)["files"]] == ["老甲局"]
