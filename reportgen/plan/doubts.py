"""Where a plan that can be used contradicts itself, or leaves open what only the office can know.

A rule that cannot know asks; it never accuses.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from reportgen.plan.in_force import in_force
from reportgen.plan.model import Comparison, Curve, Grade, Kind, Reporting
from reportgen.plan.pace import lower_is_better
from reportgen.plan.rule import PlanRule
from reportgen.wording import enumeration, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from reportgen.period import Span
    from reportgen.plan.model import Adjustment, Allocation, Department, Indicator, Plan, Row, Target
    from reportgen.plan.rule import Told

_WHOLE: Final = Decimal(100)
_MOST_NAMED: Final = 3

# ---- targets


def goals_on_the_way_lead_to_the_target(plan: Plan) -> Iterator[Told]:
    """Cumulative goals cannot fall, and the last one is the year's target."""
    for indicator, target in _targets(plan):
        for goals, first, last, label in (
            (target.quarters, "一季度", "四季度", "各季"),
            (target.months, "1月", "12月", "各月"),
        ):
            given = [goal for goal in goals if goal is not None]
            if indicator.kind is Kind.CUMULATIVE and any(later < earlier for earlier, later in pairwise(given)):
                message = f"的“{indicator.name}”{label}累计目标有下降"
                yield target.row.place(first), message, f"{label}填到那时为止的累计数，请核对。"
            final = goals[-1] if goals else None
            if final is not None and final != target.value:
                message = f"的{last}目标{plain(final)}与全年目标{plain(target.value)}不一致"
                yield target.row.place(last), message, "请核对以哪个为准。"


def challenge_is_beyond_target(plan: Plan) -> Iterator[Told]:
    """A challenge value that asks no more than the target has been swapped or mistyped."""
    for indicator, target in _targets(plan):
        if target.challenge is None:
            continue
        if not _is_harder(indicator, target.challenge, target.value):
            goal, challenge = plain(target.value), plain(target.challenge)
            message = f"的“{indicator.name}”挑战值{challenge}没有超过目标值{goal}"
            if lower_is_better(indicator):
                message = f"的“{indicator.name}”越低越好，挑战值{challenge}却不比目标值{goal}低"
            yield target.row.place("挑战值"), message, "请核对目标值和挑战值。"


def _is_harder(indicator: Indicator, one: Decimal, other: Decimal) -> bool:
    return one < other if lower_is_better(indicator) else one > other


def a_year_has_one_target(plan: Plan) -> Iterator[Told]:
    """A notice that says 5 here and 6 there will be quoted with both; the first row counts until the office decides."""
    for indicator in plan.indicators:
        first: dict[int, Target] = {}
        for target in indicator.targets:
            counts = first.setdefault(target.year, target)
            if counts is target:
                continue
            said = f"的“{indicator.name}”{target.year}年目标写了两次"
            ours, theirs = _as_written(indicator, counts), _as_written(indicator, target)
            if ours == theirs:
                yield target.row.place("目标值"), f"{said}，都是{theirs}", "请删去重复的一行。"
            else:
                message = f"{said}：第{counts.row.number}行是{ours}，这里是{theirs}，现在按第{counts.row.number}行办理"
                yield target.row.place("目标值"), message, "请核对原文以哪个为准，删去另一行。"


def _as_written(indicator: Indicator, target: Target) -> str:
    """≥14%, >400家, 1～2个: comparison, figure and unit."""
    comparison = target.comparison or indicator.comparison
    if comparison is Comparison.WITHIN and target.upper is not None:
        return f"{plain(target.value)}～{plain(target.upper)}{indicator.unit}"
    return f"{comparison.value}{plain(target.value)}{indicator.unit}"


def names_are_used_once(plan: Plan) -> Iterator[Told]:
    """Two indicators of one name, unit and lead are one indicator with two targets."""
    seen: dict[tuple[str, str, str], Indicator] = {}
    for indicator in plan.indicators:
        first = seen.setdefault((_bare(indicator.name), indicator.unit, indicator.lead), indicator)
        if first is not indicator:
            message = f"的“{indicator.name}”与“{first.code}”同名"
            yield indicator.row.place("指标名称"), message, "是同一个指标的请合并，不是的请把名称写得能分清。"


