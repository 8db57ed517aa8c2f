"""An empty plan workbook to begin with: what is usual is filled in, and each sheet has one example row."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from reportgen.plan import sheets
from reportgen.plan.writing import write_plan

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportgen.plan.tables import Cells

_MARK: Final = f"{sheets.EXAMPLE}，改成自己的内容后请删去这句话；用不着就删去整行。"
_LEAD, _STREET, _OTHER, _STREETS = "区示例局", "示例一街道办事处", "示例二街道办事处", "各示例街道"
_DEFAULT: Final = "程序默认值，请改成本单位办法的条款。"


def new_plan(name: str, year: int) -> bytes:
    """The workbook of a plan that is still to be written; `name` goes into 计划名称, `year` into every date."""
    return write_plan(example_tables(name, year), name)


def example_tables(name: str, year: int) -> Mapping[str, Sequence[Cells]]:
    """Rows by sheet and heading; example rows say so under 备注."""
    return {
        sheets.BASICS.name: _basics(name, year),
        sheets.DEPARTMENTS.name: _marked(_departments()),
        sheets.INDICATORS.name: _marked(_indicators()),
        sheets.TARGETS.name: _marked(_targets(year)),
        sheets.TASKS.name: _marked(_tasks(year)),
        sheets.MILESTONES.name: _marked(
            [{"任务编号": "二-1-1", "节点": "印发实施方案", "时限": date(year, 4, 30), "负责单位": _LEAD}]
        ),
        sheets.ALLOCATIONS.name: _marked(
            [
                {"年份": year, "单位名称": _STREET, "L02": 12},
                {"年份": year, "单位名称": _OTHER, "L02": 8},
                {"年份": year, "单位名称": sheets.TOTAL, "L02": 20},
            ]
        ),
        sheets.CALENDAR.name: _marked(_calendar(year)),
        sheets.STAGES.name: _marked(
            [
                {
                    "阶段": "推进落实阶段",
                    "起始月份": f"{year}-04",
                    "结束月份": f"{year}-10",
                    "工作要求": "按月调度，按季小结。",
                }
            ]
        ),
        sheets.CLAUSES.name: [
            {"项目": clause.name, "数值": clause.default, "依据": _DEFAULT} for clause in sheets.CLAUSES_KNOWN
        ],
        sheets.WAIVERS.name: _marked(
            [
                {
                    "规则或文件": "L02",
                    "单位名称": _OTHER,
                    "月份": f"{year}-06",
                    "理由": "职能已划转，本项不适用",
                    "批准人": "张某",
                    "有效期至": date(year, 12, 31),
                }
            ]
        ),
        sheets.ADJUSTMENTS.name: _marked(
            [
                {
                    "指标编号": "L01",
                    "生效月份": f"{year}-07",
                    "原目标值": 100,
                    "新目标值": 120,
                    "批准文号": f"某政办〔{year}〕×号",
                    "说明": "年中调整",
                }
            ]
        ),
    }


def _marked(rows: Sequence[Cells]) -> list[Cells]:
    return [{**row, sheets.NOTE.heading: _MARK} for row in rows]


def _basics(name: str, year: int) -> list[Cells]:
    usual: Cells = {
        "计划名称": name,
        "起始日期": date(year, 1, 1),
        "结束日期": date(year, 12, 31),
        "起始期号": 1,
        "每月报送截止日": "当月末",
        "锁定日": "次月7日",
        "演示数据": "否",
    }
    return [{"项目": item.heading, "内容": usual.get(item.heading)} for item in sheets.BASICS_ITEMS]


def _departments() -> list[Cells]:
    return [
        {"单位名称": _LEAD, "简称与别名": "示例局", "类别": "部门", "分组": "部门组"},
        {"单位名称": _STREET, "简称与别名": "示例一街", "类别": "街道", "分组": "街道组"},
        {"单位名称": _OTHER, "简称与别名": "示例二街", "类别": "街道", "分组": "街道组"},
        {"单位名称": _STREETS, "类别": "集合", "成员": f"{_STREET}、{_OTHER}", "是否填报": "否"},
    ]


def _indicators() -> list[Cells]:
    return [
        {
            "指标编号": "L01",
            "指标名称": "新增企业",
            "计量单位": "家",
            "类型": "年内累计",
            "牵头单位": _LEAD,
            "关联任务": "二-1-1",
        },
        {
            "指标编号": "L02",
            "指标名称": "走访企业",
            "计量单位": "家",
            "类型": "年内累计",
            "牵头单位": _LEAD,
            "填报单位": "各分解单位",
        },
    ]


def _targets(year: int) -> list[Cells]:
    return [
        {"指标编号": "L01", "年份": year, "目标值": 100, "挑战值": 130},
        {"指标编号": "L02", "年份": year, "目标值": 20},
    ]


def _tasks(year: int) -> list[Cells]:
    return [
        {
            "任务编号": "二-1-1",
            "章节": "（一）第一项工作",
            "任务名称": "培育企业",
            "工作内容": "把方案里这一条要做的事写在这里。",
            "牵头单位": _LEAD,
            "责任单位": _STREETS,
            "完成时限": date(year, 12, 31),
            "关联指标": "L01、L02",
        }
    ]


def _calendar(year: int) -> list[Cells]:
    return [
        {
            "报告类型": "月度",
            "期间": f"{year}-04",
            "截止日": date(year, 4, 30),
            "报送主体": "各单位",
            "锁定日": date(year, 5, 9),
        }
    ]
