"""How far each target has come: completion, pace, lead over pace, status word and light, for a unit and for the plan."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.checks.accepted import known_of, past_of
from reportgen.forms.asked import carried_value, goal_of
from reportgen.forms.definition import DONE, HELP, INDICATORS, MEASURE, PROBLEM, REMARK, STATUS, TASKS, VALUE
from reportgen.forms.lead import lead_over_pace
from reportgen.intake.filings import State
from reportgen.plan.in_force import in_force
from reportgen.plan.model import Aggregation, Comparison, Kind, Status
from reportgen.plan.pace import is_last_month, lower_is_better, pace
from reportgen.plan.sheets import AHEAD_LINE, FAR_BEHIND_LINE, YELLOW_LINE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.checks.accepted import Accepted, History
    from reportgen.forms.asked import Carried, Known
    from reportgen.intake.filings import Entry, Source
    from reportgen.period import Period
    from reportgen.plan.model import Indicator, Plan, Target, Task

_HUNDRED: Final = Decimal(100)


class Standing(StrEnum):
    """Status words of an indicator (design section 8)."""

    DONE = "已完成"
    AHEAD = "超序时"
    ON_PACE = "达序时"
    BEHIND = "滞后"
    FAR_BEHIND = "严重滞后"
    NOT_DUE = "未到节点"
    NOT_APPLICABLE = "不适用"
    MISSING = "未报送"

    @property
    def keeps_pace(self) -> bool:
        """Whether it counts among those that are on time."""
        return self in (Standing.DONE, Standing.AHEAD, Standing.ON_PACE)

    @property
    def is_late(self) -> bool:
        """Whether it counts among those that are late."""
        return self in (Standing.BEHIND, Standing.FAR_BEHIND)


class Light(StrEnum):
    """亮灯."""

    GREEN = "绿"
    WATCHED = "绿（关注）"
    YELLOW = "黄"
    RED = "红"
    NONE = "—"


@dataclass(frozen=True, slots=True)
class Measure:
    """One department's figure of one indicator in one month."""

    department: str
    state: State | None
    value: Decimal | None
    increase: Decimal | None = None
    entry: Entry | None = None
    source: Source | None = None
    remark: Entry | None = None
    questioned: bool = False
    refused: bool = False
    accepted: Accepted | None = None
    since: Period | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a value means beside its goal."""

    completion: Decimal | None
    pace: Decimal | None
    lead_over_pace: Decimal | None
    standing: Standing
    light: Light


@dataclass(frozen=True)
class Progress:
    """One indicator in one month, of one department or of the whole plan (department "")."""

    indicator: Indicator
    department: str
    month: Period
    goal: Decimal | None
    value: Decimal | None
    increase: Decimal | None
    verdict: Verdict
    measures: tuple[Measure, ...]

    @property
    def target(self) -> Target | None:
        """The year's target in the plan."""
        return self.indicator.target(self.month.year)

    @property
    def upper(self) -> Decimal | None:
        """The upper end of a target that is a range."""
        return self.target.upper if self.target else None

    @property
    def questioned(self) -> bool:
        """Whether a department still owes an answer about a figure in it."""
        return any(m.questioned for m in self.measures)

    @property
    def standing(self) -> Standing:
        """The status word."""
        return self.verdict.standing

    @property
    def missing(self) -> tuple[str, ...]:
        """Departments whose figure is not in the sum."""
        return tuple(m.department for m in self.measures if m.value is None)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The cells that the value comes from."""
        return tuple(m.source for m in self.measures if m.source is not None and m.value is not None)


@dataclass(frozen=True, slots=True)
class TaskReport:
    """What one department said of one task in one month; None where it did not file or left the cell blank."""

    department: str
    filed: bool
    status: Status | None
    status_entry: Entry | None = None
    done: Entry | None = None
    problem: Entry | None = None
    measure: Entry | None = None
    help_wanted: Entry | None = None
    accepted: Accepted | None = None


@dataclass(frozen=True)
class TaskProgress:
    """One task in one month: its lead's status counts, the others stand beside it."""

    task: Task
    lead: str
    reports: tuple[TaskReport, ...]

    @property
    def lead_report(self) -> TaskReport | None:
        """What the lead said."""
        return next((report for report in self.reports if report.department == self.lead), None)

    @property
    def status(self) -> Status | None:
        """The lead's status; None where it is 未报送."""
        report = self.lead_report
        return report.status if report else None


