"""Rules that hold a filing against the department's earlier ones; where there is none, nothing is said."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.checks.accepted import increases, last_text
from reportgen.checks.against_plan import scale_slip
from reportgen.checks.case import says_something
from reportgen.findings import Hit
from reportgen.forms.asked import counted, has_completion_cell
from reportgen.forms.definition import (
    DONE,
    HELP,
    MEASURE,
    MILESTONES,
    NODE_DATE,
    NODE_DONE,
    NODE_REMARK,
    PROBLEM,
    STATUS,
    TASKS,
)
from reportgen.intake.filings import State
from reportgen.period import Period
from reportgen.plan.model import Curve, Direction, Frequency, Kind, Status
from reportgen.plan.sheets import JUMP_LINE
from reportgen.wording import amount, cleaned, day, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.checks.case import Case
    from reportgen.forms.asked import IndicatorRow
    from reportgen.intake.filings import Entry

_HANDFUL: Final = Decimal(5)
_SHORTEST_COPY: Final = 10
_FEWEST_MONTHS: Final = 2
_MOST_MONTHS_ALIKE: Final = 3
_LIKE: Final = (Decimal("0.6"), Decimal("1.7"))
_LONGEST_PROMISE: Final = 20


def _carried(case: Case) -> Iterator[tuple[IndicatorRow, Entry, Decimal, Decimal, str]]:
    """Every figure with last month's and the name of that month."""
    for row, entry, value in case.valued():
        if row.carried is not None and row.carried.month is not None:
            yield row, entry, value, row.carried.value, f"{row.carried.month.index}月"


def cumulative_value_does_not_fall(case: Case) -> Iterator[Hit]:
    """A cumulative figure may not fall without a word: 更正、口径调整 or 填错. A plain slip of scale is told as such."""
    for row, entry, value, before, month in _carried(case):
        if row.indicator.kind is not Kind.CUMULATIVE or scale_slip(row, value):
            continue
        if value < before and not case.explained(row.id):
            facts = {"上月": month, "上月值": plain(before), **case.indicator_facts(row.indicator)}
            yield Hit(entry.place, plain(value), f"不小于{plain(before)}", facts)


def value_does_not_jump(case: Case) -> Iterator[Hit]:
    """A month's increase several times the usual one is a feat or a slip; either wants a word."""
    line = case.plan.clause_value(JUMP_LINE)
    for row, entry, value, before, _ in _carried(case):
        if row.indicator.kind is not Kind.CUMULATIVE or case.explained(row.id) or scale_slip(row, value):
            continue
        months = increases(case.past, row.id)
        usual = sum(months, Decimal(0)) / len(months) if len(months) >= _FEWEST_MONTHS else Decimal(0)
        increase = value - before
        if usual > 0 and increase > usual * line and _is_much(row, increase):
            facts = {
                "新增": plain(increase),
                "月均": amount(usual, max(row.indicator.decimals, 1)),
                "倍数": plain(line),
                **case.indicator_facts(row.indicator),
            }
            yield Hit(entry.place, plain(value), facts=facts)


def _is_much(row: IndicatorRow, increase: Decimal) -> bool:
    """More than a quarter of the year's target, and of things that are counted more than a handful."""
    least = _HANDFUL if counted(row.indicator) else Decimal(0)
    return row.goal is not None and increase > row.goal / 4 and increase > least


def no_progress_means_no_change(case: Case) -> Iterator[Hit]:
    """本月无进展 beside another figure: one of the two is wrong."""
    for row, entry, value, before, month in _carried(case):
        if case.state(row.id) is State.NO_PROGRESS and value != before:
            facts = {"上月": month, "上月值": plain(before), **case.indicator_facts(row.indicator)}
            yield Hit(entry.place, plain(value), plain(before), facts)


