"""Rules that hold a unit's own words against its figures; only a clear contradiction is told, any doubt is silence."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from reportgen.checks.against_plan import short
from reportgen.checks.case import says_something
from reportgen.findings import Hit
from reportgen.forms.asked import has_completion_cell
from reportgen.forms.definition import (
    COVER,
    DAY,
    DONE,
    HELP,
    INDICATORS,
    MEASURE,
    MILESTONES,
    NODE_REMARK,
    PROBLEM,
    REMARK,
    SUMMARY,
    TASKS,
)
from reportgen.intake.numbers import read_number, squeezed
from reportgen.plan.model import Kind, Status
from reportgen.plan.pace import data_month
from reportgen.wording import day, percent, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reportgen.checks.case import Case
    from reportgen.forms.asked import IndicatorRow
    from reportgen.intake.filings import Entry

_NARRATIVE: Final = frozenset(
    (
        *((TASKS.name, heading) for heading in (DONE, PROBLEM, MEASURE, HELP)),
        (INDICATORS.name, REMARK),
        (MILESTONES.name, NODE_REMARK),
        *((SUMMARY.name, f.heading) for f in SUMMARY.entries),
    )
)
_NUMBER: Final = r"\d+(?:\.\d+)?"
_UNIT: Final = r"[%‰\u4e00-\u9fff]{1,4}"


def _told(case: Case) -> Iterator[Entry]:
    """Every narrative cell that holds something."""
    return (e for e in case.filing.entries if e.raw and e.unclear is None and (e.sheet, e.field) in _NARRATIVE)


_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_SENTENCES = re.compile(r"[。;!?；！？\n]")


_AS_OF = re.compile(r"(截至[^,。;!?]{1,14}),")


@lru_cache(maxsize=4096)
def _clauses(text: str) -> tuple[tuple[str, bool], ...]:
    """A text in half width without blanks, cut at its commas and stops, each with whether it opens a sentence.

    截至6月底，累计… is one clause: the day belongs to the figure.
    """
    whole = squeezed(_THOUSANDS.sub("", text.replace("\n", "。")))
    found: list[tuple[str, bool]] = []
    for sentence in _SENTENCES.split(_AS_OF.sub(r"\1", whole)):
        found += [(clause, number == 0) for number, clause in enumerate(sentence.split(",")) if clause]
    return tuple(found)


def _remarked(case: Case) -> Iterator[tuple[IndicatorRow, Entry, Decimal]]:
    """Every indicator with a value and a remark of more than a few words."""
    for row, _, value in case.valued():
        remark = case.filing.entry(INDICATORS.name, row.id, REMARK)
        if remark is not None and remark.raw:
            yield row, remark, value


_LONGEST_SHOWN: Final = 22


def _end(clause: str) -> str:
    """The end of a clause, in which its figure stands, for a message."""
    return clause if len(clause) <= _LONGEST_SHOWN else f"……{clause[-_LONGEST_SHOWN:]}"


# ---- figures in words

_UNTIL: Final = (
    r"(?:截至(?:目前|(?:(?P<year>20\d\d)年)?(?P<month>\d{1,2})月(?:底|末|(?P<day>\d{1,2})日)?|本月(?:底|末)))?"
)
_SINCE: Final = r"(?:今年以来|今年|本年度?|年内|目前|我[局街办委]|本单位|1[-—~至到]\d{1,2}月份?)?"
_REACHED: Final = r"(?:完成|实现|达到|达|为|是)?"
_TOTAL = re.compile(
    rf"^{_UNTIL}{_SINCE}(?P<name>[\u4e00-\u9fff]{{0,40}}?)(?:已|共)?累计已?(?P<verb>{_REACHED})(?P<after>[\u4e00-\u9fff]{{0,40}}?)"
    rf"{_REACHED}(?P<number>{_NUMBER})(?P<unit>{_UNIT})$"
)


def words_tell_the_same_figure(case: Case) -> Iterator[Hit]:
    """累计 with another figure than the cell beside it: one of the two will be quoted wrongly.

    Only a clause that says nothing else: 累计 (and, in a task's text, the indicator's whole name), a figure and the
    indicator's unit, as of the month's end. In the middle of a sentence the figure may be of something else unless it
    is named. Rounding is let pass; without a value nothing is said.
    """
    for row, remark, value in _remarked(case):
        yield from _contradictions(case, row, remark, value, (row.indicator.name, ""))
    named = [one for one in case.valued() if len(one[0].indicator.name) > len("存量")]
    for entry in case.filing.entries_of(TASKS.name, DONE):
        if "累计" in entry.raw:
            for row, _, value in named:
                if row.indicator.name in entry.raw:
                    yield from _contradictions(case, row, entry, value, (row.indicator.name,))


def _contradictions(
    case: Case, row: IndicatorRow, entry: Entry, value: Decimal, names: tuple[str, ...]
) -> Iterator[Hit]:
    if row.indicator.kind not in (Kind.CUMULATIVE, Kind.STOCK) or "累计" not in entry.raw:
        return
    for clause, opens in _clauses(entry.raw):
        told = _TOTAL.match(clause)
        if told is None or told["name"] + told["after"] not in names or not _is_now(case, row, told):
            continue
        if not opens and not told["name"] + told["after"]:
            continue
        reading = read_number(told["number"] + told["unit"], row.indicator.unit).value
        least = read_number(_one_step(told["number"]) + told["unit"], row.indicator.unit).value
        if reading is not None and least is not None and abs(reading - value) > least:
            facts = {"表数": plain(value), "单位": row.indicator.unit, "指标": short(row.indicator.name)}
            yield Hit(entry.place, _end(clause), plain(value), facts)
            return


def _one_step(number: str) -> str:
    """One in the last place of a written number: 60.1 was rounded to 0.1."""
    places = len(number.partition(".")[2])
    return plain(Decimal(1).scaleb(-places))


def _is_now(case: Case, row: IndicatorRow, told: re.Match[str]) -> bool:
    """Whether 截至… means the month's end that the value is for."""
    month = data_month(row.indicator, case.form.period)
    if told["year"] and int(told["year"]) != month.year:
        return False
    if told["month"] and int(told["month"]) != month.index:
        return False
    return not told["day"] or int(told["day"]) == month.end.day


