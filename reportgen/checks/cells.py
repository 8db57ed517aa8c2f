"""Rules about single answers: is it there, can it be read, can it be true."""

from __future__ import annotations

import re
from datetime import date, timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from reportgen.findings import Hit
from reportgen.forms.asked import counted, value_bounds
from reportgen.forms.definition import (
    COVER,
    DAY,
    DONE,
    INDICATORS,
    MEASURE,
    MILESTONES,
    MOST_TEXT,
    NODE_DATE,
    NODE_DONE,
    PHONE,
    PROBLEM,
    REMARK,
    SIGNATURES,
    SITUATION,
    STATUS,
    SUMMARY,
    TASKS,
    VALUE,
    Situation,
)
from reportgen.intake.filings import State
from reportgen.intake.numbers import Unclear, is_elsewhere
from reportgen.intake.structure import is_link
from reportgen.plan.model import Kind, Status
from reportgen.plan.pace import data_month
from reportgen.wording import day, enumeration, places, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    from reportgen.checks.case import Case
    from reportgen.forms.asked import IndicatorRow
    from reportgen.intake.filings import Entry

_CHOICES: Final = {
    SITUATION: tuple(s.value for s in Situation),
    STATUS: tuple(s.value for s in Status),
    NODE_DONE: ("是", "否"),
}
_LONGEST_SHOWN: Final = 20
_LONGEST_FORMULA: Final = 40
_USUAL_DECIMALS: Final = 2
_A_YEAR: Final = timedelta(366)
_QUIET: Final = (Status.NOT_STARTED, Status.SUSPENDED)
_TROUBLED: Final = (Status.BEHIND, Status.SUSPENDED)
_PHONE = re.compile(r"^(?:\+?86-?)?(?:1[3-9]\d{9}|(?:0\d{2,3}-?)?\d{7,8}(?:[-转]\d{1,6})?|\d{3,6})$")
_PHONES = re.compile(r"[、，,;；/]|\s{1,}(?=1[3-9]|0\d)")


def _unclear(case: Case, *kinds: Unclear) -> Iterator[Entry]:
    return (entry for entry in case.filing.unclear if entry.unclear in kinds and _was_asked(case, entry))


def _was_asked(case: Case, entry: Entry) -> bool:
    return entry.sheet != INDICATORS.name or entry.id in case.rows


def _unit(case: Case, entry: Entry) -> str:
    row = case.rows.get(entry.id)
    return row.indicator.unit if row else ""


# ---- 本月累计


def normal_row_has_a_value(case: Case) -> Iterator[Hit]:
    """正常 says there is a figure."""
    for entry in _blank_values(case):
        if _situation(case, entry.id) == Situation.NORMAL:
            month = data_month(case.rows[entry.id].indicator, case.form.period).label
            yield Hit(
                entry.place, expected=f"数字（{_unit(case, entry)}）", facts={"单位": _unit(case, entry), "月份": month}
            )


def row_is_not_left_blank(case: Case) -> Iterator[Hit]:
    """Nothing at all is 未填: asked, never taken for nought."""
    for entry in _blank_values(case):
        if _situation(case, entry.id) == "":
            yield Hit(entry.place, facts={"单位": _unit(case, entry)})


def _blank_values(case: Case) -> Iterator[Entry]:
    return (e for e in case.filing.entries_of(INDICATORS.name, VALUE) if e.id in case.rows and e.blank)


def _situation(case: Case, code: str) -> str:
    entry = case.filing.entry(INDICATORS.name, code, SITUATION)
    return str(entry.value if entry.value is not None else entry.raw) if entry else ""


def answer_is_written_plainly(case: Case) -> Iterator[Hit]:
    """１２, 1,234.5, 12家 and text numbers mean one thing; it is shown how they were read."""
    for entry in case.filing.entries:
        if entry.repair:
            yield Hit(entry.place, value=entry.raw, expected=str(entry.value), facts={"整理": entry.repair})


def value_is_a_number(case: Case) -> Iterator[Hit]:
    """Text in a number cell counts as nought in every other tool."""
    for entry in _unclear(case, Unclear.NOT_A_NUMBER):
        yield Hit(entry.place, entry.raw, facts={"单位": _unit(case, entry)})


def value_is_of_this_world(case: Case) -> Iterator[Hit]:
    """A number of thirty digits is a slip of the hand, and no sum survives it."""
    for entry in _unclear(case, Unclear.OUT_OF_SCALE):
        shown = entry.raw if len(entry.raw) <= _LONGEST_SHOWN else f"{entry.raw[:_LONGEST_SHOWN]}……"
        yield Hit(entry.place, shown, facts={"单位": _unit(case, entry)})


