"""What an office may rely on in the briefs that the program makes of the shipped forms: GB/T 9704—2012 and custom."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

import gongwen
import gongwen_pages as on_paper
import pytest
from conftest import ROOT
from handmade import HAN_ONLY, ONE_LINE, chart, indicators, made, values
from sheets import Printed, draw
from wordfile import WordFile

from reportgen.word.house import DEPARTMENT_BRIEF
from reportgen.word.record import lines_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from conftest import Briefs

Measured = TypeVar("Measured", WordFile, Printed)

LENGTHS: Final = range(1, 23)
"""So many lines of text more: the last page ends at every one of its 22 heights."""
KINDS: Final = ("plan", "unit", "long lists")
_NAMES: Final = "、".join(f"第{number}单位" for number in range(1, 17))
_TWO_LINES: Final = "、".join(f"第{number}单位" for number in range(1, 9))


def _meet(things: Iterable[Measured], *rules: Callable[[Measured], list[str]]) -> None:
    """Fail with every complaint that the rules have."""
    found = [f"{thing.name}: {words}" for thing in things for rule in rules for words in rule(thing)]
    assert not found, "\n".join(found)


# ---- the file


def test_every_page_is_a4(briefs: Briefs) -> None:
    """Every page is A4."""
    _meet(briefs.everything, gongwen.r01_page_size)


def test_the_type_area_is_156_by_225_mm(briefs: Briefs) -> None:
    """天头 is 37 mm, 订口 28 mm, and the type area 156 by 225 mm."""
    _meet(briefs.everything, gongwen.r02_margins)


def test_22_lines_fit_a_page(briefs: Briefs) -> None:
    """All text has one line pitch, of which 22 fill a page, and the grid has the same."""
    _meet(briefs.everything, gongwen.r03_pitch, gongwen.r04_grid)


LETTERS = (
    gongwen.r01_page_size, gongwen.r02_margins, gongwen.r03_pitch, gongwen.r04_grid, gongwen.r05_fonts,
    gongwen.r06_marks, gongwen.r12_spacing, gongwen.r13_off_the_grid, gongwen.r15_pushing,
    gongwen.r17_document_numbers, gongwen.r22_page_numbers, gongwen.r23_headers, gongwen.r24_footer_distance,
    gongwen.r25_colours, gongwen.r28_language, gongwen.r29_compatibility, gongwen.r31_left_over,
    gongwen.r33_digits,
)  # fmt: skip
"""What holds for every official document; the other rules measure the head and the tail of a brief."""


@pytest.mark.parametrize("rule", LETTERS)
def test_letters_and_receipts_keep_the_rules_of_every_document(
    briefs: Briefs, rule: Callable[[WordFile], list[str]]
) -> None:
    """催报函, 退回函, 收件回执 and 通报 are in the house format too."""
    assert {word.name for word in briefs.letters} >= {"塔子湖街道办事处", "区财政局", "报送情况通报"}
    _meet(briefs.letters, rule)


def test_no_letter_leaves_its_date_alone_on_a_page(briefs: Briefs) -> None:
    """The closing words, 署名 and date are held together (7.3.5.5)."""
    for word in briefs.letters:
        paragraphs = re.findall(r"<w:p>.*?</w:p>", word.parts["word/document.xml"].decode())
        office, day = (at for at, one in enumerate(paragraphs) if '"GwSign"' in one)
        closing = office - 2 if "特此函告" in paragraphs[office - 2] else office - 1
        assert day == office + 1
        assert ["<w:keepNext/>" in one for one in paragraphs[closing:day]] == [True] * (day - closing), word.name


def test_every_run_names_its_fonts(briefs: Briefs) -> None:
    """No character is left to a font that Word would choose by itself."""
    _meet(briefs.everything, gongwen.r05_fonts)


def test_quotes_and_dashes_are_chinese(briefs: Briefs) -> None:
    """Quotation marks, dashes and ellipses are printed in the Chinese font, as wide as a 汉字."""
    _meet(briefs.everything, gongwen.r06_marks)


def test_body_text_is_3_fangsong(briefs: Briefs) -> None:
    """Body text is 3号仿宋."""
    _meet(briefs.everything, gongwen.r07_body_font)


def test_the_title_is_2_xiaobiaosong(briefs: Briefs) -> None:
    """The title is 2号小标宋, centred, and broken where the sense allows."""
    _meet(briefs.everything, gongwen.r08_title)


def test_headings_have_the_font_of_their_level(briefs: Briefs) -> None:
    """一、 is 黑体, （一） is 楷体, 1. is 仿宋, all 3号 and none bold."""
    _meet(briefs.everything, gongwen.r09_levels)


def test_headings_are_numbered_through(briefs: Briefs) -> None:
    """Headings are numbered without a gap, a repeat or a level left out."""
    _meet(briefs.everything, gongwen.r10_order)


def test_paragraphs_are_indented_by_two_characters(briefs: Briefs) -> None:
    """Every paragraph begins 2 字 in, by indentation and not by spaces."""
    _meet(briefs.everything, gongwen.r11_indents)


def test_text_is_set_solid(briefs: Briefs) -> None:
    """The line pitch is exact, nothing is added between paragraphs, and lines are filled from edge to edge."""
    _meet(briefs.everything, gongwen.r12_spacing, gongwen.r13_off_the_grid, gongwen.r14_alignment)


def test_nothing_is_pushed_by_empty_paragraphs(briefs: Briefs) -> None:
    """Nothing is moved down a page by a row of empty paragraphs."""
    _meet(briefs.everything, gongwen.r15_pushing)


def test_the_title_has_its_empty_lines(briefs: Briefs) -> None:
    """Two lines are empty above the title and one below, each as high as a line of text."""
    _meet(briefs.everything, gongwen.r16_blank_lines)


def test_document_numbers_stand_in_their_brackets(briefs: Briefs) -> None:
    """Every 文号 has its full year in 〔〕."""
    _meet(briefs.everything, gongwen.r17_document_numbers)


def test_dates_are_dates(briefs: Briefs) -> None:
    """Every date is a day that exists, with its full year and without leading noughts."""
    _meet(briefs.everything, gongwen.r18_dates)


def test_a_brief_has_no_addressee_and_no_annex(briefs: Briefs) -> None:
    """A brief has neither 主送机关 nor 附件, so that their rules need no measuring."""
    _meet(briefs.everything, gongwen.r19_r21_nothing_of_other_documents)


def test_page_numbers_stand_outside(briefs: Briefs) -> None:
    """Page numbers are — N — in 4号宋体, odd ones 1 字 from the right and even ones 1 字 from the left."""
    _meet(briefs.everything, gongwen.r22_page_numbers, gongwen.r24_footer_distance)


def test_pages_have_no_header(briefs: Briefs) -> None:
    """Nothing stands at the head of a page."""
    _meet(briefs.everything, gongwen.r23_headers)


def test_only_the_name_and_its_rule_are_red(briefs: Briefs) -> None:
    """Everything is black but the name and the rule under the head."""
    _meet(briefs.everything, gongwen.r25_colours)


def test_the_red_rule_is_as_wide_as_the_text(briefs: Briefs) -> None:
    """One solid red rule, 156 mm wide, closes the head."""
    _meet(briefs.everything, gongwen.r26_red_rule)


def test_the_record_looks_like_the_standards(briefs: Briefs) -> None:
    """报尾 is 4号仿宋 between rules of 0.35, 0.25 and 0.35 mm and hangs at the bottom of the type area."""
    _meet(briefs.everything, gongwen.r27_record)


def test_the_language_is_chinese(briefs: Briefs) -> None:
    """汉字 are Chinese to Word, so that marks and line ends follow Chinese custom."""
    _meet(briefs.everything, gongwen.r28_language)


def test_word_does_not_open_it_in_compatibility_mode(briefs: Briefs) -> None:
    """Word opens the brief in its present mode."""
    _meet(briefs.everything, gongwen.r29_compatibility)


def test_tables_keep_to_the_text_width(briefs: Briefs) -> None:
    """Tables are no wider than the text, repeat their head, keep rows whole and name their units."""
    _meet(briefs.everything, gongwen.r30_tables)


def test_nothing_of_the_template_is_left(briefs: Briefs) -> None:
    """No tag, no placeholder and no empty value of the program is left in the text."""
    _meet(briefs.everything, gongwen.r31_left_over)


def test_punctuation_is_full_width_and_paired(briefs: Briefs) -> None:
    """Marks are full-width between 汉字, paired, never doubled, and headings end without one."""
    _meet(briefs.everything, gongwen.r32_punctuation)


def test_digits_are_half_width(briefs: Briefs) -> None:
    """Digits are half-width, and a number stands next to its unit."""
    _meet(briefs.everything, gongwen.r33_digits)


def test_the_file_names_the_office_and_no_tool(briefs: Briefs) -> None:
    """The file bears its title and the office's name, and no trace of programs, paths, comments or hidden text."""
    _meet(briefs.everything, gongwen.r34_properties)


