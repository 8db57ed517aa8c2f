"""豁免: the findings that the office lets pass, and how often each row of the sheet was used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reportgen.findings import Severity
from reportgen.plan.in_force import in_force

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reportgen.findings import Finding
    from reportgen.intake.filings import Filing
    from reportgen.intake.gather import Received
    from reportgen.plan.model import Plan, Waiver


@dataclass(frozen=True, slots=True)
class Waived:
    """A finding with the row of 豁免 that lets it pass."""

    finding: Finding
    waiver: Waiver

    def as_json(self) -> dict[str, str | None]:
        """The finding as the contract lists it, with who let it pass and why."""
        row = self.waiver
        return {**self.finding.as_json(), "reason": row.reason, "approver": row.approver, "row": str(row.row.number)}


@dataclass(frozen=True, slots=True)
class Use:
    """A row of 豁免 with what it let pass in the month, and how much in all months."""

    waiver: Waiver
    here: tuple[str, ...]
    everywhere: int


def let_pass(
    plan: Plan, filing: Filing | None, findings: Iterable[Finding]
) -> tuple[tuple[Finding, ...], tuple[Waived, ...]]:
    """The findings that stand, and those that 豁免 lets pass.

    A row names a rule (code or title) or what the finding is about (编号). 退回 is never let pass: of a form that
    nobody can read there is nothing to be used.
    """
    everything = tuple(findings)
    if not plan.waivers:
        return everything, ()
    about = _ids(filing) if filing is not None else {}
    stand: list[Finding] = []
    passed: list[Waived] = []
    for finding in everything:
        row = None
        if finding.severity is not Severity.RETURN and finding.period is not None:
            names = (finding.rule.code, finding.rule.title, finding.rule.name, *_about(finding, about))
            row = in_force(plan, finding.period).waiver(names, finding.department, finding.period)
        if row is None:
            stand.append(finding)
        else:
            passed.append(Waived(finding, row))
    return tuple(stand), tuple(passed)


def _ids(filing: Filing) -> dict[tuple[str | None, str], tuple[str, ...]]:
    """By sheet and row: the 编号 that stands there; of a milestone that of its task too."""
    return {
        (entry.place.sheet, _row(entry.place.cell)): (entry.id, entry.id.partition("/")[0])
        for entry in filing.entries
        if entry.id
    }


def _about(finding: Finding, ids: dict[tuple[str | None, str], tuple[str, ...]]) -> tuple[str, ...]:
    return ids.get((finding.place.sheet, _row(finding.place.cell)), ())


def _row(cell: str | None) -> str:
    """The number of the row of I5, or of a whole row 5:5."""
    return "".join(c for c in (cell or "").partition(":")[0] if c.isdigit())


def uses(
    plan: Plan, here: Sequence[Waived], everywhere: Sequence[Waived], chosen: Sequence[Received], month: object
) -> Iterator[Use]:
    """Every row of 豁免 in the order of the sheet; `chosen` are the forms that a row names."""
    for waiver in plan.waivers:
        number = waiver.row.number
        let_in = [one for one in chosen if one.chosen is not None and one.chosen.row.number == number]
        own = tuple(f"{w.finding.place}（{w.finding.rule.code}）" for w in here if w.waiver.row.number == number)
        own += tuple(f"采用「{one.name}」" for one in let_in if one.filing is not None and one.filing.period == month)
        yield Use(waiver, own, sum(w.waiver.row.number == number for w in everywhere) + len(let_in))
