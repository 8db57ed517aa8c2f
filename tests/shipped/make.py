"""Make the shipped inputs and templates from their definitions: run it after changing a form, a plan or a template.

python tests/shipped/make.py writes inputs/ and templates/ anew.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reportgen.plan.workbook import read_plan
from reportgen.plan.writing import write_plan
from reportgen.rehearsal import rehearse
from reportgen.word.house import SHIPPED
from reportgen.workbooks.read import read
from shipped import jiangan_2022, jiangan_2025, linkong_2021

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
PLANS = (jiangan_2025, jiangan_2022, linkong_2021)


def plan_bytes(plan: ModuleType = jiangan_2025) -> bytes:
    """The plan workbook of a notice, that of 岸政办〔2025〕5号 by default."""
    return write_plan(plan.TABLES, plan.TITLE)


def inputs() -> Iterator[tuple[str, bytes]]:
    """Every file below inputs/: the plans, each with the first months of its rehearsal."""
    for plan in PLANS:
        content = plan_bytes(plan)
        yield f"{plan.FOLDER}/计划.xlsx", content
        for one in rehearse(read_plan(read(content), "计划.xlsx"), plan.YEAR):
            if one.name.partition("/")[0] > str(plan.LAST_MONTH):
                break
            yield f"{plan.FOLDER}/{one.name}", one.content


def templates() -> Iterator[tuple[str, bytes]]:
    """Every file in templates/."""
    for kind, make in SHIPPED.items():
        yield f"{kind}.docx", make()


def main() -> None:
    """Write both folders."""
    for plan in PLANS:
        shutil.rmtree(ROOT / "inputs" / plan.FOLDER, ignore_errors=True)
    for folder, files in (("inputs", inputs()), ("templates", templates())):
        for name, content in files:
            path = ROOT / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            print(path.relative_to(ROOT), len(content))


if __name__ == "__main__":
    main()
