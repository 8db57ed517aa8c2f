"""The plan as it stands in a month: targets as adjusted until then, units under the names that they bore then."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.plan.model import Plan, Reporting
from reportgen.wording import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from decimal import Decimal

    from reportgen.period import Period
    from reportgen.plan.model import Adjustment, Allocation, Department, Indicator, Target

_QUARTER_ENDS = (3, 6, 9, 12)


def in_force(plan: Plan, month: Period) -> Plan:
    """The plan as of a month; the plan itself where nothing ever changes. Made once a month and kept."""
    whole = plan.origin or plan
    if month not in whole.views:
        whole.views[month] = _view(whole, month) if _changes(whole) else whole
    return whole.views[month]


def lineage(plan: Plan, department: str) -> tuple[str, ...]:
    """The names under which a department's filings stand, those of the units that it came from first."""
    return tuple(dict.fromkeys(_lineage(plan.origin or plan, department, frozenset())))


def _lineage(plan: Plan, name: str, seen: frozenset[str]) -> Iterator[str]:
    department = plan.department(name)
    bears_it = department is not None and department.name == name  # not as an alias or of old
    for former in department.former if department and bears_it and department.since else ():
        if former not in seen:
            yield from _lineage(plan, former, seen | {name})
    yield name


def _changes(plan: Plan) -> bool:
    moved = any(department.since for department in plan.departments)
    yearly = any(target.comparison for indicator in plan.indicators for target in indicator.targets)
    years = len({allocation.year for allocation in plan.allocations}) > 1
    return bool(plan.adjustments) or moved or yearly or years


def _view(plan: Plan, month: Period) -> Plan:
    names = _Names(plan, month)
    return replace(
        plan,
        basics=replace(plan.basics, coordinator=names.first(plan.basics.coordinator)),
        departments=tuple(names.departments()),
        indicators=tuple(_indicator(plan, indicator, month, names) for indicator in plan.indicators),
        tasks=tuple(replace(t, leads=names.each(t.leads), partners=names.each(t.partners)) for t in plan.tasks),
        milestones=tuple(replace(m, department=names.first(m.department)) for m in plan.milestones),
        allocations=tuple(_allocations(plan, month, names)),
        origin=plan,
    )


def adjustment_words(change: Adjustment, unit: str) -> str:
    """自2025年7月起由50名调整为60名（岸政办〔2025〕20号)."""
    document = change.document.strip("（）()")
    return f"自{change.since.label}起由{plain(change.old)}{unit}调整为{plain(change.new)}{unit}（{document}）"


# ---- units


class _Names:
    """Which name a unit bears in a month."""

    def __init__(self, plan: Plan, month: Period) -> None:
        self.month = month
        self.plan = plan
        self.by_name = {department.name: department for department in plan.departments}
        self.heirs = {
            former: department
            for department in plan.departments
            if department.since and department.since <= month
            for former in department.former
        }

    def borne(self, name: str, seen: frozenset[str] = frozenset()) -> tuple[str, ...]:
        """The names that stand for a name in this month: its heir's, its forerunners', else its own."""
        if name in seen:
            return (name,)
        seen |= {name}
        heir = self.heirs.get(name)
        if heir is not None:
            return self.borne(heir.name, seen)
        department = self.by_name.get(name)
        if department and department.former and department.since and department.since > self.month:
            return tuple(now for former in department.former for now in self.borne(former, seen))
        return (name,)

    def each(self, names: Sequence[str]) -> tuple[str, ...]:
        """All the names as of this month, each once."""
        return tuple(dict.fromkeys(now for name in names for now in self.borne(name)))

    def first(self, name: str) -> str:
        """One name as of this month, the first where it stands for several."""
        return self.borne(name)[0] if name else name

    def departments(self) -> Iterator[Department]:
        """The units that exist in this month."""
        for department in self.plan.departments:
            now = self.borne(department.name)
            if now == (department.name,):
                yield replace(department, members=self.each(department.members))
            elif department.since and department.since > self.month:
                yield from self._forerunners(department, now)

    def _forerunners(self, department: Department, now: Sequence[str]) -> Iterator[Department]:
        """Units that only the column 原名 names; they are like the unit that they became."""
        known = (department.name, *department.aliases) if len(now) == 1 else ()
        for name in now:
            if name not in self.by_name:
                yield replace(department, name=name, aliases=known, former=(), since=None)


def _allocations(plan: Plan, month: Period, names: _Names) -> Iterator[Allocation]:
    """The year's shares; those of units that were merged are added where the indicator adds up."""
    adding = {indicator.code for indicator in plan.indicators if indicator.kind.adds_up}
    found: dict[tuple[int, str, str], Allocation] = {}
    for share in plan.allocations:
        if share.year != month.year:
            continue
        here = replace(share, department=names.first(share.department))
        key = here.year, here.department, here.indicator
        before = found.get(key)
        if before is None:
            found[key] = here
        elif here.indicator in adding:
            found[key] = replace(before, value=before.value + here.value)
    yield from found.values()


# ---- targets


def _indicator(plan: Plan, indicator: Indicator, month: Period, names: _Names) -> Indicator:
    changes = sorted((a for a in plan.adjustments if a.indicator == indicator.code), key=lambda a: a.since)
    targets = tuple(_adjusted(target, changes, month) for target in indicator.targets)
    now = next((target for target in targets if target.year == month.year), None)
    return replace(
        indicator,
        lead=names.first(indicator.lead),
        reporters=tuple(
            n for r in indicator.reporters for n in (names.borne(r) if r not in tuple(Reporting) else (r,))
        ),
        comparison=now.comparison if now and now.comparison else indicator.comparison,
        targets=targets,
    )


def _adjusted(target: Target, changes: Sequence[Adjustment], month: Period) -> Target:
    for change in changes:
        if change.since <= month and change.since.year == target.year:
            target = _changed(target, change)
    return target


def _changed(target: Target, change: Adjustment) -> Target:
    """The target with one adjustment: goals that lie before it stay, later ones grow or shrink with the year's."""

    def scaled(goal: Decimal | None, at: int) -> Decimal | None:
        if goal is None or at < change.since.index:
            return goal
        return goal * change.new / target.value if target.value else change.new

    return replace(
        target,
        value=change.new,
        quarters=_each(target.quarters, _QUARTER_ENDS, scaled),
        months=_each(target.months, range(1, 13), scaled),
        changed=(*target.changed, change),
    )


def _each(
    goals: Sequence[Decimal | None], ends: Sequence[int], scaled: Callable[[Decimal | None, int], Decimal | None]
) -> tuple[Decimal | None, ...]:
    return tuple(scaled(goal, end) for goal, end in zip(goals, ends, strict=False))
