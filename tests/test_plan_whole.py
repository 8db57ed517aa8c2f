"""The plan, whole: years, adjustments, renamed units, shares, curves; every way a notice contradicts itself."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
import test_plan
from hypothesis import given, settings
from hypothesis import strategies as st
from office import JUNE, PLAN, plan
from openpyxl import Workbook as Book

from reportgen.forms.asked import Known, carried_value, form_of, goal_of
from reportgen.period import Period, Span
from reportgen.plan.contradictions import RULES, examine
from reportgen.plan.example import example_tables, new_plan
from reportgen.plan.in_force import in_force, lineage
from reportgen.plan.model import (
    Adjustment,
    Aggregation,
    Allocation,
    Appointment,
    Basics,
    Clause,
    Comparison,
    Curve,
    Department,
    Direction,
    Frequency,
    Grade,
    Indicator,
    Kind,
    Milestone,
    Monthly,
    Plan,
    PlanError,
    Reporter,
    Row,
    Stage,
    Strength,
    Target,
    Task,
    Waiver,
)
from reportgen.plan.pace import pace
from reportgen.plan.tables import tables
from reportgen.plan.workbook import read_plan
from reportgen.plan.writing import write_plan
from reportgen.workbooks.read import read

BASE = """
[基本信息]
项目     | 内容
计划编号 | 三年-1
计划名称 | 三年方案
简称     | 三年行动
统筹单位 | 甲局
起始日期 | 2022-01-01
结束日期 | 2024-12-31

[单位]
单位名称 | 类别 | 成员 | 原名 | 生效月份
甲局     | 部门 |      |      |
{units}

[指标]
指标编号 | 指标名称 | 计量单位 | 类型 | 方向 | 比较 | 牵头单位 | 填报单位 | 权重 | 上年基数 | 其中属于 | 计入存量 | 每年不少于 | 进度曲线
{indicators}

[年度目标]
指标编号 | 年份 | 目标值 | 比较 | 挑战值 | 1月 | 2月 | 3月 | 4月 | 5月 | 6月 | 7月 | 8月 | 9月 | 10月 | 11月 | 12月
{targets}

