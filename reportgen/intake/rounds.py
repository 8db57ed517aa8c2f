"""A form that was sent back for correction: what was asked in that round, and what the unit answered to each point."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportgen.forms.definition import (
    RECORD_HEADINGS,
    RECORD_ROUND,
    REVIEW,
    REVIEW_ANSWER,
    REVIEW_NUMBER,
    REVIEW_RECORD,
)
from reportgen.workbooks.cells import tidy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportgen.workbooks.cells import Sheet, Value, Workbook

_MOST_POINTS: Final = 5000
_MOST_TIMES: Final = 99
_TOP_ROWS: Final = 10
_ADDRESS: Final = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_COUNT: Final = re.compile(r"[1-9]\d{0,5}", re.ASCII)
_RGB: Final = re.compile(r"[0-9A-F]{8}")


@dataclass(frozen=True, slots=True)
class Point:
    """One point of a correction copy as it was sent, the unit's answer beside it.

    `id` and `heading` are the cell's identity; `kept` is an answer of an earlier round; `fill` the colour that the
    cell had before it was marked.
    """

    rule: str
    sheet: str
    cell: str
    id: str
    heading: str
    value: str
    times: int = 1
    kept: str = ""
    fill: str = ""
    answer: str = ""

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What makes it the same point when the form comes back."""
        return self.rule, self.sheet, self.id, self.heading


@dataclass(frozen=True, slots=True)
class Round:
    """The round in which a form was sent back: 0 for one that was not."""

    number: int = 0
    points: tuple[Point, ...] = ()


def own_sheets(workbook: Workbook) -> tuple[Sheet, ...]:
    """The sheets of the form itself, without those that a correction copy adds."""
    return tuple(sheet for sheet in workbook.sheets if sheet.name.strip() not in (REVIEW, REVIEW_RECORD))


def round_of(workbook: Workbook) -> Round:
    """What 「_校核」 and 「校核意见」 tell; nothing in them is trusted further than a unit's word."""
    record = workbook.sheet(REVIEW_RECORD)
    if record is None:
        return Round()
    answers = dict(_answers(workbook.sheet(REVIEW)))
    points: list[Point] = []
    number = 0
    columns: dict[str, int] = {}
    for row in record.rows[:_MOST_POINTS]:
        texts = [_text(value) for value in row]
        if columns:
            told = {heading: texts[at] for heading, at in columns.items() if at < len(texts)}
            points += _point(told, answers)
        elif texts[:1] == [RECORD_ROUND] and len(texts) > 1:
            number = _count(texts[1])
        elif set(RECORD_HEADINGS) <= set(texts):
            columns = {heading: texts.index(heading) for heading in RECORD_HEADINGS}
    return Round(number, tuple(points))


def _point(told: dict[str, str], answers: dict[str, str]) -> Iterator[Point]:
    number, rule, sheet, cell, identity, heading, value, times, kept, fill = (
        told.get(heading, "") for heading in RECORD_HEADINGS
    )
    if rule:
        yield Point(
            rule,
            sheet,
            cell if _ADDRESS.fullmatch(cell) else "",
            identity,
            heading,
            value,
            _count(times),
            kept,
            fill if _RGB.fullmatch(fill) else "",
            answers.get(number, ""),
        )


def _answers(sheet: Sheet | None) -> Iterator[tuple[str, str]]:
    """序号 and 您的说明 of every row that has both."""
    if sheet is None:
        return
    for top, row in enumerate(sheet.rows[:_TOP_ROWS]):
        heads = [tidy(value) for value in row]
        if REVIEW_NUMBER in heads and REVIEW_ANSWER in heads:
            number, answer = heads.index(REVIEW_NUMBER), heads.index(REVIEW_ANSWER)
            for below in sheet.rows[top + 1 : top + 1 + _MOST_POINTS]:
                words = _text(below[answer]) if answer < len(below) else ""
                if words and number < len(below):
                    yield _text(below[number]), words
            return


def _text(value: Value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).replace("\r\n", "\n").strip()


def _count(text: str) -> int:
    return min(int(text), _MOST_TIMES) if _COUNT.fullmatch(text) else 1
