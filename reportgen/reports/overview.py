"""一、总体进展: counts that close, what is left out of the denominator, and the change since last month."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.forms.asked import node_id
from reportgen.forms.definition import MILESTONES, NODE_DATE
from reportgen.plan.model import Status
from reportgen.plan.pace import elapsed
from reportgen.progress import Progress, Standing, TaskProgress, TaskReport
from reportgen.reports.provenance import Figure, Part, Sentence, computed, counted, from_plan, join, say
from reportgen.reports.sentences import DASH, indicator_name, named_counts, some
from reportgen.wording import day_of_year, percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportgen.intake.filings import Source
    from reportgen.reports.account import Account, Node


def as_of(account: Account) -> Figure:
    """6月底: the day up to which everything is told."""
    return Figure(f"{account.month.index}月底", str(account.month.end), "报告期末")


def overall(account: Account) -> Iterator[Part]:
    """The paragraphs of the section; empty ones are left out when printed."""
    yield _indicator_counts(account)
    yield _comparison(account)
    yield _task_counts(account)
    yield _node_counts(account)
    yield _change(account)


def sources_of(progress: Sequence[Progress]) -> tuple[Source, ...]:
    """The cells behind several indicators."""
    return tuple(source for one in progress for source in one.sources)


def _indicator_counts(account: Account) -> Sentence:
    total = len(account.progress)
    if not total:
        return Sentence("")
    who = "本单位填报的" if account.department else "方案确定的"
    groups = [(word, len(found), sources_of(found)) for word, found in _by_standing(account) if found]
    gone = elapsed(account.plan, account.month)
    pace = computed(percent(gone), gone, "已过月数÷全年月数")
    number = counted(total, "指标的个数")
    if len(groups) == 1:
        all_of = "均为" if total > 1 else "为"
        said = say(f"截至{{日}}，{who}{{总}}项指标{all_of}“{groups[0][0]}”。", 日=as_of(account), 总=number)
    else:
        each = named_counts(groups, "项", "进展为")
        said = say(f"截至{{日}}，{who}{{总}}项指标中，{{各}}。", 日=as_of(account), 总=number, 各=each)
    return join((said, say("按月均匀推进的序时进度为{序}。", 序=pace)))


def _by_standing(account: Account) -> Iterator[tuple[str, list[Progress]]]:
    """The indicators by status word; 未报送 is said only of those of which no unit filed."""
    for word, found in account.standings.items():
        filed = [p for p in found if any(m.accepted is not None for m in p.measures)]
        if word is Standing.MISSING:
            yield "没有可用数据", filed
            yield word.value, [p for p in found if p not in filed]
        else:
            yield word.value, list(found)


_LEFT_OUT: Final = {
    Standing.NOT_DUE: "未到考核节点或数据未出",
    Standing.NOT_APPLICABLE: "确认不适用",
    Standing.MISSING: "没有可用数据",
}


def _comparison(account: Account) -> Sentence:
    """How many keep pace, of how many, and what is left out: the denominator is always said."""
    if not account.progress:
        return Sentence("")
    left_out = [
        say(
            f"{words}的{{数}}项（{{名}}）",
            数=counted(len(found), f"{words}的指标数"), 名=_names(found),
        )
        for word, words in _LEFT_OUT.items()
        if (found := account.standings[word])
    ]  # fmt: skip
    compared = account.compared
    if not compared:
        return join((join(left_out, "，"), "，本月暂无可与序时进度比较的指标。"))
    head = join((join(left_out, "，"), "不计入比较，计入比较的")) if left_out else Sentence("")
    total = counted(len(compared), "计入比较的指标数", sources_of(compared))
    of_these = say(
        "{总}项" if left_out else "{总}项全部计入比较，" if len(compared) > 1 else "{总}项计入比较，", 总=total
    )
    good = [p for p in compared if p.standing.keeps_pace]
    every = "都" if len(compared) > 1 else ""
    if len(good) == len(compared):
        return join((head, of_these, f"{every}达到序时进度。"))
    if not good:
        return join((head, of_these, f"{every}没有达到序时进度。"))
    share = Decimal(len(good)) / len(compared)
    return join(
        (
            head, of_these, "中，" if left_out else "",
            say(
                "达到序时进度的{好}项，占{率}。",
                好=counted(len(good), "达到序时进度的指标数", sources_of(good)),
                率=computed(percent(share), share, "达到序时进度的指标数÷计入比较的指标数", sources_of(good)),
            ),
        )
    )  # fmt: skip


def _names(progress: Sequence[Progress]) -> Sentence:
    """Names of indicators, which may hold numbers of their own."""
    shown = [indicator_name(p.indicator) for p in progress]
    text = some([figure.text for figure in shown])
    return Sentence(text, tuple(figure for figure in shown if figure.text in text))


TASK_ORDER: Final = (
    Status.DONE,
    Status.UNDER_WAY,
    Status.BEHIND,
    Status.SUSPENDED,
    Status.NOT_STARTED,
)


def _task_counts(account: Account) -> Sentence:
    total = len(account.tasks)
    if not total:
        return Sentence("")
    found = [(word.value, account.task_statuses[word]) for word in TASK_ORDER]
    unknown = account.task_statuses[None]
    filed = tuple(task for task in unknown if task.lead_report is not None and task.lead_report.filed)
    found += [("未填状态", filed), ("未报送", tuple(task for task in unknown if task not in filed))]
    groups = [(word, len(tasks), _status_sources(tasks)) for word, tasks in found if tasks]
    number = counted(total, "任务的个数")
    basis = "" if account.department else "（以牵头单位填报为准）"
    if len(groups) == 1:
        word, _, sources = groups[0]
        all_of = "都" if total > 1 else ""
        return say(f"{{总}}项任务{basis}{all_of}{word}。", 总=replace(number, sources=sources))
    return say(f"{{总}}项任务中{basis}，{{各}}。", 总=number, 各=named_counts(groups, "项", "进展状态为"))


def _status_sources(tasks: Sequence[TaskProgress]) -> tuple[Source, ...]:
    return tuple(s for task in tasks if (s := status_source(task.lead_report)) is not None)


def status_source(report: TaskReport | None) -> Source | None:
    """The cell of a status, None where there is none."""
    if report is None or report.status_entry is None or report.accepted is None:
        return None
    return report.accepted.source(report.status_entry)


def _node_counts(account: Account) -> Sentence:
    if not account.nodes:
        return Sentence("")
    done = [node for node in account.nodes if node.finished]
    overdue = [node for node in account.nodes if node.is_overdue(account.month)]
    unknown = [node for node in account.nodes if node.is_unknown(account.month)]
    groups = (
        ("已完成", len(done), _node_sources(done)),
        ("逾期", len(overdue), ()),
        ("到期未报", len(unknown), ()),
        ("未到期", len(account.nodes) - len(done) - len(overdue) - len(unknown), ()),
    )
    total, present = counted(len(account.nodes), "节点的个数"), [word for word, count, _ in groups if count]
    said = say("{总}个节点中，{各}", 总=total, 各=named_counts(groups, "个", "节点"))
    if len(present) == 1:
        said = join((total, "个节点", "都" if len(account.nodes) > 1 else "", present[0]))
    new = [node for node in done if node.finished and node.finished >= account.month.start]
    if not new:
        return join((said, "。"))
    each = [
        say("{名}（{日}）", 名=from_plan(node.milestone.name, node.milestone.row.place("节点")), 日=_node_day(node))
        for node in new
    ]
    return join((said, "；本月完成的是", join(each, "、"), "。"))


def _node_day(node: Node) -> Figure:
    if node.finished is None:
        return Figure(DASH, "", "")
    return Figure(day_of_year(node.finished), node.finished.isoformat(), "单位填报", _node_sources([node]))


def _node_sources(nodes: Sequence[Node]) -> tuple[Source, ...]:
    found: list[Source] = []
    for node in nodes:
        if node.accepted is not None:
            entry = node.accepted.entry(MILESTONES.name, node_id(node.milestone), NODE_DATE)
            found += [node.accepted.source(entry)] if entry else []
    return tuple(found)


def _change(account: Account) -> Sentence:
    """Better or worse than last month; said only where last month is known."""
    before = account.before
    if before is None or (not account.progress and not account.tasks):
        return Sentence("")
    label = f"{before.month.index}月"
    parts = []
    if account.progress and before.compared and account.compared:
        was = sum(p.standing.keeps_pace for p in before.progress)
        now = sum(p.standing.keeps_pace for p in account.progress)
        parts.append(_moved("达到序时进度的指标", was, now))
    if account.tasks:
        was, now = (len(a.task_statuses[Status.BEHIND]) for a in (before, account))
        if was or now:
            parts.append(_lateness_moved(was, now))
    if not parts:
        return Sentence("")
    month = Figure(label, str(before.month), "上一期")
    return join((say("与{月}相比，", 月=month), join(parts, "，"), "。"))


def _lateness_moved(was: int, now: int) -> Sentence:
    if not was:
        return say("新增滞后的任务{今}项", 今=counted(now, "滞后的任务的个数"))
    if not now:
        return say("上期滞后的{昔}项任务不再滞后", 昔=counted(was, "上期滞后的任务的个数"))
    return _moved("滞后的任务", was, now)


def _moved(what: str, was: int, now: int) -> Sentence:
    formula = f"{what}的个数"
    if was == now == 0:
        return Sentence(f"仍没有{what}")
    if was == now:
        return say(f"{what}仍为{{今}}项", 今=counted(now, formula))
    verb = "增加" if now > was else "减少"
    return say(f"{what}由{{昔}}项{verb}到{{今}}项", 昔=counted(was, f"上月{formula}"), 今=counted(now, formula))
