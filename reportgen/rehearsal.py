"""A synthetic year of filled forms made from a plan, so that faults of layout show in February and not in December.

Everything here is invented from the plan by a seed: plausible curves, some units late, some behind, some wrong on
purpose. Nobody's real figures are in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from random import Random
from typing import TYPE_CHECKING, Final

from reportgen.forms.asked import Carried, Form, IndicatorRow, Known, TaskRow, counted, form_of
from reportgen.forms.definition import (
    COVER,
    DAY,
    DONE,
    HELP,
    INDICATORS,
    MEASURE,
    MILESTONES,
    NODE_DATE,
    NODE_DONE,
    NODE_REMARK,
    PERSON,
    PHONE,
    PROBLEM,
    REMARK,
    REVIEWER,
    SITUATION,
    STATUS,
    SUMMARY,
    TASKS,
    VALUE,
    Situation,
)
from reportgen.forms.lead import reason_owed
from reportgen.forms.workbook import Answers, write_form
from reportgen.plan.in_force import in_force, lineage
from reportgen.plan.model import Comparison, Direction, Kind, Status
from reportgen.plan.pace import is_last_month, pace
from reportgen.wording import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.period import Period
    from reportgen.plan.model import Indicator, Plan


class Slip(StrEnum):
    """What a unit does wrong on purpose."""

    UNIT_IN_CELL = "数字带单位"
    FULL_WIDTH = "全角数字"
    APPROXIMATE = "约数"
    BLANK_VALUE = "没填数"
    FALL = "累计下降"
    NO_PROGRESS_TEXT = "没写进展"
    NO_MEASURE = "没写措施"
    UNSIGNED = "没签名"
    LOCKED_CHANGED = "改了目标"
    BLANK_FORM = "空表"
    CUT_SHORT = "文件没传完"
    CORRECTED = "发了两次"
    MISSING = "没有报"


_INDICATOR_SLIPS: Final = (
    Slip.UNIT_IN_CELL,
    Slip.FULL_WIDTH,
    Slip.APPROXIMATE,
    Slip.BLANK_VALUE,
    Slip.FALL,
    Slip.LOCKED_CHANGED,
)
_FORM_SLIPS: Final = (Slip.NO_PROGRESS_TEXT, Slip.NO_MEASURE, Slip.UNSIGNED, Slip.CORRECTED)
_GRAVE_SLIPS: Final = (Slip.BLANK_FORM, Slip.CUT_SHORT)
_AS_A_WHOLE: Final = (*_GRAVE_SLIPS, Slip.CORRECTED, Slip.MISSING)
_LOST: Final = (*_GRAVE_SLIPS, Slip.MISSING)
"""After these the office knows nothing of the month."""
_READ_ALL_THE_SAME: Final = (Slip.UNIT_IN_CELL, Slip.FULL_WIDTH)

_DONE_TEXTS: Final = (
    "{m}月{d}日就“{task}”召开专题会，梳理问题{a}条，当月办结{b}条",
    "走访企业和机构{a}家，收集需求{c}条，当月对接{b}条",
    "{m}月{d}日组织专场对接活动，参加单位{a}家，形成合作意向{b}项",
    "印发工作提示，明确分工{b}项，{m}月{d}日完成首轮核对",
    "开展政策宣讲{b}场，服务企业{a}家，解答问题{c}个",
    "{m}月{d}日与{b}家单位对接合作事项，形成清单{a}条",
    "编制实施清单{a}项，{m}月底前已启动{b}项",
    "完成摸底{c}家，建立台账，{m}月{d}日通过内部审核",
)
_UNTIDY_TEXTS: Final = (
    "1、{m}月{d}日召开推进会,部署重点事项{a}项;\n2、走访企业{b}家,收集需求{c}条。。",
    "一、完成资料汇总{a}份；\n二、{m}月{d}日报送阶段成果 {b} 项；",
)
_FINISHED_TEXTS: Final = ("{m}月{d}日通过验收，本单位承担的工作全部完成", "{m}月{d}日完成收尾核对，资料已归档")
_PROBLEM_TEXTS: Final = (
    "合作单位资料没有交齐，方案还没有定稿",
    "经费下达较晚，推进慢于安排",
    "参与企业少于预期，对接面不够宽",
    "人员调整，走访频次不够",
)
_MEASURE_TEXTS: Final = (
    "{n}月{d}日前补齐资料，{n}月底前定稿",
    "{n}月{d}日前完成经费支付，加快后续环节",
    "{n}月{d}日前再走访企业{a}家，扩大对接面",
)
_REASON_TEXTS: Final = (
    "项目评审周期较长，集中在下半年落地",
    "部分项目还在走程序，下月起陆续计入",
    "受上半年申报安排影响，数量偏少，已逐户跟进",
)
_HELP_TEXTS: Final = ("请协调明确数据口径", "请协调相关单位提供企业名单")
_LATEST_DAY: Final = 28
_AUTUMN: Final = 9
_FORTUNES: Final = ("1.15", "1.06", "1.02", "1.01", "0.97", "0.9", "0.62")
_ON_THE_WAY = Decimal("0.8")
_START, _SLACK, _FEW = Decimal("0.86"), Decimal("0.1"), Decimal(2)
_LATE, _NODE_REACHED, _UNTIDY, _HELP_WANTED = 0.08, 0.14, 0.15, 0.3
_DONE_EARLY, _DONE_LATE, _BEHIND, _IDLE = 0.02, 0.18, 0.06, 0.08


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One file of the rehearsal: its path below the plan's folder, its bytes, and what was done wrong in it."""

    name: str
    content: bytes
    slip: Slip | None = None


