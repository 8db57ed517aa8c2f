"""A form that came back: what the unit has explained is settled, what it left untouched is told again with a count."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportgen.checks.case import says_something
from reportgen.findings import Hit, Severity
from reportgen.forms.asked import normal
from reportgen.intake.filings import Damage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from reportgen.findings import Finding, Place
    from reportgen.intake.filings import Filing
    from reportgen.intake.rounds import Point

_CHANGED: Final = "locked_cells_are_unchanged"
_OFFICE_DECIDES: Final = ("not_applicable_is_confirmed",)
"""Questions that no word of the unit settles (design section 5: 不适用)."""
MOST_VALUE: Final = 2000
"""Characters of a value that are kept to tell whether it was touched."""


def settled(findings: Iterable[Finding], filing: Filing) -> tuple[Finding, ...]:
    """The findings of a filing in the light of its 您的说明 and of what was asked when it was sent back."""
    asked = {point.key: point for point in filing.round.points}
    if not asked:
        return tuple(findings)
    return tuple(_settled(f, filing, asked.get(key_of(filing, f))) if f.is_owed else f for f in findings)


def _settled(finding: Finding, filing: Filing, point: Point | None) -> Finding:
    if point is None:
        return finding
    untouched = normal(value_of(filing, finding)[:MOST_VALUE]) == normal(point.value)
    # An answer of an earlier round was about the value that stood there then.
    answer = point.answer or (point.kept if untouched else "")
    if finding.severity is Severity.VERIFY and says_something(answer) and may_be_explained(finding):
        return replace(finding, explanation=answer, explained=True, times=point.times)
    return replace(finding, explanation=answer, times=point.times + 1 if untouched else 1)


def may_be_explained(finding: Finding) -> bool:
    """Whether a reason of the unit's settles it: only what is doubtful, and only what it may decide."""
    return finding.rule.severity is Severity.VERIFY and finding.rule.name not in _OFFICE_DECIDES


def key_of(filing: Filing, finding: Finding) -> tuple[str, str, str, str]:
    """Rule and identity of the cell, so that sorted or shifted rows are the same."""
    entry = filing.entry_at(finding.place)
    if entry is None:
        # Of many changed cells in a sheet one finding is made, which names the first: that cell is what is compared.
        hurt = (i.place.label for i in filing.injuries if finding.place.cell and _same_cell(i.place, finding.place))
        return finding.rule.code, finding.place.sheet or "", "", next(hurt, finding.place.label)
    return finding.rule.code, entry.place.sheet or "", entry.id, entry.field


def value_of(filing: Filing, finding: Finding) -> str:
    """What stands in the cell that a finding is about."""
    entry = filing.entry_at(finding.place)
    return finding.value if entry is None else entry.raw


def _same_cell(one: Place, other: Place) -> bool:
    return (one.sheet, one.cell) == (other.sheet, other.cell)


def one_by_one(findings: Iterable[Finding], filing: Filing) -> Iterator[Finding]:
    """The findings with every changed locked cell by itself: each must be put right in its own place."""
    for finding in findings:
        changed = [
            injury
            for injury in filing.injuries
            if injury.damage is Damage.LOCKED_CHANGED and injury.place.sheet == finding.place.sheet
        ]
        labels = {injury.place.label for injury in changed}
        if finding.rule.name != _CHANGED or not changed or finding.place.label in labels:
            yield finding
            continue
        for injury in changed:
            hit = Hit(injury.place, injury.seen, injury.sent)
            alone = finding.rule.finding(hit, finding.department, finding.period)
            yield replace(alone, times=finding.times, explanation=finding.explanation)
