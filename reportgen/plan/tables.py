"""A `Plan` as the rows of its workbook: what reading that workbook gives back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportgen.plan import sheets

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from reportgen.plan.model import (
        Adjustment,
        Allocation,
        Appointment,
        Basics,
        Clause,
        Department,
        Indicator,
        Milestone,
        Monthly,
        Plan,
        Stage,
        Target,
        Task,
        Waiver,
    )

Cells = dict[str, "str | int | Decimal | date | None"]
_END_OF_MONTH = 31


def tables(plan: Plan) -> Mapping[str, Sequence[Cells]]:
    """Rows by sheet and heading; blank cells are None."""
    return {
        sheets.BASICS.name: list(_basics(plan.basics)),
        sheets.DEPARTMENTS.name: list(map(_department, plan.departments)),
        sheets.INDICATORS.name: list(map(_indicator, plan.indicators)),
        sheets.TARGETS.name: [_target(i.code, target) for i in plan.indicators for target in i.targets],
        sheets.TASKS.name: list(map(_task, plan.tasks)),
        sheets.MILESTONES.name: list(map(_milestone, plan.milestones)),
        sheets.ALLOCATIONS.name: list(_shares((*plan.allocations, *plan.printed_totals))),
        sheets.CALENDAR.name: list(map(_appointment, plan.calendar)),
        sheets.STAGES.name: list(map(_stage, plan.stages)),
        sheets.CLAUSES.name: list(map(_clause, plan.clauses)),
        sheets.WAIVERS.name: list(map(_waiver, plan.waivers)),
        sheets.ADJUSTMENTS.name: list(map(_adjustment, plan.adjustments)),
    }


def _names(names: Sequence[str]) -> str:
    return "、".join(names)


def _yes(value: bool) -> str:
    return "是" if value else "否"


def _basics(basics: Basics) -> Iterator[Cells]:
    values: Cells = {
        "计划编号": basics.code,
        "计划名称": basics.name,
        "简称": basics.short,
        "文号": basics.document,
        "成文日期": basics.issued,
        "发文机关": basics.issuer,
        "统筹单位": basics.coordinator,
        "起始日期": basics.start,
        "结束日期": basics.end,
        "简报名称": basics.brief_name,
        "起始期号": basics.first_issue,
        "每月报送截止日": _monthly(basics.monthly_due),
        "锁定日": _monthly(basics.monthly_lock),
        "联系人": basics.contact,
        "联系电话": basics.phone,
        "报": basics.report_to,
        "送": basics.copy_to,
        "发": basics.send_to,
        "印数": basics.copies,
        "演示数据": _yes(basics.demonstration),
    }
    yield from ({"项目": item, "内容": value} for item, value in values.items())


def _monthly(day: Monthly | None) -> str | None:
    if day is None:
        return None
    which = "次月" if day.months_later else "当月"
    return f"{which}末" if day.day == _END_OF_MONTH else f"{which}{day.day}日"


def _department(one: Department) -> Cells:
    return {
        "单位名称": one.name,
        "简称与别名": _names(one.aliases),
        "类别": one.category,
        "成员": _names(one.members),
        "分组": one.ranking,
        "联系人": one.contact,
        "联系电话": one.phone,
        "是否填报": _yes(one.reports),
        "原名": _names(one.former),
        "生效月份": str(one.since) if one.since else None,
        "备注": one.note,
    }


def _indicator(one: Indicator) -> Cells:
    return {
        "指标编号": one.code,
        "指标名称": one.name,
        "计量单位": one.unit,
        "类型": one.kind.value,
        "方向": one.direction.value,
        "比较": one.comparison.value,
        "力度": one.strength.value,
        "频次": one.frequency.value if one.frequency else None,
        "口径": one.scope,
        "其中属于": one.part_of,
        "小数位": one.decimals,
        "上年基数": one.baseline,
        "权重": one.weight,
        "牵头单位": one.lead,
        "填报单位": _names(one.reporters),
        "汇总方式": one.aggregation.value,
        "进度曲线": one.curve.value,
        "数据滞后月数": one.lag,
        "关联任务": one.task,
        "每年不少于": one.yearly_floor,
        "计入存量": one.feeds,
        "备注": one.note,
    }


def _target(code: str, one: Target) -> Cells:
    return {
        "指标编号": code,
        "年份": one.year,
        "目标值": one.value,
        "比较": one.comparison.value if one.comparison else None,
        "目标上限": one.upper,
        "挑战值": one.challenge,
        **dict(zip(sheets.QUARTERS, one.quarters, strict=True)),
        **dict(zip(sheets.MONTHS, one.months, strict=False)),
        "备注": one.note,
    }


def _task(one: Task) -> Cells:
    return {
        "任务编号": one.code,
        "章节": one.chapter,
        "任务名称": one.name,
        "工作内容": one.content,
        "牵头单位": _names(one.leads),
        "责任单位": _names(one.partners),
        "完成时限": one.deadline,
        "权重": one.weight,
        "关联指标": _names(one.indicators),
        "备注": one.note,
    }


def _milestone(one: Milestone) -> Cells:
    return {"任务编号": one.task, "节点": one.name, "时限": one.due, "负责单位": one.department, "备注": one.note}


def _shares(shares: Sequence[Allocation]) -> Iterator[Cells]:
    """One row a department and year, in the order in which they come first; a column per indicator."""
    rows: dict[tuple[int, str], Cells] = {}
    for share in shares:
        row = rows.setdefault((share.year, share.department), {"年份": share.year, "单位名称": share.department})
        row[share.indicator] = share.value
    yield from rows.values()


def _appointment(one: Appointment) -> Cells:
    return {
        "报告类型": one.kind.value,
        "期间": str(one.period),
        "截止日": one.due,
        "报送主体": one.reporter.value,
        "锁定日": one.lock,
        "备注": one.note,
    }


def _stage(one: Stage) -> Cells:
    return {"阶段": one.name, "起始月份": str(one.first), "结束月份": str(one.last), "工作要求": one.demand}


def _clause(one: Clause) -> Cells:
    return {"项目": one.name, "数值": one.value, "依据": one.ground}


def _waiver(one: Waiver) -> Cells:
    return {
        "规则或文件": one.subject,
        "单位名称": one.department,
        "月份": str(one.month) if one.month else None,
        "理由": one.reason,
        "批准人": one.approver,
        "有效期至": one.until,
    }


def _adjustment(one: Adjustment) -> Cells:
    return {
        "指标编号": one.indicator,
        "生效月份": str(one.since),
        "原目标值": one.old,
        "新目标值": one.new,
        "批准文号": one.document,
        "说明": one.note,
    }
