"""A plan that contradicts itself is told so before forms go out: one function a rule, its docstring the reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.plan.model import Comparison, Curve, Direction, Grade, Kind, Plan, PlanError, PlanFinding, Reporting

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from reportgen.findings import Place


@dataclass(frozen=True, slots=True)
class PlanRule:
    """One row of the catalogue of plan rules; the check yields places, messages and advice."""

    code: str
    grade: Grade
    check: Callable[[Plan], Iterator[tuple[Place, str, str]]]


def ids_are_unique(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """Forms, findings and figures are matched by 编号: a second one with the same number would be lost."""
    for heading, records in (("指标编号", plan.indicators), ("任务编号", plan.tasks)):
        seen = Counter(record.code for record in records)
        for record in records:
            if seen[record.code] > 1:
                yield (
                    record.row.place(heading),
                    f"写的“{record.code}”出现了{seen[record.code]}次",
                    "请改成不重复的编号。",
                )


def department_names_are_unique(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A name or alias that two units claim would send one unit's figures to the other."""
    owner: dict[str, str] = {}
    for department in plan.departments:
        for heading, names in (("单位名称", (department.name,)), ("简称与别名", department.aliases)):
            for name in names:
                first = owner.setdefault(name, department.name)
                if first != department.name or (heading == "单位名称" and _twice(plan, name)):
                    place = department.row.place(heading)
                    yield place, f"写的“{name}”已经是“{first}”的名称", "请去掉一处，每个名称只属于一个单位。"


def _twice(plan: Plan, name: str) -> bool:
    return sum(department.name == name for department in plan.departments) > 1


