"""台账: every indicator, task and milestone of a month, and the tidy ledger of all months; pandas is known here only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd

from reportgen.forms.definition import EVIDENCE, INDICATORS, REMARK, TASKS
from reportgen.progress import Progress, TaskProgress, TaskReport, indicator_progress
from reportgen.reports.books import MID, NUMBER, TEXT, Column, Value, page
from reportgen.reports.sentences import DASH, goal_text, missing_word, signed_gap_text
from reportgen.reports.tasks import status_word
from reportgen.wording import percent
from reportgen.workbooks.write import Page, write

if TYPE_CHECKING:
    from reportgen.checks.accepted import History
    from reportgen.intake.filings import Entry
    from reportgen.reports.account import Account, Node

_INDICATOR_COLUMNS: Final = (
    ("指标编号", 9, MID),
    ("指标名称", 28, TEXT),
    ("计量单位", 8, MID),
    ("类型", 10, MID),
    ("年度目标", 12, MID),
    ("本月新增", 10, NUMBER),
    ("累计", 12, NUMBER),
    ("完成率", 9, MID),
    ("应达进度", 9, MID),
    ("与序时差（百分点）", 11, MID),
    ("进展", 10, MID),
    ("亮灯", 10, MID),
    ("填报单位", 26, TEXT),
    ("情况说明", 40, TEXT),
    ("佐证材料", 24, TEXT),
    ("数据待核实", 9, MID),
)
_TASK_COLUMNS: Final = (
    ("任务编号", 9, MID),
    ("章节", 22, TEXT),
    ("任务名称", 22, TEXT),
    ("单位", 24, TEXT),
    ("职责", 8, MID),
    ("完成时限", 12, MID),
    ("进展状态", 10, MID),
    ("本月进展", 46, TEXT),
    ("存在问题", 30, TEXT),
    ("下步措施", 30, TEXT),
    ("需协调事项", 24, TEXT),
    ("佐证材料", 20, TEXT),
)


def ledger_book(account: Account, history: History) -> bytes:
    """台账.xlsx: every indicator, every task with every unit's words in full, every milestone, one row each.

    逐月数据 has one row per department, indicator and month; 逐月对照 sets the months side by side.
    """
    tidy = tidy_ledger(account, history)
    pages = [
        page("指标台账", [Column(*c) for c in _INDICATOR_COLUMNS], (_indicator_row(p) for p in account.progress)),
        page(
            "任务台账",
            [Column(*c) for c in _TASK_COLUMNS],
            (_task_row(account, task, report) for task in account.tasks for report in task.reports),
        ),
    ]
    if account.nodes:
        columns = (
            Column("任务编号", 10, MID),
            Column("节点", 46),
            Column("时限", 13, MID),
            Column("负责单位", 26),
            Column("是否完成", 10, MID),
            Column("完成日期", 13, MID),
        )
        rows = [
            (
                node.milestone.task,
                node.milestone.name,
                node.milestone.due.isoformat(),
                node.owner,
                _node_word(account, node),
                node.finished.isoformat() if node.finished else "",
            )
            for node in account.nodes
        ]
        pages.append(page("节点台账", columns, rows))
    pages += _monthly_pages(tidy)
    return write(pages, f"{account.plan.basics.short}{account.month.label}台账", account.plan.basics.coordinator)


def _node_word(account: Account, node: Node) -> str:
    if node.finished:
        return "是"
    return "逾期" if node.is_overdue(account.month) else "到期未报" if node.is_unknown(account.month) else "否"


def _indicator_row(one: Progress) -> tuple[Value, ...]:
    indicator = one.indicator
    completion, due = one.verdict.completion, one.verdict.pace
    return (
        indicator.code,
        indicator.name,
        indicator.unit,
        indicator.kind.value,
        goal_text(one),
        one.increase,
        one.value if one.value is not None else missing_word(one),
        percent(completion) if completion is not None else DASH,
        percent(due) if due is not None else DASH,
        signed_gap_text(one),
        one.standing.value,
        one.verdict.light.value,
        "、".join(m.department for m in one.measures),
        _together(one, REMARK),
        _together(one, EVIDENCE),
        "是" if one.questioned else "",
    )


def _together(one: Progress, heading: str) -> str:
    """Every unit's words under a heading, the unit in front where there are several."""
    said = [
        (m.department, m.accepted.text(INDICATORS.name, one.indicator.code, heading))
        for m in one.measures
        if m.accepted is not None
    ]
    several = len(one.measures) > 1
    return "\n".join(f"{name}：{text}" if several else text for name, text in said if text)


def _task_row(account: Account, task: TaskProgress, report: TaskReport) -> tuple[Value, ...]:
    deadline = task.task.deadline
    evidence = report.accepted.text(TASKS.name, task.task.code, EVIDENCE) if report.accepted else ""
    return (
        task.task.code,
        task.task.chapter,
        task.task.name,
        report.department,
        "牵头" if account.plan.lead_of(task.task) == report.department else "责任",
        deadline.isoformat() if deadline else "",
        status_word(report),
        *(_words(entry) for entry in (report.done, report.problem, report.measure, report.help_wanted)),
        evidence,
    )


def _words(entry: Entry | None) -> str:
    return entry.raw if entry is not None else ""


# ---- the tidy ledger

_TIDY: Final = ("月份", "单位", "指标编号", "指标名称", "计量单位", "情形", "本月新增", "累计", "年度目标")


def tidy_ledger(account: Account, history: History) -> pd.DataFrame:
    """One row per department, indicator and month up to the account's; numbers stay Decimal, a gap is None."""
    plan = account.plan
    rows = [
        (
            str(month),
            measure.department,
            progress.indicator.code,
            progress.indicator.name,
            progress.indicator.unit,
            measure.state.value if measure.state else "未报送",
            measure.increase,
            measure.value,
            progress.goal,
        )
        for month in plan.form_months
        if month <= account.month
        for progress in indicator_progress(plan, month, history)
        for measure in progress.measures
    ]
    return pd.DataFrame(rows, columns=list(_TIDY), dtype=object)


def _monthly_pages(tidy: pd.DataFrame) -> list[Page]:
    if tidy.empty:
        return []
    columns = (9, 26, 10, 28, 9, 12, 11, 12, 11)
    looks = (MID, TEXT, MID, TEXT, MID, MID, NUMBER, NUMBER, NUMBER)
    long = page(
        "逐月数据",
        [Column(*c) for c in zip(_TIDY, columns, looks, strict=True)],
        tidy.itertuples(index=False, name=None),
    )
    keys = ["指标编号", "指标名称", "计量单位", "单位"]
    # pivot_table would drop the rows that are blank in every month, which are the ones to be asked about.
    wide = tidy.set_index([*keys, "月份"])["累计"].unstack("月份", sort=False)  # noqa: PD010
    months = [str(month) for month in wide.columns]
    heads = [Column("指标编号", 10, MID), Column("指标名称", 28), Column("计量单位", 9, MID), Column("单位", 26)]
    rows = [
        (*index, *(None if pd.isna(value) else value for value in values))
        for index, values in zip(wide.index, wide.itertuples(index=False, name=None), strict=True)
    ]
    return [long, page("逐月对照", [*heads, *(Column(month, 11, NUMBER) for month in months)], rows)]
