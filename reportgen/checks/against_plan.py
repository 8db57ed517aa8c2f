"""Rules that hold a filing against the plan: targets, deadlines, pace."""

from __future__ import annotations

from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Final

from reportgen.findings import Hit
from reportgen.forms.asked import has_completion_cell
from reportgen.forms.definition import (
    INDICATORS,
    MILESTONES,
    NODE_DATE,
    NODE_DONE,
    NODE_REMARK,
    REMARK,
    SITUATION,
    STATUS,
    TASKS,
)
from reportgen.intake.filings import State
from reportgen.plan.model import Status
from reportgen.wording import day, percent, plain, points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.checks.case import Case
    from reportgen.forms.asked import IndicatorRow
    from reportgen.intake.filings import Entry

_FAR_ABOVE: Final = 5
_BEHIND: Final = Decimal("0.10")
_FEW: Final = 10


def value_is_not_far_above_target(case: Case) -> Iterator[Hit]:
    """Five times the year's target is mostly a slip of unit or point; a small target may be passed by luck."""
    for row, entry, value in case.valued():
        goal = row.goal
        if not goal or not has_completion_cell(row) or case.explained(row.id):
            continue
        if value >= goal * _FAR_ABOVE and value - goal >= _FEW:
            times = (value / goal).quantize(Decimal("0.1"), ROUND_DOWN)
            facts = {"目标": plain(goal), "倍数": plain(times), **case.indicator_facts(row.indicator)}
            yield Hit(entry.place, plain(value), facts=facts)


def finished_task_met_its_target(case: Case) -> Iterator[Hit]:
    """已完成 beside a figure that is short of the target: one of the two is wrong."""
    for status, row, value, entry in _linked(case):
        if status is Status.DONE and not _met(row, value):
            facts = {"值": plain(value), "目标": plain(row.goal or Decimal(0)), **case.indicator_facts(row.indicator)}
            yield Hit(entry.place, entry.raw, facts=facts)


def task_that_met_its_target_is_not_behind(case: Case) -> Iterator[Hit]:
    """滞后 beside figures that are all at the year's target."""
    met: dict[str, list[bool]] = {}
    places: dict[str, Entry] = {}
    for status, row, value, entry in _linked(case):
        if status is Status.BEHIND and row.indicator.kind.has_completion:
            met.setdefault(entry.id, []).append(_met(row, value))
            places[entry.id] = entry
    for code, verdicts in met.items():
        if all(verdicts):
            yield Hit(places[code].place, places[code].raw)


def _met(row: IndicatorRow, value: Decimal) -> bool:
    """Whether the department's own goal is met; where there is none, nothing can fall short."""
    upper = row.target.upper if row.target else None
    return row.goal is None or row.indicator.is_met_by(value, row.goal, upper)


def _linked(case: Case) -> Iterator[tuple[Status, IndicatorRow, Decimal, Entry]]:
    """Every status chosen with every figure of the same department that belongs to the task."""
    for row, _, value in case.valued():
        for code in _tasks_of(case, row):
            entry = case.filing.entry(TASKS.name, code, STATUS)
            if entry is not None and isinstance(entry.value, Status):
                yield entry.value, row, value, entry


def _tasks_of(case: Case, row: IndicatorRow) -> set[str]:
    return {row.indicator.task} | {t.task.code for t in case.form.tasks if row.id in t.task.indicators}


def deadline_has_not_passed(case: Case) -> Iterator[Hit]:
    """After its deadline a task is done, late, or put off."""
    for row in case.form.tasks:
        entry = case.filing.entry(TASKS.name, row.id, STATUS)
        if entry is None or entry.value not in (Status.NOT_STARTED, Status.UNDER_WAY):
            continue
        if row.task.deadline and case.form.period.runs_out(row.task.deadline):
            yield Hit(
                entry.place, entry.raw, Status.BEHIND.value, {"状态": entry.value, "时限": day(row.task.deadline)}
            )


def node_deadline_has_not_passed(case: Case) -> Iterator[Hit]:
    """A node missed wants a reason and a new day."""
    for row in case.form.milestones:
        entry = case.filing.entry(MILESTONES.name, row.id, NODE_DONE)
        late = case.form.period.runs_out(row.milestone.due) and row.done is None
        if entry is None or not late or entry.raw == "是" or entry.unclear is not None:
            continue
        if not case.filing.text(MILESTONES.name, row.id, NODE_REMARK) and not case.filing.text(
            MILESTONES.name, row.id, NODE_DATE
        ):
            yield Hit(entry.place, entry.raw, facts={"时限": day(row.milestone.due)})


def falling_behind_is_explained(case: Case) -> Iterator[Hit]:
    """More than ten points behind the pace: the brief prints the reason, so somebody must write it."""
    for row, _, value in case.valued():
        remark = case.filing.entry(INDICATORS.name, row.id, REMARK)
        if remark is None or not row.goal or row.pace is None or not has_completion_cell(row) or case.explained(row.id):
            continue
        gap = row.pace - value / row.goal
        if gap > _BEHIND:
            yield Hit(remark.place, remark.raw, facts={"完成率": percent(value / row.goal), "差": points(gap)})


def not_applicable_is_confirmed(case: Case) -> Iterator[Hit]:
    """不适用 is the department's word: it stays in the denominator until the office confirms it."""
    for code in case.rows:
        entry = case.filing.entry(INDICATORS.name, code, SITUATION)
        if entry is None or case.state(code) is not State.NOT_APPLICABLE:
            continue
        if not case.plan.is_waived(
            not_applicable_is_confirmed.__name__, code, case.filing.department, case.form.period
        ):
            yield Hit(entry.place, entry.raw, facts={"单位": case.filing.department})


PLAN_CHECKS: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    value_is_not_far_above_target,
    finished_task_met_its_target,
    task_that_met_its_target_is_not_behind,
    deadline_has_not_passed,
    node_deadline_has_not_passed,
    falling_behind_is_explained,
    not_applicable_is_confirmed,
)