[任务]
任务编号 | 章节 | 任务名称 | 牵头单位 | 责任单位 | 权重
一-1 | （一）章 | 任务一 | 甲局 | {partners} | {weight}
{more}
"""
STREETS = "乙街 | 街道 | | |\n丙街 | 街道 | | |\n各街 | 集合 | 乙街、丙街 | |"


def years(
    indicators: str,
    targets: str = "",
    more: str = "",
    *,
    units: str = STREETS,
    partners: str = "各街",
    weight: str = "",
) -> str:
    """A plan of three years; a target is 编号 年份 目标值 比较 挑战值 and, where given, twelve months."""
    return BASE.format(units=units, indicators=indicators, targets=targets, more=more, partners=partners, weight=weight)


def told(text: str, code: str) -> list[tuple[str | None, str]]:
    """What one rule says: the cell and the sentence."""
    return [(f.place.cell, f.message) for f in examine(plan(text)) if f.rule == code]


FLOW = "Z1 | 净增企业 | 家 | 年内累计 | | | 甲局 | | | | | {into} | {floor} |"
STOCK = "Z2 | 企业总数 | 家 | 期末存量 | | > | 甲局 | | | {base} | | | |"


# ---- what notices contradict themselves in


def test_years_that_do_not_lead_to_the_total_are_told() -> None:
    """65 + 75 + 85 on 200 is 425: 突破500 is not reached."""
    text = years(
        FLOW.format(into="Z2", floor="") + "\n" + STOCK.format(base="200"),
        "Z1 | 2022 | 65\nZ1 | 2023 | 75\nZ1 | 2024 | 85\nZ2 | 2024 | 500",
    )
    ((cell, message),) = told(text, "J310")
    assert cell == "C5"
    assert "只到425家" in message
    assert told(text.replace("| 200 |", "| 280 |"), "J310") == []


def test_a_base_that_is_not_given_is_asked_for_not_accused() -> None:
    """Without the base nobody knows whether 225 added lead to 500."""
    text = years(
        FLOW.format(into="Z2", floor="") + "\n" + STOCK.format(base=""),
        "Z1 | 2022 | 65\nZ1 | 2023 | 75\nZ1 | 2024 | 85\nZ2 | 2024 | 500",
    )
    ((cell, message),) = told(text, "J310")
    assert cell == "J3"
    assert "基数应在275家左右" in message
    assert told(text, "J303") == []


def test_every_year_at_least_n_above_that_years_target_is_told() -> None:
    """每年10个以上 beside a table that says 8."""
    text = years(FLOW.format(into="", floor="10"), "Z1 | 2022 | 8\nZ1 | 2023 | 10\nZ1 | 2024 | 12")
    assert [cell for cell, _ in told(text, "J311")] == ["C2"]


def test_a_later_year_below_an_earlier_one_is_told_by_direction() -> None:
    """Forward figures must not fall, reverse ones and ranks must not rise."""
    text = years(FLOW.format(into="", floor=""), "Z1 | 2022 | 8\nZ1 | 2023 | 7\nZ1 | 2024 | 12")
    assert [cell for cell, _ in told(text, "J309")] == ["C3"]
    rank = "Z1 | 位次 | 位 | 位次 | | | 甲局 | | | | | | |"
    assert told(years(rank, "Z1 | 2022 | 8\nZ1 | 2023 | 7\nZ1 | 2024 | 5"), "J309") == []
    assert [cell for cell, _ in told(years(rank, "Z1 | 2022 | 3\nZ1 | 2023 | 7"), "J309")] == ["C3"]


def test_two_targets_of_one_year_are_told_with_both_and_the_first_counts() -> None:
    """场景5个 here and 6个 there; 超过14% here and 14% there."""
    text = years(FLOW.format(into="", floor=""), "Z1 | 2022 | 6\nZ1 | 2022 | 5")
    ((cell, message),) = told(text, "J307")
    assert cell == "C3"
    assert "第2行是≥6家，这里是≥5家" in message
    assert plan(text).indicators[0].target(2022) == Target(2022, Decimal(6), Row("", "", 0))
    ((_, message),) = told(years(FLOW.format(into="", floor=""), "Z1 | 2022 | 14 | >\nZ1 | 2022 | 14"), "J307")
    assert "是>14家，这里是≥14家" in message
    ((_, message),) = told(years(FLOW.format(into="", floor=""), "Z1 | 2022 | 14\nZ1 | 2022 | 14"), "J307")
    assert "都是≥14家" in message


def test_a_challenge_is_beyond_its_target_also_where_less_is_better() -> None:
    """目标14、挑战15 is right for growth and wrong for accidents."""
    reverse = "Z1 | 事故 | 起 | 年内累计 | 逆向 | | 甲局 | | | | | | |"
    assert len(told(years(reverse, "Z1 | 2022 | 14 | | 15"), "J302")) == 1
    assert told(years(reverse, "Z1 | 2022 | 14 | | 12"), "J302") == []
    assert told(years(FLOW.format(into="", floor=""), "Z1 | 2022 | 14 | | 15"), "J302") == []


SHARED = "Z1 | 净增企业 | 家 | 年内累计 | | | 甲局 | 各分解单位 | | | | | |"
SHARES = """
[指标分解]
年份 | 单位名称 | Z1
2022 | 乙街 | 60
2022 | 丙街 | {second}
2022 | 合计 | {total}
"""


@pytest.mark.parametrize(
    ("second", "total", "target", "column", "whole"),
    [("40", "100", "94", [], ["C4"]), ("40", "94", "94", ["C4"], []), ("34", "94", "94", [], [])],
)
def test_shares_their_printed_total_and_the_target_must_agree(
    second: str, total: str, target: str, column: list[str], whole: list[str]
) -> None:
    """100 shared out of 94; a column that adds up to 100 above a printed 94."""
    text = years(SHARED, f"Z1 | 2022 | {target}", SHARES.format(second=second, total=total))
    assert [cell for cell, _ in told(text, "J312")] == column
    assert [cell for cell, _ in told(text, "J313")] == whole


def test_shares_without_a_printed_total_are_added_up() -> None:
    """The last line may be missing."""
    shares = "\n".join(SHARES.format(second="40", total="").splitlines()[:-1])
    ((_, message),) = told(years(SHARED, "Z1 | 2022 | 94", shares), "J313")
    assert "各单位加起来是100，2022年目标是94" in message


def test_shares_that_nobody_is_asked_for_are_told() -> None:
    """The lead reports, the streets have shares: one of the two is wrong."""
    text = years(SHARED.replace("各分解单位", "甲局"), "Z1 | 2022 | 100", SHARES.format(second="40", total="100"))
    assert [cell for cell, _ in told(text, "J314")] == ["C2"]


def test_weights_add_up_to_a_hundred_by_sheet_or_together() -> None:
    """60 and 40 over two sheets are as good as 100 on one."""
    one = FLOW.format(into="", floor="").replace("甲局 | | |", "甲局 | | {} |", 1)
    assert len(told(years(one.format("60"), "Z1 | 2022 | 8"), "J317")) == 1
    assert told(years(one.format("60"), "Z1 | 2022 | 8", weight="40"), "J317") == []
    assert told(years(one.format("100"), "Z1 | 2022 | 8", weight="100"), "J317") == []
    assert told(years(one.format("100"), "Z1 | 2022 | 8"), "J317") == []


def test_a_part_is_not_above_its_whole() -> None:
    """规上3家 of 高新2家."""
    part = "Z2 | 其中规上 | 家 | 年内累计 | | | 甲局 | | | | Z1 | | |"
    text = years(FLOW.format(into="", floor="") + "\n" + part, "Z1 | 2022 | 2\nZ2 | 2022 | 3")
    assert [cell for cell, _ in told(text, "J316")] == ["C3"]


def test_the_leads_figure_wants_the_lead_to_report() -> None:
    """牵头值 of a lead that is not asked would never come."""
    text = years(FLOW.format(into="牵头值", floor="").replace("甲局 | |", "甲局 | 各街 |", 1), "Z1 | 2022 | 8")
    text = text.replace("计入存量", "汇总方式")
    assert len(told(text, "J212")) == 1
    assert told(text.replace("甲局 | 各街", "甲局 | 牵头、各街"), "J212") == []


def test_a_target_below_nought_is_asked_about() -> None:
    """-50家 is a slip; 0起事故 is a target, 0家 is none."""
    flow = FLOW.format(into="", floor="")
    assert [cell for cell, _ in told(years(flow, "Z1 | 2022 | -50"), "J327")] == ["C2"]
    assert [cell for cell, _ in told(years(flow, "Z1 | 2022 | 0"), "J327")] == ["C2"]
    reverse = "Z1 | 事故 | 起 | 年内累计 | 逆向 | | 甲局 | | | | | | |"
    assert told(years(reverse, "Z1 | 2022 | 0"), "J327") == []


def test_two_ways_to_write_one_unit_are_asked_about() -> None:
    """区发改局 beside 区发展和改革局, and brackets of two kinds."""
    for first, second in (("区发展和改革局", "区发改局"), ("区委〈区政府〉办公室", "区委（区政府）办公室")):
        units = f"{first} | 部门 | | |\n{second} | 部门 | | |"
        assert [cell for cell, _ in told(years("", units=units, partners=f"{first}、{second}"), "J318")] == ["A4"]
    apart = "区商务局 | 部门 | | |\n区招商局 | 部门 | | |"
    assert told(years("", units=apart, partners="区商务局、区招商局"), "J318") == []


def test_a_group_without_members_is_a_question_and_never_a_form() -> None:
    """有关街道办事处 cannot be asked for anything until somebody says which; also where nobody else is named."""
    text = years("", units="有关街道 | 集合 | | |", partners="").replace("任务一 | 甲局", "任务一 | 有关街道")
    one = plan(text)
    assert [f.rule for f in examine(one) if f.grade is not Grade.NOTE] == ["J304"]
    assert one.reporting_departments == ()


def test_groups_may_hold_each_other() -> None:
    """A circle of groups ends, with nobody in it."""
    circle = years("", units="甲组 | 集合 | 乙组、甲局 | |\n乙组 | 集合 | 甲组 | |", partners="乙组")
    assert plan(circle).members(("乙组",)) == ("甲局",)


def test_a_calendar_that_runs_backwards_is_told() -> None:
    """A deadline before its month begins, a month written twice."""
    calendar = """
