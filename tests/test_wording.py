"""Numbers, shares, lists and other people's sentences, as an official document writes them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.wording import (
    amount,
    amount_up,
    chinese_number,
    cleaned,
    closed,
    day,
    listed,
    listing,
    percent,
    plain,
    points,
    signed_points,
    title_lines,
    unnumbered,
)


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        ("0.5", "50.0%"),
        ("1", "100.0%"),
        ("0.9996", "99.9%"),
        ("0.99999", "99.9%"),
        ("1.0756", "107.6%"),
        ("0.0004", "0.1%"),
        ("0", "0.0%"),
        ("-0.0004", "-0.1%"),
        ("0.72973", "73.0%"),
        ("0.33333333", "33.3%"),
    ],
)
def test_a_success_is_printed_only_where_it_is_one(share: str, printed: str) -> None:
    """99.96% never prints as 100%, and something is never printed as nothing."""
    assert percent(Decimal(share)) == printed


@pytest.mark.parametrize(
    ("difference", "size", "signed"),
    [("0.0133", "1.3", "+1.3"), ("-0.2667", "26.7", "-26.7"), ("0", "0.0", "0.0"), ("-0.0001", "0.1", "-0.1")],
)
def test_a_gap_is_told_in_percentage_points(difference: str, size: str, signed: str) -> None:
    """A gap that is there is never printed as 0.0."""
    assert (points(Decimal(difference)), signed_points(Decimal(difference))) == (size, signed)


@pytest.mark.parametrize(
    ("number", "decimals", "printed"),
    [
        ("120.505", 2, "120.51"),
        ("120.50", 2, "120.5"),
        ("3", 2, "3"),
        ("0.5", 0, "1"),
        ("1E+3", 0, "1000"),
        ("-0", 1, "0"),
    ],
)
def test_an_amount_is_rounded_half_up_and_carries_no_idle_zeros(number: str, decimals: int, printed: str) -> None:
    """Rounding happens here and nowhere else."""
    assert amount(Decimal(number), decimals) == printed


@given(st.decimals(-(10**12), 10**12, allow_nan=False, allow_infinity=False))
def test_a_number_printed_plainly_is_the_same_number(number: Decimal) -> None:
    """Nothing is lost by printing without zeros and exponent."""
    assert Decimal(plain(number)) == number
    assert "E" not in plain(number)


@given(st.decimals(-2, 5, allow_nan=False, allow_infinity=False))
def test_a_share_printed_lies_within_a_tenth_of_the_share(share: Decimal) -> None:
    """A printed share is off by less than a tenth of a percent, and its sign is kept."""
    printed = Decimal(percent(share).rstrip("%"))
    assert abs(printed - share * 100) <= Decimal("0.1")
    assert (printed > 0) == (share > 0)


def test_headings_count_as_chinese_headings_do() -> None:
    """一 to 九十九."""
    assert [chinese_number(n) for n in (1, 10, 11, 20, 25, 99)] == ["一", "十", "十一", "二十", "二十五", "九十九"]


def test_lists_and_days() -> None:
    """甲、乙和丙; 2025年6月3日 without a leading nought."""
    assert [listing(names) for names in ([], ["甲"], ["甲", "乙"], ["甲", "乙", "丙"])] == [
        "",
        "甲",
        "甲和乙",
        "甲、乙和丙",
    ]
    assert day(date(2025, 6, 3)) == "2025年6月3日"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("一、召开推进会,走访企业12家.\n二、签约3项；；", "召开推进会，走访企业12家；签约3项"),
        ("1、6月12日召开会议。2、走访企业3家。", "6月12日召开会议；走访企业3家"),
        ("（1）完成(首批)遴选。，", "完成（首批）遴选"),
        ("1.5亿元资金 到位 。。", "1.5亿元资金到位"),
        ("完成率15％，同比 增长３．５%", "完成率15%，同比增长3.5%"),
        ('他说"好"', "他说“好”"),
        ("走访企业1,234家, 完成12:30的会议", "走访企业1,234家，完成12:30的会议"),
        ("正在办理......", "正在办理……"),
        ("①摸底完成\r\n②方案定稿", "摸底完成；方案定稿"),
        ("- 已完成\n- 待验收", "已完成；待验收"),
        ("-5度", "-5度"),
        ("", ""),
        ("。。，", ""),
        ("见http://a.b/c?x=1", "见http://a.b/c?x=1"),
        ("一、二季度完成投资", "一、二季度完成投资"),
        ("1、2号楼完工", "1、2号楼完工"),
        ("三、四号线开通", "三、四号线开通"),
        (".5亿元到位", ".5亿元到位"),
        ("工作启动。1、2期同步", "工作启动。1、2期同步"),
        ("6、7月走访企业3家", "6、7月走访企业3家"),
        ("（1）号楼完工", "（1）号楼完工"),
        ("1.5亿元到位\n2.5亿元在途", "1.5亿元到位；2.5亿元在途"),
        ("一、1、2号楼完工\n二、3号楼开工", "1、2号楼完工；3号楼开工"),
        ("一、三家企业签约\n二、五家企业落地", "三家企业签约；五家企业落地"),
        ("一、一期工程完工", "一期工程完工"),
        ("1.2025年6月开会\n2.2025年7月验收", "2025年6月开会；2025年7月验收"),
        ("新增企业12,其中规上3家", "新增企业12，其中规上3家"),
        ("完成50%.下一步推进", "完成50%。下一步推进"),
        ("走访,12家；投资1,234万元、3.5%", "走访，12家；投资1,234万元、3.5%"),
    ],
)
def test_a_units_words_are_put_in_order(typed: str, printed: str) -> None:
    """Numbering, idle blanks and double marks go; words and figures stay."""
    assert cleaned(typed) == printed


NARRATIVE = st.text(
    st.sampled_from(list('一二三1234567890年月日企业走访，。；：、,.;:()（）“”"①-% \n\t　会议召开Ａ５％？！')),
    max_size=60,
)


@given(NARRATIVE)
def test_words_in_order_stay_as_they_are(typed: str) -> None:
    """Putting in order twice is putting in order once."""
    assert cleaned(cleaned(typed)) == cleaned(typed)


def letters(text: str) -> str:
    """The words and figures of a text: marks, blanks and the width of letters apart."""
    return re.sub(r"[^\w%]", "", text.translate({ord("Ａ"): "A", ord("５"): "5", ord("％"): "%"}))


def _opens_plainly(item: str) -> bool:
    """Whether an item does not itself begin like a numbered one."""
    return not re.match(r"[一二三\d（）( ]*[、.．）)]|号", item)


CLAUSE = st.text(st.sampled_from(list("一二三1234567890年月企业走访、,，:（）%会议Ａ５ ")), max_size=20).map(
    "走{}".format
)


@given(st.lists(CLAUSE, min_size=1, max_size=4), st.sampled_from("。；！？\n"))
def test_putting_in_order_never_changes_a_word(clauses: list[str], mark: str) -> None:
    """Where nothing is numbered every word and every figure survives, in its place."""
    assert letters(cleaned(mark.join(clauses))) == letters("".join(clauses))


@given(
    st.lists(
        CLAUSE.map(lambda clause: clause[1:].strip(" .、，,:") + "家").filter(_opens_plainly), min_size=2, max_size=5
    ),
    st.sampled_from(["{}、", "（{}）", "{}）", "han", "ring"]),
)
def test_only_the_numbers_of_a_list_go(items: list[str], style: str) -> None:
    """The items keep every word, also those that begin with a numeral."""
    numbers = {"han": [f"{n}、" for n in "一二三四五"], "ring": list("①②③④⑤")}
    heads = numbers.get(style, [style.format(n) for n in range(1, 6)])
    typed = "\n".join(head + item for head, item in zip(heads, items, strict=False))
    assert letters(cleaned(typed)) == letters("".join(items))


NUMBERED = re.compile(
    r"(?:^|(?<=[。；;！？\n.,，：:、\-]))[\s\-、，：。.,:;]*"
    r"(?:[一二三四五六七八九十]{1,3}\s*[、.]|[(（]?\s*\w{1,3}\s*[）)]|\d{1,2}\s*[、.]|①)",
    re.MULTILINE,
)


@given(NARRATIVE)
def test_nothing_but_a_number_before_an_item_is_ever_left_out(typed: str) -> None:
    """What goes stood at the head of a line or after a stop, before a mark of numbering; all else is there in order."""
    bare = typed
    while (shorter := NUMBERED.sub("", bare)) != bare:
        bare = shorter
    kept, left = iter(letters(typed)), iter(letters(cleaned(typed)))
    assert all(character in kept for character in letters(cleaned(typed)))
    assert all(character in left for character in letters(bare))


@given(st.text(max_size=80))
def test_control_characters_never_come_through(typed: str) -> None:
    """What XML cannot hold is gone, whatever was typed."""
    assert not re.search(r"[\x00-\x09\x0b-\x1f\ud800-\udfff]", cleaned(typed))


def test_a_sentence_is_closed_once() -> None:
    """A question keeps its mark."""
    assert [closed(text) for text in ("完成", "完成。", "为何？")] == ["完成。", "完成。", "为何？"]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("一、强化对接", "强化对接"),
        ("（一）强化对接", "强化对接"),
        ("(1) 强化对接", "强化对接"),
        ("第一章 强化对接", "强化对接"),
        ("一、二产业融合", "一、二产业融合"),
        ("强化对接", "强化对接"),
    ],
)
def test_a_heading_loses_its_old_number_only(heading: str, name: str) -> None:
    """A chapter is numbered anew; 一、二产业 is a name."""
    assert unnumbered(heading) == name


def test_what_is_still_needed_is_rounded_up() -> None:
    """18.333 a month would not be enough."""
    assert [amount_up(Decimal(n), places) for n, places in (("18.333", 2), ("3.67", 0), ("2", 1))] == [
        "18.34",
        "4",
        "2",
    ]


def test_several_peoples_words_are_set_apart_by_one_mark() -> None:
    """A question keeps its mark."""
    assert listed(["缺人", "谁来出资？", "缺钱"]) == "缺人；谁来出资？缺钱"


@pytest.mark.parametrize(
    ("parts", "lines"),
    [
        (("1号议案办理工作", "2025年6月进展情况"), ("1号议案办理工作2025年6月进展情况",)),
        (("1号议案办理工作", "2025年6月进展情况（演示）"), ("1号议案办理工作", "2025年6月进展情况（演示）")),
        (
            ("区科协", "1号议案办理工作", "2025年6月进展情况（演示）"),
            ("区科协1号议案办理工作", "2025年6月进展情况（演示）"),
        ),
    ],
)
def test_a_title_breaks_between_its_words(parts: tuple[str, ...], lines: tuple[str, ...]) -> None:
    """7.3.1: 词意完整、排列对称, no line over twenty characters."""
    assert title_lines(parts) == lines


@given(st.lists(st.text("字", min_size=1, max_size=30), min_size=1, max_size=6))
def test_no_title_line_is_too_long_and_nothing_is_lost(parts: list[str]) -> None:
    """However long the names are, a line holds twenty characters at most."""
    lines = title_lines(parts)
    assert "".join(lines) == "".join(parts)
    assert max(map(len, lines)) <= 20
