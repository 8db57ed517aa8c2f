"""One month's account of a plan or of one department: what the documents of that month speak about."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.checks.accepted import finished_by, past_of
from reportgen.checks.case import says_something
from reportgen.forms.asked import node_id
from reportgen.plan.in_force import in_force, lineage
from reportgen.plan.model import Status
from reportgen.progress import Standing, TaskProgress, indicator_progress, task_progress

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from reportgen.checks.accepted import Accepted, History
    from reportgen.checks.verdict import Turnout
    from reportgen.intake.filings import Entry
    from reportgen.period import Period
    from reportgen.plan.model import Milestone, Plan
    from reportgen.progress import Progress, TaskReport


@dataclass(frozen=True, slots=True)
class Node:
    """A milestone and the day on which it was reached, None while it is not."""

    milestone: Milestone
    owner: str
    finished: date | None
    accepted: Accepted | None
    told: bool

    def is_overdue(self, month: Period) -> bool:
        """Whether its deadline passed unreached, by the word of its owner."""
        return self.finished is None and self.told and month.runs_out(self.milestone.due)

    def is_unknown(self, month: Period) -> bool:
        """Whether its deadline passed and its owner did not file."""
        return self.finished is None and not self.told and month.runs_out(self.milestone.due)


@dataclass(frozen=True)
class Account:
    """Everything known of a month, for the whole plan (department "") or for one department."""

    plan: Plan
    month: Period
    department: str
    progress: tuple[Progress, ...]
    tasks: tuple[TaskProgress, ...]
    nodes: tuple[Node, ...]
    turnout: tuple[Turnout, ...]
    issued: date
    before: Account | None = None

    @cached_property
    def standings(self) -> Mapping[Standing, tuple[Progress, ...]]:
        """The indicators by status word, every word present."""
        return {word: tuple(p for p in self.progress if p.standing is word) for word in Standing}

    @property
    def compared(self) -> tuple[Progress, ...]:
        """The indicators that are set against their pace: all but 未到节点, 不适用 and 未报送."""
        return tuple(p for p in self.progress if p.standing.keeps_pace or p.standing.is_late)

    @property
    def late(self) -> tuple[Progress, ...]:
        """The late indicators, the furthest behind first."""
        late = [p for p in self.progress if p.standing.is_late]
        return tuple(sorted(late, key=lambda p: p.verdict.lead_over_pace or 0))

    @cached_property
    def task_statuses(self) -> Mapping[Status | None, tuple[TaskProgress, ...]]:
        """The tasks by their lead's status; None is 未报送."""
        words: tuple[Status | None, ...] = (*Status, None)
        return {word: tuple(t for t in self.tasks if t.status is word) for word in words}

    def troubled_reports(self) -> tuple[tuple[TaskProgress, TaskReport], ...]:
        """Every unit's word on a task that is 滞后 or 暂缓或调整, in the order of the plan."""
        return tuple(
            (task, report)
            for task in self.tasks
            for report in task.reports
            if report.status in (Status.BEHIND, Status.SUSPENDED)
        )

    def wishes(self) -> tuple[tuple[TaskProgress, TaskReport], ...]:
        """Every 需协调事项, in the order of the plan."""
        return tuple((task, r) for task in self.tasks for r in task.reports if says_something_in(r.help_wanted))


def says_something_in(entry: Entry | None) -> bool:
    """Whether a unit wrote something that can be printed; 无 and 暂无 are nothing."""
    return entry is not None and says_something(entry.raw)


def account(
    plan: Plan, month: Period, history: History, turnout: tuple[Turnout, ...], issued: date, department: str = ""
) -> Account:
    """The account of a month, with last month's beside it where there is one."""
    plan = in_force(plan, month)
    now = _account(plan, month, history, turnout, issued, department)
    names = lineage(plan, department) if department else tuple(history)
    filed = {a.filing.period for name in names for a in history.get(name, ())}
    earlier = [m for m in plan.form_months if m < month and m in filed]
    if not earlier:
        return now
    then = in_force(plan, earlier[-1])
    called = [name for name in names if name in {d.name for d in then.departments}] if department else [""]
    if len(called) != 1:
        # Units that were merged since have no common last month.
        return now
    return replace(now, before=_account(then, earlier[-1], history, (), issued, called[0]))


def _account(
    plan: Plan, month: Period, history: History, turnout: tuple[Turnout, ...], issued: date, department: str
) -> Account:
    return Account(
        plan=plan,
        month=month,
        department=department,
        progress=indicator_progress(plan, month, history, department),
        tasks=task_progress(plan, month, history, department),
        nodes=tuple(_nodes(plan, month, history, department)),
        turnout=turnout,
        issued=issued,
    )


def _nodes(plan: Plan, month: Period, history: History, department: str) -> list[Node]:
    found = []
    for milestone in plan.milestones:
        owner = plan.owner_of(milestone)
        if department and owner != department:
            continue
        told = [a for a in past_of(plan, history, owner) if a.filing.period <= month]
        reached, day = finished_by(told, node_id(milestone))
        if day is not None and not month.runs_out(day):
            reached, day = None, None  # a day still to come is a promise
        filed = any(a.filing.period == month for a in told)
        found.append(Node(milestone, owner, day, reached, filed))
    return found
