"""What the brief says: in every kind of month, in sentences that an official would write."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from office import JUNE, MAY, PLAN, accepted, month, plan, shared

from reportgen.checks.verdict import Presence, Turnout, Verdict
from reportgen.reports.account import account
from reportgen.reports.brief import NAMES, brief
from reportgen.reports.provenance import Report, say
from reportgen.reports.troubles import next_steps, problems

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
    assert "计入比较的7项都没有达到序时进度。" in overall


def test_every_late_item_has_a_next_step_with_unit_and_day() -> None:
    """R38: reason, measure, unit and date."""
    report = written(accepted(ALL_LATE, JUNE), *FULL[1:])
    steps = words(Report("", "", "", {"五": report.values["下一步工作"]}, {}, ()))
    assert "甲局：签约额还差110亿元，余下6个月月均要完成18.34亿元，2025年12月31日前达到年度目标。" in steps
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


# ---- what the sentences must not say


def section(report: Report, name: str) -> str:
    """One section of the brief as text."""
    return words(Report("", "", "", {name: report.values[name]}, {}, ()))


def row(report: Report, name: str) -> dict[str, str]:
    """The row of an indicator in the table."""
    return next(r for r in report.values["指标表"] if str(r["指标名称"]).startswith(name))  # type: ignore[attr-defined] # rows


def test_a_sum_that_lacks_a_unit_says_so() -> None:
    """A total of some is no total: wherever it is spoken of, who is missing is said."""
    one = plan(shared())
    street = accepted("Z1 | 本月累计 | 20\nZ1 | 情况说明 | 项目在下半年", JUNE, "乙街道", one)
    report = written(street, of=one, 丙街道=Presence.MISSING)
    assert "乙街道：签约额累计20亿元（缺丙街道的数），完成年度目标的16.7%" in section(report, "存在问题")
    assert "签约额（缺丙街道的数）还差100亿元" in section(report, "下一步工作")
    ahead = accepted("Z1 | 本月累计 | 100", JUNE, "乙街道", one)
    assert "签约额累计100亿元（缺丙街道的数）" in section(written(ahead, of=one), "主要指标")
    both = accepted("Z1 | 本月累计 | 30\nZ1 | 情况说明 | 慢", JUNE, "丙街道", one)
    assert "缺" not in words(written(street, both, of=one))


def test_a_day_still_to_come_finishes_no_node() -> None:
    """是 with 7月2日 in June's form is a promise; on the last day of the month it is done."""
    promised = accepted("二-1-1/召开大会 | 完成日期 | 2025-07-02", JUNE)
    said = section(written(promised, *FULL[1:]), "总体进展")
    assert "1个节点逾期。" in said
    assert "本月完成的是" not in said
    kept = accepted("二-1-1/召开大会 | 完成日期 | 2025-06-30", JUNE)
    assert "1个节点已完成；本月完成的是召开大会（6月30日）。" in section(written(kept, *FULL[1:]), "总体进展")


def test_the_latest_word_on_a_node_counts() -> None:
    """May 是, June 否: it is not done."""
    taken_back = accepted("二-1-1/召开大会 | 是否完成 | 否\n二-1-1/召开大会 | 完成日期 |", JUNE)
    said = words(written(accepted("", MAY), taken_back))
    assert "甲局：“召开大会”时限为2025年4月30日，尚未完成。" in said
    silent = accepted("二-1-1/召开大会 | 是否完成 |\n二-1-1/召开大会 | 完成日期 |", JUNE)
    assert "1个节点已完成。" in words(written(accepted("", MAY), silent))


def test_a_figure_that_lags_says_which_month_it_is_for() -> None:
    """With 数据滞后月数 June's form asks for May's figure, and June's brief says so."""
    text = PLAN.replace("进度曲线 | 上年基数\n", "进度曲线 | 上年基数 | 数据滞后月数\n").replace(
        "| 二-1-2   |          |\n", "| 二-1-2   |          |      | 1\n"
    )
    report = written(*FULL, of=plan(text))
    assert "签约额累计60亿元（5月数），完成年度目标的50.0%" in section(report, "主要指标")
    assert row(report, "签约额")["指标名称"] == "签约额（亿元，5月数）"
    assert row(report, "新增企业")["指标名称"] == "新增企业（家）"


