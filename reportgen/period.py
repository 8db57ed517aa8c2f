"""A reporting period: a month, quarter, half-year or year, with its Chinese labels, its days and what falls due."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

_WRITTEN = re.compile(r"^(\d{4})(?:-(?:(\d{1,2})|Q([1-4])|H([12])))?$")
_CHINESE_MONTH = re.compile(r"^(\d{4})\s*年\s*(\d{1,2})\s*月(?:份)?$")
_ORDINALS = "一二三四"
FIRST_YEAR, LAST_YEAR = 1950, 2200


class Span(StrEnum):
    """How long a period is; the words are those of the column 报告类型 in 报送安排."""

    MONTH = "月度"
    QUARTER = "季度"
    HALF = "半年"
    YEAR = "年度"


_WORDS = {Span.MONTH: "月", Span.QUARTER: "季度", Span.HALF: "半年", Span.YEAR: "年"}
_MONTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.HALF: 6, Span.YEAR: 12}


class PeriodError(ValueError):
    """What was written is no period; the message is a Chinese sentence for the user."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One month, quarter, half-year or year; months sort by time."""

    year: int
    index: int
    span: Span = Span.MONTH

    def __post_init__(self) -> None:
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise PeriodError(f"年份“{self.year}”不合理，应在{FIRST_YEAR}至{LAST_YEAR}之间。")
        if not 1 <= self.index <= 12 // _MONTHS[self.span]:
            raise PeriodError(f"{self.year}年没有第{self.index}个{_WORDS[self.span]}。")

    def __str__(self) -> str:
        """The name used for folders and on the command line: 2025-04, 2025-Q2, 2025-H1, 2025."""
        match self.span:
            case Span.MONTH:
                return f"{self.year}-{self.index:02d}"
            case Span.QUARTER:
                return f"{self.year}-Q{self.index}"
            case Span.HALF:
                return f"{self.year}-H{self.index}"
            case Span.YEAR:
                return str(self.year)

    @property
    def label(self) -> str:
        """As a document names it: 2025年4月, 2025年第二季度, 2025年上半年, 2025年."""
        match self.span:
            case Span.MONTH:
                return f"{self.year}年{self.index}月"
            case Span.QUARTER:
                return f"{self.year}年第{_ORDINALS[self.index - 1]}季度"
            case Span.HALF:
                return f"{self.year}年{'上' if self.index == 1 else '下'}半年"
            case Span.YEAR:
                return f"{self.year}年"

    @property
    def last_month(self) -> int:
        """The calendar month (1 to 12) with which the period ends."""
        return self.index * _MONTHS[self.span]

    @property
    def start(self) -> date:
        """Its first day."""
        return date(self.year, self.last_month - _MONTHS[self.span] + 1, 1)

    @property
    def end(self) -> date:
        """Its last day."""
        return date(self.year, self.last_month, calendar.monthrange(self.year, self.last_month)[1])

    def runs_out(self, deadline: date) -> bool:
        """Whether a deadline has run out when the period ends; what is due on its last day must be done by then."""
        return deadline <= self.end

    @property
    def closing(self) -> Period:
        """The month with which it ends; a month itself."""
        return Period(self.year, self.last_month)

    def previous(self) -> Period:
        """The period of the same span just before."""
        return self._containing(self.start - timedelta(days=1))

    def next(self) -> Period:
        """The period of the same span just after."""
        return self._containing(self.end + timedelta(days=1))

    def _containing(self, day: date) -> Period:
        return Period(day.year, (day.month - 1) // _MONTHS[self.span] + 1, self.span)


def month_of(day: date) -> Period:
    """The month in which a day lies."""
    return Period(day.year, day.month)


def parse_period(text: str) -> Period:
    """Read 2025-04, 2025-Q2, 2025-H1, 2025 or 2025年4月; raises `PeriodError` with a sentence for the user."""
    written = text.strip()
    if chinese := _CHINESE_MONTH.match(written):
        return Period(int(chinese[1]), int(chinese[2]))
    parts = _WRITTEN.match(written.upper())
    if parts is None:
        raise PeriodError(f"“{text}”不是能认出的期间，请写成2025-04、2025-Q2、2025-H1或2025。")
    year, month, quarter, half = parts.groups()
    if month:
        return Period(int(year), int(month))
    if quarter:
        return Period(int(year), int(quarter), Span.QUARTER)
    if half:
        return Period(int(year), int(half), Span.HALF)
    return Period(int(year), 1, Span.YEAR)


def parse_month(text: str) -> Period:
    """Read a month; raises `PeriodError` for any other period."""
    period = parse_period(text)
    if period.span is not Span.MONTH:
        raise PeriodError(f"“{text}”不是一个月份，请写成2025-04。")
    return period
