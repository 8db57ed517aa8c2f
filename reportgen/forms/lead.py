"""How far a value is ahead of what is due, and when a unit owes a reason for it."""

from __future__ import annotations

from decimal import Decimal
from enum import Enum, auto
from typing import TYPE_CHECKING, Final

from reportgen.plan.model import Comparison, Direction, Kind, Strength
from reportgen.plan.pace import is_last_month, lower_is_better
from reportgen.plan.sheets import YELLOW_LINE

if TYPE_CHECKING:
    from reportgen.forms.asked import IndicatorRow
    from reportgen.period import Period
    from reportgen.plan.model import Indicator, Plan

_HUNDRED: Final = Decimal(100)


def lead_over_pace(
    indicator: Indicator, goal: Decimal, upper: Decimal | None, value: Decimal, due: Decimal | None
) -> Decimal | None:
    """How far ahead of what is due, as a share of 1 (0.013 is 1.3 percentage points); None where nothing is due.

    Growth and rates: the difference itself. Ranks: how far the goal is from the place reached, never above nought.
    """
    if indicator.kind is Kind.RANK:
        return min(goal / value - 1, Decimal(0)) if value > 0 else None
    if indicator.kind in (Kind.GROWTH, Kind.RATE):
        return _difference(indicator, goal, upper, value)
    if lower_is_better(indicator):
        return _room_left(indicator, goal, value, due)
    if indicator.comparison is Comparison.WITHIN and upper and value > upper:
        return 1 - value / upper
    return value / goal - due if goal and due is not None else None


def _difference(indicator: Indicator, goal: Decimal, upper: Decimal | None, value: Decimal) -> Decimal:
    if indicator.comparison is Comparison.WITHIN and upper is not None:
        over = max(goal - value, value - upper, Decimal(0))
        difference = -over
    else:
        difference = goal - value if indicator.direction is Direction.REVERSE else value - goal
    if indicator.in_percent or indicator.unit == "‰":
        return difference / (_HUNDRED if indicator.in_percent else _HUNDRED * 10)
    return difference / abs(goal) if goal else difference


def _room_left(indicator: Indicator, goal: Decimal, value: Decimal, due: Decimal | None) -> Decimal | None:
    """Less is better: an amount may use its ceiling up by pace, a stock may at no time be above it."""
    if not goal:
        return Decimal(0) if value <= 0 else None
    if indicator.kind is Kind.CUMULATIVE and value <= goal:
        return due - value / goal if due is not None else None
    return min(1 - value / goal, Decimal(0)) if value > goal else Decimal(0)


class Owed(Enum):
    """What a unit owes a reason for, the gravest first."""

    CEILING = auto()
    """An amount that should stay low is above its target: it will not come down by itself."""
    BINDING = auto()
    """A binding target is missed at the year's end."""
    PACE = auto()
    """More points behind than the office's yellow line."""


def row_lead(row: IndicatorRow, value: Decimal) -> Decimal | None:
    """The lead of a value as asked of one unit; None where it has no goal or nothing is due."""
    if row.goal is None:
        return None
    return lead_over_pace(row.indicator, row.goal, row.upper, value, row.pace)


def reason_owed(plan: Plan, month: Period, row: IndicatorRow, value: Decimal) -> Owed | None:
    """Whether the form wants a reason beside this value (design section 5), and why."""
    if row.goal is None:
        return None
    indicator = row.indicator
    met = indicator.is_met_by(value, row.goal, row.upper)
    if not met and indicator.direction is Direction.REVERSE and indicator.kind.has_completion and value > row.goal:
        return Owed.CEILING
    if not met and indicator.strength is Strength.BINDING and is_last_month(plan, month):
        return Owed.BINDING
    lead = row_lead(row, value)
    return Owed.PACE if lead is not None and -lead * _HUNDRED > plan.clause_value(YELLOW_LINE) else None