def test_styles_have_names_for_later_editing(briefs: Briefs) -> None:
    """Every paragraph has a named style, and headings show in Word's navigation pane."""
    _meet(briefs.everything, gongwen.r35_styles)


def test_the_head_and_the_tail_are_those_of_a_brief(briefs: Briefs) -> None:
    """A red name, 期号, office and date on one line, the rule below, and 报尾 with the number of copies."""
    _meet(briefs.everything, gongwen.r36_brief)


def test_the_plans_brief_names_whom_it_goes_to(briefs: Briefs) -> None:
    """The plan's brief is distributed by 报, 送 and 发, a unit's goes to 报 alone unless the unit co-ordinates."""
    assert gongwen.labels(briefs.plan) == ["报", "送", "发"]
    assert all(gongwen.labels(unit)[:1] == ["报"] for unit in briefs.units)


def test_charts_fit_the_text(briefs: Briefs) -> None:
    """Charts are no wider than the text and are not cut by a line."""
    _meet(briefs.everything, gongwen.figures_fit)


def test_the_same_forms_make_the_same_bytes(briefs: Briefs) -> None:
    """Two runs on the same day with the same forms make the same files, byte by byte."""
    first, second = (
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        for folder in (briefs.first, briefs.second)
    )
    assert first.keys() == second.keys()
    assert not [name for name, content in first.items() if content != second[name]]


