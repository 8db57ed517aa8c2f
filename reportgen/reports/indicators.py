"""二、主要指标: the few that lead, the table of all, and the chart."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.reports.overview import sources_of
from reportgen.reports.provenance import Chart, Draft, Part, computed, counted, join, say
from reportgen.reports.sentences import (
    DASH,
    bare_value_figure,
    completion_figure,
    gap_formula,
    goal_figure,
    indicator_name,
    missing_units,
    missing_word,
    month_words,
    progress_words,
    signed_gap_text,
)
from reportgen.wording import amount, enumeration, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.progress import Progress
    from reportgen.reports.account import Account

CHART: Final = "指标完成率"
_FASTEST: Final = 3
_MOST_BARS: Final = 14


def highlights(account: Account, chart: Chart | None) -> Iterator[Part]:
    """The few that lead; the late ones have a section of their own; what the chart leaves out is said."""
    known = [p for p in account.compared if p.verdict.lead_over_pace is not None and p.standing.keeps_pace]
    fastest = sorted(known, key=lambda p: p.verdict.lead_over_pace or 0, reverse=True)[:_FASTEST]
    if fastest:
        lead = "进展较快的是：" if len(known) > _FASTEST else ""
        yield join((lead, join((progress_words(p) for p in fastest), "；"), "。"))
    elif not account.progress:
        yield (
            "本单位没有填报的量化指标，按任务进展和节点考核。"
            if account.department
            else "方案没有设定量化指标，按任务进展和节点考核。"
        )
    elif not account.compared:
        yield "本月没有可以比较的指标数据。"
    if account.late:
        total = counted(len(account.late), "没有达到序时进度的指标数", sources_of(account.late))
        yield say("没有达到序时进度的{数}项，差距见第四部分。", 数=total)
    if chart and len(chart.categories) < len(account.progress):
        charted = _with_completion(account)
        shown, known_count = counted(len(chart.categories), "图中的指标数"), counted(len(charted), "有完成率的指标数")
        which = "有完成率的{总}项" if len(charted) <= _MOST_BARS else "有完成率的{总}项中与序时进度相比最靠后的{数}项"
        left_out = "增速、比率、位次、事项、控制类、没有数据和年末考核的指标不在图中。"
        yield join(
            (
                "下图列出",
                say(which, 总=known_count, 数=shown),
                f"；{left_out}" if len(charted) < len(account.progress) else "。",
            )
        )


def table_rows(account: Account, draft: Draft) -> tuple[dict[str, str], ...]:
    """Every indicator as the table prints it, in the order of the plan."""
    return tuple(_row(account, draft, number, one) for number, one in enumerate(account.progress, start=1))


def _row(account: Account, draft: Draft, number: int, one: Progress) -> dict[str, str]:
    indicator = one.indicator
    part = "主要指标进展情况表"
    completion = completion_figure(one)
    increase = one.increase
    gap = signed_gap_text(one)
    value: Part = bare_value_figure(one) if one.value is not None else missing_word(one)
    marks = ("*" if one.questioned else "") + ("#" if missing_units(one) else "")
    shown_increase: Part = DASH
    if increase is not None:
        places = indicator.decimals
        shown_increase = computed(amount(increase, places), increase, "本月累计－上月累计", one.sources)
    shown_gap: Part = DASH
    if gap != DASH and one.verdict.lead_over_pace is not None:
        shown_gap = computed(gap, one.verdict.lead_over_pace, gap_formula(one), one.sources)
    described = [words for words in (indicator.unit, month_words(one)) if isinstance(words, str) or words.text]
    reporters = account.plan.reporters_of(indicator.code)
    return {
        "序号": str(number),
        "指标名称": draft.text(part, join((indicator_name(indicator), "（", join(described, "，"), "）"))),
        "年度目标": draft.text(part, goal_figure(one)),
        "本月新增": draft.text(part, shown_increase),
        "累计": draft.text(part, join((value, marks))),
        "完成率": draft.text(part, completion or DASH),
        "与序时差": draft.text(part, shown_gap),
        "进展": one.standing.value if one.value is not None else DASH,
        "填报单位": _short_names(account, reporters),
    }


def _short_names(account: Account, names: Sequence[str]) -> str:
    departments = [account.plan.department(name) for name in names]
    shorts = [department.short for department in departments if department is not None]
    return enumeration(shorts) if len(shorts) <= 2 else f"{shorts[0]}等{len(shorts)}家"  # noqa: PLR2004 -- a narrow column


def table_note(account: Account) -> str:
    """What the table's marks mean."""
    notes = ["与序时差的单位是个百分点，增速、比率为与目标之差"]
    if any(p.questioned for p in account.progress):
        notes.append("带*的数正在向单位核实")
    if any(missing_units(p) for p in account.progress):
        notes.append("带#的数缺部分单位")
    return f"注：{'；'.join(notes)}。"


def chart_of(account: Account) -> Chart | None:
    """完成率 beside 序时进度; at most fourteen bars, the furthest behind where there are more."""
    known = _with_completion(account)
    if not known:
        return None
    if len(known) > _MOST_BARS:
        worst = sorted(known, key=lambda p: p.verdict.lead_over_pace or 0)[:_MOST_BARS]
        known = [p for p in known if p in worst]
    done = tuple(_shown(p.verdict.completion) for p in known)
    due = tuple(_shown(p.verdict.pace) for p in known)
    return Chart(tuple(p.indicator.name for p in known), (("完成率", done), ("序时进度", due)))


def _with_completion(account: Account) -> list[Progress]:
    """The indicators that the chart can show."""
    return [p for p in account.progress if p.verdict.completion is not None and p.verdict.pace is not None]


def _shown(share: Decimal | None) -> Decimal | None:
    """The share in percent exactly as text and table print it."""
    return Decimal(percent(share).rstrip("%")) if share is not None else None