# ---- indicators


@dataclass(frozen=True, slots=True)
class _Desk:
    """A department's filing of the month, its earlier ones, and what those tell."""

    department: str
    now: Accepted | None
    earlier: tuple[Accepted, ...]
    known: Known


def _desk(plan: Plan, history: History, month: Period, department: str) -> _Desk:
    past = past_of(plan, history, department)
    earlier = tuple(a for a in past if a.filing.period < month)
    now = next((a for a in past if a.filing.period == month), None)
    return _Desk(department, now, earlier, known_of(plan, department, earlier))


def indicator_progress(plan: Plan, month: Period, history: History, department: str = "") -> tuple[Progress, ...]:
    """Every indicator of a department, or of the whole plan, in the order of the plan."""
    plan = in_force(plan, month)
    if department:
        desk = _desk(plan, history, month, department)
        return tuple(_of_department(plan, month, desk, i) for i in plan.indicators_of(department))
    desks = {name: _desk(plan, history, month, name) for name in set(_reporters(plan))}
    return tuple(_of_plan(plan, month, desks, indicator) for indicator in plan.indicators)


def _reporters(plan: Plan) -> Iterator[str]:
    return (name for indicator in plan.indicators for name in plan.reporters_of(indicator.code))


def _of_department(plan: Plan, month: Period, desk: _Desk, indicator: Indicator) -> Progress:
    one = _measure(plan, month, desk, indicator)
    goal = goal_of(plan, desk.department, indicator, month.year)
    verdict = judge(plan, indicator, month, goal, one.value, one.state)
    return Progress(indicator, desk.department, month, goal, one.value, one.increase, verdict, (one,))


def _of_plan(plan: Plan, month: Period, desks: Mapping[str, _Desk], indicator: Indicator) -> Progress:
    measures = tuple(_measure(plan, month, desks[name], indicator) for name in plan.reporters_of(indicator.code))
    target = indicator.target(month.year)
    goal = target.value if target else None
    value = _together(plan, month, indicator, measures, [m.value for m in measures])
    increase = _increase_together(plan, month, indicator, measures, value)
    verdict = judge(plan, indicator, month, goal, value, _state_together(measures))
    return Progress(indicator, "", month, goal, value, increase, verdict, measures)


def _together(
    plan: Plan, month: Period, indicator: Indicator, measures: Sequence[Measure], parts: Sequence[Decimal | None]
) -> Decimal | None:
    """The plan's figure of the departments' figures by 汇总方式; None where no department has one.

    口径 各: the one furthest from the target, since all are to reach it.
    """
    known = [(m.department, part) for m, part in zip(measures, parts, strict=True) if part is not None]
    if not known:
        return None
    if indicator.is_for_each and len(measures) > 1:
        worst = max if lower_is_better(indicator) else min
        return worst(part for _, part in known)
    match indicator.aggregation:
        case Aggregation.SUM if indicator.kind.adds_up or len(measures) == 1:
            return sum((part for _, part in known), Decimal(0))
        case Aggregation.LEAD:
            return dict(known).get(indicator.lead)
        case Aggregation.MOST:
            return max(part for _, part in known)
        case _:
            weights = [_weight(plan, month, name, indicator) for name, _ in known]
            return sum((w * part for w, (_, part) in zip(weights, known, strict=True)), Decimal(0)) / sum(weights)


