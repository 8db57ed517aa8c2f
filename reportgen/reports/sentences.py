"""The facts of one indicator or task in an official's words; the same fact is worded here once, for text and table."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from reportgen.checks.case import says_something
from reportgen.intake.filings import State
from reportgen.plan.in_force import adjustment_words
from reportgen.plan.model import Aggregation, Comparison, Direction, Kind
from reportgen.plan.pace import data_month, lower_is_better
from reportgen.progress import Light, Standing
from reportgen.reports.provenance import Figure, Sentence, computed, counted, from_plan, join, say
from reportgen.wording import (
    amount,
    cleaned,
    closed,
    enumeration,
    listed,
    percent,
    places,
    plain,
    points,
    signed_points,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from reportgen.checks.accepted import Accepted
    from reportgen.intake.filings import Entry, Source
    from reportgen.period import Period
    from reportgen.plan.model import Indicator, Target
    from reportgen.progress import Measure, Progress
    from reportgen.reports.provenance import Part

DASH: Final = "—"
_SEVERAL = 2
POINTS: Final = {"%": "个百分点", "‰": "个千分点"}
_VERBS: Final = re.compile(
    r"^(?:\d|召开|组织|开展|举办|举行|完成|推动|推进|印发|制定|出台|走访|对接|联合|会同|协调|指导|赴|新增|建成|签订|签约|启动|收集|征集|发布|落实"
    r"|积极|围绕|持续|深入|邀请|牵头|配合|参加|梳理|摸排|编制|申报|获批|引进|培育|建立|搭建|支持|宣传|承办|协助|审核|拨付|发放|调研|研究)"
)
_FIRST_PERSON: Final = re.compile(r"^(?:我局|我办|我街道|我街|我单位|我委|本局|本单位|本街道|本街|本办)")


# ---- indicators


def indicator_name(indicator: Indicator) -> Figure:
    """The name as the plan has it."""
    return from_plan(indicator.name, indicator.row.place("指标名称"))


def goal_text(progress: Progress) -> str:
    """年度目标 as a table prints it, the unit being with the name: ≥235, 1～2, 完成."""
    indicator, goal = progress.indicator, progress.goal
    later = _later_target(progress)
    if later is not None:
        return f"{later.year}年{indicator.comparison}{plain(later.value)}"
    if goal is None:
        return DASH
    target = progress.target
    if indicator.comparison is Comparison.WITHIN and target is not None and target.upper is not None:
        return f"{plain(target.value)}～{plain(target.upper)}"
    if indicator.kind is Kind.EVENT:
        return "完成"
    return f"{indicator.comparison}{plain(goal)}"


def goal_figure(progress: Progress) -> Figure:
    """年度目标 with the plan's cell."""
    target = progress.target or _later_target(progress)
    place = target.row.place("目标值") if target else progress.indicator.row.place("指标名称")
    return from_plan(goal_text(progress), place, "计划的年度目标")


def _later_target(progress: Progress) -> Target | None:
    """The next target where the plan sets none for the year."""
    return None if progress.target else progress.indicator.later_target(progress.month.year)


def adjustments(progress: Progress) -> tuple[Sentence, ...]:
    """“签约额”年度目标自2025年7月起由120亿元调整为150亿元（…）: both targets, and the document."""
    indicator = progress.indicator
    return tuple(
        join(
            (
                f"“{indicator.name}”年度目标",
                from_plan(adjustment_words(change, indicator.unit), change.row.place("新目标值"), "目标调整"),
            )
        )
        for change in (progress.target.changed if progress.target else ())
    )


def worst_words(progress: Progress) -> str:
    """What the plan's figure is where every unit must reach the target by itself."""
    if not progress.indicator.is_for_each or len(progress.measures) < _SEVERAL:
        return ""
    return f"各单位最{'高' if lower_is_better(progress.indicator) else '低'}数"


def value_text(progress: Progress, *, with_unit: bool = True) -> str:
    """The value, with its unit in a sentence and without it in a table; an event in words."""
    indicator, value = progress.indicator, progress.value
    if value is None:
        return DASH
    if indicator.kind is Kind.EVENT and (progress.goal or 1) <= 1:
        return "已完成" if value >= 1 else "未完成"
    return f"{_rounded(progress, value)}{indicator.unit if with_unit else ''}"


