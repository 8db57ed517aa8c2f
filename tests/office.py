"""A small office for tests: a plan and filled forms written as text tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.checks import check
from reportgen.checks.accepted import Accepted, accept, known_before
from reportgen.checks.case import Case
from reportgen.forms.asked import Form, form_of, grids, locked_cells, normal
from reportgen.forms.definition import (
    COVER,
    FORM_VERSION,
    IDENTITY,
    INDICATORS,
    MILESTONES,
    SIGNATURES,
    STATUS,
    TASKS,
    VALUE,
    FormSheet,
    Role,
)
from reportgen.intake.arrivals import Arrival
from reportgen.intake.reading import identity, read_filing
from reportgen.period import Period, parse_month
from reportgen.plan.workbook import read_plan
from reportgen.workbooks.cells import CellError, Sheet, Uncalculated, Value, Workbook

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reportgen.findings import Finding
    from reportgen.intake.filings import Filing
    from reportgen.plan.model import Plan

PLAN = """
[基本信息]
项目     | 内容
计划编号 | 测-1
计划名称 | 测试方案
简称     | 测试
文号     | 测政〔2025〕1号
统筹单位 | 甲局
起始日期 | 2025-01-01
结束日期 | 2025-12-31
简报名称 | 测试工作简报
锁定日   | 次月7日

[单位]
单位名称 | 简称与别名 | 类别 | 成员
甲局     | 甲         | 部门 |
乙街道   | 乙街       | 街道 |
丙街道   |            | 街道 |
各街道   |            | 集合 | 乙街道、丙街道

[指标]
指标编号 | 指标名称 | 计量单位 | 类型     | 牵头单位 | 方向 | 比较 | 关联任务 | 进度曲线 | 上年基数
Z1       | 签约额   | 亿元     | 年内累计 | 甲局     |      |      | 二-1-2   |          |
Z2       | 新增企业 | 家       | 年内累计 | 甲局     |      |      | 二-1-1   |          |
Z3       | 覆盖率   | %        | 比率     | 甲局     |      |      |          |          |
Z4       | 增加值增速 | %      | 增速     | 甲局     |      |      |          |          |
Z5       | 贷款余额 | 亿元     | 期末存量 | 甲局     |      | >    |          |          | 300
Z6       | 事故起数 | 起       | 年内累计 | 甲局     | 逆向 |      |          |          |
Z7       | 全市位次 | 位       | 位次     | 甲局     |      |      |          |          |
Z8       | 办成大赛 | 项       | 事项     | 甲局     |      |      |          |          |

[年度目标]
指标编号 | 年份 | 目标值
Z1       | 2025 | 120
Z2       | 2025 | 24
Z3       | 2025 | 60
Z4       | 2025 | 7.5
Z5       | 2025 | 400
Z6       | 2025 | 12
Z7       | 2025 | 3
Z8       | 2025 | 1

[任务]
任务编号 | 章节           | 任务名称 | 牵头单位 | 责任单位 | 完成时限
二-1-1   | （一）第一章   | 培育企业 | 甲局     | 各街道   | 2025-12-31
二-1-2   | （一）第一章   | 促成签约 | 甲局     |          | 2025-05-31
二-2-1   | （二）第二章   | 建设网格 | 乙街道   | 甲局     | 2025-12-31

