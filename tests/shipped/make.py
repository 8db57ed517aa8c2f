"""Make the shipped inputs and templates from their definitions: run it after changing a form, a plan or a template.

python tests/shipped/make.py writes inputs/ and templates/ anew.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from reportgen.period import Period
from reportgen.plan.workbook import read_plan
from reportgen.plan.writing import write_plan
from reportgen.rehearsal import rehearse
from reportgen.word.house import SHIPPED
from reportgen.workbooks.read import read
from shipped import jiangan_2025

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
YEAR = 2025
LAST_MONTH = Period(2025, 6)


def plan_bytes() -> bytes:
    """The plan workbook of 岸政办〔2025〕5号."""
    return write_plan(jiangan_2025.TABLES, jiangan_2025.TITLE)


def inputs() -> Iterator[tuple[str, bytes]]:
    """Every file below inputs/: the plan, and April to June of its rehearsal."""
    content = plan_bytes()
    yield f"{jiangan_2025.FOLDER}/计划.xlsx", content
    for one in rehearse(read_plan(read(content), "计划.xlsx"), YEAR):
        if one.name.partition("/")[0] <= str(LAST_MONTH):
            yield f"{jiangan_2025.FOLDER}/{one.name}", one.content


def templates() -> Iterator[tuple[str, bytes]]:
    """Every file in templates/."""
    for kind, make in SHIPPED.items():
        yield f"{kind}.docx", make()


def main() -> None:
    """Write both folders."""
    shutil.rmtree(ROOT / "inputs" / jiangan_2025.FOLDER, ignore_errors=True)
    for folder, files in (("inputs", inputs()), ("templates", templates())):
        for name, content in files:
            path = ROOT / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            print(path.relative_to(ROOT), len(content))


if __name__ == "__main__":
    main()
