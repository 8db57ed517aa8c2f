"""What a correction copy with 20 marked cells costs, beside loading, marking and saving the same form with openpyxl.

python tests/benchmarks/correction_copies.py prints both times and their ratio; openpyxl loses cached values and
pictures on the way, so that it is a measure of speed only.
"""

from __future__ import annotations

import hashlib
import io
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import openpyxl
from office import PLAN, form, plan
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill, Protection

from reportgen.checks import check
from reportgen.checks.case import Case
from reportgen.corrections.copy import correction_copy
from reportgen.forms.workbook import write_form
from reportgen.intake.arrivals import Arrival
from reportgen.intake.reading import identity, read_filing
from reportgen.workbooks.read import read

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CELLS, ROUNDS = 20, 15
_BLANK = "".join(f"Y{n}  | 指标{n} | 家 | 年内累计 | 甲局 |  |  |  |  |\n" for n in range(CELLS))
_GOALS = "".join(f"Y{n} | 2025 | 24\n" for n in range(CELLS))


def crowded() -> str:
    """The plan of the tests with as many more indicators."""
    text = PLAN.replace("\n[年度目标]", f"{_BLANK}\n[年度目标]")
    return text.replace("\n[任务]", f"{_GOALS}\n[任务]")


def with_openpyxl(content: bytes, places: Sequence[tuple[str, str, str]]) -> bytes:
    """The usual recipe: load, colour, unlock, note, save."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    fill, loose = PatternFill("solid", fgColor="FFF8B9B0"), Protection(locked=False)
    for sheet, cell, words in places:
        marked = book[sheet][cell]
        marked.fill, marked.protection, marked.comment = fill, loose, Comment(words, "校核")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def seconds(work: Callable[[], object]) -> float:
    """The median of some rounds, of the processor's time: others may use the machine."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return statistics.median(taken)


def main() -> None:
    """Print the two times and the ratio."""
    of = plan(crowded())
    asked = form(of=of)
    answers = {("指标进展", f"Y{n}", "本月累计"): "约12" for n in range(CELLS)}
    content = write_form(asked, dict(answers))
    book = read(content)
    known = identity(book, "甲局.xlsx", [of], of.basics.code)
    arrived = Arrival("甲局.xlsx", Path("甲局.xlsx"), hashlib.sha256(content).hexdigest(), 0.0)
    filing = read_filing(book, arrived, known, of, "甲局")
    wrong = [f for f in check(Case(filing, asked)) if f.place.label.endswith("本月累计") and f.value == "约12"]
    assert len(wrong) == CELLS
    assert isinstance(correction_copy(filing, wrong, content), bytes)
    places = [(f.place.sheet or "", f.place.cell or "", f.message) for f in wrong]
    ours = seconds(lambda: correction_copy(filing, wrong, content))
    theirs = seconds(lambda: with_openpyxl(content, places))
    print(f"{CELLS} cells: copy {ours * 1000:.1f} ms, openpyxl {theirs * 1000:.1f} ms, ratio {theirs / ours:.1f}")


if __name__ == "__main__":
    main()
