"""Rules that hold the units' filings of one month against each other; none of them can tell which side is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from statistics import median
from typing import TYPE_CHECKING, Final

from reportgen.checks.against_plan import short
from reportgen.checks.case import says_something
from reportgen.findings import Hit
from reportgen.forms.asked import goal_of
from reportgen.forms.definition import DONE, INDICATORS, PROBLEM, REMARK, STATUS, TASKS, VALUE
from reportgen.intake.filings import State
from reportgen.plan.model import Aggregation, Kind, Status
from reportgen.wording import cleaned, enumeration, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from reportgen.checks.accepted import Accepted
    from reportgen.intake.filings import Entry
    from reportgen.period import Period
    from reportgen.plan.model import Indicator, Plan


@dataclass(frozen=True)
class Together:
    """Every accepted filing of one month, in the order of the plan, beside the plan in force."""

    plan: Plan
    month: Period
    filings: tuple[Accepted, ...]

    @cached_property
    def by_department(self) -> Mapping[str, Accepted]:
        """The filings by department."""
        return {accepted.filing.department: accepted for accepted in self.filings}

    @cached_property
    def values(self) -> Mapping[str, tuple[tuple[Accepted, Entry, Decimal], ...]]:
        """By indicator, every department's figure of this month; a blank under 本月无进展 is not known here."""
        found: dict[str, list[tuple[Accepted, Entry, Decimal]]] = {}
        for accepted in self.filings:
            for code in accepted.filing.ids.get(INDICATORS.name, ()):
                entry, value = accepted.entry(INDICATORS.name, code, VALUE), accepted.value(code)
                usable = accepted.state(code) in (State.GIVEN, State.NO_PROGRESS)
                if entry is not None and value is not None and usable:
                    found.setdefault(code, []).append((accepted, entry, value))
        return {code: tuple(values) for code, values in found.items()}

    def of(self, indicator: Indicator) -> tuple[tuple[Accepted, Entry, Decimal], ...]:
        """An indicator's figures, only of those whom the plan asks for it."""
        asked = set(self.plan.reporters_of(indicator.code))
        return tuple(one for one in self.values.get(indicator.code, ()) if one[0].filing.department in asked)


Told = tuple["Accepted", Hit]


def _explained(accepted: Accepted, code: str) -> bool:
    return says_something(accepted.text(INDICATORS.name, code, REMARK))


def _facts(indicator: Indicator) -> dict[str, object]:
    return {"单位": indicator.unit, "指标": indicator.name}


def reporters_agree_on_one_figure(together: Together) -> Iterator[Told]:
    """牵头值: the lead's growth, rate or rank is the plan's, and what the others report is the same thing.

    Where every unit has its own (口径各, a share of its own) or only one has filed nothing is compared.
    """
    for indicator in together.plan.indicators:
        if indicator.aggregation is not Aggregation.LEAD or indicator.kind.adds_up or indicator.is_for_each:
            continue
        values = together.of(indicator)
        lead = next((one for one in values if one[0].filing.department == indicator.lead), None)
        if lead is None or any(_share(together, name, indicator) for name in together.by_department):
            continue
        for one in values:
            if one[2] == lead[2] or _explained(one[0], indicator.code) or _explained(lead[0], indicator.code):
                continue
            for here, there in ((lead, one), (one, lead)):
                facts = {"别家": there[0].filing.department, "别数": plain(there[2]), **_facts(indicator)}
                yield here[0], Hit(here[1].place, plain(here[2]), facts=facts)


def _share(together: Together, department: str, indicator: Indicator) -> bool:
    return together.plan.allocation(together.month.year, department, indicator.code) is not None


def whole_agrees_with_its_parts(together: Together) -> Iterator[Told]:
    """A lead's total beside its units' shares of it, and 其中属于 beside what it is of, across the units.

    The sum is compared only when every unit that has a share has filed its figure; a cell of the whole is named,
    since the parts are many.
    """
    for indicator in together.plan.indicators:
        if indicator.kind.has_completion and not indicator.is_for_each:
            yield from _lead_and_shares(together, indicator)
            yield from _part_and_whole(together, indicator)


