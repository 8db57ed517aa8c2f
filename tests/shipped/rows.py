"""What the shipped plans have in common: names in one cell, a month's dates, and the thresholds that no notice sets."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from reportgen.plan import sheets

if TYPE_CHECKING:
    from reportgen.plan.tables import Cells


def names(*of: str) -> str:
    """Several units or codes in one cell."""
    return "、".join(of)


def in_next_month(year: int, month: int, day: int) -> date:
    """A day of the month after; December's is in January."""
    return date(year + month // 12, month % 12 + 1, day)


def clauses(notice: str) -> list[Cells]:
    """Sheet 考核办法 with the program's own thresholds, each said to be that; `notice` is 通知 or 方案."""
    ground = f"{notice}没有规定，用的是程序默认值，待确认。"
    return [{"项目": one.name, "数值": int(one.default), "依据": ground} for one in sheets.CLAUSES_KNOWN]
