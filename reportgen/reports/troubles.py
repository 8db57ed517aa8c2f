"""四、存在问题 and 五、下一步工作: who, what, how far, why; then what is to be done, by whom, by when."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from reportgen.checks.verdict import Presence, Turnout, Verdict
from reportgen.forms.asked import counted as is_counted
from reportgen.forms.asked import goal_of
from reportgen.plan.model import Aggregation, Kind, Status
from reportgen.plan.sheets import YELLOW_LINE
from reportgen.progress import judge
from reportgen.reports.account import says_something_in
from reportgen.reports.provenance import Figure, Part, Sentence, computed, counted, from_plan, join, say
from reportgen.reports.sentences import (
    DASH,
    POINTS,
    full_stop,
    gap_words,
    has_ceiling,
    in_brackets,
    indicator_name,
    is_over_ceiling,
    left_out_words,
    one_after_other,
    progress_words,
    quoted,
    remainder,
    some,
    verdict_words,
)
from reportgen.wording import amount, amount_up, chinese_number, day, day_of_year, listing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.progress import Progress, TaskProgress, TaskReport
    from reportgen.reports.account import Account, Node


def numbered(groups: Sequence[tuple[str, Sequence[Part]]], nothing: str) -> list[tuple[Part, Sequence[Part]]]:
    """（一）… with 1. 2. below, groups without members left out; one plain sentence where there is none at all."""
    present = [(head, paragraphs) for head, paragraphs in groups if paragraphs]
    if not present:
        return [("", [nothing])]
    return [
        (
            f"（{chinese_number(number)}）{head}",
            [join((f"{index}.", one)) for index, one in enumerate(paragraphs, start=1)]
            if len(paragraphs) > 1
            else list(paragraphs),
        )
        for number, (head, paragraphs) in enumerate(present, start=1)
    ]


def no_problems(account: Account) -> str:
    """The one sentence of a month without troubles, or without figures."""
    if not _anything_filed(account):
        return "本月没有收到可用的填报数据，无法判断。"
    gaps = not account.department and any(t.presence in (Presence.MISSING, Presence.RETURNED) for t in account.turnout)
    where = "收到的填报表中" if gaps else "本月"
    return f"{where}没有低于序时进度的指标、滞后的任务和逾期的节点。"


def _anything_filed(account: Account) -> bool:
    return any(p.value is not None for p in account.progress) or any(r.filed for t in account.tasks for r in t.reports)


def problems(account: Account) -> list[tuple[str, list[Part]]]:
    """The troubles by kind, each kind with its items."""
    indicators: list[tuple[str, list[Part]]] = [
        (head, [_late_indicator(account, p) for p in found]) for head, found in _late_by_kind(account)
    ]
    return [
        *indicators,
        ("滞后、暂缓或调整的任务", [_troubled(account, t, r) for t, r in _by_task(account.troubled_reports())]),
        ("过了时限还没有完成的任务", [_overdue_task(account, t) for t in account.tasks if _is_overdue(account, t)]),
        ("逾期的节点", [_overdue_node(account, n) for n in account.nodes if n.is_overdue(account.month)]),
        ("需协调事项", [_wish(account, t, r) for t, r in account.wishes()]),
    ]


def _late_by_kind(account: Account) -> list[tuple[str, list[Progress]]]:
    """The late indicators by what they miss: a pace, a target, or a ceiling."""
    ceilings = [p for p in account.late if has_ceiling(p.indicator)]
    broken = [p for p in ceilings if is_over_ceiling(p)]
    others = [p for p in account.late if p not in ceilings]
    paced = all(p.indicator.kind.has_completion for p in others)
    return [
        ("低于序时进度的指标" if paced else "低于序时进度、没有达到年度目标的指标", others),
        ("超出控制目标的指标", broken),
        ("控制目标使用偏快的指标", [p for p in ceilings if p not in broken]),
    ]


def _late_indicator(account: Account, one: Progress) -> Sentence:
    """Unit, item, gap, reason."""
    who = "" if account.department else f"{_answerable(account, one)}："
    facts = join((who, progress_words(one), f"（{verdict_words(one)}）。"))
    return join((facts, _reason(account, one)))


def _answerable(account: Account, one: Progress) -> str:
    """Whom a late figure is laid to: the lead where its figure counts; of several units those behind with their own part.

    Where no unit has a part of its own or is behind with it, all that gave a figure.
    """
    if one.indicator.aggregation is Aggregation.LEAD:
        return one.indicator.lead
    behind = [department for department, lead in _own_leads(account, one) if lead < 0]
    return some(behind or [m.department for m in one.measures if m.value is not None], 3)


def _own_leads(account: Account, one: Progress) -> list[tuple[str, Decimal]]:
    """How far each unit is ahead of its own part, the furthest behind first; units without one are left out."""
    found: list[tuple[str, Decimal]] = []
    for measure in one.measures if len(one.measures) > 1 else ():
        goal = goal_of(account.plan, measure.department, one.indicator, account.month.year)
        lead = judge(account.plan, one.indicator, account.month, goal, measure.value, measure.state).lead_over_pace
        if lead is not None:
            found.append((measure.department, lead))
    return sorted(found, key=lambda pair: pair[1])


def _reason(account: Account, one: Progress) -> Sentence:
    """The reasons given, the same words of several units once."""
    reasons = {
        words.text: words
        for m in one.measures
        if m.remark is not None and m.accepted is not None and (words := quoted(m.remark, m.accepted)) is not None
        if one.indicator.aggregation is not Aggregation.LEAD or m.department == one.indicator.lead
    }
    if reasons:
        return full_stop(join(("原因：", one_after_other(list(reasons.values())))))
    return Sentence("填报表没有说明原因。" if _reason_was_due(account, one) else "")


def _reason_was_due(account: Account, one: Progress) -> bool:
    """Forms ask for a reason where a unit's own figure is beyond the yellow line; ranks and events are not asked."""
    if one.indicator.kind in (Kind.RANK, Kind.EVENT):
        return False
    lead = one.verdict.lead_over_pace
    leads = [own for _, own in _own_leads(account, one)] if len(one.measures) > 1 else [lead]
    line = account.plan.clause_value(YELLOW_LINE)
    return any(own is not None and -own * 100 > line for own in leads)


