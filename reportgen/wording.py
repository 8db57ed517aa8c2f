"""Numbers, shares, lists, dates and other people's sentences, as an official document writes them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

# ---- numbers (GB/T 15835)


def plain(number: Decimal) -> str:
    """A number without idle zeros and without an exponent: 12.50 is 12.5, 1E+2 is 100."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def places(number: Decimal) -> int:
    """How many decimal places a number needs."""
    return len(plain(number).partition(".")[2])


def amount(number: Decimal, decimals: int) -> str:
    """A number rounded half up to at most so many places; the one place where amounts are rounded."""
    return plain(number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def amount_up(number: Decimal, decimals: int) -> str:
    """A number rounded up to at most so many places: what is still needed is never understated."""
    return plain(number.quantize(Decimal(1).scaleb(-decimals), ROUND_CEILING))


_TENTH: Final = Decimal("0.1")


def percent(share: Decimal) -> str:
    """A share of 1 with one place: 0.5 is 50.0%. What falls short never prints as 100.0%, what is there never as 0.0%."""
    number = share * 100
    rounded = number.quantize(_TENTH, ROUND_HALF_UP)
    if rounded == 100 > number:  # noqa: PLR2004 -- a hundred percent
        rounded -= _TENTH
    if rounded == 0 != number:
        rounded = _TENTH.copy_sign(number)
    return f"{rounded}%"


def points(difference: Decimal) -> str:
    """The size of a difference of shares in percentage points, one place: 0.013 is 1.3; never 0.0 unless equal."""
    size = abs(difference * 100)
    rounded = size.quantize(_TENTH, ROUND_HALF_UP)
    return f"{size.quantize(_TENTH, ROUND_CEILING) if rounded == 0 else rounded}"


def signed_points(difference: Decimal) -> str:
    """The same with its sign, for a table: +1.3, -0.8, 0.0."""
    sign = "+" if difference > 0 else "-" if difference < 0 else ""
    return f"{sign}{points(difference)}"


_DIGITS = "零一二三四五六七八九"
_TEN = 10


def chinese_number(number: int) -> str:
    """1 to 99 as headings count: 一, 十二, 二十."""
    tens, ones = divmod(number, _TEN)
    return ("" if not tens else ("" if tens == 1 else _DIGITS[tens]) + "十") + (_DIGITS[ones] if ones else "")


# ---- dates and lists


def day(when: date) -> str:
    """2025年6月30日."""
    return f"{when.year}年{when.month}月{when.day}日"


def day_of_year(when: date) -> str:
    """6月30日, where the year is said already."""
    return f"{when.month}月{when.day}日"


def listing(names: Sequence[str]) -> str:
    """甲、乙和丙."""
    if len(names) < 2:  # noqa: PLR2004 -- one name is no list
        return "".join(names)
    return f"{'、'.join(names[:-1])}和{names[-1]}"


def enumeration(names: Sequence[str]) -> str:
    """甲、乙、丙: a list in brackets or before 等."""
    return "、".join(names)


# ---- other people's sentences (GB/T 15834)

_CJK: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u3007〇"
_MARKS: Final = "，。；：？！、（）《》〈〉“”‘’—…"
_HAN: Final = "一二三四五六七八九十"
_BULLETS: Final = r"\-•·●▪◆■▲*"
_MARKER: Final = (
    rf"\s*(?:(?P<han>[{_HAN}]{{1,3}})[、.．]"
    rf"|[（(](?P<bracketed>[{_HAN}]{{1,3}}|\d{{1,3}})[）)][、.．]?(?!号)"
    r"|(?P<arabic>[1-9]\d?)(?:[、)）]|[.．](?!\d(?!\d{3}年)))"
    r"|(?P<ringed>[①-⑳])(?!号)"
    rf"|[{_BULLETS}]+(?!\.?\d))\s*"
)
_AT_MARKER = re.compile(_MARKER)
_BEFORE_MARKER = re.compile(rf"(?<=[。；;！？])(?=\s*[^\s{_BULLETS}])(?={_MARKER})")
_CHAPTER = re.compile(rf"^第[{_HAN}\d]{{1,3}}[章节篇编部](?:分)?[、：:\s]*")
_IDLE_BULLETS = re.compile(rf"^[{_BULLETS}]+(?!\.?\d)\s*")
_NUMERAL = re.compile(rf"\.?(\d+|[{_HAN}]+)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u2060\ufeff\ufffe\uffff\ud800-\udfff]")
_NEW_LINES = re.compile(r"(?:\r\n|[\n\r\u2028\u2029\x85])+")
_DOTS = re.compile(r"\.{3,}|。{3,}")
_FULL_DOT = re.compile(r"(?<=\d)．(?=\d)")
_BLANKS = re.compile(r"[ \t\u3000\u00a0]+")
_BLANK_BY_CJK = re.compile(f"(?<=[{_CJK}{_MARKS}]) +| +(?=[{_CJK}{_MARKS}])")
_RUN_OF_MARKS = re.compile(r"[，。；：、]*[？！][，。；：、？！]*|[，。；：、]{2,}")
_HALF_BY_CJK = re.compile(f"(?<=[{_CJK}”’）》%])[,;:?!]|[,;:?!](?=[{_CJK}“‘（《])")
_DOT_BY_CJK = re.compile(f"(?<=[{_CJK}”’）》%])\\.+(?=$|[{_CJK}“‘（《])")
_BRACKETS = re.compile(f"\\(([^()]*[{_CJK}][^()]*)\\)")
_BRACKETS_BY_CJK = re.compile(f"(?<=[{_CJK}])\\(([^()]*)\\)|\\(([^()]*)\\)(?=[{_CJK}])")
_FULL_WIDTH: Final = {ord("０") + i: ord("0") + i for i in range(10)} | {
    start + i: half + i for start, half in ((ord("Ａ"), ord("A")), (ord("ａ"), ord("a"))) for i in range(26)
}
_HALF_TO_FULL: Final = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_STRENGTH: Final = "？！。；：，、"
_TRAILING: Final = "，。；：、,;:. "
_LEADING = re.compile(r"^(?:[，。；：、,;: ]|\.(?!\d))+")


@lru_cache(maxsize=4096)
def cleaned(text: str) -> str:
    """A unit's own words ready to be woven in: no numbering, no idle blanks, punctuation put right, no mark at the end.

    Words and figures are never changed. Lines are joined with ；, so that a list of a unit's reads as one sentence.
    """
    while (tidier := _tidied(text)) != text:
        text = tidier
    return text


def _tidied(text: str) -> str:
    kept: list[str] = []
    for piece, opens_line in _pieces(text):
        bare = _IDLE_BULLETS.sub("", piece.bare) if piece.is_item else piece.text
        if opens_line or piece.is_item or not kept:
            kept.append(bare)
        else:
            kept[-1] += bare
    return _stripped(_one_mark("；".join(filter(None, map(_stripped, kept)))))


def _stripped(text: str) -> str:
    return _LEADING.sub("", text.rstrip(_TRAILING))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line, or a part of one, that may begin with a number of a list: 一、 （2） 3. ④ -."""

    text: str
    kind: str | None = None
    number: int = 0
    bare: str = ""
    is_item: bool = False


def _pieces(text: str) -> list[tuple[_Piece, bool]]:
    """The items of a list and whatever stands between them, each with whether it opens a line."""
    lines = [_cut(_punctuated(_CONTROL.sub("", line))) for line in _NEW_LINES.split(text)]
    pieces = [(_piece(text), index == 0) for line in lines for index, text in enumerate(line) if text]
    among = [piece for piece, _ in pieces]
    return [(_as_item(piece, among), opens) for piece, opens in pieces]


def _cut(line: str) -> list[str]:
    """A line cut where a list may go on within it."""
    places = [0, *(found.start() for found in _BEFORE_MARKER.finditer(line)), len(line)]
    return [line[start:end] for start, end in pairwise(places)]


def _piece(text: str) -> _Piece:
    marker = _AT_MARKER.match(text)
    if marker is None:
        return _Piece(text)
    kind = marker.lastgroup or "bullet"
    return _Piece(text, kind, _number(marker[kind]) if marker.lastgroup else 0, text[marker.end() :])


def _as_item(piece: _Piece, among: Sequence[_Piece]) -> _Piece:
    """一、二季度 and 1、2号楼 are no items of a list, unless 一、 is followed by 二、 or comes after it."""
    if piece.kind is None:
        return piece
    numeral = _NUMERAL.match(piece.bare)
    if piece.kind in ("han", "arabic") and numeral is not None and _number(numeral[1]) != piece.number:
        return replace(piece, is_item=_is_in_sequence(piece, [one for one in among if one.kind == piece.kind]))
    return replace(piece, is_item=True)


def _is_in_sequence(piece: _Piece, alike: Sequence[_Piece]) -> bool:
    """Whether a number stands in a run 1, 2 … of at least two."""
    place = next(index for index, one in enumerate(alike) if one is piece)
    first = place
    while first > 0 and alike[first - 1].number == alike[first].number - 1:
        first -= 1
    follower = alike[first + 1].number if first + 1 < len(alike) else 0
    return alike[first].number == 1 and follower == 1 + 1


def _number(text: str) -> int:
    """12, 十二, ⑫ as a number; 0 for what is none, such as 一二."""
    if unicodedata.category(text[0]) == "No":
        return int(unicodedata.numeric(text[0]))
    if text[0] not in _HAN:
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return _HAN.index(text) + 1 if len(text) == 1 else 0
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (_HAN.index(tens) + 1 if tens else 1) * _TEN + (_HAN.index(ones) + 1 if ones else 0)


def unnumbered(heading: str) -> str:
    """A heading without the number that stands before it: （一）对接, 一、对接 and 第一章 对接 are 对接."""
    alone = _piece(_CHAPTER.sub("", heading.strip()))
    piece = _as_item(alone, [alone])
    return _stripped(piece.bare if piece.is_item else piece.text) or heading


def _punctuated(line: str) -> str:
    line = _FULL_DOT.sub(".", _DOTS.sub("……", line.translate(_FULL_WIDTH).replace("％", "%")))
    line = _BLANK_BY_CJK.sub("", _BLANKS.sub(" ", line).strip())
    line = _BRACKETS_BY_CJK.sub(lambda m: f"（{m[1] if m[1] is not None else m[2]}）", _BRACKETS.sub(r"（\1）", line))
    line = _HALF_BY_CJK.sub(lambda m: _HALF_TO_FULL[m[0]], line)
    line = _DOT_BY_CJK.sub("。", line)
    return _BLANK_BY_CJK.sub("", _paired(line))


def _paired(line: str) -> str:
    """Straight quotes around Chinese become “ and ” in turn; an odd one is left alone."""
    pieces = line.split('"')
    if len(pieces) % 2 == 0 or not re.search(f"[{_CJK}]", line):
        return line
    return "".join(piece + ("“" if i % 2 == 0 else "”") for i, piece in enumerate(pieces[:-1])) + pieces[-1]


def _one_mark(text: str) -> str:
    """Of several marks in a row the strongest stays."""
    return _RUN_OF_MARKS.sub(lambda run: min(run[0], key=_STRENGTH.index), text)


def listed(texts: Sequence[str]) -> str:
    """Several people's words in one sentence: ； between them, but not after ？ and ！."""
    return "".join(
        text if text.endswith(("。", "？", "！")) or last else f"{text}；"
        for text, last in zip(texts, (*[False] * (len(texts) - 1), True), strict=True)
    )


def closed(text: str) -> str:
    """A sentence with its full stop; one that ends with ？ or ！ keeps that."""
    return text if text.endswith(("。", "？", "！")) else f"{text}。"


# ---- widths and titles


def text_width(text: str) -> int:
    """How many half-width characters wide a text is."""
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)