# ---- other people's checkers


def _audit(document: WordFile, folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "brief.docx"
    path.write_bytes(document.content())
    return subprocess.run(
        [sys.executable, "-m", "openxml_audit", "--output", "json", path], capture_output=True, text=True, check=False
    )


def _lint(paths: Iterable[Path]) -> list[str]:
    """The rules that docxtpl-lint finds broken, warnings included."""
    done = subprocess.run(
        [sys.executable, "-m", "docxtpl_lint", "--no-config", "--format", "json", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    return [f"{one['file']}: {issue}" for one in json.loads(done.stdout)["files"] for issue in one["issues"]]


@pytest.mark.parametrize("which", ["plan", "unit"])
def test_the_file_is_valid_office_open_xml(briefs: Briefs, tmp_path: Path, which: str) -> None:
    """Word opens the brief without having to repair it."""
    done = _audit(briefs.plan if which == "plan" else briefs.units[0], tmp_path)
    assert done.returncode == 0, done.stdout


def test_the_audit_sees_a_wrong_order(briefs: Briefs, tmp_path: Path) -> None:
    """An element out of its order, which Word would repair, is found."""
    wrong = briefs.plan.changed("word/styles.xml", r"(<w:ind [^>]*/>)(<w:jc [^>]*/>)", r"\2\1", 1)
    assert _audit(wrong, tmp_path).returncode != 0


def test_the_shipped_templates_are_sound() -> None:
    """The shipped templates can be filled by any program that speaks the same dialect."""
    shipped = sorted((ROOT / "templates").glob("*.docx"))
    assert shipped
    assert not _lint(shipped)


def test_the_lint_sees_a_broken_tag(tmp_path: Path) -> None:
    """A loop that is closed as a condition is found."""
    broken = tmp_path / "broken.docx"
    template = WordFile.read(next((ROOT / "templates").glob("*.docx")))
    broken.write_bytes(template.changed("word/document.xml", r"\{%p endfor %\}", "{%p endif %}", 1).content())
    assert _lint([broken])


def test_the_text_box_of_the_record_is_as_tall_as_its_lines() -> None:
    """A line of 报尾 is 480 twips high; the first holds 29 汉字, the others 27, of which 避头尾 may cost one."""
    assert [lines_of("报" * count) for count in (1, 29, 30, 54, 55, 80, 81)] == [1, 1, 2, 2, 3, 3, 4]
    short, tall = (gongwen.record_height(made("报尾", values(报=names))) for names in ("区委", _NAMES))
    assert tall - short == (lines_of(f"报：{_NAMES}。") - 1) * 480 * 635


# ---- on paper


@dataclass(frozen=True)
class Shown:
    """Everything drawn: the real briefs, briefs of every length, and briefs of extreme values."""

    real: tuple[Printed, ...]
    lengths: dict[tuple[str, int], Printed]
    extremes: dict[str, Printed]


def _of_length(kind: str, lines: int) -> WordFile:
    """A brief with so many lines under its last heading; a unit's has a 报尾 of two lines, long lists have one of seven."""
    given = values(报送情况=(ONE_LINE,) * lines)
    if kind == "unit":
        return made(f"unit {lines}", {**given, "送": "", "发": "", "印数": "1"}, kind=DEPARTMENT_BRIEF)
    lists = {"报": _TWO_LINES, "送": _TWO_LINES, "发": _TWO_LINES} if kind == "long lists" else {}
    return made(f"{kind} {lines}", {**given, **lists})


def _extremes() -> dict[str, WordFile]:
    table = {"指标表": indicators(60), "指标表注": "注：与序时差的单位是个百分点。", "有完成率图": True}
    return {
        "characters only": made("characters only", values(总体进展=(HAN_ONLY * 30,))),
        "a table of 60 rows": made("a table of 60 rows", values(**table), chart(20)),
        "longer lists": made("longer lists", values(报=_NAMES, 送=_NAMES, 发=_NAMES)),
    }


@pytest.fixture(scope="session")
def shown(briefs: Briefs, tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """Draw everything with one start of LibreOffice."""
    folder = tmp_path_factory.mktemp("shown")
    lengths = {(kind, lines): _of_length(kind, lines) for kind in KINDS for lines in LENGTHS}
    extremes = _extremes()
    drawn = iter(draw([*briefs.shown, *lengths.values(), *extremes.values()], folder))
    return Shown(
        tuple(next(drawn) for _ in briefs.shown),
        {key: next(drawn) for key in lengths},
        {key: next(drawn) for key in extremes},
    )


@pytest.mark.render
def test_printed_pages_are_a4(shown: Shown) -> None:
    """Every printed page is 210 by 297 mm."""
    _meet(shown.real, on_paper.p01_page_size)


@pytest.mark.render
def test_print_keeps_to_the_type_area(shown: Shown) -> None:
    """Text stands between 28 and 184 mm, and nothing is printed at the edges of the sheet."""
    _meet(shown.real, on_paper.p02_type_area)


@pytest.mark.render
@pytest.mark.usefixtures("true_widths")
def test_libreoffice_reads_the_rule_of_hanging_marks_the_wrong_way_round(tmp_path: Path) -> None:
    """Told that no mark may hang over the edge, LibreOffice hangs it: why the pages measured here are turned round."""
    sentence = made("marks at line ends", values(总体进展=(f"{HAN_ONLY[:26]}，" * 6,)))
    turned, as_it_is = draw([sentence], tmp_path / "a"), draw([sentence], tmp_path / "b", hanging=True)
    assert not on_paper.p02_type_area(turned[0])
    assert on_paper.p02_type_area(as_it_is[0])


@pytest.mark.render
def test_printed_lines_are_equally_far_apart(shown: Shown) -> None:
    """Lines of text are 10.21 mm apart on every page."""
    _meet(shown.real, on_paper.p03_pitch)


@pytest.mark.render
def test_a_full_page_has_22_lines(shown: Shown) -> None:
    """A full page of text has 22 lines."""
    _meet([shown.extremes["characters only"]], on_paper.p04_lines)


@pytest.mark.render
@pytest.mark.usefixtures("true_widths")
def test_a_full_line_has_28_characters(shown: Shown) -> None:
    """A full line of text has 28 汉字."""
    _meet([shown.extremes["characters only"]], on_paper.p05_characters)


@pytest.mark.render
def test_printed_paragraphs_begin_two_characters_in(shown: Shown) -> None:
    """Paragraphs begin at 39.1 mm, their other lines at 28 mm, and every word of the file is printed."""
    _meet((*shown.real, *shown.lengths.values(), *shown.extremes.values()), on_paper.p06_first_lines)


@pytest.mark.render
def test_the_printed_title_is_centred(shown: Shown) -> None:
    """The title stands in the middle of the text, in three lines of 22 pt at most."""
    _meet(shown.real, on_paper.p07_title)


@pytest.mark.render
@pytest.mark.usefixtures("true_widths")
def test_the_name_begins_20_mm_below_the_margin(shown: Shown) -> None:
    """The red name begins 57 mm from the upper edge of the sheet."""
    _meet(shown.real, on_paper.p08_name)


@pytest.mark.render
@pytest.mark.usefixtures("true_widths")
def test_the_red_rule_is_4_mm_below_office_and_date(shown: Shown) -> None:
    """The red rule runs from 28 to 184 mm, 4 mm below the line of office and date."""
    _meet(shown.real, on_paper.p09_red_rule)


@pytest.mark.render
def test_the_title_stands_two_lines_below_the_rule(shown: Shown) -> None:
    """Two lines are empty above the title and one below it, and the text begins on the first page."""
    _meet(shown.real, on_paper.p10_title_place)


@pytest.mark.render
@pytest.mark.usefixtures("true_widths")
def test_printed_page_numbers_stand_outside(shown: Shown) -> None:
    """Page numbers stand 7 mm below the text, on the right of odd pages and on the left of even ones."""
    _meet(shown.real, on_paper.p12_page_numbers)


@pytest.mark.render
def test_the_record_ends_with_the_type_area(shown: Shown) -> None:
    """The last rule of 报尾 coincides with the lower edge of the type area, and nothing lies over or below it."""
    _meet(shown.real, on_paper.p13_record)


@pytest.mark.render
def test_no_line_begins_with_a_closing_mark(shown: Shown) -> None:
    """No line begins with a mark that closes and none ends with one that opens."""
    _meet((*shown.real, *shown.extremes.values()), on_paper.p16_line_ends)


@pytest.mark.render
def test_nothing_else_is_printed_in_colour(shown: Shown) -> None:
    """Red ink is spent on the name and the rule alone."""
    _meet((*shown.real, shown.extremes["a table of 60 rows"]), on_paper.p17_red)


@pytest.mark.render
@pytest.mark.usefixtures("true_widths")
def test_only_the_expected_fonts_are_embedded(shown: Shown) -> None:
    """No character had to be fetched from a font that nobody asked for."""
    _meet((*shown.real, *shown.extremes.values()), on_paper.p18_fonts)


@pytest.mark.render
def test_no_page_ends_with_a_heading(shown: Shown) -> None:
    """No page ends with a heading, and no row of a table is split between pages."""
    _meet((*shown.real, *shown.lengths.values(), *shown.extremes.values()), on_paper.p19_page_ends)


@pytest.mark.render
def test_printed_tables_are_whole(shown: Shown) -> None:
    """Every character of a table is inside its cell, and every page of a long table begins with its head."""
    _meet((*shown.real, shown.extremes["a table of 60 rows"]), on_paper.p20_tables)


@pytest.mark.render
def test_no_page_is_blank(shown: Shown) -> None:
    """No page is blank, and pages are numbered through."""
    _meet((*shown.real, *shown.extremes.values()), on_paper.p21_pages)


@pytest.mark.render
@pytest.mark.parametrize("lines", LENGTHS)
@pytest.mark.parametrize("kind", KINDS)
def test_the_record_stands_wherever_the_text_ends(shown: Shown, kind: str, lines: int) -> None:
    """However far down the last page the text reaches, 报尾 ends with the type area and no page is blank."""
    printed = shown.lengths[kind, lines]
    _meet([printed], on_paper.p13_record, on_paper.p21_pages)


@pytest.mark.render
@pytest.mark.parametrize("which", ["characters only", "a table of 60 rows", "longer lists"])
def test_the_record_stands_with_extreme_values(shown: Shown, which: str) -> None:
    """A very long text, a table over pages and long lists of addressees leave 报尾 where it belongs."""
    _meet([shown.extremes[which]], on_paper.p13_record)
