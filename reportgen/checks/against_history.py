"""Rules that hold a filing against the department's earlier ones; where there is none, nothing is said."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.checks.accepted import increases, last_text
from reportgen.findings import Hit
from reportgen.forms.asked import counted
from reportgen.forms.definition import DONE, PROBLEM, STATUS, TASKS
from reportgen.intake.filings import State
from reportgen.plan.model import Direction, Kind, Status
from reportgen.plan.sheets import JUMP_LINE
from reportgen.wording import amount, cleaned, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.checks.case import Case
    from reportgen.forms.asked import IndicatorRow
    from reportgen.intake.filings import Entry

_SCALES: Final = (Decimal(10000), Decimal(1000), Decimal(100))
_NEAR: Final = (Decimal("0.7"), Decimal("1.5"))
_HANDFUL: Final = Decimal(5)
_SHORTEST_COPY: Final = 10
_FEWEST_MONTHS: Final = 2


def _carried(case: Case) -> Iterator[tuple[IndicatorRow, Entry, Decimal, Decimal, str]]:
    """Every figure with last month's and the name of that month."""
    for row, entry, value in case.valued():
        if row.carried is not None and row.carried.month is not None:
            yield row, entry, value, row.carried.value, f"{row.carried.month.index}月"


def cumulative_value_does_not_fall(case: Case) -> Iterator[Hit]:
    """A cumulative figure may not fall without a word: 更正、口径调整 or 填错."""
    for row, entry, value, before, month in _carried(case):
        if row.indicator.kind is Kind.CUMULATIVE and value < before and not case.explained(row.id):
            facts = {"上月": month, "上月值": plain(before), **case.indicator_facts(row.indicator)}
            yield Hit(entry.place, plain(value), f"不小于{plain(before)}", facts)


def value_does_not_jump(case: Case) -> Iterator[Hit]:
    """A month's increase several times the usual one is a feat or a slip; either wants a word."""
    line = case.plan.clause_value(JUMP_LINE)
    for row, entry, value, before, _ in _carried(case):
        if row.indicator.kind is not Kind.CUMULATIVE or case.explained(row.id) or _off_scale(value, before):
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
    """What was done does not come undone without a word."""
    for row in case.form.tasks:
        entry = case.filing.entry(TASKS.name, row.id, STATUS)
        if row.last_status is not Status.DONE or entry is None or not isinstance(entry.value, Status):
            continue
        if entry.value is not Status.DONE and not case.filing.text(TASKS.name, row.id, PROBLEM):
            yield Hit(entry.place, entry.raw, Status.DONE.value)


def value_keeps_its_scale(case: Case) -> Iterator[Hit]:
    """A hundred, a thousand, ten thousand times last month's is 万 against 亿, or a lost point."""
    for row, entry, value, before, month in _carried(case):
        times = _off_scale(value, before)
        if times and row.indicator.direction is Direction.FORWARD and not case.explained(row.id):
            shown = plain(times) if times > 1 else f"1/{plain(1 / times)}"
            facts = {
                "上月": month,
                "上月值": plain(before),
                "倍数": shown,
                "建议": plain(value / times),
                **case.indicator_facts(row.indicator),
            }
            yield Hit(entry.place, plain(value), plain(value / times), facts)


def _off_scale(value: Decimal, before: Decimal) -> Decimal | None:
    """The power of ten by which a figure seems to be off, None where it is not."""
    if value <= 0 or before <= 0:
        return None
    ratio = value / before
    for scale in (*_SCALES, *(1 / s for s in _SCALES)):
        if _NEAR[0] <= ratio / scale <= _NEAR[1]:
            return scale
    return None


def progress_is_news(case: Case) -> Iterator[Hit]:
    """Last month's text pasted again is the commonest way to say nothing."""
    for row in case.form.tasks:
        entry = case.filing.entry(TASKS.name, row.id, DONE)
        if entry is None or len(entry.raw) < _SHORTEST_COPY:
            continue
        before = last_text(case.past, row.id)
        if before and cleaned(before) == cleaned(entry.raw):
            yield Hit(entry.place, f"{entry.raw[:20]}……")


HISTORY_CHECKS: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    cumulative_value_does_not_fall,
    value_does_not_jump,
    no_progress_means_no_change,
    finished_task_stays_finished,
    value_keeps_its_scale,
    progress_is_news,
)