def _rounded(progress: Progress, value: Decimal) -> str:
    """A value as printed; rounding never makes a target met that is missed, or the other way round."""
    goal, upper = progress.goal, progress.upper
    decimals, is_met_by = progress.indicator.decimals, progress.indicator.is_met_by
    texts = [amount(value, more) for more in range(decimals, max(decimals, places(value)) + 1)]
    if goal is None:
        return texts[0]
    told = (is_met_by(value, goal, upper), value == goal)
    return next((t for t in texts if (is_met_by(Decimal(t), goal, upper), Decimal(t) == goal) == told), texts[-1])


def in_brackets(*remarks: Part) -> Sentence:
    """（5月数，缺丙街道的数）; nothing where there is nothing to remark."""
    said = [one for one in (join((remark,)) for remark in remarks) if one.text]
    return join(("（", join(said, "，"), "）")) if said else Sentence("")


def left_out_words(progress: Progress) -> str:
    """缺丙街道的数 where a sum lacks some units; a 牵头值 lacks none."""
    names = missing_units(progress)
    return f"缺{some(names, 3)}的数" if names else ""


def missing_units(progress: Progress) -> tuple[str, ...]:
    """The units whose figure a value should hold and does not."""
    if progress.value is None or progress.indicator.aggregation is Aggregation.LEAD:
        return ()
    return tuple(m.department for m in progress.measures if m.value is None and m.state is not State.NOT_APPLICABLE)


def month_words(progress: Progress) -> Sentence:
    """5月数 where a figure lags, 沿用2月数 where 本月无进展 keeps it; nothing where it is the month's own."""
    if progress.value is None:
        return Sentence("")
    known = [(m, _month_of(progress, m)) for m in progress.measures if m.value is not None]
    months = {when for _, when in known}
    carried = any(m.since not in (None, progress.month) for m in progress.measures)
    if months == {progress.month}:
        return Sentence("")
    keeps = "沿用" if carried else ""
    if len(months) == 1:
        return say(f"{keeps}{{月}}数", 月=_month_figure(progress, months.pop()))
    older = [(m.department, when) for m, when in known if when != progress.month]
    return join((join((name, "为", _month_figure(progress, when), "数")) for name, when in older), "，")


def _month_of(progress: Progress, measure: Measure) -> Period:
    """The month that a figure is for: that of the form which told it, less 数据滞后月数."""
    return data_month(progress.indicator, measure.since or progress.month)


def _month_figure(progress: Progress, when: Period) -> Figure:
    text = f"{when.index}月" if when.year == progress.month.year else when.label
    return Figure(text, str(when), "数据所属的月份", progress.sources)


def bare_value_figure(progress: Progress) -> Figure:
    """The value as a table prints it, back to the cells."""
    return replace(value_figure(progress), text=value_text(progress, with_unit=False))


def value_figure(progress: Progress) -> Figure:
    """The value as a sentence prints it, back to the cells."""
    formula = (
        "单位填报"
        if len(progress.measures) == 1
        else f"{len(progress.sources)}个单位按“{progress.indicator.aggregation}”汇总"
    )
    if any(m.state is State.NO_PROGRESS for m in progress.measures):
        formula += "（填报本月无进展的沿用上次的数）"
    return Figure(value_text(progress), plain(progress.value or Decimal(0)), formula, progress.sources)


def completion_figure(progress: Progress) -> Figure | None:
    """完成率; None where it means nothing."""
    completion = progress.verdict.completion
    if completion is None:
        return None
    return computed(percent(completion), completion, "累计÷年度目标", progress.sources)


def gap_figure(progress: Progress) -> Figure | None:
    """The lead over pace in percentage points, without its sign; None where none is stated."""
    lead = progress.verdict.lead_over_pace
    if lead is None or progress.indicator.kind is Kind.RANK:
        return None
    return computed(points(lead), lead, gap_formula(progress), progress.sources)


def gap_formula(progress: Progress) -> str:
    """How the lead over pace is computed, as 数据出处 tells it."""
    indicator = progress.indicator
    if _against_target(progress):
        return "控制目标－实绩" if has_ceiling(indicator) else "实绩－目标"
    if not has_ceiling(indicator):
        return "完成率－序时进度"
    if indicator.kind is Kind.CUMULATIVE and (progress.value or 0) <= (progress.goal or 0):
        return "序时进度－累计÷控制目标"
    return "1－实绩÷控制目标"


