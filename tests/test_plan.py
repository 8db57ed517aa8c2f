"""The plan workbook: read whole, told wrong with sheet and cell, and what contradicts itself."""

from __future__ import annotations

from decimal import Decimal

import pytest
from folders import plan_bytes
from office import JUNE, PLAN, plan, workbook

from reportgen.period import Period
from reportgen.plan.contradictions import examine, refuse_unusable
from reportgen.plan.model import Comparison, Curve, Grade, Kind, PlanError, Status
from reportgen.plan.pace import elapsed, pace
from reportgen.plan.sheets import SHEETS
from reportgen.plan.workbook import is_plan, read_plan
from reportgen.workbooks.read import read


def complaints(text: str) -> list[tuple[str | None, str | None, str]]:
    """What reading a plan complains of: sheet, cell, rule."""
    with pytest.raises(PlanError) as caught:
        plan(text)
    return [(f.place.sheet, f.place.cell, f.rule) for f in caught.value.findings]


def contradictions(text: str) -> list[tuple[str, str | None, Grade]]:
    """What a plan that can be read contradicts itself in."""
    return [(f.rule, f.place.cell, f.grade) for f in examine(plan(text))]


def test_the_small_plan_is_in_order() -> None:
    """A plan in order is not asked about anything; that a task has no figure is only mentioned."""
    assert [(f.rule, f.place.cell, f.grade) for f in examine(plan())] == [("J402", "A4", Grade.NOTE)]


def test_a_plan_is_known_by_its_sheets() -> None:
    """Whatever the file is called."""
    assert is_plan(workbook(PLAN))
    assert not is_plan(workbook("[指标进展]\n指标编号 | 本月累计"))


def test_a_plan_is_read_from_the_workbook_that_is_written() -> None:
    """What is written is what is read."""
    assert read_plan(read(plan_bytes()), "计划.xlsx") == plan()


def test_the_same_plan_gives_the_same_bytes() -> None:
    """No clock gets into a plan workbook."""
    assert plan_bytes() == plan_bytes()


def test_columns_may_stand_in_any_order_with_others_between() -> None:
    """Harmless variations are accepted in silence."""
    other = PLAN.replace("项目     | 内容", " 项 目 * | 说明 | 内容").replace(
        "计划编号 | 测-1", "计划编号 | 随便 | 测-1"
    )
    lines = [
        f"{a} | | {b}" if sep and "[" not in a and a.strip() not in ("项 目 *", "计划编号") else line
        for line in other.split("[单位]")[0].splitlines()
        for a, sep, b in [line.partition("|")]
    ]
    assert plan("\n".join(lines) + "\n[单位]" + other.split("[单位]")[1]).basics.code == "测-1"


def test_everything_wrong_is_told_at_once_with_its_cell() -> None:
    """Nobody should have to mend a plan five times."""
    broken = (
        PLAN.replace("年内累计 | 甲局     |      |      | 二-1-2", "当年累计 | 甲局     |      |      | 二-1-2")
        .replace("Z2       | 2025 | 24", "Z2       | 2025 | 二十四")
        .replace("二-2-1   | （二）第二章   | 建设网格", "二-2-1   | （二）第二章   | ")
        .replace("2025-04-30 | 甲局", "四月底 | 甲局")
    )
    assert complaints(broken) == [
        ("指标", "D2", "J104"),
        ("年度目标", "C3", "J104"),
        ("任务", "C4", "J103"),
        ("里程碑", "C2", "J104"),
    ]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ((PLAN[PLAN.index("[任务]") : PLAN.index("[里程碑]")], ""), (None, None, "J101")),
        (("[任务]", "[任务表]"), ("任务表", None, "J107")),
        (("[里程碑]", "[节点]"), ("节点", None, "J107")),
        (("二-2-1   | （二）第二章   | 建设网格", "二-2-1   | （二）第二章   | "), ("任务", "C4", "J103")),
        (("起始日期 | 2025-01-01", "起始日期 | 1925-01-01"), ("基本信息", "B7", "J104")),
        (("Z8       | 2025 | 1", "Z8       | 20250 | 1"), ("年度目标", "B9", "J104")),
        (("指标编号 | 年份 | 目标值", "指标编号 | 年份 | 目标"), ("年度目标", "A1", "J102")),
        (("统筹单位 | 甲局", "统筹单位 |"), ("基本信息", "B6", "J103")),
        (("结束日期 | 2025-12-31", "结束日期 | 年底"), ("基本信息", "B8", "J104")),
        (("锁定日   | 次月7日", "锁定日   | 7"), ("基本信息", "B10", "J104")),
        (("计划编号 | 测-1", "计划编号 | #REF!"), ("基本信息", "B2", "J105")),
        (("计划编号 | 测-1", "计划编号 | =A1"), ("基本信息", "B2", "J105")),
        (("Z8       | 2025 | 1", "Z9       | 2025 | 1"), ("年度目标", "A9", "J106")),
    ],
)
def test_a_plan_that_cannot_be_read_tells_where(
    change: tuple[str, str], place: tuple[str | None, str | None, str]
) -> None:
    """Sheet, cell and rule of what must be mended."""
    assert place in complaints(PLAN.replace(*change))


