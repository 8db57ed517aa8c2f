"""The correction copy of one form: which points it shows, in which cells, and what the unit is told to do."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.corrections.book import Book, PatchError
from reportgen.corrections.coming_back import MOST_VALUE, key_of, may_be_explained, one_by_one, value_of
from reportgen.corrections.front import HEAD_ROW, Line, front_page, record_page
from reportgen.corrections.notes import MARK, write_notes
from reportgen.corrections.patch import FILLS, Marks, deselect, mark_sheet, position, rows_of
from reportgen.corrections.styles import Styles
from reportgen.findings import Severity
from reportgen.forms.definition import (
    COVER,
    DONE,
    IDENTITY,
    INDICATORS,
    MEASURE,
    MILESTONES,
    NODE_DATE,
    PROBLEM,
    REMARK,
    REVIEW,
    REVIEW_ANSWER,
    REVIEW_RECORD,
    SITUATION,
    STATUS,
    TASKS,
    YEAR_SUMMARY,
    Situation,
)
from reportgen.intake.filings import Damage
from reportgen.intake.rounds import Point
from reportgen.plan.model import Status

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from reportgen.findings import Finding
    from reportgen.intake.filings import Filing

_SHEETS: Final = (COVER, INDICATORS.name, TASKS.name, MILESTONES.name, YEAR_SUMMARY.name)
_QUOTED: Final = re.compile("“([^”]+)”")
_FOLLOWS: Final = {SITUATION: (REMARK,), STATUS: (DONE, PROBLEM, MEASURE), PROBLEM: (MEASURE,), MEASURE: (PROBLEM,)}
"""Whoever changes one answer may have to write another in the same row."""
_LONGEST_SHOWN: Final = 200
_MOST_POINTS: Final = 500


@dataclass(frozen=True, slots=True)
class NoCopy:
    """Why a form gets no correction copy."""

    reason: str


def correction_copy(filing: Filing, findings: Sequence[Finding], content: bytes) -> bytes | NoCopy | None:
    """The unit's own workbook with its faulty cells marked; None where nothing in a cell is wrong."""
    owed = sorted((f for f in one_by_one(findings, filing) if f.is_owed), key=_order)
    if not any(f.place.sheet and f.place.cell for f in owed):
        return None
    if hashlib.sha256(content).hexdigest() != filing.arrival.sha256:
        return NoCopy("文件刚刚又变了")
    if not filing.arrival.file.lower().endswith(".xlsx"):
        return NoCopy("不是.xlsx格式")
    if len(owed) > _MOST_POINTS:
        return NoCopy(f"问题太多（{len(owed)}处），请用下发的原表重填")
    try:
        return _patched(filing, owed, content)
    except PatchError as e:
        return NoCopy(str(e))
    except ValueError:
        # A number of the workbook's own wiring that is none: nothing in the file is trusted.
        return NoCopy("内部编号不规范")


def _order(finding: Finding) -> tuple[bool, int, tuple[int, int], int, str]:
    """What concerns the whole file first, then sheet by sheet and row by row, worst first in a cell."""
    sheet = finding.place.sheet
    number = _SHEETS.index(sheet) if sheet in _SHEETS else len(_SHEETS)
    first = position((finding.place.cell or "").partition(":")[0]) or (-1, -1)
    return sheet is not None, number, first, finding.severity.rank, finding.rule.code


def _patched(filing: Filing, owed: Sequence[Finding], content: bytes) -> bytes:
    book = Book(content)
    styles = Styles(book)
    if not filing.round.number and REVIEW in book.sheets():
        raise PatchError(f"里面已有一张别的“{REVIEW}”表")
    for name in (REVIEW, REVIEW_RECORD):
        if name in book.sheets():
            book.drop_sheet(name)
    parts = book.sheets()
    named = _names(filing)
    before: dict[tuple[str, str], str] = {}
    elsewhere = sorted({f.place.sheet for f in owed if f.place.sheet} - {*_SHEETS, IDENTITY})
    for name in (*_SHEETS, *elsewhere):
        part = parts.get(named.get(name, name), "")
        if part:
            marks = _marks(filing, owed, name)
            fills = mark_sheet(book, styles, part, marks)
            before |= {(name, cell): fill for cell, fill in fills.items()}
            _note(book, part, owed, name)
    deselect(book, parts)
    number = filing.round.number + 1
    lines = [_line(filing, finding, named) for finding in owed]
    title = f"{filing.department}{filing.period.label}填报表校核意见（第{number}次）"
    book.add_sheet(REVIEW, front_page(title, _GUIDE, lines, FILLS, styles), first=True)
    book.repeat_rows(0, REVIEW, f"${HEAD_ROW}:${HEAD_ROW}")
    points = [_point(filing, f, before.get((f.place.sheet or "", f.place.cell or ""), "")) for f in owed]
    book.add_sheet(REVIEW_RECORD, record_page(number, [*points, *_kept(filing, points)]), first=False, hidden=True)
    return book.content()


_GUIDE: Final = (
    f"红色格必须改；黄色格请核对，数不对就改，确实没错就在“{REVIEW_ANSWER}”写明原因。点“单元格”可以跳到那一格。"
    "其余已填的格都已锁定，不用动。改好存盘，原样发回，文件名不限。"
)


