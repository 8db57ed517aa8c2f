"""What makes a plan unusable: with it forms would go to nobody, or figures be judged by nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from reportgen.findings import Place
from reportgen.plan.model import Aggregation, Comparison, Curve, Grade, Reporting
from reportgen.plan.pace import months_of_plan
from reportgen.plan.rule import PlanRule
from reportgen.plan.sheets import DEPARTMENTS, INDICATORS, TASKS
from reportgen.wording import enumeration

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.plan.model import Indicator, Plan, Target
    from reportgen.plan.rule import Told


def ids_are_unique(plan: Plan) -> Iterator[Told]:
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


def department_names_are_unique(plan: Plan) -> Iterator[Told]:
    """A name or alias that two units claim would send one unit's figures to the other."""
    owner: dict[str, str] = {}
    for department in plan.departments:
        for heading, names in (("单位名称", (department.name,)), ("简称与别名", department.aliases)):
            for name in names:
                if name in owner and (owner[name] != department.name or heading == "单位名称"):
                    place = department.row.place(heading)
                    yield place, f"写的“{name}”已经是“{owner[name]}”的名称", "请去掉一处，每个名称只属于一个单位。"
                owner.setdefault(name, department.name)


def departments_are_listed(plan: Plan) -> Iterator[Told]:
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
        named = (name for name in indicator.reporters if name not in tuple(Reporting))
        yield from ((indicator.row.place("填报单位"), name) for name in named)
    for task in plan.tasks:
        yield from ((task.row.place("牵头单位"), name) for name in task.leads)
        yield from ((task.row.place("责任单位"), name) for name in task.partners)
    for milestone in plan.milestones:
        if milestone.department:
            yield milestone.row.place("负责单位"), milestone.department
    for allocation in plan.allocations:
        yield allocation.row.place("单位名称"), allocation.department


def codes_are_listed(plan: Plan) -> Iterator[Told]:
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
        links = (("其中属于", indicator.part_of), ("计入存量", indicator.feeds))
        yield from ((indicator.row.place(heading), code) for heading, code in links if code)
    for task in plan.tasks:
        yield from ((task.row.place("关联指标"), code) for code in task.indicators)
    shared = {allocation.indicator: allocation for allocation in plan.allocations}
    yield from ((allocation.row.place(code), code) for code, allocation in shared.items())
    yield from ((adjustment.row.place("指标编号"), adjustment.indicator) for adjustment in plan.adjustments)


def indicators_have_a_reporter(plan: Plan) -> Iterator[Told]:
    """A figure that nobody is asked for never arrives."""
    for indicator in plan.indicators:
        named = plan.reporters_of(indicator.code)
        if not named and not _only_open_groups(plan, (*indicator.reporters, indicator.lead)):
            hint = "请在“指标分解”表分解，或改填单位名称。"
            fix = hint if Reporting.ALLOCATED in indicator.reporters else "请填牵头单位，或在填报单位写明由谁填报。"
            yield indicator.row.place("填报单位"), f"看不出“{indicator.name}”由谁填报", fix
        elif named and not any(_files(plan, name) for name in named):
            message = f"的“{indicator.name}”由“{named[0]}”填报，但它的“是否填报”填了否"
            yield indicator.row.place("填报单位"), message, "请改由要填报的单位填报，或把“是否填报”改为是。"


def _files(plan: Plan, name: str) -> bool:
    department = plan.department(name)
    return department is not None and department.reports


def _only_open_groups(plan: Plan, names: Iterable[str]) -> bool:
    """Whether all that is named is groups whose members nobody has written down yet; they are asked about once."""
    named = [department for name in names if (department := plan.department(name)) is not None]
    return bool(named) and all(department.is_group for department in named)


def indicators_have_a_target(plan: Plan) -> Iterator[Told]:
    """Without a target of any year there is nothing to be judged against."""
    for indicator in plan.indicators:
        if not indicator.targets:
            message = f"的指标“{indicator.name}”没有年度目标"
            yield indicator.row.place("指标编号"), message, "请在“年度目标”表补上目标值。"


def tasks_have_a_unit(plan: Plan) -> Iterator[Told]:
    """A task without any unit is nobody's."""
    for task in plan.tasks:
        if not plan.responsible_for(task) and not _only_open_groups(plan, (*task.leads, *task.partners)):
            yield task.row.place("牵头单位"), f"看不出任务“{task.name}”由谁负责", "请填牵头单位或责任单位。"


