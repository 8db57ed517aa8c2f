"""Plan, Indicator, Task, Department: an official plan as values, each knowing the row of the workbook it came from."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from reportgen.findings import RULE_BY_NAME, Place
from reportgen.period import Period, Span, month_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping


class Kind(StrEnum):
    """指标类型: how a value relates to the target and to last month's."""

    CUMULATIVE = "年内累计"
    STOCK = "期末存量"
    RATE = "比率"
    GROWTH = "增速"
    RANK = "位次"
    EVENT = "事项"

    @property
    def adds_up(self) -> bool:
        """Whether values of departments may be added."""
        return self in (Kind.CUMULATIVE, Kind.STOCK, Kind.EVENT)

    @property
    def has_completion(self) -> bool:
        """Whether value ÷ target is a completion; growth, rates and ranks are set against the target itself."""
        return self in (Kind.CUMULATIVE, Kind.STOCK)


class Direction(StrEnum):
    """方向: whether more is better."""

    FORWARD = "正向"
    REVERSE = "逆向"


class Comparison(StrEnum):
    """比较: what meets the target."""

    AT_LEAST = "≥"
    ABOVE = ">"
    EXACTLY = "="
    AT_MOST = "≤"
    BELOW = "<"
    WITHIN = "区间"


class Strength(StrEnum):
    """力度: how binding a target is."""

    BINDING = "约束"
    EXPECTED = "预期"
    STRIVEN_FOR = "力争"


class Frequency(StrEnum):
    """频次: how often an event is due."""

    YEARLY = "每年"
    QUARTERLY = "每季"
    MONTHLY = "每月"


class Curve(StrEnum):
    """进度曲线: how much of the target is due by when."""

    BY_MONTH = "按月均匀"
    BY_QUARTER = "按季目标"
    BY_GIVEN_MONTH = "按月目标"
    BY_NODE = "按节点"
    YEAR_END = "年末一次"


class Reporting(StrEnum):
    """What 填报单位 may say instead of a department's name."""

    LEAD = "牵头"
    ALLOCATED = "各分解单位"


class Aggregation(StrEnum):
    """汇总方式: how the departments' values make the plan's."""

    SUM = "求和"
    LEAD = "牵头值"
    MEAN = "加权平均"
    MOST = "最大"


class Status(StrEnum):
    """进展状态: what a department says of a task."""

    NOT_STARTED = "未启动"
    UNDER_WAY = "正常推进"
    BEHIND = "滞后"
    DONE = "已完成"
    SUSPENDED = "暂缓或调整"


class Reporter(StrEnum):
    """报送主体 of 报送安排."""

    DEPARTMENTS = "各单位"
    COORDINATOR = "统筹单位"


class Grade(StrEnum):
    """How grave a contradiction in a plan is."""

    MUST = "必须改"
    ASK = "请核对"
    NOTE = "提示"


@dataclass(frozen=True, slots=True)
class PlanFinding:
    """Something wrong in the plan itself, with sheet and cell."""

    grade: Grade
    rule: str
    place: Place
    message: str
    fix: str

    def as_json(self) -> dict[str, str | None]:
        """The object of the contract (design section 6)."""
        return {
            "grade": self.grade.value,
            "rule": self.rule,
            "sheet": self.place.sheet,
            "cell": self.place.cell,
            "message": self.message,
            "fix": self.fix,
        }