def years_do_not_fall_back(plan: Plan) -> Iterator[Told]:
    """A stock, share or rank that is to be worse next year than this year is mostly a slip."""
    for indicator in plan.indicators:
        if indicator.kind is not Kind.EVENT:
            for earlier, later in pairwise(_one_a_year(indicator)):
                if _is_harder(indicator, earlier.value, later.value):
                    message = (
                        f"的“{indicator.name}”{later.year}年目标{plain(later.value)}"
                        f"比{earlier.year}年的{plain(earlier.value)}还{'高' if lower_is_better(indicator) else '低'}"
                    )
                    yield later.row.place("目标值"), message, "请核对各年目标。"


def _one_a_year(indicator: Indicator) -> tuple[Target, ...]:
    """The target that counts of every year, oldest first."""
    years = sorted({target.year for target in indicator.targets})
    return tuple(target for year in years if (target := indicator.target(year)) is not None)


def flows_lead_to_the_stock(plan: Plan) -> Iterator[Told]:
    """What is added every year must lead to the total that the plan promises; an unknown base is asked for."""
    for indicator in plan.indicators:
        stock = plan.indicator(indicator.feeds) if indicator.feeds else None
        if stock is None:
            continue
        flows = {target.year: target.value for target in _one_a_year(indicator)}
        for total in _one_a_year(stock):
            added = sum((value for year, value in flows.items() if year <= total.year), Decimal(0))
            yield from _short_of_total(indicator, stock, total, added)


def _short_of_total(flow: Indicator, stock: Indicator, total: Target, added: Decimal) -> Iterator[Told]:
    name, unit = stock.name, stock.unit
    wanted = _as_written(stock, total)
    sums = f"“{flow.name}”各年目标加到{total.year}年是{plain(added)}{unit}"
    if stock.baseline is None:
        needed = f"{plain(total.value - added)}{unit}"
        message = f"的“{name}”没有写上年基数：{sums}，要到{wanted}，基数应在{needed}左右"
        yield stock.row.place("上年基数"), message, "请补上基数，才能核对总数对不对得上。"
        return
    reached = stock.baseline + added
    if not stock.is_met_by(reached, total.value, total.upper):
        message = f"的“{name}”目标是{wanted}，上年基数{plain(stock.baseline)}加上{sums}，只到{plain(reached)}{unit}"
        yield total.row.place("目标值"), message, "请核对总数、基数和各年新增。"


def yearly_floor_fits_the_years(plan: Plan) -> Iterator[Told]:
    """每年N个以上 beside a table that asks for fewer."""
    for indicator in plan.indicators:
        for target in _one_a_year(indicator) if indicator.yearly_floor is not None else ():
            if indicator.yearly_floor is not None and target.value < indicator.yearly_floor:
                floor = f"{plain(indicator.yearly_floor)}{indicator.unit}"
                message = f"的“{indicator.name}”{target.year}年目标是{plain(target.value)}{indicator.unit}，原文另写每年{floor}以上"
                yield target.row.place("目标值"), message, "请核对以哪个为准。"


def shares_in_percent_are_whole_numbers(plan: Plan) -> Iterator[Told]:
    """0.15 under the unit % is mostly 15% in a cell formatted as per cent."""
    for indicator, target in _targets(plan):
        if indicator.unit == "%" and 0 < target.value < 1:
            message = f"的“{indicator.name}”目标值是{plain(target.value)}，按计量单位%读作{plain(target.value)}%"
            yield (
                target.row.place("目标值"),
                message,
                f"如果是{plain(target.value * 100)}%，请填{plain(target.value * 100)}。",
            )


def years_lie_in_the_plan(plan: Plan) -> Iterator[Told]:
    """A target of a year that the plan does not reach is never looked at."""
    first, last = plan.first_month.year, plan.last_month.year
    for _, target in _targets(plan):
        if not first <= target.year <= last:
            yield target.row.place("年份"), f"的{target.year}年不在计划起止日期之内", "请核对年份。"
    for row, year in {share.row.number: (share.row, share.year) for share in plan.allocations}.values():
        if not first <= year <= last:
            yield row.place("年份"), f"的{year}年不在计划起止日期之内", "请核对年份。"


def targets_make_sense(plan: Plan) -> Iterator[Told]:
    """Nothing below nought can be counted, and nought is a target only where less is better."""
    for indicator, target in _targets(plan):
        negative = target.value < 0 and indicator.kind is not Kind.GROWTH
        nought = target.value == 0 and indicator.kind.has_completion and not lower_is_better(indicator)
        if negative or nought:
            message = f"的“{indicator.name}”目标值是{plain(target.value)}，不起作用"
            yield target.row.place("目标值"), message, "请核对目标值。"