def finished_task_stays_finished(case: Case) -> Iterator[Hit]:
    """What was done does not come undone without a word; a new year begins its yearly tasks anew."""
    if _is_new_year(case):
        return
    for row in case.form.tasks:
        entry = case.filing.entry(TASKS.name, row.id, STATUS)
        if row.last_status is not Status.DONE or entry is None or not isinstance(entry.value, Status):
            continue
        if entry.value is not Status.DONE and not case.filing.text(TASKS.name, row.id, PROBLEM):
            yield Hit(entry.place, entry.raw, Status.DONE.value)


def value_keeps_its_scale(case: Case) -> Iterator[Hit]:
    """Ten, a hundred, ten thousand times last month's is 万 against 亿, or a lost point."""
    for row, entry, value, before, month in _carried(case):
        times = scale_slip(row, value)
        if times and not case.explained(row.id):
            shown = plain(times) if times > 1 else f"1/{plain(1 / times)}"
            facts = {
                "上月": month,
                "上月值": plain(before),
                "倍数": shown,
                "建议": plain(value / times),
                **case.indicator_facts(row.indicator),
            }
            yield Hit(entry.place, plain(value), plain(value / times), facts)


def progress_is_news(case: Case) -> Iterator[Hit]:
    """Last month's text pasted again is the commonest way to say nothing."""
    for row in case.form.tasks:
        entry = case.filing.entry(TASKS.name, row.id, DONE)
        if entry is None or len(entry.raw) < _SHORTEST_COPY:
            continue
        if row.last_status is Status.DONE and case.status(row.id) is Status.DONE:
            continue
        before = last_text(case.past, row.id)
        if before and cleaned(before) == cleaned(entry.raw):
            yield Hit(entry.place, f"{entry.raw[:20]}……")


def _is_new_year(case: Case) -> bool:
    """Whether the filing before this one is of an earlier year; without one, whether the year begins."""
    last = case.past[-1].filing.period.year if case.past else None
    return last != case.form.period.year if last is not None else case.form.period.index == 1


def started_task_stays_started(case: Case) -> Iterator[Hit]:
    """A task that was under way cannot be 未启动 again within the year, unless the unit says why."""
    if _is_new_year(case):
        return
    for row in case.form.tasks:
        entry = case.filing.entry(TASKS.name, row.id, STATUS)
        if entry is None or entry.value is not Status.NOT_STARTED:
            continue
        if row.last_status in (Status.UNDER_WAY, Status.BEHIND) and not case.told(row.id, PROBLEM):
            yield Hit(entry.place, entry.raw, facts={"上月状态": row.last_status.value})


def finished_node_keeps_its_day(case: Case) -> Iterator[Hit]:
    """A node that was told as reached has its day; another day, or 否, wants a word under 说明."""
    for row in case.form.milestones:
        if row.done is None or says_something(case.filing.text(MILESTONES.name, row.id, NODE_REMARK)):
            continue
        done = case.filing.entry(MILESTONES.name, row.id, NODE_DONE)
        when = case.filing.entry(MILESTONES.name, row.id, NODE_DATE)
        if done is not None and done.raw == "否":
            yield Hit(done.place, done.raw, facts={"原": day(row.done)})
        elif when is not None and isinstance(when.value, date) and when.value != row.done:
            yield Hit(when.place, when.raw, row.done.isoformat(), {"原": day(row.done)})


def value_moves_in_time(case: Case) -> Iterator[Hit]:
    """The same figure three months running, each time as 正常, is mostly a cell that nobody looked at.

    Only what grows by the month and is not at its target; 本月无进展 says it openly and is not asked.
    """
    for row, entry, value in case.valued():
        indicator = row.indicator
        if indicator.kind is not Kind.CUMULATIVE or indicator.frequency not in (None, Frequency.MONTHLY):
            continue
        if indicator.direction is not Direction.FORWARD or indicator.curve is not Curve.BY_MONTH or indicator.lag:
            continue
        if value <= 0 or row.goal is None or value >= row.goal or case.explained(row.id):
            continue
        months = 1 + _months_alike(case, row.id, value)
        if case.state(row.id) is State.GIVEN and months >= _MOST_MONTHS_ALIKE:
            yield Hit(entry.place, plain(value), facts={"月数": months, **case.indicator_facts(indicator)})