class PlanError(Exception):
    """The plan cannot be used: the office's own workbook is wrong, nothing is made."""

    def __init__(self, findings: tuple[PlanFinding, ...]) -> None:
        super().__init__("；".join(finding.message for finding in findings))
        self.findings = findings


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the plan workbook: where it stands, and in which column each heading."""

    file: str
    sheet: str
    number: int
    columns: Mapping[str, str] = field(default_factory=dict)

    def place(self, heading: str, label: str = "") -> Place:
        """The cell of this row under a heading."""
        column = self.columns.get(heading)
        return Place(self.file, self.sheet, f"{column}{self.number}" if column else None, label or heading)


@dataclass(frozen=True, slots=True)
class Department:
    """A unit that the plan names, or a group of units under one name.

    `former` are the names of the units that it was until the month `since`: one where it was renamed, several where
    they were merged into it.
    """

    name: str
    row: Row = field(compare=False)
    aliases: tuple[str, ...] = ()
    category: str = ""
    members: tuple[str, ...] = ()
    ranking: str = ""
    contact: str = ""
    phone: str = ""
    reports: bool = True
    former: tuple[str, ...] = ()
    since: Period | None = None
    note: str = ""

    @property
    def is_group(self) -> bool:
        """Whether it stands for its members and never files itself."""
        return self.category == "集合"

    @property
    def short(self) -> str:
        """The first alias where it is shorter than the name, for narrow table columns; else the name."""
        first = self.aliases[0] if self.aliases else self.name
        return first if len(first) < len(self.name) else self.name


@dataclass(frozen=True, slots=True)
class Target:
    """A year's target of an indicator; quarters and months are cumulative, None where the sheet is blank.

    `months` is empty, or one goal for each of the twelve months. `changed` are the adjustments that are in the value,
    oldest first; only a plan as of a month (`in_force`) has any.
    """

    year: int
    value: Decimal
    row: Row = field(compare=False)
    upper: Decimal | None = None
    challenge: Decimal | None = None
    quarters: tuple[Decimal | None, ...] = (None, None, None, None)
    months: tuple[Decimal | None, ...] = ()
    comparison: Comparison | None = None
    changed: tuple[Adjustment, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """A figure that the plan demands."""

    code: str
    name: str
    unit: str
    kind: Kind
    row: Row = field(compare=False)
    direction: Direction = Direction.FORWARD
    comparison: Comparison = Comparison.AT_LEAST
    strength: Strength = Strength.EXPECTED
    frequency: Frequency | None = None
    scope: str = "合计"
    part_of: str = ""
    decimals: int = 2
    baseline: Decimal | None = None
    weight: Decimal | None = None
    lead: str = ""
    reporters: tuple[str, ...] = (Reporting.LEAD.value,)
    aggregation: Aggregation = Aggregation.SUM
    curve: Curve = Curve.BY_MONTH
    lag: int = 0
    task: str = ""
    yearly_floor: Decimal | None = None
    feeds: str = ""
    note: str = ""
    targets: tuple[Target, ...] = ()

    @property
    def in_percent(self) -> bool:
        """Whether its figures are per cent, so that differences are percentage points."""
        return self.unit in ("%", "百分点", "个百分点")

    @property
    def is_for_each(self) -> bool:
        """口径 各: every department must reach the target by itself."""
        return self.scope == "各"

    @property
    def is_summed(self) -> bool:
        """Whether the departments' figures add up to the plan's."""
        return self.aggregation is Aggregation.SUM and self.kind.adds_up and not self.is_for_each

    def target(self, year: int) -> Target | None:
        """The target of a year, the first where the plan states several; None where it sets none."""
        return next((target for target in self.targets if target.year == year), None)

    def later_target(self, year: int) -> Target | None:
        """The nearest target of a later year; None where there is none."""
        return min((t for t in self.targets if t.year > year), key=lambda target: target.year, default=None)

    def is_met_by(self, value: Decimal, goal: Decimal, upper: Decimal | None = None) -> bool:
        """Whether a value meets a goal: 突破400 is not met by 400, 不少于20 is met by 20.

        4个 is met by 4 or more, since more does not undo it.
        """
        match self.comparison:
            case Comparison.AT_LEAST | Comparison.EXACTLY:
                return value >= goal
            case Comparison.ABOVE:
                return value > goal
            case Comparison.AT_MOST:
                return value <= goal
            case Comparison.BELOW:
                return value < goal
            case Comparison.WITHIN:
                return goal <= value <= (goal if upper is None else upper)


@dataclass(frozen=True, slots=True)
class Task:
    """A task with its lead, its other responsible units and its deadline."""

    code: str
    chapter: str
    name: str
    row: Row = field(compare=False)
    content: str = ""
    leads: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    deadline: date | None = None
    weight: Decimal | None = None
    indicators: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Milestone:
    """A dated node of a task."""

    task: str
    name: str
    due: date
    department: str
    row: Row = field(compare=False)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """One department's share of an indicator's target."""

    year: int
    department: str
    indicator: str
    value: Decimal
    row: Row = field(compare=False)


@dataclass(frozen=True, slots=True)
class Appointment:
    """A row of 报送安排: what is due for which period, by when, from whom."""

    kind: Span
    period: Period
    due: date
    reporter: Reporter
    row: Row = field(compare=False)
    lock: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the work as the plan divides it."""

    name: str
    first: Period
    last: Period
    demand: str
    row: Row = field(compare=False)


