"""What of a filing is used: the answers that no grave finding struck out, and what was known before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from reportgen.findings import Severity
from reportgen.forms.asked import Carried, Known
from reportgen.forms.definition import DONE, INDICATORS, MILESTONES, NODE_DATE, NODE_DONE, STATUS, TASKS, VALUE
from reportgen.intake.filings import Source, State, state_of
from reportgen.plan.in_force import lineage
from reportgen.plan.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.findings import Finding
    from reportgen.intake.filings import Entry, Filing
    from reportgen.period import Period
    from reportgen.plan.model import Plan

_MERGED = 2


@dataclass(frozen=True)
class Accepted:
    """A filing with the cells that must not be used, and those whose value is used but questioned."""

    filing: Filing
    refused: frozenset[tuple[str, str]] = frozenset()
    questioned: frozenset[tuple[str, str]] = frozenset()
    received: date | None = None
    explained: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By sheet and cell, what the unit answered when it was asked about a doubtful value (您的说明)."""

    def reason(self, sheet: str, identity: str) -> str:
        """What the unit explained about a row when it was asked; "" where it was not asked or said nothing."""
        told = [
            self.explained[key]
            for entry in self.filing.entries
            if entry.sheet == sheet and entry.id == identity
            if (key := (entry.place.sheet or "", entry.place.cell or "")) in self.explained
        ]
        return "；".join(dict.fromkeys(told))

    def entry(self, sheet: str, identity: str, heading: str) -> Entry | None:
        """An answer that may be used; None where there is none or it was refused."""
        entry = self.filing.entry(sheet, identity, heading)
        if entry is None or (entry.place.sheet, entry.place.cell) in self.refused:
            return None
        return entry

    def text(self, sheet: str, identity: str, heading: str) -> str:
        """A text that may be used; "" where there is none."""
        entry = self.entry(sheet, identity, heading)
        return entry.raw if entry else ""

    def state(self, code: str) -> State:
        """Which of the kinds of empty an indicator's row is."""
        state = state_of(self.filing, code)
        return State.BLANK if state is State.GIVEN and self.value(code) is None else state

    def value(self, code: str) -> Decimal | None:
        """An indicator's value as typed and accepted."""
        entry = self.entry(INDICATORS.name, code, VALUE)
        return entry.value if entry and isinstance(entry.value, Decimal) else None

    def status(self, code: str) -> Status | None:
        """A task's status as chosen."""
        entry = self.entry(TASKS.name, code, STATUS)
        return entry.value if entry and isinstance(entry.value, Status) else None

    def finished(self, node: str) -> date | None:
        """The day on which a milestone was reached; None while it is not."""
        if self.text(MILESTONES.name, node, NODE_DONE) != "是":
            return None
        entry = self.entry(MILESTONES.name, node, NODE_DATE)
        return entry.value if entry and isinstance(entry.value, date) else None

    def is_questioned(self, entry: Entry) -> bool:
        """Whether the department still owes an answer about this cell."""
        return (entry.place.sheet, entry.place.cell) in self.questioned

    def source(self, entry: Entry) -> Source:
        """Where an answer comes from."""
        return Source(entry.place, self.filing.department, self.filing.person, self.received)


History = Mapping[str, tuple[Accepted, ...]]
"""By department, its accepted filings, oldest first."""


def accept(filing: Filing, findings: Iterable[Finding], received: date | None = None) -> Accepted | None:
    """The filing as far as it may be used; None where it goes back as a whole."""
    by_severity: dict[Severity, set[tuple[str, str]]] = {severity: set() for severity in Severity}
    explained: dict[tuple[str, str], str] = {}
    for finding in findings:
        if finding.severity is Severity.RETURN:
            return None
        if finding.place.sheet and finding.place.cell:
            by_severity[finding.severity].add((finding.place.sheet, finding.place.cell))
            if finding.explained:
                explained[finding.place.sheet, finding.place.cell] = finding.explanation
    refused, questioned = by_severity[Severity.ERROR], by_severity[Severity.VERIFY]
    return Accepted(filing, frozenset(refused), frozenset(questioned), received, explained)


