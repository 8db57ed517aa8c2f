"""Periods: how they are written, what they are called, when they begin and end."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.period import Period, PeriodError, Span, month_of, parse_month, parse_period

PERIODS = st.builds(
    lambda year, span, index: Period(year, 1 + index % {"月度": 12, "季度": 4, "半年": 2, "年度": 1}[span], span),
    st.integers(1990, 2100),
    st.sampled_from(Span),
    st.integers(0, 11),
)


@pytest.mark.parametrize(
    ("written", "label", "first", "last"),
    [
        ("2025-04", "2025年4月", date(2025, 4, 1), date(2025, 4, 30)),
        ("2024-02", "2024年2月", date(2024, 2, 1), date(2024, 2, 29)),
        ("2025-Q2", "2025年第二季度", date(2025, 4, 1), date(2025, 6, 30)),
        ("2025-H1", "2025年上半年", date(2025, 1, 1), date(2025, 6, 30)),
        ("2025", "2025年", date(2025, 1, 1), date(2025, 12, 31)),
        ("2025年4月", "2025年4月", date(2025, 4, 1), date(2025, 4, 30)),
        ("202504", "2025年4月", date(2025, 4, 1), date(2025, 4, 30)),
    ],
)
def test_a_period_is_read_as_people_write_it(written: str, label: str, first: date, last: date) -> None:
    """2025-04, 2025-Q2, 2025-H1, 2025 and 2025年4月 are periods."""
    period = parse_period(written)
    assert (period.label, period.start, period.end) == (label, first, last)


@pytest.mark.parametrize(
    "written",
    ["", "2025-13", "2025-0", "25-04", "2025-Q5", "四月", "2025/04", "1066-01", "202513", "20254", "20250401"],
)
def test_what_is_no_period_is_told_in_a_sentence(written: str) -> None:
    """A slip of the pen gives a Chinese sentence."""
    with pytest.raises(PeriodError) as caught:
        parse_period(written)
    assert str(caught.value).endswith("。")


def test_a_quarter_is_no_month() -> None:
    """Where a month is asked, a quarter is refused."""
    with pytest.raises(PeriodError, match="不是一个月份"):
        parse_month("2025-Q2")


@given(PERIODS)
def test_a_period_written_and_read_is_the_same(period: Period) -> None:
    """The name of a folder tells its period."""
    assert parse_period(str(period)) == period


@given(PERIODS)
def test_periods_follow_each_other_without_a_gap(period: Period) -> None:
    """The day after the last is the next period's first, and before and after undo each other."""
    assert (period.next().start - period.end).days == 1
    assert period.next().previous() == period


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)))
def test_every_day_lies_in_its_month(day: date) -> None:
    """A month holds its days, and months sort by time."""
    month = month_of(day)
    assert month.start <= day <= month.end
    assert month < month.next()