def part_is_not_above_the_whole(plan: Plan) -> Iterator[Told]:
    """An indicator that is part of another cannot be aimed higher, nor be part of itself."""
    for indicator in plan.indicators:
        if indicator.part_of == indicator.code:
            yield (
                indicator.row.place("其中属于"),
                f"的“{indicator.name}”写成了属于它自己",
                "请写它所属的另一个指标的编号。",
            )
            continue
        whole = plan.indicator(indicator.part_of) if indicator.part_of else None
        for target in _one_a_year(indicator) if whole else ():
            above = whole.target(target.year) if whole else None
            if whole and above is not None and whole.unit == indicator.unit and target.value > above.value:
                message = f"的“{indicator.name}”{plain(target.value)}，比它所属的“{whole.name}”{plain(above.value)}还大"
                yield target.row.place("目标值"), message, "请核对两个目标。"


def weights_make_a_hundred(plan: Plan) -> Iterator[Told]:
    """Weights are shares of the whole: of the indicators, of the tasks, or of both together."""
    sheets = [_weighted((i.row, i.weight) for i in plan.indicators), _weighted((t.row, t.weight) for t in plan.tasks)]
    weighted = [rows for rows in sheets if rows]
    sums = [sum((weight for _, weight in rows), Decimal(0)) for rows in weighted]
    if weighted and sum(sums) != _WHOLE and any(total != _WHOLE for total in sums):
        row = weighted[0][0][0]
        shown = "、".join(f"“{rows[0][0].sheet}”表合计{plain(s)}" for rows, s in zip(weighted, sums, strict=True))
        yield row.place("权重"), f"一列：{shown}，不是100", "请核对权重：每张表各合计100，或两张表一共100。"


def _weighted(rows: Iterable[tuple[Row, Decimal | None]]) -> list[tuple[Row, Decimal]]:
    return [(row, weight) for row, weight in rows if weight is not None]


def comparison_goes_with_direction(plan: Plan) -> Iterator[Told]:
    """逆向 with ≥, or 正向 with ≤, praises what ought to be blamed."""
    for indicator in plan.indicators:
        ceiling = indicator.comparison in (Comparison.AT_MOST, Comparison.BELOW)
        floor = indicator.comparison in (Comparison.AT_LEAST, Comparison.ABOVE)
        if floor if lower_is_better(indicator) else ceiling:
            better = "越低越好" if lower_is_better(indicator) else "越高越好"
            message = f"的“{indicator.name}”{better}，比较却是{indicator.comparison.value}"
            yield indicator.row.place("比较"), message, "请核对方向和比较。"


def stocks_have_a_baseline(plan: Plan) -> Iterator[Told]:
    """A stock starts from last year's end: without it 序时进度 counts from nought and flatters."""
    fed = {indicator.feeds for indicator in plan.indicators}
    for indicator in plan.indicators:
        if indicator.kind is Kind.STOCK and indicator.baseline is None and indicator.code not in fed:
            message = f"的“{indicator.name}”是期末存量，没有上年基数，序时进度只能从零算起，会偏松"
            yield indicator.row.place("上年基数"), message, "请补上上年末的数；确实从零开始的填0。"


def every_year_has_a_target(plan: Plan) -> Iterator[Told]:
    """In a year without a target the figure is asked for and nothing is compared."""
    years = range(plan.first_month.year, plan.last_month.year + 1)
    for indicator in plan.indicators:
        missing = [f"{year}年" for year in years if indicator.target(year) is None]
        if missing and len(missing) < len(years):
            message = f"的“{indicator.name}”{enumeration(missing)}没有目标，这些年只填数，不比进度"
            yield indicator.row.place("指标名称"), message, "原文确实没有的不用改。"


def _targets(plan: Plan) -> Iterator[tuple[Indicator, Target]]:
    return ((indicator, target) for indicator in plan.indicators for target in indicator.targets)


# ---- 指标分解