def _lead_and_shares(together: Together, indicator: Indicator) -> Iterator[Told]:
    if indicator.aggregation is not Aggregation.LEAD:
        return
    values = {one[0].filing.department: one for one in together.of(indicator)}
    sharing = [name for name in together.plan.reporters_of(indicator.code) if _share(together, name, indicator)]
    lead = values.get(indicator.lead)
    if lead is None or indicator.lead in sharing or not sharing or any(name not in values for name in sharing):
        return
    total = sum((values[name][2] for name in sharing), Decimal(0))
    if total != lead[2] and not _explained(lead[0], indicator.code):
        facts = {"各家": _names(sharing), "和": plain(total), "关系": "总数应等于各家之和"}
        yield lead[0], Hit(lead[1].place, plain(lead[2]), plain(total), {**facts, **_facts(indicator)})


def _part_and_whole(together: Together, indicator: Indicator) -> Iterator[Told]:
    whole = together.plan.indicator(indicator.part_of) if indicator.part_of else None
    if whole is None or whole.unit != indicator.unit or not (whole.is_summed and indicator.is_summed):
        return
    parts, wholes = together.of(indicator), together.of(whole)
    if not parts or len(wholes) != len(together.plan.reporters_of(whole.code)):
        return
    part, all_of_it = (sum((one[2] for one in values), Decimal(0)) for values in (parts, wholes))
    same = {one[0].filing.department for one in parts} == {one[0].filing.department for one in wholes}
    if part <= all_of_it or (same and len(parts) == 1):
        return
    accepted, entry, value = wholes[0]
    if not _explained(accepted, whole.code):
        facts = {"各家": f"“{indicator.name}”{_names([one[0].filing.department for one in parts])}", "和": plain(part)}
        yield accepted, Hit(entry.place, plain(value), facts={**facts, "关系": "其中数不应大于总数", **_facts(whole)})


def _names(names: Sequence[str]) -> str:
    return enumeration(names) if len(names) <= _MOST_NAMED else f"{enumeration(names[:_MOST_NAMED])}等{len(names)}家"


