"""A workbook to a `Filing`: identity first, then every sheet by its headings and every row by its 编号."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.findings import Place
from reportgen.forms.asked import fingerprint_of_pairs, normal
from reportgen.forms.definition import (
    COVER,
    COVER_DEPARTMENT,
    COVER_MONTH,
    DAY,
    EVIDENCE,
    FORM_VERSION,
    IDENTITY,
    INDICATORS,
    KEY_DEPARTMENT,
    KEY_PERIOD,
    KEY_PLAN,
    KEY_PRINT,
    KEY_VERSION,
    MILESTONES,
    NODE_DATE,
    NODE_DONE,
    SIGNATURES,
    SITUATION,
    STATUS,
    TASKS,
    VALUE,
    YEAR_SUMMARY,
    Field,
    FormSheet,
    Role,
    Situation,
)
from reportgen.intake.filings import Carrier, Damage, Entry, Filing, Injury
from reportgen.intake.numbers import Unclear, nothing_is_seen, read_number, squeezed
from reportgen.intake.rounds import own_sheets, round_of
from reportgen.intake.structure import (
    Found,
    agrees,
    extra_sheets,
    formula_of,
    hidden_injuries,
    is_arithmetic,
    is_picture,
    is_replaced,
    merge_injuries,
    merged_away,
    outside_injuries,
    twice_injuries,
    workbook_injuries,
)
from reportgen.period import Period, PeriodError, month_of, parse_month
from reportgen.plan.model import Status
from reportgen.plan.workbook import written_day, written_text
from reportgen.wording import plain
from reportgen.workbooks.cells import CellError, Sheet, Uncalculated, a1, letters, tidy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from enum import StrEnum

    from reportgen.intake.arrivals import Arrival
    from reportgen.plan.model import Indicator, Plan
    from reportgen.workbooks.cells import Value, Workbook

_FORM_SHEETS: Final = (INDICATORS, TASKS, MILESTONES, YEAR_SUMMARY)
_FEWEST_HEADINGS: Final = 3
_LONGEST_SEEN: Final = 30
_SHARE: Final = "完成率"
_BY_THE_UNPROTECTED: Final = (
    Damage.LOCKED_CHANGED,
    Damage.FORMULA_REPLACED,
    Damage.ROWS_MERGED,
    Damage.IDENTITY_ALTERED,
)
"""Damage that only an unprotected sheet allows: it is told by itself."""
_COUNTER: Final = "序号"
"""Rows may be sorted: their counter is no content."""

_ADDRESS = re.compile(r"^([A-Z]{1,3})(\d+)$")


@dataclass(frozen=True, slots=True)
class Identity:
    """Which form a workbook says it is; the parts that it does not tell are blank or None.

    `sent` are the pairs of 「_表单」: the locked cells as they were sent out.
    """

    plan: str
    department: str
    period: Period | None
    version: str
    carrier: Carrier
    sent: Mapping[str, str] = field(default_factory=dict)


def looks_like_a_form(workbook: Workbook) -> bool:
    """Whether a workbook is one of our forms, or was one: by the identity sheet, or by a sheet with our headings."""
    if workbook.sheet(IDENTITY) is not None:
        return True
    return any(_best_headings(sheet, form) is not None for sheet in workbook.sheets for form in (INDICATORS, TASKS))


# ---- identity


def identity(workbook: Workbook, file: str, plans: Sequence[Plan], home: str) -> Identity:
    """Who, which plan and which month: from 「_表单」, else from the visible cells, else from the file name.

    `home` is the 计划编号 of the plan in whose folder the file lies, "" outside.
    """
    pairs = _pairs(workbook.sheet(IDENTITY))
    if pairs.get(KEY_DEPARTMENT) and pairs.get(KEY_PERIOD):
        code = pairs.get(KEY_PLAN, home)
        period = _month(pairs[KEY_PERIOD])
        version = pairs.get(KEY_VERSION, "")
        return Identity(code, pairs[KEY_DEPARTMENT], period, version, Carrier.IDENTITY_SHEET, pairs)
    department = written_text(_beside(workbook, COVER_DEPARTMENT)[0])
    period = _month_in(_beside(workbook, COVER_MONTH)[0])
    if department and period:
        return Identity(home, department, period, "", Carrier.VISIBLE_CELLS)
    named, dated = _from_file_name(file, plans)
    return Identity(home, department or named, period or dated, "", Carrier.FILE_NAME)


def _pairs(sheet: Sheet | None) -> dict[str, str]:
    if sheet is None:
        return {}
    rows = (row for row in sheet.rows if len(row) > 1)
    return {_text(row[0]): _text(row[1]) for row in rows}


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else written_text(value)


def _month(text: str) -> Period | None:
    try:
        return parse_month(unicodedata.normalize("NFKC", text))
    except PeriodError:
        return None


def _month_in(value: Value) -> Period | None:
    """The month in a cell: as text, or as the day that a spreadsheet program makes of 2025年6月."""
    if isinstance(value, date):
        return month_of(value)
    return _month(re.sub(r"(?<=月)份$", "", written_text(value)))


def _beside(workbook: Workbook, label: str) -> tuple[Value, Place]:
    """The cell to the right of a label on 填报说明 (or on any visible sheet, where that is gone)."""
    cover = workbook.sheet(COVER)
    for sheet in (cover,) if cover else own_sheets(workbook):
        for number, row in enumerate(sheet.rows):
            for column, value in enumerate(row):
                if isinstance(value, str) and label[0] in value and tidy(value) == label:
                    return sheet.at(number, column + 1), Place("", sheet.name, a1(number, column + 1), label)
    return "", Place("", None, None, label)


_MONTH_IN_NAME = re.compile(r"(20\d{2})\s*[-._年]\s*(\d{1,2})(?!\d)")


def _from_file_name(file: str, plans: Sequence[Plan]) -> tuple[str, Period | None]:
    stem = unicodedata.normalize("NFKC", file.rpartition("/")[2].rpartition(".")[0])
    names = [name for plan in plans for name in plan.department_by_any_name if name in stem]
    dated = _MONTH_IN_NAME.search(stem)
    period = _month(f"{dated[1]}-{dated[2]}") if dated else None
    return max(names, key=len, default=""), period


def contradictions(workbook: Workbook, file: str, known: Identity, plan: Plan) -> tuple[tuple[Place, str], ...]:
    """填报单位 and 填报月份 where they differ from 「_表单」, with what they say: nobody can tell whose the figures are."""
    if known.carrier is not Carrier.IDENTITY_SHEET:
        return ()
    name, month = _beside(workbook, COVER_DEPARTMENT), _beside(workbook, COVER_MONTH)
    other = [
        (place, value)
        for (value, place), agrees in (
            (name, _is_called(plan, known.department, written_text(name[0]))),
            (month, _month_in(month[0]) == known.period),
        )
        if value != "" and not agrees
    ]
    return tuple(
        (Place(file, place.sheet, place.cell, place.label), written_text(value)[:_LONGEST_SEEN])
        for place, value in other
    )


def _is_called(plan: Plan, department: str, written: str) -> bool:
    """Whether what is written is the department: its name, an alias, or its name with something beside it."""
    other = plan.department(written) or plan.department(normal(written))
    if other is not None:
        return other == plan.department(department)
    return normal(department) in normal(written)


# ---- the answers


def read_filing(workbook: Workbook, arrival: Arrival, known: Identity, plan: Plan, department: str) -> Filing:
    """Everything the form answers, with every damage to the form; nothing is guessed."""
    if known.period is None:
        message = "a filing needs a month"
        raise ValueError(message)
    reader = _Reader(workbook, arrival.file, plan)
    for form in _FORM_SHEETS:
        reader.read(form)
    reader.read_cover()
    if known.version == FORM_VERSION and not reader.is_altered(known.sent):
        reader.compare_locked(known.sent)
    reader.compare_formulas()
    reader.look_around(sent=known.carrier is Carrier.IDENTITY_SHEET)
    return Filing(
        arrival=arrival,
        plan=plan.basics.code,
        department=department,
        named=known.department,
        period=known.period,
        carrier=known.carrier,
        version=known.version,
        entries=tuple(reader.entries),
        injuries=tuple(reader.injuries),
        ids={sheet: tuple(ids) for sheet, ids in reader.ids.items()},
        sheets=tuple(sheet.name for sheet in workbook.sheets),
        sent=reader.sent,
        round=round_of(workbook),
    )


class _Reader:
    """Reads the sheets of one workbook; keeps the answers and the damages."""

    def __init__(self, workbook: Workbook, file: str, plan: Plan) -> None:
        self.workbook = workbook
        self.file = file
        self.plan = plan
        self.entries: list[Entry] = []
        self.injuries: list[Injury] = []
        self.ids: dict[str, list[str]] = {}
        self.locked: dict[tuple[str, str, str], tuple[Value, int, int]] = {}
        self.sent: dict[tuple[str, str, str], str] = {}
        self.found: list[Found] = []
        self.whole: Mapping[str, str] = {}
        self.replaced: list[tuple[str, str, Place, Value]] = []

    def _hurt(self, damage: Damage, place: Place, seen: str = "", sent: str = "") -> None:
        self.injuries.append(Injury(damage, place, seen, sent))

    def read(self, form: FormSheet) -> None:
        """One sheet, found by its name or else by its headings."""
        sheet = self.workbook.sheet(form.name)
        if sheet is None:
            sheet = next((s for s in own_sheets(self.workbook) if _best_headings(s, form) is not None), None)
            if sheet is None:
                return
            self._hurt(Damage.SHEET_RENAMED, Place(self.file, form.name), sheet.name, form.name)
        found = _best_headings(sheet, form) or _headings_below(sheet, form)
        if found is None:
            # Shipped but unreadable: told as missing where the department was asked for it.
            return
        top, columns = found
        here = Found(form, sheet, top, columns)
        self.found.append(here)
        self.away = merged_away(here, self.file) if sheet.merged else {}
        self.injuries += merge_injuries(self.away)
        self.ids.setdefault(form.name, [])
        missing = [f.heading for f in form.entries if f.heading not in columns and f not in YEAR_SUMMARY.fields[3:]]
        if missing:
            place = Place(self.file, form.name, a1(top, 0), "标题行")
            self._hurt(Damage.COLUMN_MISSING, place, "、".join(f"“{heading}”" for heading in missing))
        if form.key:
            self.whole = _by_short_code(self.plan, form)
            read = self._read_rows(form, sheet, top, columns)
        else:
            read = [top + 1]
            self._read_row(form, sheet, top + 1, columns, "")
        self.injuries += hidden_injuries(here, self.file)
        self.injuries += twice_injuries(here, self.file)
        self.injuries += outside_injuries(here, self.file, read)

    def _read_rows(self, form: FormSheet, sheet: Sheet, top: int, columns: Mapping[str, int]) -> list[int]:
        read: list[int] = []
        for number in range(top + 1, len(sheet.rows)):
            code, *names = (sheet.at(number, columns[heading]) for heading in form.key)
            parts = [self._code(form, code, number, columns), *map(normal, names)]
            if not parts[0] and (number, columns[form.key[0]]) in self.away:
                read.append(number)
                continue
            if not parts[0]:
                typed = [f for f in form.entries if f.heading in columns and sheet.at(number, columns[f.heading]) != ""]
                if typed:
                    place = Place(self.file, form.name, f"{number + 1}:{number + 1}", f"第{number + 1}行")
                    seen = written_text(sheet.at(number, columns[typed[0].heading]))
                    self._hurt(Damage.ROW_WITHOUT_ID, place, seen[:40])
                continue
            identity = "/".join(parts)
            if identity in self.ids[form.name]:
                place = Place(self.file, form.name, a1(number, columns[form.key[0]]), form.key[0])
                self._hurt(Damage.ROW_TWICE, place, identity)
                read.append(number)
                continue
            self.ids[form.name].append(identity)
            read.append(number)
            self._read_row(form, sheet, number, columns, identity)
        return read

    def _code(self, form: FormSheet, value: Value, number: int, columns: Mapping[str, int]) -> str:
        """An id as sent out: blanks and full width forgiven, noughts in front that a spreadsheet dropped put back."""
        text = _code(value)
        whole = self.whole.get(text) if text.isdecimal() else None
        if whole is None or whole == text:
            return text
        place = Place(self.file, form.name, a1(number, columns[form.key[0]]), form.key[0])
        self._hurt(Damage.ZEROS_LOST, place, text, whole)
        return whole

    def _read_row(self, form: FormSheet, sheet: Sheet, number: int, columns: Mapping[str, int], identity: str) -> None:
        indicator = self.plan.indicator(identity) if form is INDICATORS else None
        name = self._row_name(form, identity)
        ordinary = sheet.anatomy is None and not self.away
        for f in form.fields:
            column = columns.get(f.heading)
            if column is None:
                continue
            value = sheet.at(number, column)
            if f.role is Role.LOCKED:
                self.locked[form.name, identity, f.heading] = value, number, column
                continue
            if f.role is Role.FORMULA:
                if value != "" and is_replaced(sheet, number, column):
                    place = self._place(form, name, f.heading, number, column)
                    self.replaced.append((identity, f.heading, place, value))
                continue
            place = self._place(form, name, f.heading, number, column)
            if ordinary and not (isinstance(value, str) and is_picture(value, "")):
                self.entries.append(_entry(form.name, identity, f, value, place, indicator))
            else:
                self.entries.append(self._answer(form, identity, f, (sheet, number, column), place, indicator))

    def _answer(
        self,
        form: FormSheet,
        identity: str,
        f: Field,
        at: tuple[Sheet, int, int],
        place: Place,
        indicator: Indicator | None,
    ) -> Entry:
        """The answer in a cell, with what the cell is made of."""
        sheet, number, column = at
        value = sheet.at(number, column)
        if (number, column) in self.away:
            return Entry(form.name, identity, f.heading, "", None, place, unclear=Unclear.MERGED)
        formula = formula_of(sheet, number, column)
        if is_picture(value, formula):
            self._hurt(Damage.EVIDENCE_PICTURE if f.heading == EVIDENCE else Damage.PICTURE, place, "图片")
            return Entry(form.name, identity, f.heading, "", None, place, unclear=Unclear.PICTURE)
        entry = _entry(form.name, identity, f, value, place, indicator)
        if not formula or entry.unclear is not None:
            return entry
        if f.heading == VALUE and is_arithmetic(formula) and isinstance(entry.value, Decimal):
            return replace(entry, repair=f"公式“={formula}”已按{plain(entry.value)}读取")
        return replace(entry, formula=formula)

    def _place(self, form: FormSheet, name: str, heading: str, number: int, column: int) -> Place:
        return Place(self.file, form.name, a1(number, column), f"{name}·{heading}" if name else heading)

    def _row_name(self, form: FormSheet, identity: str) -> str:
        if form is INDICATORS:
            indicator = self.plan.indicator(identity)
            return indicator.name if indicator else identity
        task = self.plan.task(identity) if form is TASKS else None
        return task.name if task else identity

    def read_cover(self) -> None:
        """The signatures, by their labels."""
        for f in SIGNATURES:
            value, place = _beside(self.workbook, f.heading)
            if place.sheet is not None:
                here = Place(self.file, place.sheet, place.cell, f.heading)
                self.entries.append(_entry(COVER, "", f, value, here, None))

    def compare_locked(self, sent: Mapping[str, str]) -> None:
        """Every locked cell against what was sent out, matched by 编号, so that sorted rows are no change."""
        rows: dict[tuple[str, str], dict[str, str]] = {}
        for key, text in sent.items():
            sheet, mark, address = key.partition("!")
            parts = _ADDRESS.match(address) if mark else None
            if parts:
                rows.setdefault((sheet, parts[2]), {})[parts[1]] = text
        for form in (INDICATORS, TASKS, MILESTONES):
            letters_of = {f.heading: letters(i) for i, f in enumerate(form.fields) if f.role is Role.LOCKED}
            for (sheet, _), cells in rows.items():
                if sheet == form.name:
                    self._compare_row(form, letters_of, cells)

    def _compare_row(self, form: FormSheet, letters_of: Mapping[str, str], cells: Mapping[str, str]) -> None:
        identity = "/".join(cells.get(letters_of[heading], "") for heading in form.key)
        for heading, letter in letters_of.items():
            seen = self.locked.get((form.name, identity, heading))
            sent = cells.get(letter, "")
            self.sent[form.name, identity, heading] = sent
            if seen is None or seen[0] == sent or heading == _COUNTER or heading in form.key:
                continue
            if seen[0] == "" and self._lies_in_a_merge(form, seen[1], seen[2]):
                continue
            value = normal(seen[0])
            if value != sent:
                place = self._place(form, self._row_name(form, identity), heading, seen[1], seen[2])
                self._hurt(Damage.LOCKED_CHANGED, place, value, sent)

    def _lies_in_a_merge(self, form: FormSheet, row: int, column: int) -> bool:
        merged = next((found.sheet.merged for found in self.found if found.form is form), ())
        return any(top <= row <= bottom and left <= column <= right for top, left, bottom, right in merged)

    def is_altered(self, sent: Mapping[str, str]) -> bool:
        """Whether the locked cells that 「_表单」 carries are no longer those that were sent out."""
        told = sent.get(KEY_PRINT)
        altered = told is not None and fingerprint_of_pairs(sent) != told
        if altered:
            self._hurt(Damage.IDENTITY_ALTERED, Place(self.file, IDENTITY))
        return altered

    def compare_formulas(self) -> None:
        """本月新增 and 完成率 where something else stands over their formulas, worked out again from the row's own cells."""
        for identity, heading, place, value in self.replaced:
            expected = self._worked_out(identity, heading) if squeezed(str(value)) else None
            seen = read_number(value, "%" if heading == _SHARE else "").value
            if expected is not None and (seen is None or not agrees(seen, expected, share=heading == _SHARE)):
                right = f"{plain(round(expected * 100, 1))}%" if heading == _SHARE else plain(expected)
                shown = f"{plain(round(seen * 100, 2))}%" if heading == _SHARE and seen and seen < 1 else None
                self._hurt(Damage.FORMULA_REPLACED, place, shown or written_text(value)[:_LONGEST_SEEN], right)

    def _worked_out(self, identity: str, heading: str) -> Decimal | None:
        entry = next((e for e in self.entries if (e.sheet, e.id, e.field) == (INDICATORS.name, identity, VALUE)), None)
        other = "年度目标" if heading == _SHARE else "上月累计"
        cell = self.locked.get((INDICATORS.name, identity, other))
        sent = self.sent.get((INDICATORS.name, identity, other))
        base = read_number(sent if sent is not None else cell[0] if cell else "", "").value
        if entry is None or not isinstance(entry.value, Decimal) or base is None:
            return None
        if heading == _SHARE:
            return entry.value / base if base else None
        return entry.value - base

    def look_around(self, *, sent: bool) -> None:
        """What else happened to the workbook; a form pasted into a new one has lost its protection by that."""
        used = [found.sheet for found in self.found]
        for sheet in extra_sheets(self.workbook, used):
            again = any(_best_headings(sheet, found.form) is not None for found in self.found if found.form.key)
            self._hurt(Damage.SHEET_TWICE if again else Damage.EXTRA_SHEET, Place(self.file, sheet.name), sheet.name)
        self.injuries += workbook_injuries(self.workbook, self.file)
        bare = [s.name for s in used if s.anatomy is not None and not s.anatomy.protected]
        changed = any(injury.damage in _BY_THE_UNPROTECTED for injury in self.injuries)
        if bare and sent and not changed:
            self._hurt(Damage.UNPROTECTED, Place(self.file), "、".join(f"“{name}”" for name in bare))