def _against_target(progress: Progress) -> bool:
    return progress.indicator.kind in (Kind.GROWTH, Kind.RATE)


def gap_words(progress: Progress) -> Sentence:
    """高于序时进度1.3个百分点, 低于年度目标0.5个百分点, 距年度目标差2位; an event has no gap."""
    lead, indicator = progress.verdict.lead_over_pace, progress.indicator
    if lead is None or indicator.kind is Kind.EVENT:
        return Sentence("")
    if indicator.kind is Kind.RANK:
        return _rank_words(progress)
    if has_ceiling(indicator):
        return _ceiling_words(progress)
    if _against_target(progress):
        return _target_words(progress)
    gap = gap_figure(progress)
    if lead == 0 or gap is None:
        return Sentence("与序时进度持平")
    return say(f"{'高于' if lead > 0 else '低于'}序时进度{{差}}个百分点", 差=gap)


def _target_words(progress: Progress) -> Sentence:
    """Growth and rates beside the target itself, in points where they are percentages, else in their own unit."""
    value, goal, target = progress.value, progress.goal, progress.target
    if value is None or goal is None:
        return Sentence("")
    what = "年度目标"
    if progress.indicator.comparison is Comparison.WITHIN and target is not None and target.upper is not None:
        if goal <= value <= target.upper:
            return Sentence("在年度目标区间内")
        goal, what = (goal, "年度目标下限") if value < goal else (target.upper, "年度目标上限")
    if value == goal:
        return Sentence(f"与{what}持平")
    return say(f"{'高于' if value > goal else '低于'}{what}{{差}}", 差=difference(progress, value - goal, "实绩－目标"))


def difference(progress: Progress, size: Decimal, formula: str) -> Figure:
    """A difference of two values of an indicator: of percentages in 个百分点, else in its unit; never printed as 0."""
    indicator = progress.indicator
    unit = POINTS.get(indicator.unit, indicator.unit)
    near = amount(abs(size), indicator.decimals)
    if unit == POINTS["%"] and _against_target(progress):
        near = points(size / 100)
    text = near if Decimal(near) else plain(abs(size))
    return computed(f"{text}{unit}", size, formula, progress.sources)


def _rank_words(progress: Progress) -> Sentence:
    value, goal = progress.value, progress.goal
    if value is None or goal is None:
        return Sentence("")
    if value <= goal:
        return Sentence("达到年度目标")
    return say("距年度目标差{位}位", 位=computed(plain(value - goal), value - goal, "位次－目标", progress.sources))


def _ceiling_words(progress: Progress) -> Sentence:
    """Less is better: within the ceiling or over it, by how much."""
    value, goal, indicator = progress.value, progress.goal, progress.indicator
    if value is None or goal is None:
        return Sentence("")
    if value > goal:
        return say("超出控制目标{超}", 超=difference(progress, value - goal, "实绩－控制目标"))
    if not indicator.is_met_by(value, goal):
        return Sentence("已到控制目标上限")
    gap = gap_figure(progress)
    lead = progress.verdict.lead_over_pace
    if indicator.kind is Kind.CUMULATIVE and gap is not None and lead:
        return say(f"控制目标使用进度{'低于' if lead > 0 else '高于'}序时进度{{差}}个百分点", 差=gap)
    return Sentence("在控制目标以内")


def has_ceiling(indicator: Indicator) -> bool:
    """Whether less is better; a rank is reached, and a range is kept to, not kept within a ceiling."""
    kept_to = indicator.comparison is Comparison.WITHIN and not indicator.kind.has_completion
    return lower_is_better(indicator) and indicator.kind is not Kind.RANK and not kept_to


def is_over_ceiling(progress: Progress) -> bool:
    """Whether a value that should stay below its goal does not."""
    if progress.value is None or progress.goal is None:
        return False
    return not progress.indicator.is_met_by(progress.value, progress.goal, progress.upper)