def _by_task(
    reports: Sequence[tuple[TaskProgress, TaskReport]],
) -> list[tuple[TaskProgress, list[TaskReport]]]:
    """The units' reports task by task, so that a task is named once."""
    found: dict[str, tuple[TaskProgress, list[TaskReport]]] = {}
    for task, report in reports:
        found.setdefault(task.task.code, (task, []))[1].append(report)
    return list(found.values())


def _troubled(account: Account, task: TaskProgress, reports: Sequence[TaskReport]) -> Sentence:
    """One unit's trouble with a task in full; of several the units, each with its words, the same words once."""
    if len(reports) == 1:
        return _troubled_task(account, task, reports[0])
    name = from_plan(f"“{task.task.name}”", task.task.row.place("任务名称"))
    kinds = [
        join((counted(len(found), f"{word}的单位数"), f"家{word}"))
        for word in Status
        if (found := [r for r in reports if r.status is word])
    ]
    by_words: dict[str, tuple[list[str], Figure | None]] = {}
    for report in reports:
        words = quoted(report.problem, report.accepted)
        by_words.setdefault(words.text if words else "", ([], words))[0].append(report.department)
    told = [
        join(("、".join(units), "（", words, "）")) if words else Sentence("、".join(units))
        for units, words in by_words.values()
    ]
    return join((name, "有", join(kinds, "、"), "：", join(told, "、"), "。"))


def _with_measures(account: Account) -> list[tuple[TaskProgress, TaskReport]]:
    return [(task, report) for task, report in account.troubled_reports() if says_something_in(report.measure)]


def _troubled_task(account: Account, task: TaskProgress, report: TaskReport) -> Sentence:
    name = from_plan(f"“{task.task.name}”", task.task.row.place("任务名称"))
    who = "" if account.department else f"{report.department}："
    status = report.status.value if report.status else ""
    problem = quoted(report.problem, report.accepted)
    why: Part = full_stop(join(("存在问题：", problem))) if problem else "填报表没有写明问题。"
    return join((who, name, status, "。", why))


