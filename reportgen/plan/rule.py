"""A rule about the plan itself: one function, its docstring the reason, and how grave it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.findings import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.plan.model import Grade, Plan

Told = tuple[Place, str, str]
"""Where, what is wrong (continues the place), and what to do."""


@dataclass(frozen=True, slots=True)
class PlanRule:
    """One row of the catalogue of plan rules."""

    code: str
    grade: Grade
    title: str
    check: Callable[[Plan], Iterator[Told]]


READING: Final = {
    "J100": "计划打不开，或一个文件夹里有两个计划",
    "J101": "缺工作表",
    "J102": "缺栏目",
    "J103": "必填的没有填",
    "J104": "填的内容认不出来",
    "J105": "公式出错或没有结果",
    "J106": "目标写给了不存在的指标",
    "J107": "工作表改了名",
    "J108": "合并了单元格",
    "J109": "示例行没有改",
}
"""What reading a plan complains of, by code; all of it is 必须改."""