def _by_short_code(plan: Plan, form: FormSheet) -> dict[str, str]:
    """Codes of digits by themselves without the noughts in front, where that leaves no doubt."""
    if form not in (INDICATORS, TASKS):
        return {}
    codes = [one.code for one in (plan.indicators if form is INDICATORS else plan.tasks) if one.code.isdecimal()]
    short = [code.lstrip("0") for code in codes]
    times, known = Counter(short), frozenset(codes)
    return {s: code for s, code in zip(short, codes, strict=True) if times[s] == 1 and s not in known}


def _code(value: Value) -> str:
    """An id as typed, blanks and full width forgiven."""
    return squeezed(written_text(value))


def _best_headings(sheet: Sheet, form: FormSheet) -> tuple[int, dict[str, int]] | None:
    """The heading row of a form sheet and the column of each heading; None where the sheet is not that form."""
    for top, texts in enumerate(sheet.tops):
        if all(heading in texts for heading in form.key):
            columns = {f.heading: texts[f.heading] for f in form.fields if f.heading in texts}
            if len(columns) >= _FEWEST_HEADINGS:
                return top, columns
    return None


_MOST_ROWS_ABOVE: Final = 30


def _headings_below(sheet: Sheet, form: FormSheet) -> tuple[int, dict[str, int]] | None:
    """The same where somebody put a long text above; a sheet of the form's own name is searched further down."""
    for top in range(len(sheet.tops), min(len(sheet.rows), _MOST_ROWS_ABOVE)):
        part = _best_headings(Sheet(sheet.name, sheet.visible, sheet.rows[top : top + 1]), form)
        if part is not None:
            return top, part[1]
    return None