def _is_overdue(account: Account, task: TaskProgress) -> bool:
    """Past its deadline and neither done nor told as late already."""
    deadline = task.task.deadline
    if deadline is None or not account.month.runs_out(deadline):
        return False
    return task.status in (Status.NOT_STARTED, Status.UNDER_WAY)


def _overdue_task(account: Account, task: TaskProgress) -> Sentence:
    name = from_plan(f"“{task.task.name}”", task.task.row.place("任务名称"))
    deadline = task.task.deadline
    when = from_plan(day(deadline) if deadline else DASH, task.task.row.place("完成时限"))
    who = "" if account.department else f"{task.lead}："
    return join((who, name, say("完成时限为{限}，仍为", 限=when), task.status.value if task.status else "", "。"))


def _overdue_node(account: Account, node: Node) -> Sentence:
    name = from_plan(f"“{node.milestone.name}”", node.milestone.row.place("节点"))
    when = from_plan(day(node.milestone.due), node.milestone.row.place("时限"))
    who = "" if account.department else f"{node.owner}："
    return join((who, name, say("时限为{限}，尚未完成。", 限=when)))


def _wish(account: Account, task: TaskProgress, report: TaskReport) -> Sentence:
    words = quoted(report.help_wanted, report.accepted)
    who = "" if account.department else f"{report.department}提出："
    about = from_plan(f"（“{task.task.name}”）。", task.task.row.place("任务名称"))
    return join((who, words or "", about))


# ---- 五、下一步工作


def carry_on(account: Account) -> str:
    """The one sentence of a month in which nothing has to be made good."""
    months = [m for m in account.plan.form_months if m > account.month]
    return "按方案继续推进各项任务。" if months else "方案安排的填报已全部结束。"


def next_steps(account: Account) -> list[tuple[str, list[Part]]]:
    """What follows from the troubles, and who must file what."""
    return [
        ("补齐指标差距", [_catch_up(account, p) for p in account.late if not has_ceiling(p.indicator)]),
        ("守住控制目标", [_catch_up(account, p) for p in account.late if has_ceiling(p.indicator)]),
        ("推进滞后任务", [_push(account, t, r) for t, r in _by_task(_with_measures(account))]),
        ("按时报送", _filing_duties(account)),
    ]


def _catch_up(account: Account, one: Progress) -> Sentence:
    """What is still to be done, a month on average, by when, by whom: arithmetic, not invention."""
    who = "" if account.department else f"{_answerable(account, one)}："
    deadline = min(account.plan.basics.end, account.month.end.replace(month=12, day=31))
    by = Figure(
        day(deadline),
        deadline.isoformat(),
        "计划年度结束日",
        from_plan("", account.plan.basics.place("结束日期")).sources,
    )
    months = deadline.month - account.month.index
    name = join((indicator_name(one.indicator), in_brackets(left_out_words(one))))
    step = _keep_within if has_ceiling(one.indicator) else _reach
    return join((who, step(one, name, by, months), "。"))


def _reach(one: Progress, name: Sentence, by: Figure, months: int) -> Sentence:
    """More is better: what is still needed, rounded up; once the year has ended only what was missed."""
    rest = remainder(one)
    if one.indicator.kind is Kind.EVENT and rest is None:
        return say("{名}要在{限}前完成", 名=name, 限=by) if months > 0 else join((name, "到期没有完成"))
    if not rest:
        if months <= 0:
            return join((name, "没有达到年度目标，", gap_words(one)))
        return say("{名}要在{限}前达到年度目标，目前{差}", 名=name, 限=by, 差=gap_words(one))
    unit, places = one.indicator.unit, one.indicator.decimals
    points = POINTS.get(unit, unit)
    need = computed(f"{amount_up(rest, places)}{points}", rest, "年度目标－累计", one.sources)
    if months <= 0:
        return say("{名}距年度目标还差{差}", 名=name, 差=need)
    rate, whole = rest / months, is_counted(one.indicator)
    if whole and rate < 1:
        return say("{名}还差{差}，{限}前达到年度目标", 名=name, 差=need, 限=by)
    average = computed(
        f"{amount_up(rate, 0 if whole else max(places, 1))}{points}",
        rate,
        f"（年度目标－累计）÷剩余{months}个月",
        one.sources,
    )
    return say(
        f"{{名}}还差{{差}}，余下{{月}}个月月均要{'完成' if one.indicator.kind is Kind.CUMULATIVE else '增加'}{{均}}，{{限}}前达到年度目标",
        名=name,
        差=need,
        月=counted(months, "本年剩余月数"),
        均=average,
        限=by,
    )