def test_a_value_carried_on_says_since_when() -> None:
    """February's figure under 本月无进展 is not June's."""
    stands = "Z1 | 本月累计 |\nZ1 | 填报情形 | 本月无进展"
    report = written(accepted("Z1 | 本月累计 | 58", month("2025-02")), accepted(stands, JUNE), *FULL[1:])
    assert "签约额累计58亿元（沿用2月数）" in section(report, "存在问题")
    assert row(report, "签约额")["指标名称"] == "签约额（亿元，沿用2月数）"
    assert row(report, "签约额")["本月新增"] == "0"


def test_in_a_sum_only_the_older_figures_name_their_month() -> None:
    """One street reported, the other carries February on."""
    one = plan(shared())
    stands = "Z1 | 本月累计 |\nZ1 | 填报情形 | 本月无进展"
    street = accepted("Z1 | 本月累计 | 60", JUNE, "乙街道", one)
    older = accepted("Z1 | 本月累计 | 10", month("2025-02"), "丙街道", one)
    report = written(street, older, accepted(stands, JUNE, "丙街道", one), of=one)
    assert "签约额累计70亿元（丙街道为2月数）" in section(report, "主要指标")


@pytest.mark.parametrize(("line", "blamed"), [("10", True), ("45", False)])
def test_only_a_reason_that_the_form_asked_for_is_missed(line: str, *, blamed: bool) -> None:
    """40 points behind: with 黄灯界线 at 45 the form wants no 情况说明, and the brief blames nobody for giving none."""
    own = plan(f"{PLAN}\n[考核办法]\n项目 | 数值\n黄灯界线（个百分点） | {line}")
    troubles = words(
        Report("", "", "", {"四": written(accepted(ALL_LATE, JUNE), *FULL[1:], of=own).values["存在问题"]}, {}, ())
    )
    (told,) = (one for one in troubles.splitlines() if "覆盖率为20%" in one)
    assert ("填报表没有说明原因" in told) is blamed


def test_what_nobody_sent_is_not_called_free_of_troubles() -> None:
    """Where a form is missing, only those that came are spoken of."""
    calm = accepted("二-1-2 | 进展状态 | 已完成\nZ1 | 本月累计 | 121", JUNE)
    said = section(written(calm, FULL[1], 丙街道=Presence.MISSING), "存在问题")
    assert said == "\n收到的填报表中没有低于序时进度的指标、滞后的任务和逾期的节点。"


def test_no_progress_without_a_known_figure_is_not_called_unreported() -> None:
    """The unit filed; there is only no figure to carry on."""
    report = written(accepted("Z1 | 本月累计 |\nZ1 | 填报情形 | 本月无进展", JUNE), *FULL[1:])
    assert row(report, "签约额")["累计"] == "无上期数"
    assert "没有可用数据1项" in section(report, "总体进展")
    assert "未报送" not in section(report, "总体进展")


def test_an_empty_word_is_not_printed() -> None:
    """无 is no wish, no reason, no problem and no measure."""
    changes = (
        "二-1-1 | 需协调事项 | 无。\n二-1-2 | 存在问题 | 暂无\n二-1-2 | 下步措施 | 无\n"
        "Z1 | 本月累计 | 10\nZ1 | 情况说明 | 没有\n二-2-1 | 本月进展 | 无"
    )
    said = words(written(accepted(changes, JUNE), *FULL[1:]))
    assert not re.search(r"[：:。]\s*(?:暂?无|没有)[。；（]", said)
    assert "需协调事项" not in said
    assert "推进滞后任务" not in said
    assert "“促成签约”滞后。填报表没有写明问题。" in said


def test_a_question_is_closed_by_its_own_mark() -> None:
    """？。 is no punctuation."""
    changes = "Z1 | 本月累计 | 10\nZ1 | 情况说明 | 能否请市里支持？\n二-1-2 | 存在问题 | 谁来出资？"
    said = words(written(accepted(changes, JUNE), *FULL[1:]))
    assert "原因：能否请市里支持？" in said
    assert "存在问题：谁来出资？" in said
    assert "？。" not in said


RATE = PLAN.replace(
    "覆盖率   | %        | 比率     | 甲局     |      |", "失业率   | %        | 比率     | 甲局     | 逆向 |"
).replace("Z3       | 2025 | 60", "Z3       | 2025 | 5")