def title_lines(parts: Sequence[str], most: int = 20) -> tuple[str, ...]:
    """A title broken between its parts into lines of at most `most` characters, as even as can be.

    GB/T 9704 7.3.1: 词意完整、排列对称、长短适宜, 梯形 or 菱形. A part is never broken, unless it alone is too long.
    """
    whole = "".join(parts)
    if len(whole) <= most:
        return (whole,)
    best: tuple[int, tuple[str, ...]] | None = None
    for breaks in range(1 << (len(parts) - 1)):
        lines = _broken(parts, breaks)
        if max(map(len, lines)) > most:
            continue
        score = len(lines) * 1000 + max(map(len, lines)) - min(map(len, lines)) + 100 * _is_hour_glass(lines)
        if best is None or score < best[0]:
            best = (score, lines)
    return best[1] if best else tuple(whole[i : i + most] for i in range(0, len(whole), most))


def _broken(parts: Sequence[str], breaks: int) -> tuple[str, ...]:
    lines = [parts[0]]
    for i, part in enumerate(parts[1:]):
        if breaks >> i & 1:
            lines.append(part)
        else:
            lines[-1] += part
    return tuple(lines)


def _is_hour_glass(lines: Sequence[str]) -> bool:
    return any(
        len(lines[i - 1]) > len(lines[i]) < len(lines[j])
        for i in range(1, len(lines) - 1)
        for j in range(i + 1, len(lines))
    )