def _keep_within(one: Progress, name: Sentence, by: Figure, months: int) -> Sentence:
    """Less is better: what was used up does not come back, a stock or a rate can still be brought down."""
    left = counted(months, "本年剩余月数")
    goal, value = one.goal, one.value
    if months <= 0 or goal is None or value is None:
        return join((name, gap_words(one)))
    if one.indicator.kind is not Kind.CUMULATIVE:
        return say("{名}要在{限}前降到控制目标以内，目前{差}", 名=name, 限=by, 差=gap_words(one))
    if is_over_ceiling(one):
        gap = gap_words(one)
        already = "" if gap.text.startswith("已") else "已"
        return say("{名}{已}{差}，余下{月}个月要严控新增", 名=name, 已=already, 差=gap, 月=left)
    places = 0 if is_counted(one.indicator) else one.indicator.decimals
    room = (goal - value).quantize(Decimal(1).scaleb(-places), ROUND_FLOOR)
    if room <= 0:
        return say("{名}已用完年度控制目标，余下{月}个月不能再增加", 名=name, 月=left)
    margin = computed(f"{amount(room, places)}{one.indicator.unit}", goal - value, "控制目标－累计", one.sources)
    return say("{名}余下{月}个月的新增要控制在{余}以内，全年不超过控制目标", 名=name, 月=left, 余=margin)


def _push(account: Account, task: TaskProgress, reports: Sequence[TaskReport]) -> Sentence:
    """What the units promise of a task, by its deadline."""
    name = from_plan(task.task.name, task.task.row.place("任务名称"))
    limit: Part = ""
    if task.task.deadline:
        limit = say("，完成时限{限}", 限=from_plan(day(task.task.deadline), task.task.row.place("完成时限")))
    promises = [
        join(("" if account.department else f"{report.department}：", quoted(report.measure, report.accepted) or ""))
        for report in reports
    ]
    if len(promises) == 1:
        return join((promises[0], "（“", name, "”", limit, "）。"))
    return join(("“", name, "”", limit, "。", join(promises, "；"), "。"))


def _filing_duties(account: Account) -> list[Part]:
    """Who must send what, by which day."""
    plan, month = account.plan, account.month
    duties: list[Part] = []
    if not account.department:
        missing = [t.department.name for t in account.turnout if t.presence is Presence.MISSING]
        wrong = [t.department.name for t in account.turnout if must_correct(t)]
        lock = plan.lock(month)
        when: Part = Figure(f"{day_of_year(lock)}前", lock.isoformat(), "锁定日") if account.issued < lock else "尽快"
        if missing:
            duties.append(
                join(
                    (f"{listing(missing)}", when, "补报", Figure(f"{month.index}月", str(month), "报告期"), "填报表。")
                )
            )
        if wrong:
            duties.append(join((f"{listing(wrong)}按退回意见更正，", when, "重报。")))
    coming = next((m for m in plan.form_months if m > month), None)
    if coming is not None:
        due = plan.due(coming)
        who = "" if account.department else "各责任单位"
        day_due = Figure(f"{day_of_year(due)}前", due.isoformat(), "报送安排的截止日")
        duties.append(join((who, day_due, "报送", Figure(f"{coming.index}月", str(coming), "下一期"), "填报表。")))
    return duties


def must_correct(one: Turnout) -> bool:
    """Whether a department must send its form again or mend cells in it."""
    return one.verdict in (Verdict.RETURNED, Verdict.USED_IN_PART)