def questioned_by(accepted: Accepted, findings: Iterable[Finding]) -> Accepted:
    """The filing with the cells marked that later findings ask about; none of them takes a value away."""
    cells = {(f.place.sheet, f.place.cell) for f in findings if f.severity is Severity.VERIFY and f.place.cell}
    marked = {(sheet, cell) for sheet, cell in cells if sheet is not None and cell is not None}
    return replace(accepted, questioned=accepted.questioned | marked)


def known_before(past: Sequence[Accepted]) -> Known:
    """What a department's earlier filings tell, the latest word on each thing."""
    values: dict[str, Carried] = {}
    statuses: dict[str, Status] = {}
    for accepted in past:
        month = accepted.filing.period
        for code in accepted.filing.ids.get(INDICATORS.name, ()):
            value = accepted.value(code)
            if value is not None and accepted.state(code) in (State.GIVEN, State.NO_PROGRESS):
                values[code] = Carried(value, month)
            elif accepted.state(code) is State.NO_PROGRESS and code in values:
                values[code] = Carried(values[code].value, month)
        for code in accepted.filing.ids.get(TASKS.name, ()):
            status = accepted.status(code)
            if status is not None:
                statuses[code] = status
    ids = {node for accepted in past for node in accepted.filing.ids.get(MILESTONES.name, ())}
    found = {node: day for node in sorted(ids) if (day := finished_by(past, node)[1]) is not None}
    nodes = {node: day for node, day in found.items() if past[-1].filing.period.runs_out(day)}
    return Known(values, statuses, nodes)


def past_of(plan: Plan, history: History, department: str) -> tuple[Accepted, ...]:
    """A department's accepted filings, oldest first, with those of the units that it was until it got its name."""
    names = lineage(plan, department)
    if len(names) == 1:
        return history.get(department, ())
    filed = [accepted for name in names for accepted in history.get(name, ())]
    return tuple(sorted(filed, key=lambda accepted: accepted.filing.period))


def past_before(plan: Plan, history: History, department: str, month: Period) -> tuple[Accepted, ...]:
    """A department's accepted filings of the months before one, oldest first."""
    return tuple(one for one in past_of(plan, history, department) if one.filing.period < month)


def known_of(plan: Plan, department: str, past: Sequence[Accepted]) -> Known:
    """What a department's earlier filings tell; what merged units had each is added where the indicator adds up."""
    by_name: dict[str, list[Accepted]] = {}
    for accepted in past:
        by_name.setdefault(accepted.filing.department, []).append(accepted)
    former = [known_before(filed) for name, filed in by_name.items() if name != department]
    if len(former) < _MERGED:
        return known_before(past)
    whole = known_before(past)
    values = dict(whole.values)
    own = known_before(by_name.get(department, ()))
    for code in values.keys() - own.values.keys():
        indicator = plan.indicator(code)
        parts = [known.values[code] for known in former if code in known.values]
        if indicator is not None and indicator.kind.adds_up:
            values[code] = Carried(sum((part.value for part in parts), Decimal(0)), values[code].month)
    return Known(values, whole.statuses, whole.nodes)


def finished_by(past: Sequence[Accepted], node: str) -> tuple[Accepted | None, date | None]:
    """The day on which a milestone was reached and who told it; the latest word counts, and 否 takes 是 back."""
    told: tuple[Accepted | None, date | None] = (None, None)
    for accepted in past:
        day = accepted.finished(node)
        if day is not None:
            told = (accepted, day)
        elif accepted.text(MILESTONES.name, node, NODE_DONE) == "否":
            told = (None, None)
    return told


def last_text(past: Sequence[Accepted], code: str, heading: str = DONE) -> str:
    """What the department wrote of a task in its last filing."""
    return past[-1].filing.text(TASKS.name, code, heading) if past else ""


def increases(past: Sequence[Accepted], code: str) -> tuple[Decimal, ...]:
    """The monthly increases of a cumulative figure so far, oldest first, within the last filing's year."""
    if not past:
        return ()
    year = past[-1].filing.period.year
    seen = [(a.filing.period, v) for a in past if a.filing.period.year == year and (v := a.value(code)) is not None]
    found: list[Decimal] = []
    for (before, smaller), (after, larger) in pairwise(seen):
        months = after.index - before.index
        found += [(larger - smaller) / months] * months
    if seen:
        # The first figure of the year is the sum of all its months.
        found = [seen[0][1] / seen[0][0].index] * seen[0][0].index + found
    return tuple(found)