[里程碑]
任务编号 | 节点     | 时限       | 负责单位
二-1-1   | 召开大会 | 2025-04-30 | 甲局
"""

_SHARED = PLAN.replace("签约额   | 亿元     | 年内累计 | 甲局", "签约额   | 亿元     | 年内累计 | 乙街道").replace(
    "指标编号 | 指标名称 | 计量单位 | 类型     | 牵头单位 |",
    "指标编号 | 指标名称 | 计量单位 | 类型     | 填报单位 | 牵头单位 |",
)


def shared() -> str:
    """The plan in which both streets report Z1, and their figures are added."""
    lines = [
        line.replace("| 乙街道", "| 各街道 | 乙街道", 1)
        if line.startswith("Z1       | 签约额")
        else line.replace("| 甲局", "| | 甲局", 1)
        if line.startswith("Z") and "甲局" in line
        else line
        for line in _SHARED.splitlines()
    ]
    return "\n".join(lines)


JUNE = Period(2025, 6)
MAY = Period(2025, 5)


def table(text: str) -> list[list[str]]:
    """The cells of lines with | between, blanks around them gone."""
    return [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines() if line.strip()]


def value_of(text: str) -> Value:
    """A cell as a spreadsheet holds it: numbers are numbers unless quoted, #… is an error, =… has no result."""
    if text.startswith("'"):
        return text[1:]
    if text.startswith("#"):
        return CellError(text)
    if text.startswith("="):
        return Uncalculated(text[1:])
    try:
        return float(Decimal(text))
    except InvalidOperation:
        return text.replace("⏎", "\n")


def workbook(text: str) -> Workbook:
    """A workbook written as [sheet] lines with a table below each."""
    sheets: list[Sheet] = []
    for block in text.split("[")[1:]:
        name, _, body = block.partition("]")
        sheets.append(Sheet(name, visible=True, rows=[[value_of(cell) for cell in row] for row in table(body)]))
    return Workbook(tuple(sheets))


def plan(text: str = PLAN) -> Plan:
    """The plan that a text tells."""
    return read_plan(workbook(text), "计划.xlsx")


def form(
    department: str = "甲局", month: Period = JUNE, past: tuple[Accepted, ...] = (), of: Plan | None = None
) -> Form:
    """The form asked of a department."""
    return form_of(of or plan(), month, department, known_before(past))


GOOD = {
    (INDICATORS.name, "Z1", VALUE): "60",
    (INDICATORS.name, "Z2", VALUE): "12",
    (INDICATORS.name, "Z3", VALUE): "61.5",
    (INDICATORS.name, "Z4", VALUE): "8.1",
    (INDICATORS.name, "Z5", VALUE): "360",
    (INDICATORS.name, "Z6", VALUE): "3",
    (INDICATORS.name, "Z7", VALUE): "3",
    (INDICATORS.name, "Z8", VALUE): "0",
    (TASKS.name, "二-1-1", STATUS): "正常推进",
    (TASKS.name, "二-1-1", "本月进展"): "6月12日召开推进会，走访企业12家",
    (TASKS.name, "二-1-2", STATUS): "滞后",
    (TASKS.name, "二-1-2", "本月进展"): "6月5日完成首轮谈判",
    (TASKS.name, "二-1-2", "存在问题"): "条款没有谈定",
    (TASKS.name, "二-1-2", "下步措施"): "7月20日前定稿",
    (TASKS.name, "二-2-1", STATUS): "正常推进",
    (TASKS.name, "二-2-1", "本月进展"): "6月20日完成网格划分",
    (MILESTONES.name, "二-1-1/召开大会", "是否完成"): "是",
    (MILESTONES.name, "二-1-1/召开大会", "完成日期"): "2025-04-18",
    (COVER, "", "填报人"): "张三",
    (COVER, "", "审核人"): "李四",
    (COVER, "", "联系电话"): "027-12345678",
    (COVER, "", "填报日期"): "2025-06-27",
    ("阶段总结", "", "主要成效"): "上半年签约60亿元",
    ("阶段总结", "", "存在问题"): "个别项目推进慢",
    ("阶段总结", "", "下阶段打算"): "9月底前完成谈判",
}
"""A form of 甲局 for June 2025 in which nothing is wrong."""


def answers(changes: str) -> dict[tuple[str, str, str], str]:
    """Answers written as 编号 | 栏目 | 内容; a row without 编号 is on the cover or in 阶段总结."""
    found = {}
    for row in table(changes):
        code, heading, value = row[0], row[1], "|".join(row[2:])
        found[_sheet_of(code, heading), code, heading] = value
    return found