def shares_make_the_printed_total(plan: Plan) -> Iterator[Told]:
    """The column of a notice's annex does not add up to its own last line."""
    sums = _sums(plan)
    for total in plan.printed_totals:
        indicator = plan.indicator(total.indicator)
        added = sums.get((total.year, total.indicator))
        if indicator and indicator.kind.adds_up and added is not None and added != total.value:
            message = f"的合计“{indicator.name}”写的是{plain(total.value)}，各单位加起来是{plain(added)}"
            yield total.row.place(total.indicator), message, "请核对各单位的数和合计。"


def total_is_the_target(plan: Plan) -> Iterator[Told]:
    """What is shared out must be the target: 100 shared out of 94 leaves the brief with two truths."""
    printed = {(total.year, total.indicator): total for total in plan.printed_totals}
    firsts = _firsts(plan)
    for key, added in _sums(plan).items():
        year, code = key
        indicator = plan.indicator(code)
        stated = {t.value for t in indicator.targets if t.year == year} if indicator else set()
        if indicator is None or not stated or not (indicator.kind.adds_up or key in printed):
            continue
        total = printed.get(key)
        said = total.value if total else added
        if said in stated:
            continue
        where = (total or firsts[key]).row.place(code)
        goals = "、".join(plain(value) for value in sorted(stated))
        label = "合计" if total else "各单位加起来"
        message = f"的“{indicator.name}”{label}是{plain(said)}，{year}年目标是{goals}"
        yield where, message, "请核对目标和分解数以哪个为准。"


def shares_are_reported(plan: Plan) -> Iterator[Told]:
    """A total that is shared out among units that are not asked for it."""
    for (_, code), share in _firsts(plan).items():
        indicator = plan.indicator(code)
        if indicator and Reporting.ALLOCATED not in indicator.reporters:
            message = f"分解了“{indicator.name}”，但它的填报单位不是“{Reporting.ALLOCATED}”"
            yield share.row.place(code), message, f"由分到任务的单位填报的，请把填报单位改为“{Reporting.ALLOCATED}”。"


def _sums(plan: Plan) -> Mapping[tuple[int, str], Decimal]:
    """The shares of every year and indicator, added up."""
    found: dict[tuple[int, str], Decimal] = {}
    for share in plan.allocations:
        key = share.year, share.indicator
        found[key] = found.get(key, Decimal(0)) + share.value
    return found


def _firsts(plan: Plan) -> Mapping[tuple[int, str], Allocation]:
    """The first share of every year and indicator."""
    found: dict[tuple[int, str], Allocation] = {}
    for share in plan.allocations:
        found.setdefault((share.year, share.indicator), share)
    return found


# ---- units


_FULL_WORDS: Final = (
    ("发展和改革", "发改"), ("发展改革", "发改"), ("科学技术和经济信息化", "科经"), ("经济和信息化", "经信"),
    ("经济信息化", "经信"), ("科学技术", "科技"), ("人力资源和社会保障", "人社"), ("市场监督管理", "市监"),
    ("市场监管", "市监"), ("住房和城乡建设", "住建"), ("城乡建设", "住建"), ("自然资源和规划", "资规"),
    ("文化和旅游", "文旅"), ("卫生健康", "卫健"), ("农业农村", "农业"), ("行政审批", "审批"), ("应急管理", "应急"),
    ("工商业联合会", "工商联"), ("生态环境", "环境"), ("街道办事处", "街"), ("街道办", "街"), ("街道", "街"),
    ("委员会", "委"), ("管理委", "管委"), ("办公室", "办"), ("改革局", "改局"), ("科技协会", "科协"),
)  # fmt: skip
"""Long forms of what a unit's name is made of, and the short ones that offices use for them."""


def units_have_one_name(plan: Plan) -> Iterator[Told]:
    """区发改局 here and 区发展和改革局 there would be sent two forms and be missed with one."""
    seen: dict[str, Department] = {}
    for department in plan.departments:
        for name in (department.name, *department.aliases):
            first = seen.setdefault(_short_form(name), department)
            if first is not department and not {first.name, department.name} & {*first.former, *department.former}:
                message = f"的“{department.name}”和“{first.name}”像是同一个单位的两种写法"
                yield (
                    department.row.place("单位名称"),
                    message,
                    "是同一个单位的请合并成一行，另一种写法填进“简称与别名”。",
                )
                break


def _short_form(name: str) -> str:
    """A unit's name without brackets and with its long parts shortened."""
    text = _bare(name)
    for full, short in _FULL_WORDS:
        text = text.replace(full, short)
    return text