def progress_words(progress: Progress) -> Sentence:
    """技术合同成交额累计120.53亿元，完成年度目标的51.3%，高于序时进度1.3个百分点."""
    indicator = progress.indicator
    name, value = indicator_name(indicator), value_figure(progress)
    verb = {
        Kind.CUMULATIVE: "累计",
        Kind.STOCK: "达到" if indicator.direction is Direction.FORWARD else "为",
        Kind.RATE: "为",
        Kind.GROWTH: "为",
        Kind.RANK: "居第",
        Kind.EVENT: "",
    }[indicator.kind]
    notes = in_brackets(worst_words(progress), month_words(progress), left_out_words(progress))
    parts: list[Figure | Sentence] = [join((name, verb, value, notes))]
    completion = completion_figure(progress)
    if completion is not None:
        share = "完成年度目标的{率}" if indicator.kind is Kind.CUMULATIVE else "为年度目标的{率}"
        parts.append(say(share, 率=completion))
    gap = gap_words(progress)
    if gap.text and progress.standing is not Standing.DONE:
        parts.append(gap)
    return join(parts, "，")


def verdict_words(progress: Progress) -> str:
    """滞后，黄灯."""
    light = {Light.WATCHED: "绿灯关注"}.get(progress.verdict.light, f"{progress.verdict.light}灯")
    return f"{progress.standing}，{light}"


def missing_word(progress: Progress) -> str:
    """Why a table shows no value: 未报送, 待更正, 未填, 数据未出, 不适用, 无上期数."""
    return missing_words_of([(m.state, m.refused) for m in progress.measures])


def missing_words_of(states: Sequence[tuple[State | None, bool]]) -> str:
    """The same from states; a cell that was refused is waiting to be corrected."""
    if any(refused for _, refused in states):
        return "待更正"
    words = {
        State.NOT_OUT: "数据未出",
        State.NOT_APPLICABLE: "不适用",
        State.BLANK: "未填",
        State.NO_PROGRESS: "无上期数",
    }
    found = {words.get(state, "未报送") if state is not None else "未报送" for state, _ in states}
    return found.pop() if len(found) == 1 else "未报齐"


def remainder(progress: Progress) -> Decimal | None:
    """What is still to be done to reach the goal of an amount where more is better."""
    if progress.goal is None or progress.value is None or lower_is_better(progress.indicator):
        return None
    if not progress.indicator.kind.has_completion:
        return None
    return max(progress.goal - progress.value, Decimal(0))


def signed_gap_text(progress: Progress) -> str:
    """The lead for a table: +1.3, -0.8; — where none is stated, or where it would not be in percentage points."""
    lead, indicator = progress.verdict.lead_over_pace, progress.indicator
    if lead is None or indicator.kind in (Kind.RANK, Kind.EVENT):
        return DASH
    if _against_target(progress) and indicator.unit != "%":
        return DASH
    return signed_points(lead)


# ---- 情况说明, 本月进展 and other words of the units


def quoted(entry: Entry | None, accepted: Accepted | None) -> Figure | None:
    """A unit's own words, cleaned, with their cell; None where there is nothing to print, or only 无."""
    if entry is None or accepted is None or not says_something(entry.raw):
        return None
    return Figure(cleaned(entry.raw), entry.raw, "照录单位填报", (accepted.source(entry),))


def full_stop(words: Part) -> Sentence:
    """Words with their full stop; those that end with ？ or ！ keep that."""
    said = join((words,))
    return Sentence(closed(said.text), said.figures)


def one_after_other(words: Sequence[Figure]) -> Sentence:
    """Several units' words in one sentence."""
    return Sentence(listed([one.text for one in words]), tuple(words))


def with_unit_in_front(unit: str, words: Figure) -> Sentence:
    """区科协6月12日召开…, or 区科协：… where the words do not follow a subject."""
    text = _FIRST_PERSON.sub("", words.text)
    if text.startswith(unit):
        return Sentence(words.text, (words,))
    mark = "" if _VERBS.match(text) else "："
    return Sentence(f"{unit}{mark}{text}", (words,))


# ---- counts


def named_counts(groups: Iterable[tuple[str, int, Sequence[Source]]], measure_word: str, formula: str) -> Sentence:
    """已完成1项、超序时2项: groups without members are left out."""
    return join(
        (
            join((word, counted(count, f"{formula}“{word}”的个数", sources), measure_word))
            for word, count, sources in groups
            if count
        ),
        "、",
    )


def some(names: Sequence[str], most: int = 6) -> str:
    """A list in brackets, cut at `most` with 等."""
    return enumeration(names) if len(names) <= most else f"{enumeration(names[:most])}等"
