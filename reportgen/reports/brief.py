"""工作简报: the monthly brief of the plan, and the one that each department hands in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.reports.attendance import attendance, filing_of
from reportgen.reports.indicators import CHART, chart_of, highlights, table_note, table_rows
from reportgen.reports.overview import as_of, overall
from reportgen.reports.provenance import Draft, Figure, Report, Sentence, from_plan, join, say
from reportgen.reports.tasks import task_groups
from reportgen.reports.troubles import carry_on, next_steps, no_problems, numbered, problems
from reportgen.wording import (
    day,
    title_lines,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.reports.account import Account
    from reportgen.reports.provenance import Part

KIND: Final = "工作简报"
TEMPLATE, DEPARTMENT_TEMPLATE = "工作简报", "单位工作简报"
_NAMED: Final = """
简报名称 期号 编印单位 编印日期 编印日 标题 导语 总体进展 主要指标 指标表 指标表注 截止日 有完成率图
任务进展 存在问题 下一步工作 报送情况 报 送 发 印数 演示
"""
NAMES: Final = frozenset(_NAMED.split())
"""What a template of this kind may name."""

_DEMONSTRATION: Final = "（演示）"


def brief(account: Account) -> Report:
    """The brief of a month; of the whole plan, or of the account's department."""
    plan = account.plan
    name = f"{account.department}-{KIND}" if account.department else KIND
    draft = Draft(f"{name}.docx")
    chart = chart_of(account)
    table = table_rows(account, draft)
    own = bool(account.department)
    values: dict[str, object] = {
        "简报名称": draft.text("报头", from_plan(plan.basics.brief_name, plan.basics.place("简报名称"))),
        "期号": draft.text("报头", _issue(account)),
        "编印单位": account.department or plan.basics.coordinator,
        "编印日期": draft.text("报头", _issue_day(account)),
        "编印日": account.issued.isoformat(),
        "标题": draft.text("标题", _title(account)),
        "导语": draft.text("导语", _opening(account)),
        "总体进展": draft.texts("一、总体进展", overall(account)),
        "主要指标": draft.texts("二、主要指标", highlights(account, chart)),
        "指标表": table,
        "指标表注": draft.text("指标表注", table_note(account)) if table else "",
        "截止日": draft.text("表题", as_of(account)),
        "有完成率图": bool(chart),
        "任务进展": _groups(draft, "三、重点任务进展", task_groups(account)),
        "存在问题": _groups(draft, "四、存在问题", numbered(problems(account), no_problems(account))),
        "下一步工作": _groups(draft, "五、下一步工作", numbered(next_steps(account), carry_on(account))),
        "报送情况": draft.texts("六、报送情况", filing_of(account) if own else attendance(account)),
        **_distribution(account, draft),
        "演示": plan.basics.demonstration,
    }
    template = DEPARTMENT_TEMPLATE if own else TEMPLATE
    charts = {CHART: chart} if chart else {}
    return Report(name, template, account.department, values, charts, tuple(draft.printed))


# ---- 报头, 标题, 导语


def _issue(account: Account) -> Figure:
    number = account.plan.issue_number(account.month)
    place = account.plan.basics.place("起始期号")
    return Figure(str(number), str(number), "起始期号起，每月一期", from_plan("", place).sources)


def _issue_day(account: Account) -> Figure:
    return Figure(day(account.issued), account.issued.isoformat(), "印发日期")


def _period(account: Account) -> Figure:
    return Figure(account.month.label, str(account.month), "报告期")


def _title(account: Account) -> Sentence:
    """1号议案办理工作 / 2025年6月进展情况（演示）: the month never follows the plan's name directly."""
    basics = account.plan.basics
    work = basics.short if basics.short.endswith("工作") else f"{basics.short}工作"
    mark = _DEMONSTRATION if basics.demonstration else ""
    parts = [work, f"{account.month.label}进展情况{mark}"]
    if account.department:
        parts.insert(0, account.department)
    lines = title_lines(parts)
    figures = (from_plan(basics.short, basics.place("简称")), _period(account))
    return Sentence("\n".join(lines), figures)


def _opening(account: Account) -> Sentence:
    basics = account.plan.basics
    name = from_plan(f"《{basics.name}》", basics.place("计划名称"))
    number = from_plan(f"（{basics.document}）", basics.place("文号")) if basics.document else Sentence("")
    who = account.department
    said = say(
        f"按照{{名}}{{号}}要求，现将{{谁}}{{期}}办理工作进展情况{'报告' if who else '通报'}如下。",
        名=name, 号=number, 谁=who, 期=_period(account),
    )  # fmt: skip
    stage = account.plan.stage(account.month)
    if stage is None:
        return said
    last = f"{stage.last.index}月" if stage.last.year == stage.first.year else stage.last.label
    span = f"{stage.first.label}至{last}" if stage.first != stage.last else stage.first.label
    when = Figure(
        f"（{span}）",
        f"{stage.first}至{stage.last}",
        "计划的工作阶段",
        from_plan("", stage.row.place("起始月份")).sources,
    )
    return join((said, say("目前处于{段}{期}。", 段=stage.name, 期=when)))


def _groups(draft: Draft, part: str, groups: Sequence[tuple[Part, Sequence[Part]]]) -> tuple[dict[str, object], ...]:
    return tuple({"标题": draft.text(part, head), "各段": draft.texts(part, paragraphs)} for head, paragraphs in groups)


# ---- 报尾


def _distribution(account: Account, draft: Draft) -> dict[str, str]:
    basics = account.plan.basics
    if account.department and account.department != basics.coordinator:
        return {"报": basics.coordinator, "送": "", "发": "", "印数": draft.text("报尾", Figure("1", "1", "报送一份"))}
    copies = str(basics.copies or 1)
    return {
        "报": draft.text("报尾", from_plan(basics.report_to, basics.place("报"))),
        "送": draft.text("报尾", from_plan(basics.copy_to, basics.place("送"))),
        "发": draft.text("报尾", from_plan(basics.send_to, basics.place("发"))),
        "印数": draft.text("报尾", from_plan(copies, basics.place("印数"))),
    }