@dataclass
class _Memory:
    """What a rehearsed department has reported so far."""

    values: dict[str, Carried] = field(default_factory=dict)
    statuses: dict[str, Status] = field(default_factory=dict)
    nodes: dict[str, date] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def known(self) -> Known:
        """As the form carries it over."""
        return Known(dict(self.values), dict(self.statuses), dict(self.nodes))


def rehearse(plan: Plan, year: int) -> Iterator[Rehearsed]:
    """Every form of a year, month by month, unit by unit; the same plan and year give the same bytes."""
    random = Random(f"{plan.basics.code}/{year}")  # noqa: S311 -- a rehearsal, no secret
    fortunes = {i.code: Decimal(random.choice(_FORTUNES)) for i in plan.indicators}
    memories: dict[str, _Memory] = {}
    for month in (m for m in plan.form_months if m.year == year):
        now = in_force(plan, month)
        slips = _slips(random, now, month)
        desks: list[_Desk] = []
        for department in now.reporting_departments:
            name = department.name
            memory = memories.setdefault(name, _inherited(now, memories, name))
            form = form_of(plan, month, name, memory.known())
            answers = _answers(random, form, memory, fortunes)
            slip = slips.get(name)
            sent = _spoiled(random, form, answers, slip)
            first = _spoiled(random, form, answers, Slip.NO_PROGRESS_TEXT) if slip is Slip.CORRECTED else {}
            made = slip if slip in _AS_A_WHOLE or sent != answers else None
            desks.append(_Desk(form, memory, answers, sent, first, slip, made))
        _agree(now, desks)
        for desk in desks:
            yield from _sent(desk)
            if desk.slip not in _LOST:
                _remember(desk)


@dataclass(frozen=True)
class _Desk:
    """What one department is about to send: its answers, an earlier version of them, and what is wrong with them."""

    form: Form
    memory: _Memory
    honest: Answers
    sent: Answers
    first: Answers
    slip: Slip | None
    made: Slip | None


def _agree(plan: Plan, desks: Sequence[_Desk]) -> None:
    """A lead calls a task done only with its partners: they have talked to each other before they wrote."""
    by_name = {desk.form.department: desk for desk in desks}
    for task in plan.tasks:
        lead = by_name.get(plan.lead_of(task))
        cell = (TASKS.name, task.code, STATUS)
        if lead is None or lead.sent.get(cell) != Status.DONE:
            continue
        for partner in filter(None, map(by_name.get, plan.responsible_for(task)[1:])):
            row = next(row for row in partner.form.tasks if row.id == task.code)
            if partner.sent.get(cell) == Status.BEHIND and _falls_short(partner.form, row, partner.sent):
                _own_up(lead, task.code)
            elif partner.sent.get(cell) in (Status.BEHIND, Status.NOT_STARTED):
                _catch_up(partner, row)


