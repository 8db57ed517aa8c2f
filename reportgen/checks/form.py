"""Rules about the form itself: one damage, one line; what can be read safely has been read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportgen.findings import Hit, Place
from reportgen.forms.asked import grids, normal
from reportgen.forms.definition import COVER, FORM_VERSION, INDICATORS, MILESTONES, SIGNATURES, SUMMARY, TASKS
from reportgen.intake.filings import Carrier, Damage
from reportgen.intake.structure import is_link
from reportgen.wording import enumeration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from reportgen.checks.case import Case
    from reportgen.intake.filings import Injury

_MOST_CELLS_NAMED: Final = 3
_MOST_ROWS_NAMED: Final = 5
_LONGEST_FORMULA: Final = 40
_PLAN_S_OWN: Final = ("年度目标", "挑战目标", "完成时限", "时限")


def _injuries(case: Case, damage: Damage) -> tuple[Injury, ...]:
    return tuple(injury for injury in case.filing.injuries if injury.damage is damage)


def _as_it_stands(case: Case, damage: Damage) -> Iterator[Hit]:
    return (Hit(injury.place, injury.seen, injury.sent) for injury in _injuries(case, damage))


def identity_is_carried_along(case: Case) -> Iterator[Hit]:
    """A form copied into a new workbook has lost its identity; the visible cells or the file name stand in."""
    if case.filing.carrier is not Carrier.IDENTITY_SHEET:
        facts = {"来源": case.filing.carrier, "单位": case.filing.department, "月份": case.filing.period.label}
        yield Hit(case.filing.place(), facts=facts)


def version_is_current(case: Case) -> Iterator[Hit]:
    """An old form is read by its headings; its locked cells cannot be compared."""
    if case.filing.carrier is Carrier.IDENTITY_SHEET and case.filing.version != FORM_VERSION:
        yield Hit(case.filing.place(), value=case.filing.version, expected=FORM_VERSION)


def sheets_are_all_there(case: Case) -> Iterator[Hit]:
    """A deleted sheet is one cause, not one finding per cell."""
    asked_of = {sheet: len(asked) for sheet, asked in _asked(case).items()}
    asked_of |= {SUMMARY.name: int(case.form.asks_summary)}
    for sheet, count in asked_of.items():
        if count and sheet not in case.filing.ids:
            yield Hit(case.filing.place(sheet), value=sheet, facts={"行数": count})
    if all(case.filing.entry(COVER, "", f.heading) is None for f in SIGNATURES):
        yield Hit(case.filing.place(COVER), value=COVER, facts={"行数": len(SIGNATURES)})


def sheet_names_are_kept(case: Case) -> Iterator[Hit]:
    """A renamed sheet is recognised by its headings."""
    return _as_it_stands(case, Damage.SHEET_RENAMED)


def columns_are_all_there(case: Case) -> Iterator[Hit]:
    """A column whose heading is gone cannot be told from any other; its cells are not guessed."""
    for injury in _injuries(case, Damage.COLUMN_MISSING):
        if injury.place.sheet in {sheet.name for sheet in case.form.sheets}:
            yield Hit(injury.place, injury.seen)
    gone = [f"“{f.heading}”" for f in SIGNATURES if case.filing.entry(COVER, "", f.heading) is None]
    if gone and len(gone) < len(SIGNATURES):
        yield Hit(case.filing.place(COVER), "、".join(gone))


def rows_are_all_there(case: Case) -> Iterator[Hit]:
    """A deleted row is a figure that nobody would miss; rows lost in a merge are told as a merge."""
    merged = {injury.place.sheet for injury in _injuries(case, Damage.ROWS_MERGED)}
    for sheet, asked in _asked(case).items():
        if sheet not in case.filing.ids or sheet in merged:
            continue
        there = set(case.filing.ids[sheet])
        gone = [identity.partition("/")[2] or identity for identity in asked if identity not in there]
        if gone:
            yield Hit(case.filing.place(sheet), value=_named(gone), expected=_named(gone))


def _asked(case: Case) -> dict[str, list[str]]:
    """The identities of the rows that were asked, by sheet."""
    return {
        INDICATORS.name: [row.id for row in case.form.indicators],
        TASKS.name: [row.id for row in case.form.tasks],
        MILESTONES.name: [row.id for row in case.form.milestones],
    }


def _named(codes: Sequence[str]) -> str:
    if len(codes) <= _MOST_ROWS_NAMED:
        return enumeration(codes)
    return f"{enumeration(codes[:_MOST_ROWS_NAMED])}等{len(codes)}行"


def rows_carry_their_code(case: Case) -> Iterator[Hit]:
    """An added row without 编号 belongs to no task."""
    return _as_it_stands(case, Damage.ROW_WITHOUT_ID)


def rows_stand_once(case: Case) -> Iterator[Hit]:
    """Of two rows with one 编号 nobody can say which counts; the first is read."""
    return _as_it_stands(case, Damage.ROW_TWICE)


def rows_belong_to_the_department(case: Case) -> Iterator[Hit]:
    """A row pasted from another unit's form would count twice."""
    for sheet, asked in _asked(case).items():
        for identity in case.filing.ids.get(sheet, ()):
            if identity not in asked:
                first = next(e for e in case.filing.entries if e.sheet == sheet and e.id == identity)
                place = Place(case.filing.arrival.file, sheet, first.place.cell, identity)
                yield Hit(place, value=identity, facts={"单位": case.filing.department})


