"""A form without its plan at hand: what the form itself carries of the plan, so that a unit can check before it sends."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final

from reportgen.forms.asked import Carried, Form, Known, form_of
from reportgen.forms.definition import COVER, INDICATORS, MILESTONES, SUMMARY, TASKS, Role
from reportgen.plan.model import Status
from reportgen.plan.workbook import read_plan
from reportgen.workbooks.cells import Sheet, Workbook, letters

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reportgen.forms.definition import FormSheet
    from reportgen.intake.reading import Identity
    from reportgen.period import Period
    from reportgen.plan.model import Plan
    from reportgen.workbooks.cells import Value

_ADDRESS = re.compile(r"^([A-Z]{1,3})(\d+)$")
_NONE: Final = "—"
_ADDS_UP: Final = ("年内累计", "期末存量")


def plan_carried(known: Identity, workbook: Workbook) -> Plan:
    """The part of the plan that 「_表单」 carries, as a plan of this one unit; raises `PlanError` where it is garbled."""
    year = known.period.year if known.period else 2000
    whole = {
        "计划编号": known.plan or _NONE,
        "计划名称": known.plan or _NONE,
        "简称": known.plan or _NONE,
        "统筹单位": known.department,
        "起始日期": f"{year}-01-01",
        "结束日期": f"{year}-12-31",
    }
    backwards = _without_completion(workbook)
    indicators, targets = [], []
    for row in _rows(INDICATORS, known.sent):
        code, least, most = row["指标编号"], *_range(row["年度目标"])
        turned = "逆向" if row["指标类型"] in _ADDS_UP and least and not most and code in backwards else ""
        indicators.append(
            [code, row["指标名称"], row["计量单位"], row["指标类型"], known.department, turned, "区间" if most else ""]
        )
        if least:
            targets.append([code, str(year), least, most, row["挑战目标"]])
    tasks = [
        [row["任务编号"], _NONE, row["任务名称"], row["工作内容"], known.department, row["完成时限"]]
        for row in _rows(TASKS, known.sent)
    ]
    nodes = [[r["任务编号"], r["节点"], r["时限"], known.department] for r in _rows(MILESTONES, known.sent)]
    tables: dict[str, tuple[tuple[str, ...], list[list[str]]]] = {
        "基本信息": (("项目", "内容"), [list(pair) for pair in whole.items()]),
        "单位": (("单位名称",), [[known.department]]),
        "指标": (("指标编号", "指标名称", "计量单位", "类型", "牵头单位", "方向", "比较"), indicators),
        "年度目标": (("指标编号", "年份", "目标值", "目标上限", "挑战值"), targets),
        "任务": (("任务编号", "章节", "任务名称", "工作内容", "牵头单位", "完成时限"), tasks),
        "里程碑": (("任务编号", "节点", "时限", "负责单位"), nodes),
    }
    sheets = (Sheet(name, visible=True, rows=[heads, *rows]) for name, (heads, rows) in tables.items())
    return read_plan(Workbook(tuple(sheets)), COVER)


def form_carried(plan: Plan, known: Identity, month: Period, workbook: Workbook) -> Form:
    """What was asked, as the form carries it: last month's figures and the pace are those that were sent out."""
    form = form_of(plan, month, known.department, _known(known, month))
    paces = {row["指标编号"]: _number(row["序时进度"]) for row in _rows(INDICATORS, known.sent)}
    return replace(
        form,
        indicators=tuple(replace(row, pace=paces.get(row.id)) for row in form.indicators),
        asks_summary=workbook.sheet(SUMMARY.name) is not None,
    )


def _known(known: Identity, month: Period) -> Known:
    """上月累计 and 上月状态; a figure of nought says nothing of a month before."""
    before = {row["指标编号"]: _number(row["上月累计"]) for row in _rows(INDICATORS, known.sent)}
    words = {row["任务编号"]: row["上月状态"] for row in _rows(TASKS, known.sent)}
    return Known(
        {code: Carried(value, month.previous()) for code, value in before.items() if value},
        {code: Status(word) for code, word in words.items() if word in {status.value for status in Status}},
    )


def _rows(sheet: FormSheet, sent: Mapping[str, str]) -> Iterator[dict[str, str]]:
    """The locked cells of a sheet as they were sent out, row by row, by heading."""
    headings = {letters(i): f.heading for i, f in enumerate(sheet.fields) if f.role is Role.LOCKED}
    rows: dict[int, dict[str, str]] = {}
    for key, text in sent.items():
        name, _, address = key.partition("!")
        parts = _ADDRESS.match(address)
        if name == sheet.name and parts and parts[1] in headings:
            rows.setdefault(int(parts[2]), dict.fromkeys(headings.values(), ""))[headings[parts[1]]] = text
    for number in sorted(rows):
        if all(rows[number][heading] for heading in sheet.key):
            yield rows[number]


def _range(goal: str) -> tuple[str, str]:
    """A target, and its upper end where it is a range."""
    least, _, most = goal.partition("～")
    return least, most


def _number(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def _without_completion(workbook: Workbook) -> set[Value]:
    """The indicators for which the form shows — under 完成率: less is better there."""
    sheet = workbook.sheet(INDICATORS.name)
    heads = sheet.tops[0] if sheet is not None and sheet.tops else {}
    if sheet is None or "完成率" not in heads or "指标编号" not in heads:
        return set()
    return {row[heads["指标编号"]] for row in sheet.rows[1:] if row[heads["完成率"]] == _NONE}
