"""A plan is examined before a form goes out: every rule about the plan, and what keeps one from being used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.plan.doubts import DOUBTS
from reportgen.plan.faults import FAULTS
from reportgen.plan.model import Grade, Plan, PlanError, PlanFinding

if TYPE_CHECKING:
    from collections.abc import Iterable

RULES: Final = (*FAULTS, *DOUBTS)
"""The gravest first."""


def examine(plan: Plan) -> tuple[PlanFinding, ...]:
    """Everything in which a plan contradicts itself, the gravest first."""
    return tuple(
        PlanFinding(rule.grade, rule.code, place, f"{place}{message}", fix)
        for rule in RULES
        for place, message, fix in rule.check(plan)
    )


def refuse_unusable(findings: Iterable[PlanFinding]) -> None:
    """Raise `PlanError` with every finding that keeps the plan from being used."""
    grave = tuple(finding for finding in findings if finding.grade is Grade.MUST)
    if grave:
        raise PlanError(grave)
