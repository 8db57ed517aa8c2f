"""200 filled forms to 200 briefs: this program against the same work done the obvious way, one process, one run.

python tests/benchmarks/forms_to_briefs.py [--forms 200] [--rounds 3]

The obvious way: pandas.read_excel with openpyxl, masks, docxtpl a document. Both read the same files, check the same
dozen of rules that masks can express, and write one Word document a unit from the shipped template. CPU time is
compared, since it leaves out the waiting for other people's work; the ways take turns, round by round.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import pandas as pd
from docxtpl import DocxTemplate
from shipped import jiangan_2025
from shipped.make import ROOT

from reportgen.batch import Desk, choose, examine_everything, load_plans, outcome_of
from reportgen.checks.verdict import Presence
from reportgen.forms.definition import INDICATORS, SITUATION, STATUS, TASKS, VALUE
from reportgen.period import Period
from reportgen.plan.workbook import read_plan
from reportgen.plan.writing import write_plan
from reportgen.rehearsal import rehearse
from reportgen.reports.account import account
from reportgen.reports.brief import NAMES, brief
from reportgen.word.compile import compile_template
from reportgen.word.render import render
from reportgen.workbooks.read import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from reportgen.plan.model import Plan
    from reportgen.plan.writing import Table

MONTH = Period(2025, 4)
TEMPLATE = ROOT / "templates" / "单位工作简报.docx"


def wide_plan(forms: int) -> tuple[bytes, Plan]:
    """The shipped plan laid side by side until it has as many units, each with the duties it has there."""
    first = jiangan_2025.TABLES
    # Some units of a rehearsal forget their form or send a damaged one; a third more than are wanted is enough.
    sets = -(-forms * 4 // (3 * 17))
    tables: dict[str, Table] = {name: list(rows) for name, rows in first.items()}
    for name in ("单位", "指标", "年度目标", "任务", "里程碑"):
        tables[name] = [_copied(dict(row), number) for number in range(sets) for row in first[name]]
    basics = [{**row, "内容": f"{row['内容']}0"} if row["项目"] == "统筹单位" else row for row in first["基本信息"]]
    tables["基本信息"] = basics
    content = write_plan(tables, "宽计划")
    return content, read_plan(read(content), "计划.xlsx")


_UNITS = ("单位名称", "成员", "牵头单位", "责任单位", "填报单位", "负责单位")
_CODES = ("指标编号", "任务编号", "关联任务")


Row = dict[str, "str | int | Decimal | date | None"]


def _copied(row: Row, number: int) -> Row:
    """A row of the plan for one of the sets: units and codes numbered, aliases left out."""
    row.pop("简称与别名", None)
    for heading in _UNITS:
        if row.get(heading):
            row[heading] = "、".join(f"{name}{number}" for name in str(row[heading]).split("、"))
    for heading in _CODES:
        if row.get(heading):
            row[heading] = f"{row[heading]}-{number}"
    return row


def prepare(folder: Path, forms: int) -> None:
    """The plan and as many filled forms of its April below inputs/."""
    content, plan = wide_plan(forms)
    place = folder / "inputs" / "宽计划"
    (place / "2025-04").mkdir(parents=True)
    (place / "计划.xlsx").write_bytes(content)
    april = replace(plan, calendar=tuple(a for a in plan.calendar if a.period == MONTH))
    written = 0
    for one in rehearse(april, MONTH.year):
        if one.slip is None and written < forms:
            (place / one.name).write_bytes(one.content)
            written += 1


# ---- this program


def ours(folder: Path, out: Path) -> int:
    """Read, check, set against the plan, write a brief a unit."""
    desk = Desk(folder / "inputs", folder / "outputs", TEMPLATE.parent, datetime(2025, 4, 30))  # noqa: DTZ001 -- a fixed day
    plans = load_plans(desk.inputs)
    (examined,) = examine_everything(desk, plans, choose(plans, None), lambda _: None)
    outcome = outcome_of(examined, MONTH)
    template = compile_template(TEMPLATE.read_bytes(), TEMPLATE.name, NAMES)
    made = 0
    for one in outcome.turnout:
        if one.presence in (Presence.IN_TIME, Presence.LATE):
            report = brief(account(examined.plan, MONTH, examined.history, (one,), MONTH.end, one.department.name))
            (out / f"{one.department.name}.docx").write_bytes(render(template, report.values, report.charts))
            made += 1
    return made


# ---- the obvious way


def obvious(folder: Path, out: Path) -> int:
    """What one writes first: a data frame a sheet, a mask a rule, a template opened for every document."""
    made = 0
    for path in sorted((folder / "inputs" / "宽计划" / "2025-04").glob("*.xlsx")):
        sheets = pd.read_excel(path, sheet_name=None, engine="openpyxl")
        values = _obvious_values(path.stem, sheets, _obvious_checks(sheets))
        document = DocxTemplate(TEMPLATE)
        document.render(values, autoescape=True)
        document.save(out / f"{path.stem}.docx")
        made += 1
    return made


def _obvious_checks(sheets: dict[str, pd.DataFrame]) -> int:
    found = 0
    if INDICATORS.name in sheets:
        frame = sheets[INDICATORS.name]
        value = pd.to_numeric(frame[VALUE], errors="coerce")
        before = pd.to_numeric(frame["上月累计"], errors="coerce")
        blank = frame[VALUE].isna()
        found += int((blank & frame[SITUATION].isin(["正常"])).sum())
        found += int((blank & frame[SITUATION].isna()).sum())
        found += int((frame[VALUE].notna() & value.isna()).sum())
        found += int((value < 0).sum())
        found += int(((value < before) & (frame["指标类型"] == "年内累计")).sum())
        found += int(frame["指标编号"].duplicated().sum())
    frame = sheets[TASKS.name]
    status = frame[STATUS]
    late = status.isin(["滞后", "暂缓或调整"])
    found += int(status.isna().sum())
    found += int((~status.isin(["未启动", "正常推进", "滞后", "已完成", "暂缓或调整"]) & status.notna()).sum())
    found += int((frame["本月进展"].isna() & status.isin(["正常推进", "滞后"])).sum())
    found += int((late & frame["存在问题"].isna()).sum())
    found += int((late & frame["下步措施"].isna()).sum())
    found += int((frame["本月进展"].astype(str).str.len() > 1000).sum())
    return found


def _obvious_values(name: str, sheets: dict[str, pd.DataFrame], found: int) -> dict[str, object]:
    """The same places of the template filled with plain strings."""
    rows = []
    if INDICATORS.name in sheets:
        for number, row in enumerate(sheets[INDICATORS.name].to_dict("records"), start=1):
            goal, value = row["年度目标"], row[VALUE]
            share = value / goal if isinstance(value, int | float) and isinstance(goal, int | float) and goal else 0
            rows.append(
                {
                    "序号": number, "指标名称": row["指标名称"], "年度目标": goal, "本月新增": row["本月新增"], "累计": value,
                    "完成率": f"{share:.1%}", "与序时差": "", "进展": row[SITUATION],
                }
            )  # fmt: skip
    tasks = sheets[TASKS.name].to_dict("records")
    told = [f"{i}.{row['任务名称']}（{row[STATUS]}）。{row['本月进展']}。" for i, row in enumerate(tasks, start=1)]
    late = [f"{row['任务名称']}：{row['存在问题']}。" for row in tasks if row[STATUS] == "滞后"]
    values: dict[str, object] = dict.fromkeys(NAMES, "")
    values |= {
        "简报名称": "工作简报", "期号": 1, "编印单位": name, "编印日期": "2025年4月30日", "编印日": "2025-04-30", "标题": name,
        "导语": "现将有关情况报告如下。", "总体进展": [f"共{len(tasks)}项任务。"], "主要指标": [f"共{len(rows)}项。"],
        "指标表": rows, "指标表注": "注", "截止日": "4月底", "有完成率图": bool(rows),
        "任务进展": [{"标题": "（一）任务", "各段": told}], "存在问题": [{"标题": "", "各段": late or ["没有。"]}],
        "下一步工作": [{"标题": "", "各段": ["继续推进。"]}], "报送情况": [f"问题{found}处。"], "报": "甲", "印数": 1,
    }  # fmt: skip
    return values


# ---- the comparison


def timed(work: Callable[[Path, Path], int], folder: Path, forms: int) -> float:
    """CPU seconds of one whole run."""
    out = folder / "out"
    out.mkdir(exist_ok=True)
    start = time.process_time()
    made = work(folder, out)
    spent = time.process_time() - start
    if made != forms:
        message = f"{made} documents of {forms} were made"
        raise RuntimeError(message)
    return spent


def main() -> None:
    """Run both ways in turn and print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        prepare(folder, wanted.forms)
        forms = len(list((folder / "inputs" / "宽计划" / "2025-04").glob("*.xlsx")))
        spent: dict[str, list[float]] = {"ours": [], "obvious": []}
        for _ in range(wanted.rounds):
            spent["ours"].append(timed(ours, folder, forms))
            spent["obvious"].append(timed(obvious, folder, forms))
    mine, theirs = (statistics.median(spent[way]) for way in ("ours", "obvious"))
    print(f"{forms} forms to {forms} briefs, CPU, median of {wanted.rounds} rounds in turn")
    print(f"this program     {mine:7.2f} s  {mine / forms * 1000:6.1f} ms a unit")
    print(f"the obvious way  {theirs:7.2f} s  {theirs / forms * 1000:6.1f} ms a unit")
    print(f"ratio            {theirs / mine:7.1f}")


if __name__ == "__main__":
    main()