def value_has_the_right_unit(case: Case) -> Iterator[Hit]:
    """12人 where 家 is asked may be another figure altogether."""
    for entry in _unclear(case, Unclear.OTHER_UNIT):
        yield Hit(entry.place, entry.raw, facts={"单位": _unit(case, entry)})


def percentage_is_no_fraction(case: Case) -> Iterator[Hit]:
    """0.075 in a % row is 7.5% or 0.075%: only the unit knows."""
    for row, entry, value in case.valued():
        if looks_like_a_fraction(row, value) and row.goal is not None:
            meant = plain(value * 100)
            facts = {"目标": plain(row.goal), "换算": meant}
            yield Hit(entry.place, plain(value), meant, facts)


def looks_like_a_fraction(row: IndicatorRow, value: Decimal) -> bool:
    """Whether a figure under % is so small beside its goal that 15% was most likely typed as 0.15."""
    goal = row.goal
    return row.indicator.unit == "%" and goal is not None and 0 < abs(value) < 1 <= goal and abs(value) * 20 < goal


def cell_shows_no_error(case: Case) -> Iterator[Hit]:
    """#REF! is neither blank nor nought."""
    for entry in _unclear(case, Unclear.ERROR):
        yield Hit(entry.place, entry.raw)


def formula_has_a_result(case: Case) -> Iterator[Hit]:
    """A formula saved without its result looks blank to most readers."""
    for entry in _unclear(case, Unclear.NO_RESULT):
        yield Hit(entry.place, entry.raw)


def answer_is_typed(case: Case) -> Iterator[Hit]:
    """A formula over other cells gives another figure when somebody sorts the sheet; =50+10 does not."""
    for entry in case.filing.calculated:
        if not is_link(entry.formula):
            shown = f"={entry.formula}"
            yield Hit(entry.place, entry.raw[:_LONGEST_SHOWN], facts={"公式": shown[:_LONGEST_FORMULA]})


def answer_stands_in_its_cell(case: Case) -> Iterator[Hit]:
    """同上 and 见附件 are clear to the writer only."""
    for entry in _unclear(case, Unclear.ELSEWHERE):
        yield Hit(entry.place, entry.raw, facts={"内容": f"数（单位：{_unit(case, entry)}）"})
    for row in case.form.tasks:
        status = case.status(row.id)
        wanted = () if status in _QUIET else (DONE,)
        for heading in (*wanted, PROBLEM, MEASURE) if status in _TROUBLED else wanted:
            told = case.filing.entry(TASKS.name, row.id, heading)
            if told is not None and not told.blank and is_elsewhere(told.raw):
                yield Hit(told.place, told.raw, facts={"内容": heading})


def value_is_no_date(case: Case) -> Iterator[Hit]:
    """6-12 typed into a spreadsheet becomes the twelfth of June."""
    for entry in _unclear(case, Unclear.A_DATE):
        yield Hit(entry.place, entry.raw, facts={"单位": _unit(case, entry)})


def value_has_few_decimals(case: Case) -> Iterator[Hit]:
    """A quotient pasted with all its places is used as it is and printed with those that the plan asks for."""
    for row, entry, value in case.valued():
        kept = max(row.indicator.decimals, _USUAL_DECIMALS)
        if places(value) <= kept:
            continue
        # Below 1 a percentage may be a fraction, which is asked by itself.
        if not counted(row.indicator) and not (row.indicator.unit == "%" and abs(value) < 1):
            yield Hit(entry.place, plain(value), facts={"位数": places(value), "保留": kept})


def value_is_exact(case: Case) -> Iterator[Hit]:
    """约12 and 12—15 cannot be added up."""
    for entry in _unclear(case, Unclear.APPROXIMATE):
        yield Hit(entry.place, entry.raw)


def empty_value_is_explained(case: Case) -> Iterator[Hit]:
    """A stroke may mean nought, nothing new, or not known."""
    for entry in _unclear(case, Unclear.PLACEHOLDER):
        yield Hit(entry.place, entry.raw, facts={"单位": _unit(case, entry)})


def counted_value_is_whole(case: Case) -> Iterator[Hit]:
    """Half an enterprise has not been founded."""
    for row, entry, value in case.valued():
        if counted(row.indicator) and places(value):
            what = "位次" if row.indicator.kind is Kind.RANK else f"{row.indicator.unit}数"
            yield Hit(entry.place, plain(value), facts={"何数": what, **case.indicator_facts(row.indicator)})