_NO_LETTER = re.compile(r"\W+|_")


def _bare(name: str) -> str:
    """A name without brackets, blanks and marks, in one width."""
    return _NO_LETTER.sub("", unicodedata.normalize("NFKC", name))


def groups_have_members(plan: Plan) -> Iterator[Told]:
    """A group without members gets no form: a question, never a form to nobody."""
    for department in plan.departments:
        if department.is_group and not plan.members((department.name,)):
            message = f"的集合单位“{department.name}”没有写成员，写给它的任务和指标发不出填报表"
            yield department.row.place("成员"), message, "请写明它包括哪些单位。"
        elif not department.is_group and department.members:
            message = f"的“{department.name}”写了成员，类别却不是集合，成员不会收到它的填报表"
            yield department.row.place("类别"), message, "代表一组单位的，类别请填“集合”；不是的请清空成员。"


def groups_do_not_lead(plan: Plan) -> Iterator[Told]:
    """One unit answers for a task; of a group the first member would by chance."""
    for task in plan.tasks:
        for name in task.leads[:1]:
            group = plan.department(name)
            if group and group.is_group and len(plan.members((name,))) > 1:
                first = plan.members((name,))[0]
                message = f"的任务“{task.name}”由集合单位“{name}”牵头，状态现在按“{first}”报的算"
                yield task.row.place("牵头单位"), message, "请核对由哪个单位牵头汇总；各单位分头负责的不用改。"


def renamings_are_dated(plan: Plan) -> Iterator[Told]:
    """A former name without its month cannot be told from an alias; a month without a name says nothing."""
    for department in plan.departments:
        if department.former and department.since is None:
            message = f"写了“{department.name}”的原名，没有写生效月份，现在当别名看待"
            yield department.row.place("生效月份"), message, "请填从哪个月起用现在的名称。"
        elif department.since and not department.former:
            yield (
                department.row.place("原名"),
                f"的“{department.name}”写了生效月份，没有写原名",
                "请填原名，或清空生效月份。",
            )
        elif department.since and not plan.first_month < department.since <= plan.last_month:
            message = f"的{department.since.label}不在计划期内，“{department.name}”的更名不起作用"
            yield department.row.place("生效月份"), message, "请核对月份。"


def nodes_are_kept_by_the_task_s_units(plan: Plan) -> Iterator[Told]:
    """A node kept by a unit that has no part in the task is on a form of its own."""
    for milestone in plan.milestones:
        task = plan.task(milestone.task)
        if task and milestone.department and milestone.department not in plan.responsible_for(task):
            message = f"的“{milestone.department}”不在任务“{task.name}”的牵头和责任单位里"
            yield milestone.row.place("负责单位"), message, "请核对负责单位。"


# ---- days


def deadlines_lie_in_the_plan(plan: Plan) -> Iterator[Told]:
    """A deadline outside the plan is mostly a wrong year."""
    for task in plan.tasks:
        if task.deadline and not plan.basics.start <= task.deadline <= plan.basics.end:
            yield task.row.place("完成时限"), f"的{task.deadline}不在计划起止日期之内", "请核对完成时限。"
    for milestone in plan.milestones:
        if not plan.basics.start <= milestone.due <= plan.basics.end:
            yield milestone.row.place("时限"), f"的{milestone.due}不在计划起止日期之内", "请核对时限。"


def milestones_precede_their_task(plan: Plan) -> Iterator[Told]:
    """A node cannot be due after the task that it belongs to."""
    for milestone in plan.milestones:
        task = plan.task(milestone.task)
        if task and task.deadline and milestone.due > task.deadline:
            message = f"的{milestone.due}晚于任务“{task.name}”的完成时限{task.deadline}"
            yield milestone.row.place("时限"), message, "请核对节点时限和任务时限。"


def nodes_carry_the_curve(plan: Plan) -> Iterator[Told]:
    """按节点 without a node counts its pace by the month."""
    due = Counter(milestone.task for milestone in plan.milestones)
    for indicator in plan.indicators:
        if indicator.curve is Curve.BY_NODE and not due[indicator.task]:
            message = f"的“{indicator.name}”按节点算进度，但它的关联任务没有里程碑，现在按月均匀算"
            yield indicator.row.place("进度曲线"), message, "请在“里程碑”表补上节点，或改用别的进度曲线。"