CONTRADICTIONS = {
    "J201": ("二-1-2   | （一）第一章   | 促成签约", "二-1-1   | （一）第一章   | 促成签约", "A2"),
    "J202": ("丙街道   |            | 街道 |", "丙街道   | 乙街       | 街道 |", "B4"),
    "J203": (
        "二-2-1   | （二）第二章   | 建设网格 | 乙街道   | 甲局",
        "二-2-1   | （二）第二章   | 建设网格 | 丁街道   | 甲局",
        "D4",
    ),
    "J204": ("年内累计 | 甲局     |      |      | 二-1-2", "年内累计 | 甲局     |      |      | 二-9-9", "H2"),
    "J205": ("Z7       | 全市位次 | 位       | 位次     | 甲局", "Z7       | 全市位次 | 位       | 位次     |", None),
    "J206": ("Z8       | 2025 | 1", "", "A9"),
    "J207": (
        "二-1-2   | （一）第一章   | 促成签约 | 甲局     |          |",
        "二-1-2   | （一）第一章   | 促成签约 |          |          |",
        "D3",
    ),
    "J208": ("结束日期 | 2025-12-31", "结束日期 | 2024-12-31", "B8"),
    "J209": ("| 位次     | 甲局     |      |      |", "| 位次     | 甲局     |      | 区间 |", None),
    "J210": (
        "年内累计 | 甲局     |      |      | 二-1-1   |         ",
        "年内累计 | 甲局     |      |      | 二-1-1   | 按季目标",
        None,
    ),
    "J211": (
        PLAN[PLAN.index("[指标]") :],
        "[指标]\n指标编号|指标名称|计量单位|类型\n[年度目标]\n指标编号|年份|目标值\n[任务]\n任务编号|章节|任务名称",
        None,
    ),
    "J213": ("召开大会 | 2025-04-30 | 甲局", "召开大会 | 2025-04-30 | 各街道", "D2"),
    "J303": ("| >    |          |          | 300", "| >    |          |          |", None),
    "J304": ("各街道   |            | 集合 | 乙街道、丙街道", "各街道   |            | 集合 |", None),
    "J305": ("甲局     |          | 2025-05-31", "甲局     |          | 2026-05-31", "F3"),
    "J306": ("召开大会 | 2025-04-30", "召开大会 | 2026-01-10", None),
    "J307": ("Z1       | 2025 | 120", "Z1       | 2025 | 120\nZ1       | 2025 | 100", "C3"),
    "J308": ("Z2       | 新增企业 | 家       ", "Z2       | 签约额   | 亿元     ", "B3"),
    "J315": ("Z3       | 2025 | 60", "Z3       | 2025 | 0.6", "C4"),
    "J318": ("丙街道   |            |", "乙街道办 |            |", "A4"),
    "J319": (
        "建设网格 | 乙街道   |",
        "建设网格 | 各街道   |",
        "D4",
    ),
    "J321": ("Z8       | 2025 | 1", "Z8       | 2025 | 1\nZ8       | 2027 | 1", "B10"),
    "J326": ("甲局     | 逆向 |      ", "甲局     | 逆向 | ≥    ", "G7"),
    "J404": ("召开大会 | 2025-04-30 | 甲局", "召开大会 | 2025-04-30 | 丁公司", "D2"),
    "J401": ("丙街道   |            | 街道 |", "丙街道   |            | 街道 |\n戊公司   |            | 企业 |", "A5"),
}
TARGETS = """
[年度目标]
指标编号 | 年份 | 目标值 | 挑战值 | 一季度 | 二季度 | 三季度 | 四季度
Z1 | 2025 | 120 | {challenge} | {quarters}
"""


