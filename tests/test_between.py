"""Rules between units: two filings that contradict each other are told to both, two that may both be right are not."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from conftest import ROOT
from folders import form_bytes, office
from office import JUNE, MAY, PLAN, accepted, plan, shared

from reportgen.batch import Desk, choose, examine_everything, load_plans
from reportgen.checks import check_between
from reportgen.checks.verdict import Verdict
from reportgen.findings import Finding, Severity
from reportgen.plan.model import Status

if TYPE_CHECKING:
    from pathlib import Path


def told(*changes: tuple[str, str], of: str = PLAN) -> list[Finding]:
    """What the rules find between good June forms of these units with these changes."""
    whole = plan(of)
    filings = [accepted(change, JUNE, department, whole) for department, change in changes]
    return list(check_between(whole, JUNE, filings))


def seen(findings: list[Finding]) -> list[tuple[str, str, str | None]]:
    """Rule, unit and cell of every finding."""
    return [(f.rule.code, f.department, f.place.cell) for f in findings]


DONE = "二-2-1 | 进展状态 | 已完成"
LATE = "二-2-1 | 进展状态 | 滞后\n二-2-1 | 存在问题 | 人手不够\n二-2-1 | 下步措施 | 7月底前补齐"


def test_good_forms_do_not_contradict_each_other() -> None:
    """Nothing is called a contradiction that is none."""
    assert told(("甲局", ""), ("乙街道", ""), ("丙街道", "")) == []


def test_a_lead_is_not_done_before_its_partners() -> None:
    """X105: told to both, each with the other's word; a word of the lead's settles it."""
    findings = told(("乙街道", DONE), ("甲局", LATE))
    assert seen(findings) == [("X105", "甲局", "H4"), ("X105", "乙街道", "H3")] or seen(findings) == [
        ("X105", "乙街道", "H3"),
        ("X105", "甲局", "H4"),
    ]
    assert {f.severity for f in findings} == {Severity.VERIFY}
    assert all(len(f.message) <= 120 for f in findings)
    assert told(("乙街道", f"{DONE}\n二-2-1 | 存在问题 | 甲局的部分另行推进"), ("甲局", LATE)) == []
    assert told(("乙街道", DONE), ("甲局", "")) == []


def test_the_same_long_sentence_of_two_units_is_asked_about() -> None:
    """X109: a whole sentence pasted from another unit; short ones and deeds done together are let pass."""
    pasted = "6月12日在会议中心召开培育企业工作推进会，部署重点事项八项，走访企业十二家，收集各类需求三十条"
    wrong = f"二-1-1 | 本月进展 | {pasted}"
    assert seen(told(("乙街道", wrong), ("丙街道", wrong))) == [("X109", "丙街道", "I2")]
    short = "二-1-1 | 本月进展 | 6月12日召开推进会，走访企业12家"
    assert told(("乙街道", short), ("丙街道", short)) == []
    jointly = f"二-1-1 | 本月进展 | 与丙街道联合，{pasted}"
    assert told(("乙街道", jointly), ("丙街道", jointly)) == []


def test_one_project_is_counted_once() -> None:
    """X103: the same project beside two figures that are added up."""
    project = "Z1 | 本月累计 | 30\nZ1 | 情况说明 | 本月签约“长江智造产业园项目”"
    findings = told(("乙街道", project), ("丙街道", project), of=shared())
    assert seen(findings) == [("X103", "乙街道", "N2"), ("X103", "丙街道", "N2")]
    other = project.replace("智造", "智慧")
    assert told(("乙街道", project), ("丙街道", other), of=shared()) == []


_STREETS = "丁戊己庚辛壬"


def _many() -> str:
    """The plan in which eight streets report Z1."""
    names = "、".join(f"{letter}街道" for letter in _STREETS)
    rows = "\n".join(f"{letter}街道 | | 街道 |" for letter in _STREETS)
    return (
        shared()
        .replace("各街道   |", f"{rows}\n各街道   |", 1)
        .replace("乙街道、丙街道", f"乙街道、丙街道、{names}", 1)
    )


def test_a_figure_far_off_the_others_is_asked_about() -> None:
    """X110: only where many share an indicator, only fifty times off, and not without a reason."""
    usual = [(f"{letter}街道", f"Z1 | 本月累计 | {5 + number}") for number, letter in enumerate(_STREETS)]
    findings = told(*usual, ("乙街道", "Z1 | 本月累计 | 500"), of=_many())
    assert seen(findings) == [("X110", "乙街道", "I2")]
    assert told(*usual, ("乙街道", "Z1 | 本月累计 | 60"), of=_many()) == []
    assert told(*usual, ("乙街道", "Z1 | 本月累计 | 500\nZ1 | 情况说明 | 引进总部企业一户"), of=_many()) == []
    assert told(*usual[:3], ("乙街道", "Z1 | 本月累计 | 500"), of=_many()) == []


def _by_lead(line: str) -> str:
    """The plan in which 甲局 reports Z9 for all, and both streets report it too."""
    heads = "指标编号 | 指标名称 | 计量单位 | 类型     | 牵头单位 | 方向 |"
    text = PLAN.replace(heads, f"{heads} 填报单位 | 汇总方式 |")
    lines = [
        one.replace("| 甲局     |", "| 甲局 |", 1)
        .replace("| 甲局 |      |", "| 甲局 |      | | |")
        .replace("| 甲局 | 逆向 |", "| 甲局 | 逆向 | | |")
        if one.startswith("Z") and one.count("|") > 5
        else one
        for one in text.splitlines()
    ]
    return "\n".join(lines).replace("\n[年度目标]", f"{line}\n\n[年度目标]", 1)


def test_one_figure_told_by_two_units_is_one_figure() -> None:
    """X101: the lead's growth is the plan's, and what a partner reports of it is the same thing."""
    of = _by_lead("Z9 | 投资增速 | % | 增速 | 甲局 | | 甲局、乙街道 | 牵头值 | | | | ")
    findings = told(("甲局", "Z9 | 本月累计 | 8"), ("乙街道", "Z9 | 本月累计 | 7"), of=of)
    assert [(f.rule.code, f.department, f.value) for f in findings] == [("X101", "甲局", "8"), ("X101", "乙街道", "7")]
    assert told(("甲局", "Z9 | 本月累计 | 8"), ("乙街道", "Z9 | 本月累计 | 8.0"), of=of) == []
    explained = "Z9 | 本月累计 | 7\nZ9 | 情况说明 | 只统计本街道项目"
    assert told(("甲局", "Z9 | 本月累计 | 8"), ("乙街道", explained), of=of) == []


def test_a_total_is_the_sum_of_its_shares() -> None:
    """X102: the lead's total beside the units that have a share of it; compared only when all have filed."""
    line = "Z9 | 投资额 | 亿元 | 年内累计 | 甲局 | | 甲局、乙街道、丙街道 | 牵头值 | | | | "
    of = _by_lead(line) + "\n[指标分解]\n年份 | 单位名称 | Z9\n2025 | 乙街道 | 20\n2025 | 丙街道 | 30\n"
    parts = [("乙街道", "Z9 | 本月累计 | 10"), ("丙街道", "Z9 | 本月累计 | 15")]
    (finding,) = told(("甲局", "Z9 | 本月累计 | 30"), *parts, of=of)
    assert (finding.rule.code, finding.department, finding.value, finding.expected) == ("X102", "甲局", "30", "25")
    assert told(("甲局", "Z9 | 本月累计 | 25"), *parts, of=of) == []
    assert told(("甲局", "Z9 | 本月累计 | 30"), parts[0], of=of) == []


