"""What a file and a filing must keep: CHECKS, and the findings they make."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.checks.against_history import HISTORY_CHECKS
from reportgen.checks.against_plan import PLAN_CHECKS
from reportgen.checks.between import BETWEEN_CHECKS, Together
from reportgen.checks.cells import CELL_CHECKS
from reportgen.checks.files import FILE_CHECKS
from reportgen.checks.form import FORM_CHECKS
from reportgen.checks.narrative import NARRATIVE_CHECKS
from reportgen.findings import RULE_BY_NAME, Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportgen.checks.accepted import Accepted
    from reportgen.checks.case import Case
    from reportgen.intake.gather import Received
    from reportgen.period import Period
    from reportgen.plan.model import Plan

CHECKS: Final = (*FORM_CHECKS, *CELL_CHECKS, *PLAN_CHECKS, *HISTORY_CHECKS, *NARRATIVE_CHECKS)
"""Every rule about a filing; a new one is a function, its name here and its row in the catalogue."""


def check_file(case: Received) -> tuple[Finding, ...]:
    """Everything the rules about files find in one file."""
    # Of a form that contradicts itself nobody can say which month it is for.
    period = case.identity.period if case.identity and not case.contradictions else None
    return tuple(
        RULE_BY_NAME[check.__name__].finding(hit, case.department, period)
        for check in FILE_CHECKS
        for hit in check(case)
    )


def check(case: Case) -> tuple[Finding, ...]:
    """Everything the rules find in one filing, all at once; a form that goes back as a whole is told only that."""
    found = tuple(
        RULE_BY_NAME[rule.__name__].finding(hit, case.filing.department, case.filing.period)
        for rule in CHECKS
        for hit in rule(case)
    )
    returned = tuple(finding for finding in found if finding.severity is Severity.RETURN)
    return returned or found


def check_between(plan: Plan, month: Period, filings: Sequence[Accepted]) -> tuple[Finding, ...]:
    """Everything that the filings of one month contradict in each other; `plan` as it is in force in that month."""
    place = {department.name: number for number, department in enumerate(plan.departments)}
    in_order = sorted(filings, key=lambda accepted: place.get(accepted.filing.department, len(place)))
    together = Together(plan, month, tuple(in_order))
    return tuple(
        RULE_BY_NAME[rule.__name__].finding(hit, accepted.filing.department, month)
        for rule in BETWEEN_CHECKS
        for accepted, hit in rule(together)
    )