def _months_alike(case: Case, code: str, value: Decimal) -> int:
    """How many months right before this one, within the year, had the same figure as 正常."""
    months, month = 0, case.form.period
    for earlier in reversed(case.past):
        if earlier.filing.department != case.filing.department or earlier.filing.period.year != month.year:
            break
        if earlier.filing.period.next() != month or earlier.value(code) != value:
            break
        if earlier.state(code) is not State.GIVEN:
            break
        months, month = months + 1, earlier.filing.period
    return months


def value_is_like_last_years(case: Case) -> Iterator[Hit]:
    """Three times last year's figure of the same month, or a third of it, while the target is about the same.

    Without last year's form, without a target in both years, or with a reason beside the value nothing is said.
    """
    month = case.form.period
    last = next((a for a in case.past if a.filing.period == Period(month.year - 1, month.index)), None)
    if last is None:
        return
    line = case.plan.clause_value(JUMP_LINE)
    for row, entry, value in case.valued():
        before, target = last.value(row.id), row.indicator.target(month.year - 1)
        if not before or before < 0 or value <= 0 or target is None or not target.value or row.target is None:
            continue
        if row.indicator.kind is not Kind.CUMULATIVE or not has_completion_cell(row) or case.explained(row.id):
            continue
        alike = _LIKE[0] <= row.target.value / target.value <= _LIKE[1]
        far = value / before > line or before / value > line
        if alike and far and abs(value - before) > target.value / 4 and not scale_slip(row, value):
            facts = {"同期": plain(before), **case.indicator_facts(row.indicator)}
            yield Hit(entry.place, plain(value), facts=facts)


def promise_is_not_forgotten(case: Case) -> Iterator[Hit]:
    """A task still late whose measure of last month is due by now, and not a word of it this month.

    Silent where last month's form is missing, where the measure bears no day, and where any word of it comes back.
    """
    last = case.past[-1] if case.past else None
    if last is None or last.filing.period.next() != case.form.period:
        return
    for row in case.form.tasks:
        entry = case.filing.entry(TASKS.name, row.id, DONE)
        if entry is None or entry.blank or case.status(row.id) is not Status.BEHIND:
            continue
        now = "".join(case.filing.text(TASKS.name, row.id, heading) for heading in (DONE, PROBLEM, MEASURE, HELP))
        promise = _forgotten(last.text(TASKS.name, row.id, MEASURE), now, case.form.period)
        if promise:
            yield Hit(entry.place, promise, facts={"承诺": promise[:_LONGEST_PROMISE]})


_CLAUSE = re.compile(r"[，。；,;\n]")
_BY_DAY = re.compile(r"(?<!\d)(\d{1,2})月(?:(\d{1,2})日|底|末|中旬|上旬|下旬)?(?:之前|以前|前|内)")
_MENTIONS = re.compile(r"上月|上期|上次|原定|原计划|原措施|未能|延期|推迟|顺延|仍|尚|还没")
_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+|完成|推进|加快|进行|开展|工作")


def _forgotten(measure: str, now: str, month: Period) -> str:
    """The clause of a measure that is due by the month's end and comes back nowhere; "" where there is none."""
    if _MENTIONS.search(now):
        return ""
    for clause in _CLAUSE.split(measure):
        due = _BY_DAY.search(clause)
        if due is None or int(due[1]) != month.index:
            continue
        words = [part for part in _NOT_HAN.split(_BY_DAY.sub(" ", clause)) if len(part) > 1]
        pairs = {part[i : i + 2] for part in words for i in range(len(part) - 1)}
        if pairs and not any(pair in now for pair in pairs):
            return clause.strip()
    return ""


HISTORY_CHECKS: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    cumulative_value_does_not_fall,
    value_does_not_jump,
    no_progress_means_no_change,
    value_moves_in_time,
    value_is_like_last_years,
    value_keeps_its_scale,
    finished_task_stays_finished,
    started_task_stays_started,
    finished_node_keeps_its_day,
    progress_is_news,
    promise_is_not_forgotten,
)