@dataclass(frozen=True, slots=True)
class Waiver:
    """A row of 豁免: what is let pass, for whom, why, by whom, until when."""

    subject: str
    department: str
    month: Period | None
    reason: str
    approver: str
    until: date | None
    row: Row = field(compare=False)

    def names(self, wanted: Iterable[str]) -> bool:
        """Whether 规则或文件 is one of these words, or a list of several in which one of them stands."""
        words = {_word(name) for name in wanted if name}
        return _word(self.subject) in words or any(_word(part) in words for part in self.subject.split("、"))

    def runs_in(self, month: Period) -> bool:
        """Whether it is for this month: the month named, or any that begins before it has run out."""
        return (self.month is None or self.month == month) and (self.until is None or self.until >= month.start)


def _word(text: str) -> str:
    """A word as it is compared: full width, capitals, blanks and the marks around a name are forgiven."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(plain.split()).strip("「」“”《》\"'")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A row of 目标调整: a target changed from a month on, by a document."""

    indicator: str
    since: Period
    old: Decimal
    new: Decimal
    document: str
    row: Row = field(compare=False)
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClauseDefinition:
    """An item of 考核办法 that this program knows, with its default."""

    name: str
    default: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A row of 考核办法: a figure of the office's own rules, with its ground."""

    name: str
    value: str
    ground: str
    row: Row = field(compare=False)


@dataclass(frozen=True, slots=True)
class Monthly:
    """A day of the month such as 次月5日: how 每月报送截止日 and 锁定日 are written."""

    months_later: int
    day: int

    def after(self, month: Period) -> date:
        """The day that belongs to a month's forms; 31 means the last day."""
        for _ in range(self.months_later):
            month = month.next()
        return min(month.end, date(month.year, month.index, min(self.day, month.end.day)))


@dataclass(frozen=True, slots=True)
class Basics:
    """The sheet 基本信息."""

    code: str
    name: str
    short: str
    coordinator: str
    start: date
    end: date
    document: str = ""
    issued: date | None = None
    issuer: str = ""
    brief_name: str = ""
    first_issue: int = 1
    monthly_due: Monthly | None = None
    monthly_lock: Monthly | None = None
    contact: str = ""
    phone: str = ""
    report_to: str = ""
    copy_to: str = ""
    send_to: str = ""
    copies: int | None = None
    demonstration: bool = False
    rows: Mapping[str, Row] = field(default_factory=dict, compare=False)

    def place(self, item: str) -> Place:
        """The cell of an item of the sheet."""
        row = self.rows.get(item)
        return row.place("内容", item) if row else Place("", "基本信息", None, item)