def _own_up(lead: _Desk, code: str) -> None:
    """The lead writes 滞后, and why."""
    for answers in filter(None, (lead.sent, lead.first)):
        answers[TASKS.name, code, STATUS] = Status.BEHIND
        answers[TASKS.name, code, DONE] = "本单位承担的部分已完成，责任单位的指标还差一点"
        answers[TASKS.name, code, PROBLEM] = _PROBLEM_TEXTS[0]
        answers[TASKS.name, code, MEASURE] = f"{lead.form.period.next().index}月底前补齐"


def _catch_up(partner: _Desk, row: TaskRow) -> None:
    """The partner's part is under way."""
    for answers in filter(None, (partner.sent, partner.first)):
        _start(partner.form, row, answers)
        for heading in (PROBLEM, MEASURE, HELP):
            answers.pop((TASKS.name, row.id, heading), None)


def _start(form: Form, row: TaskRow, answers: Answers) -> None:
    """Under way, with something to tell; drawn apart, so that the rest of the year stays as it is."""
    answers[TASKS.name, row.id, STATUS] = Status.UNDER_WAY
    apart = Random(f"{form.department}/{form.period}/{row.id}")  # noqa: S311 -- a rehearsal, no secret
    answers.setdefault((TASKS.name, row.id, DONE), _filled(apart, _DONE_TEXTS[0], form, row))


def _inherited(plan: Plan, memories: Mapping[str, _Memory], name: str) -> _Memory:
    """What a department knows on its first day under its name: what the units that it was had reported."""
    formers = [memories[former] for former in lineage(plan, name) if former in memories]
    if len(formers) == 1:
        return formers[0]
    new = _Memory()
    for former in formers:
        for code, carried in former.values.items():
            indicator = plan.indicator(code)
            before = new.values.get(code)
            added = carried.value + (before.value if before and indicator and indicator.kind.adds_up else 0)
            new.values[code] = Carried(added, carried.month)
        new.statuses |= former.statuses
        new.nodes |= former.nodes
    return new


