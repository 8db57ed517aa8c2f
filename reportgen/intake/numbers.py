"""What a unit typed where a number was asked: the number where only one meaning is possible, else what is unclear."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from reportgen.wording import plain
from reportgen.workbooks.cells import CellError, Uncalculated

if TYPE_CHECKING:
    from reportgen.workbooks.cells import Value


class Unclear(StrEnum):
    """Why a cell gives no number; each is one rule of the group 取值."""

    ERROR = "显示错误"
    NO_RESULT = "公式没有结果"
    NOT_A_NUMBER = "不是数字"
    APPROXIMATE = "约数或区间"
    PLACEHOLDER = "看不出是没有数还是零"
    OTHER_UNIT = "单位换算不了"
    OUT_OF_SCALE = "位数太多"
    ELSEWHERE = "写在别处"
    A_DATE = "变成了日期"
    NO_DAY = "没有写到日"
    MERGED = "被合并"
    PICTURE = "是图片"


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as understood; `repair` says how where it was not written plainly."""

    value: Decimal | None = None
    repair: str = ""
    unclear: Unclear | None = None


_NUMBER = r"[-+−]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[-+−]?\.[0-9]+"
_PLAIN = re.compile(rf"^({_NUMBER})$")
_WITH_UNIT = re.compile(rf"^({_NUMBER})([^\d.,]+)$")
_APPROXIMATE = re.compile(r"约|左右|近|余|多|超|以上|以下|不到|上下|\d\s*[-—~～至到]\s*\d|\+$|大概|预计")
_MARKS_ONLY = re.compile(r"^[/\\\-—_·.*×xXoO○…]+$")
_PLACEHOLDERS: Final = frozenset(
    (
        "无",
        "没有",
        "暂无",
        "无数据",
        "空",
        "待定",
        "未知",
        "n/a",
        "na",
        "null",
    )
)
_ELSEWHERE = re.compile(
    r"^(?:同(?:上|左|前|上月|上期|上述)|[详另]?见?(?:附件|附表|附后|附页|上|前|下表|佐证材料|情况说明))。?$"
)
"""同上, 见附件 and the like; 附件 alone too."""
_SCALES: Final = {
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
}
_LONGEST: Final = 25
_MOST_DIGITS: Final = 15
"""Digits before the point, and noughts after it: a spreadsheet keeps no more, and no figure of an office has as many."""


def read_number(value: Value, unit: str) -> Reading:
    """Read a cell in which a number of this unit was asked; an empty cell gives nothing and no complaint."""
    reading = _read(value, unit)
    number = reading.value
    if number and not -_MOST_DIGITS <= number.adjusted() < _MOST_DIGITS:
        return Reading(unclear=Unclear.OUT_OF_SCALE)
    return reading


def _read(value: Value, unit: str) -> Reading:
    match value:
        case CellError():
            return Reading(unclear=Unclear.ERROR)
        case Uncalculated():
            return Reading(unclear=Unclear.NO_RESULT)
        case date() | datetime():
            return Reading(unclear=Unclear.A_DATE)
        case bool() | time() | timedelta():
            return Reading(unclear=Unclear.NOT_A_NUMBER)
        case float() | int():
            return (
                Reading(Decimal(f"{value:.15g}"))
                if abs(value) < float("inf")
                else Reading(unclear=Unclear.NOT_A_NUMBER)
            )
        case _:
            return _read_text(value, unit)