def test_percentages_differ_by_percentage_points() -> None:
    """5.2% is 0.2个百分点 above 5%, not 0.2%."""
    report = written(accepted("Z3 | 本月累计 | 5.2", JUNE, of=plan(RATE)), *FULL[1:], of=plan(RATE))
    assert "失业率为5.2%，超出控制目标0.2个百分点" in section(report, "存在问题")
    assert "失业率要在2025年12月31日前降到控制目标以内，目前超出控制目标0.2个百分点。" in section(report, "下一步工作")
    scored = plan(PLAN.replace("覆盖率   | %        |", "满意度   | 分       |"))
    report = written(accepted("Z3 | 本月累计 | 57", JUNE, of=scored), *FULL[1:], of=scored)
    assert "满意度为57分，低于年度目标3分" in section(report, "存在问题")
    assert row(report, "满意度")["与序时差"] == "—"


def test_a_ceiling_has_words_of_its_own() -> None:
    """What is used up does not come back."""
    over = written(accepted("Z6 | 本月累计 | 13", JUNE), *FULL[1:])
    assert "超出控制目标的指标\n甲局：事故起数累计13起，超出控制目标1起" in section(over, "存在问题")
    assert "低于序时进度的指标" not in section(over, "存在问题")
    assert "甲局：事故起数已超出控制目标1起，余下6个月要严控新增。" in section(over, "下一步工作")
    fast = written(accepted("Z6 | 本月累计 | 10", JUNE), *FULL[1:])
    assert "控制目标使用偏快的指标" in section(fast, "存在问题")
    assert "事故起数余下6个月的新增要控制在2起以内，全年不超过控制目标。" in section(fast, "下一步工作")
    full = written(accepted("Z6 | 本月累计 | 12", JUNE), *FULL[1:])
    assert "事故起数已用完年度控制目标，余下6个月不能再增加。" in section(full, "下一步工作")
    formulas = {p.figure.formula for p in fast.printed if p.figure.text == "33.3"}
    assert formulas == {"序时进度－累计÷控制目标"}


def test_a_ceiling_that_must_not_be_reached_is_reached() -> None:
    """低于12 is not met by 12, nor by what prints as 12."""
    one = plan(PLAN.replace("甲局     | 逆向 |      |", "甲局     | 逆向 | <    |"))
    report = written(accepted("Z6 | 本月累计 | 12", JUNE, of=one), *FULL[1:], of=one)
    assert "事故起数累计12起，已到控制目标上限（严重滞后，红灯）" in section(report, "存在问题")
    assert "事故起数已到控制目标上限，余下6个月要严控新增。" in section(report, "下一步工作")
    stock = written(accepted("Z5 | 本月累计 | 399.996", month("2025-12")), when=month("2025-12"))
    assert row(stock, "贷款余额")["累计"] == "399.996"


def test_a_range_is_missed_below_or_above() -> None:
    """3% is above 1～2%, 0.5% below, whichever way is called better."""
    text = PLAN.replace(
        "覆盖率   | %        | 比率     | 甲局     |      |      |",
        "波动率   | %        | 比率     | 甲局     | 逆向 | 区间 |",
    )
    text = text.replace("指标编号 | 年份 | 目标值\n", "指标编号 | 年份 | 目标值 | 目标上限\n")
    one = plan(text.replace("Z3       | 2025 | 60", "Z3       | 2025 | 1 | 2"))
    for value, words_said in (("3", "高于年度目标上限1.0个百分点"), ("0.5", "低于年度目标下限0.5个百分点")):
        report = written(accepted(f"Z3 | 本月累计 | {value}", JUNE, of=one), *FULL[1:], of=one)
        assert f"波动率为{value}%，{words_said}" in section(report, "存在问题")


def test_an_event_has_no_percentage_points() -> None:
    """Done or not done; in the year's last month there is no deadline left to name."""
    december = month("2025-12")
    report = written(accepted("Z8 | 本月累计 | 0", december), when=december)
    assert "甲局：办成大赛未完成（严重滞后，红灯）。" in section(report, "存在问题")
    assert "甲局：办成大赛到期没有完成。" in section(report, "下一步工作")
    assert "要在2025年12月31日前" not in section(report, "下一步工作")
    assert row(report, "办成大赛")["与序时差"] == "—"


