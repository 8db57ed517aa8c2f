"""How far a target has come: every kind of indicator, every kind of empty, up to the sum of the plan."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from office import JUNE, MAY, PLAN, accepted, month, plan, shared

from reportgen.checks.accepted import known_before
from reportgen.intake.filings import State
from reportgen.plan.model import Status
from reportgen.progress import Light, Standing, indicator_progress, judge, task_progress

if TYPE_CHECKING:
    from reportgen.checks.accepted import Accepted
    from reportgen.period import Period


def verdict(code: str, value: str, when: str = "2025-06", text: str = PLAN) -> tuple[str, str, str, str]:
    """Completion, lead, status word and light of a value."""
    one = plan(text)
    indicator = one.indicator(code)
    assert indicator is not None
    target = indicator.target(2025)
    assert target is not None
    told = judge(one, indicator, month(when), target.value, Decimal(value), State.GIVEN)
    return (
        "—" if told.completion is None else f"{told.completion:.4f}",
        "—" if told.lead_over_pace is None else f"{told.lead_over_pace:+.4f}",
        told.standing,
        told.light,
    )


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("120", ("1.0000", "+0.5000", "已完成", "绿")),
        ("72", ("0.6000", "+0.1000", "超序时", "绿")),
        ("71.9", ("0.5992", "+0.0992", "达序时", "绿")),
        ("60", ("0.5000", "+0.0000", "达序时", "绿")),
        ("59.9", ("0.4992", "-0.0008", "滞后", "绿（关注）")),
        ("48", ("0.4000", "-0.1000", "滞后", "绿（关注）")),
        ("47.9", ("0.3992", "-0.1008", "滞后", "黄")),
        ("24", ("0.2000", "-0.3000", "滞后", "黄")),
        ("23.9", ("0.1992", "-0.3008", "严重滞后", "红")),
        ("0", ("0.0000", "-0.5000", "严重滞后", "红")),
    ],
)
def test_a_cumulative_figure_is_set_against_pace(value: str, told: tuple[str, str, str, str]) -> None:
    """Exactly 10 points behind is still watched, exactly 30 still yellow."""
    assert verdict("Z1", value) == told


def test_the_lines_are_the_offices_own() -> None:
    """考核办法 moves them."""
    text = PLAN + "\n[考核办法]\n项目 | 数值 | 依据\n黄灯界线（个百分点） | 5 |\n超序时界线（个百分点） | 3 |\n"
    assert verdict("Z1", "50", text=text)[3] == "黄"
    assert verdict("Z1", "64", text=text)[2] == "超序时"


@pytest.mark.parametrize(
    ("value", "when", "told"),
    [
        ("350", "2025-06", ("0.8750", "+0.0000", "达序时", "绿")),
        ("340", "2025-06", ("0.8500", "-0.0250", "滞后", "绿（关注）")),
        ("400", "2025-06", ("1.0000", "+0.1250", "超序时", "绿")),
        ("400.01", "2025-06", ("1.0000", "+0.1250", "已完成", "绿")),
        ("400", "2025-12", ("1.0000", "+0.0000", "达序时", "绿")),
    ],
)
def test_a_stock_is_set_against_its_way_from_last_year(value: str, when: str, told: tuple[str, ...]) -> None:
    """突破400 is not met by 400."""
    assert verdict("Z5", value, when) == told


@pytest.mark.parametrize(
    ("value", "when", "standing", "lead"),
    [
        ("60", "2025-06", "达序时", "+0.0000"),
        ("55", "2025-06", "滞后", "-0.0500"),
        ("29.9", "2025-06", "严重滞后", "-0.3010"),
        ("70", "2025-06", "超序时", "+0.1000"),
        ("60", "2025-12", "已完成", "+0.0000"),
    ],
)
def test_a_rate_is_set_against_its_target_in_points(value: str, when: str, standing: str, lead: str) -> None:
    """Whether a coverage was reached is known only at the year's end."""
    assert verdict("Z3", value, when)[1:3] == (lead, standing)


@pytest.mark.parametrize(("value", "standing"), [("8.1", "达序时"), ("7.5", "达序时"), ("-2", "滞后"), ("7.4", "滞后")])
def test_growth_has_no_pace(value: str, standing: str) -> None:
    """A growth rate is compared with the annual rate itself, also when it is negative."""
    assert verdict("Z4", value)[2] == standing
    assert verdict("Z4", value)[0] == "—"


@pytest.mark.parametrize(
    ("value", "when", "standing", "light"),
    [
        ("6", "2025-06", "达序时", "绿"),
        ("3", "2025-06", "超序时", "绿"),
        ("8", "2025-06", "滞后", "黄"),
        ("13", "2025-06", "严重滞后", "红"),
        ("0", "2025-06", "超序时", "绿"),
        ("12", "2025-12", "已完成", "绿"),
        ("13", "2025-12", "严重滞后", "红"),
    ],
)
def test_less_is_better_where_the_plan_says_so(value: str, when: str, standing: str, light: str) -> None:
    """A ceiling may be used up by pace; once it is broken it stays broken."""
    assert verdict("Z6", value, when)[2:] == (standing, light)