def locked_cells_are_unchanged(case: Case) -> Iterator[Hit]:
    """Targets are the plan's; a changed one is told, and never used. Many in one sheet are one cause."""
    changed: dict[str, list[Injury]] = {}
    for injury in _injuries(case, Damage.LOCKED_CHANGED):
        changed.setdefault(injury.place.sheet or "", []).append(injury)
    for sheet, injuries in changed.items():
        if len(injuries) <= _MOST_CELLS_NAMED:
            yield from (Hit(i.place, i.seen, i.sent) for i in injuries)
        else:
            first = injuries[0]
            place = Place(case.filing.arrival.file, sheet, first.place.cell, f"{first.place.label}等{len(injuries)}格")
            yield Hit(place, first.seen, first.sent)


def plan_has_not_changed_since(case: Case) -> Iterator[Hit]:
    """A form sent out before a target was adjusted is no mistake of the unit's: the plan in force counts."""
    changed = [
        (sheet, identity, heading, sent, now)
        for sheet, identity, heading, now in _of_the_plan(case)
        if (sent := case.filing.sent.get((sheet, identity, heading))) is not None and sent != now
    ]
    if changed:
        sheet, identity, heading, sent, now = changed[0]
        name = f"{identity}·{heading}" if len(changed) == 1 else f"{identity}·{heading}等{len(changed)}格"
        yield Hit(Place(case.filing.arrival.file, sheet, None, name), sent, now)


def _of_the_plan(case: Case) -> Iterator[tuple[str, str, str, str]]:
    """Sheet, identity, heading and value of the cells that the plan alone decides."""
    for sheet, rows in grids(case.form):
        headings = [f.heading for f in sheet.fields if f.heading in _PLAN_S_OWN]
        for row in rows if headings else ():
            identity = "/".join(normal(row[key]) for key in sheet.key)
            yield from ((sheet.name, identity, heading, normal(row[heading])) for heading in headings)


def form_is_filled_in(case: Case) -> Iterator[Hit]:
    """A blank form sent back by mistake is one finding, not one per cell."""
    if case.filing.is_blank:
        yield Hit(case.filing.place())


# ---- how the workbook was treated


def form_holds_no_macros(case: Case) -> Iterator[Hit]:
    """Macros are never run; the values are read as in any other file."""
    return _as_it_stands(case, Damage.MACROS)


def values_come_from_no_other_file(case: Case) -> Iterator[Hit]:
    """A formula that looks into a file on somebody's disk shows what it showed there last."""
    linked = [entry for entry in case.filing.calculated if is_link(entry.formula)]
    if linked:
        first = linked[0].place
        facts = {"格数": len(linked), "格": f"{first.sheet}表{first.cell}" + ("等" if len(linked) > 1 else "")}
        yield Hit(case.filing.place(), f"={linked[0].formula}"[:_LONGEST_FORMULA], facts=facts)