# ---- one answer


def _entry(sheet: str, identity: str, f: Field, value: Value, place: Place, indicator: Indicator | None) -> Entry:
    raw = _raw(value)
    if f.heading == VALUE:
        reading = read_number(value, indicator.unit if indicator else "")
        return Entry(sheet, identity, f.heading, raw, reading.value, place, reading.repair, reading.unclear)
    if isinstance(value, CellError | Uncalculated):
        return Entry(sheet, identity, f.heading, raw, None, place, unclear=read_number(value, "").unclear)
    if f.heading in (DAY, NODE_DATE):
        return _dated(sheet, identity, f, value, raw, place)
    choices = {SITUATION: Situation, STATUS: Status}.get(f.heading)
    if choices is not None:
        return _chosen(sheet, identity, f, raw, place, choices)
    if f.heading == NODE_DONE:
        return Entry(sheet, identity, f.heading, raw, {"是": "是", "否": "否"}.get(squeezed(raw)), place)
    return Entry(sheet, identity, f.heading, raw, raw or None, place)


_NO_DAY = re.compile(
    r"^(?:(?:20\d{2}[-./年])?\d{1,2}月?(?:份|[上中下]旬|[初中底末])|20\d{2}(?:[-./]\d{1,2}|年\d{1,2}月|年)|[本上]?月[初中底末]|\d{1,2}月)$"
)
_BEFORE_EXCEL: Final = date(1899, 12, 30)
_SERIALS: Final = (36526, 73050)
"""The numbers by which spreadsheets know the days from 2000 to 2099."""
_EIGHT_DIGITS = re.compile(r"^(20\d{2})(\d{2})(\d{2})$")


