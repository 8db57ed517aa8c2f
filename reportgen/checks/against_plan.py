"""Rules that hold a filing against the plan: targets, deadlines, pace."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING, Final

from reportgen.checks.case import says_something
from reportgen.checks.cells import looks_like_a_fraction
from reportgen.findings import Hit
from reportgen.forms.asked import has_completion_cell
from reportgen.forms.definition import (
    DONE,
    INDICATORS,
    MEASURE,
    MILESTONES,
    NODE_DATE,
    NODE_DONE,
    NODE_REMARK,
    PROBLEM,
    REMARK,
    SITUATION,
    STATUS,
    TASKS,
)
from reportgen.forms.lead import Owed, reason_owed, row_lead
from reportgen.intake.filings import State
from reportgen.plan.model import Direction, Kind, Status
from reportgen.plan.sheets import YELLOW_LINE
from reportgen.wording import day, percent, plain, points

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.checks.case import Case
    from reportgen.forms.asked import IndicatorRow
    from reportgen.intake.filings import Entry

_FAR_ABOVE: Final = 5
_FEW: Final = 10
_TEN: Final = Decimal(10)
_SCALES: Final = (_TEN, Decimal(100), Decimal(1000), Decimal(10000))
_GREAT_SCALES: Final = (Decimal(10000), Decimal(1000), Decimal(100))
_NEAR: Final = (Decimal("0.7"), Decimal("1.5"))
_ABOUT: Final = (Decimal("0.5"), Decimal("1.5"))
_LONGEST_SHOWN: Final = 20


def short(text: str) -> str:
    """The beginning of a unit's own words, for a message."""
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}……"


def value_has_the_scale_of_its_target(case: Case) -> Iterator[Hit]:
    """A value that would be on pace if it were divided by 10, 100 or 10,000 is told with the figure that was meant.

    Only a clear case: far above the year's target, and the divided value lies about where the pace would have it.
    Where the month has no pace or no target nothing is said; where last month's figure tells the same, H107 does.
    """
    for row, entry, value in case.valued():
        times = _times_target(case, row, value)
        if times is not None:
            facts = {
                "目标": plain(row.goal or Decimal(0)),
                "倍数": plain(times),
                "建议": plain(value / times),
                **case.indicator_facts(row.indicator),
            }
            yield Hit(entry.place, plain(value), plain(value / times), facts)


def _times_target(case: Case, row: IndicatorRow, value: Decimal) -> Decimal | None:
    """The power of ten that stands between a value and what is due; None where there is none, or a reason is given."""
    if not row.goal or not row.pace or not has_completion_cell(row) or case.explained(row.id):
        return None
    if value < row.goal * _FAR_ABOVE or value - row.goal < _FEW or scale_slip(row, value):
        return None
    due = row.goal * row.pace
    return next((scale for scale in _SCALES if _ABOUT[0] <= value / scale / due <= _ABOUT[1]), None)


def scale_slip(row: IndicatorRow, value: Decimal) -> Decimal | None:
    """The power of ten by which a value seems to be off from last month's; None where it is not.

    A hundred and more speaks for itself. Ten may be growth: it is a slip only where the value is above the year's
    target and a tenth of it would go on from last month, or where a cumulative figure falls to a tenth.
    """
    kind = row.indicator.kind
    if row.carried is None or row.carried.month is None or row.indicator.direction is not Direction.FORWARD:
        return None
    before = row.carried.value
    if value <= 0 or before <= 0 or kind in (Kind.GROWTH, Kind.RANK, Kind.EVENT):
        return None
    ratio = value / before
    for scale in (*_GREAT_SCALES, *(1 / s for s in _GREAT_SCALES)):
        if _NEAR[0] <= ratio / scale <= _NEAR[1]:
            return scale
    if kind is Kind.CUMULATIVE and 1 <= ratio * _TEN <= _NEAR[1]:
        return 1 / _TEN
    above = row.goal is not None and row.goal > 0 and value >= row.goal * 2
    return _TEN if kind.has_completion and above and 1 <= ratio / _TEN <= _NEAR[1] else None


def value_is_not_far_above_target(case: Case) -> Iterator[Hit]:
    """Five times the year's target is mostly a slip of unit or point; a small target may be passed by luck.

    Where the slip itself is plain, the rules about scale tell the figure that was meant, and this one is silent. A unit
    without a share of its own is held against the total that all units have in common.
    """
    for row, entry, value in case.valued():
        goal = _goal_or_total(row)
        if not goal or case.explained(row.id):
            continue
        if scale_slip(row, value) or _times_target(case, row, value) is not None:
            continue
        if value >= goal * _FAR_ABOVE and value - goal >= _FEW:
            times = (value / goal).quantize(Decimal("0.1"), ROUND_DOWN)
            facts = {"目标": plain(goal), "倍数": plain(times), **case.indicator_facts(row.indicator)}
            yield Hit(entry.place, plain(value), facts=facts)