_MET = re.compile(
    rf"^{_UNTIL}{_SINCE}(?P<name>[\u4e00-\u9fff]{{0,40}}?)(?:已|已经|提前|超额|全面|圆满|如期)+"
    r"完成了?(?:全年|年度|本年度)(?:的)?(?:目标|任务|指标|计划|目标任务)$"
)


def target_called_met_is_met(case: Case) -> Iterator[Hit]:
    """已完成全年目标 beside a figure below the target. A clause that hopes, or may speak of something else, is let pass."""
    for row, remark, value in _remarked(case):
        if "完成" not in remark.raw or row.goal is None or not row.indicator.kind.has_completion:
            continue
        if row.indicator.is_met_by(value, row.goal, row.upper):
            continue
        for clause, opens in _clauses(remark.raw):
            told = _MET.match(clause)
            if told is not None and _is_of(row, told, opens=opens) and _is_now(case, row, told):
                facts = {"表数": plain(value), "目标": plain(row.goal), "单位": row.indicator.unit}
                yield Hit(remark.place, _end(clause), facts=facts)
                break


def _is_of(row: IndicatorRow, told: re.Match[str], *, opens: bool) -> bool:
    """Whether a clause speaks of this indicator: by its name, or without any at the head of a sentence."""
    return told["name"] == row.indicator.name or (opens and not told["name"])


_DIRECTION = re.compile(
    r"^(?:本月|目前|本期)?(?P<name>[\u4e00-\u9fff]{0,40}?)(?:(?:较|比)上个?月(?:末|底)?|环比)(?:有所|略有|小幅|大幅)?"
    r"(?P<way>增长|增加|上升|提高|提升|扩大|下降|减少|回落|降低|下滑)"
)
_UPWARDS: Final = frozenset(("增长", "增加", "上升", "提高", "提升", "扩大"))


