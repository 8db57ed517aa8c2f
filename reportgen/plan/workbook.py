"""The plan workbook to a `Plan`: every cell that cannot be understood is told at once, with sheet and cell."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, TypeVar

from reportgen.findings import Place
from reportgen.period import FIRST_YEAR, LAST_YEAR, Period, PeriodError, Span, parse_month, parse_period
from reportgen.plan import sheets
from reportgen.plan.model import (
    Adjustment,
    Aggregation,
    Allocation,
    Appointment,
    Basics,
    Clause,
    Comparison,
    Curve,
    Department,
    Direction,
    Frequency,
    Grade,
    Indicator,
    Kind,
    Milestone,
    Monthly,
    Plan,
    PlanError,
    PlanFinding,
    Reporter,
    Reporting,
    Row,
    Stage,
    Strength,
    Target,
    Task,
    Waiver,
)
from reportgen.wording import places, plain
from reportgen.workbooks.cells import CellError, Sheet, Uncalculated, Value, Workbook, a1, letters, tidy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from enum import StrEnum

    from reportgen.plan.sheets import Column, SheetDefinition

_HEADING_ROWS: Final = 5
_TELLING_HEADINGS: Final = 2
_KNOWN_SHEETS: Final = frozenset(definition.name for definition in sheets.SHEETS)
_YES, _NO = ("是", "√", "Y", "y"), ("否", "×", "N", "n")
_SEPARATORS = re.compile(r"[、，,;；\n]+")
_DAY = re.compile(r"^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$")
_MONTHLY = re.compile(r"^(当月|本月|次月|下月)?\s*(?:(\d{1,2})\s*[日号]|(末|月末|月底|最后一[日天]))$")
_CEILINGS: Final = (Comparison.AT_MOST, Comparison.BELOW)
_NO_SHARE: Final = ("", "-", "—", "/", "无")
_LAST_DAY = 31
_TOO_MUCH: Final = Decimal(10) ** 15
_MOST_DECIMALS, _MOST_LAG, _MOST_COPIES = 6, 12, 99_999
_USUAL_DECIMALS: Final = 2
_T = TypeVar("_T")
_E = TypeVar("_E", bound="StrEnum")


def is_plan(workbook: Workbook) -> bool:
    """Whether a workbook is a plan: recognised by its sheets, not by its name."""
    return workbook.sheet(sheets.BASICS.name) is not None and any(
        workbook.sheet(definition.name) for definition in (sheets.INDICATORS, sheets.TASKS, sheets.DEPARTMENTS)
    )


def read_plan(workbook: Workbook, file: str) -> Plan:
    """The plan that a workbook holds; raises `PlanError` with everything that is wrong."""
    reader = _Reader(workbook, file)
    plan = reader.plan()
    if reader.findings:
        order = [definition.name for definition in sheets.SHEETS]
        told = sorted(reader.findings, key=lambda f: order.index(f.place.sheet) if f.place.sheet in order else -1)
        raise PlanError(tuple(told))
    return _with_full_names(plan)


def _with_full_names(plan: Plan) -> Plan:
    """The same plan with every alias replaced by the full name; unknown names stay for plan check to tell."""

    def full(name: str) -> str:
        department = plan.department(name)
        return name if department is None or name in department.former else department.name

    def all_full(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(full, names)))

    return replace(
        plan,
        basics=replace(plan.basics, coordinator=full(plan.basics.coordinator)),
        departments=tuple(replace(d, members=all_full(d.members)) for d in plan.departments),
        indicators=tuple(replace(i, lead=full(i.lead), reporters=all_full(i.reporters)) for i in plan.indicators),
        tasks=tuple(replace(t, leads=all_full(t.leads), partners=all_full(t.partners)) for t in plan.tasks),
        milestones=tuple(replace(m, department=full(m.department)) for m in plan.milestones),
        allocations=tuple(replace(a, department=full(a.department)) for a in plan.allocations),
    )


def written_text(value: Value) -> str:
    """A cell as text: 1.0 is 1, a date is 2025-06-30, blanks at the ends are gone."""
    match value:
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer():
            return str(int(value))
        case datetime():
            return value.date().isoformat()
        case _:
            return str(value).strip()


def written_number(value: Value) -> Decimal | None:
    """A cell as a number: text numbers, full-width digits and thousands commas are understood; None for all else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return Decimal(f"{value:.15g}")
    text = unicodedata.normalize("NFKC", str(value)).replace(",", "").strip()
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def written_day(value: Value) -> date | None:
    """A cell as a day: a date, 2025-06-30, 2025年6月30日, 2025.6.30; None for all else."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    parts = _DAY.match(unicodedata.normalize("NFKC", str(value)).replace(" ", ""))
    if parts is None:
        return None
    try:
        return date(int(parts[1]), int(parts[2]), int(parts[3]))
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class _Record:
    """One row of a sheet: its place and its cells by heading."""

    row: Row
    cells: Mapping[str, Value]


class _Reader:
    """Reads one workbook; keeps what it found wrong, so that all of it can be told at once."""

    def __init__(self, workbook: Workbook, file: str) -> None:
        self.workbook = workbook
        self.file = file
        self.findings: list[PlanFinding] = []
        self.unread: set[str] = set()

    # ---- telling

    def _wrong(self, rule: str, place: Place, message: str, fix: str) -> None:
        self.findings.append(PlanFinding(Grade.MUST, rule, place, f"{place}{message}", fix))

    def _wrong_cell(self, record: _Record, column: Column, why: str) -> None:
        place = record.row.place(column.heading)
        shown = written_text(record.cells.get(column.heading, ""))
        self._wrong("J104", place, f"填的是“{shown}”，{why}", f"请改成{column.holds.value}。")

    # ---- sheets

    def _records(self, definition: SheetDefinition) -> list[_Record]:
        sheet = self.workbook.sheet(definition.name)
        if sheet is None:
            self.unread.add(definition.name)
            self._complain_of_absence(definition)
            return []
        top, columns = _headings(sheet, definition)
        missing = [c.heading for c in definition.columns if c.required and c.heading not in columns]
        if missing:
            place = Place(self.file, definition.name, a1(top, 0))
            named = "、".join(f"“{heading}”" for heading in missing)
            self._wrong("J102", place, f"这一行标题里没有{named}一列", f"请补上{named}一列，标题照此填写。")
            self.unread.add(definition.name)
            return []
        return list(self._rows(sheet, definition, top, columns))

    def _complain_of_absence(self, definition: SheetDefinition) -> None:
        """A sheet that was renamed is told as such, whether it must be there or not; others only where they must."""
        other = next((sheet for sheet in self.workbook.sheets if _looks_like(sheet, definition)), None)
        if other is not None:
            place = Place(self.file, other.name)
            named = f"“{definition.name}”"
            self._wrong("J107", place, f"的标题是{named}表的，表名却不是", f"请把工作表“{other.name}”改名为{named}。")
        elif definition.required:
            place = Place(self.file)
            self._wrong("J101", place, f"里没有“{definition.name}”表", f"请补上“{definition.name}”表。")

    def _rows(
        self, sheet: Sheet, definition: SheetDefinition, top: int, columns: Mapping[str, int]
    ) -> Iterator[_Record]:
        where = {heading: letters(column) for heading, column in columns.items()}
        examples: list[Row] = []
        self._complain_of_merges(sheet, definition, top)
        for number in range(top + 1, len(sheet.rows)):
            cells = {heading: sheet.at(number, column) for heading, column in columns.items()}
            if all(written_text(value) == "" for value in cells.values()):
                continue
            record = _Record(Row(self.file, definition.name, number + 1, where), cells)
            self._complain_of_broken(record)
            if self._text(record, sheets.NOTE.heading).startswith(sheets.EXAMPLE):
                examples.append(record.row)
            if self._complete(record, definition, _hidden_by_merge(sheet, number)):
                yield record
        self._complain_of_examples(examples)

    def _complain_of_merges(self, sheet: Sheet, definition: SheetDefinition, top: int) -> None:
        """A merged range holds one value for many cells: which rows it means is not guessed."""
        for first_row, first_column, last_row, last_column in sheet.merged:
            if last_row > top and last_row > first_row:
                cells = f"{a1(first_row, first_column)}:{a1(last_row, last_column)}"
                place = Place(self.file, definition.name, cells)
                self._wrong("J108", place, "合并了单元格，只有第一格读得到", "请取消合并，每一行都填上。")

    def _complain_of_broken(self, record: _Record) -> None:
        for heading, value in record.cells.items():
            place = record.row.place(heading)
            if isinstance(value, CellError):
                self._wrong("J105", place, f"显示{value}，公式出错", "请改成确定的内容。")
            elif isinstance(value, Uncalculated):
                self._wrong("J105", place, "是公式，但没有算出结果", "请用表格软件打开保存一次，或直接填内容。")

    def _complain_of_examples(self, rows: Sequence[Row]) -> None:
        """The example rows of a new plan would go out as forms."""
        if rows:
            first = rows[0].place(sheets.NOTE.heading)
            last = rows[-1].place(sheets.NOTE.heading)
            place = first if first == last else replace(first, cell=f"{first.cell}:{last.cell}")
            fix = "请改成自己的内容，并删去备注里的“示例”；用不着的删去整行。"
            self._wrong("J109", place, f"标着“示例”，有{len(rows)}行还是示例", fix)

    def _complete(self, record: _Record, definition: SheetDefinition, hidden: frozenset[str]) -> bool:
        blank = [c for c in definition.columns if c.required and written_text(record.cells[c.heading]) == ""]
        for column in blank:
            if record.row.columns[column.heading] in hidden:
                continue
            self._wrong("J103", record.row.place(column.heading), "没有填", f"“{column.heading}”必须填写。")
        return not blank

    # ---- cells

    def _text(self, record: _Record, heading: str) -> str:
        return written_text(record.cells.get(heading, ""))

    def _names(self, record: _Record, heading: str) -> tuple[str, ...]:
        return tuple(filter(None, (name.strip() for name in _SEPARATORS.split(self._text(record, heading)))))

    def _read(
        self, record: _Record, column: Column, convert: Callable[[Value], _T | None], why: str, default: _T
    ) -> _T:
        value = record.cells.get(column.heading, "")
        if written_text(value) == "" or isinstance(value, CellError | Uncalculated):
            return default
        read = convert(value)
        if read is None:
            self._wrong_cell(record, column, why)
            return default
        return read

    def _number(self, record: _Record, column: Column) -> Decimal | None:
        return self._read(record, column, _amount, "不是数字，或大得不合理", None)

    def _whole(self, record: _Record, column: Column, default: int, most: int) -> int:
        why = f"应是0至{most}的整数"
        return self._read(record, column, lambda value: _whole(value, 0, most), why, default)

    def _year(self, record: _Record, column: Column) -> int:
        return self._read(record, column, _year, "不是能认出的年份", 0)

    def _day(self, record: _Record, column: Column) -> date | None:
        return self._read(record, column, _day, "不是能认出的日期", None)

    def _month(self, record: _Record, column: Column) -> Period | None:
        return self._read(record, column, _month, "不是能认出的月份", None)

    def _yes(self, record: _Record, column: Column, *, default: bool) -> bool:
        return self._read(record, column, _yes, "不是“是”或“否”", default)

    def _code(self, record: _Record, heading: str) -> str:
        return _plain_code(self._text(record, heading))

    def _maybe(self, record: _Record, column: Column, choices: type[_E]) -> _E | None:
        """A choice, None where the cell is blank or the word unknown."""
        if not self._text(record, column.heading):
            return None
        named = "、".join(choices)
        return self._read(record, column, lambda value: _choice(value, choices), f"只能是{named}之一", None)

    def _choice(self, record: _Record, column: Column, choices: type[_E], default: _E) -> _E:
        named = "、".join(choices)
        return self._read(record, column, lambda value: _choice(value, choices), f"只能是{named}之一", default)

    # ---- the plan

    def plan(self) -> Plan:
        """All sheets; meaningless until `findings` is known to be empty."""
        basics = self._basics()
        targets = self._targets()
        indicators = self._indicators(targets)
        shares, totals = self._allocations()
        return Plan(
            basics=basics,
            departments=tuple(map(self._department, self._records(sheets.DEPARTMENTS))),
            indicators=indicators,
            tasks=tuple(map(self._task, self._records(sheets.TASKS))),
            milestones=tuple(map(self._milestone, self._records(sheets.MILESTONES))),
            allocations=tuple(shares),
            printed_totals=tuple(totals),
            calendar=tuple(filter(None, map(self._appointment, self._records(sheets.CALENDAR)))),
            stages=tuple(filter(None, map(self._stage, self._records(sheets.STAGES)))),
            clauses=tuple(map(self._clause, self._records(sheets.CLAUSES))),
            waivers=tuple(map(self._waiver, self._records(sheets.WAIVERS))),
            adjustments=tuple(filter(None, map(self._adjustment, self._records(sheets.ADJUSTMENTS)))),
        )

    def _basics(self) -> Basics:
        found: dict[str, _Record] = {}
        for record in self._records(sheets.BASICS):
            found.setdefault(tidy(self._text(record, "项目")), record)
        for item in sheets.BASICS_ITEMS if sheets.BASICS.name not in self.unread else ():
            if item.required and (item.heading not in found or not self._text(found[item.heading], "内容")):
                place = found[item.heading].row.place("内容") if item.heading in found else Place(self.file, "基本信息")
                self._wrong("J103", place, f"没有填“{item.heading}”", f"请在“基本信息”表补上“{item.heading}”。")
        return self._basics_of(_Items(self, found))

    def _basics_of(self, items: _Items) -> Basics:
        start, end = items.day("起始日期"), items.day("结束日期")
        return Basics(
            code=items.text("计划编号"),
            name=items.text("计划名称").strip("《》"),
            short=items.text("简称"),
            coordinator=items.text("统筹单位"),
            start=start or date.min,
            end=end or date.max,
            document=items.text("文号"),
            issued=items.day("成文日期"),
            issuer=items.text("发文机关"),
            brief_name=items.text("简报名称") or f"{items.text('简称')}工作简报",
            first_issue=items.whole("起始期号") or 1,
            monthly_due=items.monthly("每月报送截止日"),
            monthly_lock=items.monthly("锁定日"),
            contact=items.text("联系人"),
            phone=items.text("联系电话"),
            report_to=items.text("报"),
            copy_to=items.text("送"),
            send_to=items.text("发"),
            copies=items.whole("印数"),
            demonstration=items.yes("演示数据"),
            rows={name: record.row for name, record in items.found.items()},
        )

    def _department(self, record: _Record) -> Department:
        return Department(
            name=self._text(record, "单位名称"),
            row=record.row,
            aliases=self._names(record, "简称与别名"),
            category=self._text(record, "类别"),
            members=self._names(record, "成员"),
            ranking=self._text(record, "分组"),
            contact=self._text(record, "联系人"),
            phone=self._text(record, "联系电话"),
            reports=self._yes(record, sheets.DEPARTMENTS.column("是否填报"), default=True),
            former=self._names(record, "原名"),
            since=self._month(record, sheets.DEPARTMENTS.column("生效月份")),
            note=self._text(record, "备注"),
        )

    def _targets(self) -> dict[str, list[Target]]:
        found: dict[str, list[Target]] = {}
        column = sheets.TARGETS.column
        for record in self._records(sheets.TARGETS):
            months = tuple(self._number(record, column(heading)) for heading in sheets.MONTHS)
            target = Target(
                year=self._year(record, column("年份")),
                value=self._number(record, column("目标值")) or Decimal(0),
                row=record.row,
                upper=self._number(record, column("目标上限")),
                challenge=self._number(record, column("挑战值")),
                quarters=tuple(self._number(record, column(heading)) for heading in sheets.QUARTERS),
                months=months if any(goal is not None for goal in months) else (),
                comparison=self._maybe(record, column("比较"), Comparison),
                note=self._text(record, "备注"),
            )
            found.setdefault(self._code(record, "指标编号"), []).append(target)
        return found

    def _indicators(self, targets: Mapping[str, list[Target]]) -> tuple[Indicator, ...]:
        indicators = tuple(self._indicator(record, targets) for record in self._records(sheets.INDICATORS))
        known = {indicator.code for indicator in indicators}
        for code, rows in targets.items():
            if code not in known and sheets.INDICATORS.name not in self.unread:
                place = rows[0].row.place("指标编号")
                self._wrong("J106", place, f"写的“{code}”在“指标”表里没有", "请核对编号，或在“指标”表补上这一行。")
        return indicators

    def _indicator(self, record: _Record, targets: Mapping[str, list[Target]]) -> Indicator:
        column = sheets.INDICATORS.column
        code = self._code(record, "指标编号")
        kind = self._choice(record, column("类型"), Kind, Kind.CUMULATIVE)
        direction = self._maybe(record, column("方向"), Direction)
        comparison = self._maybe(record, column("比较"), Comparison)
        reverse = direction is Direction.REVERSE or (direction is None and comparison in _CEILINGS)
        own = tuple(targets.get(code, ()))
        return Indicator(
            code=code,
            name=self._text(record, "指标名称"),
            unit=unicodedata.normalize("NFKC", self._text(record, "计量单位")),
            kind=kind,
            row=record.row,
            direction=Direction.REVERSE if reverse else Direction.FORWARD,
            comparison=comparison or (Comparison.AT_MOST if reverse or kind is Kind.RANK else Comparison.AT_LEAST),
            strength=self._choice(record, column("力度"), Strength, Strength.EXPECTED),
            frequency=self._maybe(record, column("频次"), Frequency),
            scope=self._text(record, "口径") or "合计",
            part_of=self._code(record, "其中属于"),
            decimals=self._whole(record, column("小数位"), _decimals_of(own), _MOST_DECIMALS),
            baseline=self._number(record, column("上年基数")),
            weight=self._number(record, column("权重")),
            lead=self._text(record, "牵头单位"),
            reporters=self._names(record, "填报单位") or (Reporting.LEAD.value,),
            aggregation=self._choice(record, column("汇总方式"), Aggregation, Aggregation.SUM),
            curve=self._choice(record, column("进度曲线"), Curve, Curve.BY_MONTH),
            lag=self._whole(record, column("数据滞后月数"), 0, _MOST_LAG),
            task=self._code(record, "关联任务"),
            yearly_floor=self._number(record, column("每年不少于")),
            feeds=self._code(record, "计入存量"),
            note=self._text(record, "备注"),
            targets=own,
        )

    def _task(self, record: _Record) -> Task:
        return Task(
            code=self._code(record, "任务编号"),
            chapter=self._text(record, "章节"),
            name=self._text(record, "任务名称"),
            row=record.row,
            content=self._text(record, "工作内容"),
            leads=self._names(record, "牵头单位"),
            partners=self._names(record, "责任单位"),
            deadline=self._day(record, sheets.TASKS.column("完成时限")),
            weight=self._number(record, sheets.TASKS.column("权重")),
            indicators=tuple(map(_plain_code, self._names(record, "关联指标"))),
            note=self._text(record, "备注"),
        )

    def _milestone(self, record: _Record) -> Milestone:
        return Milestone(
            task=self._code(record, "任务编号"),
            name=self._text(record, "节点"),
            due=self._day(record, sheets.MILESTONES.column("时限")) or date.max,
            department=self._text(record, "负责单位"),
            row=record.row,
            note=self._text(record, "备注"),
        )

    def _allocations(self) -> tuple[list[Allocation], list[Allocation]]:
        """The shares, a column per indicator, and what the row 合计 prints."""
        shares: list[Allocation] = []
        totals: list[Allocation] = []
        sheet = self.workbook.sheet(sheets.ALLOCATIONS.name)
        if sheet is None or not sheet.rows:
            return shares, totals
        top, columns = _headings(sheet, sheets.ALLOCATIONS)
        codes = {column: _plain_code(tidy(value)) for column, value in enumerate(sheet.rows[top])}
        codes = {column: code for column, code in codes.items() if code and code not in columns}
        for record in self._records(sheets.ALLOCATIONS):
            found = totals if tidy(self._text(record, "单位名称")) == sheets.TOTAL else shares
            found += self._shares(record, sheet, codes)
        return shares, totals

    def _shares(self, record: _Record, sheet: Sheet, codes: Mapping[int, str]) -> Iterator[Allocation]:
        year = self._year(record, sheets.ALLOCATIONS.columns[0])
        name = self._text(record, "单位名称")
        where = {**record.row.columns, **{code: letters(column) for column, code in codes.items()}}
        row = Row(self.file, sheets.ALLOCATIONS.name, record.row.number, where)
        for column, code in codes.items():
            shown = sheet.at(record.row.number - 1, column)
            value = _amount(shown)
            if value is not None:
                yield Allocation(year, name, code, value, row)
            elif written_text(shown) not in _NO_SHARE:
                message = f"填的是“{written_text(shown)}”，不是数字"
                self._wrong("J104", row.place(code), message, "请改成数字；没有任务的留空。")

    def _appointment(self, record: _Record) -> Appointment | None:
        column = sheets.CALENDAR.column
        kind = self._choice(record, column("报告类型"), Span, Span.MONTH)
        period = self._read(record, column("期间"), _period, "不是能认出的期间", None)
        due = self._day(record, column("截止日"))
        if period is None or due is None:
            return None
        if period.span is not kind:
            self._wrong_cell(record, column("期间"), f"与报告类型“{kind}”对不上")
        reporter = self._choice(record, column("报送主体"), Reporter, Reporter.DEPARTMENTS)
        lock = self._day(record, column("锁定日"))
        return Appointment(kind, period, due, reporter, record.row, lock, self._text(record, "备注"))

    def _stage(self, record: _Record) -> Stage | None:
        first = self._month(record, sheets.STAGES.column("起始月份"))
        last = self._month(record, sheets.STAGES.column("结束月份"))
        if first is None or last is None:
            return None
        return Stage(self._text(record, "阶段"), first, last, self._text(record, "工作要求"), record.row)

    def _clause(self, record: _Record) -> Clause:
        name = self._text(record, "项目")
        known = {definition.name for definition in sheets.CLAUSES_KNOWN}
        number = written_number(record.cells["数值"])
        if name in known and (number is None or number < 0):
            place = record.row.place("数值")
            self._wrong("J104", place, f"填的是“{self._text(record, '数值')}”，不是数字", "请改成不小于0的数字。")
        written = plain(number) if name in known and number is not None else self._text(record, "数值")
        return Clause(name, written, self._text(record, "依据"), record.row)

    def _waiver(self, record: _Record) -> Waiver:
        return Waiver(
            subject=self._text(record, "规则或文件"),
            department=self._text(record, "单位名称"),
            month=self._month(record, sheets.WAIVERS.column("月份")),
            reason=self._text(record, "理由"),
            approver=self._text(record, "批准人"),
            until=self._day(record, sheets.WAIVERS.column("有效期至")),
            row=record.row,
        )

    def _adjustment(self, record: _Record) -> Adjustment | None:
        column = sheets.ADJUSTMENTS.column
        since = self._month(record, column("生效月份"))
        old, new = self._number(record, column("原目标值")), self._number(record, column("新目标值"))
        if since is None or old is None or new is None:
            return None
        code, document = self._code(record, "指标编号"), self._text(record, "批准文号")
        return Adjustment(code, since, old, new, document, record.row, self._text(record, "说明"))


class _Items:
    """The items of 基本信息, read by name through the reader that keeps the complaints."""

    def __init__(self, reader: _Reader, found: Mapping[str, _Record]) -> None:
        self.reader = reader
        self.found = found

    def text(self, item: str) -> str:
        record = self.found.get(item)
        return written_text(record.cells.get("内容", "")) if record else ""

    def _value(self, item: str, convert: Callable[[Value], _T | None]) -> _T | None:
        record = self.found.get(item)
        value = record.cells.get("内容", "") if record else ""
        if record is None or written_text(value) == "" or isinstance(value, CellError | Uncalculated):
            return None
        read = convert(value)
        if read is None:
            holds = next(column.holds for column in sheets.BASICS_ITEMS if column.heading == item)
            place = record.row.place("内容", item)
            shown = written_text(value)
            self.reader._wrong("J104", place, f"填的是“{shown}”，认不出来", f"请改成{holds.value}。")  # noqa: SLF001
        return read

    def day(self, item: str) -> date | None:
        return self._value(item, _day)

    def whole(self, item: str) -> int | None:
        return self._value(item, _count)

    def monthly(self, item: str) -> Monthly | None:
        return self._value(item, _monthly)

    def yes(self, item: str) -> bool:
        return self._value(item, _yes) or False


def _headings(sheet: Sheet, definition: SheetDefinition) -> tuple[int, dict[str, int]]:
    """The row of the headings and the column of each; the row that holds most of them, the first by default."""
    known = {column.heading for column in definition.columns}
    best: tuple[int, dict[str, int]] = (0, {})
    for top in range(min(_HEADING_ROWS, len(sheet.rows))):
        columns: dict[str, int] = {}
        for column, value in enumerate(sheet.rows[top]):
            heading = tidy(value)
            if heading in known:
                columns.setdefault(heading, column)
        if len(columns) > len(best[1]):
            best = (top, columns)
    return best


def _looks_like(sheet: Sheet, definition: SheetDefinition) -> bool:
    """Whether a sheet of no known name holds the headings of a definition: the required ones, and at least two."""
    if sheet.name.strip() in _KNOWN_SHEETS or not sheet.rows:
        return False
    _, columns = _headings(sheet, definition)
    needed = [column.heading for column in definition.columns if column.required]
    return len(columns) >= max(_TELLING_HEADINGS, len(needed)) and all(heading in columns for heading in needed)


def _hidden_by_merge(sheet: Sheet, row: int) -> frozenset[str]:
    """The letters of the columns whose cell in this row lies under a merged range, but for the range's first row."""
    return frozenset(
        letters(column)
        for top, left, bottom, right in sheet.merged
        if top < row <= bottom
        for column in range(left, right + 1)
    )