def dates_run_forward(plan: Plan) -> Iterator[Told]:
    """A plan, a stage or a lock that ends before it begins cannot be kept."""
    if plan.basics.end < plan.basics.start:
        yield plan.basics.place("结束日期"), "早于起始日期", "请核对起止日期。"
    for stage in plan.stages:
        if stage.last < stage.first:
            yield stage.row.place("结束月份"), f"的“{stage.name}”早于起始月份", "请核对起止月份。"
    for appointment in plan.calendar:
        if appointment.lock and appointment.lock < appointment.due:
            yield appointment.row.place("锁定日"), "早于截止日", "锁定日应在截止日之后。"


def ranges_have_an_upper_bound(plan: Plan) -> Iterator[Told]:
    """A range needs both ends."""
    for indicator in plan.indicators:
        if indicator.comparison is not Comparison.WITHIN:
            continue
        for target in indicator.targets:
            if target.upper is None or target.upper < target.value:
                message = f"的“{indicator.name}”按区间考核，没有不小于目标值的上限"
                yield target.row.place("目标上限"), message, "请填目标上限。"


def goals_of_the_curve_are_there(plan: Plan) -> Iterator[Told]:
    """按季目标 without quarters and 按月目标 without months have no pace."""
    for indicator in plan.indicators:
        for target in indicator.targets:
            if indicator.curve is Curve.BY_QUARTER and any(goal is None for goal in target.quarters):
                message = f"的“{indicator.name}”按季目标考核，四个季度没有填全"
                yield target.row.place("一季度"), message, "请填四个季度末的累计目标。"
            if indicator.curve is Curve.BY_GIVEN_MONTH:
                yield from _blank_months(plan, indicator, target)


def _blank_months(plan: Plan, indicator: Indicator, target: Target) -> Iterator[Told]:
    first, last = months_of_plan(plan, target.year)
    goals = target.months or (None,) * 12
    blank = [f"{month}月" for month in range(first, last + 1) if goals[month - 1] is None]
    if blank:
        message = f"的“{indicator.name}”按月目标考核，没有填{enumeration(blank)}"
        yield target.row.place(blank[0]), message, "请填到各月末为止的累计目标。"


def there_is_something_to_do(plan: Plan) -> Iterator[Told]:
    """A plan without units, or with neither indicator nor task, asks nobody for anything."""
    file = next((row.file for row in plan.basics.rows.values()), "")
    if not plan.departments:
        yield Place(file, DEPARTMENTS.name), "一行也没有填", "请填写计划里的单位。"
    if not plan.indicators and not plan.tasks:
        fix = f"请在“{INDICATORS.name}”表或“{TASKS.name}”表填写。"
        yield Place(file, INDICATORS.name), "和“任务”表都是空的，没有要办的事", fix


def lead_value_has_a_lead(plan: Plan) -> Iterator[Told]:
    """牵头值 is the lead's own figure: a lead that is not asked never gives it."""
    for indicator in plan.indicators:
        if indicator.aggregation is Aggregation.LEAD and indicator.lead not in plan.reporters_of(indicator.code):
            message = f"的“{indicator.name}”按牵头值汇总，填报单位里却没有牵头单位"
            yield indicator.row.place("汇总方式"), message, "请在填报单位写上“牵头”，或改用别的汇总方式。"


def nodes_have_one_owner(plan: Plan) -> Iterator[Told]:
    """A group files no form: its node would never be told reached."""
    for milestone in plan.milestones:
        owner = plan.department(milestone.department) if milestone.department else None
        if owner and owner.is_group:
            message = f"写的“{owner.name}”是集合单位，不填报，节点没有人报"
            yield milestone.row.place("负责单位"), message, "请写明由哪一个单位负责。"


FAULTS: Final = tuple(
    PlanRule(code, Grade.MUST, title, check)
    for code, title, check in (
        ("J201", "编号重复", ids_are_unique),
        ("J202", "一个名称属于两个单位", department_names_are_unique),
        ("J203", "写到的单位不在“单位”表", departments_are_listed),
        ("J204", "关联的任务或指标不存在", codes_are_listed),
        ("J205", "指标没有单位填报", indicators_have_a_reporter),
        ("J206", "指标没有年度目标", indicators_have_a_target),
        ("J207", "任务没有负责单位", tasks_have_a_unit),
        ("J208", "日期前后颠倒", dates_run_forward),
        ("J209", "区间目标没有上限", ranges_have_an_upper_bound),
        ("J210", "按季、按月目标没有填全", goals_of_the_curve_are_there),
        ("J211", "没有单位，或没有要办的事", there_is_something_to_do),
        ("J212", "按牵头值汇总，牵头单位却不填报", lead_value_has_a_lead),
        ("J213", "节点由集合单位负责", nodes_have_one_owner),
    )
)