def test_what_is_still_needed_can_be_done_and_is_enough() -> None:
    """Whole enterprises, rounded up; never 还差0亿元."""
    report = written(accepted("Z2 | 本月累计 | 2\nZ2 | 情况说明 | 慢", JUNE), *FULL[1:])
    assert "新增企业还差22家，余下6个月月均要完成4家" in section(report, "下一步工作")
    november = month("2025-11")
    near = written(accepted("Z1 | 本月累计 | 109.999", november), when=november)
    assert "签约额还差10.01亿元，余下1个月月均要完成10.01亿元" in section(near, "下一步工作")
    december = month("2025-12")
    missed = written(accepted("Z1 | 本月累计 | 119.996", december), when=december)
    assert row(missed, "签约额")["累计"] == "119.996"
    assert "签约额累计119.996亿元，完成年度目标的99.9%" in section(missed, "存在问题")
    assert "签约额距年度目标还差0.01亿元。" in section(missed, "下一步工作")


def test_done_for_the_first_time_is_not_done_before() -> None:
    """此前已完成 only where the last brief said so."""
    done = "二-2-1 | 进展状态 | 已完成\n二-2-1 | 本月进展 |"
    street = accepted(done, JUNE, "乙街道")
    assert "此前已完成" not in words(written(FULL[0], street))
    assert "此前已完成" not in words(written(accepted(GOOD_STREET, MAY, "乙街道"), FULL[0], street))
    assert "此前已完成，本月没有新的进展。" in words(written(accepted(done, MAY, "乙街道"), FULL[0], street))


def test_a_reason_is_missed_only_where_one_was_asked_for() -> None:
    """Up to ten points behind nobody was asked for a reason."""
    little = written(accepted("Z1 | 本月累计 | 55\nZ7 | 本月累计 | 9", JUNE), *FULL[1:])
    assert "没有说明原因" not in words(little)
    much = written(accepted("Z1 | 本月累计 | 40", JUNE), *FULL[1:])
    assert (
        "签约额累计40亿元，完成年度目标的33.3%，低于序时进度16.7个百分点（滞后，黄灯）。填报表没有说明原因。"
        in words(much)
    )


def test_the_chart_says_what_it_leaves_out() -> None:
    """Fourteen of twenty are not the ones that have a completion."""
    more = "".join(f"Y{n} | 增项{n} | 家 | 年内累计 | 甲局 | | | | |\n" for n in range(1, 21))
    goals = "".join(f"Y{n} | 2025 | 10\n" for n in range(1, 21))
    one = plan(PLAN.replace("\n[年度目标]", f"{more}\n[年度目标]").replace("\n[任务]", f"{goals}\n[任务]"))
    answers = "\n".join(f"Y{n} | 本月累计 | 5" for n in range(1, 21))
    said = section(written(accepted(answers, JUNE, of=one), of=one), "主要指标")
    assert "下图列出有完成率的23项中与序时进度相比最靠后的14项；" in said
    assert "下图列出有完成率的3项；" in section(written(*FULL), "主要指标")


STAGES = """
[工作阶段]
阶段 | 起始月份 | 结束月份 | 工作要求
推进{2}阶段 | 2025-05 | 2026-03 | 攻坚
"""


def test_a_stage_across_years_names_both_and_may_be_called_anything() -> None:
    """A name with braces is a name, and 2025年5月至3月 no span."""
    one = plan(PLAN.replace("2025-12-31\n简报名称", "2026-12-31\n简报名称") + STAGES)
    assert str(written(*FULL, of=one).values["导语"]).endswith("目前处于推进{2}阶段（2025年5月至2026年3月）。")


def test_names_with_braces_are_names() -> None:
    """What a plan or a unit writes is never taken for a pattern."""
    odd = PLAN.replace("乙街道", "乙{0}街道").replace("培育企业", "培育{1}企业").replace("签约额", "签约{额}")
    street = accepted(GOOD_STREET, JUNE, "乙{0}街道", plan(odd))
    bad = "二-1-1 | 进展状态 | 滞后\n二-1-1 | 存在问题 | 缺人\n二-1-1 | 下步措施 | 补人"
    late = accepted(bad, JUNE, "乙{0}街道", plan(odd))
    for filing in (street, late):
        said = words(written(accepted("", JUNE, of=plan(odd)), filing, of=plan(odd), 丙街道=Presence.LATE))
        assert "签约{额}（亿元）" in said
    assert "滞后1家（乙{0}街道）" in said
    late_again = turned(plan(odd), **{"乙{0}街道": Presence.LATE})
    one = account(
        plan(odd), JUNE, {}, tuple(replace(t, verdict=Verdict.USED_IN_PART) for t in late_again), date(2025, 7, 7)
    )
    assert "逾期报送1家（乙{0}街道）" in words(brief(one))


