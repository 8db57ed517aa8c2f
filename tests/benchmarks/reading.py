"""Forms of forty rows read and checked, beside openpyxl loading them, once and twice, and pandas with openpyxl.

python tests/benchmarks/reading.py [--forms 1000] prints seconds of processor time for each way, one process, one run,
and for a quarter, a half and all of the forms, since the cost is to grow with the forms and not faster.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import openpyxl
import pandas as pd

from reportgen import rehearsal
from reportgen.batch import Desk, choose, examine_everything, load_plans
from reportgen.plan.workbook import read_plan
from reportgen.plan.writing import write_plan
from reportgen.workbooks.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from reportgen.plan.tables import Cells

INDICATORS, TASKS = 28, 12
PLAN = "四十行"


def _unit(name: str) -> Cells:
    return {"单位名称": name, "类别": "部门"}


def tables(units: int) -> dict[str, list[Cells]]:
    """A plan that asks every unit for 28 figures and 12 tasks."""
    names = [f"第{number}单位" for number in range(units)]
    codes = [f"Z{number}" for number in range(INDICATORS)]
    basics: Cells = {
        "计划编号": PLAN, "计划名称": "四十行计划", "简称": PLAN, "统筹单位": names[0],
        "起始日期": date(2025, 1, 1), "结束日期": date(2025, 12, 31),
    }  # fmt: skip
    shares: list[Cells] = []
    for name in names:
        row: Cells = {"年份": 2025, "单位名称": name}
        for code in codes:
            row[code] = 24
        shares.append(row)
    return {
        "基本信息": [{"项目": item, "内容": value} for item, value in basics.items()],
        "单位": [*map(_unit, names), {"单位名称": "各单位", "类别": "集合", "成员": "、".join(names), "是否填报": "否"}],
        "指标": [
            {"指标编号": code, "指标名称": f"第{code}项新增数", "计量单位": "家", "类型": "年内累计", "牵头单位": names[0],
             "填报单位": "各分解单位"} for code in codes
        ],
        "年度目标": [{"指标编号": code, "年份": 2025, "目标值": 24 * units} for code in codes],
        "任务": [
            {"任务编号": f"二-{n}", "章节": "（一）章", "任务名称": f"第{n}项任务", "牵头单位": names[0],
             "责任单位": "各单位", "完成时限": date(2025, 12, 31)} for n in range(TASKS)
        ],
        "指标分解": shares,
    }  # fmt: skip


def prepare(folder: Path, forms: int) -> None:
    """The plan and one month of forms that nobody forgot."""
    rehearsal._slips = lambda *_: {}  # noqa: SLF001 -- every form arrives, and arrives whole
    content = write_plan(tables(forms), PLAN)
    place = folder / "inputs" / PLAN
    place.mkdir(parents=True)
    (place / "计划.xlsx").write_bytes(content)
    for one in rehearsal.rehearse(read_plan(read(content), "计划.xlsx"), 2025):
        if not one.name.startswith("2025-01/"):
            break
        path = place / one.name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(one.content)


def ours(folder: Path, _: Sequence[Path]) -> None:
    """Read everything, check every cell."""
    desk = Desk(folder / "inputs", folder / "outputs", folder, datetime(2025, 1, 31))  # noqa: DTZ001 -- a fixed day
    plans = load_plans(desk.inputs)
    (examined,) = examine_everything(desk, plans, choose(plans, None), lambda _: None)
    owed = [finding.message for finding in examined.findings if finding.is_owed]
    if owed:
        message = f"{len(owed)} findings on clean forms: {owed[0]}"
        raise AssertionError(message)


def openpyxl_once(_: Path, forms: Sequence[Path]) -> None:
    """Load, nothing else."""
    for path in forms:
        openpyxl.load_workbook(path)


def openpyxl_twice(_: Path, forms: Sequence[Path]) -> None:
    """Formulas, then values: the usual recipe."""
    for path in forms:
        openpyxl.load_workbook(path)
        openpyxl.load_workbook(path, data_only=True)


def with_pandas(_: Path, forms: Sequence[Path]) -> None:
    """A data frame a sheet."""
    for path in forms:
        pd.read_excel(path, sheet_name=None, engine="openpyxl")


def seconds(work: Callable[[Path, Sequence[Path]], None], folder: Path, forms: Sequence[Path]) -> float:
    """Processor time of one run."""
    begin = time.process_time()
    work(folder, forms)
    return time.process_time() - begin


def main() -> None:
    """Print the ways side by side, then how the cost grows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--forms", type=int, default=1000)
    wanted = parser.parse_args().forms
    for count in (wanted // 4, wanted // 2, wanted):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            prepare(folder, count)
            forms = sorted((folder / "inputs" / PLAN / "2025-01").glob("*.xlsx"))
            mine = seconds(ours, folder, forms)
            print(f"{len(forms)}份：读并核对{mine:.2f}s，每份{mine / len(forms) * 1e3:.2f}ms", flush=True)
            if count == wanted:
                for way in (openpyxl_once, with_pandas, openpyxl_twice):
                    theirs = seconds(way, folder, forms)
                    print(f"{way.__name__} {theirs:.2f}s，是本程序的{theirs / mine:.1f}倍", flush=True)


if __name__ == "__main__":
    main()