def _increase_together(
    plan: Plan, month: Period, indicator: Indicator, measures: Sequence[Measure], value: Decimal | None
) -> Decimal | None:
    """What the departments' figures together grew by: the difference of two wholes, not a whole of differences."""
    if value is None or any(m.increase is None for m in measures if m.value is not None):
        return None
    if indicator.is_summed:
        return _together(plan, month, indicator, measures, [m.increase for m in measures])
    earlier = [None if m.value is None or m.increase is None else m.value - m.increase for m in measures]
    before = _together(plan, month, indicator, measures, earlier)
    return value - before if before is not None else None


def _weight(plan: Plan, month: Period, department: str, indicator: Indicator) -> Decimal:
    share = plan.allocation(month.year, department, indicator.code)
    return share.value if share and share.value > 0 else Decimal(1)


def _state_together(measures: Sequence[Measure]) -> State | None:
    states = {m.state for m in measures}
    return states.pop() if len(states) == 1 else None


def _measure(plan: Plan, month: Period, desk: _Desk, indicator: Indicator) -> Measure:
    """One department's figure: what it filed this month, or last month's where it said 本月无进展."""
    now = desk.now
    if now is None:
        return Measure(desk.department, None, None)
    state, remark = now.state(indicator.code), _remark(now, indicator)
    if state is State.NOT_APPLICABLE:
        confirmed = plan.is_waived("not_applicable_is_confirmed", indicator.code, desk.department, month)
        return Measure(desk.department, state if confirmed else State.BLANK, None, remark=remark, accepted=now)
    if state not in (State.GIVEN, State.NO_PROGRESS):
        refused = _is_refused(now, indicator)
        return Measure(desk.department, state, None, remark=remark, refused=refused, accepted=now)
    carried = carried_value(plan, month, indicator, desk.known)
    origin = now if now.value(indicator.code) is not None else _last_with_value(desk, indicator)
    entry = origin.entry(INDICATORS.name, indicator.code, VALUE) if origin else None
    value = origin.value(indicator.code) if origin else carried.value if carried else None
    known = carried is not None and (state is State.NO_PROGRESS or _is_of_last_month(carried, month))
    increase = value - carried.value if value is not None and carried is not None and known else None
    return Measure(
        department=desk.department,
        state=state,
        value=value,
        increase=increase if indicator.kind.has_completion else None,
        entry=entry,
        source=origin.source(entry) if origin and entry else None,
        remark=remark,
        questioned=bool(origin and entry and origin.is_questioned(entry)),
        accepted=now,
        since=origin.filing.period if origin else None,
    )


def _is_of_last_month(carried: Carried, month: Period) -> bool:
    """Whether the difference to a carried value is this month's alone; without a month it is the year's beginning."""
    return carried.month == month.previous() if carried.month else True


def _is_refused(now: Accepted, indicator: Indicator) -> bool:
    """Whether something was typed that could not be used."""
    typed = now.filing.entry(INDICATORS.name, indicator.code, VALUE)
    return typed is not None and not typed.blank and now.value(indicator.code) is None


def _last_with_value(desk: _Desk, indicator: Indicator) -> Accepted | None:
    """The filing that a value under 本月无进展 comes from; a cumulative figure of last year is none."""
    last = next((a for a in reversed(desk.earlier) if a.value(indicator.code) is not None), None)
    if last is None or desk.now is None:
        return None
    if last.filing.department != desk.department and len({a.filing.department for a in desk.earlier}) > 1:
        # Several units were merged: what each of them had is not one filing's word.
        return None
    same_year = last.filing.period.year == desk.now.filing.period.year
    return last if same_year or indicator.kind is not Kind.CUMULATIVE else None


def _remark(accepted: Accepted, indicator: Indicator) -> Entry | None:
    entry = accepted.entry(INDICATORS.name, indicator.code, REMARK)
    return entry if entry is not None and not entry.blank else None