def test_a_chapter_is_numbered_once() -> None:
    """（一）一、强化对接 counts twice."""
    report = written(*FULL, of=plan(PLAN.replace("（一）第一章", "一、强化对接")))
    assert "（一）强化对接\n" in section(report, "任务进展")


def test_one_thing_is_written_in_the_singular() -> None:
    """No 都 and no 中 for one; no 仍为0项 for none."""
    one = plan("\n".join(line for line in PLAN.splitlines() if not re.match(r"Z[2-8] ", line)))
    said = section(written(accepted("", JUNE, of=one), of=one), "总体进展")
    assert "1项计入比较，达到序时进度。" in said
    assert "1个节点已完成。" in said
    low = "Z1 | 本月累计 | 5\nZ1 | 情况说明 | 慢"
    late = [accepted(low, when, of=one) for when in (MAY, JUNE)]
    said = section(written(*late, of=one), "总体进展")
    assert "与5月相比，仍没有达到序时进度的指标" in said
    assert "1项计入比较，没有达到序时进度。" in said


def test_what_is_due_on_the_last_day_is_overdue_when_the_month_ends() -> None:
    """One meaning of 逾期, for checks and brief."""
    one = plan(PLAN.replace("甲局     |          | 2025-05-31", "甲局     |          | 2025-06-30"))
    told = accepted("二-1-2 | 进展状态 | 正常推进", JUNE, of=one)
    assert "“促成签约”完成时限为2025年6月30日，仍为正常推进。" in section(written(told, of=one), "存在问题")


# ---- many units

MANY = (
    PLAN.replace("进度曲线 | 上年基数", "填报单位 | 进度曲线")
    .replace("甲局     |      |      | 二-1-2   |          |", "甲局     |      |      | 二-1-2   | 各分解单位 |")
    .replace("|          |          | 300", "|  |  ")
    + "\n[指标分解]\n年份 | 单位名称 | Z1\n2025 | 乙街道 | 100\n2025 | 丙街道 | 20\n"
)


def _late(shares: dict[str, str], remarks: dict[str, str]) -> str:
    """The problems that the brief tells when the streets report these figures of 签约额."""
    one = plan(MANY)
    history = {
        name: (accepted(f"Z1 | 本月累计 | {value}{remarks.get(name, '')}", JUNE, department=name, of=one),)
        for name, value in shares.items()
    }
    told = problems(account(one, JUNE, history, (), JUNE.end))
    return "\n".join(part if isinstance(part, str) else part.text for _, parts in told for part in parts)


def test_a_late_sum_is_laid_to_the_units_behind_with_their_own_part() -> None:
    """乙街道 has 10 of 100, 丙街道 all of its 20: only one of them is named."""
    said = _late({"乙街道": "10", "丙街道": "20"}, {})
    assert said.startswith("乙街道：签约额累计30亿元")
    assert "填报表没有说明原因。" in said


def test_the_same_reason_of_two_units_is_told_once() -> None:
    """A sentence does not repeat itself for every street."""
    remarks = dict.fromkeys(("乙街道", "丙街道"), "\nZ1 | 情况说明 | 项目评审周期较长")
    assert _late({"乙街道": "10", "丙街道": "2"}, remarks).count("项目评审周期较长") == 1


def test_a_task_late_in_two_units_is_one_paragraph() -> None:
    """The task is named once, each unit with its own problem; so with what they promise."""
    one = plan()
    late = "\n".join(
        f"二-1-1 | {heading} | {words}"
        for heading, words in (("进展状态", "滞后"), ("存在问题", "{}没有到位"), ("下步措施", "7月{}日前办好"))
    )
    history = {
        name: (accepted(late.replace("{}", words, 1).replace("{}", str(number)), JUNE, department=name, of=one),)
        for number, (name, words) in enumerate((("乙街道", "经费"), ("丙街道", "人员")), start=10)
    }
    whole = account(one, JUNE, history, (), JUNE.end)
    texts = [part if isinstance(part, str) else part.text for _, parts in problems(whole) for part in parts]
    assert "“培育企业”有2家滞后：乙街道（经费没有到位）、丙街道（人员没有到位）。" in texts
    steps = [part if isinstance(part, str) else part.text for _, parts in next_steps(whole) for part in parts]
    assert "“培育企业”，完成时限2025年12月31日。乙街道：7月10日前办好；丙街道：7月11日前办好。" in steps