def value_is_possible(case: Case) -> Iterator[Hit]:
    """No negative count, no coverage over 100%, no rank 0."""
    for row, entry, value in case.valued():
        least, most = value_bounds(row.indicator)
        if (least is not None and value < least) or (most is not None and value > most):
            yield Hit(entry.place, plain(value), facts={"范围": _range(least, most)})


def _range(least: Decimal | None, most: Decimal | None) -> str:
    if least is not None and most is not None:
        return f"在{plain(least)}到{plain(most)}之间"
    return f"不小于{plain(least)}" if least is not None else f"不大于{plain(most)}" if most is not None else "是数字"


def missing_value_has_a_reason(case: Case) -> Iterator[Hit]:
    """不适用 and 数据未出 are words that need a reason."""
    for code in case.rows:
        state = case.state(code)
        entry = case.filing.entry(INDICATORS.name, code, REMARK)
        if state in (State.NOT_APPLICABLE, State.NOT_OUT) and entry is not None and not case.explained(code):
            yield Hit(entry.place, entry.raw, facts={"情形": state})


def situation_agrees_with_the_value(case: Case) -> Iterator[Hit]:
    """数据未出 or 不适用 beside a figure: one of the two is wrong, and the figure must not be dropped in silence."""
    for row, _, value in case.valued():
        entry = case.filing.entry(INDICATORS.name, row.id, SITUATION)
        if entry is not None and case.state(row.id) in (State.NOT_APPLICABLE, State.NOT_OUT):
            facts = {"数": plain(value), **case.indicator_facts(row.indicator)}
            yield Hit(entry.place, str(entry.value), Situation.NORMAL.value, facts)


# ---- 任务进展


def choice_is_on_the_list(case: Case) -> Iterator[Hit]:
    """Pasted values pass every drop-down; other words than the list's are not guessed."""
    for entry in case.filing.entries:
        options = _CHOICES.get(entry.field)
        if options and not entry.blank and entry.value is None and entry.unclear is None:
            close = get_close_matches(entry.raw, options, 1, 0.3)
            facts = {"选项": enumeration(options), "最接近": f"“{close[0]}”" if close else "一项"}
            yield Hit(entry.place, entry.raw[:40], close[0] if close else enumeration(options), facts)


def status_is_chosen(case: Case) -> Iterator[Hit]:
    """Every task has a status every month."""
    asked = {row.id for row in case.form.tasks}
    for entry in case.filing.entries_of(TASKS.name, STATUS):
        if entry.blank and entry.id in asked:
            yield Hit(
                entry.place, expected=enumeration(_CHOICES[STATUS]), facts={"选项": enumeration(_CHOICES[STATUS])}
            )


def progress_is_told(case: Case) -> Iterator[Hit]:
    """A status without a fact cannot be printed."""
    for row in case.form.tasks:
        entry = case.filing.entry(TASKS.name, row.id, DONE)
        status = case.status(row.id)
        finished_before = row.last_status is Status.DONE and status is Status.DONE
        if entry is not None and entry.blank and status is not None and status not in _QUIET and not finished_before:
            yield Hit(entry.place, facts={"状态": status})


def trouble_is_told_with_a_measure(case: Case) -> Iterator[Hit]:
    """A late task without a reason and a measure is what the director asks about first."""
    for row in case.form.tasks:
        status = case.status(row.id)
        if status not in _TROUBLED:
            continue
        for heading in (PROBLEM, MEASURE):
            entry = case.filing.entry(TASKS.name, row.id, heading)
            if entry is not None and entry.blank:
                yield Hit(entry.place, facts={"状态": status})


def text_is_not_too_long(case: Case) -> Iterator[Hit]:
    """A brief has no room for a report."""
    for entry in case.filing.entries:
        if len(entry.raw) > MOST_TEXT:
            yield Hit(entry.place, f"{entry.raw[:20]}……", facts={"字数": len(entry.raw), "上限": MOST_TEXT})


# ---- 节点进展


def finished_node_has_its_day(case: Case) -> Iterator[Hit]:
    """是 without a day cannot be written into a brief."""
    for entry in case.filing.entries_of(MILESTONES.name, NODE_DATE):
        done = case.filing.text(MILESTONES.name, entry.id, NODE_DONE)
        if done == "是" and entry.value is None and entry.unclear is None:
            seen = f"填的是“{entry.raw}”" if entry.raw else "没有填"
            yield Hit(entry.place, entry.raw, facts={"所见": seen, "例": case.form.period.end.isoformat()})