@dataclass(frozen=True)
class Plan:
    """A whole plan; names of departments are the full ones everywhere, groups kept as printed until asked for."""

    basics: Basics
    departments: tuple[Department, ...]
    indicators: tuple[Indicator, ...]
    tasks: tuple[Task, ...]
    milestones: tuple[Milestone, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    printed_totals: tuple[Allocation, ...] = ()
    calendar: tuple[Appointment, ...] = ()
    stages: tuple[Stage, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    adjustments: tuple[Adjustment, ...] = ()
    clauses: tuple[Clause, ...] = ()
    origin: Plan | None = field(default=None, compare=False, repr=False)
    views: dict[Period, Plan] = field(default_factory=dict, init=False, compare=False, repr=False)

    # ---- departments

    @cached_property
    def department_by_any_name(self) -> Mapping[str, Department]:
        """Every full name, alias and former name to its department; a full name wins over an alias, that over a former."""
        names = {former: department for department in self.departments for former in department.former}
        names |= {alias: department for department in self.departments for alias in department.aliases}
        return names | {department.name: department for department in self.departments}

    def department(self, name: str) -> Department | None:
        """The department of a full name or alias."""
        return self.department_by_any_name.get(name)

    def members(self, names: tuple[str, ...]) -> tuple[str, ...]:
        """Names with every group replaced by its members, each once, in order; a group within itself is passed over."""
        if names not in self._expanded:
            self._expanded[names] = tuple(dict.fromkeys(self._members(names, frozenset())))
        return self._expanded[names]

    @cached_property
    def _expanded(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        return {}

    def _members(self, names: tuple[str, ...], inside: frozenset[str]) -> Iterator[str]:
        for name in names:
            department = self.department(name)
            if department is None or department.name in inside:
                continue
            if department.is_group:
                yield from self._members(department.members, inside | {department.name})
            else:
                yield department.name

    @cached_property
    def reporting_departments(self) -> tuple[Department, ...]:
        """Who files a form: every unit with an indicator, a task or a milestone, in the order of the sheet 单位."""
        return tuple(
            department
            for department in self.departments
            if department.reports
            and not department.is_group
            and any(of(department.name) for of in (self.indicators_of, self.tasks_of, self.milestones_of))
        )

    # ---- what a department reports

    @cached_property
    def _reporters(self) -> Mapping[str, tuple[str, ...]]:
        return {indicator.code: self._reporters_of(indicator) for indicator in self.indicators}

    def _reporters_of(self, indicator: Indicator) -> tuple[str, ...]:
        named: list[str] = []
        for name in indicator.reporters:
            if name == Reporting.ALLOCATED:
                named += self._shared_out.get(indicator.code, ())
            else:
                named.append(indicator.lead if name == Reporting.LEAD else name)
        return self.members(tuple(named))

    @cached_property
    def _shared_out(self) -> Mapping[str, tuple[str, ...]]:
        """By indicator, the departments that have a share of it."""
        found: dict[str, dict[str, None]] = {}
        for allocation in self.allocations:
            found.setdefault(allocation.indicator, {})[allocation.department] = None
        return {code: tuple(names) for code, names in found.items()}

    def reporters_of(self, code: str) -> tuple[str, ...]:
        """The departments that report an indicator."""
        return self._reporters.get(code, ())

    @cached_property
    def _indicators_by_department(self) -> Mapping[str, tuple[Indicator, ...]]:
        found: dict[str, list[Indicator]] = {}
        for indicator in self.indicators:
            for name in self.reporters_of(indicator.code):
                found.setdefault(name, []).append(indicator)
        return {name: tuple(indicators) for name, indicators in found.items()}

    def indicators_of(self, department: str) -> tuple[Indicator, ...]:
        """The indicators that a department reports, in the order of the plan."""
        return self._indicators_by_department.get(department, ())

    def responsible_for(self, task: Task) -> tuple[str, ...]:
        """Every unit of a task, groups expanded, the lead first."""
        return self.members((*task.leads, *task.partners))

    @cached_property
    def _tasks_by_department(self) -> Mapping[str, tuple[Task, ...]]:
        found: dict[str, list[Task]] = {}
        for task in self.tasks:
            for name in self.responsible_for(task):
                found.setdefault(name, []).append(task)
        return {name: tuple(tasks) for name, tasks in found.items()}

    def tasks_of(self, department: str) -> tuple[Task, ...]:
        """The tasks in which a department takes part, in the order of the plan."""
        return self._tasks_by_department.get(department, ())

    def lead_of(self, task: Task) -> str:
        """The unit whose status counts for the task: the first-named lead, else the first-named unit."""
        units = self.responsible_for(task)
        return units[0] if units else ""

    def milestones_of(self, department: str) -> tuple[Milestone, ...]:
        """The milestones that a department answers for: by name, else as its task's lead."""
        return self._milestones_by_owner.get(department, ())

    @cached_property
    def _milestones_by_owner(self) -> Mapping[str, tuple[Milestone, ...]]:
        found: dict[str, list[Milestone]] = {}
        for milestone in self.milestones:
            found.setdefault(self.owner_of(milestone), []).append(milestone)
        return {owner: tuple(milestones) for owner, milestones in found.items()}

    def owner_of(self, milestone: Milestone) -> str:
        """The unit that answers for a milestone."""
        if milestone.department:
            return milestone.department
        task = self.task(milestone.task)
        return self.lead_of(task) if task else ""

    # ---- look-ups

    @cached_property
    def _tasks_by_code(self) -> Mapping[str, Task]:
        return {task.code: task for task in self.tasks}

    def task(self, code: str) -> Task | None:
        """The task of a code."""
        return self._tasks_by_code.get(code)

    @cached_property
    def _indicators_by_code(self) -> Mapping[str, Indicator]:
        return {indicator.code: indicator for indicator in self.indicators}

    def indicator(self, code: str) -> Indicator | None:
        """The indicator of a code."""
        return self._indicators_by_code.get(code)

    @cached_property
    def _allocated(self) -> Mapping[tuple[int, str, str], Allocation]:
        return {(a.year, a.department, a.indicator): a for a in self.allocations}

    def allocation(self, year: int, department: str, indicator: str) -> Allocation | None:
        """A department's share of an indicator's target."""
        return self._allocated.get((year, department, indicator))

    # ---- the office's own rules

    def waiver(self, names: Iterable[str], department: str, month: Period) -> Waiver | None:
        """The first row of 豁免 that bears one of these names (rule, 编号, file) for a unit and month."""
        wanted = tuple(names)
        return next(
            (
                waiver
                for waiver in self.waivers
                if waiver.runs_in(month)
                and (not waiver.department or department in self.members(tuple(waiver.department.split("、"))))
                and waiver.names(wanted)
            ),
            None,
        )

    def is_waived(self, rule: str, subject: str, department: str, month: Period) -> bool:
        """Whether 豁免 lets a finding pass: by the rule's code or title, or the 编号 of what it is about."""
        known = RULE_BY_NAME.get(rule)
        names = (rule, subject, *((known.code, known.title) if known else ()))
        return bool(self.waivers) and self.waiver(names, department, month) is not None

    def clause_value(self, clause: ClauseDefinition) -> Decimal:
        """A figure of 考核办法, or its default."""
        written = next((c.value for c in self.clauses if c.name == clause.name), clause.default)
        return Decimal(written)

    # ---- the calendar

    @property
    def first_month(self) -> Period:
        """The month in which the plan starts."""
        return month_of(self.basics.start)

    @property
    def last_month(self) -> Period:
        """The month in which the plan ends."""
        return month_of(self.basics.end)

    @cached_property
    def form_months(self) -> tuple[Period, ...]:
        """The months for which departments file a form: those of 报送安排, else every month of the plan."""
        due = {a.period.closing for a in self.calendar if a.reporter is Reporter.DEPARTMENTS}
        if due:
            return tuple(sorted(due))
        months, month = [], self.first_month
        while month <= self.last_month:
            months.append(month)
            month = month.next()
        return tuple(months)

    @cached_property
    def brief_months(self) -> tuple[Period, ...]:
        """The months for which a brief is written: the monthly rows of 报送安排, else every form month."""
        due = {a.period for a in self.calendar if a.kind is Span.MONTH}
        return tuple(sorted(due)) if due else self.form_months

    def appointment(self, period: Period, reporter: Reporter = Reporter.DEPARTMENTS) -> Appointment | None:
        """The row of 报送安排 for a period."""
        return next((a for a in self.calendar if a.period == period and a.reporter is reporter), None)

    def _appointments_closing(self, month: Period) -> tuple[Appointment, ...]:
        return tuple(a for a in self.calendar if a.reporter is Reporter.DEPARTMENTS and a.period.closing == month)

    def due(self, month: Period) -> date:
        """The last day on which a month's forms are on time."""
        monthly = self.appointment(month)
        if monthly:
            return monthly.due
        closing = self._appointments_closing(month)
        if closing:
            return min(a.due for a in closing)
        return self.basics.monthly_due.after(month) if self.basics.monthly_due else month.end

    def lock(self, month: Period) -> date:
        """The day after which a month's figures do not change; the last day of the next month by default."""
        locks = [a.lock for a in self._appointments_closing(month) if a.lock]
        if locks:
            return min(locks)
        return self.basics.monthly_lock.after(month) if self.basics.monthly_lock else month.next().end

    def asks_summary(self, month: Period) -> bool:
        """Whether the month's form asks for 阶段总结: the half-year's and the year's last month, or as arranged."""
        if self.calendar:
            return any(a.kind in (Span.HALF, Span.YEAR) for a in self._appointments_closing(month))
        return month.index in (6, 12)

    def issue_number(self, month: Period) -> int:
        """The 期号 of a month's brief, counted within the year from 起始期号."""
        earlier = [m for m in self.brief_months if m.year == month.year and m < month]
        first = self.basics.first_issue if month.year == self.first_month.year else 1
        return first + len(earlier)

    def stage(self, month: Period) -> Stage | None:
        """The stage of the work in which a month lies."""
        return next((stage for stage in self.stages if stage.first <= month <= stage.last), None)
