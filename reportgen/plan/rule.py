"""A rule about the plan itself: one function, its docstring the reason, and how grave it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
    check: Callable[[Plan], Iterator[Told]]
