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
    first, last = months_of_plan(plan, month.year)
    months = last - first + 1
    gone = min(max(month.index - first + 1, 0), months)
    return Decimal(gone) / Decimal(months)


def months_of_plan(plan: Plan, year: int) -> tuple[int, int]:
    """The first and last calendar month of the plan in a year, 1 to 12."""
    first = plan.first_month.index if plan.first_month.year == year else 1
    last = plan.last_month.index if plan.last_month.year == year else 12
    return first, max(first, last)


def is_last_month(plan: Plan, month: Period) -> bool:
    """Whether the plan has no later month in this year."""
    return month.index >= months_of_plan(plan, month.year)[1]


def pace(plan: Plan, indicator: Indicator, month: Period, goal: Decimal) -> Decimal | None:
    """The share of `goal` that is due by the end of a month; None where pace says nothing.

    Growth, rates and ranks are set against the target itself, events and 年末一次 stay out until the year's last
    month. A stock grows from where the year began; a figure that lags is compared with the month that it is for. A
    department's share of a target has the pace of the whole.
    """
    target = indicator.target(month.year)
    if indicator.kind in (Kind.GROWTH, Kind.RATE, Kind.RANK) or goal == 0 or target is None or target.value == 0:
        return None
    if indicator.kind is Kind.EVENT or indicator.curve is Curve.YEAR_END:
        return Decimal(1) if is_last_month(plan, month) else None
    return _share(plan, indicator, target, data_month(indicator, month))


def start_of(indicator: Indicator, year: int) -> Decimal:
    """Where a year's figure begins: nought, for a stock the target of the year before, else its 上年基数."""
    if indicator.kind is not Kind.STOCK:
        return Decimal(0)
    earlier = [target for target in indicator.targets if target.year < year]
    if earlier:
        return max(earlier, key=lambda target: target.year).value
    return indicator.baseline or Decimal(0)


def data_month(indicator: Indicator, month: Period) -> Period:
    """The month whose figure is asked for in a month's form (数据滞后月数), never before January of its year."""
    return Period(month.year, max(month.index - indicator.lag, 1))


def _share(plan: Plan, indicator: Indicator, target: Target, month: Period) -> Decimal:
    start = start_of(indicator, target.year) / target.value
    match indicator.curve:
        case Curve.BY_QUARTER:
            return _by_quarter(indicator, target, month, start)
        case Curve.BY_GIVEN_MONTH:
            return _by_given_month(plan, target, month, start)
        case Curve.BY_NODE:
            return start + (1 - start) * _by_node(plan, indicator, month)
        case _:
            return start + (1 - start) * elapsed(plan, month)


def _by_quarter(indicator: Indicator, target: Target, month: Period, start: Decimal) -> Decimal:
    """Straight lines between the quarters' ends; a thing done once a quarter is due when the quarter closes."""
    goals = [start, *((goal if goal is not None else target.value) / target.value for goal in target.quarters)]
    closed, months = divmod(month.index, _MONTHS_OF_QUARTER)
    if not months or indicator.frequency is Frequency.QUARTERLY:
        return goals[closed]
    return goals[closed] + (goals[closed + 1] - goals[closed]) * months / _MONTHS_OF_QUARTER


def _by_given_month(plan: Plan, target: Target, month: Period, start: Decimal) -> Decimal:
    """The goal written for the month; where none is written, evenly."""
    goal = target.months[month.index - 1] if target.months else None
    return start + (1 - start) * elapsed(plan, month) if goal is None else goal / target.value


def _by_node(plan: Plan, indicator: Indicator, month: Period) -> Decimal:
    """The share of the task's milestones that are due; by month where the task has none."""
    due = [m.due for m in plan.milestones if m.task == indicator.task and m.due.year == month.year]
    if not due:
        return elapsed(plan, month)
    return Decimal(sum(month_of(day) <= month for day in due)) / Decimal(len(due))


def lower_is_better(indicator: Indicator) -> bool:
    """Whether a smaller value is the better one: ranks always, others by 方向."""
    return indicator.kind is Kind.RANK or indicator.direction is Direction.REVERSE