def direction_told_is_the_real_one(case: Case) -> Iterator[Hit]:
    """较上月增长 beside a stock or a rate that fell, or the other way round.

    Of a cumulative figure 较上月 may mean the month's own increase, so it is not judged; nor is a month without
    last month's figure.
    """
    for row, remark, value in _remarked(case):
        before = row.carried
        if row.indicator.kind not in (Kind.STOCK, Kind.RATE) or before is None or before.value == value:
            continue
        if before.month is None or before.month != case.form.period.previous():
            continue
        for clause, opens in _clauses(remark.raw):
            told = _DIRECTION.match(clause)
            if told is None or not _is_of(row, told, opens=opens):
                continue
            if (told["way"] in _UPWARDS) != (value > before.value):
                facts = {
                    "上月": f"{before.month.index}月",
                    "上月值": plain(before.value),
                    "表数": plain(value),
                    **case.indicator_facts(row.indicator),
                }
                yield Hit(remark.place, short(clause), facts=facts)
            break


_SHARE = re.compile(
    rf"^{_UNTIL}{_SINCE}(?:已|累计|已累计)?(?:(?:年度|全年|目标)?完成率(?:为|达到|达|是)?"
    rf"|完成(?:全年|年度)(?:目标|任务|目标任务|计划)?的|占(?:全年|年度)(?:目标|任务|目标任务|计划)?的)(?P<number>{_NUMBER})%$"
)


def completion_told_is_the_real_one(case: Case) -> Iterator[Hit]:
    """完成率 in words more than a point off value ÷ target. Only a clause that speaks of the unit's own year."""
    for row, remark, value in _remarked(case):
        if "%" not in remark.raw.replace("％", "%") or not has_completion_cell(row) or not row.goal:
            continue
        real = value / row.goal
        for clause, opens in _clauses(remark.raw):
            told = _SHARE.match(clause)
            if (
                told is not None
                and opens
                and _is_now(case, row, told)
                and abs(Decimal(told["number"]) - real * 100) > 1
            ):
                facts = {"表数": plain(value), "目标": plain(row.goal)}
                yield Hit(remark.place, _end(clause), percent(real), facts)
                break


# ---- days

_DAY = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?<!\d)(?P<month>\d{1,2})月(?P<day>\d{1,2})日(?![前起]|之前|以前|开始|至|到|-|—|~)"
)
_DID = re.compile(r"召开了?|举办了|举行了|完成了|通过了|印发了|已完成|已召开|已印发|已举办|已通过|已签|顺利|圆满")
_WILL = re.compile(
    r"将|拟|计划|预计|定于|力争|争取|确保|准备|筹备|安排|下月|下一步|前完成|申请|通知|要求|期限|有效|到期|截止|待"
)
_MONTHS_AHEAD: Final = 3


def deed_lies_behind(case: Case) -> Iterator[Hit]:
    """7月12日召开了 in June's form: a wrong date, or a hope told as a deed.

    What was done until the form was signed is let pass, and so is every clause that speaks of a plan.
    """
    signed = case.filing.entry(COVER, "", DAY)
    last = case.form.period.end
    if signed is not None and isinstance(signed.value, date):
        last = max(last, signed.value)
    for entry in case.filing.entries_of(TASKS.name, DONE):
        if "日" not in entry.raw:
            continue
        for sentence in _SENTENCES.split(entry.raw):
            told = _DAY.search(sentence)
            if told is None or not _DID.search(sentence) or _WILL.search(sentence):
                continue
            when = _when(case, told)
            if when is not None and when > last:
                yield Hit(entry.place, short(sentence.strip()), facts={"月末": day(case.form.period.end)})
                break


def _when(case: Case, told: re.Match[str]) -> date | None:
    """The day that is meant: without a year this year's, and one long after the month is last year's."""
    month = case.form.period
    number, year = int(told["month"]), int(told["year"] or month.year)
    if not told["year"] and number > month.index + _MONTHS_AHEAD:
        return None
    if not 1 <= number <= 12 or not 1 <= int(told["day"]) <= monthrange(year, number)[1]:  # noqa: PLR2004 -- a year's
        return None
    return date(year, number, int(told["day"]))


_ANY_TIME = re.compile(
    r"\d|[年月日周旬]|季度|前|节|内|本周|近期|当日|次日|立即|即日|随后|之后|后|[一二三四五六七八九十]天"
)