def _plain_code(text: str) -> str:
    """An id: full width and blanks forgiven."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def _whole(value: Value, least: int, most: int) -> int | None:
    number = written_number(value)
    whole = number is not None and least <= number <= most and number == number.to_integral_value()
    return int(number) if whole and number is not None else None


def _amount(value: Value) -> Decimal | None:
    """A number that an office can have: fifteen digits before the point at most."""
    number = written_number(value)
    return number if number is not None and abs(number) < _TOO_MUCH else None


def _count(value: Value) -> int | None:
    return _whole(value, 1, _MOST_COPIES)


def _year(value: Value) -> int | None:
    """2025 or 2025年."""
    return _whole(written_text(value).removesuffix("年"), FIRST_YEAR, LAST_YEAR)


def _day(value: Value) -> date | None:
    day = written_day(value)
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _period(value: Value) -> Period | None:
    if isinstance(value, date | datetime):
        return Period(value.year, value.month)
    try:
        return parse_period(written_text(value))
    except PeriodError:
        return None


def _month(value: Value) -> Period | None:
    if isinstance(value, date | datetime):
        return Period(value.year, value.month)
    try:
        return parse_month(written_text(value))
    except PeriodError:
        return None


def _yes(value: Value) -> bool | None:
    text = written_text(value)
    return True if text in _YES else False if text in _NO else None


def _choice(value: Value, choices: type[_E]) -> _E | None:
    text = unicodedata.normalize("NFKC", written_text(value)).replace(" ", "")
    text = {">=": "≥", "<=": "≤", "＞": ">", "＜": "<", "＝": "="}.get(text, text)
    return next((choice for choice in choices if choice.value == text), None)


def _monthly(value: Value) -> Monthly | None:
    """当月25日, 次月5日, 当月末; a bare number cannot be told apart and is refused."""
    parts = _MONTHLY.match(unicodedata.normalize("NFKC", written_text(value)).replace(" ", ""))
    if parts is None or not (parts[1] or parts[3]):
        return None
    later = 1 if parts[1] in ("次月", "下月") else 0
    return Monthly(later, int(parts[2]) if parts[2] else _LAST_DAY)


def _decimals_of(targets: tuple[Target, ...]) -> int:
    """As many places as the targets are written with, and two at least."""
    return max((_USUAL_DECIMALS, *(places(target.value) for target in targets)))