@pytest.mark.parametrize("code", CONTRADICTIONS)
def test_a_contradiction_is_found_at_its_cell(code: str) -> None:
    """A plan that contradicts itself is told so before forms go out."""
    old, new, cell = CONTRADICTIONS[code]
    assert old in PLAN
    found = [(rule, at) for rule, at, _ in contradictions(PLAN.replace(old, new))]
    assert code in [rule for rule, _ in found]
    assert cell is None or (code, cell) in found


def _with_targets(challenge: str, quarters: str) -> str:
    rest = "\n".join(line for line in PLAN.split("[年度目标]")[1].split("[任务]")[0].splitlines()[3:])
    return (
        PLAN.split("[年度目标]")[0]
        + TARGETS.format(challenge=challenge, quarters=quarters)
        + rest
        + "\n[任务]"
        + PLAN.split("[任务]")[1]
    )


@pytest.mark.parametrize(
    ("challenge", "quarters", "code"),
    [
        ("", "30 | 20 | 90 | 120", "J301"),
        ("", "30 | 60 | 90 | 110", "J301"),
        ("110", "30 | 60 | 90 | 120", "J302"),
        ("130", "30 | 60 | 90 | 120", ""),
    ],
)
def test_targets_that_disagree_are_asked_about(challenge: str, quarters: str, code: str) -> None:
    """Quarter goals that fall or miss the year's, a challenge below its target."""
    found = contradictions(_with_targets(challenge, quarters))
    assert [rule for rule, _, grade in found if grade is not Grade.NOTE] == ([code] if code else [])


def test_a_plan_with_a_grave_contradiction_is_refused_with_all_of_them() -> None:
    """必须改 stops everything; 请核对 stops nothing."""
    with pytest.raises(PlanError, match="丁街道"):
        refuse_unusable(examine(plan(PLAN.replace("建设网格 | 乙街道", "建设网格 | 丁街道"))))
    refuse_unusable(examine(plan(PLAN.replace("300", ""))))


# ---- what a plan says


def test_groups_are_expanded_for_forms_and_kept_for_print() -> None:
    """各街道 stands for its members."""
    one = plan()
    task = one.tasks[0]
    assert task.partners == ("各街道",)
    assert one.responsible_for(task) == ("甲局", "乙街道", "丙街道")
    assert [d.name for d in one.reporting_departments] == ["甲局", "乙街道", "丙街道"]


def test_an_alias_means_its_unit_everywhere() -> None:
    """The plan's own aliases may stand in any column."""
    one = plan(PLAN.replace("建设网格 | 乙街道   | 甲局", "建设网格 | 乙街     | 甲"))
    assert one.tasks[2].leads == ("乙街道",)
    assert one.tasks[2].partners == ("甲局",)


def test_kinds_comparisons_and_directions_are_read() -> None:
    """A reverse indicator is met from below unless it says otherwise."""
    kinds = {i.code: (i.kind, i.comparison) for i in plan().indicators}
    assert kinds["Z5"] == (Kind.STOCK, Comparison.ABOVE)
    assert kinds["Z6"] == (Kind.CUMULATIVE, Comparison.AT_MOST)
    assert plan().indicators[0].curve is Curve.BY_MONTH
    assert Status("已完成") is Status.DONE


CALENDAR = """
[报送安排]
报告类型 | 期间    | 截止日     | 锁定日
月度     | 2025-04 | 2025-04-28 | 2025-05-08
月度     | 2025-05 | 2025-05-28 |
半年     | 2025-H1 | 2025-06-30 | 2025-07-04
"""


def test_the_calendar_says_which_months_are_reported() -> None:
    """With 报送安排 only its months are asked; the half-year asks with its last month."""
    one = plan(PLAN + CALENDAR)
    assert one.form_months == (Period(2025, 4), Period(2025, 5), JUNE)
    assert one.brief_months == (Period(2025, 4), Period(2025, 5))
    assert [one.due(m).isoformat() for m in one.form_months] == ["2025-04-28", "2025-05-28", "2025-06-30"]
    assert [one.lock(m).isoformat() for m in one.form_months] == ["2025-05-08", "2025-06-07", "2025-07-04"]
    assert [one.asks_summary(m) for m in one.form_months] == [False, False, True]
    assert [one.issue_number(m) for m in one.brief_months] == [1, 2]


