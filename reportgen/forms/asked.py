"""What one department is asked in one month, and the locked cells as sent out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.forms.definition import (
    COUNTED,
    INDICATORS,
    MILESTONES,
    SIGNATURES,
    SUMMARY,
    TASKS,
    YEAR_SUMMARY,
    FormSheet,
    Role,
)
from reportgen.plan.in_force import in_force
from reportgen.plan.model import Comparison, Direction, Indicator, Kind, Milestone, Plan, Status, Target, Task
from reportgen.plan.pace import pace
from reportgen.wording import places, plain
from reportgen.workbooks.cells import a1

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.period import Period


@dataclass(frozen=True, slots=True)
class Carried:
    """The last known value of an indicator, and the month whose form told it (None for a 上年基数)."""

    value: Decimal
    month: Period | None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a department before a month: values by indicator, statuses by task, nodes already done."""

    values: Mapping[str, Carried] = field(default_factory=dict)
    statuses: Mapping[str, Status] = field(default_factory=dict)
    nodes: Mapping[str, date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator as asked of one department in one month; `later` is the next target of a year without one."""

    indicator: Indicator
    target: Target | None
    goal: Decimal | None
    carried: Carried | None
    pace: Decimal | None
    later: Target | None = None

    @property
    def upper(self) -> Decimal | None:
        """The upper end of a target that is a range."""
        return self.target.upper if self.target else None

    @property
    def id(self) -> str:
        """The row's identity."""
        return self.indicator.code


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A task as asked of one department in one month."""

    task: Task
    duty: str
    last_status: Status | None

    @property
    def id(self) -> str:
        """The row's identity."""
        return self.task.code


@dataclass(frozen=True, slots=True)
class MilestoneRow:
    """A milestone that a department answers for."""

    milestone: Milestone
    done: date | None

    @property
    def id(self) -> str:
        """The row's identity."""
        return node_id(self.milestone)


@dataclass(frozen=True, slots=True)
class Form:
    """What one department is asked in one month."""

    plan: Plan
    department: str
    period: Period
    indicators: tuple[IndicatorRow, ...]
    tasks: tuple[TaskRow, ...]
    milestones: tuple[MilestoneRow, ...]
    asks_summary: bool
    asks_score: bool

    @property
    def sheets(self) -> tuple[FormSheet, ...]:
        """The sheets to be filled in, in order."""
        present = (
            (INDICATORS, self.indicators),
            (TASKS, self.tasks),
            (MILESTONES, self.milestones),
            (self.summary_sheet, self.asks_summary),
        )
        return tuple(sheet for sheet, rows in present if rows)

    @property
    def summary_sheet(self) -> FormSheet:
        """阶段总结, with 自评 at the year's end."""
        return YEAR_SUMMARY if self.asks_score else SUMMARY

    @property
    def cells_to_fill(self) -> int:
        """How many cells must be filled when all goes normally (design section 5)."""
        closing = sum(row.last_status is not Status.DONE for row in self.tasks) + len(self.tasks)
        summary = len(self.summary_sheet.entries) if self.asks_summary else 0
        return len(SIGNATURES) + len(self.indicators) + closing + summary

    @property
    def file_name(self) -> str:
        """<单位>-<2025-05>.xlsx."""
        return f"{safe_name(self.department)}-{self.period}.xlsx"


def node_id(milestone: Milestone) -> str:
    """A milestone's identity: its task's number and its name, blanks apart."""
    return f"{milestone.task}/{normal(milestone.name)}"


_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$", re.IGNORECASE)
_LONGEST_NAME = 80


def safe_name(name: str) -> str:
    """A name as a file can bear it, on Windows too: forbidden characters become _."""
    safe = _UNSAFE.sub("_", unicodedata.normalize("NFC", name)).strip(" .")[:_LONGEST_NAME]
    return f"_{safe}" if _RESERVED.match(safe) or not safe else safe


# ---- what is asked


def forms_of(plan: Plan, month: Period, known: Mapping[str, Known]) -> tuple[Form, ...]:
    """One form per reporting department, in the order of the plan; `known` by department."""
    plan = in_force(plan, month)
    return tuple(form_of(plan, month, d.name, known.get(d.name, Known())) for d in plan.reporting_departments)


def form_of(plan: Plan, month: Period, department: str, known: Known) -> Form:
    """The form of one department: what the plan in force in that month asks."""
    plan = in_force(plan, month)
    asks_summary = plan.asks_summary(month)
    return Form(
        plan=plan,
        department=department,
        period=month,
        indicators=tuple(_indicator_row(plan, month, department, i, known) for i in plan.indicators_of(department)),
        tasks=tuple(
            TaskRow(task, _duty(plan, task, department), known.statuses.get(task.code))
            for task in plan.tasks_of(department)
        ),
        milestones=tuple(MilestoneRow(m, known.nodes.get(node_id(m))) for m in plan.milestones_of(department)),
        asks_summary=asks_summary,
        asks_score=asks_summary and month.index == 12,  # noqa: PLR2004 -- December, as the contract says
    )


def _indicator_row(plan: Plan, month: Period, department: str, indicator: Indicator, known: Known) -> IndicatorRow:
    target = indicator.target(month.year)
    goal = goal_of(plan, department, indicator, month.year)
    due = pace(plan, indicator, month, goal) if goal is not None else None
    later = indicator.later_target(month.year) if target is None else None
    return IndicatorRow(indicator, target, goal, carried_value(plan, month, indicator, known), due, later)


def goal_of(plan: Plan, department: str, indicator: Indicator, year: int) -> Decimal | None:
    """The target that one department is judged by: its share where the total is divided, else the target.

    None where the year has no target, and where several departments add up to a total that nobody has divided.
    """
    share = plan.allocation(year, department, indicator.code)
    if share is not None:
        return share.value
    target = indicator.target(year)
    in_common = indicator.is_summed and len(plan.reporters_of(indicator.code)) > 1
    return target.value if target and not in_common else None


def carried_value(plan: Plan, month: Period, indicator: Indicator, known: Known) -> Carried | None:
    """Last month's value: in January nought for a cumulative figure, the 上年基数 for a stock never reported.

    The 上年基数 is the plan's: where several departments report, nobody knows whose it was.
    """
    last = known.values.get(indicator.code)
    if indicator.kind is Kind.CUMULATIVE:
        if last is not None and last.month is not None and last.month.year == month.year:
            return last
        first = max(plan.first_month.index if plan.first_month.year == month.year else 1, 1)
        return Carried(Decimal(0), None) if month.index == first else None
    alone = len(plan.reporters_of(indicator.code)) == 1
    if last is None and indicator.kind is Kind.STOCK and indicator.baseline is not None and alone:
        return Carried(indicator.baseline, None)
    return last


def _duty(plan: Plan, task: Task, department: str) -> str:
    if department in plan.members(task.leads):
        return "牵头"
    return "牵头（按排序）" if plan.lead_of(task) == department else "责任"


def counted(indicator: Indicator) -> bool:
    """Whether the indicator counts things, so that only whole numbers make sense."""
    whole = all(places(target.value) == 0 for target in indicator.targets)
    return indicator.kind in (Kind.RANK, Kind.EVENT) or (indicator.unit in COUNTED and whole)


def value_bounds(indicator: Indicator) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a value can be, by kind; None where there is no bound."""
    match indicator.kind:
        case Kind.EVENT:
            return Decimal(0), Decimal(1)
        case Kind.RANK:
            return Decimal(1), None
        case Kind.RATE if indicator.unit == "%":
            return Decimal(0), Decimal(100)
        case Kind.GROWTH:
            return (Decimal(-100), None) if indicator.unit == "%" else (None, None)
        case _:
            return Decimal(0), None


def has_completion_cell(row: IndicatorRow) -> bool:
    """Whether 完成率 means something: an amount, more is better, one target that is not nought."""
    return (
        row.indicator.kind.has_completion
        and row.indicator.direction is Direction.FORWARD
        and row.indicator.comparison is not Comparison.WITHIN
        and bool(row.goal)
    )


# ---- the locked cells, as sent out and as compared when they come back

Locked = str | Decimal | date | None


def locked_cells(form: Form) -> Mapping[tuple[str, str], Locked]:
    """Sheet and address to the value sent out, for every locked cell that is no formula."""
    cells: dict[tuple[str, str], Locked] = {}
    for sheet, rows in grids(form):
        for number, row in enumerate(rows, start=1):
            for column, f in enumerate(sheet.fields):
                if f.role is Role.LOCKED:
                    cells[sheet.name, a1(number, column)] = row[f.heading]
    return cells


def grids(form: Form) -> Iterator[tuple[FormSheet, Sequence[Mapping[str, Locked]]]]:
    """Every sheet of rows with its prefilled cells by heading, row by row."""
    yield INDICATORS, [_indicator_cells(i, row) for i, row in enumerate(form.indicators, start=1)]
    yield TASKS, [_task_cells(i, row) for i, row in enumerate(form.tasks, start=1)]
    yield MILESTONES, [_milestone_cells(row) for row in form.milestones]


def _indicator_cells(number: int, row: IndicatorRow) -> dict[str, Locked]:
    indicator = row.indicator
    return {
        "序号": Decimal(number),
        "指标编号": indicator.code,
        "指标名称": indicator.name,
        "计量单位": indicator.unit,
        "指标类型": indicator.kind.value,
        "年度目标": _goal_cell(row),
        "挑战目标": row.target.challenge if row.target else None,
        "上月累计": row.carried.value if row.carried else None,
        "序时进度": row.pace.quantize(Decimal("0.0001")) if row.pace is not None else "—",
    }


def _goal_cell(row: IndicatorRow) -> Locked:
    """A number whose format shows the comparison; a range, and the target of a later year, is text."""
    if row.later is not None:
        return f"{row.later.year}年{row.indicator.comparison}{plain(row.later.value)}"
    if row.indicator.comparison is Comparison.WITHIN and row.target and row.target.upper is not None:
        return f"{plain(row.target.value)}～{plain(row.target.upper)}"
    return row.goal


def _task_cells(number: int, row: TaskRow) -> dict[str, Locked]:
    return {
        "序号": Decimal(number),
        "任务编号": row.task.code,
        "任务名称": row.task.name,
        "工作内容": row.task.content,
        "本单位职责": row.duty,
        "完成时限": row.task.deadline,
        "上月状态": row.last_status.value if row.last_status else "—",
    }


def _milestone_cells(row: MilestoneRow) -> dict[str, Locked]:
    return {"任务编号": row.milestone.task, "节点": row.milestone.name, "时限": row.milestone.due}


_ANY_BLANK = re.compile(r"\s+")


def normal(value: object) -> str:
    """A locked cell's value in the form in which it is compared: editors change formats, not contents."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float | int) and not isinstance(value, bool):
        return plain(Decimal(f"{value:.15g}"))
    if isinstance(value, Decimal):
        return plain(value)
    return _ANY_BLANK.sub("", unicodedata.normalize("NFC", str(value)))


def fingerprint(cells: Mapping[tuple[str, str], str]) -> str:
    """The 指纹 of normalised locked cells by sheet and address."""
    return fingerprint_of_pairs({f"{sheet}!{address}": text for (sheet, address), text in cells.items()})


def fingerprint_of_pairs(pairs: Mapping[str, str]) -> str:
    """The same from the pairs as 「_表单」 holds them; what is no locked cell has no ! in its key."""
    lines = "\n".join(f"{key}={pairs[key]}" for key in sorted(pairs) if "!" in key)
    return hashlib.sha256(lines.encode()).hexdigest()[:16]
