"""Filing and Entry: what a department answered, each answer with the cell that it stands in."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from reportgen.findings import Place
from reportgen.forms.definition import COVER, INDICATORS, PERSON, SITUATION, VALUE, Situation
from reportgen.intake.rounds import Round

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from reportgen.intake.arrivals import Arrival
    from reportgen.intake.numbers import Unclear
    from reportgen.period import Period


_LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""No 0, 1, I and O: the code is read out over the telephone."""


class Carrier(StrEnum):
    """Where a form's identity was found."""

    IDENTITY_SHEET = "表单页"
    VISIBLE_CELLS = "可见单元格"
    FILE_NAME = "文件名"


class Damage(StrEnum):
    """What happened to the form itself; each is one rule of the group 表格体检."""

    SHEET_RENAMED = "工作表改名"
    COLUMN_MISSING = "缺列"
    ROW_TWICE = "行重复"
    ROW_WITHOUT_ID = "行没有编号"
    LOCKED_CHANGED = "锁定格改动"
    ROWS_MERGED = "几行合并"
    COLUMNS_MERGED = "几栏合并"
    HIDDEN = "隐藏"
    FILTERED = "筛选"
    UNPROTECTED = "取消保护"
    EXTRA_SHEET = "多工作表"
    SHEET_TWICE = "工作表重复"
    COLUMN_TWICE = "栏目重复"
    OUTSIDE = "填在表外"
    PICTURE = "图片"
    EVIDENCE_PICTURE = "佐证图片"
    ZEROS_LOST = "编号丢零"
    IDENTITY_ALTERED = "身份页改动"
    FORMULA_REPLACED = "公式改动"
    MACROS = "宏"
    STRICT = "严格格式"


@dataclass(frozen=True, slots=True)
class Injury:
    """One damage with its place, what stands there and what was sent out."""

    damage: Damage
    place: Place
    seen: str = ""
    sent: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One answer: as typed, as understood, and where it stands."""

    sheet: str
    id: str
    field: str
    raw: str
    value: Decimal | date | str | None
    place: Place
    repair: str = ""
    unclear: Unclear | None = None
    formula: str = ""

    @property
    def blank(self) -> bool:
        """Whether nothing was typed; of a cell that a merge or a picture covers nobody can say so."""
        return self.raw == "" and self.unclear is None


@dataclass(frozen=True, slots=True)
class Source:
    """数据出处: the cell a value comes from, who filled it in and when it was received."""

    place: Place
    department: str
    person: str = ""
    received: date | None = None


@dataclass(frozen=True)
class Filing:
    """One form that came in, read as far as it can be read safely."""

    arrival: Arrival
    plan: str
    department: str
    named: str
    period: Period
    carrier: Carrier
    version: str = ""
    entries: tuple[Entry, ...] = ()
    injuries: tuple[Injury, ...] = ()
    ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    sent: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    """By sheet, identity of the row and heading: the locked cells as they were sent out."""
    round: Round = field(default_factory=Round)
    """What was asked when the form was last sent back, and answered now."""

    @cached_property
    def _by_key(self) -> Mapping[tuple[str, str, str], Entry]:
        found: dict[tuple[str, str, str], Entry] = {}
        for entry in self.entries:
            found.setdefault((entry.sheet, entry.id, entry.field), entry)
        return found

    def entry(self, sheet: str, identity: str, heading: str) -> Entry | None:
        """The answer in a cell; None where the cell itself was not found."""
        return self._by_key.get((sheet, identity, heading))

    def text(self, sheet: str, identity: str, heading: str) -> str:
        """The answer in a cell as typed; "" where there is none."""
        entry = self.entry(sheet, identity, heading)
        return entry.raw if entry else ""

    def entries_of(self, sheet: str, heading: str) -> Iterator[Entry]:
        """The answers under one heading, in the order of the sheet."""
        return iter(self._by_column.get((sheet, heading), ()))

    @cached_property
    def _by_column(self) -> Mapping[tuple[str, str], tuple[Entry, ...]]:
        found: dict[tuple[str, str], list[Entry]] = {}
        for entry in self.entries:
            found.setdefault((entry.sheet, entry.field), []).append(entry)
        return {column: tuple(entries) for column, entries in found.items()}

    @cached_property
    def unclear(self) -> tuple[Entry, ...]:
        """The answers that could not be understood; few rules need look at the others."""
        return tuple(entry for entry in self.entries if entry.unclear is not None)

    @cached_property
    def calculated(self) -> tuple[Entry, ...]:
        """The answers that are formulas over other cells."""
        return tuple(entry for entry in self.entries if entry.formula)

    @cached_property
    def is_blank(self) -> bool:
        """Whether nothing at all was filled in but the cover: such a form goes back as a whole."""
        return all(entry.blank for entry in self.entries if entry.sheet != COVER)

    @cached_property
    def _by_cell(self) -> Mapping[tuple[str | None, str | None], Entry]:
        return {(entry.place.sheet, entry.place.cell): entry for entry in self.entries}

    def entry_at(self, place: Place) -> Entry | None:
        """The answer that stands in a place; None for a cell that is not filled in by the unit."""
        return self._by_cell.get((place.sheet, place.cell)) if place.cell else None

    @cached_property
    def code(self) -> str:
        """校验码: the same for the unit that checks its form and for the office that receives it.

        It tells that both have the same answers in the same form, not that they are right, nor who sent them.
        """
        head = (self.plan, self.named, str(self.period), self.version)
        said = sorted(
            (entry.sheet, entry.id, entry.field, "".join(entry.raw.split()))
            for entry in self.entries
            if not entry.blank
        )
        number = int.from_bytes(hashlib.sha256(repr((head, said)).encode()).digest()[:5])
        letters = "".join(_LETTERS[number >> 5 * place & 31] for place in range(8))
        return f"{letters[:4]}-{letters[4:]}"

    @property
    def person(self) -> str:
        """填报人 as signed."""
        return self.text(COVER, "", PERSON)

    def place(self, sheet: str | None = None) -> Place:
        """The whole file or one of its sheets."""
        return Place(self.arrival.file, sheet)


class State(StrEnum):
    """The kinds of empty, and a value."""

    GIVEN = "有数"
    NO_PROGRESS = "本月无进展"
    NOT_APPLICABLE = "不适用"
    NOT_OUT = "数据未出"
    BLANK = "未填"


_STATES = {
    Situation.NO_PROGRESS: State.NO_PROGRESS,
    Situation.NOT_APPLICABLE: State.NOT_APPLICABLE,
    Situation.NOT_OUT: State.NOT_OUT,
}


def situation(filing: Filing, code: str) -> Situation | None:
    """填报情形 of an indicator as chosen; None where it is blank or no choice."""
    chosen = filing.entry(INDICATORS.name, code, SITUATION)
    return Situation(chosen.value) if chosen and isinstance(chosen.value, Situation) else None


def state_of(filing: Filing, code: str) -> State:
    """Which of the kinds of empty an indicator's row is, or that it has a value."""
    chosen = situation(filing, code)
    if chosen in _STATES:
        return _STATES[chosen]
    value = filing.entry(INDICATORS.name, code, VALUE)
    return State.GIVEN if value and value.value is not None else State.BLANK