def test_a_part_of_all_units_is_not_more_than_the_whole() -> None:
    """X102: 其中 of several units beside the whole that another unit reports."""
    line = "Z9 | 外资签约额 | 亿元 | 年内累计 | 乙街道 | | 乙街道、丙街道 | 求和 | | | | "
    of = _by_lead(line).replace("汇总方式 |", "汇总方式 | 其中属于 |").replace("求和 |", "求和 | Z1 |")
    lines = [
        one.replace("| | |", "| | | |", 1) if one.startswith("Z") and "求和" not in one and one.count("|") > 5 else one
        for one in of.splitlines()
    ]
    of = "\n".join(lines)
    parts = [("乙街道", "Z9 | 本月累计 | 40"), ("丙街道", "Z9 | 本月累计 | 25")]
    (finding,) = told(("甲局", ""), *parts, of=of)
    assert (finding.rule.code, finding.department, finding.place.cell) == ("X102", "甲局", "I2")
    assert "65亿元" in finding.message
    assert told(("甲局", ""), parts[0], of=of) == []


def test_what_units_contradict_counts_in_their_verdicts_and_marks(tmp_path: Path) -> None:
    """Both files are used and both are asked about; the other unit's and the other month's are left alone."""
    one = office(tmp_path)
    one.put("2025-05/乙街道.xlsx", form_bytes("二-2-1 | 本月进展 | 5月9日划定网格", department="乙街道", month=MAY))
    one.put("2025-06/丙街道.xlsx", form_bytes(department="丙街道"))
    one.put("2025-06/乙街道.xlsx", form_bytes(DONE, department="乙街道"))
    one.put("2025-06/甲局.xlsx", form_bytes(LATE))
    examined = one.examined()
    told = {f.place.file: f.rule.code for f in examined.findings if f.rule.code.startswith("X")}
    assert told == {"测试/2025-06/甲局.xlsx": "X105", "测试/2025-06/乙街道.xlsx": "X105"}
    verdicts = {file: verdict for file, verdict in examined.verdicts.items() if verdict is not Verdict.USED}
    assert verdicts == dict.fromkeys(told, Verdict.USED_WITH_QUESTIONS)
    entry = examined.history["乙街道"][-1].entry("任务进展", "二-2-1", "进展状态")
    assert entry is not None
    assert examined.history["乙街道"][-1].is_questioned(entry)
    assert examined.history["乙街道"][-1].status("二-2-1") is Status.DONE


def test_the_shipped_forms_do_not_contradict_each_other_nor_themselves() -> None:
    """X101, N101 and all their kin must not: nobody is asked about an honest sentence."""
    desk = Desk(ROOT / "inputs", ROOT / "outputs", ROOT / "templates", datetime(2026, 1, 1))  # noqa: DTZ001 -- a fixed day
    plans = load_plans(desk.inputs)
    everything = examine_everything(desk, plans, choose(plans, None), lambda _: None)
    assert [f.message for one in everything for f in one.findings if f.rule.code[0] in "XN"] == []