[报送安排]
报告类型 | 期间 | 截止日
月度 | 2022-04 | 2022-03-28
月度 | 2022-05 | 2022-05-28
月度 | 2022-05 | 2022-05-29
"""
    assert [cell for cell, _ in told(years("", more=calendar), "J323")] == ["C2", "B4"]


def test_a_curve_by_nodes_wants_nodes() -> None:
    """按节点 without 里程碑 counts by the month, which is said."""
    text = years(FLOW.format(into="", floor="") + "按节点", "Z1 | 2022 | 8")
    assert [cell for cell, _ in told(text, "J322")] == ["N2"]


def test_units_that_add_up_without_shares_are_mentioned() -> None:
    """Two streets for one total: neither can be judged by the whole of it."""
    text = years(FLOW.format(into="", floor="").replace("甲局 | |", "甲局 | 各街 |", 1), "Z1 | 2022 | 8")
    assert len(told(text, "J405")) == 1
    one = plan(text)
    assert goal_of(one, "乙街", one.indicators[0], 2022) is None


def test_one_thing_a_year_counted_by_the_month_is_mentioned() -> None:
    """举办大赛1场 is not half late in June."""
    text = years(FLOW.format(into="", floor=""), "Z1 | 2022 | 1\nZ1 | 2023 | 1")
    assert [cell for cell, _ in told(text, "J406")] == ["N2"]
    assert told(years(FLOW.format(into="", floor="") + "年末一次", "Z1 | 2022 | 1"), "J406") == []


def test_a_year_without_a_target_is_mentioned() -> None:
    """到2024年突破500家: in 2022 the figure is asked for, and nothing is compared."""
    text = years(STOCK.format(base="300"), "Z2 | 2024 | 500")
    assert len(told(text, "J403")) == 1
    form = form_of(plan(text), Period(2022, 5), "甲局", Known())
    assert form.indicators[0].goal is None
    assert form.indicators[0].later == Target(2024, Decimal(500), Row("", "", 0))


# ---- years, changes, people

ADJUSTED = years(
    FLOW.format(into="", floor="") + "按月目标",
    "Z1 | 2022 | 12 | | 15 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12\nZ1 | 2023 | 20",
    """