def finished_node_lies_behind(case: Case) -> Iterator[Hit]:
    """What is finished was finished by the end of the month."""
    for entry in case.filing.entries_of(MILESTONES.name, NODE_DATE):
        done = case.filing.text(MILESTONES.name, entry.id, NODE_DONE)
        if done == "是" and entry.value is not None and entry.value > case.form.period.end:  # type: ignore[operator] # a day
            yield Hit(entry.place, entry.raw, facts={"月末": day(case.form.period.end)})


def day_is_complete(case: Case) -> Iterator[Hit]:
    """6月底 is no day; it is not made one."""
    for entry in _unclear(case, Unclear.NO_DAY):
        yield Hit(entry.place, entry.raw, facts={"例": case.form.period.end.isoformat()})


def day_is_possible(case: Case) -> Iterator[Hit]:
    """2015 for 2025: a node long before the plan began, a form signed before its month."""
    start = case.plan.basics.start
    due = {row.id: row.milestone.due for row in case.form.milestones}
    for entry in case.filing.entries_of(MILESTONES.name, NODE_DATE):
        told = entry.value
        if isinstance(told, date) and entry.id in due and told < min(start, due[entry.id] - _A_YEAR):
            yield Hit(entry.place, told.isoformat(), facts={"界限": f"早于计划起始日{day(start)}，不合理"})
    signed = case.filing.entry(COVER, "", DAY)
    if signed is not None and isinstance(signed.value, date):
        first, last = case.form.period.start, case.form.period.end + _A_YEAR
        if not first <= signed.value <= last:
            words = f"{case.form.period.label}的表，日期不会" + ("早于当月" if signed.value < first else "晚这么多")
            yield Hit(signed.place, signed.value.isoformat(), facts={"界限": words})


# ---- 填报说明, 阶段总结


def form_is_signed(case: Case) -> Iterator[Hit]:
    """Somebody must be asked about a figure, and somebody answers for it."""
    for f in SIGNATURES:
        entry = case.filing.entry(COVER, "", f.heading)
        if entry is not None and entry.blank:
            yield Hit(entry.place)


def signing_day_is_a_day(case: Case) -> Iterator[Hit]:
    """填报日期 is read by programs too."""
    entry = case.filing.entry(COVER, "", DAY)
    if entry is not None and not entry.blank and entry.value is None and entry.unclear is None:
        yield Hit(entry.place, entry.raw, facts={"例": case.form.period.end.isoformat()})


def phone_is_a_phone_number(case: Case) -> Iterator[Hit]:
    """Whom to call must be callable."""
    entry = case.filing.entry(COVER, "", PHONE)
    if entry is not None and not entry.blank and entry.unclear is None:
        numbers = [re.sub(r"[\s()（）—－]", "", part) for part in _PHONES.split(entry.raw)]
        if not all(_PHONE.match(number) for number in numbers if number):
            yield Hit(entry.place, entry.raw)


def summary_is_written(case: Case) -> Iterator[Hit]:
    """June and December ask for the unit's own summary."""
    if not case.form.asks_summary:
        return
    for f in SUMMARY.entries:
        entry = case.filing.entry(SUMMARY.name, "", f.heading)
        if entry is not None and entry.blank:
            yield Hit(entry.place, facts={"月份": case.form.period.label})


CELL_CHECKS: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    normal_row_has_a_value,
    row_is_not_left_blank,
    answer_is_written_plainly,
    value_is_a_number,
    value_is_of_this_world,
    value_has_the_right_unit,
    percentage_is_no_fraction,
    cell_shows_no_error,
    answer_is_typed,
    formula_has_a_result,
    answer_stands_in_its_cell,
    value_is_no_date,
    value_has_few_decimals,
    value_is_exact,
    empty_value_is_explained,
    counted_value_is_whole,
    value_is_possible,
    missing_value_has_a_reason,
    situation_agrees_with_the_value,
    choice_is_on_the_list,
    status_is_chosen,
    progress_is_told,
    trouble_is_told_with_a_measure,
    text_is_not_too_long,
    finished_node_has_its_day,
    finished_node_lies_behind,
    day_is_complete,
    day_is_possible,
    form_is_signed,
    signing_day_is_a_day,
    phone_is_a_phone_number,
    summary_is_written,
)
