"""The three plans shipped: every figure of their notices, what they contradict themselves in, usable for every command."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import openpyxl
import pytest
from shipped import figures, jiangan_2022, jiangan_2025, linkong_2021
from shipped.make import PLANS, ROOT

from reportgen.forms.asked import forms_of
from reportgen.intake.gather import read_plan_file
from reportgen.period import Period
from reportgen.plan.contradictions import examine
from reportgen.plan.model import Grade
from reportgen.plan.workbook import written_text

if TYPE_CHECKING:
    from types import ModuleType

    from reportgen.plan.model import Plan

_KEYS = {"年度目标": ("指标编号", "年份"), "报送安排": ("报告类型", "期间")}
NOTICES = {
    jiangan_2025: (figures.STANDS_2025, figures.LEFT_OUT_2025),
    jiangan_2022: (figures.STANDS_2022, figures.LEFT_OUT_2022),
    linkong_2021: (figures.STANDS_2021, figures.LEFT_OUT_2021),
}


@cache
def workbook(plan: ModuleType) -> dict[str, list[dict[str, str]]]:
    """The shipped workbook: rows by sheet and heading, as text."""
    book = openpyxl.load_workbook(ROOT / "inputs" / plan.FOLDER / "计划.xlsx")
    found = {}
    for sheet in book:
        heads, *rows = sheet.iter_rows(values_only=True)
        found[sheet.title] = [
            {str(h): written_text(v) for h, v in zip(heads, row, strict=True) if v is not None}  # type: ignore[arg-type]
            for row in rows
        ]
    return found


@cache
def shipped(plan: ModuleType) -> Plan:
    """The shipped plan as the program reads it."""
    return read_plan_file(ROOT / "inputs" / plan.FOLDER / "计划.xlsx")


def _figure(text: str) -> str:
    """The number of 每年10个以上; words and dates as they are."""
    number = re.fullmatch(r"(?:每年(?:新增)?)?(\d+(?:\.\d+)?)(?:[^\d-].*)?", text)
    return number[1] if number else text


def _cells(plan: ModuleType, sheet: str, row: str, heading: str) -> list[str]:
    """What stands under a heading in the rows of a key such as Z01/2022."""
    wanted = row.split("/")
    found = []
    for cells in workbook(plan)[sheet]:
        keys = [cells.get(key, "") for key in _KEYS.get(sheet, ())] or list(cells.values())
        if keys[: len(wanted)] == wanted:
            found.append(cells.get(heading, ""))
    return found


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.FOLDER)
def test_every_figure_of_a_notice_stands_in_its_workbook(plan: ModuleType) -> None:
    """Or in the list of what was left out, with the reason, which the workbook carries too."""
    stands, left = NOTICES[plan]
    for place, figure, sheet, row, heading in figures.lines(stands):
        cells = _cells(plan, sheet, row, heading)
        wanted = _figure(figure)
        if heading in ("备注", "工作内容"):
            assert any(figure in cell for cell in cells), (place, figure, cells)
        elif heading == "频次":
            assert cells == [figure.replace("季度", "季")], (place, figure, cells)
        else:
            assert wanted in cells, (place, figure, cells)
    rows = [[row[head] for head in row] for row in workbook(plan)[figures.LEFT_OUT_SHEET]]
    assert rows == figures.lines(left)
    assert all(reason for _, _, reason in rows)


def test_the_annex_is_shared_out_as_printed() -> None:
    """Every cell of 附件2, and no other share."""
    printed: set[tuple[str, str, int]] = set()
    for unit, text in figures.lines(figures.SHARES_2021):
        for code, cell in zip(figures.COLUMNS_2021, text.split(), strict=True):
            parts = re.findall(r"([^\d/]*)(\d+)", cell)
            printed |= {(unit, figures.WORDS_2021[word] if word else code, int(value)) for word, value in parts}
    shares = (*shipped(linkong_2021).allocations, *shipped(linkong_2021).printed_totals)
    both = {("金银湖街", "R07", 1), ("区现代服务业办", "R07", 5), ("合计", "R07", 6)}  # 创新园区和创新楼宇 together
    assert {(s.department, s.indicator, int(s.value)) for s in shares} - both == printed


@pytest.mark.parametrize(
    ("plan", "counts"),
    [(jiangan_2025, (14, 14, 18)), (jiangan_2022, (17, 11, 16)), (linkong_2021, (31, 27, 38))],
    ids=lambda value: getattr(value, "FOLDER", ""),
)
def test_indicators_tasks_and_units_are_all_there(plan: ModuleType, counts: tuple[int, int, int]) -> None:
    """12 targets of the table and 5 of the text; 18 tasks and 9 of 一区一表; groups count as units of the notice."""
    one = shipped(plan)
    assert (len(one.indicators), len(one.tasks), len(one.departments)) == counts


def told(plan: ModuleType, code: str) -> list[str]:
    """What one rule says of a shipped plan."""
    return [f.message for f in examine(shipped(plan)) if f.rule == code]


def test_the_contradictions_of_2021_are_found() -> None:
    """100 against 94, 12 against 10, 72 against 60, AI 活动 7 against 5, 场景 5 and 6, 超过14% and 14%."""
    total = told(linkong_2021, "J313")
    assert [("100" in t, "94" in t) for t in total if "净增" in t] == [(True, True)]
    assert [("12" in t, "10" in t) for t in total if "对接活动”" in t] == [(True, True)]
    assert [("72" in t, "60" in t) for t in total if "签约" in t] == [(True, True)]
    assert len(total) == 3
    (column,) = told(linkong_2021, "J312")
    assert "写的是5，各单位加起来是7" in column
    growth, scenes = told(linkong_2021, "J307")
    assert ">14%" in growth
    assert "≥6个" in scenes
    assert "≥5个" in scenes


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.FOLDER)
def test_a_shipped_plan_can_be_used(plan: ModuleType) -> None:
    """Nothing must be changed before forms go out; what the notice leaves open is asked."""
    assert [f.message for f in examine(shipped(plan)) if f.grade is Grade.MUST] == []
    assert "待确认" in str(workbook(plan))


def test_a_group_nobody_has_opened_gets_no_form() -> None:
    """有关街道办事处 is asked about, printed as the notice prints it, and sent nothing."""
    one = shipped(jiangan_2022)
    task = one.task("二-3-1")
    assert task is not None
    assert task.partners[-1] == "有关街道办事处"
    assert len(told(jiangan_2022, "J304")) == 1
    assert all("街道" not in form.department for form in forms_of(one, Period(2022, 6), {}))


def test_groups_are_sent_forms_by_member() -> None:
    """各街道办、产业办 are eleven streets and six offices."""
    forms = forms_of(shipped(linkong_2021), Period(2021, 6), {})
    names = {form.department for form in forms}
    assert {*linkong_2021.STREETS, *linkong_2021.OFFICES} <= names
    assert len(forms) == 36


def test_one_office_has_its_share_and_another_its_own() -> None:
    """金银湖街 is judged by 14 of the 94 (100) and 区科经局 by all of the 3 规上."""
    forms = {form.department: form for form in forms_of(shipped(linkong_2021), Period(2021, 6), {})}
    goals = {row.id: row.goal for row in forms["金银湖街"].indicators}
    assert [goals[code] for code in ("Z01", "Z02", "R02")] == [14, 14, 1]
    assert {row.id: row.goal for row in forms["区科经局"].indicators}["Z03"] == 3