def _slips(random: Random, plan: Plan, month: Period) -> dict[str, Slip]:
    """Who errs this month and how: a few in small things, one in a hundred of a plan's units in grave ones."""
    names = [d.name for d in plan.reporting_departments]
    few = max(1, len(names) // 16)
    counting = [n for n in names if plan.indicators_of(n)]
    drawn: dict[str, Slip] = {}
    for name in random.sample(names, min(few * 2, len(names))):
        drawn[name] = random.choice(_FORM_SLIPS)
    for name in random.sample(counting, min(few * 2, len(counting))):
        drawn[name] = random.choice(_INDICATOR_SLIPS)
    others = [n for n in names if n not in drawn and n != plan.basics.coordinator]
    random.shuffle(others)
    if month.index % 3 == 0 and len(others) > few:
        drawn[others.pop()] = random.choice(_GRAVE_SLIPS)
    drawn |= dict.fromkeys(others[:few] if len(others) > few else (), Slip.MISSING)
    return drawn


def _sent(desk: _Desk) -> Iterator[Rehearsed]:
    """What arrives of a form: one file, two where it is corrected, none where it is forgotten."""
    form, answers, slip = desk.form, desk.sent, desk.made
    folder, name = str(form.period), form.file_name
    match slip:
        case Slip.MISSING:
            return
        case Slip.BLANK_FORM:
            yield Rehearsed(f"{folder}/{name}", write_form(form), slip)
        case Slip.CUT_SHORT:
            whole = write_form(form, answers)
            yield Rehearsed(f"{folder}/{name}", whole[: len(whole) * 3 // 5], slip)
        case Slip.CORRECTED:
            first = {**desk.first, (COVER, "", DAY): _earlier(answers[COVER, "", DAY])}
            yield Rehearsed(f"{folder}/{name}", write_form(form, first), slip)
            yield Rehearsed(f"{folder}/{name.removesuffix('.xlsx')}（更正）.xlsx", write_form(form, answers))
        case _:
            yield Rehearsed(f"{folder}/{name}", write_form(form, answers), slip)


def _earlier(day: str | Decimal | date) -> date:
    if not isinstance(day, date):
        message = "填报日期 of a rehearsal is a day"
        raise TypeError(message)
    return day - timedelta(days=1)


def _spoiled(random: Random, form: Form, honest: Answers, slip: Slip | None) -> Answers:
    """The answers with the mistake made; a form that offers no occasion stays honest."""
    answers = dict(honest)
    row = random.choice(form.indicators) if form.indicators else None
    task = next((r for r in form.tasks if answers.get((TASKS.name, r.id, STATUS)) == Status.UNDER_WAY), None)
    if row is not None and slip in _INDICATOR_SLIPS:
        _spoil_value(answers, row, slip)
    elif slip is Slip.NO_PROGRESS_TEXT and task is not None:
        answers.pop((TASKS.name, task.id, DONE), None)
    elif slip is Slip.NO_MEASURE and task is not None:
        answers[TASKS.name, task.id, STATUS] = Status.BEHIND
        answers[TASKS.name, task.id, PROBLEM] = _PROBLEM_TEXTS[0]
    elif slip is Slip.UNSIGNED:
        answers.pop((COVER, "", REVIEWER), None)
    return answers


def _spoil_value(answers: Answers, row: IndicatorRow, slip: Slip | None) -> None:
    cell = (INDICATORS.name, row.id, VALUE)
    value = answers.get(cell)
    if not isinstance(value, Decimal):
        return
    match slip:
        case Slip.UNIT_IN_CELL:
            answers[cell] = f"{plain(value)}{row.indicator.unit}"
        case Slip.FULL_WIDTH:
            answers[cell] = plain(value).translate({ord("0") + i: ord("０") + i for i in range(10)})
        case Slip.APPROXIMATE:
            answers[cell] = f"约{plain(value)}"
        case Slip.BLANK_VALUE:
            del answers[cell]
            answers.pop((INDICATORS.name, row.id, SITUATION), None)
        case Slip.FALL if row.carried is not None and row.carried.value >= _FEW:
            answers[cell] = row.carried.value - 1
        case Slip.LOCKED_CHANGED if row.goal is not None:
            answers[INDICATORS.name, row.id, "年度目标"] = row.goal - 1
        case _:
            return


# ---- honest answers


def _answers(random: Random, form: Form, memory: _Memory, fortunes: dict[str, Decimal]) -> Answers:
    answers: Answers = {}
    number = [d.name for d in form.plan.reporting_departments].index(form.department) + 1
    late = random.random() < _LATE
    due = form.plan.due(form.period)
    answers[COVER, "", PERSON] = f"经办{number:02d}"
    answers[COVER, "", REVIEWER] = f"负责{number:02d}"
    answers[COVER, "", PHONE] = f"027-{number:08d}"
    answers[COVER, "", DAY] = due + timedelta(days=random.randint(1, 3) if late else -random.randint(0, 3))
    for row in form.indicators:
        _answer_indicator(random, form, row, fortunes[row.id], answers)
    for task in form.tasks:
        _answer_task(random, form, task, memory, answers)
    for node in form.milestones:
        if node.done is not None:
            answers[MILESTONES.name, node.id, NODE_DONE] = "是"
            answers[MILESTONES.name, node.id, NODE_DATE] = node.done
        elif random.random() < _NODE_REACHED:
            answers[MILESTONES.name, node.id, NODE_DONE] = "是"
            answers[MILESTONES.name, node.id, NODE_DATE] = form.period.start + timedelta(days=random.randint(3, 24))
        elif node.milestone.due <= form.period.end:
            answers[MILESTONES.name, node.id, NODE_REMARK] = "场地和嘉宾没有落实，推迟到下月"
    if form.asks_summary:
        _answer_summary(form, answers)
    return answers


def _answer_indicator(random: Random, form: Form, row: IndicatorRow, fortune: Decimal, answers: Answers) -> None:
    value = _value(random, form, row, fortune)
    if value is None:
        answers[INDICATORS.name, row.id, SITUATION] = Situation.NOT_OUT
        answers[INDICATORS.name, row.id, REMARK] = "主管部门还没有发布本期数据，发布后随下月表补报"
        return
    answers[INDICATORS.name, row.id, VALUE] = value
    same = row.carried is not None and row.carried.month is not None and row.carried.value == value
    answers[INDICATORS.name, row.id, SITUATION] = Situation.NO_PROGRESS if same else Situation.NORMAL
    if row.pace is not None and row.goal and value / row.goal < row.pace - _SLACK:
        answers[INDICATORS.name, row.id, REMARK] = random.choice(_REASON_TEXTS)
    elif reason_owed(form.plan, form.period, row, value) is not None:
        answers[INDICATORS.name, row.id, REMARK] = _REASON_TEXTS[0]


def _value(random: Random, form: Form, row: IndicatorRow, fortune: Decimal) -> Decimal | None:
    """A plausible figure: along its own curve for what adds up, about its goal for what does not."""
    indicator, goal = row.indicator, row.goal
    if goal is None:
        return _rounded(indicator, _unpaced(form, row) * fortune)
    wobble = Decimal(random.randint(-3, 3)) / 100
    if indicator.kind in (Kind.CUMULATIVE, Kind.STOCK):
        return _amount(form, row, fortune + wobble / 2, goal)
    if indicator.kind is Kind.EVENT:
        return Decimal(1) if is_last_month(form.plan, form.period) or random.random() < _NODE_REACHED else Decimal(0)
    if indicator.kind is Kind.RANK:
        return max(Decimal(1), goal + random.randint(-2, 2))
    if indicator.kind is Kind.GROWTH and form.period.index == 1:
        return None
    return _rounded(indicator, goal * (1 + (fortune - 1) / 4 + wobble))


def _unpaced(form: Form, row: IndicatorRow) -> Decimal:
    """About what a figure without a goal of its own may be: on its way to a later target, or one unit's part of many."""
    months = Decimal(form.period.index) / 12
    if row.later is not None:
        return row.later.value * (_START + (1 - _START) * months) * _ON_THE_WAY
    whole = row.target.value if row.target else Decimal(0)
    return whole * months / max(len(form.plan.reporters_of(row.id)), 1)


def _amount(form: Form, row: IndicatorRow, fortune: Decimal, goal: Decimal) -> Decimal:
    indicator = row.indicator
    due = pace(form.plan, indicator, form.period, goal)
    if due is None:
        # 年末一次: nothing before the last quarter.
        due = Decimal(0) if form.period.index < _AUTUMN else Decimal("0.67")
    if indicator.kind is Kind.STOCK and indicator.baseline is None:
        due = _START + (1 - _START) * due
    if indicator.direction is Direction.REVERSE:
        fortune = Decimal(2) - fortune
    value = _rounded(indicator, goal * due * fortune)
    if indicator.comparison is Comparison.EXACTLY:
        value = min(value, goal)
    before = row.carried.value if row.carried is not None else Decimal(0)
    return max(value, before) if indicator.kind is Kind.CUMULATIVE else value


def _rounded(indicator: Indicator, value: Decimal) -> Decimal:
    places = 0 if counted(indicator) else indicator.decimals
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _answer_task(random: Random, form: Form, row: TaskRow, memory: _Memory, answers: Answers) -> None:
    status = _status(random, form, row)
    if status is Status.DONE and _falls_short(form, row, answers):
        status = Status.BEHIND if is_last_month(form.plan, form.period) else Status.UNDER_WAY
    cell = (TASKS.name, row.id)
    answers[*cell, STATUS] = status
    if status is Status.NOT_STARTED or (status is Status.DONE and row.last_status is Status.DONE):
        return
    patterns: Sequence[str] = _FINISHED_TEXTS if status is Status.DONE else _DONE_TEXTS
    if status is Status.UNDER_WAY and random.random() < _UNTIDY:
        patterns = _UNTIDY_TEXTS
    text = _filled(random, random.choice(patterns), form, row)
    while text == memory.texts.get(row.id):
        text = _filled(random, random.choice(_DONE_TEXTS), form, row)
    memory.texts[row.id] = text
    answers[*cell, DONE] = text
    if status in (Status.BEHIND, Status.SUSPENDED):
        still = "上月提出的措施还没有全部落实，" if row.last_status is Status.BEHIND else ""
        answers[*cell, PROBLEM] = still + random.choice(_PROBLEM_TEXTS)
        answers[*cell, MEASURE] = _filled(random, random.choice(_MEASURE_TEXTS), form, row)
        if random.random() < _HELP_WANTED:
            answers[*cell, HELP] = random.choice(_HELP_TEXTS)


def _falls_short(form: Form, row: TaskRow, answers: Answers) -> bool:
    """Whether a figure of the task is still short of its target."""
    own = [one for one in form.indicators if one.indicator.task == row.id and one.goal is not None]
    return any(not _is_met(one, answers.get((INDICATORS.name, one.id, VALUE))) for one in own)


def _is_met(row: IndicatorRow, value: object) -> bool:
    """Whether a figure meets its goal; what is no figure is not held against it."""
    if row.goal is None or not isinstance(value, Decimal):
        return True
    return row.indicator.is_met_by(value, row.goal, row.upper)


def _status(random: Random, form: Form, row: TaskRow) -> Status:
    """Mostly under way, now and then late, done towards the year's end and then for good."""
    if row.last_status is Status.DONE or is_last_month(form.plan, form.period):
        return Status.DONE
    first = form.period == form.plan.form_months[0]
    luck = random.random()
    if luck < (_DONE_LATE if form.period.index >= _AUTUMN else _DONE_EARLY):
        return Status.DONE
    if luck > 1 - _BEHIND:
        return Status.BEHIND
    return Status.NOT_STARTED if first and luck > 1 - _BEHIND - _IDLE else Status.UNDER_WAY


def _filled(random: Random, pattern: str, form: Form, row: TaskRow) -> str:
    return pattern.format(
        m=form.period.index,
        n=form.period.next().index,
        d=random.randint(3, _LATEST_DAY),
        a=random.randint(5, 18),
        b=random.randint(2, 4),
        c=random.randint(8, 30),
        task=row.task.name,
    )


def _answer_summary(form: Form, answers: Answers) -> None:
    """阶段总结 in a few plain sentences about the unit's own rows."""
    tasks = len(form.tasks)
    done = sum(answers.get((TASKS.name, row.id, STATUS)) == Status.DONE for row in form.tasks)
    head = f"承担任务{tasks}项，已完成{done}项，其余按计划推进"
    answers[SUMMARY.name, "", "主要成效"] = f"{head}。建立工作台账，明确专人负责，按月核对进展。"
    answers[SUMMARY.name, "", PROBLEM] = "个别事项涉及单位多，资料收集周期较长。"
    answers[SUMMARY.name, "", "下阶段打算"] = "逐项核对未完成事项，倒排时间，按时报送进展。"


def _remember(desk: _Desk) -> None:
    """What the office has read: 12家 and １２ are read as 12, 约12 is not read at all."""
    memory, form, answers = desk.memory, desk.form, desk.sent
    for row in form.indicators:
        cell = (INDICATORS.name, row.id, VALUE)
        value = desk.honest.get(cell) if desk.slip in _READ_ALL_THE_SAME else answers.get(cell)
        if isinstance(value, Decimal):
            memory.values[row.id] = Carried(value, form.period)
    for task in form.tasks:
        status = answers.get((TASKS.name, task.id, STATUS))
        if isinstance(status, Status):
            memory.statuses[task.id] = status
    for node in form.milestones:
        reached = answers.get((MILESTONES.name, node.id, NODE_DATE))
        if isinstance(reached, date):
            memory.nodes[node.id] = reached