def _dated(sheet: str, identity: str, f: Field, value: Value, raw: str, place: Place) -> Entry:
    """A day as typed; a serial number and 20250627 are the days that they stand for, a month is no day."""
    text = squeezed(value) if isinstance(value, str) else value
    day = written_day(text)
    digits = squeezed(raw)
    if day is None and digits.isdecimal() and _SERIALS[0] <= int(digits) <= _SERIALS[1]:
        day = _BEFORE_EXCEL + timedelta(int(digits))
    if day is None and (parts := _EIGHT_DIGITS.match(digits)):
        day = written_day("-".join(parts.groups()))
    if day is None:
        unclear = Unclear.NO_DAY if isinstance(value, str) and _NO_DAY.match(digits) else None
        return Entry(sheet, identity, f.heading, raw, None, place, unclear=unclear)
    tidy_enough = isinstance(value, date) or digits == day.isoformat()
    return Entry(
        sheet, identity, f.heading, raw, day, place, "" if tidy_enough else f"“{raw}”已按{day.isoformat()}读取"
    )


def _raw(value: Value) -> str:
    """What stands in the cell, as text: dates and whole numbers as people write them."""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ") if value.time() != datetime.min.time() else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    text = written_text(value)
    return "" if nothing_is_seen(text) else text


def _chosen(sheet: str, identity: str, f: Field, raw: str, place: Place, choices: type[StrEnum]) -> Entry:
    """A drop-down's answer; blanks and full width are forgiven, other words are no answer."""
    text = squeezed(raw)
    value = next((choice for choice in choices if choice.value == text), None)
    repair = f"“{raw}”已按“{value}”读取" if value is not None and raw != value else ""
    return Entry(sheet, identity, f.heading, raw, value, place, repair)
