"""How long a large plan takes to be read and checked, a row, beside reading the same workbook with openpyxl.

python tests/benchmarks/plan_check.py prints a line a size; the cost grows with the cells, so the last column stays flat.
"""

from __future__ import annotations

import io
import sys
import time
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import openpyxl

from reportgen.plan.contradictions import examine
from reportgen.plan.workbook import read_plan
from reportgen.plan.writing import write_plan
from reportgen.workbooks.read import read

if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.plan.tables import Cells

UNITS, INDICATORS, TASKS = 500, 60, 200
ROUNDS = 3


def tables(units: int, indicators: int, tasks: int) -> dict[str, list[Cells]]:
    """A plan in which every indicator is shared out among all units and every task has eight of them."""
    names = [f"第{number}单位" for number in range(units)]
    codes = [f"Z{number}" for number in range(indicators)]
    basics: Cells = {
        "计划编号": "大-1", "计划名称": "大计划", "简称": "大计划", "统筹单位": names[0],
        "起始日期": date(2025, 1, 1), "结束日期": date(2025, 12, 31),
    }  # fmt: skip
    shares = [_share(name, codes, 2) for name in names]
    return {
        "基本信息": [{"项目": item, "内容": value} for item, value in basics.items()],
        "单位": [{"单位名称": name, "简称与别名": f"{name}简称", "类别": "部门"} for name in names],
        "指标": [
            {"指标编号": code, "指标名称": f"指标{code}", "计量单位": "家", "类型": "年内累计", "牵头单位": names[0],
             "填报单位": "各分解单位"} for code in codes
        ],
        "年度目标": [{"指标编号": code, "年份": 2025, "目标值": Decimal(2 * units)} for code in codes],
        "任务": [
            {"任务编号": f"二-{n}", "章节": "（一）章", "任务名称": f"任务{n}", "牵头单位": names[n % units],
             "责任单位": "、".join(names[(n * 8 + k) % units] for k in range(8)), "完成时限": date(2025, 12, 31)}
            for n in range(tasks)
        ],
        "指标分解": [*shares, _share("合计", codes, 2 * units)],
    }  # fmt: skip


def _share(name: str, codes: list[str], value: int) -> Cells:
    row: Cells = {"年份": 2025, "单位名称": name}
    for code in codes:
        row[code] = value
    return row


def fastest(work: Callable[[], object]) -> float:
    """Seconds of the fastest of a few rounds."""
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times)


def with_openpyxl(content: bytes) -> int:
    """The obvious way to get at the cells, and nothing else."""
    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    return sum(len(row) for sheet in book for row in sheet.iter_rows(values_only=True))


def main() -> None:
    """Print a line for a quarter, a half and the whole of the plan."""
    for share in (4, 2, 1):
        made = tables(UNITS // share, INDICATORS, TASKS // share)
        content = write_plan(made, "大计划")
        rows = sum(map(len, made.values()))
        cells = sum(len(row) for table in made.values() for row in table)
        plan = read_plan(read(content, merges=True), "计划.xlsx")
        reading = fastest(lambda content=content: read_plan(read(content, merges=True), "计划.xlsx"))  # type: ignore[misc]
        checking = fastest(lambda plan=plan: examine(replace(plan)))  # type: ignore[misc]
        peer = fastest(lambda content=content: with_openpyxl(content))  # type: ignore[misc]
        whole = reading + checking
        print(
            f"{rows}行{cells}格：读{reading * 1e3:.0f}ms，核对{checking * 1e3:.0f}ms，共{whole:.2f}s，"
            f"每行{whole / rows * 1e3:.2f}ms，每格{whole / cells * 1e6:.1f}µs；openpyxl只读格{peer:.2f}s，"
            f"为其{whole / peer:.2f}倍"
        )


if __name__ == "__main__":
    main()