def form_is_saved_in_the_usual_dialect(case: Case) -> Iterator[Hit]:
    """Other programs find no sheets in a strict workbook; this one does."""
    return _as_it_stands(case, Damage.STRICT)


def identity_sheet_is_unaltered(case: Case) -> Iterator[Hit]:
    """What was sent out cannot be compared with a copy that somebody has changed."""
    return _as_it_stands(case, Damage.IDENTITY_ALTERED)


def formulas_are_kept(case: Case) -> Iterator[Hit]:
    """A figure typed over 本月新增 contradicts 本月累计, or the other way round: only the unit knows."""
    return _as_it_stands(case, Damage.FORMULA_REPLACED)


def rows_are_not_merged(case: Case) -> Iterator[Hit]:
    """One figure over several rows: nobody can say whose it is, so none of them gets it."""
    return _as_it_stands(case, Damage.ROWS_MERGED)


def columns_are_not_merged(case: Case) -> Iterator[Hit]:
    """Of merged columns a spreadsheet keeps the first; what stood in the others is gone."""
    return _as_it_stands(case, Damage.COLUMNS_MERGED)


def nothing_is_hidden(case: Case) -> Iterator[Hit]:
    """Some hide a row and believe it gone: it is read, and asked about."""
    return _as_it_stands(case, Damage.HIDDEN)


def nothing_is_filtered_away(case: Case) -> Iterator[Hit]:
    """A filter left on hides rows from people, not from the program."""
    return _as_it_stands(case, Damage.FILTERED)


def nothing_stands_outside(case: Case) -> Iterator[Hit]:
    """A remark in the margin is read by nobody; it must not be lost in silence."""
    return _as_it_stands(case, Damage.OUTSIDE)


def answer_is_no_picture(case: Case) -> Iterator[Hit]:
    """A picture of a figure is no figure."""
    return _as_it_stands(case, Damage.PICTURE)


def evidence_is_named_in_words(case: Case) -> Iterator[Hit]:
    """A picture pasted under 佐证材料 does no harm; it is not read."""
    return _as_it_stands(case, Damage.EVIDENCE_PICTURE)


def protection_is_kept(case: Case) -> Iterator[Hit]:
    """Protection taken off without any change is no fault."""
    return _as_it_stands(case, Damage.UNPROTECTED)


def sheets_are_the_forms_own(case: Case) -> Iterator[Hit]:
    """What a unit put on a sheet of its own is not read, and it is told so."""
    return _as_it_stands(case, Damage.EXTRA_SHEET)


def sheets_stand_once(case: Case) -> Iterator[Hit]:
    """指标进展 (2) may be the one that was meant."""
    return _as_it_stands(case, Damage.SHEET_TWICE)


def columns_stand_once(case: Case) -> Iterator[Hit]:
    """Of two columns with one heading the left is read; the other may be the one that was meant."""
    return _as_it_stands(case, Damage.COLUMN_TWICE)


def codes_keep_their_noughts(case: Case) -> Iterator[Hit]:
    """002 typed again becomes 2; where only one 编号 can be meant the row is read."""
    return _as_it_stands(case, Damage.ZEROS_LOST)


FORM_CHECKS: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    identity_is_carried_along,
    version_is_current,
    sheets_are_all_there,
    sheet_names_are_kept,
    columns_are_all_there,
    rows_are_all_there,
    rows_carry_their_code,
    rows_stand_once,
    rows_belong_to_the_department,
    locked_cells_are_unchanged,
    plan_has_not_changed_since,
    form_holds_no_macros,
    values_come_from_no_other_file,
    form_is_saved_in_the_usual_dialect,
    identity_sheet_is_unaltered,
    formulas_are_kept,
    rows_are_not_merged,
    columns_are_not_merged,
    nothing_is_hidden,
    nothing_is_filtered_away,
    nothing_stands_outside,
    answer_is_no_picture,
    evidence_is_named_in_words,
    protection_is_kept,
    sheets_are_the_forms_own,
    sheets_stand_once,
    columns_stand_once,
    codes_keep_their_noughts,
    form_is_filled_in,
)