def measure_has_a_day(case: Case) -> Iterator[Hit]:
    """A late task's measure without any word of time is a wish. A blank cell is another rule's matter."""
    for row in case.form.tasks:
        entry = case.filing.entry(TASKS.name, row.id, MEASURE)
        if entry is None or case.status(row.id) is not Status.BEHIND or not case.told(row.id, MEASURE):
            continue
        if not _ANY_TIME.search(entry.raw):
            yield Hit(entry.place, short(entry.raw), facts={"例": day(case.form.period.next().end)})


# ---- words that say nothing

_PHRASE = re.compile(
    r"^(?:"
    r"我单位|本单位|我局|该项|此项|本项|各项|相关|有关|任务|工作|项目|目标|正在|正常|"
    r"目前|本月|当前|按照|根据|计划|要求|方案|时序|进度|序时|节点|安排|部署|有序|稳步|"
    r"持续|积极|扎实|全面|顺利|全力|大力|加快|不断|深入|认真|推进|推动|开展|进行|落实|"
    r"实施|跟进|完成|之中|状态|情况|良好|进展|该|已|均|正|按|中|了|的|地|和|、|并|"
    r"各|项|，|,|。"
    r")++$"  # the longest first, and none tried twice: a thousand such words are read once
)
_LONGEST_PHRASE: Final = 60
_SAYS = re.compile(r"\d|无进展|没有进展|暂无")


def progress_is_more_than_a_phrase(case: Case) -> Iterator[Hit]:
    """按计划有序推进中, 无 and / cannot be printed as progress: every word fits every task of every month.

    A blank cell is another rule's matter; 本月无进展 is an honest answer.
    """
    for row in case.form.tasks:
        entry = case.filing.entry(TASKS.name, row.id, DONE)
        if (
            entry is None
            or entry.blank
            or entry.unclear is not None
            or case.status(row.id) not in (Status.UNDER_WAY, Status.BEHIND)
        ):
            continue
        if len(entry.raw) > _LONGEST_PHRASE or _SAYS.search(entry.raw):
            continue
        nothing = not says_something(entry.raw) and not _ELSEWHERE.match(squeezed(entry.raw))
        if nothing or _PHRASE.match(squeezed(entry.raw)):
            yield Hit(entry.place, short(entry.raw))


_ELSEWHERE = re.compile(
    r"^(?:具体|详细|进展|情况|内容|请|可)*(?:详见|见|参见|参照|参看)(?:附件|附表|附后|后附|佐证材料|材料|上月|上期|上表|报告|附件材料|书面材料)\d*[。.]?$"
    r"|^同(?:上|上月|上期|前|左|上一项)[。.]?$"
)


_QUOTED = re.compile(r"“([^”]{6,40})”")


def words_are_about_the_units_task(case: Case) -> Iterator[Hit]:
    """A quoted name of a task that is no task of this unit: text of somebody else's form was pasted."""
    own = {row.task.name for row in case.form.tasks}
    others = None
    for entry in case.filing.entries_of(TASKS.name, DONE):
        for name in _QUOTED.findall(entry.raw) if "“" in entry.raw else ():
            others = {task.name for task in case.plan.tasks} - own if others is None else others
            if name in others:
                yield Hit(entry.place, short(name), facts={"单位": case.filing.department})
                break


# ---- sums in a sentence

_WHOLE_AND_PART = re.compile(
    rf"(?P<total>{_NUMBER})(?P<unit>[万亿]?[名家个项次场件人户所条台套处元]元?)[^\d。;)]{{0,6}}?[,(、]?其中[,:]?"
    rf"[^\d。;,]{{0,14}}?(?P<part>{_NUMBER})(?P=unit)(?!次)"
)
_LISTED = re.compile(
    r"(?:共|合计|总计|共计)[\u4e00-\u9fff]{0,6}(?P<total>\d+)(?P<unit>[名家个项次场件人户所条台套处])[(:](?P<list>[^()。;:]*)[)。;]"
)
_DETAIL = re.compile(r"^(?:和|及)?[^\d]{1,12}?(\d+)([名家个项次场件人户所条台套处])$")
_FEWEST_DETAILS: Final = 2