def _goal_or_total(row: IndicatorRow) -> Decimal | None:
    if row.goal is None and row.target is not None and row.indicator.is_summed:
        row = replace(row, goal=row.target.value)
    return row.goal if has_completion_cell(row) else None


def part_is_not_more_than_the_whole(case: Case) -> Iterator[Hit]:
    """其中 cannot be more than what it is of; where one of the two has no figure nothing is said."""
    values = {row.id: (row, value) for row, _, value in case.valued()}
    for row, entry, value in case.valued():
        whole = values.get(row.indicator.part_of)
        if whole is None or not row.indicator.kind.has_completion or whole[0].indicator.unit != row.indicator.unit:
            continue
        if value > whole[1]:
            facts = {"总": whole[0].indicator.name, "总数": plain(whole[1]), **case.indicator_facts(row.indicator)}
            yield Hit(entry.place, plain(value), f"不大于{plain(whole[1])}", facts)


def finished_task_met_its_target(case: Case) -> Iterator[Hit]:
    """已完成 beside a figure that is short of the target: one of the two is wrong."""
    for status, row, value, entry in _linked(case):
        if status is Status.DONE and not _met(row, value):
            facts = {"值": plain(value), "目标": plain(row.goal or Decimal(0)), **case.indicator_facts(row.indicator)}
            yield Hit(entry.place, entry.raw, facts=facts)


def task_that_met_its_target_is_not_behind(case: Case) -> Iterator[Hit]:
    """滞后 beside figures that are all at the year's target, with no word on what is behind."""
    met: dict[str, list[bool]] = {}
    places: dict[str, Entry] = {}
    for status, row, value, entry in _linked(case):
        if status is Status.BEHIND and row.indicator.kind.has_completion:
            met.setdefault(entry.id, []).append(_met(row, value))
            places[entry.id] = entry
    for code, verdicts in met.items():
        if all(verdicts) and not case.told(code, PROBLEM):
            yield Hit(places[code].place, places[code].raw)


def _met(row: IndicatorRow, value: Decimal) -> bool:
    """Whether the department's own goal is met; where there is none, nothing can fall short."""
    return row.goal is None or row.indicator.is_met_by(value, row.goal, row.upper)


def _linked(case: Case) -> Iterator[tuple[Status, IndicatorRow, Decimal, Entry]]:
    """Every status chosen with every figure of the same department that belongs to the task."""
    for row, _, value in case.valued():
        for code in sorted(_tasks_of(case, row)):
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
    """More behind than the office's yellow line: the brief prints the reason, so somebody must write it.

    Amounts are behind their pace; growth, rates and ranks behind the target itself. Where nothing is due or there is
    no value nothing is said.
    """
    for row, remark, value in _unexplained(case, Owed.PACE):
        lead = row_lead(row, value) or Decimal(0)
        facts = {
            "所见": _seen(remark),
            "差距": _gap(row, value, lead),
            "界线": plain(case.plan.clause_value(YELLOW_LINE)),
        }
        yield Hit(remark.place, remark.raw, facts=facts)


def _unexplained(case: Case, owed: Owed) -> Iterator[tuple[IndicatorRow, Entry, Decimal]]:
    """Every figure that owes a reason of this kind, with the cell in which the reason is missing."""
    for row, _, value in case.valued():
        if reason_owed(case.plan, case.form.period, row, value) is not owed or case.explained(row.id):
            continue
        if looks_like_a_fraction(row, value):
            # The slip of the pen is asked about; that the figure is behind only follows from it.
            continue
        remark = case.filing.entry(INDICATORS.name, row.id, REMARK)
        if remark is not None:
            yield row, remark, value


def _seen(remark: Entry) -> str:
    return f"写的是“{remark.raw[:20]}”，不算原因" if remark.raw else "没有写"


def _gap(row: IndicatorRow, value: Decimal, lead: Decimal) -> str:
    """How far a value is behind, in the words of its kind."""
    indicator, goal = row.indicator, row.goal or Decimal(0)
    if indicator.kind is Kind.RANK:
        return f"位次是第{plain(value)}，目标第{plain(goal)}"
    if indicator.kind is Kind.EVENT:
        return "到期没有办成"
    if indicator.kind in (Kind.RATE, Kind.GROWTH):
        side = "高于" if indicator.direction is Direction.REVERSE else "低于"
        return f"填的是{plain(value)}{indicator.unit}，{side}目标{plain(goal)}{indicator.unit}"
    if not has_completion_cell(row):
        return f"填的是{plain(value)}{indicator.unit}，目标{indicator.comparison}{plain(goal)}{indicator.unit}"
    return f"完成率{percent(value / goal)}，低于序时进度{points(lead)}个百分点"


