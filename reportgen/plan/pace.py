"""序时进度: how much of a target is due by the end of a month, by the indicator's curve."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from reportgen.period import Period, month_of
from reportgen.plan.model import Curve, Direction, Frequency, Kind

if TYPE_CHECKING:
    from reportgen.plan.model import Indicator, Plan, Target

_MONTHS_OF_QUARTER = 3


def elapsed(plan: Plan, month: Period) -> Decimal:
    """Months of the plan in this year up to a month ÷ months of the plan in this year (design section 8)."""
    first, last = _bounds(plan, month.year)
    months = last - first + 1
    gone = min(max(month.index - first + 1, 0), months)
    return Decimal(gone) / Decimal(months)


def _bounds(plan: Plan, year: int) -> tuple[int, int]:
    """The first and last calendar month of the plan in a year."""
    first = plan.first_month.index if plan.first_month.year == year else 1
    last = plan.last_month.index if plan.last_month.year == year else 12
    return first, max(first, last)


def is_last_month(plan: Plan, month: Period) -> bool:
    """Whether the plan has no later month in this year."""
    return month.index >= _bounds(plan, month.year)[1]


def pace(plan: Plan, indicator: Indicator, month: Period, goal: Decimal) -> Decimal | None:
    """The share of `goal` that is due by the end of a month; None where pace says nothing.

    Growth, rates and ranks are set against the target itself, events and 年末一次 stay out until the year's last
    month. A stock with a 上年基数 starts from that; a figure that lags is compared with the month that it is for.
    """
    if indicator.kind in (Kind.GROWTH, Kind.RATE, Kind.RANK) or goal == 0:
        return None
    if indicator.kind is Kind.EVENT or indicator.curve is Curve.YEAR_END:
        return Decimal(1) if is_last_month(plan, month) else None
    share = _share(plan, indicator, data_month(indicator, month))
    if indicator.kind is Kind.STOCK and indicator.baseline is not None:
        return (indicator.baseline + (goal - indicator.baseline) * share) / goal
    return share


def data_month(indicator: Indicator, month: Period) -> Period:
    """The month whose figure is asked for in a month's form (数据滞后月数), never before January of its year."""
    return Period(month.year, max(month.index - indicator.lag, 1))


def _share(plan: Plan, indicator: Indicator, month: Period) -> Decimal:
    target = indicator.target(month.year)
    if indicator.curve is Curve.BY_QUARTER and target is not None:
        return _by_quarter(indicator, target, month)
    if indicator.curve is Curve.BY_NODE:
        return _by_node(plan, indicator, month)
    return elapsed(plan, month)


def _by_quarter(indicator: Indicator, target: Target, month: Period) -> Decimal:
    """Straight lines between the quarters' ends; a thing done once a quarter is due when the quarter closes."""
    goals = [Decimal(0), *(goal if goal is not None else target.value for goal in target.quarters)]
    closed, months = divmod(month.index, _MONTHS_OF_QUARTER)
    part = Decimal(months) / _MONTHS_OF_QUARTER if indicator.frequency is not Frequency.QUARTERLY else Decimal(0)
    due = goals[closed] if not months else goals[closed] + (goals[closed + 1] - goals[closed]) * part
    return due / target.value if target.value else Decimal(0)


def _by_node(plan: Plan, indicator: Indicator, month: Period) -> Decimal:
    """The share of the task's milestones that are due; by month where the task has none."""
    due = [m.due for m in plan.milestones if m.task == indicator.task and m.due.year == month.year]
    if not due:
        return elapsed(plan, month)
    return Decimal(sum(month_of(day) <= month for day in due)) / Decimal(len(due))


def lower_is_better(indicator: Indicator) -> bool:
    """Whether a smaller value is the better one: ranks always, others by 方向."""
    return indicator.kind is Kind.RANK or indicator.direction is Direction.REVERSE