def _sheet_of(code: str, heading: str) -> str:
    if not code:
        return COVER if heading in [f.heading for f in SIGNATURES] else "阶段总结"
    if "/" in code:
        return MILESTONES.name
    return TASKS.name if "-" in code else INDICATORS.name


def filled(asked: Form, given: Mapping[tuple[str, str, str], str]) -> Workbook:
    """The workbook of a form with these answers, as a department would send it."""
    sheets = [_cover(asked, given)]
    for sheet, rows in grids(asked):
        if rows:
            body = [[_cell(sheet, row, heading.heading, given) for heading in sheet.fields] for row in rows]
            sheets.append(Sheet(sheet.name, visible=True, rows=[[f.heading for f in sheet.fields], *body]))
    if asked.asks_summary:
        fields = asked.summary_sheet.fields
        row = [value_of(given.get(("阶段总结", "", f.heading), "")) for f in fields]
        sheets.append(Sheet("阶段总结", visible=True, rows=[[f.heading for f in fields], row]))
    return Workbook((*sheets, _identity(asked)))


def _cover(asked: Form, given: Mapping[tuple[str, str, str], str]) -> Sheet:
    rows: list[list[Value]] = [["填报表", ""], ["填报单位", asked.department], ["填报月份", asked.period.label]]
    rows += [[f.heading, value_of(given.get((COVER, "", f.heading), ""))] for f in SIGNATURES]
    return Sheet(COVER, visible=True, rows=rows)


def _cell(
    sheet: FormSheet, row: Mapping[str, object], heading: str, given: Mapping[tuple[str, str, str], str]
) -> Value:
    identity_of_row = "/".join(normal(row[key]) for key in sheet.key)
    typed = given.get((sheet.name, identity_of_row, heading))
    if typed is not None:
        return value_of(typed)
    role = next(f.role for f in sheet.fields if f.heading == heading)
    if role is not Role.LOCKED:
        return ""
    value = row[heading]
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, str | date) else ""


def _identity(asked: Form) -> Sheet:
    pairs: list[list[Value]] = [
        ["键", "值"],
        ["计划编号", asked.plan.basics.code],
        ["单位", asked.department],
        ["期间", str(asked.period)],
        ["表单版本", FORM_VERSION],
    ]
    for (sheet, address), value in locked_cells(asked).items():
        pairs.append([f"{sheet}!{address}", normal(value)])
    return Sheet(IDENTITY, visible=False, rows=pairs)


def arrived(file: str = "测试/甲局-2025-06.xlsx") -> Arrival:
    """A file that came in."""
    return Arrival(file, Path(file), "0" * 64, 0.0)


def filing(book: Workbook, of: Plan, file: str = "测试/甲局-2025-06.xlsx") -> Filing:
    """A workbook read as the filing of a plan."""
    known = identity(book, file, [of], of.basics.code)
    department = of.department(known.department)
    assert department is not None
    return read_filing(book, arrived(file), known, of, department.name)


def case(
    changes: str = "",
    *,
    department: str = "甲局",
    month: Period = JUNE,
    past: tuple[Accepted, ...] = (),
    of: Plan | None = None,
) -> Case:
    """A good form of 甲局 with changes, beside what was asked."""
    asked = form(department, month, past, of)
    given = {**GOOD, **answers(changes)} if changes else GOOD
    return Case(filing(filled(asked, given), asked.plan), asked, past)


def found(one: Case) -> list[tuple[str, str | None, str | None]]:
    """What the rules find: code, sheet and cell."""
    return [(f.rule.code, f.place.sheet, f.place.cell) for f in check(one)]


def findings(one: Case, code: str) -> list[Finding]:
    """The findings of one rule."""
    return [f for f in check(one) if f.rule.code == code]


def accepted(changes: str = "", month: Period = MAY, department: str = "甲局", of: Plan | None = None) -> Accepted:
    """A good form of an earlier month with changes, accepted."""
    one = case(changes, department=department, month=month, of=of)
    kept = accept(replace(one.filing, period=month), check(one))
    assert kept is not None
    return kept


def month(text: str) -> Period:
    """A month as written."""
    return parse_month(text)