def ceiling_is_kept(case: Case) -> Iterator[Hit]:
    """What should stay low and has passed the year's target does not come down by itself: a reason is owed."""
    for row, remark, value in _unexplained(case, Owed.CEILING):
        facts = {"数": plain(value), "目标": plain(row.goal or Decimal(0)), "所见": _seen(remark)}
        yield Hit(remark.place, remark.raw, facts={**facts, **case.indicator_facts(row.indicator)})


def binding_target_is_met(case: Case) -> Iterator[Hit]:
    """A binding target missed at the year's end wants the reason and the remedy, however little is missing."""
    for row, remark, value in _unexplained(case, Owed.BINDING):
        facts = {"数": plain(value), "目标": plain(row.goal or Decimal(0)), "所见": _seen(remark)}
        yield Hit(remark.place, remark.raw, facts={**facts, **case.indicator_facts(row.indicator)})


_RESULT = re.compile(
    r"[\d《〔“「一二三四五六七八九十两]|印发|出台|发布|建成|投用|投产|验收|签订|签约|挂牌|揭牌|开工|竣工|召开|举办|上线|通车|交付|获批|认定"
)


def finished_task_names_its_result(case: Case) -> Iterator[Hit]:
    """A task without a figure that is called 已完成 is only as done as what can be shown: a paper, a day, a thing built.

    Asked in the month in which it is called done; a blank cell is another rule's matter.
    """
    with_figures = {row.indicator.task for row in case.form.indicators}
    for row in case.form.tasks:
        entry = case.filing.entry(TASKS.name, row.id, DONE)
        if entry is None or entry.blank or case.status(row.id) is not Status.DONE or row.last_status is Status.DONE:
            continue
        if not row.task.indicators and row.id not in with_figures and not _RESULT.search(entry.raw):
            yield Hit(entry.place, short(entry.raw))


def task_not_started_has_not_met_its_target(case: Case) -> Iterator[Hit]:
    """未启动 beside a cumulative figure that has reached the year's target: one of the two is wrong.

    A smaller figure may have grown without the task and is not asked about.
    """
    told: set[str] = set()
    for status, row, value, entry in _linked(case):
        if status is not Status.NOT_STARTED or row.indicator.kind is not Kind.CUMULATIVE or not row.goal:
            continue
        if row.indicator.direction is Direction.FORWARD and _met(row, value) and entry.id not in told:
            told.add(entry.id)
            facts = {"值": plain(value), "目标": plain(row.goal), **case.indicator_facts(row.indicator)}
            yield Hit(entry.place, entry.raw, facts=facts)


def late_task_has_a_reason(case: Case) -> Iterator[Hit]:
    """无 and 核实无误 under 存在问题 or 下步措施 of a late task are as good as nothing. Blank cells are another rule's."""
    for row in case.form.tasks:
        status = case.status(row.id)
        if status not in (Status.BEHIND, Status.SUSPENDED):
            continue
        for heading in (PROBLEM, MEASURE):
            entry = case.filing.entry(TASKS.name, row.id, heading)
            if entry is not None and not entry.blank and not says_something(entry.raw):
                yield Hit(entry.place, short(entry.raw), facts={"状态": status.value})


_GROUND = re.compile(
    r"[〔《]|\d{4}年?第?\d*号|批准|批复|同意|会议|纪要|文件|通知|决定|研究|请示|报告|报经|报请|要求|政策|领导|上级|统筹|调整为"
)


def suspension_names_its_ground(case: Case) -> Iterator[Hit]:
    """A unit cannot put a task of the plan off by itself: who agreed, and where it is written.

    Asked in the month in which it is put off; where problem and progress are blank other rules ask for them.
    """
    for row in case.form.tasks:
        entry = case.filing.entry(TASKS.name, row.id, PROBLEM)
        if entry is None or entry.blank or case.status(row.id) is not Status.SUSPENDED:
            continue
        words = "".join(case.filing.text(TASKS.name, row.id, heading) for heading in (DONE, PROBLEM, MEASURE))
        if row.last_status is not Status.SUSPENDED and not _GROUND.search(words):
            yield Hit(entry.place, short(entry.raw))


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
    value_has_the_scale_of_its_target,
    value_is_not_far_above_target,
    part_is_not_more_than_the_whole,
    finished_task_met_its_target,
    task_that_met_its_target_is_not_behind,
    deadline_has_not_passed,
    node_deadline_has_not_passed,
    falling_behind_is_explained,
    ceiling_is_kept,
    binding_target_is_met,
    finished_task_names_its_result,
    task_not_started_has_not_met_its_target,
    late_task_has_a_reason,
    suspension_names_its_ground,
    not_applicable_is_confirmed,
)
