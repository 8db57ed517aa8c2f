"""The verdict on every file, and who has filed, late, not at all, or must file again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from reportgen.findings import Severity
from reportgen.intake.gather import order_of_receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from reportgen.findings import Finding
    from reportgen.intake.gather import Received
    from reportgen.period import Period
    from reportgen.plan.model import Department, Plan


class Verdict(StrEnum):
    """What became of a file (design section 6)."""

    USED = "采用"
    USED_WITH_QUESTIONS = "采用但有说明"
    USED_IN_PART = "部分采用"
    RETURNED = "退回"
    REPLACED = "被替代"


def verdict_of(received: Received, findings: Iterable[Finding]) -> Verdict:
    """The verdict that the gravest finding about a file makes."""
    findings = tuple(findings)
    severities = {finding.severity for finding in findings}
    if Severity.RETURN in severities or received.filing is None or (received.locked and not received.locked.instead):
        return Verdict.RETURNED
    if not received.counts:
        return Verdict.REPLACED
    return verdict_by_itself(findings)


def verdict_by_itself(findings: Iterable[Finding]) -> Verdict:
    """What a version was worth before another came: how often a form came back is counted by it."""
    severities = {finding.severity for finding in findings}
    if Severity.RETURN in severities:
        return Verdict.RETURNED
    if Severity.ERROR in severities:
        return Verdict.USED_IN_PART
    return Verdict.USED_WITH_QUESTIONS if Severity.VERIFY in severities else Verdict.USED


class Presence(StrEnum):
    """报送情况 of a department in a month; the four add up to those who were asked."""

    IN_TIME = "按时报送"
    LATE = "逾期报送"
    RETURNED = "退回"
    MISSING = "未报送"


@dataclass(frozen=True, slots=True)
class Turnout:
    """One department's month: whether its form came, when, and what became of it.

    `received` is the receipt of the first usable version, `corrected` that of the version that counts where it is
    another; `returned` how many versions before it came back; `code` the 校验码 of what counts.
    """

    department: Department
    presence: Presence
    verdict: Verdict | None = None
    file: str = ""
    received: date | None = None
    inferred: bool = False
    unreadable: bool = False
    corrected: date | None = None
    returned: int = 0
    code: str = ""


def turnout(
    plan: Plan,
    month: Period,
    received: Sequence[Received],
    verdicts: dict[str, Verdict],
    alone: Mapping[str, Verdict],
    sent_back: Sequence[str] = (),
) -> tuple[Turnout, ...]:
    """Every reporting department in the order of the plan; `verdicts` by file, `alone` what each was by itself.

    `sent_back` names the unit of every file that nobody could read and that lies there no longer.
    """
    found = []
    for department in plan.reporting_departments:
        own = [one for one in received if one.department == department.name]
        one = _turnout(plan, month, own, verdicts, department)
        found.append(replace(one, returned=_came_back(own, one.file, alone) + sent_back.count(department.name)))
    return tuple(found)


def _came_back(own: Sequence[Received], file: str, alone: Mapping[str, Verdict]) -> int:
    """How many versions before the one that stands were sent back, whole or in part."""
    standing = next((one for one in own if one.arrival.file == file), None)
    return sum(
        (one.trouble is not None or bool(one.contradictions))
        if one.filing is None
        else alone.get(one.arrival.file) in (Verdict.RETURNED, Verdict.USED_IN_PART)
        and (standing is None or order_of_receipt(one) < order_of_receipt(standing))
        for one in own
        if one is not standing and not one.same_as
    )


def _turnout(
    plan: Plan, month: Period, own: Sequence[Received], verdicts: dict[str, Verdict], department: Department
) -> Turnout:
    counted = next((one for one in own if one.counts and one.filing and one.filing.period == month), None)
    if counted is None:
        broken = next((one for one in own if one.trouble is not None or one.contradictions), None)
        if broken is not None:
            # It came, and must come again: never silently 没有报送.
            unreadable = broken.trouble is not None
            return Turnout(department, Presence.RETURNED, Verdict.RETURNED, broken.arrival.file, unreadable=unreadable)
        return Turnout(department, Presence.MISSING)
    verdict = verdicts[counted.arrival.file]
    day, inferred = (
        (counted.first.day, counted.first.inferred) if counted.first else (counted.received, counted.inferred)
    )
    late = day is not None and day > plan.due(month)
    presence = Presence.RETURNED if verdict is Verdict.RETURNED else Presence.LATE if late else Presence.IN_TIME
    later = counted.received if counted.received != day else None
    code = counted.filing.code if counted.filing else ""
    return Turnout(department, presence, verdict, counted.arrival.file, day, inferred, corrected=later, code=code)