def details_fit_their_total(case: Case) -> Iterator[Hit]:
    """共12家，其中15家: a part above its whole; 共12家（甲5家、乙6家）: a whole list that does not add up.

    After 其中 a list may be partial and overlap, so nothing is added up there. Another unit, another matter.
    """
    for entry in _told(case):
        if "其中" not in entry.raw and "共" not in entry.raw and "合计" not in entry.raw and "总计" not in entry.raw:
            continue
        text = squeezed(_THOUSANDS.sub("", entry.raw)) + "。"
        hit = _part_above_whole(entry, text) or _list_beside_total(entry, text)
        if hit is not None:
            yield hit


def _part_above_whole(entry: Entry, text: str) -> Hit | None:
    for told in _WHOLE_AND_PART.finditer(text):
        unit = told["unit"]
        before = _SENTENCES.split(text[: told.start()])[-1]
        # 甲5家、乙7家，其中规上8家: 其中 may be of both.
        if Decimal(told["part"]) > Decimal(told["total"]) and not re.search(rf"\d{unit}", before):
            facts = {"关系": f"其中的{told['part']}{unit}不应大于总数{told['total']}{unit}"}
            return Hit(entry.place, short(told[0]), facts=facts)
    return None


def _list_beside_total(entry: Entry, text: str) -> Hit | None:
    for told in _LISTED.finditer(text):
        details = [_DETAIL.match(part) for part in re.split("[,、]", told["list"])]
        if len(details) < _FEWEST_DETAILS or any(d is None or d[2] != told["unit"] for d in details):
            continue
        if any(word in told["list"] for word in ("其中", "等", "另", "包括", "含")):
            continue
        total = sum(int(d[1]) for d in details if d is not None)
        if total != int(told["total"]):
            facts = {"关系": f"各分项相加是{total}{told['unit']}，不是{told['total']}{told['unit']}"}
            return Hit(entry.place, short(told[0]), f"{total}{told['unit']}", facts)
    return None


# ---- what must not stand in a form

_MOBILE = re.compile(r"(?<![\d.])1[3-9]\d{9}(?![\d.万亿元%])")
_CITIZEN = re.compile(r"(?<!\d)[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)")
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS: Final = "10X98765432"


def nobodys_number_is_told(case: Case) -> Iterator[Hit]:
    """身份证号 and 手机号 in words that will be printed. The message hides the number; the cover has its own cells."""
    for entry in _told(case):
        citizen = next((m[0] for m in _CITIZEN.finditer(entry.raw) if _is_citizen(m[0])), None)
        mobile = _MOBILE.search(entry.raw)
        if citizen:
            yield Hit(entry.place, f"{citizen[:4]}……{citizen[-2:]}", facts={"何物": "身份证号"})
        elif mobile:
            yield Hit(entry.place, f"{mobile[0][:3]}****{mobile[0][-2:]}", facts={"何物": "手机号"})


def _is_citizen(number: str) -> bool:
    """Whether the last digit is the check digit of the other seventeen."""
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return _CHECK_DIGITS[total % 11] == number[-1].upper()


_SECRET = re.compile(r"(?:绝密|机密|秘密)\s*[★☆]|密级\s*[:：]?\s*(?:绝密|机密|秘密)|^\s*(?:绝密|机密|秘密)\s*$")


def nothing_secret_is_sent(case: Case) -> Iterator[Hit]:
    """A mark of secrecy in any cell sends the whole form back, unread; the message does not repeat the cell.

    商业秘密, 机密文件管理 and the like are words, not marks.
    """
    for entry in case.filing.entries:
        if "密" in entry.raw and _SECRET.search(entry.raw):
            yield Hit(entry.place)


NARRATIVE_CHECKS: tuple[Callable[[Case], Iterator[Hit]], ...] = (
    words_tell_the_same_figure,
    target_called_met_is_met,
    direction_told_is_the_real_one,
    completion_told_is_the_real_one,
    deed_lies_behind,
    progress_is_more_than_a_phrase,
    measure_has_a_day,
    words_are_about_the_units_task,
    details_fit_their_total,
    nobodys_number_is_told,
    nothing_secret_is_sent,
)