[目标调整]
指标编号 | 生效月份 | 原目标值 | 新目标值 | 批准文号 | 说明
Z1 | 2022-07 | 12 | 18 | 测政〔2022〕20号 |
""",
).replace("Z1 | 2023 | 20", "Z1 | 2023 | 20 | | | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 20")


def test_the_target_in_force_is_that_of_the_month() -> None:
    """Until June the old target, from July the new one, next year its own."""
    one = plan(ADJUSTED)
    values = [
        in_force(one, Period(2022, m)).indicators[0].target(2022).value  # type: ignore[union-attr]
        for m in (6, 7, 12)
    ]
    assert values == [12, 18, 18]
    assert in_force(one, Period(2023, 1)).indicators[0].target(2023).value == 20  # type: ignore[union-attr]
    assert [c.document for c in in_force(one, Period(2022, 7)).indicators[0].target(2022).changed] == [  # type: ignore[union-attr]
        "测政〔2022〕20号"
    ]


def test_an_adjusted_target_changes_the_goals_after_it_only() -> None:
    """June was due at 6 of 12; December is due at 18 of 18."""
    one = plan(ADJUSTED)

    def due(month: int) -> Decimal:
        now = in_force(one, Period(2022, month))
        target = now.indicators[0].target(2022)
        assert target is not None
        share = pace(now, now.indicators[0], Period(2022, month), target.value)
        assert share is not None
        return share * target.value

    assert [due(m) for m in (6, 8, 12)] == [6, 12, 18]


def test_an_adjustment_that_does_not_fit_is_told() -> None:
    """The old value must be the one in force; the month must lie in the plan, its year have a target."""
    assert told(ADJUSTED, "J324") == []
    assert [cell for cell, _ in told(ADJUSTED, "J325")] == ["D2"]
    wrong = {"2022-07 | 12": ("2022-07 | 13", "C2"), "2022-07": ("2025-07", "B2"), "| 2022-07": ("| 2024-07", "A2")}
    for old, (new, cell) in wrong.items():
        assert [at for at, _ in told(ADJUSTED.replace(old, new), "J324")] == [cell]


RENAMED = years(
    FLOW.format(into="", floor=""),
    "Z1 | 2022 | 12",
    units="区科创局 | 部门 | | 区科技局 | 2022-07",
    partners="区科创局",
).replace("年内累计 | | | 甲局", "年内累计 | | | 区科技局")


def test_a_renamed_unit_has_its_old_name_until_the_month_and_keeps_its_past() -> None:
    """One unit, two names: whichever the plan's rows use."""
    one = plan(RENAMED)
    names = [
        [d.name for d in in_force(one, month).reporting_departments] for month in (Period(2022, 6), Period(2022, 7))
    ]
    assert names == [["甲局", "区科技局"], ["甲局", "区科创局"]]
    assert [in_force(one, m).reporters_of("Z1") for m in (Period(2022, 6), Period(2022, 7))] == [
        ("区科技局",),
        ("区科创局",),
    ]
    assert lineage(one, "区科创局") == ("区科技局", "区科创局")
    assert told(RENAMED, "J203") == []