def reports_are_due_after_their_month_begins(plan: Plan) -> Iterator[Told]:
    """A report due before its period begins, or twice, is a slip in the calendar."""
    seen: set[tuple[Span, str, str]] = set()
    for one in plan.calendar:
        if one.due < one.period.start:
            yield one.row.place("截止日"), f"的{one.due}比{one.period.label}还早", "请核对截止日。"
        key = one.kind, str(one.period), one.reporter.value
        if key in seen:
            yield one.row.place("期间"), f"的{one.period.label}{one.kind}写了两次", "请删去重复的一行。"
        seen.add(key)


# ---- 目标调整


def adjustments_fit_the_target(plan: Plan) -> Iterator[Told]:
    """An adjustment changes the target that is in force, within the plan, in a year that has one."""
    for change in plan.adjustments:
        indicator = plan.indicator(change.indicator)
        if indicator is None:
            continue
        if not plan.first_month <= change.since <= plan.last_month:
            yield change.row.place("生效月份"), f"的{change.since.label}不在计划期内，这次调整不起作用", "请核对月份。"
        elif indicator.target(change.since.year) is None:
            message = f"的“{indicator.name}”{change.since.year}年没有目标，这次调整不起作用"
            yield change.row.place("指标编号"), message, "请核对指标编号和生效月份。"
        elif (before := _value_before(plan, indicator, change)) != change.old:
            message = f"的原目标值写的是{plain(change.old)}，“{indicator.name}”调整前的目标是{plain(before)}"
            yield change.row.place("原目标值"), message, "请对照批准文件核对。"


def _value_before(plan: Plan, indicator: Indicator, change: Adjustment) -> Decimal:
    target = indicator.target(change.since.year)
    value = target.value if target else Decimal(0)
    earlier = [a for a in plan.adjustments if a.indicator == change.indicator and a.since.year == change.since.year]
    for other in sorted(earlier, key=lambda a: a.since):
        if other is change:
            break
        value = other.new
    return value


def challenge_survives_adjustment(plan: Plan) -> Iterator[Told]:
    """A target raised above its own challenge value makes that meaningless."""
    for change in plan.adjustments:
        indicator = plan.indicator(change.indicator)
        now = in_force(plan, change.since).indicator(change.indicator) if indicator else None
        target = now.target(change.since.year) if now else None
        before = indicator.target(change.since.year) if indicator else None
        if now is None or target is None or before is None or target.challenge is None:
            continue
        made_sense = _is_harder(now, target.challenge, before.value)
        if made_sense and not _is_harder(now, target.challenge, target.value):
            message = f"把“{now.name}”调整到{plain(target.value)}，挑战值{plain(target.challenge)}不再高于目标"
            yield change.row.place("新目标值"), message, "请同时核对挑战值。"


# ---- 提示


def units_have_something_to_do(plan: Plan) -> Iterator[Told]:
    """A unit that reports but has no indicator and no task gets no form."""
    busy = {department.name for department in plan.reporting_departments}
    merged = {former for department in plan.departments for former in department.former}
    for department in plan.departments:
        idle = department.reports and not department.is_group and department.name not in busy | merged
        if idle:
            message = f"的“{department.name}”没有指标也没有任务，不会收到填报表"
            yield department.row.place("单位名称"), message, "如不用填报，请在“是否填报”填否。"


def common_totals_are_shared_out(plan: Plan) -> Iterator[Told]:
    """Several units add up to one total: without shares none of them can be judged alone."""
    shared = {code for _, code in _firsts(plan)}
    for indicator in plan.indicators:
        reporters = plan.reporters_of(indicator.code)
        if len(reporters) > 1 and indicator.is_summed and indicator.code not in shared:
            message = (
                f"的“{indicator.name}”由{len(reporters)}个单位填报后相加，没有分解到单位，各单位只填数、不单独比进度"
            )
            yield indicator.row.place("填报单位"), message, "要比各单位进度的，请在“指标分解”表写上各单位的数。"


def single_things_are_not_due_by_the_month(plan: Plan) -> Iterator[Told]:
    """One thing a year, counted evenly, is late every month until it is done."""
    for indicator, target in _targets(plan):
        evenly = indicator.curve is Curve.BY_MONTH and indicator.kind in (Kind.CUMULATIVE, Kind.STOCK)
        if evenly and target.value == 1 and not lower_is_better(indicator) and target.year == indicator.targets[0].year:
            message = f"的“{indicator.name}”目标是1{indicator.unit}，按月均匀算进度，办成以前每个月都会算滞后"
            yield indicator.row.place("进度曲线"), message, "一年办一次的，进度曲线请填“年末一次”或“按节点”。"