def test_without_a_calendar_every_month_is_reported() -> None:
    """Twelve forms, the summary in June and December."""
    one = plan()
    assert len(one.form_months) == 12
    assert [m.index for m in one.form_months if one.asks_summary(m)] == [6, 12]


# ---- 序时进度


def share(text: str, code: str, month: Period) -> str:
    """The pace of an indicator, to four places."""
    one = plan(text)
    indicator = one.indicator(code)
    assert indicator is not None
    target = indicator.target(2025)
    assert target is not None
    due = pace(one, indicator, month, target.value)
    return "—" if due is None else f"{due:.4f}"


def test_pace_is_months_gone_by_months_of_the_plan() -> None:
    """Five of twelve months are 41.67%; published notices compute so."""
    assert share(PLAN, "Z1", Period(2025, 5)) == "0.4167"
    assert elapsed(plan(), Period(2025, 9)) == Decimal("0.75")


def test_a_plan_that_starts_in_april_counts_from_april() -> None:
    """June is a third of the way from April to December."""
    assert share(PLAN.replace("起始日期 | 2025-01-01", "起始日期 | 2025-04-01"), "Z1", JUNE) == "0.3333"


def test_a_stock_starts_from_last_years_end() -> None:
    """300 growing to 400 is due at 350 in June: 87.5% of the target."""
    assert share(PLAN, "Z5", JUNE) == "0.8750"


def test_growth_rates_and_ranks_have_no_pace() -> None:
    """They are set against the target itself."""
    assert [share(PLAN, code, JUNE) for code in ("Z3", "Z4", "Z7")] == ["—", "—", "—"]


def test_events_and_year_end_figures_stay_out_until_december() -> None:
    """A thing done once a year is not late in June."""
    year_end = PLAN.replace("二-1-1   |          |", "二-1-1   | 年末一次 |")
    assert [share(year_end, "Z2", Period(2025, m)) for m in (6, 11, 12)] == ["—", "—", "1.0000"]
    assert [share(PLAN, "Z8", Period(2025, m)) for m in (6, 12)] == ["—", "1.0000"]


@pytest.mark.parametrize(("month", "due"), [(3, "0.2500"), (5, "0.4167"), (6, "0.5000"), (8, "0.6667"), (12, "1.0000")])
def test_quarter_goals_are_joined_by_straight_lines(month: int, due: str) -> None:
    """30, 60, 90, 120: April and May lie between the quarters' ends."""
    text = _with_targets("", "30 | 60 | 90 | 120").replace("二-1-2   |          |", "二-1-2   | 按季目标 |")
    assert share(text, "Z1", Period(2025, month)) == due


def test_a_quarterly_thing_is_due_when_the_quarter_closes() -> None:
    """Nothing is late in May that is due once a quarter."""
    text = _with_targets("", "30 | 60 | 90 | 120").replace(
        "指标编号 | 指标名称 | 计量单位 | 类型     | 牵头单位 |",
        "指标编号 | 指标名称 | 计量单位 | 类型     | 频次 | 牵头单位 |",
    )
    lines = [
        line.replace("| 甲局", "| 每季 | 甲局", 1).replace("二-1-2   |          |", "二-1-2   | 按季目标 |")
        if line.startswith("Z1       | 签约额")
        else line.replace("| 甲局", "| | 甲局", 1)
        if line.startswith("Z") and "甲局" in line
        else line
        for line in text.splitlines()
    ]
    assert [share("\n".join(lines), "Z1", Period(2025, m)) for m in (4, 5, 6)] == ["0.2500", "0.2500", "0.5000"]


def test_late_data_are_compared_with_the_month_they_are_for() -> None:
    """A figure that lags by two months is April's in June."""
    text = PLAN.replace("进度曲线 | 上年基数", "进度曲线 | 数据滞后月数").replace("|          | 300", "|          |")
    lines = [line + " 2" if line.startswith("Z1       | 签约额") else line for line in text.splitlines()]
    assert share("\n".join(lines), "Z1", JUNE) == "0.3333"


def test_the_definition_names_each_sheet_and_heading_once() -> None:
    """One definition for one fact."""
    assert len({s.name for s in SHEETS}) == len(SHEETS)
    for sheet in SHEETS:
        headings = [c.heading for c in sheet.columns]
        assert len(set(headings)) == len(headings)