MERGED = years(
    SHARED,
    "Z1 | 2022 | 100",
    SHARES.format(second="40", total="100"),
    units="乙街 | 街道 | | |\n丙街 | 街道 | | |\n丁街 | 街道 | | 乙街、丙街 | 2022-07\n各街 | 集合 | 乙街、丙街 | |",
)


def test_merged_units_become_one_with_the_shares_of_all() -> None:
    """乙街 and 丙街 make 丁街 in July: its share is theirs together."""
    one = plan(MERGED)
    june, july = in_force(one, Period(2022, 6)), in_force(one, Period(2022, 7))
    assert [d.name for d in june.reporting_departments] == ["甲局", "乙街", "丙街"]
    assert [d.name for d in july.reporting_departments] == ["甲局", "丁街"]
    assert goal_of(july, "丁街", july.indicators[0], 2022) == 100
    assert july.responsible_for(july.tasks[0]) == ("甲局", "丁街")
    assert lineage(one, "丁街") == ("乙街", "丙街", "丁街")


@pytest.mark.parametrize(
    ("change", "cell"),
    [
        (("| 区科技局 | 2022-07", "| 区科技局 |"), "E3"),
        (("| 区科技局 | 2022-07", "| | 2022-07"), "D3"),
        (("| 区科技局 | 2022-07", "| 区科技局 | 2025-07"), "E3"),
    ],
)
def test_a_renaming_needs_name_and_month(change: tuple[str, str], cell: str) -> None:
    """Half a renaming is asked about."""
    text = RENAMED.replace("年内累计 | | | 区科技局", "年内累计 | | | 区科创局").replace(*change)
    assert [at for at, _ in told(text, "J320")] == [cell]


def test_a_plan_in_which_nothing_changes_is_its_own_view() -> None:
    """No copy is made for the ordinary plan."""
    one = plan()
    assert in_force(one, JUNE) is one


# ---- pace


def share_of(text: str, month: Period) -> str:
    """What is due of the first indicator by the end of a month."""
    one = plan(text)
    target = one.indicators[0].target(month.year)
    assert target is not None
    due = pace(one, one.indicators[0], month, target.value)
    return "—" if due is None else f"{due:.4f}"


def test_months_given_one_by_one_are_the_pace() -> None:
    """按月目标: 3 of 12 by May."""
    months = "Z1 | 2022 | 12 | | | 0 | 0 | 1 | 2 | 3 | 6 | 6 | 6 | 6 | 9 | 9 | 12"
    assert share_of(years(FLOW.format(into="", floor="") + "按月目标", months), Period(2022, 5)) == "0.2500"


def test_a_month_left_blank_in_months_given_one_by_one_must_be_filled() -> None:
    """A gap in the curve is no goal of nought."""
    text = years(FLOW.format(into="", floor="") + "按月目标", "Z1 | 2022 | 12 | | | 0 | | 1")
    ((cell, message),) = told(text, "J210")
    assert cell == "G2"
    assert "没有填2月、4月、5月" in message


def test_a_stock_of_a_later_year_starts_from_the_target_before() -> None:
    """1 in 2022 and 2 in 2023: June 2023 is due at 1.5 of 2."""
    stock = "Z1 | 机构数 | 家 | 期末存量 | | | 甲局 | | | 0 | | | |"
    text = years(stock, "Z1 | 2022 | 1\nZ1 | 2023 | 2\nZ1 | 2024 | 3")
    assert share_of(text, Period(2023, 6)) == "0.7500"
    assert share_of(text, Period(2022, 6)) == "0.5000"