_UNSEEN: Final = re.compile(
    r"[\s\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
_OWN_SHAPE: Final = frozenset(("No", "So"))
"""Kinds of character that mean something of their own: ① is no 1, ² is no 2, ㎡ is a unit."""


def squeezed(text: str) -> str:
    """What was typed, as it counts: full width made half, without blanks and without what comes along unseen (U+200B)."""
    if not text.isascii() and not unicodedata.is_normalized("NFKC", text):
        kinds = map(unicodedata.category, text)
        halves = (
            c if kind in _OWN_SHAPE else unicodedata.normalize("NFKC", c) for c, kind in zip(text, kinds, strict=True)
        )
        text = "".join(halves)
    return _UNSEEN.sub("", text)


def nothing_is_seen(text: str) -> bool:
    """Whether a cell with this text looks empty."""
    return _UNSEEN.fullmatch(text) is not None


def _read_text(text: str, unit: str) -> Reading:
    tidy = squeezed(text)
    if not tidy:
        return Reading()
    if is_elsewhere(tidy):
        return Reading(unclear=Unclear.ELSEWHERE)
    if tidy.lower() in _PLACEHOLDERS or _MARKS_ONLY.match(tidy):
        return Reading(unclear=Unclear.PLACEHOLDER)
    if len(tidy) > _LONGEST:
        return Reading(unclear=Unclear.NOT_A_NUMBER)
    if _PLAIN.match(tidy):
        number = _decimal(tidy)
        return Reading(number, f"文本“{text.strip()}”已按{plain(number)}读取")
    if _APPROXIMATE.search(tidy):
        return Reading(unclear=Unclear.APPROXIMATE)
    if parts := _WITH_UNIT.match(tidy):
        return _read_with_unit(text, _decimal(parts[1]), parts[2], unit)
    spelled = tidy.removesuffix(squeezed(unit)) if unit else tidy
    meant = spelled_number(spelled) if len(spelled) == 1 or not spelled.startswith("零") else None
    if meant is not None:
        return Reading(Decimal(meant), f"“{text.strip()}”已按{meant}读取")
    return Reading(unclear=Unclear.NOT_A_NUMBER)


def is_elsewhere(text: str) -> bool:
    """Whether an answer only points to another place: 同上, 见附件."""
    return len(text) <= _LONGEST and _ELSEWHERE.match(squeezed(text)) is not None


_NUMERALS: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_FORMAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億", "一二三四五六七八九十百千万亿")
_PLACES: Final = {"十": 10, "百": 100, "千": 1000}
_MYRIADS: Final = (("亿", 10**8), ("万", 10**4))


def spelled_number(text: str) -> int | None:
    """A whole number written out, as 十二, 一百零五, 三千二百万; None for all else, 一百五 (150 or 105) too."""
    text = text.translate(_FORMAL)
    for sign, size in _MYRIADS:
        if sign in text:
            head, _, tail = text.partition(sign)
            high, low = spelled_number(head), spelled_number(tail) if tail else 0
            if high is None or low is None or low >= size:
                return None
            # 一万五 may be 15000: what follows after a gap needs its 零.
            exact = not tail or tail.startswith("零") or low * 10 >= size
            return high * size + low if exact else None
    if text in ("零", "〇"):
        return 0
    return _below_myriad(text)


_BELOW_MYRIAD = re.compile(
    r"(?:(?P<q>[一二两三四五六七八九])千)?(?P<z1>零)?(?:(?P<b>[一二两三四五六七八九])百)?(?P<z2>零)?"
    r"(?:(?P<s>[一二三四五六七八九])?(?P<ten>十))?(?P<g>[一二三四五六七八九])?"
)


def _below_myriad(text: str) -> int | None:
    parts = _BELOW_MYRIAD.fullmatch(text)
    if parts is None or not text or text == "零":
        return None
    thousands, hundreds, units = (_NUMERALS.get(parts[name] or "零", 0) for name in ("q", "b", "g"))
    tens = (_NUMERALS[parts["s"]] if parts["s"] else 1) if parts["ten"] else 0
    # 一百五 may be 150: a digit after a gap needs its 零.
    gap = units and not parts["ten"] and (thousands or hundreds) and not (parts["z1"] or parts["z2"])
    return None if gap else thousands * _PLACES["千"] + hundreds * _PLACES["百"] + tens * _PLACES["十"] + units


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "").replace("−", "-"))


def _read_with_unit(text: str, number: Decimal, written: str, unit: str) -> Reading:
    """12家, 3.4万 or 15% where the unit is 家, 家 or %; a scale is converted, another unit is asked about."""
    if written == squeezed(unit):
        return Reading(number, f"“{text.strip()}”已按{plain(number)}读取")
    if any(unicodedata.category(c) == "No" for c in written):
        return Reading(unclear=Unclear.NOT_A_NUMBER)
    ours, theirs = _scale(unit), _scale(written)
    if ours is None or theirs is None or theirs[1] not in ("", ours[1]):
        return Reading(unclear=Unclear.OTHER_UNIT)
    try:
        converted = number.scaleb(theirs[0] - ours[0])
    except InvalidOperation:
        return Reading(unclear=Unclear.NOT_A_NUMBER)
    return Reading(converted, f"“{text.strip()}”已换算为{plain(converted)}{unit}读取")


def _scale(unit: str) -> tuple[int, str] | None:
    """The power of ten in front of a unit, and the unit: 亿元 is (8, 元), 家 is (0, 家)."""
    for words in sorted(_SCALES, key=len, reverse=True):
        if unit.startswith(words):
            return _SCALES[words], unit[len(words) :]
    return (0, unit) if "%" not in unit else None
