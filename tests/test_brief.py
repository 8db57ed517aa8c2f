"""What the brief says: in every kind of month, in sentences that an official would write."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from office import JUNE, MAY, PLAN, accepted, month, plan

from reportgen.checks.verdict import Presence, Turnout, Verdict
from reportgen.reports.account import account
from reportgen.reports.brief import NAMES, brief
from reportgen.reports.provenance import Report, say

if TYPE_CHECKING:
    from reportgen.checks.accepted import Accepted
    from reportgen.period import Period
    from reportgen.plan.model import Plan

GOOD_STREET = "二-2-1 | 进展状态 | 正常推进\n二-2-1 | 本月进展 | 6月20日完成网格划分"


def turned(one: Plan, **presences: Presence) -> tuple[Turnout, ...]:
    """报送情况: everybody in time but those named."""
    verdicts = {Presence.IN_TIME: Verdict.USED, Presence.LATE: Verdict.USED, Presence.RETURNED: Verdict.RETURNED}
    return tuple(
        Turnout(d, at := presences.get(d.name, Presence.IN_TIME), verdicts.get(at)) for d in one.reporting_departments
    )


def written(
    *filings: Accepted, of: Plan | None = None, when: Period = JUNE, department: str = "", **presences: Presence
) -> Report:
    """The brief of June from these filings."""
    one = of or plan()
    history: dict[str, tuple[Accepted, ...]] = {}
    for filing in filings:
        name = filing.filing.department
        history[name] = (*history.get(name, ()), filing)
    turnout = turned(one, **presences)
    return brief(account(one, when, history, turnout, date(2025, 7, 7), department))


def texts(value: object) -> tuple[str, ...]:
    """Paragraphs as a template gets them."""
    assert isinstance(value, tuple)
    return value


def words(report: Report) -> str:
    """Everything the brief says, heading by heading."""
    lines: list[str] = []

    def take(value: Any) -> None:  # noqa: ANN401 -- values of a template
        if isinstance(value, str):
            lines.append(value)
        elif isinstance(value, dict):
            take(list(value.values()))
        elif isinstance(value, list | tuple):
            for one in value:
                take(one)

    take(report.values)
    return "\n".join(lines)


FULL = (
    accepted("", JUNE),
    accepted(GOOD_STREET, JUNE, "乙街道"),
    accepted("", JUNE, "丙街道"),
)
ALL_LATE = (
    "Z1 | 本月累计 | 10\nZ1 | 情况说明 | 大项目在下半年落地\nZ2 | 本月累计 | 2\nZ2 | 情况说明 | 评审周期长\n"
    "Z3 | 本月累计 | 20\nZ4 | 本月累计 | -1.2\nZ5 | 本月累计 | 310\nZ5 | 情况说明 | 银行压降\nZ6 | 本月累计 | 13\nZ7 | 本月累计 | 9\n"
    "二-1-1 | 进展状态 | 滞后\n二-1-1 | 存在问题 | 缺人\n二-1-1 | 下步措施 | 7月底前补齐\n"
    "二-2-1 | 进展状态 | 滞后\n二-2-1 | 存在问题 | 图纸没批\n二-2-1 | 下步措施 | 7月15日前报批"
)


def test_only_known_names_are_given_to_a_template() -> None:
    """Every value that a brief gives is one that a template may name, and the other way round."""
    assert set(written(*FULL).values) == NAMES


def test_the_opening_names_plan_number_period_and_purpose() -> None:
    """Basis and period first, as every notice does."""
    assert (
        written(*FULL).values["导语"]
        == "按照《测试方案》（测政〔2025〕1号）要求，现将2025年6月办理工作进展情况通报如下。"
    )
    assert "现将甲局2025年6月办理工作进展情况报告如下" in str(written(*FULL, department="甲局").values["导语"])


def test_a_month_never_follows_the_plans_name_in_the_title() -> None:
    """2025年6月1号议案 would read as the first of June."""
    title = str(written(*FULL, of=plan(PLAN.replace("简称     | 测试", "简称     | 1号议案办理"))).values["标题"])
    assert title.replace("\n", "") == "1号议案办理工作2025年6月进展情况"


def test_a_demonstration_says_so_in_its_title() -> None:
    """演示数据=是 makes every document carry （演示）."""
    shown = plan(PLAN.replace("锁定日   | 次月7日", "锁定日   | 次月7日\n演示数据 | 是"))
    for report in (written(*FULL, of=shown), written(*FULL, of=shown, department="甲局")):
        assert "（演示）" in str(report.values["标题"])


def test_the_counts_close_and_the_denominator_is_said() -> None:
    """总数 = the sum of the states; what is left out is named."""
    first, second = list(texts(written(*FULL).values["总体进展"]))[:2]
    counts = [int(n) for n in re.findall(r"(?<=[、，已达超滞未严])[^、，]*?(\d+)项", str(first).partition("指标中")[2])]
    assert sum(counts) == 8
    assert second == "未到考核节点或数据未出的1项（办成大赛）不计入比较，计入比较的7项都达到序时进度。"


def test_a_month_with_nothing_behind_says_so_plainly() -> None:
    """No general sentence where there is nothing to say."""
    late_free = accepted("二-1-2 | 进展状态 | 已完成\nZ1 | 本月累计 | 121", JUNE)
    report = written(late_free, *FULL[1:])
    assert report.values["存在问题"] == (
        {"标题": "", "各段": ("本月没有低于序时进度的指标、滞后的任务和逾期的节点。",)},
    )
    steps = words(Report("", "", "", {"五": report.values["下一步工作"]}, {}, ()))
    assert "补齐" not in steps
    assert "各责任单位7月31日前报送7月填报表。" in steps


def test_a_month_with_everything_behind_names_unit_item_gap_and_reason() -> None:
    """Who, what, how far, why; the furthest behind first."""
    report = written(accepted(ALL_LATE, JUNE), *FULL[1:])
    troubles = words(Report("", "", "", {"四": report.values["存在问题"]}, {}, ()))
    assert (
        "甲局：签约额累计10亿元，完成年度目标的8.3%，低于序时进度41.7个百分点（严重滞后，红灯）。原因：大项目在下半年落地。"
        in troubles
    )
    assert "贷款余额达到310亿元，为年度目标的77.5%，低于序时进度10.0个百分点（滞后，绿灯关注）。" in troubles
    assert "增加值增速为-1.2%，低于年度目标8.7个百分点" in troubles
    assert "事故起数累计13起，超出控制目标1起（严重滞后，红灯）" in troubles
    assert "全市位次居第9位，距年度目标差6位" in troubles
    assert "覆盖率为20%，低于年度目标40.0个百分点（严重滞后，红灯）。填报表没有说明原因。" in troubles
    overall = "".join(texts(report.values["总体进展"]))
    assert "计入比较的7项都低于序时进度。" in overall


def test_every_late_item_has_a_next_step_with_unit_and_day() -> None:
    """R38: reason, measure, unit and date."""
    report = written(accepted(ALL_LATE, JUNE), *FULL[1:])
    steps = words(Report("", "", "", {"五": report.values["下一步工作"]}, {}, ()))
    assert "甲局：签约额还差110亿元，余下6个月月均要完成18.33亿元，2025年12月31日前达到年度目标。" in steps
    assert "甲局：全市位次要在2025年12月31日前达到年度目标，目前距年度目标差6位。" in steps
    assert "甲局：7月底前补齐（“培育企业”，完成时限2025年12月31日）。" in steps


def test_a_month_without_any_figures_invents_nothing() -> None:
    """No form at all: nothing is nought, nothing is on time, and nothing is late."""
    report = written(甲局=Presence.MISSING, 乙街道=Presence.MISSING, 丙街道=Presence.MISSING)
    said = words(report)
    assert "截至6月底，方案确定的8项指标均为“未报送”。" in said
    assert "本月暂无可与序时进度比较的指标。" in said
    assert "本月没有收到可用的填报数据，无法判断。" in said
    assert "本月应报送3家，未报送3家（甲局、乙街道、丙街道）。" in said
    assert not report.values["有完成率图"]
    assert not re.search(r"None|nan|\b0项|100\.0%", said)


def test_a_single_unit_is_written_in_the_singular() -> None:
    """One task, one unit: no 均, no 中."""
    report = written(*FULL, department="丙街道")
    assert report.values["总体进展"] == ("1项任务正常推进。",)
    assert report.values["主要指标"] == ("本单位没有填报的量化指标，按任务进展和节点考核。",)
    assert report.values["指标表"] == ()
    assert report.values["报"] == "甲局"


def test_the_units_facts_are_woven_in_clean_with_the_unit_in_front() -> None:
    """Without 一、二, double marks or 我局; other units are counted, the late ones named."""
    lead = accepted("二-1-1 | 本月进展 | 一、我局召开推进会,走访企业12家.⏎二、签约3项；；", JUNE)
    street = accepted("二-1-1 | 进展状态 | 滞后\n二-1-1 | 存在问题 | 缺人\n二-1-1 | 下步措施 | 补人", JUNE, "乙街道")
    tasks = words(Report("", "", "", {"三": written(lead, street).values["任务进展"]}, {}, ()))
    assert (
        "1.培育企业（正常推进）。甲局召开推进会，走访企业12家；签约3项。其他责任单位2家中，滞后1家（乙街道）、未报送1家（丙街道）。"
        in tasks
    )


def test_what_a_lead_did_not_tell_is_said() -> None:
    """未报送, 尚未启动 and 此前已完成 are words of their own."""
    tasks = words(Report("", "", "", {"三": written(FULL[0], 乙街道=Presence.MISSING).values["任务进展"]}, {}, ()))
    assert "1.建设网格（未报送）。乙街道未报送本月进展。" in tasks
    idle = accepted("二-1-1 | 进展状态 | 未启动\n二-1-1 | 本月进展 |", JUNE)
    assert "尚未启动。" in words(written(idle))


def test_attendance_closes_and_names() -> None:
    """应报送 = 按时 + 逾期 + 退回 + 未报送."""
    said = written(*FULL, 乙街道=Presence.LATE, 丙街道=Presence.MISSING).values["报送情况"]
    assert said == ("本月应报送3家，按时报送1家，逾期报送1家（乙街道），未报送1家（丙街道）。",)


def test_better_or_worse_than_last_month_is_said_where_it_is_known() -> None:
    """Without a last month nothing is compared."""
    assert "相比" not in words(written(*FULL))
    before = accepted("Z2 | 本月累计 | 10\nZ1 | 本月累计 | 20\nZ1 | 情况说明 | 慢", MAY)
    said = words(written(before, *FULL))
    assert "与5月相比，达到序时进度的指标由6项增加到7项" in said


def test_chart_table_and_text_print_the_same_figure() -> None:
    """The same fact is worded once and printed alike."""
    report = written(*FULL)
    rows = {str(row["指标名称"]).partition("（")[0]: row for row in report.values["指标表"]}  # type: ignore[attr-defined] # rows
    chart = report.charts["指标完成率"]
    for name, value in zip(chart.categories, chart.series[0][1], strict=True):
        assert rows[name]["完成率"] == f"{value}%"
    assert rows["签约额"]["累计"] == "60"
    assert rows["增加值增速"]["与序时差"] == "+0.6"


def test_a_questioned_figure_is_marked_and_a_refused_one_left_out() -> None:
    """核实 is used and marked; 错误 waits to be mended."""
    wrong = written(accepted("Z2 | 本月累计 | 12.5", JUNE), *FULL[1:])
    rows = {row["指标名称"]: row["累计"] for row in wrong.values["指标表"]}  # type: ignore[attr-defined] # rows
    assert rows["新增企业（家）"] == "待更正"
    fallen = accepted("Z1 | 本月累计 | 49", JUNE)
    assert fallen.value("Z1") == 49
    doubtful = written(accepted("Z1 | 本月累计 | 600000", JUNE), *FULL[1:])
    assert next(iter(doubtful.values["指标表"]))["累计"] == "600000*"  # type: ignore[call-overload] # rows
    assert "带*的数正在向单位核实" in str(doubtful.values["指标表注"])


def test_numbers_of_issues_count_within_the_year() -> None:
    """期号 goes up by one a month."""
    assert written(*FULL).values["期号"] == "6"
    assert written(accepted("", MAY), when=MAY).values["期号"] == "5"


def test_every_number_in_the_brief_has_its_source() -> None:
    """The director points at a number: it is in 数据出处, with its cell where it comes from one."""
    for report in (written(*FULL), written(accepted(ALL_LATE, JUNE), *FULL[1:]), written(*FULL, department="甲局")):
        told = [p.figure.text for p in report.printed]
        said = {name: value for name, value in report.values.items() if name != "编印日"}  # the file's own date
        for line in words(replace(report, values=said)).split("\n"):
            bare = re.sub(r"^(?:\d+\.|\d+$)", "", line)
            for number in re.findall(r"\d+(?:\.\d+)?", bare):
                assert any(number in text for text in told), (number, line)
    printed = written(*FULL).printed
    source = next(p.figure.sources[0] for p in printed if p.figure.text == "60" and p.figure.formula == "单位填报")
    assert (source.place.sheet, source.place.cell, source.department, source.person) == (
        "指标进展",
        "I2",
        "甲局",
        "张三",
    )


@pytest.mark.parametrize(("pattern", "said"), [("{甲}和{乙}", "一和二"), ("没有", "没有"), ("{甲}{甲}", "一一")])
def test_a_sentence_keeps_its_words(pattern: str, said: str) -> None:
    """A sentence is its pattern with the parts put in."""
    assert say(pattern, 甲="一", 乙="二").text == said


def test_a_unit_that_answers_for_nothing_late_has_plain_next_steps() -> None:
    """In the plan's last month there is nothing more to file."""
    report = written(accepted("二-1-2 | 进展状态 | 已完成", month("2025-12")), when=month("2025-12"), department="甲局")
    assert "填报表" not in words(Report("", "", "", {"五": report.values["下一步工作"]}, {}, ()))
