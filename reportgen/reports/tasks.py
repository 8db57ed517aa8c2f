"""三、重点任务进展: the units' own facts, unit in front, by chapter of the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.checks.verdict import Presence
from reportgen.plan.model import Status, Task
from reportgen.reports.overview import TASK_ORDER, status_source
from reportgen.reports.provenance import Figure, Part, Sentence, counted, from_plan, join, say
from reportgen.reports.sentences import quoted, some, with_unit_in_front
from reportgen.wording import chinese_number, closed, unnumbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.progress import TaskProgress, TaskReport
    from reportgen.reports.account import Account

_SILENT: Final = "未报送"
_RETURNED: Final = "退回重报"


def task_groups(account: Account) -> list[tuple[Part, Sequence[Part]]]:
    """By chapter of the plan; the chapters are numbered anew where a department has not all of them."""
    chapters: dict[str, list[TaskProgress]] = {}
    for task in account.tasks:
        chapters.setdefault(task.task.chapter, []).append(task)
    if not chapters:
        return [("", ["方案没有安排任务。"])]
    return [
        (
            join((f"（{chinese_number(number)}）", _chapter(tasks[0].task))),
            [_task(account, index, task) for index, task in enumerate(tasks, start=1)],
        )
        for number, tasks in enumerate(chapters.values(), start=1)
    ]


def _chapter(task: Task) -> Figure:
    """The chapter's name without the number that the plan gave it."""
    return from_plan(unnumbered(task.chapter), task.row.place("章节"))


def _task(account: Account, number: int, progress: TaskProgress) -> Sentence:
    """1.任务名称（正常推进）。 the lead's facts, then how the other units stand."""
    report = progress.lead_report
    name = from_plan(progress.task.name, progress.task.row.place("任务名称"))
    head = join((f"{number}.", name, f"（{_word(account, report)}）。"))
    others = [r for r in progress.reports if r.department != progress.lead]
    return join((head, _lead_facts(account, progress, report), _others(account, others)))


def _lead_facts(account: Account, progress: TaskProgress, report: TaskReport | None) -> Sentence:
    words = quoted(report.done, report.accepted) if report else None
    if words is not None:
        told = with_unit_in_front("" if account.department else progress.lead, words)
        return Sentence(closed(told.text.lstrip("：")), told.figures)
    if report is None or not report.filed:
        returned = report is not None and _word(account, report) == _RETURNED
        return Sentence(f"{progress.lead}{'的填报表已退回，本月进展待重报' if returned else '未报送本月进展'}。")
    match report.status:
        case Status.DONE if _was_done(account, progress):
            return Sentence("此前已完成，本月没有新的进展。")
        case Status.NOT_STARTED:
            return Sentence("尚未启动。")
        case Status.SUSPENDED:
            return Sentence("暂缓或调整，情况见第四部分。")
        case _:
            return Sentence("填报表没有写明本月进展。")


def _was_done(account: Account, progress: TaskProgress) -> bool:
    """Whether the task stood as done in the last account already."""
    if account.before is None:
        return False
    return any(t.task.code == progress.task.code and t.status is Status.DONE for t in account.before.tasks)


def _others(account: Account, reports: Sequence[TaskReport]) -> Sentence:
    """其他责任单位7家中，正常推进5家、滞后1家（后湖街道办事处）、未报送1家（区科协）.

    Several that did not file are only counted: 六、报送情况 names them once for all tasks.
    """
    if not reports:
        return Sentence("")
    groups: dict[str, list[TaskReport]] = {}
    for report in reports:
        groups.setdefault(_word(account, report), []).append(report)
    order = [
        *(s.value for s in TASK_ORDER),
        "未填状态",
        _RETURNED,
        _SILENT,
    ]
    if len(groups) == 1:
        word, found = next(iter(groups.items()))
        sources = [s for r in found if (s := status_source(r))]
        all_of = "都" if len(found) > 1 else ""
        number = counted(len(found), f"进展状态为“{word}”的单位数", sources)
        return join(("其他责任单位", number, f"家{all_of}{word}。"))
    parts = []
    for word in order:
        found = groups.get(word, [])
        if not found:
            continue
        sources = [s for r in found if (s := status_source(r))]
        unnamed = word in (Status.UNDER_WAY, Status.DONE) or (word in (_SILENT, _RETURNED) and len(found) > 1)
        named = "" if unnamed else f"（{some([r.department for r in found])}）"
        parts.append(join((word, counted(len(found), f"进展状态为“{word}”的单位数", sources), f"家{named}")))
    return join((say("其他责任单位{数}家中，", 数=counted(len(reports), "其他责任单位数")), join(parts, "、"), "。"))


def _word(account: Account, report: TaskReport | None) -> str:
    """The status word; a unit whose form went back has not been silent."""
    word = status_word(report)
    if word != _SILENT or report is None:
        return word
    own = next((t for t in account.turnout if t.department.name == report.department), None)
    return _RETURNED if own is not None and own.presence is Presence.RETURNED else word


def status_word(report: TaskReport | None) -> str:
    """The status as chosen, or why there is none."""
    if report is None or not report.filed:
        return _SILENT
    return report.status.value if report.status is not None else "未填状态"