def _names(filing: Filing) -> dict[str, str]:
    """What a sheet that was renamed is called in the file, by the name that the contract gives it."""
    return {
        injury.place.sheet: injury.seen.strip()
        for injury in filing.injuries
        if injury.damage is Damage.SHEET_RENAMED and injury.place.sheet
    }


# ---- which cells


def _marks(filing: Filing, owed: Sequence[Finding], sheet: str) -> Marks:
    here = [f for f in owed if f.place.sheet == sheet]
    faulty: dict[str, Severity] = {}
    needed: set[str] = set()
    rows: set[int] = set()
    loose = False
    for finding in here:
        cell = finding.place.cell or ""
        if position(cell) is None:
            loose = True
            rows |= rows_of(cell)
            continue
        worst = min(finding.severity, faulty.get(cell, Severity.NOTE), key=lambda s: s.rank)
        faulty[cell] = worst
        needed |= set(_needed(filing, finding))
    former = {point.cell: point.fill for point in filing.round.points if point.sheet == sheet and point.cell}
    return Marks(faulty, frozenset(needed - faulty.keys()), former, loose, frozenset(rows))


def _needed(filing: Filing, finding: Finding) -> Iterator[str]:
    """The other cells of the row that the advice names, or that the answer may make necessary."""
    own = filing.entry_at(finding.place)
    if own is None:
        return
    named = set(_QUOTED.findall(finding.fix)) | {own.field}
    if named & set(map(str, Situation)):
        named.add(SITUATION)
    if named & set(map(str, Status)):
        named.add(STATUS)
    if finding.rule.name == "situation_agrees_with_the_value":
        named.add("本月累计")
    if finding.rule.name == "finished_node_lies_behind":
        named |= {"是否完成", NODE_DATE}
    for heading in tuple(named):
        named |= set(_FOLLOWS.get(heading, ()))
    for heading in named - {own.field}:
        other = filing.entry(own.sheet, own.id, heading)
        if other is not None and other.place.cell:
            yield other.place.cell


def _note(book: Book, part: str, owed: Sequence[Finding], sheet: str) -> None:
    """All that is wrong in a cell, worst first, in one note."""
    words: dict[str, list[str]] = {}
    for finding in owed:
        cell = finding.place.cell or ""
        if finding.place.sheet == sheet and position(cell) is not None:
            words.setdefault(cell, []).append(f"{MARK}{finding.severity}：{_problem(finding)}{_fix(finding)}")
    places = {cell: place for cell in words if (place := position(cell)) is not None}
    write_notes(book, part, {places[cell]: "\n".join(lines) for cell, lines in words.items()}, places)


# ---- what is told


def _problem(finding: Finding) -> str:
    """The sentence without its place, which the reader sees; how often it was told comes first."""
    again = f"（第{finding.times}次提醒）" if finding.times > 1 else ""
    return again + " ".join(finding.message.removeprefix(str(finding.place)).split("\n"))


def _fix(finding: Finding) -> str:
    explain = f"如属实不改，请在“{REVIEW}”表的“{REVIEW_ANSWER}”写明原因。" if may_be_explained(finding) else ""
    return " ".join((finding.fix + explain).split("\n"))


def _line(filing: Filing, finding: Finding, named: Mapping[str, str]) -> Line:
    place = finding.place
    value = value_of(filing, finding) if place.cell else finding.value
    shown = value if len(value) <= _LONGEST_SHOWN else f"{value[:_LONGEST_SHOWN]}……"
    cell = " ".join(filter(None, (place.cell or "", place.label))) or "整张表"
    target = ""
    if place.sheet and place.cell:
        quoted = named.get(place.sheet, place.sheet).replace("'", "''")
        rows = rows_of(place.cell)
        target = f"'{quoted}'!{f'A{min(rows)}' if rows else place.cell}"
    return Line(
        place.sheet or "整个文件",
        cell,
        shown or ("（没有填）" if place.cell else ""),
        f"{finding.severity}：{_problem(finding)}",
        _fix(finding),
        finding.severity,
        target,
    )


def _point(filing: Filing, finding: Finding, fill: str) -> Point:
    rule, sheet, identity, heading = key_of(filing, finding)
    value = value_of(filing, finding)[:MOST_VALUE]
    kept = finding.explanation[:MOST_VALUE]
    return Point(rule, sheet, finding.place.cell or "", identity, heading, value, finding.times, kept, fill)


def _kept(filing: Filing, points: Sequence[Point]) -> Iterator[Point]:
    """What was explained in this or an earlier round goes along, so that it is not asked again."""
    now = {point.key for point in points}
    for point in filing.round.points:
        answer = point.answer or point.kept
        if answer and point.key not in now:
            yield Point(point.rule, point.sheet, "", point.id, point.heading, _now(filing, point), point.times, answer)


def _now(filing: Filing, point: Point) -> str:
    """What stands in the cell of an explained point now: the explanation is about that."""
    entry = filing.entry(point.sheet, point.id, point.heading)
    return entry.raw[:MOST_VALUE] if entry is not None else point.value