def departments_are_listed(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A unit that is not in 单位 would get no form and be missed in silence."""
    for place, name in _named_departments(plan):
        if plan.department(name) is None:
            yield place, f"写的“{name}”在“单位”表里没有", "请核对名称，或在“单位”表补上它（也可写成某单位的别名）。"


def _named_departments(plan: Plan) -> Iterator[tuple[Place, str]]:
    yield plan.basics.place("统筹单位"), plan.basics.coordinator
    for department in plan.departments:
        yield from ((department.row.place("成员"), name) for name in department.members)
    for indicator in plan.indicators:
        if indicator.lead:
            yield indicator.row.place("牵头单位"), indicator.lead
        yield from ((indicator.row.place("填报单位"), name) for name in indicator.reporters)
    for task in plan.tasks:
        yield from ((task.row.place("牵头单位"), name) for name in task.leads)
        yield from ((task.row.place("责任单位"), name) for name in task.partners)
    for milestone in plan.milestones:
        if milestone.department:
            yield milestone.row.place("负责单位"), milestone.department
    for allocation in plan.allocations:
        yield allocation.row.place("单位名称"), allocation.department


def codes_are_listed(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A link to a task or indicator that does not exist is a slip of the pen with consequences."""
    for place, code in _linked_tasks(plan):
        if plan.task(code) is None:
            yield place, f"写的任务“{code}”在“任务”表里没有", "请核对任务编号。"
    for place, code in _linked_indicators(plan):
        if plan.indicator(code) is None:
            yield place, f"写的指标“{code}”在“指标”表里没有", "请核对指标编号。"


def _linked_tasks(plan: Plan) -> Iterator[tuple[Place, str]]:
    for indicator in plan.indicators:
        if indicator.task:
            yield indicator.row.place("关联任务"), indicator.task
    for milestone in plan.milestones:
        yield milestone.row.place("任务编号"), milestone.task


def _linked_indicators(plan: Plan) -> Iterator[tuple[Place, str]]:
    for indicator in plan.indicators:
        if indicator.part_of:
            yield indicator.row.place("其中属于"), indicator.part_of
    for task in plan.tasks:
        yield from ((task.row.place("关联指标"), code) for code in task.indicators)
    for allocation in plan.allocations:
        yield allocation.row.place(allocation.indicator), allocation.indicator


def indicators_have_a_reporter(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A figure that nobody is asked for never arrives."""
    for indicator in plan.indicators:
        if not plan.reporters_of(indicator.code):
            hint = "请在“指标分解”表分解，或改填单位名称。"
            fix = hint if indicator.reporting is Reporting.ALLOCATED else "请填牵头单位，或在填报单位写明由谁填报。"
            yield indicator.row.place("填报单位"), f"看不出“{indicator.name}”由谁填报", fix


def indicators_have_a_target(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """Without a target of any year there is nothing to be judged against."""
    for indicator in plan.indicators:
        if not indicator.targets:
            message = f"的指标“{indicator.name}”没有年度目标"
            yield indicator.row.place("指标编号"), message, "请在“年度目标”表补上目标值。"


def tasks_have_a_unit(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A task without any unit is nobody's."""
    for task in plan.tasks:
        if not plan.responsible_for(task):
            yield task.row.place("牵头单位"), f"看不出任务“{task.name}”由谁负责", "请填牵头单位或责任单位。"


def dates_run_forward(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A plan, a stage or a lock that ends before it begins cannot be kept."""
    if plan.basics.end < plan.basics.start:
        yield plan.basics.place("结束日期"), "早于起始日期", "请核对起止日期。"
    for stage in plan.stages:
        if stage.last < stage.first:
            yield stage.row.place("结束月份"), f"的“{stage.name}”早于起始月份", "请核对起止月份。"
    for appointment in plan.calendar:
        if appointment.lock and appointment.lock < appointment.due:
            yield appointment.row.place("锁定日"), "早于截止日", "锁定日应在截止日之后。"


def ranges_have_an_upper_bound(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A range needs both ends."""
    for indicator in plan.indicators:
        if indicator.comparison is not Comparison.WITHIN:
            continue
        for target in indicator.targets:
            if target.upper is None or target.upper < target.value:
                message = f"的“{indicator.name}”按区间考核，没有不小于目标值的上限"
                yield target.row.place("目标上限"), message, "请填目标上限。"


def quarter_goals_are_there(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """按季目标 without quarters has no pace."""
    for indicator in plan.indicators:
        if indicator.curve is not Curve.BY_QUARTER:
            continue
        for target in indicator.targets:
            if any(goal is None for goal in target.quarters):
                message = f"的“{indicator.name}”按季目标考核，四个季度没有填全"
                yield target.row.place("一季度"), message, "请填四个季度末的累计目标。"


def quarter_goals_lead_to_the_target(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """Cumulative goals cannot fall, and the fourth is the year's target."""
    for indicator in plan.indicators:
        for target in indicator.targets:
            goals = [goal for goal in target.quarters if goal is not None]
            if indicator.kind is Kind.CUMULATIVE and any(b < a for a, b in pairwise(goals)):
                message = f"的“{indicator.name}”各季累计目标有下降"
                yield target.row.place("一季度"), message, "各季填到季末为止的累计数，请核对。"
            if target.quarters[3] is not None and target.quarters[3] != target.value:
                message = f"的四季度目标{target.quarters[3]}与全年目标{target.value}不一致"
                yield target.row.place("四季度"), message, "请核对以哪个为准。"


def challenge_is_beyond_target(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A challenge value below the target (above, where less is better) has been swapped."""
    for indicator in plan.indicators:
        for target in indicator.targets:
            if target.challenge is None:
                continue
            forward = indicator.direction is Direction.FORWARD and indicator.kind is not Kind.RANK
            if (target.challenge <= target.value) if forward else (target.challenge >= target.value):
                message = f"的“{indicator.name}”挑战值{target.challenge}没有超过目标值{target.value}"
                yield target.row.place("挑战值"), message, "请核对目标值和挑战值。"


def stocks_have_a_baseline(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A stock starts from last year's end: without it 序时进度 counts from nought and flatters."""
    for indicator in plan.indicators:
        if indicator.kind is Kind.STOCK and indicator.baseline is None:
            message = f"的“{indicator.name}”是期末存量，没有上年基数，序时进度只能从零算起，会偏松"
            yield indicator.row.place("上年基数"), message, "请补上上年末的数；确实从零开始的填0。"


def groups_have_members(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A group without members gets no form: a question, never a form to nobody."""
    for department in plan.departments:
        if department.is_group and not department.members:
            message = f"的集合单位“{department.name}”没有写成员"
            yield department.row.place("成员"), message, "请写明它包括哪些单位。"


def deadlines_lie_in_the_plan(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A deadline outside the plan is mostly a wrong year."""
    for task in plan.tasks:
        if task.deadline and not plan.basics.start <= task.deadline <= plan.basics.end:
            yield task.row.place("完成时限"), f"的{task.deadline}不在计划起止日期之内", "请核对完成时限。"
    for milestone in plan.milestones:
        if not plan.basics.start <= milestone.due <= plan.basics.end:
            yield milestone.row.place("时限"), f"的{milestone.due}不在计划起止日期之内", "请核对时限。"


def milestones_precede_their_task(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A node cannot be due after the task that it belongs to."""
    for milestone in plan.milestones:
        task = plan.task(milestone.task)
        if task and task.deadline and milestone.due > task.deadline:
            message = f"的{milestone.due}晚于任务“{task.name}”的完成时限{task.deadline}"
            yield milestone.row.place("时限"), message, "请核对节点时限和任务时限。"


def units_have_something_to_do(plan: Plan) -> Iterator[tuple[Place, str, str]]:
    """A unit that reports but has no indicator and no task gets no form."""
    busy = {department.name for department in plan.reporting_departments}
    for department in plan.departments:
        if department.reports and not department.is_group and department.name not in busy:
            message = f"的“{department.name}”没有指标也没有任务，不会收到填报表"
            yield department.row.place("单位名称"), message, "如不用填报，请在“是否填报”填否。"


RULES: Final = (
    PlanRule("J201", Grade.MUST, ids_are_unique),
    PlanRule("J202", Grade.MUST, department_names_are_unique),
    PlanRule("J203", Grade.MUST, departments_are_listed),
    PlanRule("J204", Grade.MUST, codes_are_listed),
    PlanRule("J205", Grade.MUST, indicators_have_a_reporter),
    PlanRule("J206", Grade.MUST, indicators_have_a_target),
    PlanRule("J207", Grade.MUST, tasks_have_a_unit),
    PlanRule("J208", Grade.MUST, dates_run_forward),
    PlanRule("J209", Grade.MUST, ranges_have_an_upper_bound),
    PlanRule("J210", Grade.MUST, quarter_goals_are_there),
    PlanRule("J301", Grade.ASK, quarter_goals_lead_to_the_target),
    PlanRule("J302", Grade.ASK, challenge_is_beyond_target),
    PlanRule("J303", Grade.ASK, stocks_have_a_baseline),
    PlanRule("J304", Grade.ASK, groups_have_members),
    PlanRule("J305", Grade.ASK, deadlines_lie_in_the_plan),
    PlanRule("J306", Grade.ASK, milestones_precede_their_task),
    PlanRule("J401", Grade.NOTE, units_have_something_to_do),
)


def examine(plan: Plan) -> tuple[PlanFinding, ...]:
    """Everything in which a plan contradicts itself, the gravest first."""
    return tuple(
        PlanFinding(rule.grade, rule.code, place, f"{place}{message}", fix)
        for rule in RULES
        for place, message, fix in rule.check(plan)
    )


def refuse_unusable(findings: Iterable[PlanFinding]) -> None:
    """Raise `PlanError` with every finding that keeps the plan from being used."""
    grave = tuple(finding for finding in findings if finding.grade is Grade.MUST)
    if grave:
        raise PlanError(grave)