def tasks_can_be_measured(plan: Plan) -> Iterator[Told]:
    """Most tasks have no figure: they are judged by nodes and status only, which the office should know."""
    measured = {indicator.task for indicator in plan.indicators}
    without = [task for task in plan.tasks if task.code not in measured and not task.indicators]
    if without:
        named = enumeration([task.code for task in without[:_MOST_NAMED]])
        more = f"等{len(without)}项" if len(without) > _MOST_NAMED else ""
        message = f"：任务{named}{more}没有关联指标，只按节点和填报的状态判断进展"
        yield without[0].row.place("任务编号"), message, "有量化目标的，请在“关联指标”写上指标编号。"


DOUBTS: Final = tuple(
    PlanRule(code, grade, title, check)
    for code, title, grade, check in (
        ("J301", "季度、月份目标下降，或与全年目标不一致", Grade.ASK, goals_on_the_way_lead_to_the_target),
        ("J302", "挑战值没有超过目标值", Grade.ASK, challenge_is_beyond_target),
        ("J303", "期末存量没有上年基数", Grade.ASK, stocks_have_a_baseline),
        ("J304", "集合单位没有成员", Grade.ASK, groups_have_members),
        ("J305", "时限不在计划期内", Grade.ASK, deadlines_lie_in_the_plan),
        ("J306", "节点晚于任务时限", Grade.ASK, milestones_precede_their_task),
        ("J307", "同一年写了两个目标，或比较不一", Grade.ASK, a_year_has_one_target),
        ("J308", "两个指标同名", Grade.ASK, names_are_used_once),
        ("J309", "后一年的目标不如前一年", Grade.ASK, years_do_not_fall_back),
        ("J310", "各年新增加不到总数，或没有基数可核", Grade.ASK, flows_lead_to_the_stock),
        ("J311", "当年目标低于“每年N个以上”", Grade.ASK, yearly_floor_fits_the_years),
        ("J312", "分解数加起来不等于合计", Grade.ASK, shares_make_the_printed_total),
        ("J313", "分解合计不等于目标", Grade.ASK, total_is_the_target),
        ("J314", "分解了却不由分解单位填报", Grade.ASK, shares_are_reported),
        ("J315", "百分数填成了小数", Grade.ASK, shares_in_percent_are_whole_numbers),
        ("J316", "其中数大于总数", Grade.ASK, part_is_not_above_the_whole),
        ("J317", "权重合计不是100", Grade.ASK, weights_make_a_hundred),
        ("J318", "一个单位两种写法", Grade.ASK, units_have_one_name),
        ("J319", "任务由集合单位牵头", Grade.ASK, groups_do_not_lead),
        ("J320", "更名缺原名或生效月份", Grade.ASK, renamings_are_dated),
        ("J321", "年份不在计划期内", Grade.ASK, years_lie_in_the_plan),
        ("J322", "按节点算进度却没有节点", Grade.ASK, nodes_carry_the_curve),
        ("J323", "截止日早于期间，或同一期写了两次", Grade.ASK, reports_are_due_after_their_month_begins),
        ("J324", "目标调整对不上", Grade.ASK, adjustments_fit_the_target),
        ("J325", "调整后挑战值不再高于目标", Grade.ASK, challenge_survives_adjustment),
        ("J326", "方向与比较不合", Grade.ASK, comparison_goes_with_direction),
        ("J327", "目标值为零或为负", Grade.ASK, targets_make_sense),
        ("J401", "单位没有指标也没有任务", Grade.NOTE, units_have_something_to_do),
        ("J402", "任务没有量化目标", Grade.NOTE, tasks_can_be_measured),
        ("J403", "有的年份没有目标", Grade.NOTE, every_year_has_a_target),
        ("J404", "节点负责单位不在任务里", Grade.NOTE, nodes_are_kept_by_the_task_s_units),
        ("J405", "多个单位合填一个总数，没有分解", Grade.NOTE, common_totals_are_shared_out),
        ("J406", "一年一件的事按月算进度", Grade.NOTE, single_things_are_not_due_by_the_month),
    )
)