@pytest.mark.parametrize(
    ("value", "when", "standing"),
    [
        ("3", "2025-06", "达序时"),
        ("1", "2025-06", "达序时"),
        ("4", "2025-06", "滞后"),
        ("3", "2025-12", "已完成"),
        ("2", "2025-12", "已完成"),
        ("9", "2025-12", "严重滞后"),
    ],
)
def test_a_rank_is_better_when_smaller(value: str, when: str, standing: str) -> None:
    """The third place meets 第3位."""
    assert verdict("Z7", value, when)[2] == standing


@pytest.mark.parametrize(
    ("value", "when", "told"),
    [("1.5", "2025-12", ("已完成", "绿")), ("2.4", "2025-12", ("滞后", "黄")), ("3", "2025-06", ("严重滞后", "红"))],
)
def test_a_range_is_left_at_its_upper_end_too(value: str, when: str, told: tuple[str, str]) -> None:
    """1～2亿元 is not met by 3, and 3 is not ahead of it."""
    text = PLAN.replace("年内累计 | 甲局     |      |      | 二-1-2", "年内累计 | 甲局     |      | 区间 | 二-1-2")
    text = text.replace("年份 | 目标值", "年份 | 目标值 | 目标上限").replace("2025 | 120", "2025 | 1 | 2")
    assert verdict("Z1", value, when, text)[2:] == told


@pytest.mark.parametrize(("value", "told"), [("0", ("+0.0000", "达序时")), ("1", ("—", "严重滞后"))])
def test_nought_as_a_ceiling_is_kept_or_broken(value: str, told: tuple[str, str]) -> None:
    """零事故: no figure of points is made up beside it."""
    assert verdict("Z6", value, text=PLAN.replace("Z6       | 2025 | 12", "Z6       | 2025 | 0"))[1:3] == told


def test_percentage_points_are_per_cent_however_the_unit_is_written() -> None:
    """％ and 个百分点 are differences of 0.5 points, not of a fifteenth."""
    for unit in ("％", "个百分点", "百分点", "%"):
        text = PLAN.replace("增加值增速 | %  ", f"增加值增速 | {unit}  ")
        assert verdict("Z4", "7", text=text)[1] == "-0.0050"


TWO_STREETS = (
    PLAN.replace("进度曲线 | 上年基数", "填报单位 | 汇总方式 | 口径")
    .replace("甲局     |      |      | 二-1-2   |          |", "甲局     |      |      | 二-1-2   | 各街道 | {how} |")
    .replace("|          |          | 300", "|  |  |")
)


@pytest.mark.parametrize(
    ("how", "values", "value", "increase", "standing"),
    [
        ("", ("40", "20"), 60, 15, "达序时"),
        ("最大", ("241", "45"), 241, 1, "已完成"),
        ("加权平均", ("60", "30"), 45, None, "滞后"),
        (" | 各", ("130", "60"), 60, None, "达序时"),
        (" | 各", ("130", "121"), 121, None, "已完成"),
    ],
)
def test_several_units_make_one_figure(
    how: str, values: tuple[str, str], value: int, increase: int | None, standing: str
) -> None:
    """Added, the largest, the mean, or where each must reach the target the one furthest from it."""
    one = plan(TWO_STREETS.format(how=how))
    before = {"最大": ("240", "20")}.get(how, ("30", "15"))
    history = {
        name: tuple(
            accepted(f"Z1 | 本月累计 | {amount}", department=name, of=one, month=when)
            for amount, when in ((before[number], MAY), (values[number], JUNE))
        )
        for number, name in enumerate(("乙街道", "丙街道"))
    }
    progress = indicator_progress(one, JUNE, history)[0]
    assert progress.value == value
    assert progress.standing.value == standing
    assert increase is None or progress.increase == increase


def test_a_unit_without_a_share_is_not_judged_by_the_whole() -> None:
    """Two streets for 120亿元 without 指标分解: 30 of one of them is no quarter of its target."""
    one = plan(TWO_STREETS.format(how=""))
    history = {"乙街道": (accepted("Z1 | 本月累计 | 30", department="乙街道", of=one, month=JUNE),)}
    progress = indicator_progress(one, JUNE, history, "乙街道")[0]
    assert (progress.goal, progress.verdict.completion, progress.standing) == (None, None, "未到节点")