def test_quarter_goals_of_a_stock_are_what_they_say() -> None:
    """基数300, 350 by the half-year: 350 of 400 is at pace, and the first quarter starts from 300."""
    text = PLAN.replace("| >    |          |          | 300", "| >    |          | 按季目标 | 300").replace(
        "指标编号 | 年份 | 目标值\n", "指标编号 | 年份 | 目标值 | 一季度 | 二季度 | 三季度 | 四季度\n"
    )
    text = text.replace("Z5       | 2025 | 400", "Z5 | 2025 | 400 | 330 | 350 | 380 | 400")
    one = plan(text)
    stock = one.indicator("Z5")
    assert stock is not None
    due = [pace(one, stock, Period(2025, m), Decimal(400)) for m in (1, 3, 6)]
    assert due == [Decimal(310) / 400, Decimal(330) / 400, Decimal(350) / 400]


def test_a_share_of_a_stock_has_the_pace_of_the_whole_and_no_base() -> None:
    """The plan's 300 were not one street's."""
    shared = "Z1 | 余额 | 亿元 | 期末存量 | | | 甲局 | 各分解单位 | | 300 | | | |"
    text = years(shared, "Z1 | 2022 | 400", SHARES.format(second="340", total="400"))
    one = in_force(plan(text), Period(2022, 6))
    indicator = one.indicators[0]
    assert pace(one, indicator, Period(2022, 6), Decimal(60)) == Decimal("0.875")
    assert carried_value(one, Period(2022, 6), indicator, Known()) is None


# ---- the workbook


def _book(change: str) -> bytes:
    book = Book()
    book.remove(book["Sheet"])
    for block in PLAN.split("[")[1:]:
        name, _, body = block.partition("]")
        sheet = book.create_sheet(name)
        for line in body.strip().splitlines():
            sheet.append([cell.strip() or None for cell in line.split("|")])
    book["任务"].merge_cells(change)
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_merged_cells_are_one_sentence_each() -> None:
    """A chapter merged over its tasks: which rows it means is not guessed, and the blanks below are not told too."""
    with pytest.raises(PlanError) as caught:
        read_plan(read(_book("B2:B4"), merges=True), "计划.xlsx")
    assert [(f.rule, f.place.cell) for f in caught.value.findings] == [("J108", "B2:B4")]
    assert read_plan(read(_book("F1:G1"), merges=True), "计划.xlsx") == plan()


SHEETS_OF_PLAN = ("基本信息", "单位", "指标", "年度目标", "任务", "里程碑")


def _block(name: str) -> str:
    """A sheet of the small plan, with its heading."""
    return next(f"[{block}" for block in PLAN.split("[")[1:] if block.startswith(f"{name}]"))


@pytest.mark.parametrize("name", SHEETS_OF_PLAN)
@pytest.mark.parametrize("how", ["missing", "renamed", "blank", "without headings"])
def test_a_sheet_that_cannot_be_used_is_one_sentence(name: str, how: str) -> None:
    """One cause, one line: what only follows from it is not told too."""
    block = _block(name)
    heads = block.splitlines()[1]
    text = {
        "missing": "",
        "renamed": block.replace(f"[{name}]", f"[{name}表]"),
        "blank": f"[{name}]\n \n",
        "without headings": block.replace(heads, "随便 | 写的"),
    }[how]
    broken = PLAN.replace(block, text)
    if name == "里程碑" and how == "missing":
        assert plan(broken).milestones == ()
        return
    with pytest.raises(PlanError) as caught:
        plan(broken)
    expected = {"missing": "J101", "renamed": "J107"}.get(how, "J102")
    assert [f.rule for f in caught.value.findings] == [expected]
    assert len({f.message for f in caught.value.findings}) == 1


def test_harmless_variations_are_accepted_in_silence() -> None:
    """Columns in another order, further columns and sheets, blanks, numbers as text in full width."""
    block = _block("年度目标")
    turned = block.replace("指标编号 | 年份 | 目标值", "目标值 | 说明 | 年 份* | 指标编号")
    for line in block.splitlines()[2:]:
        code, year, value = (cell.strip() for cell in line.split("|")) if "|" in line else ("", "", "")
        wide = value.translate({ord("0") + n: ord("０") + n for n in range(10)})
        turned = turned.replace(line, f"'{wide}  | 随便 | '{year}年 |  {code} ") if code else turned
    assert plan(PLAN.replace(block, turned + "\n[随手记]\n随便 | 写的\n1 | 2\n")) == plan()