def judge(
    plan: Plan, indicator: Indicator, month: Period, goal: Decimal | None, value: Decimal | None, state: State | None
) -> Verdict:
    """Completion, pace, lead, status word and light of a value beside a goal."""
    due = pace(plan, indicator, month, goal) if goal is not None else None
    if value is None:
        return Verdict(None, due, None, _without_value(state), Light.NONE)
    if goal is None:
        return Verdict(None, None, None, Standing.NOT_DUE, Light.NONE)
    target = indicator.target(month.year)
    upper = target.upper if target else None
    met = indicator.is_met_by(value, goal, upper)
    completion = value / goal if goal and indicator.kind.has_completion and not lower_is_better(indicator) else None
    lead = lead_over_pace(indicator, goal, upper, value, due)
    standing = _standing(plan, indicator, month, lead, met=met)
    return Verdict(completion, due, lead, standing, _light(plan, standing, lead))


def _without_value(state: State | None) -> Standing:
    match state:
        case State.NOT_APPLICABLE:
            return Standing.NOT_APPLICABLE
        case State.NOT_OUT:
            return Standing.NOT_DUE
        case _:
            return Standing.MISSING


def _standing(plan: Plan, indicator: Indicator, month: Period, lead: Decimal | None, *, met: bool) -> Standing:
    final = is_last_month(plan, month)
    grows = indicator.kind in (Kind.CUMULATIVE, Kind.STOCK, Kind.EVENT) and not lower_is_better(indicator)
    if met and (final or (grows and indicator.comparison is not Comparison.WITHIN)):
        return Standing.DONE
    if lower_is_better(indicator) and not met and (indicator.kind is Kind.CUMULATIVE or lead is None):
        return Standing.FAR_BEHIND
    if lead is None:
        return Standing.NOT_DUE
    if lead * _HUNDRED >= plan.clause_value(AHEAD_LINE):
        return Standing.AHEAD
    if lead >= 0:
        return Standing.ON_PACE
    return Standing.FAR_BEHIND if -lead * _HUNDRED > plan.clause_value(FAR_BEHIND_LINE) else Standing.BEHIND


def _light(plan: Plan, standing: Standing, lead: Decimal | None) -> Light:
    """Green at pace or above, green and watched up to the yellow line, yellow up to the red one; 未到节点 has none."""
    if standing is Standing.FAR_BEHIND:
        return Light.RED
    if standing.keeps_pace:
        return Light.GREEN
    if not standing.is_late or lead is None:
        return Light.NONE
    return Light.YELLOW if -lead * _HUNDRED > plan.clause_value(YELLOW_LINE) else Light.WATCHED


# ---- tasks


def task_progress(plan: Plan, month: Period, history: History, department: str = "") -> tuple[TaskProgress, ...]:
    """Every task of the plan with all its units' words, or of a department with its own."""
    plan = in_force(plan, month)
    tasks = plan.tasks_of(department) if department else plan.tasks
    return tuple(_task(plan, month, history, task, department) for task in tasks)


def _task(plan: Plan, month: Period, history: History, task: Task, department: str) -> TaskProgress:
    names = (department,) if department else plan.responsible_for(task)
    reports = tuple(_report(month, past_of(plan, history, name), name, task) for name in names)
    return TaskProgress(task, department or plan.lead_of(task), reports)


def _report(month: Period, past: Sequence[Accepted], department: str, task: Task) -> TaskReport:
    now = next((a for a in past if a.filing.period == month), None)
    if now is None:
        return TaskReport(department, filed=False, status=None)

    def said(heading: str) -> Entry | None:
        entry = now.entry(TASKS.name, task.code, heading)
        return entry if entry is not None and not entry.blank else None

    return TaskReport(
        department=department,
        filed=True,
        status=now.status(task.code),
        status_entry=said(STATUS),
        done=said(DONE),
        problem=said(PROBLEM),
        measure=said(MEASURE),
        help_wanted=said(HELP),
        accepted=now,
    )