_MOST_NAMED: Final = 2
_PROJECT = re.compile(
    r"[“「《]([\u4e00-\u9fffA-Za-z0-9（）()·]{4,30}(?:项目|工程|公司|企业|基地|产业园|中心|实验室))[”」》]"
)
_COMPANY = re.compile(r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{6,20}有限公司")


def project_is_claimed_once(together: Together) -> Iterator[Told]:
    """One project named by two units beside figures that are added up is counted twice.

    Only names in quotation marks, or of companies in full; a name that the plan itself uses is nobody's claim.
    """
    printed = "".join(f"{task.name}{task.content}" for task in together.plan.tasks)
    for indicator in together.plan.indicators:
        if not indicator.is_summed or len(values := together.of(indicator)) <= 1:
            continue
        claims: dict[str, list[tuple[Accepted, Entry]]] = {}
        for accepted, _, _ in values:
            remark = accepted.entry(INDICATORS.name, indicator.code, REMARK)
            if remark is not None and len(remark.raw) > len("有限公司"):
                for name in dict.fromkeys((*_PROJECT.findall(remark.raw), *_COMPANY.findall(remark.raw))):
                    claims.setdefault(name, []).append((accepted, remark))
        for name, claimed in claims.items():
            for number, (accepted, remark) in enumerate(claimed if len(claimed) > 1 and name not in printed else ()):
                other = claimed[0 if number else 1][0].filing.department
                if "分段" not in remark.raw and "不重复" not in remark.raw:
                    yield accepted, Hit(remark.place, short(name), facts={"别家": other})


def lead_and_partners_agree_on_done(together: Together) -> Iterator[Told]:
    """The lead's word counts for the task: 已完成 beside a partner that has not begun or is late is asked about.

    Told to both; a word of the lead's under 存在问题 settles it. A partner without a form is another matter.
    """
    for task in together.plan.tasks:
        lead = together.by_department.get(together.plan.lead_of(task))
        if lead is None or lead.status(task.code) is not Status.DONE:
            continue
        if says_something(lead.text(TASKS.name, task.code, PROBLEM)):
            continue
        others = (together.by_department.get(name) for name in together.plan.responsible_for(task)[1:])
        late = [one for one in others if one and one.status(task.code) in (Status.NOT_STARTED, Status.BEHIND)]
        if late:
            yield from _asked_of_both(task.code, lead, late[0])
            for one in late[1:]:
                yield from list(_asked_of_both(task.code, lead, one))[1:]


def _asked_of_both(code: str, lead: Accepted, late: Accepted) -> Iterator[Told]:
    for here, there in ((lead, late), (late, lead)):
        entry, status = here.entry(TASKS.name, code, STATUS), there.status(code)
        if entry is not None and status is not None:
            facts = {"别家": there.filing.department, "别态": status.value}
            yield here, Hit(entry.place, entry.raw, facts=facts)


_LONG_SENTENCE: Final = 40
_STOPS = re.compile(r"[。；;！？\n]")


def words_are_the_units_own(together: Together) -> Iterator[Told]:
    """The same sentence of forty characters and more in two units' progress was pasted, or is one deed told twice.

    Told to the second and later units only, in the order of the plan; who had it first nobody can tell.
    """
    said: dict[str, str] = {}
    for accepted in together.filings:
        department = accepted.filing.department
        for code in accepted.filing.ids.get(TASKS.name, ()):
            entry = accepted.entry(TASKS.name, code, DONE)
            if entry is None or len(entry.raw) < _LONG_SENTENCE:
                continue
            for sentence in _STOPS.split(cleaned(entry.raw)):
                if len(sentence) < _LONG_SENTENCE or "联合" in sentence or "会同" in sentence or "共同" in sentence:
                    continue
                first = said.setdefault(sentence, department)
                if first != department:
                    yield accepted, Hit(entry.place, short(sentence), facts={"别家": first})
                    break


_FEWEST: Final = 5
_FAR_OFF: Final = 50


def value_is_like_the_others(together: Together) -> Iterator[Told]:
    """Fifty times what the others have, or a fiftieth: only where five or more units report the same indicator.

    Measured against each unit's own goal where every one has a goal. A figure already asked about is not asked twice,
    and a reason beside it settles it.
    """
    for indicator in together.plan.indicators:
        values = together.of(indicator) if indicator.kind in (Kind.CUMULATIVE, Kind.STOCK, Kind.RATE) else ()
        counting = [one for one in values if one[2] > 0]
        if len(counting) <= _FEWEST:
            continue
        goals = [goal_of(together.plan, one[0].filing.department, indicator, together.month.year) for one in counting]
        fair = [goal for goal in goals if goal] if all(goals) else []
        sizes = [one[2] / goal for one, goal in zip(counting, fair, strict=True)] if fair else [v for *_, v in counting]
        middle = median(sizes)
        for (accepted, entry, value), size in zip(counting, sizes, strict=True):
            far = size > middle * _FAR_OFF or size * _FAR_OFF < middle
            if far and not accepted.is_questioned(entry) and not _explained(accepted, indicator.code):
                others = sorted(one[2] for one in counting if one[1] is not entry)
                quarter = len(others) // 4
                facts = {
                    "家数": len(others),
                    "低": plain(others[quarter]),
                    "高": plain(others[-1 - quarter]),
                    **_facts(indicator),
                }
                yield accepted, Hit(entry.place, plain(value), facts=facts)


BETWEEN_CHECKS: tuple[Callable[[Together], Iterator[Told]], ...] = (
    reporters_agree_on_one_figure,
    whole_agrees_with_its_parts,
    project_is_claimed_once,
    lead_and_partners_agree_on_done,
    words_are_the_units_own,
    value_is_like_the_others,
)