def test_ids_are_known_in_any_width_and_with_blanks() -> None:
    """Ｚ１ is Z1."""
    assert plan(PLAN.replace("Z1       | 2025", "Ｚ １       | 2025")).indicators[0].targets


def test_every_plan_rule_has_a_test() -> None:
    """No plan rule is there that nothing proves."""
    here = set(re.findall(r'"(J\d{3})"', Path(__file__).read_text(encoding="utf-8")))
    assert {rule.code for rule in RULES} <= here | set(test_plan.CONTRADICTIONS) | {"J301", "J302", "J402"}


# ---- what is written is what is read

_WORDS = st.text(alphabet="甲乙丙丁戊己庚辛壬癸测试办", min_size=1, max_size=6)
_AMOUNTS = st.decimals(min_value=0, max_value=10**9, places=2).map(lambda d: d.normalize() + 0)
_DAYS = st.dates(date(2022, 1, 1), date(2024, 12, 31))
_MONTHS = st.builds(Period, st.integers(2022, 2024), st.integers(1, 12))
_ROW = Row("", "", 0)
_T = TypeVar("_T")


def _maybe(strategy: st.SearchStrategy[_T]) -> st.SearchStrategy[_T | None]:
    return st.none() | strategy


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan that can be written: names and ids once each, everything else at random."""
    names = draw(st.lists(_WORDS, min_size=1, max_size=4, unique=True))
    departments = tuple(
        Department(
            name=f"{name}局",
            row=_ROW,
            aliases=draw(st.sampled_from(((), (f"{name}简称",)))),
            category=draw(st.sampled_from(("部门", "街道", ""))),
            ranking=draw(st.sampled_from(("", "一组"))),
            contact=draw(_WORDS),
            phone="027-1",
            reports=draw(st.booleans()),
            note=draw(st.sampled_from(("", "待确认"))),
        )
        for name in names
    )
    unit = st.sampled_from([d.name for d in departments])
    codes = [f"Z{n}" for n in range(draw(st.integers(1, 4)))]
    return Plan(
        basics=Basics(
            code=draw(_WORDS), name=draw(_WORDS), short=draw(_WORDS), coordinator=draw(unit),
            start=date(2022, 1, 1), end=date(2024, 12, 31), document=draw(_WORDS), issued=draw(_maybe(_DAYS)),
            issuer=draw(_WORDS), brief_name=draw(_WORDS), first_issue=draw(st.integers(1, 99)),
            monthly_due=draw(_maybe(st.builds(Monthly, st.integers(0, 1), st.integers(1, 31)))),
            monthly_lock=draw(_maybe(st.builds(Monthly, st.integers(0, 1), st.integers(1, 31)))),
            contact=draw(_WORDS), phone="027-2", report_to=draw(_WORDS), copy_to=draw(_WORDS), send_to=draw(_WORDS),
            copies=draw(_maybe(st.integers(1, 999))), demonstration=draw(st.booleans()),
        ),
        departments=departments,
        indicators=tuple(_indicator(draw, code, unit) for code in codes),
        tasks=tuple(
            Task(
                code=f"一-{n}", chapter=draw(_WORDS), name=draw(_WORDS), row=_ROW, content=draw(_WORDS),
                leads=(draw(unit),), partners=tuple(draw(st.lists(unit, unique=True))), deadline=draw(_maybe(_DAYS)),
                weight=draw(_maybe(_AMOUNTS)), indicators=tuple(draw(st.lists(st.sampled_from(codes), unique=True))),
            )
            for n in range(draw(st.integers(0, 3)))
        ),
        milestones=tuple(draw(st.lists(st.builds(
            Milestone, st.just("一-0"), _WORDS, _DAYS, unit, st.just(_ROW), st.just("注")), max_size=2))),
        allocations=tuple(Allocation(2022, d.name, "Z0", draw(_AMOUNTS), _ROW) for d in departments),
        printed_totals=(Allocation(2022, "合计", "Z0", draw(_AMOUNTS), _ROW),),
        calendar=tuple(draw(st.lists(st.builds(
            Appointment, st.just(Span.MONTH), _MONTHS, _DAYS, st.sampled_from(Reporter), st.just(_ROW),
            _maybe(_DAYS), st.just("")), max_size=3))),
        stages=(Stage(draw(_WORDS), draw(_MONTHS), draw(_MONTHS), draw(_WORDS), _ROW),),
        waivers=(Waiver(draw(_WORDS), draw(unit), draw(_maybe(_MONTHS)), draw(_WORDS), draw(_WORDS),
                        draw(_maybe(_DAYS)), _ROW),),
        adjustments=(Adjustment("Z0", draw(_MONTHS), draw(_AMOUNTS), draw(_AMOUNTS), draw(_WORDS), _ROW, "说明"),),
        clauses=(Clause("自定项目", draw(_WORDS), draw(_WORDS), _ROW),),
    )  # fmt: skip


def _indicator(draw: st.DrawFn, code: str, unit: st.SearchStrategy[str]) -> Indicator:
    return Indicator(
        code=code, name=draw(_WORDS), unit=draw(st.sampled_from(("家", "亿元", "%"))), kind=draw(st.sampled_from(Kind)),
        row=_ROW, direction=draw(st.sampled_from(Direction)), comparison=draw(st.sampled_from(Comparison)),
        strength=draw(st.sampled_from(Strength)), frequency=draw(_maybe(st.sampled_from(Frequency))),
        scope=draw(st.sampled_from(("合计", "各"))), part_of=draw(st.sampled_from(("", "Z0"))),
        decimals=draw(st.integers(0, 6)), baseline=draw(_maybe(_AMOUNTS)), weight=draw(_maybe(_AMOUNTS)),
        lead=draw(unit), reporters=draw(st.sampled_from((("牵头",), ("各分解单位",), ("牵头", "各分解单位")))),
        aggregation=draw(st.sampled_from(Aggregation)), curve=draw(st.sampled_from(Curve)), lag=draw(st.integers(0, 12)),
        yearly_floor=draw(_maybe(_AMOUNTS)), feeds=draw(st.sampled_from(("", "Z0"))), note=draw(st.sampled_from(("", "注"))),
        targets=tuple(_target(draw, year) for year in (2022, 2023)),
    )  # fmt: skip


def _target(draw: st.DrawFn, year: int) -> Target:
    return Target(
        year=year, value=draw(_AMOUNTS), row=_ROW, upper=draw(_maybe(_AMOUNTS)), challenge=draw(_maybe(_AMOUNTS)),
        quarters=tuple(draw(_maybe(_AMOUNTS)) for _ in range(4)),
        months=draw(st.just(()) | st.tuples(*[_AMOUNTS] * 12)),
        comparison=draw(_maybe(st.sampled_from(Comparison))), note=draw(st.sampled_from(("", "待确认"))),
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(plans())
def test_a_plan_written_and_read_back_is_the_same_plan(one: Plan) -> None:
    """Nothing of a plan is lost on the way through its workbook."""
    assert read_plan(read(write_plan(tables(one), "测"), merges=True), "计划.xlsx") == one


# ---- a plan to begin with


def test_a_new_plan_says_of_every_example_that_it_is_one() -> None:
    """Nobody sends out forms for 区示例局."""
    rows = example_tables("某方案", 2026)
    with pytest.raises(PlanError) as caught:
        read_plan(read(new_plan("某方案", 2026), merges=True), "计划.xlsx")
    told_of = [f for f in caught.value.findings if f.rule == "J109"]
    assert {f.place.sheet for f in told_of} == set(rows) - {"基本信息", "考核办法"}
    assert {f.place.label for f in caught.value.findings if f.rule == "J103"} == {"内容"}


def test_the_examples_of_a_new_plan_make_a_plan_in_order() -> None:
    """What the clerk learns from is right itself."""
    rows = {
        name: [{key: value for key, value in row.items() if key != "备注"} for row in table]
        for name, table in example_tables("某方案", 2026).items()
    }
    for row in rows["基本信息"]:
        row["内容"] = row["内容"] or {"计划编号": "某-1", "简称": "某事", "统筹单位": "示例局"}.get(str(row["项目"]))
    one = read_plan(read(write_plan(rows, "某"), merges=True), "计划.xlsx")
    assert [f.message for f in examine(one)] == []
    assert len(one.reporting_departments) == 3