def test_merged_units_start_where_they_were_together() -> None:
    """乙街道 had 30 and 丙街道 15 when they became 丁街道: 50 in June is 5 more."""
    text = TWO_STREETS.format(how="").replace("| 类别 | 成员", "| 类别 | 成员 | 原名 | 生效月份")
    text = text.replace("各街道   |   ", "丁街道   | | 街道 | | 乙街道、丙街道 | 2025-06\n各街道   |   ", 1)
    one = plan(text)
    history = {
        name: (accepted(f"Z1 | 本月累计 | {amount}", department=name, of=one, month=when),)
        for name, amount, when in (("乙街道", "30", MAY), ("丙街道", "15", MAY), ("丁街道", "50", JUNE))
    }
    progress = indicator_progress(one, JUNE, history)[0]
    assert (progress.value, progress.increase) == (Decimal(50), Decimal(5))
    assert progress.missing == ()
    assert task_progress(one, JUNE, history)[0].reports[1].department == "丁街道"


@pytest.mark.parametrize(
    ("value", "when", "standing"),
    [("1", "2025-06", "已完成"), ("0", "2025-06", "未到节点"), ("0", "2025-12", "严重滞后")],
)
def test_an_event_is_done_or_not_yet_due(value: str, when: str, standing: str) -> None:
    """An event has no share of itself."""
    assert verdict("Z8", value, when)[2] == standing


def test_a_range_is_met_inside() -> None:
    """1～2 is met by 1, by 2 and not by 3."""
    text = PLAN.replace("位次     | 甲局     |      |      |", "比率     | 甲局     |      | 区间 |").replace(
        "指标编号 | 年份 | 目标值\n", "指标编号 | 年份 | 目标值 | 目标上限\n"
    )
    text = text.replace("Z7       | 2025 | 3", "Z7       | 2025 | 1 | 2")
    assert [verdict("Z7", value, "2025-12", text)[2] for value in ("1", "2")] == ["已完成", "已完成"]
    assert verdict("Z7", "3", "2025-12", text)[2] in ("滞后", "严重滞后")


# ---- the kinds of empty


def standing(changes: str, code: str = "Z1", past: str | None = None, text: str = PLAN) -> tuple[str, str]:
    """Status word and value of an indicator of 甲局 in June."""
    one = plan(text)
    filings = [accepted(past, MAY, of=one)] if past is not None else []
    filings.append(accepted(changes, JUNE, of=one))
    told = {p.indicator.code: p for p in indicator_progress(one, JUNE, {"甲局": tuple(filings)}, "甲局")}[code]
    return told.standing, "—" if told.value is None else f"{told.value:f}"


BLANK = "Z1 | 本月累计 |\nZ1 | 填报情形 | {}\nZ1 | 情况说明 | 上级没有发布"


def test_nought_is_a_value() -> None:
    """0 is a figure like any other."""
    assert standing("Z1 | 本月累计 | 0\nZ1 | 情况说明 | 还没有签约") == ("严重滞后", "0")


def test_no_progress_keeps_last_months_value() -> None:
    """本月无进展: the value stays."""
    assert standing(BLANK.format("本月无进展"), past="Z1 | 本月累计 | 55") == ("滞后", "55")


def test_data_that_are_not_out_are_not_due() -> None:
    """数据未出 leaves the denominator for this month and is said so."""
    assert standing(BLANK.format("数据未出"), past="Z1 | 本月累计 | 55") == ("未到节点", "—")


def test_not_applicable_needs_a_waiver_to_leave_the_denominator() -> None:
    """不适用 is the department's word until 豁免 confirms it."""
    assert standing(BLANK.format("不适用")) == ("未报送", "—")
    waiver = "\n[豁免]\n规则或文件 | 单位名称 | 月份 | 理由 | 批准人\nZ1 | 甲局 | 2025-06 | 职能划出 | 王五\n"
    assert standing(BLANK.format("不适用"), text=PLAN + waiver) == ("不适用", "—")


def test_nothing_at_all_is_not_nought() -> None:
    """未填 is missing, and a missing unit is missing."""
    assert standing("Z1 | 本月累计 |") == ("未报送", "—")
    assert {p.standing for p in indicator_progress(plan(), JUNE, {})} == {Standing.MISSING}


def test_a_refused_value_is_not_used() -> None:
    """约60 is asked about and counts as missing until it is mended."""
    assert standing("Z1 | 本月累计 | 约60") == ("未报送", "—")


def increase(*told: tuple[str, str], code: str = "Z1") -> str:
    """本月新增 of 甲局 in June after the values told in earlier months."""
    filings = tuple(accepted(f"{code} | 本月累计 | {value}", month(when)) for when, value in told)
    now = {p.indicator.code: p for p in indicator_progress(plan(), JUNE, {"甲局": filings}, "甲局")}[code]
    return "—" if now.increase is None else f"{now.increase:f}"


def test_an_increase_is_one_months() -> None:
    """March 30 and June 60 make no 30 in June."""
    assert increase(("2025-05", "50"), ("2025-06", "60")) == "10"
    assert increase(("2025-03", "30"), ("2025-06", "60")) == "—"
    assert increase(("2025-06", "60")) == "—"


def test_an_increase_is_everybodys_or_nobodys() -> None:
    """Where one unit's increase is not known, the sum of the others is none."""
    one = plan(shared())

    def street(name: str, when: Period, value: int) -> Accepted:
        return accepted(f"Z1 | 本月累计 | {value}\nZ1 | 情况说明 | 街道数", when, name, one)

    first = (street("乙街道", MAY, 10), street("乙街道", JUNE, 15))
    second = (street("丙街道", MAY, 20), street("丙街道", JUNE, 22))
    both = indicator_progress(one, JUNE, {"乙街道": first, "丙街道": second})[0]
    half = indicator_progress(one, JUNE, {"乙街道": first, "丙街道": second[1:]})[0]
    assert both.increase == 7
    assert half.increase is None


NODE = "二-1-1/召开大会"


@pytest.mark.parametrize(
    ("told", "known"),
    [
        (["是 2025-04-18"], "2025-04-18"),
        (["是 2025-04-18", "否 "], "—"),
        (["是 2025-04-18", "否 ", "是 2025-06-03"], "2025-06-03"),
        (["是 2025-04-18", " "], "2025-04-18"),
        (["是 2025-07-02"], "—"),
    ],
)
def test_the_latest_word_on_a_node_is_known(told: list[str], known: str) -> None:
    """否 takes 是 back, silence does not, and a day still to come is no day."""
    months = [month("2025-04"), MAY, JUNE]
    filings = []
    for when, words in zip(months, told, strict=False):
        done, _, written = words.partition(" ")
        filings.append(accepted(f"{NODE} | 是否完成 | {done}\n{NODE} | 完成日期 | {written}", when))
    day = known_before(filings).nodes.get(NODE)
    assert (day.isoformat() if day else "—") == known


# ---- the plan's sum


@pytest.mark.parametrize(("first", "second", "total"), [("20", "40", "60"), ("20", None, "20"), (None, None, "—")])
def test_departments_add_up_and_the_missing_are_named(first: str | None, second: str | None, total: str) -> None:
    """A total is the sum of its parts' own records."""
    one = plan(shared())
    history = {
        name: (accepted(f"Z1 | 本月累计 | {value}\nZ1 | 情况说明 | 街道数", JUNE, name, one),)
        for name, value in (("乙街道", first), ("丙街道", second))
        if value is not None
    }
    told = indicator_progress(one, JUNE, history)[0]
    assert ("—" if told.value is None else f"{told.value:f}") == total
    assert len(told.missing) == [first, second].count(None)
    assert len(told.sources) == 2 - [first, second].count(None)


def test_a_tasks_status_is_its_leads() -> None:
    """Other units' statuses stand beside it."""
    one = plan()
    history = {
        "甲局": (accepted("", JUNE),),
        "乙街道": (
            accepted("二-1-1 | 进展状态 | 滞后\n二-1-1 | 存在问题 | 缺人\n二-1-1 | 下步措施 | 补人", JUNE, "乙街道"),
        ),
    }
    task = task_progress(one, JUNE, history)[0]
    assert task.status is Status.UNDER_WAY
    assert [(r.department, r.status) for r in task.reports] == [
        ("甲局", Status.UNDER_WAY),
        ("乙街道", Status.BEHIND),
        ("丙街道", None),
    ]


# ---- what must always hold


@given(st.decimals(0, 300, places=2), st.integers(1, 12))
def test_more_is_never_worse(value: Decimal, index: int) -> None:
    """Where more is better, a larger figure has no worse status."""
    one, order = plan(), [Standing.FAR_BEHIND, Standing.BEHIND, Standing.ON_PACE, Standing.AHEAD, Standing.DONE]
    when = month(f"2025-{index:02d}")
    lower, upper = (judge(one, one.indicators[0], when, Decimal(120), v, State.GIVEN) for v in (value, value + 1))
    assert order.index(lower.standing) <= order.index(upper.standing)


@given(st.decimals(0, 300, places=2), st.integers(1, 12))
def test_a_light_never_contradicts_its_word(value: Decimal, index: int) -> None:
    """On pace is green, far behind is red."""
    one = plan()
    for indicator in one.indicators:
        target = indicator.target(2025)
        assert target is not None
        told = judge(one, indicator, month(f"2025-{index:02d}"), target.value, value, State.GIVEN)
        assert (told.light is Light.GREEN) == told.standing.keeps_pace
        assert (told.light is Light.RED) == (told.standing is Standing.FAR_BEHIND)
        assert (told.light is Light.NONE) == (told.standing is Standing.NOT_DUE)
